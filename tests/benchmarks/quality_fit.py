"""Quality curves from the scores of damaged faces, and both as Markdown.

A sample's agreement with its undamaged self is taken to be the ratio of the two qualities, so a
source that is not perfect (a still of FER2013 has 18 px between the eyes) tells of the difference
only; and where the face was found anew, times what that alone costs, one number for each kind of
item. Large faces that look at the camera are worth 1 as they are. Each curve falls, by least
squares, from 1 at its best knots; each kind of damage weighs the same. Occlusions are left out of
the fit: no measure is of them alone. Knows no images or models.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from svfap_core.quality_curves import QualityCurves
from svfap_core.types import FaceMeasures
from tests.benchmarks.measuring import table
from tests.benchmarks.quality_data import Sample
from tests.damage import DAMAGES

Items = dict[str, list[Sample]]
"""By name, which begins with still, clip or head."""

KNOTS: dict[str, tuple[float, ...]] = {
    "interocular_px": (4, 6, 8, 11, 15, 20, 30),
    "sharpness": (0, 0.05, 0.12, 0.22, 0.35, 0.5, 0.65, 0.8),
    "brightness": (0.02, 0.05, 0.1, 0.15, 0.22, 0.3, 0.65, 0.75, 0.85, 0.95),
    "contrast": (0.005, 0.01, 0.015, 0.02, 0.03, 0.045),
    "yaw_deg": (15, 30, 45, 60, 70, 80),
    "pitch_deg": (15, 20, 25, 35),
    "roll_deg": (15, 30, 45, 60, 75),
}
BEST: dict[str, tuple[float, ...]] = {
    "interocular_px": (30,),
    "sharpness": (0.8,),
    "brightness": (0.3, 0.65),
    "contrast": (0.045,),
    "yaw_deg": (15,),
    "pitch_deg": (15,),
    "roll_deg": (15,),
}
"""The knots at which a curve is 1."""
OCCLUSIONS = ("mask", "dark glasses", "hand")
FOUND_ANEW = ("clip", "head", "canvas")
"""Kinds of items whose faces are found anew under each damage."""
_MOST_COST = 0.08
"""In logarithms of agreement; the mildest damages of clips cost less."""
_UNDAMAGED, _PULL, _BEND = 0.1, 0.01, 0.03
"""Weights, where all pairs together weigh 1: of undamaged faces; of no fall, where samples say
nothing; of equal falls from knot to knot."""


class Pair(NamedTuple):
    """A damaged face and what it is compared with, for one kind of item."""

    kind: str
    sample: Sample
    reference: Sample

    @property
    def agreement(self) -> float:
        """1 less the total variation of the emotions."""
        return agreement(self.sample, self.reference)


def agreement(one: Sample, other: Sample) -> float:
    return 1 - float(np.abs(np.array(one.scores) - np.array(other.scores)).sum()) / 2


def pairs(items: Items) -> Iterator[Pair]:
    """All damaged samples beside their references, lost ones included."""
    for name, samples in items.items():
        reference = None
        for sample in samples:
            if not sample.strength:
                reference = sample if sample.scores else None
            elif reference is not None:
                kind = "canvas" if reference.damage == "canvas" else name.split()[0]
                yield Pair(kind, sample, reference)


def fitted(items: Items) -> QualityCurves:
    """The curves, and the threshold: two thirds of the way from the agreement of strangers to 1."""
    used = [
        pair for pair in pairs(items) if pair.sample.scores and pair.sample.damage not in OCCLUSIONS
    ]
    seen = np.array([pair.agreement for pair in used])
    damaged = _inputs([pair.sample for pair in used])
    whole = _inputs([pair.reference for pair in used])
    undamaged = [s for samples in items.values() for s in samples if s.damage == "undamaged"]
    as_they_are = _inputs(undamaged)
    weights = np.sqrt(_weights(used))
    count = sum(len(KNOTS[name]) - len(BEST[name]) for name in KNOTS)

    anew = np.array([[pair.kind == kind for kind in FOUND_ANEW] for pair in used], float)

    def errors(unknown: NDArray[np.float64]) -> NDArray[np.float64]:
        falls, costs = unknown[:count], unknown[count:]
        values = _values(falls)
        ratio = np.minimum(_quality(values, damaged) / _quality(values, whole), 1)
        expected = ratio * np.exp(-anew @ costs)
        bends = np.concatenate([np.diff(np.log(v), 2) for v in values.values() if len(v) > 2])
        lost = 1 - _quality(values, as_they_are)
        return np.concatenate(
            [weights * (expected - seen), share * lost, _PULL * unknown, _BEND * bends]
        )

    share = math.sqrt(_UNDAMAGED / len(undamaged))
    start = np.full(count + len(FOUND_ANEW), 0.05)
    most = np.repeat([3.0, _MOST_COST], [count, len(FOUND_ANEW)])
    found = least_squares(errors, start, bounds=(0, most), max_nfev=200).x
    values = {name: np.round(v, 3).tolist() for name, v in _values(found[:count]).items()}
    knots = {name: tuple(zip(KNOTS[name], v, strict=True)) for name, v in values.items()}
    return QualityCurves(**knots, threshold=round((2 + chance(items)) / 3, 2))


def chance(items: Items) -> float:
    """Mean agreement of the scores of two different undamaged stills."""
    stills = [samples[0] for name, samples in items.items() if name.startswith("still")][:200]
    return float(np.mean([agreement(a, b) for a, b in combinations(stills, 2)]))


def report(items: Items, curves: QualityCurves, labels: Sequence[str]) -> str:
    """What the damages do, then the curves, as Markdown tables."""
    rows: dict[tuple[str, float], dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for pair in pairs(items):
        kind = "still" if pair.kind == "canvas" else pair.kind
        rows[pair.sample.damage, abs(pair.sample.strength)][kind].append(pair)
    stills = [s for name, samples in items.items() if name.startswith("still") for s in samples]
    plain = [s for s in stills if s.damage == "none"]
    units = {damage.name: damage.unit for damage in DAMAGES}
    lines = [["none", "", _accuracy(plain, labels), "1.00", "1.00", "", "", ""]]
    for (damage, strength), kinds in rows.items():
        moving = kinds["clip"] or kinds["head"]
        lines.append(
            [
                f"{damage} ({unit})" if (unit := units.get(damage, _UNITS.get(damage))) else damage,
                f"{strength:g}",
                _accuracy([pair.sample for pair in kinds["still"]], labels),
                _mean(kinds["still"]),
                _mean(moving),
                *_judged(moving, curves),
            ]
        )
    head = [
        "damage", "strength", "accuracy, stills", "agreement, stills", "agreement, clips or heads",
        "face_quality", "low_quality", "lost",
    ]  # fmt: skip
    knots = [
        [name, ", ".join(f"{place:g}: {value:.3f}" for place, value in getattr(curves, name))]
        for name in KNOTS
    ]
    return "\n\n".join(
        [
            f"{len(plain)} stills, {sum(n.startswith('clip') for n in items)} clips.",
            table(head, lines),
            table(["measure", "agreement at its values"], knots),
            f"Different people agree by {chance(items):.2f}; threshold: {curves.threshold:g}.",
        ]
    )


_UNITS = {"rotation": "degrees", "yaw": "degrees", "pitch": "degrees", "H.264": "CRF"}


def _judged(found: Sequence[Pair], curves: QualityCurves) -> list[str]:
    """Mean quality, share of windows below the threshold, share of faces lost."""
    there = [pair.sample.measures for pair in found if pair.sample.measures]
    if not found:
        return ["", "", ""]
    qualities = [curves.overall(FaceMeasures(*measures)) for measures in there]
    low = sum(quality < curves.threshold for quality in qualities)
    return [
        f"{np.mean(qualities):.2f}" if there else "",
        f"{low / len(there):.0%}" if there else "",
        f"{1 - len(there) / len(found):.0%}",
    ]


def _mean(found: Sequence[Pair]) -> str:
    agreements = [pair.agreement for pair in found if pair.sample.scores]
    return f"{np.mean(agreements):.2f}" if agreements else ""


def _accuracy(found: Sequence[Sample], labels: Sequence[str]) -> str:
    right = [
        labels[int(np.argmax(sample.scores))] == sample.label for sample in found if sample.scores
    ]
    return f"{np.mean(right):.1%}" if right else ""


def _inputs(samples: Sequence[Sample]) -> dict[str, NDArray[np.float64]]:
    """Each measure of all samples, as its curve takes it."""
    columns = np.array([sample.measures for sample in samples], np.float64).T
    named = dict(zip(FaceMeasures.__slots__, columns, strict=True))
    return {name: abs(named[name]) for name in KNOTS}


def _weights(used: Sequence[Pair]) -> NDArray[np.float64]:
    """Of each pair, so that all kinds of damage weigh the same on each kind of item."""
    keys = [(pair.kind, pair.sample.damage) for pair in used]
    return np.array([1 / keys.count(key) for key in keys]) / len(set(keys))


def _values(falls: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Each curve at its knots: 1 where it is best, less with each knot away from there."""
    values: dict[str, NDArray[np.float64]] = {}
    used = 0
    for name, places in KNOTS.items():
        first, last = places.index(BEST[name][0]), places.index(BEST[name][-1])
        below, above = falls[used : used + first], falls[used + first :][: len(places) - last - 1]
        used += len(below) + len(above)
        down = [np.cumsum(below[::-1])[::-1], np.zeros(last - first + 1), np.cumsum(above)]
        values[name] = np.exp(-np.concatenate(down))
    return values


def _quality(
    values: dict[str, NDArray[np.float64]], inputs: dict[str, NDArray[np.float64]]
) -> NDArray[np.float64]:
    return np.prod([np.interp(inputs[n], KNOTS[n], v) for n, v in values.items()], axis=0)
