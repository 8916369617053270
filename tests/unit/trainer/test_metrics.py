"""Figures against numbers worked out by hand, against other libraries and against the paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy import stats
from torchmetrics.functional.classification import (
    multiclass_accuracy,
    multiclass_calibration_error,
    multiclass_confusion_matrix,
    multiclass_f1_score,
)
from torchmetrics.functional.regression import concordance_corrcoef

from trainer.class_figures import ClassFigures, calibration_error, chance_error, reliability
from trainer.dimension_figures import DimensionFigures
from trainer.intervals import Figure
from trainer.metrics import Evaluation, JudgedModel, measure
from trainer.pooling import pool
from trainer.predictions import Predictions

NAMES = ("a", "b", "c")
MODEL = JudgedModel(sha256="0" * 64, temperature=1.5)


def predictions(
    labels: Any = (),
    log_p: Any = None,
    truth: Any = None,
    predicted: Any = None,
    *,
    classes: tuple[str, ...] = NAMES,
    values: tuple[str, ...] = ("valence",),
    subjects: tuple[str | None, ...] | None = None,
    start: int = 0,
) -> Predictions:
    """Clips with labels and log-probabilities, with true and predicted values, or with both."""
    n = len(labels) or len(truth)
    classes = classes if log_p is not None else ()
    values = values if truth is not None else ()

    def table(given: Any, width: int) -> NDArray[np.float64]:
        return np.zeros((n, 0)) if given is None else np.array(given, float).reshape(n, width)

    return Predictions(
        clips=tuple(f"clip {start + i}" for i in range(n)),
        subjects=subjects or (None,) * n,
        folds=(None,) * n,
        groups=(None,) * n,
        classes=classes,
        log_probabilities=table(log_p, len(classes)),
        labels=np.array(labels if len(labels) else [-1] * n, dtype=np.int64),
        values=values,
        predicted=table(predicted, len(values)),
        truth=table(truth, len(values)),
    )


def answers(labels: Any, p: float = 0.8, k: int = 3) -> NDArray[np.float64]:
    """Log-probabilities that give `p` to each of `labels` and the rest evenly."""
    found = np.full((len(labels), k), (1 - p) / (k - 1))
    found[np.arange(len(labels)), labels] = p
    return np.log(found)


def judged(made: Predictions, **options: Any) -> Evaluation:
    options = {"resamples": 0, **options}
    return measure(
        made, data_set="set", split="test", protocol="as tested", models=(MODEL,), **options
    )


def classes_of(labels: Any, answered: Any, **options: Any) -> ClassFigures:
    found = judged(predictions(labels, answers(answered)), **options).classes
    assert found is not None
    return found


def dimension_of(truth: Any, predicted: Any, **options: Any) -> DimensionFigures:
    return judged(predictions(truth=truth, predicted=predicted), **options).dimensions["valence"]


def test_class_figures_by_hand() -> None:
    # a: 2 of 3 found; b: 1 of 2 found; c: 1 of 1 found. Answered: a 3, b 1, c 2.
    found = classes_of([0, 0, 0, 1, 1, 2], [0, 0, 2, 1, 0, 2])
    assert found.confusion == ((2, 0, 1), (1, 1, 0), (0, 0, 1))
    assert found.n == 6
    assert found.war.value == pytest.approx(4 / 6)
    assert found.uar.value == pytest.approx((2 / 3 + 1 / 2 + 1) / 3)
    f1 = (2 * 2 / (3 + 3), 2 * 1 / (2 + 1), 2 * 1 / (1 + 2))
    assert found.f1_macro.value == pytest.approx(sum(f1) / 3)
    assert found.f1_weighted.value == pytest.approx((3 * f1[0] + 2 * f1[1] + 1 * f1[2]) / 6)
    assert {name: figure.value for name, figure in found.recall.items()} == pytest.approx(
        {"a": 2 / 3, "b": 1 / 2, "c": 1.0}
    )
    assert found.support == {"a": 3, "b": 2, "c": 1}
    assert found.absent == ()


def test_an_absent_class_is_left_out_and_named() -> None:
    found = classes_of([0, 0, 1, 1], [0, 0, 1, 0])
    assert found.absent == ("c",)
    assert found.recall["c"] == Figure(value=None, n=0)
    assert found.uar.value == pytest.approx((1 + 1 / 2) / 2)
    assert found.f1_macro.value == pytest.approx((2 * 2 / (2 + 3) + 2 * 1 / (2 + 1)) / 2)


def test_a_class_that_is_answered_but_absent_makes_no_gap_and_no_bonus() -> None:
    found = classes_of([0, 0, 1, 1], [0, 2, 1, 2], resamples=50)
    assert found.absent == ("c",)
    assert found.confusion == ((1, 0, 1), (0, 1, 1), (0, 0, 0))
    assert found.uar.value == found.war.value == 0.5
    # Its own F1 is 0 and counts: it was answered.
    assert found.f1_macro.value == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


@pytest.mark.parametrize("answer", [0, 2])
def test_all_of_one_class(answer: int) -> None:
    found = classes_of([0] * 50, [answer] * 50, resamples=50)
    right = float(answer == 0)
    for figure in (found.war, found.uar, found.recall["a"]):
        assert figure.value == right
        assert width(figure) > 0.05
    # Every resample has the same: that says nothing of how sure the figure is.
    assert found.f1_macro == Figure(value=right, n=50, note="all resamples agree")
    assert found.absent == ("b", "c")


def test_clips_without_a_label_do_not_count() -> None:
    known = judged(predictions([0, 1, 2], answers([0, 1, 1]))).classes
    more = judged(predictions([0, -1, 1, 2, -1], answers([0, 0, 1, 1, 2])))
    assert more.classes == known
    assert more.n == 5


@pytest.mark.parametrize("k", [2, 7, 11])
def test_class_figures_agree_with_another_library(k: int) -> None:
    rng = np.random.default_rng(k)
    log_p, labels = (
        np.log(rng.dirichlet([0.4] * k, 600)),
        rng.choice(k, 600, p=rng.dirichlet([2] * k)),
    )
    found = judged(predictions(labels, log_p, classes=tuple(map(str, range(k))))).classes
    assert found is not None
    p, truth = torch.tensor(np.exp(log_p)), torch.tensor(labels)
    assert found.confusion == tuple(map(tuple, multiclass_confusion_matrix(p, truth, k).tolist()))
    assert found.war.value == pytest.approx(
        float(multiclass_accuracy(p, truth, k, average="micro"))
    )
    assert found.uar.value == pytest.approx(
        float(multiclass_accuracy(p, truth, k, average="macro"))
    )
    assert found.f1_macro.value == pytest.approx(float(multiclass_f1_score(p, truth, k)))
    assert found.f1_weighted.value == pytest.approx(
        float(multiclass_f1_score(p, truth, k, average="weighted"))
    )
    assert found.ece == pytest.approx(
        float(multiclass_calibration_error(p.float(), truth, k, n_bins=15)), abs=1e-6
    )


@pytest.mark.parametrize(
    ("recalls", "counts", "war", "uar"),
    [
        (
            (93.13, 76.98, 72.31, 77.54, 65.42, 15.17, 39.25),
            (2445, 1894, 2669, 2173, 1469, 145, 902),
            74.27,
            62.83,
        ),
        (
            (74.00, 53.34, 62.26, 51.11, 25.24, 13.28, 15.78),
            (1473, 1393, 1958, 1487, 638, 467, 431),
            52.29,
            42.14,
        ),
    ],
    ids=["DFEW", "FERV39k"],
)
def test_the_papers_recalls_give_the_papers_figures(
    recalls: tuple[float, ...], counts: tuple[int, ...], war: float, uar: float
) -> None:
    k = len(counts)
    labels = np.repeat(np.arange(k), counts)
    hits = [round(recall / 100 * count) for recall, count in zip(recalls, counts, strict=True)]
    answered = np.concatenate(
        [
            np.where(np.arange(count) < hit, label, (label + 1) % k)
            for label, (hit, count) in enumerate(zip(hits, counts, strict=True))
        ]
    )
    made = predictions(labels, answers(answered, k=k), classes=tuple(map(str, range(k))))
    found = judged(made).classes
    assert found is not None
    assert found.war.value is not None
    assert found.uar.value is not None
    assert round(100 * found.war.value, 2) == war
    assert round(100 * found.uar.value, 2) == uar


def test_dimension_figures_by_hand() -> None:
    # Means 0 and 0.2; variances 0.5 / 3 and 0.2 / 3; covariance 0.3 / 3 (unbiased).
    found = dimension_of([-0.5, 0, 0, 0.5], [-0.1, 0.2, 0.2, 0.5])
    cov, var_y, var_x = 0.3 / 3, 0.5 / 3, 0.18 / 3
    assert found.ccc.value == pytest.approx(2 * cov / (var_x + var_y + 0.2**2))
    assert found.pcc.value == pytest.approx(cov / (var_x * var_y) ** 0.5)
    assert found.mae.value == pytest.approx(0.8 / 4)
    assert found.accuracy.value == pytest.approx(0.8)
    assert found.n == 4


@pytest.mark.parametrize("offset", [0.0, 0.9])
def test_dimension_figures_agree_with_other_formulas(offset: float) -> None:
    rng = np.random.default_rng(1)
    y = rng.uniform(-1, 1, 300) * 0.1 + offset
    x = 0.5 * y + rng.normal(0, 0.05, 300) + 0.1
    found = dimension_of(y, x)
    assert found.pcc.value == pytest.approx(stats.pearsonr(x, y).statistic)
    cov = np.cov(x, y)
    lin = 2 * cov[0, 1] / (cov[0, 0] + cov[1, 1] + (x.mean() - y.mean()) ** 2)
    assert found.ccc.value == pytest.approx(lin)
    # With the biased moments that others use it differs by 1 / n at most.
    theirs = float(concordance_corrcoef(torch.tensor(x), torch.tensor(y)))
    assert found.ccc.value == pytest.approx(theirs, abs=1 / 300)
    assert found.mae.value == pytest.approx(np.abs(x - y).mean())


@pytest.mark.parametrize(
    ("truth", "predicted"),
    [
        ([-0.5, 0.0, 0.7], [0.1, 0.1, 0.1]),
        ([0.3, 0.3, 0.3], [0.1, 0.5, -0.1]),
        ([0.3, 0.3, 0.3], [0.3, 0.3, 0.3]),
        (np.linspace(-1, 1, 999), np.full(999, 0.1) + 1e3),
    ],
)
def test_a_constant_side_gives_ccc_0_and_no_pcc(truth: Any, predicted: Any) -> None:
    found = judged(predictions(truth=truth, predicted=predicted), resamples=50)
    figures = found.dimensions["valence"]
    assert figures.ccc.value == 0
    assert figures.pcc == Figure(value=None, n=len(truth))
    assert found.means is not None
    assert found.means.pcc == Figure(value=None, n=len(truth))
    assert "PCC" not in {metric.name for metric in found.metrics()}


def test_clips_without_a_true_value_do_not_count() -> None:
    nan = np.nan
    known = dimension_of([0.1, 0.5, -0.4], [0.2, 0.3, 0.1])
    assert dimension_of([0.1, nan, 0.5, nan, -0.4], [0.2, 9, 0.3, -9, 0.1]) == known


def test_a_dimension_without_truth_is_named_and_the_others_are_averaged() -> None:
    nan = np.nan
    truth = [[0.1, nan, 0.0], [0.5, nan, nan], [-0.4, 0.3, -0.5]]
    found = judged(
        predictions(
            truth=truth,
            predicted=[[0.2, 0, 0.1], [0.4, 0, 0], [-0.1, 0, -0.3]],
            values=("valence", "arousal", "dominance"),
        )
    )
    assert found.unmeasured == ("arousal",)
    assert list(found.dimensions) == ["valence", "dominance"]
    assert found.means is not None
    one, two = found.dimensions.values()
    assert (one.n, two.n, found.means.n) == (3, 2, 3)
    for name in ("ccc", "pcc", "mae", "accuracy"):
        of = [getattr(figures, name).value for figures in (one, two, found.means)]
        assert (of[0] + of[1]) / 2 == pytest.approx(of[2])


def test_nothing_to_judge_by_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to judge by"):
        judged(predictions([-1, -1], answers([0, 1])))
    with pytest.raises(ValueError, match="nothing to judge by"):
        judged(predictions(truth=[np.nan, 0.1], predicted=[0, 0]))
    with pytest.raises(ValueError, match="give 0 for none"):
        judged(predictions([0], answers([0])), resamples=-1)


def test_figures_of_pooled_folds_are_not_means_of_folds() -> None:
    rng = np.random.default_rng(5)
    folds = []
    for number, n in enumerate((40, 160)):
        labels = rng.choice(3, n, p=[0.6, 0.3, 0.1] if number else [0.1, 0.2, 0.7])
        y = rng.uniform(-0.3, 0.3, n) + 0.5 * (-1) ** number
        folds.append(
            predictions(
                labels,
                np.log(rng.dirichlet([1, 1, 1], n)),
                truth=y,
                predicted=y * 0.2 + rng.normal(0, 0.1, n),
                start=1000 * number,
            )
        )
    whole, parts = judged(pool(folds)), [judged(fold) for fold in folds]
    at_once = judged(
        predictions(
            np.concatenate([fold.labels for fold in folds]),
            np.concatenate([fold.log_probabilities for fold in folds]),
            truth=np.concatenate([fold.truth for fold in folds]),
            predicted=np.concatenate([fold.predicted for fold in folds]),
        )
    )
    assert whole == at_once
    for name in ("UAR", "WAR", "CCC"):
        pooled, *apart = (
            next(metric.value for metric in found.metrics() if metric.name == name)
            for found in (whole, *parts)
        )
        assert abs(pooled - sum(apart) / 2) > 0.005


def test_calibration_error_is_the_gap_between_trust_and_truth() -> None:
    assert classes_of([0, 0, 0, 0, 1], [0] * 5).ece == pytest.approx(0)
    sure = judged(predictions([0, 0, 0, 0, 1], answers([0] * 5, 0.95))).classes
    assert sure is not None
    assert sure.ece == pytest.approx(0.15)
    (only,) = sure.reliability
    assert (only.clips, only.confidence, only.right) == (5, pytest.approx(0.95), 0.8)
    # Two bins: 3 clips 0.6 sure, of which 2 right; 1 clip 0.9 sure and wrong.
    log_p = np.concatenate([answers([0, 0, 0], 0.6), answers([1], 0.9)])
    bins = reliability(log_p, np.array([0, 0, 1, 0]))
    assert [b.clips for b in bins] == [3, 1]
    assert calibration_error(bins) == pytest.approx((3 * abs(0.6 - 2 / 3) + 0.9) / 4)


@pytest.mark.parametrize("n", [6, 60, 2000])
def test_true_probabilities_stay_below_the_error_of_chance(n: int) -> None:
    rng, k = np.random.default_rng(n), 4
    p = rng.dirichlet([0.5] * k, n)
    bound = chance_error(np.log(p), seed=0)
    found = []
    for _ in range(300):
        labels = (p.cumsum(axis=1) < rng.random((n, 1))).sum(axis=1)
        found.append(calibration_error(reliability(np.log(p), labels)))
    assert 0.92 <= np.mean(np.array(found) <= bound) <= 0.98
    assert bound < 1.6 / n**0.5


def test_levels_as_avcaffe_scores_them() -> None:
    truth = [-1, -0.5, 0, 0.5, 1, 1, np.nan] * 2
    predicted = [-3, -0.76, 0.24, 0.25, 0.74, 1.2, 0] * 2
    judgement = judged(predictions(truth=truth, predicted=predicted), levels=5, resamples=100)
    found = judgement.levels["valence"]
    # Levels of the truth 0 1 2 3 4 4, of the answers 0 0 2 3 3 4.
    assert found.confusion == (
        (2, 0, 0, 0, 0), (2, 0, 0, 0, 0), (0, 0, 2, 0, 0), (0, 0, 0, 2, 0), (0, 0, 0, 2, 2),
    )  # fmt: skip
    assert found.n == 12
    value = found.f1_weighted.value
    assert value == pytest.approx((2 / 3 + 0 + 1 + 2 / 3 + 2 * (2 / 3)) / 6)
    assert value is not None
    assert found.f1_weighted.low is not None
    assert found.f1_weighted.high is not None
    assert found.f1_weighted.low < value < found.f1_weighted.high
    recorded = {metric.name: metric for metric in judgement.metrics()}[
        "weighted F1 of 5 levels valence"
    ]
    assert (recorded.value, recorded.n) == (round(value, 4), 12)


def test_levels_of_other_counts_and_of_no_truth() -> None:
    truth = [[-1, np.nan], [0.9, np.nan]]
    made = predictions(truth=truth, predicted=truth_or_zero(truth), values=("valence", "arousal"))
    assert judged(made).levels == {}
    assert list(judged(made, levels=5).levels) == ["valence"]
    three = judged(made, levels=3).levels["valence"]
    assert three.confusion == ((1, 0, 0), (0, 0, 0), (0, 0, 1))
    with pytest.raises(ValueError, match="at least 2"):
        judged(made, levels=1)
    traits = predictions(truth=[0.2, 0.3], predicted=[0.3, 0.3], values=("openness",))
    with pytest.raises(ValueError, match="openness is not in"):
        judged(traits, levels=5)


def truth_or_zero(truth: Any) -> NDArray[np.float64]:
    return np.nan_to_num(np.array(truth, float))


def width(figure: Figure) -> float:
    assert figure.low is not None
    assert figure.high is not None
    return figure.high - figure.low


def test_intervals_hold_the_truth_about_19_times_of_20() -> None:
    rng = np.random.default_rng(2)
    chance, slope, n, worlds = 0.7, 0.8, 200, 600
    held = {"WAR": 0, "PCC": 0}
    for _ in range(worlds):
        right = rng.random(n) < chance
        y = np.clip(rng.normal(0, 0.2, n), -1, 1)
        x = slope * y + rng.normal(0, 0.2 * (1 - slope**2) ** 0.5, n)
        made = predictions([0] * n, answers(np.where(right, 0, 1)), truth=y, predicted=x)
        found = judged(made, resamples=300)
        assert found.classes is not None
        war, pcc = found.classes.war, found.dimensions["valence"].pcc
        held["WAR"] += (war.low or 0) <= chance <= (war.high or 0)
        held["PCC"] += (pcc.low or 0) <= slope <= (pcc.high or 0)
    for name, count in held.items():
        assert 0.92 <= count / worlds <= 0.975, name


def test_the_bootstrap_is_as_wide_as_the_formula_says() -> None:
    errors = np.random.default_rng(0).uniform(0, 0.4, 1000)
    figure = dimension_of(np.zeros(1000), errors, resamples=4000).mae
    expected = 2 * 1.96 * errors.std() / 1000**0.5
    assert width(figure) == pytest.approx(expected, rel=0.05)
    assert figure.low == pytest.approx(errors.mean() - expected / 2, abs=0.003)


def test_a_seed_decides_the_intervals() -> None:
    rng = np.random.default_rng(3)
    labels, y = rng.integers(3, size=300), rng.uniform(-1, 1, 300)
    made = predictions(labels, np.log(rng.dirichlet([1] * 3, 300)), truth=y, predicted=-y / 2)
    once = judged(made, resamples=200, seed=7)
    assert once == judged(made, resamples=200, seed=7)
    other = judged(made, resamples=200, seed=8)
    assert once.classes is not None
    assert other.classes is not None
    assert once.classes.f1_macro.value == other.classes.f1_macro.value
    assert once.classes.f1_macro.low != other.classes.f1_macro.low
    assert once.classes.war == other.classes.war


def test_subjects_are_drawn_whole() -> None:
    rng = np.random.default_rng(4)
    people, each = 30, 20
    who = np.repeat(np.arange(people), each)
    right = rng.random(people * each) < np.where(rng.random(people) < 0.5, 0.3, 0.95)[who]
    y = rng.uniform(-0.5, 0.5, people)[who]
    x = y + rng.normal(0, 0.4, people)[who]
    columns = ([0] * len(who), answers(np.where(right, 0, 1)), y, x)
    names = tuple(f"person {i}" for i in who)
    apart, together, partly = (
        judged(predictions(*columns, subjects=subjects), resamples=500)
        for subjects in (None, names, (None, *names[1:]))
    )
    assert (apart.resampled, apart.units) == ("clips", 600)
    assert (together.resampled, together.units) == ("subjects", 30)
    # A clip of somebody unknown is one more.
    assert (partly.resampled, partly.units) == ("subjects", 31)
    assert apart.classes is not None
    for found in (together, partly):
        assert found.classes is not None
        for name in ("war", "uar", "f1_macro"):
            wide, narrow = (getattr(of, name) for of in (found.classes, apart.classes))
            assert wide.value == narrow.value
            assert width(wide) > 2 * width(narrow), name
        wide, narrow = (of.dimensions["valence"] for of in (found, apart))
        assert width(wide.ccc) > 2 * width(narrow.ccc)


def test_clips_of_two_persons_have_shares_with_wide_intervals_and_nothing_else() -> None:
    labels, y = [0, 1, 0, 1] * 10, np.linspace(-0.5, 0.5, 40)
    found = judged(
        predictions(labels, answers([0, 1, 0, 0] * 10), y, y / 2, subjects=("x", "y") * 20),
        resamples=100,
    )
    assert found.classes is not None
    assert width(found.classes.war) > 0.5
    ccc = found.dimensions["valence"].ccc
    for figure in (found.classes.f1_weighted, found.classes.f1_macro, ccc):
        assert (figure.low, figure.high) == (None, None)
        assert figure.note == "2 subjects: a bootstrap needs 10"
        assert figure.n == 40


def test_without_resamples_shares_keep_their_intervals() -> None:
    never = classes_of([0, 1] * 10, [0, 0] * 10, resamples=0)
    assert width(never.war) > 0.3
    macro = never.f1_macro
    assert (macro.value, macro.n) == (pytest.approx(1 / 3), 20)
    assert (macro.low, macro.high, macro.note) == (None, None, "")


def test_a_card_holds_the_figures_that_are_defined() -> None:
    made = predictions(
        [0, 0, 1, 1],
        answers([0, 0, 1, 0]),
        truth=[[0.1, 0.2], [0.4, 0.1], [-0.5, np.nan], [0.0, 0.7]],
        predicted=[[0.1, 0.2], [0.3, 0.1], [-0.5, 0], [0.1, 0.5]],
        values=("valence", "arousal"),
    )
    found = {metric.name: metric for metric in judged(made).metrics()}
    assert list(found) == [
        "ECE", "WAR", "UAR", "weighted F1", "macro F1", "recall a", "recall b", "AURC",
        "CCC", "PCC", "ACC", "CCC valence", "PCC valence", "ACC valence",
        "CCC arousal", "PCC arousal", "ACC arousal",
    ]  # fmt: skip
    assert (found["WAR"].value, found["WAR"].n) == (0.75, 4)
    assert (found["recall b"].value, found["recall b"].n) == (0.5, 2)
    assert found["CCC arousal"].n == 3
    votes = replace(made, shares=np.array([[1, 0, 0], [0.5, 0.5, 0], [0, 0, 0], [0, 0, 0]]))
    divergence = {metric.name: metric for metric in judged(votes).metrics()}["KL"]
    expected = (-np.log(0.8) + np.log(0.5) - np.log(0.8 * 0.1) / 2) / 2
    assert (divergence.value, divergence.n) == (pytest.approx(expected, abs=1e-4), 2)
    assert {(m.data_set, m.split, m.protocol) for m in found.values()} == {
        ("set", "test", "as tested")
    }


def test_an_evaluation_survives_json() -> None:
    truth, predicted = [0.1, 0.4, -0.5, np.nan], [0.1, 0.1, 0.1, 0.1]
    made = predictions([0, 0, 1, 1], answers([0, 0, 1, 0]), truth, predicted)
    found = judged(made, resamples=20, levels=5)
    text = found.model_dump_json()
    assert "NaN" not in text
    assert Evaluation.model_validate_json(text) == found
