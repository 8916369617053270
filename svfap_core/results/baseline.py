"""A person's scores against the same person in a chosen stretch: z-scores. Knows no files.

z = (score - mean) / sd, both over the stretch's rows of status ok. Scores that hardly move in the
stretch have no z-score: it would be huge for no reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from svfap_core.results.edits import TimeRange
from svfap_core.types import AffectResult

MIN_ROWS = 5
"""Fewer rows say nothing of how much a score usually moves."""

MIN_SD = 0.001
"""A smaller standard deviation is taken for none; scores are kept to 0.00001."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a person is compared with.

    `rows` counts the ok rows in `range`. `means` and `sds` hold the scores that can be compared,
    `flat` those that hardly move; with fewer than `MIN_ROWS` rows all three are empty.
    """

    range: TimeRange
    rows: int
    means: Mapping[str, float]
    sds: Mapping[str, float]
    flat: tuple[str, ...]

    @property
    def too_few_rows(self) -> bool:
        """Whether the stretch holds too little to compare with."""
        return self.rows < MIN_ROWS

    def z(self, row: AffectResult) -> dict[str, float]:
        """A row's z-scores, as far as they can be had."""
        scores = {**row.emotions, **row.dimensions}
        return {
            name: (scores[name] - mean) / self.sds[name]
            for name, mean in self.means.items()
            if name in scores
        }


def baseline(rows: Sequence[AffectResult], range: TimeRange) -> Baseline:  # noqa: A002
    """The baseline that ok rows in a stretch make."""
    means: dict[str, float] = {}
    sds: dict[str, float] = {}
    flat: list[str] = []
    if len(rows) >= MIN_ROWS:
        for name in (*rows[0].emotions, *rows[0].dimensions):
            values = np.array([row.emotions.get(name, row.dimensions.get(name)) for row in rows])
            sd = float(values.std(ddof=1))
            if sd < MIN_SD:
                flat.append(name)
            else:
                means[name], sds[name] = float(values.mean()), sd
    return Baseline(range, len(rows), means, sds, tuple(flat))
