"""A description of a data set as tables of text, for terminals and reports."""

from __future__ import annotations

from collections.abc import Iterator

from svfap_core.settings import Frozen
from trainer.data.description import Description, Spread

_SPREAD = ("clips", "least", "median", "most", "mean")


class Table(Frozen):
    """A part of a description."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def class_table(description: Description) -> Table:
    """Clips by class and part, and how many subjects show each class, where any is known."""
    parts = tuple(description.parts)
    header = ("class", *parts, "all", "subjects")
    rows = [
        (
            each.name,
            *(f"{each.parts.get(part, 0):,}" for part in parts),
            f"{each.clips:,}",
            f"{each.subjects:,}",
        )
        for each in description.classes
    ]
    if description.unlabelled:
        none = ("",) * len(parts)
        rows.append(("without a class", *none, f"{description.unlabelled:,}", ""))
    in_all = (f"{description.parts[part]:,}" for part in parts)
    rows.append(("all", *in_all, f"{description.clips:,}", f"{description.subjects:,}"))
    if not description.subjects:
        header, rows = header[:-1], [row[:-1] for row in rows]
    return Table(title="Clips by class and part", header=header, rows=tuple(rows))


def tables(description: Description) -> tuple[Table, ...]:
    """All of it; what the data set does not have is left out."""
    return tuple(table for table in _tables(description) if table.rows)


def _tables(found: Description) -> Iterator[Table]:
    yield class_table(found)
    classes = tuple(each.name for each in found.classes)
    yield Table(
        title="Clips by subject",
        header=("subject", "part", *classes, "all"),
        rows=tuple(
            (
                each.name,
                ", ".join(each.parts),
                *(f"{each.classes.get(name, 0):,}" for name in classes),
                f"{each.clips:,}",
            )
            for each in found.by_subject
        ),
    )
    spreads = {
        "duration (s)": found.duration_s,
        "rate (frames/s)": found.rate_fps,
        "face (pixels)": found.face_px,
        "raters": found.raters,
        "agreement": found.agreement,
    }
    yield Table(title="Clips", header=("", *_SPREAD), rows=tuple(_spreads(spreads)))
    dimensions = found.values.items()
    yield Table(
        title="Values",
        header=("", *_SPREAD, "from the lowest to the highest tenth of the range"),
        rows=tuple(
            (*row, " ".join(map(str, found.values[row[0]].histogram)))
            for row in _spreads({name: each.spread for name, each in dimensions})
        ),
    )
    yield Table(
        title="Further labels",
        header=("label", "class", "clips"),
        rows=_flat(found.labels),
    )
    yield Table(title="Also known", header=("", "value", "clips"), rows=_flat(found.meta))
    yield Table(
        title="Copies",
        header=("clips of one content",),
        rows=tuple((" = ".join(names),) for names in found.copies.first),
    )
    yield Table(
        title="Left out, or not whole",
        header=("why", "how many"),
        rows=tuple((why, f"{count:,}") for why, count in found.reasons.items()),
    )


def _spreads(spreads: dict[str, Spread | None]) -> Iterator[tuple[str, ...]]:
    for name, spread in spreads.items():
        if spread is not None:
            numbers = (spread.least, spread.median, spread.most, spread.mean)
            yield (name, f"{spread.n:,}", *(f"{number:.4g}" for number in numbers))


def _flat(counts: dict[str, dict[str, int]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (name, value, f"{count:,}")
        for name, of_name in counts.items()
        for value, count in of_name.items()
    )
