"""Every face of every frame as a Parquet file beside the table, and back, bit for bit.

Columns of one kind of number each, which packs well: about 30 bytes a face. Knows no rows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from svfap_core.atomic import whole_file
from svfap_core.messages import Message
from svfap_core.results.clock import MediaClock
from svfap_core.results.recording import FACE, Recording
from svfap_core.results.schema import MEASURE_COLUMNS
from svfap_core.results.unreadable import unreadable

_POINTS = ("eye_1", "eye_2", "nose", "mouth_1", "mouth_2")
_SINGLE = {
    "frame": "frame",
    "timestamp_s": "t_s",
    "pts_s": "pts_s",
    "track_id": "track_id",
    "det_score": "score",
    "face_quality": "quality",
    **{name: name for name in MEASURE_COLUMNS},
    "detected": "detected",
}
"""Columns and the fields of `FACE` they hold."""

_BOX = ("box_x0_px", "box_y0_px", "box_x1_px", "box_y1_px")
_POINT_COLUMNS = tuple(f"{point}_{axis}_px" for point in _POINTS for axis in "xy")
_FEW_VALUES = ("track_id", "det_score", "detected")
"""Columns whose values come again and again."""

_SPLIT = ("timestamp_s", "pts_s", "face_quality", *MEASURE_COLUMNS)
"""Columns that pack better by the bytes of their numbers, as pixels do."""

_FRAMES, _END, _LIVES = b"svfap.frames", b"svfap.end_s", b"svfap.lives_s"
_CLOCK = b"svfap.clock_s"


class Tracks(NamedTuple):
    """What a file holds: faces of type `FACE`, how many frames were seen and when they ended.

    Frames without a face count too. `lives` has from when to when each track's face was on screen,
    `clock` where media time lies in the file; files of earlier versions have neither.
    """

    faces: NDArray[Any]
    frame_count: int
    end_s: float
    lives: dict[int, tuple[float, float]]
    clock: MediaClock


def tracks_table(recording: Recording) -> pa.Table:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    """The faces of a recording: one row per face and frame."""
    faces = recording.faces.view()
    columns = {name: faces[field] for name, field in _SINGLE.items()}
    columns |= {name: faces["box_xyxy_px"][:, i] for i, name in enumerate(_BOX)}
    points = faces["points_px"].reshape(len(faces), len(_POINT_COLUMNS))
    columns |= {name: points[:, i] for i, name in enumerate(_POINT_COLUMNS)}
    table = pa.table({name: np.ascontiguousarray(values) for name, values in columns.items()})
    # As text of Python's own, which gives the same number back.
    about: dict[bytes | str, str] = {
        **recording.schema.identity.metadata(),
        _FRAMES: str(recording.frame_count),
        _END: repr(float(recording.end_s)),
        _LIVES: json.dumps(recording.lives),
        _CLOCK: json.dumps(recording.clock),
    }
    return table.replace_schema_metadata(about)


def write_tracks(path: Path, recording: Recording) -> None:
    """Write the faces of a recording.

    Raises:
        OutputError: The file cannot be written.
    """
    table = tracks_table(recording)
    split = [name for name in table.column_names if name.endswith("_px") or name in _SPLIT]
    with whole_file(path) as part, part.open("wb") as file:
        writer = pq.ParquetWriter(
            file,
            table.schema,
            compression="zstd",
            use_dictionary=list(_FEW_VALUES),  # pyright: ignore[reportArgumentType]  # stubs: bool
            use_byte_stream_split=split,  # pyright: ignore[reportArgumentType]  # stubs: bool
        )
        writer.write_table(table)
        writer.close()


def read_tracks(path: Path) -> Tracks:
    """The faces in a file.

    Raises:
        SvfapError: It is missing, damaged or of another kind.
    """
    try:
        with path.open("rb") as file:
            table = pq.read_table(file)
        faces = np.zeros(table.num_rows, FACE)
        for name, field in _SINGLE.items():
            if name in table.column_names or name not in MEASURE_COLUMNS:
                faces[field] = table[name].to_numpy()
            else:  # Files of earlier versions lack the measures.
                faces[field] = np.nan
        for place, name in enumerate(_BOX):
            faces["box_xyxy_px"][:, place] = table[name].to_numpy()
        points = faces["points_px"].reshape(len(faces), len(_POINT_COLUMNS))
        for place, name in enumerate(_POINT_COLUMNS):
            points[:, place] = table[name].to_numpy()
        about = table.schema.metadata or {}
        lives = {int(n): (a, b) for n, (a, b) in json.loads(about.get(_LIVES, b"{}")).items()}
        clock = MediaClock(*json.loads(about.get(_CLOCK, b"[]")))
        return Tracks(faces, int(about[_FRAMES]), float(about[_END]), lives, clock)
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise unreadable(
            path,
            Message("faces of an analysis"),
            error,
            if_damaged="It may be missing or damaged: move it away to see the faces at each row "
            "only, or analyse the video again.",
        ) from error
