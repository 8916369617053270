"""Colours of emotions, persons and marks, for pictures and videos. Knows no drawing library.

Hue order after Okabe and Ito, "Color Universal Design" (2008), told apart by colour-blind readers;
each shade keeps 3:1 against its ground. Names beyond the eight basic ones take further hues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

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
            EmotionStyle("#6B7280", "#9CA3AF", (1.2, 1.6)),
            EmotionStyle("#B26B00", "#E69F00", ()),
            EmotionStyle("#0A5C99", "#5AA9E6", (6, 2)),
            EmotionStyle("#C24A00", "#F07B3F", (3, 1.4)),
            EmotionStyle("#2383C4", "#56B4E9", (6, 1.5, 1.2, 1.5)),
            EmotionStyle("#A64D84", "#CC79A7", (4, 1.5, 1.2, 1.5, 1.2, 1.5)),
            EmotionStyle("#00795A", "#2BC49A", (9, 2.5)),
            EmotionStyle("#6A4C93", "#A78BD6", (2, 1)),
            EmotionStyle("#8A6D00", "#D9B93B", (1.2, 1)),
            EmotionStyle("#4D6B2F", "#9CBF6B", (7, 1.5, 3, 1.5)),
            EmotionStyle("#7A4A3A", "#C79A86", (3, 3)),
        ),
        strict=True,
    )
)
_OTHER = EmotionStyle("#475569", "#CBD5E1", (2, 3))

PERSON_COLOURS = ("#7FB7BE", "#C9B38C", "#A9B8D6", "#B7C79A", "#D3A6A6", "#B9A7CC")
"""Muted, so that none is taken for an emotion; persons beyond them start over."""

INK = "#1F2937"
QUIET_INK = "#6B7280"
HAIRLINE = "#E5E7EB"


def emotion_style(label: str) -> EmotionStyle:
    """The style of an emotion, or a common one for a name the product does not know."""
    return EMOTION_STYLES.get(label, _OTHER)


def person_colour(track_id: int) -> str:
    """The colour of a person's box."""
    return PERSON_COLOURS[track_id % len(PERSON_COLOURS)]


def rgb(colour: str) -> RGBTuple:
    """Red, green and blue, 0..255, of a `#RRGGBB` colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
