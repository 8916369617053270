"""Writes what the encoder makes of each scored window: a row per row of the table with scores.

    NAME.features.parquet    timestamp_s, track_id, person_id, status, f0, f1, ... as float32

Knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from svfap_core.results.layout import Row
from svfap_core.results.schema import ResultSchema
from svfap_core.sinks.parquet_file import ParquetFile
from svfap_core.types import AffectResult, FaceObservation, Frame

ROWS_PER_GROUP = 1024

KEYS = ("timestamp_s", "track_id", "person_id", "status")
"""Columns of the table, by which its rows are found."""


class Encoder(Protocol):
    """The model whose features they are."""

    @property
    def num_features(self) -> int:
        """Length of a window's features."""
        ...

    @property
    def sha256(self) -> str:
        """Of the weights."""
        ...

    @property
    def card(self) -> Any:
        """The model's card, which has its name."""
        ...


class FeaturesSink:
    """A `Sink` of the features that rows carry; those without scores have none.

    Args:
        path: The file.
        schema: Of the table.
        encoder: The model, named in the file's metadata beside the identity of the analysis.

    Raises:
        OutputError: The file cannot be made or written.
    """

    def __init__(self, path: Path, schema: ResultSchema, encoder: Encoder) -> None:
        self._schema = schema
        self._rows: list[Row] = []
        self._features: list[Any] = []
        names = [f"f{place}" for place in range(encoder.num_features)]
        self._arrow = pa.schema(
            [
                *(schema.arrow.field(name) for name in KEYS),
                *(pa.field(name, pa.float32()) for name in names),
            ],
            metadata={
                **schema.metadata,
                "svfap.model": encoder.card.name,
                "svfap.weights_sha256": encoder.sha256,
                "svfap.features": "Input of the model's linear head: the mean over the tokens of "
                "the encoder's last stage, after its final norm.",
            },
        )
        self._file = ParquetFile(path, self._arrow)

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Nothing: features are of windows."""

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Append the rows that have features; they reach the file a group at a time."""
        for result in results:
            if result.features is not None:
                self._rows.append(self._schema.row(result))
                self._features.append(result.features)
        if len(self._rows) >= ROWS_PER_GROUP:
            self._write_group()

    def commit(self) -> None:
        """Finish the file and give it its name."""
        if self._rows:
            self._write_group()
        self._file.commit()

    def discard(self) -> None:
        """Remove what was written."""
        self._file.discard()

    def _write_group(self) -> None:
        keys = [
            pa.array([row[name] for row in self._rows], self._arrow.field(name).type)
            for name in KEYS
        ]
        columns = np.ascontiguousarray(np.stack(self._features).T)
        self._file.write_group([*keys, *map(pa.array, columns)])
        self._rows.clear()
        self._features.clear()
