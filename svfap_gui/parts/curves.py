"""How curves look, alike in every plot: pens, and readings that stand alone. Knows no plot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPen

from svfap_core.exports.palette import ACTION_COLOURS
from svfap_gui.parts.facial_actions import ActionCurve, Curve
from svfap_gui.parts.text_size import CAPTION_PX, scaled
from svfap_gui.parts.theme import DIMENSION_DASHES, Theme, emotion_dash

ACTION_DASHES = (((), (1.5, 2.5)), ((5.0, 3.0), (5.0, 2.0, 1.5, 2.0)))
"""Of facial actions by the model, and by the face landmarker, in logical pixels: first those of the
first actions chosen, then those of the next, which have the same colours."""

WEAK = 0.45
"""So far towards the ground are curves shaded that are not the strongest."""

PALE = 0.55
"""So far towards the ground are fills shaded whose emotion is unclear."""

WIDTH_PX = 1.5
STRONG_PX = 2.0
"""Of the curve that matters most, in logical pixels as all widths here."""


def curve_pen(
    colour: str, dash: tuple[float, ...] = (), *, ratio: float, strong: bool = False
) -> QPen:
    """The pen of a curve; `dash` in logical pixels, of which each has `ratio` on the screen.

    Qt counts the width of a cosmetic pen, which keeps it in any transform, on the screen.
    """
    width = (STRONG_PX if strong else WIDTH_PX) * ratio
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    if dash:
        pen.setDashPattern([length * ratio / width for length in dash])
    return pen


def affect_pen(
    theme: Theme,
    curve: Curve,
    *,
    ratio: float,
    strong: bool = False,
    weak: bool = False,
    dashed: bool = True,
) -> QPen:
    """The pen of an emotion or a facial action, in its colour, or of a dimension, in the text's.

    One that is `weak` leaves the eye to the strongest: it is nearer to the ground.
    """
    if isinstance(curve, ActionCurve):
        again = curve.colour // len(ACTION_COLOURS)
        dashes = ACTION_DASHES[curve.by_landmarker]
        dash = dashes[again % len(dashes)]
        colour = theme.action(curve.colour)
    elif curve in DIMENSION_DASHES:
        dash, colour = DIMENSION_DASHES[curve], theme.text
    else:
        dash, colour = emotion_dash(curve), theme.emotion(curve)
    if weak:
        colour = shaded(colour, theme.panel, WEAK)
    return curve_pen(colour, dash if dashed else (), ratio=ratio, strong=strong)


def shaded(colour: str, ground: str, share: float) -> str:
    """A colour moved by a share of the way to another; opaque, which draws faster than clear."""
    one, other = QColor(colour), QColor(ground)
    return QColor(
        round(one.red() + share * (other.red() - one.red())),
        round(one.green() + share * (other.green() - one.green())),
        round(one.blue() + share * (other.blue() - one.blue())),
    ).name()


def axis_words(theme: Theme) -> dict[str, str]:
    """How the axes of pyqtgraph write what they measure."""
    return {"color": theme.muted, "font-size": f"{scaled(CAPTION_PX)}px"}


def lonely(values: NDArray[np.float64]) -> list[int]:
    """Places of readings without a neighbour, of which a line would show nothing.

    Args:
        values: `(N,)`, not-a-number where there is no reading.
    """
    known = np.concatenate(([False], np.isfinite(values), [False]))
    return np.flatnonzero(known[1:-1] & ~known[:-2] & ~known[2:]).tolist()


def strongest(newest: NDArray[np.float64]) -> int | None:
    """The place of the highest of some curves' newest readings; `None` where there is none."""
    known = np.isfinite(newest)
    return int(np.nanargmax(newest)) if known.any() else None
