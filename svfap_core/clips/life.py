"""What was seen of one face, from its first observation to its last, and windows cut from it.

Knows nothing of models, ticks or statuses.
"""

from __future__ import annotations

from collections import deque
from dataclasses import astuple, dataclass, replace
from operator import is_
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from svfap_core.clips.sampling import frames_at, sample_times
from svfap_core.facial_actions import actions_of
from svfap_core.types import RGB, FaceMeasures, FaceObservation, Window, frozen


class AlignedFace(Protocol):
    """A face cut out as a model wants to see it."""

    @property
    def rgb(self) -> RGB:
        """`(size, size, 3)`, the same array each time; made when it is first asked for."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class SeenFace:
    """A face in one frame, which was on screen from `start_s` to `end_s`.

    `crop` is the aligned face. While the frame is the newest, `end_s` is no
    more than `start_s`.
    """

    start_s: float
    end_s: float
    crop: AlignedFace
    face: FaceObservation


class _Shown(NamedTuple):
    """The faces that a window samples, also in one array, and the medians of their measures."""

    sampled: list[RGB]
    faces_rgb: RGB
    measures: FaceMeasures


class Life:
    """A face's life so far; keeps the aligned faces of the last window's length only.

    Args:
        start_s: Media time of the first observation.
        keep_s: For how long before the newest observation aligned faces are kept.
    """

    def __init__(self, start_s: float, keep_s: float) -> None:
        self.start_s = start_s
        self._keep_s = keep_s
        self._seen: deque[SeenFace] = deque()
        self._last: _Shown | None = None

    @property
    def end_s(self) -> float:
        """When the newest observation left the screen, or came there if it is on it yet."""
        return self._seen[-1].end_s

    def see(self, t_s: float, face: FaceObservation, crop: AlignedFace) -> None:
        """The face in a frame that comes on screen at `t_s`, later than all before."""
        self._seen.append(SeenFace(t_s, t_s, crop, face))

    def forget(self) -> None:
        """Let go of what no window that ends later than the newest observation can reach."""
        oldest_s = self._seen[-1].start_s - self._keep_s
        # The oldest that stays may be on screen when the earliest window begins.
        while len(self._seen) > 1 and self._seen[1].start_s < oldest_s:
            self._seen.popleft()

    def frame_left(self, since_s: float, t_s: float) -> None:
        """The frame on screen since `since_s` leaves it at `t_s`."""
        newest = self._seen[-1]
        if newest.start_s == since_s:
            self._seen[-1] = replace(newest, end_s=t_s)

    def face_at(self, since_s: float) -> FaceObservation | None:
        """The face in the frame on screen since `since_s`, the newest or the one before."""
        for seen in (self._seen[-1], self._seen[-2]) if len(self._seen) > 1 else (self._seen[-1],):
            if seen.start_s == since_s:
                return seen.face
        return None

    def window(self, start_s: float, length_s: float, count: int) -> Window | None:
        """A window of `count` samples; `None` where the face was not seen in it at all.

        A sample is the face on the frame on screen then, or where it was not seen, the nearest
        observation in the window. Windows in a row that sample the same frames, as while one is
        held, have the same array of faces, so that it need not be scored again.
        """
        end_s = start_s + length_s
        seen = [s for s in self._seen if s.start_s < end_s and s.end_s > start_s]
        if not seen:
            return None
        starts_s = np.array([s.start_s for s in seen])
        ends_s = np.array([s.end_s for s in seen])
        chosen = frames_at(starts_s, ends_s, sample_times(start_s, length_s, count)).tolist()
        shown = self._shown([seen[i] for i in chosen])
        gaps_s = np.array([*starts_s, end_s]) - np.array([start_s, *ends_s])
        return Window(
            start_s=start_s,
            end_s=end_s,
            faces_rgb=shown.faces_rgb,
            num_distinct=len(set(chosen)),
            max_gap_s=max(0.0, float(gaps_s.max())),
            measures=shown.measures,
            actions=_mean_actions(seen, starts_s.clip(start_s), ends_s.clip(max=end_s)),
        )

    def _shown(self, samples: list[SeenFace]) -> _Shown:
        """What a window shows; the last one's, where the frames are the very same."""
        sampled = [sample.crop.rgb for sample in samples]
        last = self._last
        if (
            last is None
            or len(sampled) != len(last.sampled)
            or not all(map(is_, sampled, last.sampled))
        ):
            measures = np.median([astuple(sample.face.measures) for sample in samples], axis=0)
            self._last = last = _Shown(
                sampled, frozen(np.stack(sampled)), FaceMeasures(*measures.tolist())
            )
        return last


def _mean_actions(
    seen: list[SeenFace], starts_s: NDArray[np.float64], ends_s: NDArray[np.float64]
) -> dict[str, float]:
    """Means of the landmarker's actions over the time in which faces were on screen."""
    found = [place for place, each in enumerate(seen) if each.face.landmarks is not None]
    shapes = [each.face.landmarks.shapes for each in seen if each.face.landmarks is not None]
    if not shapes:
        return {}
    times_s = (ends_s - starts_s)[found].clip(0)
    if not times_s.any():  # Only frames at the very edge of the window have any.
        return {}
    return actions_of(np.average(shapes, axis=0, weights=times_s).tolist())
