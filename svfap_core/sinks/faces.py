"""Writes the aligned face of every track in every frame, as training takes them.

    FOLDER/track_0001/000123.jpg    the face of track 1 in frame 123
    FOLDER/faces.parquet            which file shows whom, when and how well

Only crops of frames in which a face was really tracked; nothing is interpolated. Knows nothing of
scores.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import pyarrow as pa
import pyarrow.parquet as pq

from svfap_core import names
from svfap_core.atomic import close_unwanted, output_errors
from svfap_core.errors import OutputError
from svfap_core.settings import ClipSpec
from svfap_core.system import replace
from svfap_core.tracking.align import align_face
from svfap_core.types import AffectResult, FaceObservation, Frame

JPEG_QUALITY = 95
ROWS_PER_GROUP = 8192
INDEX_NAME = names.FACES_INDEX

_INDEX = pa.schema(
    [
        ("track_id", pa.int64()),
        ("frame", pa.int64()),
        ("pts_s", pa.float64()),
        ("timestamp_s", pa.float64()),
        ("file", pa.string()),
        ("points_px", pa.list_(pa.float32(), 10)),
        ("det_score", pa.float32()),
        ("detected", pa.bool_()),
        ("quality", pa.float32()),
    ],
    metadata={
        "points_px": "Five points x0 y0 ... x4 y4 in the upright picture, not in the crop.",
        "file": "Path of the crop, relative to this file.",
    },
)


class FaceFolderSink:
    """A `Sink` of aligned faces; the folder takes its name in `commit`, whole.

    Args:
        folder: Must not hold anything yet, or be the result of an earlier export, which is
            replaced.
        spec: Where the five points go in the crop.
        size_px: Size of the crops; that of `spec` unless given.

    Raises:
        OutputError: The folder holds other things, or cannot be written.
    """

    def __init__(self, folder: Path, spec: ClipSpec, *, size_px: int | None = None) -> None:
        if folder.exists() and not _replaceable(folder):
            raise OutputError(
                f"{folder} holds other things than exported faces",
                hint="Choose an empty or a new folder.",
            )
        self._folder = folder
        self._part = folder.with_name(folder.name + ".part")
        self._template = spec.template
        self._size_px = size_px or spec.size_px
        self._tracks: set[int] = set()
        self._rows: list[dict[str, object]] = []
        with output_errors(folder):
            shutil.rmtree(self._part, ignore_errors=True)
            self._part.mkdir(parents=True)
            self._file = (self._part / INDEX_NAME).open("wb")
            self._writer = pq.ParquetWriter(self._file, _INDEX, compression="zstd")

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Cut out and write the faces of a frame."""
        for face in faces:
            crop = align_face(frame.rgb, face.points_px, self._template, self._size_px)
            name = f"track_{face.track_id:04d}/{frame.index:06d}.jpg"
            bgr = cv2.cvtColor(crop, cv2.COLOR_RGB2BGR)
            _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            with output_errors(self._folder):
                if face.track_id not in self._tracks:
                    (self._part / name).parent.mkdir()
                    self._tracks.add(face.track_id)
                (self._part / name).write_bytes(jpeg.tobytes())
            self._rows.append(_index_row(frame, face, name))
        if len(self._rows) >= ROWS_PER_GROUP:
            self._write_group()

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Nothing: the folder holds pictures only."""

    def commit(self) -> None:
        """Finish the index and give the folder its name."""
        if self._rows:
            self._write_group()
        with output_errors(self._folder):
            self._writer.close()
            self._file.close()
            if self._folder.exists():
                shutil.rmtree(self._folder)
            replace(self._part, self._folder)

    def discard(self) -> None:
        """Remove what was written."""
        close_unwanted(self._writer, self._file)
        shutil.rmtree(self._part, ignore_errors=True)

    def _write_group(self) -> None:
        with output_errors(self._folder):
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=_INDEX))
        self._rows.clear()


def _index_row(frame: Frame, face: FaceObservation, name: str) -> dict[str, object]:
    return {
        "track_id": face.track_id,
        "frame": frame.index,
        "pts_s": round(frame.pts_s, 6),
        "timestamp_s": round(frame.t_s, 6),
        "file": name,
        "points_px": face.points_px.ravel().tolist(),
        "det_score": face.score,
        "detected": face.detected,
        "quality": face.quality,
    }


def _replaceable(folder: Path) -> bool:
    """Whether a folder holds nothing but what an earlier export put there."""
    return folder.is_dir() and all(
        entry.name == INDEX_NAME or (entry.is_dir() and entry.name.startswith("track_"))
        for entry in folder.iterdir()
    )
