"""The recent pictures of each face, and windows cut from them. Knows nothing of models or ticks."""

from __future__ import annotations

from collections import deque
from dataclasses import astuple, dataclass

import numpy as np

from svfap_core.clips.sampling import sample_window, window_length_s
from svfap_core.settings import ClipSpec
from svfap_core.types import RGB, FaceMeasures, FaceObservation, Frame, Window, frozen


@dataclass(frozen=True, slots=True, eq=False)
class SeenFace:
    """One face in one frame: the frame's index and times, the aligned picture, the observation."""

    index: int
    pts_s: float
    t_s: float
    face_rgb: RGB
    face: FaceObservation


class FaceRing:
    """One face's aligned pictures over the last window, keyed by time; memory is bounded."""

    def __init__(self, track_id: int, spec: ClipSpec) -> None:
        self.track_id = track_id
        self._spec = spec
        self._seen: deque[SeenFace] = deque()
        self.first_s = 0.0

    @property
    def last(self) -> SeenFace:
        """The newest picture.

        Raises:
            IndexError: Nothing was pushed yet.
        """
        return self._seen[-1]

    @property
    def seen_s(self) -> float:
        """Seconds from the track's first picture ever to its newest."""
        return self.last.t_s - self.first_s

    def push(self, frame: Frame, face: FaceObservation, face_rgb: RGB) -> None:
        """Add the newest picture `(size, size, 3)` and forget what no window can reach."""
        if not self._seen:
            self.first_s = frame.t_s
        self._seen.append(SeenFace(frame.index, frame.pts_s, frame.t_s, face_rgb, face))
        # One picture older than the window stays: it may be the nearest to the first sample.
        oldest_s = frame.t_s - window_length_s(self._spec) - self._spec.step_s
        while len(self._seen) > 2 and self._seen[1].t_s < oldest_s:
            self._seen.popleft()

    def is_full(self, end_s: float) -> bool:
        """Whether the face has been seen long enough for a window that ends at `end_s`."""
        return self.first_s <= end_s - window_length_s(self._spec) + self._spec.step_s / 2

    def window(self, end_s: float) -> Window:
        """The window that ends at `end_s`, padded with the first picture where it is not full."""
        times_s = np.fromiter((seen.t_s for seen in self._seen), np.float64, len(self._seen))
        indices, max_gap_s = sample_window(times_s, end_s, self._spec)
        chosen = [self._seen[i] for i in indices]
        return Window(
            start_s=chosen[0].t_s,
            end_s=chosen[-1].t_s,
            faces_rgb=frozen(np.stack([seen.face_rgb for seen in chosen])),
            num_distinct=len(set(indices.tolist())),
            max_gap_s=max_gap_s,
            measures=FaceMeasures(
                *np.median([astuple(seen.face.measures) for seen in chosen], axis=0).tolist()
            ),
        )
