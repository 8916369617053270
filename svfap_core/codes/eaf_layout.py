"""How a coding lies in an ELAN document: annotations in whole milliseconds, tiers without overlaps.

Used by writer and reader alike: the reader knows an annotation that ELAN has not changed by what
the writer would make of the code again.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.lanes import lane_names, spread
from svfap_core.messages import Message

WANTED = Message("an ELAN document")
CODING_PROPERTY = "svfap.coding"
"""Header property with the whole coding as JSON."""

POINT_MS = 500
"""Length of a point's annotation, less where the next code of the tier follows."""


class Annotation(NamedTuple):
    """What ELAN knows of a code."""

    tier: str
    start_ms: int
    end_ms: int
    value: str


class Placed(NamedTuple):
    """A code and its annotation."""

    annotation: Annotation
    code: Code


class Lane(NamedTuple):
    """A tier of the document, and the tier of the coding that it holds codes of."""

    name: str
    tier: str
    placed: list[Placed]


def place(coding: Coding) -> list[Lane]:
    """The tiers of the document; what is running has no annotation."""
    taken = set(coding.tier_names)
    lanes: list[Lane] = []
    for tier in coding.tier_names:
        codes = [code for code in coding.on_tier(tier) if not code.is_running]
        spans = sorted(_spans(codes), key=lambda item: item[:2])
        places = spread((start, end) for start, end, _ in spans)
        names = lane_names(tier, max(places, default=0) + 1, taken)
        taken.update(names)
        of_tier = [Lane(name, tier, []) for name in names]
        for lane, (start_ms, end_ms, code) in zip(places, spans, strict=True):
            annotation = Annotation(names[lane], start_ms, end_ms, code.label)
            of_tier[lane].placed.append(Placed(annotation, code))
        lanes += of_tier
    return lanes


def _spans(codes: list[Code]) -> Iterable[tuple[int, int, Code]]:
    starts_ms = [max(round(code.start_s * 1000), 0) for code in codes]
    following = dict(pairwise(starts_ms))  # Of equal starts the last one's.
    for code, start_ms in zip(codes, starts_ms, strict=True):
        if code.is_point:
            end_ms = min(start_ms + POINT_MS, following.get(start_ms, start_ms + POINT_MS))
        else:
            end_ms = round((code.end_s or 0.0) * 1000)
        yield start_ms, max(end_ms, start_ms + 1), code
