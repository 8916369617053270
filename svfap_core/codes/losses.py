"""What a file format cannot hold of a coding, as notes that its exporter returns.

| | ELAN | TextGrid | CSV | BORIS |
|---|---|---|---|---|
| colours, keys, groups, empty tiers | kept for us | lost | lost | lost |
| coder | held | lost | held | lost |
| the video's identity | kept for us | lost | lost | lost |
| comments | kept for us | lost | held | held |
| intervals that still run | kept for us | lost | held | held |
| points | 0.5 s; kept for us | held, on a tier apart | held | held |
| overlaps on a tier | tiers apart; kept for us | tiers apart | held | tiers apart, of equal codes |
| microseconds | milliseconds; kept for us | held | held | held |
| times before 0 | moved to 0; kept for us | held | held | held |
| codes without a label | held | lost | held | held |

"Kept for us" is what ELAN does not show but this program reads back; see `eaf_writing`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from svfap_core.codes.coding import Code, Coding, Scheme
from svfap_core.messages import Message


class Loss(StrEnum):
    """Kinds of what a format cannot hold."""

    SCHEME = "scheme"
    CODER = "coder"
    SOURCE = "source"
    COMMENTS = "comments"
    RUNNING = "running"
    POINTS = "points"
    TIERS = "tiers"
    MICROSECONDS = "microseconds"
    NEGATIVE = "negative"
    EMPTY = "empty"


class LossNote(NamedTuple):
    """A loss, and the sentence for the user."""

    loss: Loss
    note: Message


_SENTENCES = {
    Loss.SCHEME: Message("%1 cannot store all of the coding scheme: save it in its own file."),
    Loss.CODER: Message("%1 cannot store the name of the coder."),
    Loss.SOURCE: Message("%1 cannot store which video the codes belong to."),
    Loss.COMMENTS: Message("%1 cannot store comments: %2 codes have one."),
    Loss.RUNNING: Message("%1 cannot store intervals without an end: %2 codes are still running."),
    Loss.POINTS: Message("%1 cannot store points: %2 codes are written as short intervals."),
    Loss.TIERS: Message(
        "%1 cannot store all codes on their own tiers: some are on tiers of similar name."
    ),
    Loss.MICROSECONDS: Message("%1 holds milliseconds: the times of %2 codes are rounded."),
    Loss.NEGATIVE: Message("%1 cannot store times before 0: %2 codes are moved there."),
    Loss.EMPTY: Message("%1 cannot store codes without a label: %2 codes are left out."),
}


def is_off_milliseconds(code: Code) -> bool:
    """Whether a time of a code is not a whole count of milliseconds."""
    times = (code.start_s, code.start_s if code.end_s is None else code.end_s)
    return any(round(t_s, 3) != t_s for t_s in times)


_OF_CODES: dict[Loss, Callable[[Code], bool]] = {
    Loss.COMMENTS: lambda code: bool(code.comment),
    Loss.RUNNING: lambda code: code.is_running,
    Loss.POINTS: lambda code: code.is_point,
    Loss.MICROSECONDS: is_off_milliseconds,
    Loss.NEGATIVE: lambda code: code.start_s < 0,
    Loss.EMPTY: lambda code: not code.label,
}
_OF_ALL: dict[Loss, Callable[[Coding], bool]] = {
    Loss.SCHEME: lambda coding: coding.scheme != Scheme(),
    Loss.CODER: lambda coding: bool(coding.coder),
    Loss.SOURCE: lambda coding: coding.source is not None or bool(coding.video),
}


def losses_of(coding: Coding, cannot: Collection[Loss], name: str) -> tuple[LossNote, ...]:
    """What of a coding a format loses.

    Args:
        coding: What is written.
        cannot: What the format cannot hold; `TIERS` counts as lost.
        name: What the format is called.
    """
    of_all = (_note(loss, name) for loss in cannot if loss in _OF_ALL and _OF_ALL[loss](coding))
    counts = {loss: sum(map(_OF_CODES[loss], coding.codes)) for loss in cannot if loss in _OF_CODES}
    of_codes = (_note(loss, name, n) for loss, n in counts.items() if n)
    tiers = [_note(Loss.TIERS, name)] if Loss.TIERS in cannot else []
    return tuple(sorted(chain(of_all, of_codes, tiers)))


def _note(loss: Loss, name: str, *values: object) -> LossNote:
    return LossNote(loss, Message(_SENTENCES[loss].template, name, *values))
