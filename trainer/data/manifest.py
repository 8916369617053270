"""The manifest of a prepared data set: one row per clip, as Parquet. Reads no pictures.

    DIR/manifest.parquet    this table; its metadata says what all clips have in common
    DIR/clips/ DIR/shards/  the clips, where they were cropped from video or packed
    DIR/problems.csv        what is not in it, and why

Readable with any Parquet tool. Columns `share_NAME` and `value_NAME` exist for the classes and
dimensions that the data set has.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import SourceError
from svfap_core.settings import Frozen
from trainer.specs import Template

MANIFEST_FILE = "manifest.parquet"
SCHEMA_VERSION = 1

_METADATA = b"svfap"
_COLUMNS = [
    ("clip", pa.string(), "Unique name."),
    ("path", pa.string(), "Folder of pictures or shard, relative to the manifest or absolute."),
    ("offsets", pa.list_(pa.int64()), "Of each picture in a shard, in bytes; null for folders."),
    ("sizes", pa.list_(pa.int32()), "Of each picture in a shard, in bytes."),
    ("num_frames", pa.int32(), "Pictures of the clip."),
    ("rate_fps", pa.float64(), "True rate, the mean where it varies; null: times are not known."),
    ("times_s", pa.list_(pa.float32()), "Of each picture, where they are not evenly spaced."),
    ("source", pa.string(), "What the clip was made of, by the path it was found at."),
    ("start_s", pa.float64(), "Time of the clip's first picture in its source."),
    ("label", pa.string(), "Class, where there is one."),
    ("subject", pa.string(), "Who is seen, where the data set says so."),
    ("group", pa.string(), "What the clip is a part of, where the protocol averages over parts."),
    ("split", pa.string(), "Official part: train, val or test; null with folds, or without any."),
    ("fold", pa.int32(), "Fold in which the clip is tested, from 1."),
    ("box_x", pa.float32(), "Median place of the face in the source, in pixels; null for crops."),
    ("box_y", pa.float32(), "Top of the face."),
    ("box_w", pa.float32(), "Width of the face."),
    ("box_h", pa.float32(), "Height of the face."),
]


class CropGeometry(Frozen):
    """How the pictures show faces; without a template they are used whole, as published."""

    size_px: Annotated[int | None, Field(gt=0, description="Side of all pictures, if equal.")]
    template: Template | None = None


class ManifestInfo(Frozen):
    """What all clips of a manifest have in common."""

    schema_version: int = SCHEMA_VERSION
    data_set: str
    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    crop: CropGeometry
    protocol: str = ""
    notes: tuple[str, ...] = ()
    software: dict[str, str] = Field(default_factory=dict)
    created: AwareDatetime


class _Version(BaseModel):
    """What can be read of any version, whatever else it says."""

    schema_version: int


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """A manifest in memory.

    Attributes:
        folder: What relative paths in it count from.
        info: What all clips have in common.
        table: One row per clip.
    """

    folder: Path
    info: ManifestInfo
    table: pa.Table

    def __len__(self) -> int:
        return self.table.num_rows

    def column(self, name: str) -> list[Any]:
        """All values of a column, `None` where there is none."""
        return self.table[name].to_pylist()

    def label_indices(self, classes: tuple[str, ...]) -> NDArray[np.int64]:
        """`(N,)` index of each clip's label in `classes`, -1 where it has none of them."""
        places = {name: i for i, name in enumerate(classes)}
        return np.array([places.get(label, -1) for label in self.column("label")], np.int64)

    def shares(self, classes: tuple[str, ...]) -> NDArray[np.float32]:
        """`(N, K)` share of raters per class, zeros where a clip has none."""
        return self._numbers("share", classes, missing=0.0)

    def values(self, names: tuple[str, ...]) -> NDArray[np.float32]:
        """`(N, D)` of each dimension, NaN where a clip has none."""
        return self._numbers("value", names, missing=np.nan)

    def _numbers(
        self, prefix: str, names: tuple[str, ...], *, missing: float
    ) -> NDArray[np.float32]:
        found = np.full((len(self), len(names)), missing, np.float32)
        for place, name in enumerate(names):
            if (column := f"{prefix}_{name}") in self.table.column_names:
                values = self.column(column)
                found[:, place] = [missing if value is None else value for value in values]
        return found


def manifest_schema(info: ManifestInfo, *, with_shares: bool) -> Any:
    """The columns of a manifest with these classes and dimensions."""
    fields = [pa.field(name, kind, metadata={"description": text}) for name, kind, text in _COLUMNS]
    shares = [f"share_{name}" for name in info.classes] if with_shares else []
    fields += [pa.field(name, pa.float32()) for name in shares]
    fields += [pa.field(f"value_{name}", pa.float32()) for name in info.values]
    return pa.schema(fields, metadata={_METADATA: info.model_dump_json().encode()})


def write_manifest(folder: Path, info: ManifestInfo, rows: list[dict[str, Any]]) -> Manifest:
    """Write the manifest of a folder, whole or not at all.

    Args:
        folder: Where its clips lie.
        info: What they have in common.
        rows: A dictionary per clip; columns that are left out are null.

    Raises:
        OutputError: The folder cannot be written.
        ValueError: A clip's name occurs twice.
    """
    names = [row["clip"] for row in rows]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the clip {twice} occurs twice")
    with_shares = any(key.startswith("share_") for row in rows for key in row)
    schema = manifest_schema(info, with_shares=with_shares)
    table = pa.Table.from_pylist(rows, schema=schema)
    with whole_file(folder / MANIFEST_FILE) as part:
        pq.write_table(table, part, compression="zstd")
    return Manifest(folder, info, table)


def read_manifest(path: Path) -> Manifest:
    """A manifest, given its file or its folder.

    Raises:
        SourceError: There is none, or one that this version cannot read.
    """
    file = path / MANIFEST_FILE if path.is_dir() else path
    hint = "Make one with: svfap-train prepare DATASET ROOT --out DIR"
    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise SourceError(f"{path} holds no manifest: {error}", hint=hint) from error
    try:
        told = (table.schema.metadata or {})[_METADATA]
        if _Version.model_validate_json(told).schema_version > SCHEMA_VERSION:
            raise SourceError(f"{file} was made by a newer version", hint="Update the program.")
        info = ManifestInfo.model_validate_json(told)
    except (KeyError, ValidationError) as error:
        raise SourceError(f"{file} is not a manifest of this program", hint=hint) from error
    return Manifest(file.parent, info, table)
