"""The agreement of two sides as tables: of scores, of labels, and the confusion matrix.

Terms are defined in docs/figures.md. Computes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from svfap_core.results.agreement import LabelAgreement
from svfap_core.results.comparison import OTHER, UNIT_S, Comparison
from svfap_core.results.edits import TimeRange
from svfap_core.results.layout import SCORE_DECIMALS, Column, Layout, Row

OTHER_WORD = "other or none"
"""In tables: a label that is none of those that both sides have."""

ALL_LABELS = "all"
"""In tables: the row of all labels together."""

_UNITS = f"Time units of {1000 * UNIT_S:.0f} ms"


@dataclass(frozen=True)
class ScoreAgreementSchema(Layout):
    """The columns of `score_agreement_rows`."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (
            Column(name="score", kind="text", meaning="The emotion or dimension."),
            _number("ccc", "Lin's concordance correlation coefficient; 1: equal scores.", low=-1.0),
            _number("r", "Pearson's correlation; 1: equal up to scale and offset.", low=-1.0),
            _number("mean_abs_difference", "Mean of |A - B|."),
            _number("mean_difference", "Mean of A - B."),
            _count("n", f"{_UNITS} in which both can be trusted."),
        )


@dataclass(frozen=True)
class LabelAgreementSchema(Layout):
    """The columns of `label_agreement_rows`."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (
            Column(
                name="label",
                kind="text",
                meaning=f'The label against all others; "{ALL_LABELS}": all labels together, '
                f'"{OTHER_WORD}": none that both sides have.',
            ),
            _number("agreement", "Share of units in which both say the same.", low=0.0),
            _number("kappa", "Cohen's kappa.", low=-1.0),
            _number("kappa_max", "The highest kappa that the marginals allow.", low=-1.0),
            _count("n_a", f"{_UNITS} to which A gives the label."),
            _count("n_b", f"{_UNITS} to which B gives the label."),
            _count("n_both", f"{_UNITS} to which both give it."),
            _count("n", f"{_UNITS} in which both say something."),
        )


@dataclass(frozen=True)
class ConfusionSchema(Layout):
    """The columns of `confusion_rows`: one for each label of B."""

    labels: Sequence[str]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return (
            Column(name="a", kind="text", meaning="What A says."),
            *(
                _count(f"b_{word}", f"{_UNITS} in which B says {word}.")
                for word in map(label_word, self.labels)
            ),
        )


def label_word(label: str) -> str:
    """A label as tables have it."""
    return OTHER_WORD if label == OTHER else label


def score_agreement_rows(
    comparison: Comparison, parts: Sequence[TimeRange] | None = None
) -> Iterator[Row]:
    """A row for each score that both sides have on one scale."""
    schema = ScoreAgreementSchema()
    for name in comparison.scores:
        found = comparison.score_agreement(name, parts)
        yield schema.checked(
            {
                "score": name,
                "ccc": found.ccc,
                "r": found.r,
                "mean_abs_difference": found.mean_abs_difference,
                "mean_difference": found.mean_difference,
                "n": found.n,
            }
        )


def label_agreement_rows(found: LabelAgreement) -> Iterator[Row]:
    """All labels together, then each against all others; those that nobody gave are left out."""
    schema = LabelAgreementSchema()
    yield schema.checked(
        {
            "label": ALL_LABELS,
            "agreement": found.agreement,
            "kappa": found.kappa,
            "kappa_max": found.kappa_max,
            "n": found.n,
        }
    )
    for one in found.each:
        if one.n_a or one.n_b:
            apart = one.n_a + one.n_b - 2 * one.n_both
            yield schema.checked(
                {
                    "label": label_word(one.label),
                    "agreement": 1 - apart / found.n,
                    "kappa": one.kappa,
                    "kappa_max": one.kappa_max,
                    "n_a": one.n_a,
                    "n_b": one.n_b,
                    "n_both": one.n_both,
                    "n": found.n,
                }
            )


def confusion_rows(found: LabelAgreement) -> Iterator[Row]:
    """A row for each label of A."""
    schema = ConfusionSchema(found.labels)
    words = [f"b_{label_word(label)}" for label in found.labels]
    for label, counts in zip(found.labels, found.confusion.tolist(), strict=True):
        yield schema.checked({"a": label_word(label), **dict(zip(words, counts, strict=True))})


def _number(name: str, meaning: str, *, low: float | None = None) -> Column:
    bounds = None if low is None else (low, 1.0)
    return Column(name=name, kind="number", meaning=meaning, bounds=bounds, decimals=SCORE_DECIMALS)


def _count(name: str, meaning: str) -> Column:
    return Column(name=name, kind="integer", meaning=meaning, unit="units", bounds=(0, None))
