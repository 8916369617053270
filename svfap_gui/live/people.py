"""Who is in sight, who is shown, and what can be said of them right now. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from svfap_core.results.trust import is_unclear
from svfap_core.types import AffectResult, FaceObservation, Frame

AWAY_S = 2.0
"""Without a face for so long, the user is shown what to check, or someone else is shown."""

STALE_S = 3.0
"""Scores older than this no longer describe the frame."""

FORGET_S = 60.0
"""People out of sight for so long leave the list."""


@dataclass(frozen=True, slots=True)
class Searching:
    """No face yet, but it is early."""


@dataclass(frozen=True, slots=True)
class NoFace:
    """No face for some time."""


@dataclass(frozen=True, slots=True)
class Watching:
    """A face whose first window is filling: seconds seen, seconds needed."""

    seen_s: float
    span_s: float


@dataclass(frozen=True, slots=True)
class Scores:
    """A face with scores; `stale` when they are old or the face has left.

    `unclear` where raters are expected to differ about the emotion.
    """

    result: AffectResult
    stale: bool
    unclear: bool = False


PersonState: TypeAlias = Searching | NoFace | Watching | Scores


class People:
    """Fed with frames and results in order of time; answers for the newest frame.

    Args:
        span_s: How long a face must be seen before its first scores.
        ambiguity_threshold: The model card's.
    """

    def __init__(self, span_s: float, ambiguity_threshold: float | None = None) -> None:
        self._span_s = span_s
        self._ambiguity_threshold = ambiguity_threshold
        self._now_s = 0.0
        self._face_s = 0.0
        self._first_s: dict[int, float] = {}
        self._last_s: dict[int, float] = {}
        self._results: dict[int, AffectResult] = {}
        self.chosen: int | None = None

    def see(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """A new frame; when the person shown has been away, the largest face takes over."""
        self._now_s = frame.t_s
        for face in faces:
            self._first_s.setdefault(face.track_id, frame.t_s)
            self._last_s[face.track_id] = self._face_s = frame.t_s
        if faces and self._lost(faces):
            largest = max(faces, key=lambda face: face.box.width * face.box.height)
            self.chosen = largest.track_id
        self._forget()

    def score(self, results: Sequence[AffectResult]) -> None:
        """New rows; those without scores say nothing new about anyone."""
        for result in results:
            if result.track_id is not None and result.is_scored:
                self._results[result.track_id] = result

    def choose(self, track_id: int) -> None:
        """Show this person."""
        self.chosen = track_id

    @property
    def ids(self) -> tuple[int, ...]:
        """Everybody seen in the last minute, in order of appearance."""
        return tuple(self._first_s)

    @property
    def now_s(self) -> float:
        """Time of the newest frame."""
        return self._now_s

    def current(self, track_id: int) -> AffectResult | None:
        """Scores that still describe this person."""
        result = self._results.get(track_id)
        return result if result and self._now_s - result.t_s < STALE_S else None

    def is_unclear(self, result: AffectResult) -> bool:
        """Whether raters are expected to differ about the emotion."""
        return is_unclear(result, self._ambiguity_threshold)

    def state(self) -> PersonState:
        """What the panel says about the person shown."""
        if self.chosen is None:
            return NoFace() if self._now_s - self._face_s >= AWAY_S else Searching()
        if self._away(self.chosen):
            return NoFace()
        result = self._results.get(self.chosen)
        if result is None:
            seen_s = self._last_s[self.chosen] - self._first_s[self.chosen]
            return Watching(min(seen_s, self._span_s), self._span_s)
        stale = self.current(self.chosen) is None
        return Scores(result, stale=stale, unclear=self.is_unclear(result))

    def _lost(self, faces: Sequence[FaceObservation]) -> bool:
        """Whether the person shown is gone; of one never scored there is nothing to hold on to."""
        unscored = self.chosen not in self._results
        unseen = all(face.track_id != self.chosen for face in faces)
        return self._away(self.chosen) or (unscored and unseen)

    def _away(self, track_id: int | None) -> bool:
        if track_id is None or track_id not in self._last_s:
            return True
        return self._now_s - self._last_s[track_id] >= AWAY_S

    def _forget(self) -> None:
        for track_id, last_s in list(self._last_s.items()):
            if self._now_s - last_s > FORGET_S:
                del self._last_s[track_id], self._first_s[track_id]
                self._results.pop(track_id, None)
