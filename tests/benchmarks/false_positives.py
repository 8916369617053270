"""How often studies without any effect show one: by participants and by windows.

    python -m tests.benchmarks.false_positives [STUDIES]

Draws tables of windows (no video): scores of windows that follow each other are alike, persons
differ, and each reacts to a condition in a way of its own, which on average is none. Prints a
Markdown table of the share of studies with p < 0.05, and one of how often 95 % intervals of the
difference cover the true one, which is 0. Takes some minutes with the 1000 studies of the docs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.signal import lfilter

from svfap_core.study.comparing.compare import Design
from svfap_core.study.comparing.permutation import (
    paired_difference,
    permute_between,
    permute_within,
)
from svfap_core.study.comparing.resampling import Resampling, estimate

ALPHA = 0.05
WINDOWS = 120
"""Of each participant at each level: one minute at a hop of 0.5 s."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What studies to draw.

    Attributes:
        design: Within: all participants have values at all levels; between: at one each.
        levels: Number of levels.
        participants: Within: of all; between: of each level.
        follows: Correlation of a window with the next one.
        person_sd: Of the persons' means, in units of the spread of one person's windows.
        reaction_sd: Of a person's own reactions to levels.
    """

    design: Design
    levels: int = 2
    participants: int = 16
    follows: float = 0.9
    person_sd: float = 1.0
    reaction_sd: float = 0.3


def null_studies(kind: Kind, studies: int, seed: int) -> Floats:
    """Scores of windows, 0..1 and skewed like those of a rare emotion: `(studies, P, L, WINDOWS)`.

    Between participants, place p at level l is a participant of its own.
    """
    # Of its own for each kind, so that rows of the table do not share their luck.
    own = (seed, kind.participants, kind.levels, list(Design).index(kind.design))
    rng = np.random.default_rng(own)
    shape = (studies, kind.participants, kind.levels)
    noise = rng.normal(size=(*shape, WINDOWS))
    noise[..., 1:] *= np.sqrt(1 - kind.follows**2)
    windows = lfilter([1], [1, -kind.follows], noise, axis=-1)
    own_levels = 1 if kind.design is Design.WITHIN else kind.levels
    persons = rng.normal(0, kind.person_sd, (studies, kind.participants, own_levels, 1))
    reactions = rng.normal(0, kind.reaction_sd, (*shape, 1))
    return 1 / (1 + np.exp(2 - windows - persons - reactions))


def by_participants(kind: Kind, study: Floats, resampling: Resampling) -> float:
    """The p value of a study `(P, L, WINDOWS)`, as a comparison gives it."""
    levels = tuple(study.mean(axis=-1).T)
    permute = permute_within if kind.design is Design.WITHIN else permute_between
    return permute(levels, resampling).p


def by_windows(study: Floats) -> float:
    """The p value if windows are taken for independent: t test, or F test of more levels."""
    levels = [study[:, level].ravel() for level in range(study.shape[1])]
    return float(stats.f_oneway(*levels).pvalue)


def false_positives(
    kind: Kind, studies: int, resampling: Resampling, seed: int = 0
) -> tuple[float, float]:
    """The share of studies without effect with p < `ALPHA`: by participants, by windows."""
    drawn = null_studies(kind, studies, seed)
    # Each study has permutations of its own: those of one seed would all err to the same side.
    ours = [
        by_participants(kind, study, replace(resampling, seed=place))
        for place, study in enumerate(drawn)
    ]
    naive = [by_windows(study) for study in drawn]
    return float(np.mean(np.less(ours, ALPHA))), float(np.mean(np.less(naive, ALPHA)))


def coverage(kind: Kind, studies: int, resampling: Resampling, seed: int = 0) -> float:
    """The share of studies within participants whose 95 % interval of the difference covers 0."""
    hits = 0
    for place, study in enumerate(null_studies(kind, studies, seed)):
        a, b = study.mean(axis=-1).T
        own = replace(resampling, seed=place)
        found = estimate((a, b), paired_difference, own, paired=True)
        hits += found.low is not None and found.low <= 0 <= (found.high or 0)
    return hits / studies


def main(say: Callable[[str], None] = print) -> None:
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    resampling = Resampling(permutations=999, resamples=1999)
    say(f"| {studies} studies without effect | participants | by participants | by windows |")
    say("|---|---|---|---|")
    for design in Design:
        for levels in (2, 3):
            for participants in (8, 20):
                kind = Kind(design=design, levels=levels, participants=participants)
                ours, naive = false_positives(kind, studies, resampling)
                each = " in each" if design is Design.BETWEEN else ""
                name = f"{design}, {levels} levels | {participants}{each}"
                say(f"| {name} | {ours:.1%} | {naive:.0%} |")
    say("\n| participants | 95 % intervals that cover the true difference |\n|---|---|")
    for participants in (10, 20):
        kind = Kind(design=Design.WITHIN, participants=participants)
        say(f"| {participants} | {coverage(kind, studies, resampling):.1%} |")


if __name__ == "__main__":
    main()
