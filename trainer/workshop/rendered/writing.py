"""Writes a prepared data set of rendered faces. Knows what sequences are, not what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from svfap_core.errors import OutputError, SourceError
from svfap_core.messages import Message
from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest
from trainer.data.workers import worked
from trainer.folder import MANIFEST_FILE
from trainer.workshop.lessons import Lesson, write_lessons
from trainer.workshop.rendered.head import Geometry
from trainer.workshop.rendered.sequences import (
    DURATION_S,
    IDENTITIES,
    META,
    PER_PERSON,
    Order,
    Sequence,
    held_out_persons,
    lessons,
    orders,
    rendered,
)

NAME = "Rendered faces"
NOTES = (
    "Rendered heads of USC ICT FaceKit (MIT): nobody's face. Shares follow from the weight of the "
    "expression alone; actions are those that were rendered, speech and blinks among them.",
)


def write_rendered(
    shapes: Path,
    out: Path,
    *,
    sequences: int,
    seed: int = 0,
    workers: int = 1,
    duration_s: float = DURATION_S,
    per_person: int = PER_PERSON,
    notify: Callable[[int], None] = lambda _: None,
) -> Manifest:
    """Render sequences and write their lessons as a prepared data set.

    Args:
        shapes: Folder of ICT FaceKit, see `Geometry`.
        out: Folder of the data set, which must not hold one.
        sequences: How many.
        seed: The same one gives the same data.
        workers: Processes.
        duration_s: Of each sequence.
        per_person: How many sequences a person has.
        notify: Called with the number of each sequence that is written.

    Raises:
        SourceError: There are no shapes, or a process crashed.
        OutputError: The folder holds a data set, or cannot be written.
    """
    if (out / MANIFEST_FILE).exists():
        raise OutputError(
            Message("%1 holds a data set", out), hint="Choose another folder, or delete it."
        )
    _geometry(shapes)  # What is missing is noticed here, not in each process.
    wanted = orders(sequences, seed, duration_s, per_person)
    done = worked(wanted, partial(_rendered, shapes), _crashed, workers)
    made = _lessons((sequence for _, sequence in done), held_out_persons(wanted), notify)
    return write_lessons(out, NAME, made, NOTES, META)


def _lessons(
    sequences: Iterable[Sequence], parts: Mapping[int, Split], notify: Callable[[int], None]
) -> Iterator[Lesson]:
    for sequence in sequences:
        yield from lessons(sequence, parts.get(sequence.order.person, "train"))
        notify(sequence.order.number)


def _rendered(shapes: Path, order: Order) -> Sequence:
    return rendered(_geometry(shapes), order)


@cache
def _geometry(shapes: Path) -> Geometry:
    """One per process."""
    return Geometry(shapes, IDENTITIES)


def _crashed(order: Order) -> Sequence:
    raise SourceError(
        Message("the process that rendered %1 crashed", order.name),
        hint="Memory may be short: use fewer workers.",
    )
