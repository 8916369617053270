"""The manifest of a prepared data set: one row per clip, as Parquet. Reads no pictures.

    DIR/manifest.parquet    this table; its metadata says what all clips have in common
    DIR/clips/ DIR/shards/  the clips, where they were cropped from video or packed
    DIR/problems.csv        what is not in it, or not whole, and why

Readable with any Parquet tool. Beside the fixed columns there are, as far as the data set has them:

    share_NAME    share of the raters who chose a class
    votes_NAME    how many raters chose it; where there are no shares, they follow from these
    value_NAME    a dimension
    label_NAME    a further label with classes of its own (`ManifestInfo.labels`)
    meta_NAME     what else is known, such as the age of who is seen; nothing is learned from it

Nothing is kept per frame, except times that are uneven.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from svfap_core.atomic import whole_file
from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.settings import Frozen
from trainer.data.catalogue import CropGeometry
from trainer.folder import MANIFEST_FILE

SCHEMA_VERSION = 3
_BATCH_ROWS = 10_000
_READING_COLUMNS = ["path", "offset", "num_frames", "rate_fps", "times_s"]
"""All that a process needs that reads pictures."""

_METADATA = b"svfap"
_COLUMNS = [
    ("clip", pa.string(), "Unique name."),
    ("path", pa.string(), "Folder of pictures or shard, relative to the manifest or absolute."),
    ("offset", pa.int64(), "Of the clip's index in its shard, in bytes; null for folders."),
    ("num_frames", pa.int32(), "Pictures of the clip."),
    ("rate_fps", pa.float64(), "True rate, the mean where it varies; null: times are not known."),
    ("times_s", pa.list_(pa.float32()), "Of each picture, where they are not evenly spaced."),
    ("source", pa.string(), "What the clip was made of, by the path it was found at."),
    ("content", pa.string(), "Hash of what is in `source` (of a still: of it alone)."),
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


class ManifestInfo(Frozen):
    """What all clips of a manifest have in common."""

    schema_version: int = SCHEMA_VERSION
    data_set: str
    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Further labels: name -> its classes, in order."""
    meta: tuple[str, ...] = ()
    """What else is known of clips."""
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

    Sent to another process it is sent as its path: that process reads the file again, and only the
    columns that say where pictures lie and when they were taken.

    Attributes:
        folder: What relative paths in it count from.
        info: What all clips have in common.
        table: One row per clip.
        file: Its name in the folder.
    """

    folder: Path
    info: ManifestInfo
    table: pa.Table
    file: str = MANIFEST_FILE

    def __reduce__(self) -> tuple[Any, ...]:
        return _read_again, (self.folder / self.file, self.info)

    def __len__(self) -> int:
        return self.table.num_rows

    def column(self, name: str) -> list[Any]:
        """All values of a column, `None` where there is none."""
        return self.table[name].to_pylist()

    def label_indices(self, classes: tuple[str, ...], column: str = "label") -> NDArray[np.int64]:
        """`(N,)` index of each clip's label in `classes`, -1 where it has none of them.

        Args:
            classes: Names in order.
            column: `label`, or `label_NAME` of a further label.
        """
        values = pa.array(classes, pa.string())
        places = pc.index_in(self.table[column], value_set=values)  # pyright: ignore[reportAttributeAccessIssue]  # made at import
        return places.fill_null(-1).to_numpy().astype(np.int64)

    def further_indices(self, name: str, classes: tuple[str, ...]) -> NDArray[np.int64]:
        """`(N,)` index of each clip's further label in `classes`, -1 where it has none of them.

        Args:
            name: Of the label, in `info.labels`.
            classes: Names of outputs, see `output_name`.
        """
        words = {output_name(word): word for word in self.info.labels.get(name, ())}
        if not any(each in words for each in classes):
            return np.full(len(self), -1, np.int64)
        return self.label_indices(tuple(words.get(n, f"no {n}") for n in classes), f"label_{name}")

    def shares(self, classes: tuple[str, ...]) -> NDArray[np.float32]:
        """`(N, K)` share of raters per class, zeros where a clip has none.

        Of a clip that has votes but no shares, the votes over the sum of all of its votes.
        """
        shares = self._numbers("share", classes, missing=0.0)
        given = self._numbers("share", self.info.classes, missing=0.0).any(axis=1)
        votes = self.votes(classes)
        total = self.votes(self.info.classes).sum(axis=1)
        counted = ~given & (total > 0)
        shares[counted] = votes[counted] / total[counted, None]
        return shares

    def votes(self, classes: tuple[str, ...]) -> NDArray[np.int64]:
        """`(N, K)` how many raters chose each class, zeros where that is not known."""
        return self._numbers("votes", classes, missing=0.0).astype(np.int64)

    def values(self, names: tuple[str, ...]) -> NDArray[np.float32]:
        """`(N, D)` of each dimension, NaN where a clip has none."""
        return self._numbers("value", names, missing=np.nan)

    def choices(self) -> NDArray[np.int64]:
        """`(N,)` index of each clip's class in `info.classes`; -1 for none.

        Of a clip without a label, the class that most raters chose.
        """
        labels, shares = self.label_indices(self.info.classes), self.shares(self.info.classes)
        if not shares.shape[1]:
            return labels
        rated = (labels < 0) & shares.any(axis=1)
        return np.where(rated, shares.argmax(axis=1), labels)

    def _numbers(
        self, prefix: str, names: tuple[str, ...], *, missing: float
    ) -> NDArray[np.float32]:
        found = np.full((len(self), len(names)), missing, np.float32)
        for place, name in enumerate(names):
            if (column := f"{prefix}_{name}") in self.table.column_names:
                found[:, place] = self.table[column].fill_null(missing).to_numpy()
        return found


def output_name(word: str) -> str:
    """What an output, and so a column, of a word of a further label is called: wide_awake."""
    name = re.sub(r"\W+", "_", word.strip()).lower()
    return name if name.isidentifier() else f"_{name}"


def manifest_schema(
    info: ManifestInfo, *, with_shares: bool = False, with_votes: bool = False
) -> Any:
    """The columns of a manifest with these classes, dimensions and further labels."""
    fields = [pa.field(name, kind, metadata={"description": text}) for name, kind, text in _COLUMNS]
    shares = info.classes if with_shares else ()
    fields += [pa.field(f"share_{name}", pa.float32()) for name in shares]
    fields += [pa.field(f"votes_{name}", pa.int16()) for name in info.classes if with_votes]
    fields += [pa.field(f"value_{name}", pa.float32()) for name in info.values]
    fields += [pa.field(f"label_{name}", pa.string()) for name in info.labels]
    fields += [pa.field(f"meta_{name}", pa.string()) for name in info.meta]
    return pa.schema(fields, metadata={_METADATA: info.model_dump_json().encode()})


def write_manifest(
    folder: Path,
    info: ManifestInfo,
    rows: Iterable[dict[str, Any]],
    *,
    with_shares: bool = False,
    with_votes: bool = False,
) -> Manifest:
    """Write the manifest of a folder, whole or not at all, while its rows come.

    Args:
        folder: Where its clips lie.
        info: What they have in common.
        rows: A dictionary per clip; columns that are left out are null.
        with_shares: Whether there are columns for shares of raters.
        with_votes: Whether there are columns for counts of raters.

    Raises:
        OutputError: The folder cannot be written.
        ValueError: A clip's name occurs twice, or a row has a column that there is not.
    """
    schema = manifest_schema(info, with_shares=with_shares, with_votes=with_votes)
    columns = frozenset(schema.names)
    names: set[str] = set()
    with (
        whole_file(folder / MANIFEST_FILE) as part,
        pq.ParquetWriter(part, schema, compression="zstd") as writer,
    ):
        for batch in _batched(rows, _BATCH_ROWS):
            for row in batch:
                if (name := row["clip"]) in names:
                    raise ValueError(f"the clip {name} occurs twice")
                if not columns.issuperset(row):
                    raise ValueError(f"the clip {name} has the columns {set(row) - columns}")
                names.add(name)
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    return read_manifest(folder)


def _batched(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Lists of up to `size` rows."""
    coming = iter(rows)
    while batch := list(islice(coming, size)):
        yield batch


def read_manifest(path: Path, columns: Sequence[str] | None = None) -> Manifest:
    """A manifest, given its file or its folder.

    Args:
        path: The file or folder.
        columns: Those that are wanted; none: all.

    Raises:
        SourceError: There is none, or one that this version cannot read.
    """
    file = path / MANIFEST_FILE if path.is_dir() else path
    hint = Message("Make one with: svfap-train prepare DATASET ROOT --out DIR")
    try:
        parquet = pq.ParquetFile(file, memory_map=True)
        known = parquet.schema_arrow
        wanted = known.names if columns is None else [n for n in columns if n in known.names]
        table = parquet.read(wanted).combine_chunks()
    except (OSError, pa.ArrowException) as error:
        raise SourceError(Message("%1 holds no manifest: %2", path, error), hint=hint) from error
    try:
        told = (known.metadata or {})[_METADATA]
        if _Version.model_validate_json(told).schema_version > SCHEMA_VERSION:
            raise SourceError(
                Message("%1 was made by a newer version", file), hint="Update the program."
            )
        info = ManifestInfo.model_validate_json(told)
    except (KeyError, ValidationError) as error:
        raise SourceError(
            Message("%1 is not a manifest of this program", file), hint=hint
        ) from error
    if info.schema_version == 1:
        _check_old(parquet, file)
    for name, kind, _ in _COLUMNS:
        if name not in known.names:  # As older versions have it.
            table = table.append_column(name, pa.nulls(len(table), kind))
    return Manifest(file.parent, info, table, file.name)


def _read_again(file: Path, info: ManifestInfo) -> Manifest:
    manifest = read_manifest(file, _READING_COLUMNS)
    if manifest.info != info:
        raise SourceError(Message("%1 was prepared again meanwhile", file), hint="Begin again.")
    return manifest


def _check_old(parquet: pq.ParquetFile, file: Path) -> None:
    """Version 1 kept the places of packed pictures in the manifest."""
    offsets = parquet.read(["offsets"])["offsets"]
    if offsets.null_count < len(offsets):
        raise SourceError(
            Message("%1 was packed by an older version", file), hint="Prepare the data set again."
        )
