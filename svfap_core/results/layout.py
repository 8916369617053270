"""Columns of tables: names, types, units and meaning, and how values become cells.

Every number has a fixed count of decimals, so that equal values give equal files. Knows no file
format.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from svfap_core.results.dialect import COMMAS, CsvDialect

Cell: TypeAlias = int | float | str | None
Row: TypeAlias = dict[str, Cell]

TIME_DECIMALS = 6
SCORE_DECIMALS = 5
PIXEL_DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table; `decimals` is `None` for whole numbers and text."""

    name: str
    kind: Literal["integer", "number", "text"]
    meaning: str
    unit: str = ""
    bounds: tuple[float | None, float | None] | None = None
    values: tuple[str, ...] = ()
    decimals: int | None = None

    @property
    def arrow_type(self) -> pa.DataType:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        """How Arrow and Parquet store it."""
        return {"integer": pa.int64(), "number": pa.float64(), "text": pa.string()}[self.kind]

    def text(self, value: Cell, dialect: CsvDialect = COMMAS) -> str:
        """A cell as text: fixed decimals, nothing for no value."""
        if value is None:
            return ""
        if self.decimals is None:
            return str(value)
        return dialect.number(f"{value:.{self.decimals}f}")

    def description(self) -> dict[str, Any]:
        """What a program needs to know of the column, fit for JSON."""
        about: dict[str, Any] = {"name": self.name, "type": self.kind, "meaning": self.meaning}
        if self.unit:
            about["unit"] = self.unit
        if self.bounds:
            about["minimum"], about["maximum"] = self.bounds
        if self.values:
            about["values"] = list(self.values)
        if self.decimals is not None:
            about["decimals"] = self.decimals
        return about


class Layout(ABC):
    """The columns of a table, in order."""

    @cached_property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What a Parquet file of this table says of itself, beside the columns' descriptions."""
        return {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all columns in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def arrow(self) -> pa.Schema:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
        """The Arrow schema; field and table metadata carry the descriptions."""
        fields = [
            pa.field(c.name, c.arrow_type, metadata={"svfap": json.dumps(c.description())})
            for c in self.columns
        ]
        about = {"svfap.columns": json.dumps(self.description()), **self.metadata}
        return pa.schema(fields, metadata=about)

    def description(self) -> list[dict[str, Any]]:
        """Name, type, unit, range and meaning of every column, fit for JSON."""
        return [column.description() for column in self.columns]

    def checked(self, cells: Row) -> Row:
        """A whole row: every column is there, numbers are rounded, `None` where there is no value.

        Raises:
            ValueError: A cell has no column.
        """
        if unknown := cells.keys() - set(self.names):
            raise ValueError(
                f"the result has scores without a column: {', '.join(sorted(unknown))}"
            )
        return {column.name: _rounded(cells.get(column.name), column) for column in self.columns}


def _rounded(value: Cell, column: Column) -> Cell:
    """A plain Python value with the column's decimals; not-a-number is no value."""
    if value is None or column.kind == "text":
        return value
    if column.decimals is None:
        return int(value)
    number = float(value)
    # Adding zero turns -0.0 into 0.0, which would differ as text.
    return round(number, column.decimals) + 0.0 if math.isfinite(number) else None
