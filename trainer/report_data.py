"""The section of a report on the data sets that clips were taken from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from trainer.data.description import Description
from trainer.data.overview import Table, tables
from trainer.report_parts import html_table, section


def data_section(found: Sequence[Description]) -> str:
    """What data sets hold and what is odd about them, as HTML; only the classes are unfolded."""
    return section("What the data holds", "".join(map(_data_set, found))) if found else ""


def _data_set(found: Description) -> str:
    odd = "".join(f"<li>{escape(text)}</li>" for text in found.warnings)
    warnings = f"<ul>{odd}</ul>" if odd else ""
    first, *others = tables(found)
    folded = "".join(
        f"<details><summary>{escape(table.title)}</summary>{_table(table)}</details>"
        for table in others
    )
    title = f"<h3>{escape(found.data_set)}: {escape(first.title).lower()}</h3>"
    return f"{title}{warnings}{_table(first)}{folded}"


def _table(table: Table) -> str:
    rows = ([escape(cell) for cell in row] for row in table.rows)
    return html_table([escape(name) for name in table.header], rows, 1)
