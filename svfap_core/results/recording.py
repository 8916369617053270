"""All that is known of one analysis, in memory: its rows, and where each face was in each frame.

One thread writes, any thread may read meanwhile. Knows nothing of files or images.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import TimeRange
from svfap_core.results.layout import Row
from svfap_core.results.schema import MEASURE_COLUMNS, ResultSchema
from svfap_core.types import AffectResult, FaceObservation, Frame

FACE = np.dtype(
    [
        ("frame", np.int32),
        ("t_s", np.float64),
        ("pts_s", np.float64),
        ("track_id", np.int32),
        ("box_xyxy_px", np.float32, (4,)),
        ("points_px", np.float32, (5, 2)),
        ("score", np.float32),
        ("quality", np.float32),
        *((name, np.float32) for name in MEASURE_COLUMNS),
        ("detected", np.bool_),
    ]
)
"""A face in a frame, 117 bytes."""

_FIRST_ROOM = 1024
_GROWTH = 1.25
"""Keeps the room for a face below 150 bytes, at the price of a few more copies."""

_SAME_TIME_S = 0.0005
"""Times of one frame, read once and again, may differ by rounding."""


class FaceLog:
    """Every face of every frame, in order of frames.

    Args:
        faces: Those there are from the start, of type `FACE`, in order of frames.
    """

    def __init__(self, faces: NDArray[Any] | None = None) -> None:
        self._faces = np.zeros(_FIRST_ROOM, FACE) if faces is None else faces
        self._count = 0 if faces is None else len(faces)

    def __len__(self) -> int:
        return self._count

    @property
    def nbytes(self) -> int:
        """Memory in use and in reserve."""
        return self._faces.nbytes

    def append(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Add the faces of a frame that comes after all earlier ones."""
        needed = self._count + len(faces)
        if needed > len(self._faces):
            grown = np.zeros(max(needed, int(len(self._faces) * _GROWTH)), FACE)
            grown[: self._count] = self._faces[: self._count]
            self._faces = grown
        for position, face in enumerate(faces, self._count):
            self._faces[position] = (
                frame.index,
                frame.t_s,
                frame.pts_s,
                face.track_id,
                tuple(face.box),
                face.points_px,
                face.score,
                face.quality,
                *astuple(face.measures),
                face.detected,
            )
        # Last, so that a reader never sees a count with rows still to be written.
        self._count = needed

    def view(self) -> NDArray[Any]:
        """All faces up to now, read-only, of type `FACE`; grows no further."""
        count = self._count
        faces = self._faces[:count]
        faces.flags.writeable = False
        return faces

    def in_frame(self, index: int) -> NDArray[Any]:
        """The faces of a frame, by its number, of type `FACE`."""
        faces = self.view()
        frames: Any = faces["frame"]
        start = bisect_left(frames, index)
        return faces[start : bisect_right(frames, index, start)]

    def at(self, t_s: float) -> NDArray[Any]:
        """The faces of the frame of a time, of type `FACE`."""
        faces = self.view()
        times: Any = faces["t_s"]
        start = bisect_left(times, t_s - _SAME_TIME_S)
        return faces[start : bisect_right(times, t_s + _SAME_TIME_S, start)]

    def of_track(self, track_id: int) -> NDArray[Any]:
        """A copy of the faces of a track, in order of time, of type `FACE`."""
        faces = self.view()
        return faces[faces["track_id"] == track_id]


class Recording:
    """One analysis as it grows.

    `results` holds all rows in order of tick, then track; `frame_count` and `end_s` count the
    frames seen, with and without faces: how many, and when the last one leaves the screen, as far
    as that is known. `clock` relates media time to the file's; what a file's start is, the writer
    says beforehand. `baseline` is the stretch that all persons are compared with unless a user
    chose another.
    """

    def __init__(self, schema: ResultSchema, baseline: TimeRange | None = None) -> None:
        self.schema = schema
        self.baseline = baseline
        self.results: list[AffectResult] = []
        self.faces = FaceLog()
        self.frame_count = 0
        self.end_s = 0.0
        self.clock = MediaClock()
        self.lives: dict[int, tuple[float, float]] = {}
        """From when to when each face was on screen, by track."""
        self._on_screen: tuple[int, ...] = ()
        self._by_track: dict[int, list[AffectResult]] = {}

    def add_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """A frame and the faces in it."""
        self.faces.append(frame, faces)
        if not self.frame_count:
            self.clock = self.clock._replace(first_pts_s=frame.pts_s - frame.t_s)
        self.frame_count += 1
        self.end_s = frame.t_s if frame.end_s is None else frame.end_s
        for track_id in self._on_screen:
            self.lives[track_id] = (self.lives[track_id][0], frame.t_s)
        self._on_screen = tuple(face.track_id for face in faces)
        for track_id in self._on_screen:
            start_s, _ = self.lives.get(track_id, (frame.t_s, 0.0))
            self.lives[track_id] = (start_s, self.end_s)

    def life(self, track_id: int) -> tuple[float, float]:
        """From when to when a face was on screen; all time where that is not known."""
        return self.lives.get(track_id, (-math.inf, math.inf))

    def add_results(self, results: Sequence[AffectResult]) -> None:
        """New rows, after all earlier ones."""
        for result in results:
            if result.track_id is not None:
                self._by_track.setdefault(result.track_id, []).append(result)
        self.results += results

    @property
    def track_ids(self) -> tuple[int, ...]:
        """Tracks that have rows, in order of appearance."""
        return tuple(self._by_track)

    def of_track(self, track_id: int | None) -> list[AffectResult]:
        """The rows of a track in order of time; of `None`, those without a face."""
        if track_id is None:
            return [result for result in self.results if result.track_id is None]
        return list(self._by_track.get(track_id, ()))

    def latest(self, track_id: int, t_s: float) -> AffectResult | None:
        """The newest row of a track whose time has come by `t_s`."""
        rows = self._by_track.get(track_id, [])
        position = bisect_right(rows, t_s, key=_time)
        return rows[position - 1] if position else None

    def rows(self) -> list[Row]:
        """All results as rows of the table."""
        return [self.schema.row(result) for result in list(self.results)]


def _time(result: AffectResult) -> float:
    return result.t_s
