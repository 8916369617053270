"""Differences of runs against scipy, against what is planted, and of a run with itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tests.unit.trainer.test_metrics import answers, predictions
from trainer.comparison import (
    Contrast,
    contrasts,
    label_doubts,
    mcnemar,
    parts,
    worst_clips,
    worst_values,
)
from trainer.intervals import Draws, Figure
from trainer.predictions import Predictions


def drawn(seed: int, n: int = 120, persons: int = 24, skill: float = 1.0) -> Predictions:
    """Three classes and valence; truth is the same for every seed."""
    truth, rng = np.random.default_rng(0), np.random.default_rng(seed)
    labels, y = truth.integers(3, size=n), truth.uniform(-0.8, 0.8, n)
    logits = rng.normal(size=(n, 3))
    logits[np.arange(n), labels] += skill
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    names = tuple(f"person {i % persons}" for i in range(n))
    return predictions(labels, np.log(p), y, 0.5 * y + rng.normal(0, 0.2, n), subjects=names)


def draws_of(made: Predictions, resamples: int = 400) -> Draws:
    return Draws(made.units(), resamples, 0, "subjects")


def by_name(found: tuple[Contrast, ...]) -> dict[str, Contrast]:
    return {each.name: each for each in found}


def test_a_run_does_not_differ_from_itself() -> None:
    made = drawn(1)
    found = contrasts([made, made, made], draws_of(made))
    assert [each.name for each in found] == [
        "WAR", "UAR", "weighted F1", "macro F1", "AURC", "log loss",
        "recall a", "recall b", "recall c", "PCC valence", "CCC valence", "MAE valence",
    ]  # fmt: skip
    for each in found:
        assert each.figures[0] == each.figures[1] == each.figures[2]
        for difference in each.differences:
            assert (difference.value, difference.low, difference.high) == (0, None, None)
            assert difference.note == "all resamples agree"
    test = mcnemar("again", made, made)
    assert (test.only_first, test.only_other, test.p, test.n) == (0, 0, 1, 120)
    subjects = [str(name) for name in made.subjects]
    order = list(dict.fromkeys(subjects))
    for part in parts([made, made], "subject", subjects, order, draws_of(made)):
        assert part.contrast.differences[0].value == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_mcnemar_is_the_binomial_of_clips_that_one_run_alone_gets_right(
    clips: list[tuple[bool, bool]],
) -> None:
    first, other = (
        predictions([0] * len(clips), answers([0 if right else 1 for right in side]))
        for side in zip(*clips, strict=True)
    )
    found = mcnemar("other", first, other)
    b, c = clips.count((True, False)), clips.count((False, True))
    assert (found.only_first, found.only_other) == (b, c)
    # Twice the smaller tail of fair tosses, at most 1.
    assert found.p == pytest.approx(min(1, 2 * stats.binom.cdf(min(b, c), b + c, 0.5)))


@pytest.mark.parametrize("seed", range(4))
def test_the_interval_of_a_difference_is_the_paired_one(seed: int) -> None:
    first, other = drawn(10 + seed, persons=120), drawn(20 + seed, persons=120)
    found = by_name(contrasts([first, other], draws_of(first, 4000)))
    apart = other.right().astype(float) - first.right()
    paired = stats.bootstrap(
        (apart,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    (war,) = found["WAR"].differences
    assert war.value == pytest.approx(apart.mean())
    assert (war.low, war.high) == pytest.approx((paired.low, paired.high), abs=0.02)
    losses = [-p.log_probabilities[np.arange(120), p.labels] for p in (first, other)]
    (loss,) = found["log loss"].differences
    plain = stats.ttest_rel(losses[1], losses[0]).confidence_interval()
    assert loss.value == pytest.approx((losses[1] - losses[0]).mean())
    assert (loss.low, loss.high) == pytest.approx((plain.low, plain.high), abs=0.05)
    assert found["log loss"].figures[0].value == pytest.approx(losses[0].mean())


def test_persons_are_drawn_whole() -> None:
    rng = np.random.default_rng(3)
    who = np.repeat(np.arange(15), 12)
    # The other run is right on all clips of some persons, the first on all of the others.
    better = rng.random(15) < 0.5
    first = predictions([0] * 180, answers(np.where(better[who], 1, 0)))
    other = predictions([0] * 180, answers(np.where(better[who], 0, 1)))
    names = tuple(f"person {i}" for i in who)
    wide, narrow = (
        by_name(contrasts([replace(p, subjects=s) for p in (first, other)], Draws(units, 500, 0)))[
            "WAR"
        ].differences[0]
        for s, units in ((names, who), ((None,) * 180, np.arange(180)))
    )
    assert width(wide) > 2.5 * width(narrow)
    assert wide.value == narrow.value


def width(figure: Figure) -> float:
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low


def test_a_difference_covers_the_truth_about_19_times_of_20() -> None:
    rng, n, held, worlds = np.random.default_rng(5), 60, 0, 200
    for _ in range(worlds):
        hard = rng.random(n)
        sides = [
            predictions([0] * n, answers(np.where(hard + rng.normal(0, 0.2, n) < at, 0, 1)))
            for at in (0.6, 0.75)
        ]
        (apart,) = contrasts(sides, Draws(np.arange(n), 300, 0))[0].differences
        held += (apart.low or 0) <= EXPECTED <= (apart.high or 0)
    assert 0.9 <= held / worlds <= 0.985


_rng = np.random.default_rng(6)
_noisy = _rng.random(400_000) + _rng.normal(0, 0.2, 400_000)
EXPECTED = float((_noisy < 0.75).mean() - (_noisy < 0.6).mean())


def test_few_persons_give_differences_without_intervals() -> None:
    first, other = drawn(1, persons=4), drawn(2, persons=4)
    for each in contrasts([first, other], draws_of(first)):
        assert each.differences[0].low is None
        assert each.differences[0].note == "4 subjects: a bootstrap needs 10"
    war = contrasts([first, other], draws_of(first))[0]
    assert all(figure.low is not None for figure in war.figures)


def test_parts_are_those_of_a_value_alone() -> None:
    first, other = drawn(1), drawn(2)
    values = ["x" if i % 3 else "y" for i in range(120)]
    found = list(parts([first, other], "letter", values, ["y", "x"], draws_of(first)))
    assert [(p.value, p.measure) for p in found] == [
        ("y", "right"), ("y", "error"), ("x", "right"), ("x", "error"),
    ]  # fmt: skip
    rows = [i for i in range(120) if values[i] == "y"]
    for part, figure in zip(found[:2], ("WAR", "MAE valence"), strict=True):
        alone = by_name(contrasts([first.take(rows), other.take(rows)], draws_of(first.take(rows))))
        assert part.contrast.figures == alone[figure].figures
        assert part.contrast.differences == alone[figure].differences
    unknown = replace(first, labels=np.full(120, -1))
    only = parts([unknown, unknown], "letter", values, ["y", "x"], draws_of(first))
    assert [p.measure for p in only] == ["error", "error"]


def test_worst_clips_are_wrong_in_a_run_and_give_the_label_the_least() -> None:
    made = predictions(
        [0, 0, 1, -1], np.log([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.1, 0.8, 0.1]])
    )
    other = predictions(
        [0, 0, 1, -1],
        np.log([[0.9, 0.05, 0.05], [0.4, 0.5, 0.1], [0.1, 0.8, 0.1], [0.8, 0.1, 0.1]]),
    )
    found = worst_clips([made, other], 5)
    assert [each.clip for each in found] == ["clip 1", "clip 2"]
    assert (found[0].label, found[0].answers[0].answer) == ("a", "b")
    assert found[0].answers[1].of_label == pytest.approx(0.4)
    assert len(worst_clips([made, other], 1)) == 1
    values = predictions(truth=[[0.1], [np.nan], [0.5]], predicted=[[0.2], [0.9], [-0.5]])
    far = worst_values([values, values], 5)
    assert [(each.clip, each.predicted) for each in far] == [
        ("clip 2", (-0.5, -0.5)), ("clip 0", (0.2, 0.2)),
    ]  # fmt: skip
    assert worst_clips([values, values], 5) == ()
    assert label_doubts([values, values]) == ()


def planted(seed: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Labels of which some are wrong, probabilities by the truth, and which are wrong."""
    truth, rng = np.random.default_rng(0), np.random.default_rng(seed)
    true = truth.integers(3, size=300)
    wrong = truth.random(300) < 0.08
    labels = np.where(wrong, (true + 1) % 3, true)
    logits = rng.normal(size=(300, 3))
    logits[np.arange(300), true] += 5
    return labels, np.log(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)), wrong


def test_planted_label_errors_are_found() -> None:
    judged = [predictions(*planted(seed)[:2]) for seed in (1, 2)]
    wrong = planted(1)[2]
    found = label_doubts(judged)
    at = np.array([int(each.clip.removeprefix("clip ")) for each in found])
    assert wrong[at].mean() > 0.8
    assert wrong[at].sum() > 0.7 * wrong.sum()
    assert wrong[at[:8]].all()
    for each in found:
        assert each.label != each.suggested
        assert max(each.of_label) < 0.9


def test_only_what_all_runs_doubt_alike_is_in_doubt() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(3, size=200)
    judged = [predictions(labels, np.log(rng.dirichlet([1, 1, 1], 200))) for _ in range(2)]
    alone = [{(d.clip, d.suggested) for d in label_doubts([each])} for each in judged]
    together = {(d.clip, d.suggested) for d in label_doubts(judged)}
    assert together == alone[0] & alone[1]
    assert 0 < len(together) < min(map(len, alone))


def test_a_doubt_is_by_the_class_means_as_published() -> None:
    labels, log_p, _ = planted(1)
    p = np.exp(log_p)
    usual = [p[labels == k, k].mean() for k in range(3)]
    expected: dict[str, Any] = {}
    for i in range(300):
        above = [k for k in range(3) if k != labels[i] and p[i, k] >= usual[k]]
        if p[i, labels[i]] < usual[labels[i]] and above:
            expected[f"clip {i}"] = "abc"[max(above, key=lambda k: p[i, k])]
    found = {each.clip: each.suggested for each in label_doubts([predictions(labels, log_p)])}
    assert found == expected
