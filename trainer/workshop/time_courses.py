"""How well a model follows rendered faces, of which every moment is known.

Knows no network and no file. N windows, K emotions, A facial actions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svfap_core.labels import ambiguity

Floats = NDArray[np.float64]

MILD = (0.3, 0.6)
"""Weights of a mild smile."""
LEAST_RISE = 0.3
"""Of the share that raters would give to an expression, from its foot to its peak: less is none."""
LEAST_SEEN = 0.1
"""The same of what a model says: less has not followed."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Windows:
    """What is true of N windows, and what a model says of them.

    Attributes:
        emotions: K names.
        sequences: `(N,)` names of their sequences.
        times_s: `(N,)` middles within these.
        expressions: `(N,)` what the face shows: an emotion, or something else.
        weights: `(N,)` how strong it is, 0 or more.
        true_shares: `(N, K)` what raters would say.
        shares: `(N, K)` what the model says they would.
        probabilities: `(N, K)` that most of them would say so.
        actions: A names.
        true_actions: `(N, A)`, 0..1.
        said_actions: `(N, A)`, 0..1.
    """

    emotions: tuple[str, ...]
    sequences: NDArray[np.str_]
    times_s: Floats
    expressions: NDArray[np.str_]
    weights: Floats
    true_shares: Floats
    shares: Floats
    probabilities: Floats
    actions: tuple[str, ...] = ()
    true_actions: Floats
    said_actions: Floats


@dataclass(frozen=True, slots=True)
class Following:
    """How well a model follows.

    Attributes:
        windows: N.
        mild_smiles: Share of windows of a mild smile that read happy first, or are ambiguous with
            happy second; NaN where there are none.
        num_mild_smiles: How many these are.
        rises: How many rises of an expression there are.
        followed: Share of these that the model's shares follow at all.
        rise_error_ms: Median of the absolute difference of half-rise times, of those followed.
        rise_lag_ms: Median of the difference; positive is late.
        correlations: Of each action that moves, Pearson's.
    """

    windows: int
    mild_smiles: float
    num_mild_smiles: int
    rises: int
    followed: float
    rise_error_ms: float
    rise_lag_ms: float
    correlations: dict[str, float]


def following(windows: Windows, ambiguity_threshold: float | None) -> Following:
    """How well a model follows.

    Args:
        windows: Of any order.
        ambiguity_threshold: Of the model's card, 0..1; none: nothing counts as ambiguous.
    """
    smiles = (
        (windows.expressions == "happy")
        & (windows.weights >= MILD[0])
        & (windows.weights <= MILD[1])
    )
    found = _smiles_found(windows, ambiguity_threshold)[smiles]
    lags_s = np.array(rise_lags_s(windows))
    followed = lags_s[np.isfinite(lags_s)]
    return Following(
        windows=len(windows.times_s),
        mild_smiles=float(found.mean()) if len(found) else np.nan,
        num_mild_smiles=int(smiles.sum()),
        rises=len(lags_s),
        followed=len(followed) / len(lags_s) if len(lags_s) else np.nan,
        rise_error_ms=1000 * float(np.median(np.abs(followed))) if len(followed) else np.nan,
        rise_lag_ms=1000 * float(np.median(followed)) if len(followed) else np.nan,
        correlations=correlations(windows.actions, windows.true_actions, windows.said_actions),
    )


def _smiles_found(windows: Windows, threshold: float | None) -> NDArray[np.bool_]:
    order = np.argsort(-windows.probabilities, axis=1)
    happy = windows.emotions.index("happy")
    first, second = order[:, 0] == happy, order[:, 1] == happy
    if threshold is None:
        return first
    each = [ambiguity(dict(zip(windows.emotions, row, strict=True))) for row in windows.shares]
    return first | (second & (np.array(each) >= threshold))


def rise_lags_s(windows: Windows) -> list[float]:
    """How much later than the true share of an expression that of the model is half way up.

    One of each sequence whose expression rises by `LEAST_RISE`; NaN where the model does not
    follow. Both are read off the same windows, between which lines are drawn.
    """
    lags: list[float] = []
    for name in np.unique(windows.sequences):
        rows = np.flatnonzero(windows.sequences == name)
        rows = rows[np.argsort(windows.times_s[rows])]
        expression = windows.expressions[rows[0]]
        if expression not in windows.emotions or expression == "neutral":
            continue
        column, times_s = windows.emotions.index(expression), windows.times_s[rows]
        true = half_rise_s(times_s, windows.true_shares[rows, column], LEAST_RISE)
        if np.isfinite(true):
            said = half_rise_s(times_s, windows.shares[rows, column], LEAST_SEEN)
            lags.append(said - true)
    return lags


def half_rise_s(times_s: Floats, values: Floats, least: float) -> float:
    """When values, along lines between points, are half way from their foot to their first peak.

    Args:
        times_s: `(T,)`, rising.
        values: `(T,)`.
        least: A smaller rise counts as none.

    Returns:
        NaN where nothing rises.
    """
    peak = int(np.argmax(values))
    if not peak:
        return np.nan
    foot = float(values[: peak + 1].min())
    if values[peak] - foot < least:
        return np.nan
    half = (foot + values[peak]) / 2
    below = int(np.flatnonzero(values[:peak] < half)[-1])
    part = (half - values[below]) / (values[below + 1] - values[below])
    return float(times_s[below] + part * (times_s[below + 1] - times_s[below]))


def correlations(names: tuple[str, ...], true: Floats, said: Floats) -> dict[str, float]:
    """Pearson's correlation of each action whose truth, where it is known, is not constant.

    Args:
        names: A actions.
        true: `(N, A)`, NaN where nobody knows.
        said: `(N, A)`.
    """
    found: dict[str, float] = {}
    for name, truth, answer in zip(names, true.T, said.T, strict=True):
        known = np.isfinite(truth)
        if known.sum() > 1 and truth[known].std() > 0 and answer[known].std() > 0:
            found[name] = float(np.corrcoef(truth[known], answer[known])[0, 1])
    return found


def table(found: Following) -> str:
    """The figures as lines of text."""
    lines = [f"windows: {found.windows:,}"]
    if found.num_mild_smiles:
        lines.append(
            f"mild smiles seen: {100 * found.mild_smiles:.1f} % of {found.num_mild_smiles:,}"
        )
    if found.rises:
        lines += [
            f"rises followed: {100 * found.followed:.1f} % of {found.rises:,}",
            f"half-rise time, median error: {found.rise_error_ms:.0f} ms "
            f"(median lag {found.rise_lag_ms:+.0f} ms)",
        ]
    ranked = sorted(found.correlations.items(), key=lambda pair: -pair[1])
    return "\n".join([*lines, *(f"{name}: r = {r:.2f}" for name, r in ranked)])
