"""Colours of emotions, persons and marks, for pictures and videos. Knows no drawing library.

Found by a search for the least difference between any two, as seen by readers with and without
colour blindness; each shade keeps 3:1 against its ground. Dashes tell apart what colour does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias
from zlib import crc32

from svfap_core.labels import EMOTIONS

RGBTuple: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class EmotionStyle:
    """How an emotion is drawn: on white, on black, and the dash pattern of its line."""

    light: str
    dark: str
    dash: tuple[float, ...]


EMOTION_STYLES: dict[str, EmotionStyle] = dict(
    zip(
        EMOTIONS,
        (
            EmotionStyle("#5A5D4D", "#8DACAC", (1.2, 1.6)),
            EmotionStyle("#85570B", "#FEF84D", ()),
            EmotionStyle("#104877", "#30B1FE", (6, 2)),
            EmotionStyle("#5E0602", "#C3361B", (3, 1.4)),
            EmotionStyle("#369B9E", "#42F1FD", (6, 1.5, 1.2, 1.5)),
            EmotionStyle("#0B0043", "#4554FE", (4, 1.5, 1.2, 1.5, 1.2, 1.5)),
            EmotionStyle("#879404", "#457860", (9, 2.5)),
            EmotionStyle("#9C8A77", "#706E86", (2, 1)),
            EmotionStyle("#7278FB", "#E7FEE9", (1.2, 1)),
            EmotionStyle("#2D2128", "#FE7207", (7, 1.5, 3, 1.5)),
            EmotionStyle("#5005FD", "#C6B38F", (3, 3)),
        ),
        strict=True,
    )
)
_OWN_STYLES = tuple(
    EmotionStyle(light, dark, dash)
    for light, dark, dash in zip(
        (
            "#85570B", "#014446", "#07009E", "#6D6F6B", "#1592EE", "#B38602",
            "#180438", "#908D71", "#1A0408", "#216899", "#8D8CA1", "#4B2B13",
        ),
        (
            "#EEFFFD", "#AE959F", "#7C665A", "#B585F9", "#AFB501", "#C1C4E7",
            "#586D7E", "#B003D8", "#F7FE7D", "#D0D7B0", "#949A6B", "#955E00",
        ),
        (
            (), (6, 2), (3, 1.4), (6, 1.5, 1.2, 1.5), (9, 2.5), (2, 1),
            (1.2, 1), (7, 1.5, 3, 1.5), (3, 3), (1.2, 1.6), (2, 3), (4, 1.5, 1.2, 1.5, 1.2, 1.5),
        ),
        strict=True,
    )
)  # fmt: skip
"""Of classes that users name themselves: as far apart as a search found, for colour-blind readers
too."""

_own_places: dict[str, int] = {}
_own_lock = Lock()

ACTION_COLOURS = (
    ("#3C34CD", "#92E3BC"), ("#D85112", "#A675F1"), ("#0E5A49", "#CE6B0C"), ("#9B6383", "#249587"),
    ("#019C67", "#F0C758"), ("#8675FF", "#CBC7FC"), ("#830C00", "#A0A877"), ("#611D5B", "#E88AB7"),
)  # fmt: skip
"""Of facial actions, on white and on black, in the order in which they are chosen: the first ones
are the furthest apart. Solid and dashed lines tell who scores them, so colour alone tells which."""

PERSON_COLOURS = ("#7FB7BE", "#C9B38C", "#A9B8D6", "#B7C79A", "#D3A6A6", "#B9A7CC")
"""Muted, so that none is taken for an emotion; persons beyond them start over."""

INK = "#1F2937"
QUIET_INK = "#6B7280"
HAIRLINE = "#E5E7EB"


def emotion_style(label: str) -> EmotionStyle:
    """The style of an emotion, or one of its own for a class that the product does not know.

    Up to twelve such names share none, whatever their order; a name keeps its style while the
    program runs, and has the same in the next run unless two names fall on one place.
    """
    known = EMOTION_STYLES.get(label)
    return known or _OWN_STYLES[_own_place(label)]


def _own_place(label: str) -> int:
    with _own_lock:
        if label not in _own_places:
            count = len(_OWN_STYLES)
            first = crc32(label.encode()) % count
            taken = set(_own_places.values())
            free = ((first + step) % count for step in range(count))
            _own_places[label] = next((place for place in free if place not in taken), first)
        return _own_places[label]


def person_colour(track_id: int) -> str:
    """The colour of a person's box."""
    return PERSON_COLOURS[track_id % len(PERSON_COLOURS)]


def rgb(colour: str) -> RGBTuple:
    """Red, green and blue, 0..255, of a `#RRGGBB` colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
