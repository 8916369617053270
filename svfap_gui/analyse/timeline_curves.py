"""Which curves the timeline draws and of what: raw scores, z-scores, smoothed. Knows no Qt.

For display only: tables, statistics and exports never come here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from svfap_core.labels import Range
from svfap_gui.analyse.lanes import Flags, Floats, Lane, visible
from svfap_gui.parts.facial_actions import Curve

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.baseline import Baseline
    from svfap_gui.analyse.compare_run import Compared

SMOOTH_S = 2.0
"""Width of the moving average."""

_LEAST_SD, _MOST_SD = 2.0, 10.0
"""How far the axis of z-scores reaches at least and at most, both ways."""


class CurveOptions(NamedTuple):
    """What the user wants to see.

    `off` names emotions and dimensions without a curve, `actions` facial actions with one, in the
    order in which they were chosen. `compared` is what the chosen person is compared with.
    """

    off: frozenset[str] = frozenset()
    z_scores: bool = False
    smooth: bool = False
    actions: tuple[str, ...] = ()
    compared: Compared | None = None


ALL_CURVES = CurveOptions()


class Curves(NamedTuple):
    """Curves of one lane in sight: `times_s` `(n,)`, `values` `(curves, n)`, and their axis."""

    times_s: Floats
    values: Floats
    bounds: Range


def shown_curves(
    lane: Lane,
    rows: Sequence[tuple[int, Curve]],
    sight_s: tuple[float, float],
    bounds: Range,
    *,
    options: CurveOptions,
    against: Baseline | None,
) -> Curves:
    """Curves of some rows of a lane's values, not-a-number where there is nothing to draw.

    Args:
        lane: The person.
        rows: Places in `lane.values`, and what stands there.
        sight_s: From when to when.
        bounds: The axis of raw scores.
        options: How they are shown.
        against: The baseline of z-scores; raw scores without one. Facial actions have none.
    """
    part = visible(lane, *sight_s)
    if options.smooth:
        # What lies within half a window out of sight counts at the edges.
        wider = visible(lane, sight_s[0] - SMOOTH_S, sight_s[1] + SMOOTH_S)
        values = smoothed(lane.times_s[wider], lane.values[[row for row, _ in rows], wider])
        values = values[:, part.start - wider.start : part.stop - wider.start]
    else:
        values = lane.values[[row for row, _ in rows], part]
    if against is not None:
        names = [curve for _, curve in rows if isinstance(curve, str)]
        means, sds = (
            np.array([figures.get(name, np.nan) for name in names])[:, None]
            for figures in (against.means, against.sds)
        )
        values = (values - means) / sds
        whole = (lane.values[[row for row, _ in rows]] - means) / sds
        far = np.abs(whole[np.isfinite(whole)]).max(initial=0.0)
        most = float(np.clip(np.ceil(far - 1e-9), _LEAST_SD, _MOST_SD))
        bounds = (-most, most)
    return Curves(lane.times_s[part], values, bounds)


def leads_of(lane: Lane, emotions: int, sight_s: tuple[float, float]) -> Flags:
    """By emotion, in which rows in sight it is the strongest, and their neighbours.

    Args:
        lane: The person.
        emotions: How many there are.
        sight_s: From when to when.
    """
    values = np.nan_to_num(lane.values[:emotions, visible(lane, *sight_s)], nan=-1.0)
    leads = (values == values.max(axis=0)) & (values >= 0)
    near = leads.copy()
    near[:, 1:] |= leads[:, :-1]
    near[:, :-1] |= leads[:, 1:]
    return near


def smoothed(times_s: Floats, values: Floats) -> Floats:
    """Means over `SMOOTH_S` around each row; a break of the curve stays and is not crossed.

    Args:
        times_s: `(n,)`, rising.
        values: `(curves, n)`; a column of not-a-number is a break.
    """
    if not values.size:
        return values
    known = np.isfinite(values)
    broken = ~known.any(axis=0)
    places = np.arange(len(times_s))
    starts = np.maximum.accumulate(np.where(broken, places + 1, 0))
    ends = np.minimum.accumulate(np.where(broken, places, len(times_s))[::-1])[::-1]
    first = np.maximum(np.searchsorted(times_s, times_s - SMOOTH_S / 2), starts)
    after = np.minimum(np.searchsorted(times_s, times_s + SMOOTH_S / 2, side="right"), ends)
    after = np.maximum(first, after)
    sums, counts = (_running(np.where(known, values, 0.0)), _running(known.astype(float)))
    count = counts[:, after] - counts[:, first]
    mean = (sums[:, after] - sums[:, first]) / np.maximum(count, 1)
    return np.where(known & (count > 0), mean, np.nan)


def _running(values: Floats) -> Floats:
    """Sums of all before each place, and of all."""
    return np.concatenate((np.zeros((len(values), 1)), np.cumsum(values, axis=1)), axis=1)
