"""Writes what the face landmarker finds: a row for each face in each frame in which it finds it.

    NAME.landmarks.parquet    frame, timestamp_s, track_id, presence, head_yaw_deg, head_pitch_deg,
                              head_roll_deg, the 52 shapes by name, points

`points` has 478 x (x, y, z), in pixels of the upright frame. Knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from svfap_core.facial_actions import SHAPES
from svfap_core.sinks.parquet_file import ParquetFile
from svfap_core.types import AffectResult, FaceLandmarks, FaceObservation, Frame

ROWS_PER_GROUP = 512
_NUMBERS = 478 * 3
_POSE = ("yaw_deg", "pitch_deg", "roll_deg")


class LandmarksSink:
    """A `Sink` of the landmarks that faces carry.

    Args:
        path: The file.
        metadata: Of the table: which analysis it belongs to.
        sha256: Of the landmarker's file.

    Raises:
        OutputError: The file cannot be made or written.
    """

    def __init__(self, path: Path, metadata: Mapping[str, str], sha256: str) -> None:
        self._rows: list[tuple[int, float, int, FaceLandmarks]] = []
        schema = pa.schema(
            [
                pa.field("frame", pa.int64()),
                pa.field("timestamp_s", pa.float64()),
                pa.field("track_id", pa.int64()),
                pa.field("presence", pa.float32()),
                *(pa.field(f"head_{angle}", pa.float32()) for angle in _POSE),
                *(pa.field(shape, pa.float32()) for shape in SHAPES),
                pa.field("points", pa.list_(pa.float32(), _NUMBERS)),
            ],
            metadata={**metadata, "svfap.landmarker_sha256": sha256},
        )
        self._file = ParquetFile(path, schema)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Append the faces that have landmarks; they reach the file a group at a time."""
        for face in faces:
            if face.landmarks is not None:
                self._rows.append((frame.index, frame.t_s, face.track_id, face.landmarks))
        if len(self._rows) >= ROWS_PER_GROUP:
            self._write_group()

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Nothing: landmarks are of frames."""

    def commit(self) -> None:
        """Finish the file and give it its name."""
        if self._rows:
            self._write_group()
        self._file.commit()

    def discard(self) -> None:
        """Remove what was written."""
        self._file.discard()

    def _write_group(self) -> None:
        frames, times_s, tracks, found = zip(*self._rows, strict=True)
        points = np.stack([each.points_px for each in found]).reshape(-1)
        columns: list[Any] = [
            pa.array(frames, pa.int64()),
            pa.array(times_s, pa.float64()),
            pa.array(tracks, pa.int64()),
            *(
                pa.array([getattr(each, name) for each in found], pa.float32())
                for name in ("presence", *_POSE)
            ),
            *map(pa.array, np.ascontiguousarray(np.stack([each.shapes for each in found]).T)),
            pa.FixedSizeListArray.from_arrays(pa.array(points), _NUMBERS),
        ]
        self._file.write_group(columns)
        self._rows.clear()
