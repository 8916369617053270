"""What measures of a face say about the scores of a model: curves of its card."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from svfap_core.settings import Frozen
from svfap_core.types import FaceMeasures

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Knots: TypeAlias = Annotated[tuple[tuple[float, Share], ...], Field(min_length=1)]
"""Points of a curve: a measure's value and what it is worth."""


def _rising(knots: Knots) -> Knots:
    values = [value for _, value in _checked(knots)]
    if values != sorted(values):
        raise ValueError("the curve must not fall")
    return knots


def _falling(knots: Knots) -> Knots:
    values = [value for _, value in _checked(knots)]
    if values != sorted(values, reverse=True):
        raise ValueError("the curve must not rise")
    return knots


def _peaked(knots: Knots) -> Knots:
    values = [value for _, value in _checked(knots)]
    top = values.index(max(values))
    if values[:top] != sorted(values[:top]) or values[top:] != sorted(values[top:], reverse=True):
        raise ValueError("the curve must rise to one peak and fall from there")
    return knots


def _checked(knots: Knots) -> Knots:
    places = [place for place, _ in knots]
    if not all(math.isfinite(place) for place in places):
        raise ValueError("a knot must be at a finite place")
    if any(b <= a for a, b in pairwise(places)):
        raise ValueError("knots must stand in rising order, each at a place of its own")
    return knots


class QualityCurves(Frozen):
    """What each measure of a face says about the scores of one model: part of its card.

    A curve gives, for a value of its measure, the expected agreement of the scores with those of
    the same face undamaged, all else being good: 1 less the total variation between the two
    distributions over the emotions. It is straight between its knots (value of the measure,
    agreement) and level beyond them. The curves multiply.

    Without values: those of svfap-tiny, as `tests/benchmarks/quality.py` measured them.
    """

    interocular_px: Annotated[Knots, AfterValidator(_rising)] = (
        (4.0, 0.97),
        (6.0, 0.975),
        (8.0, 0.975),
        (11.0, 0.997),
        (15.0, 1.0),
        (20.0, 1.0),
        (30.0, 1.0),
    )
    sharpness: Annotated[Knots, AfterValidator(_rising)] = (
        (0.0, 0.532),
        (0.05, 0.561),
        (0.12, 0.594),
        (0.22, 0.659),
        (0.35, 0.725),
        (0.5, 0.81),
        (0.65, 0.862),
        (0.8, 1.0),
    )
    brightness: Annotated[Knots, AfterValidator(_peaked)] = (
        (0.02, 0.872),
        (0.05, 0.898),
        (0.1, 0.926),
        (0.15, 0.935),
        (0.22, 0.953),
        (0.3, 1.0),
        (0.65, 1.0),
        (0.75, 1.0),
        (0.85, 0.953),
        (0.95, 0.721),
    )
    contrast: Annotated[Knots, AfterValidator(_rising)] = (
        (0.005, 0.527),
        (0.01, 0.597),
        (0.015, 0.69),
        (0.02, 0.763),
        (0.03, 0.839),
        (0.045, 1.0),
    )
    yaw_deg: Annotated[Knots, AfterValidator(_falling), Field(description="Left or right.")] = (
        (15.0, 1.0),
        (30.0, 0.908),
        (45.0, 0.826),
        (60.0, 0.76),
        (70.0, 0.74),
        (80.0, 0.74),
    )
    pitch_deg: Annotated[Knots, AfterValidator(_falling), Field(description="Up or down.")] = (
        (15.0, 1.0),
        (20.0, 0.92),
        (25.0, 0.853),
        (35.0, 0.784),
    )
    roll_deg: Annotated[Knots, AfterValidator(_falling), Field(description="Either side.")] = (
        (15.0, 1.0),
        (30.0, 1.0),
        (45.0, 1.0),
        (60.0, 1.0),
        (75.0, 1.0),
    )
    threshold: Annotated[
        float, Field(ge=0, le=1, description="Face quality below which a window is marked.")
    ] = 0.77

    def overall(self, measures: FaceMeasures) -> float:
        """The face quality of these measures, 0 to 1."""
        return math.prod(
            (
                _at(measures.interocular_px, self.interocular_px),
                _at(measures.sharpness, self.sharpness),
                _at(measures.brightness, self.brightness),
                _at(measures.contrast, self.contrast),
                _at(abs(measures.yaw_deg), self.yaw_deg),
                _at(abs(measures.pitch_deg), self.pitch_deg),
                _at(abs(measures.roll_deg), self.roll_deg),
            )
        )


def _at(value: float, knots: Knots) -> float:
    """A curve at a value of its measure."""
    after = bisect_right(knots, value, key=lambda knot: knot[0])
    if after in {0, len(knots)}:
        return knots[max(after - 1, 0)][1]
    (x0, y0), (x1, y1) = knots[after - 1 : after + 1]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
