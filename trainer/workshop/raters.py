"""How well scores agree with ten raters (FER+), and with the label that was there before (FER2013).

Knows no network and no file. N stills, K emotions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.class_figures import calibration_error, reliability
from trainer.data.catalogue import Split
from trainer.data.layouts.ferplus import LABEL, OTHER_ANSWERS
from trainer.data.manifest import Manifest
from trainer.data.splits import parts_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

AGREEING = 6
"""So many of ten raters are many: Barsoum et al. 2016 keep stills with more than half of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is known of N stills.

    Attributes:
        votes: `(N, K)` raters who chose each emotion.
        others: `(N,)` most raters who agreed on something else: an emotion that is not among the K,
            `unknown` or `not a face`.
        labels: `(N,)` FER2013's label, -1 where it is none of the K.
    """

    votes: Numbers
    others: Numbers
    labels: Numbers

    @property
    def majority(self) -> Numbers:
        """`(N,)` the emotion that more raters chose than anything else; -1 for none, or a tie."""
        ranked = np.sort(np.column_stack([self.votes, self.others]), axis=1)
        clear = (ranked[:, -1] > ranked[:, -2]) & (self.votes.max(axis=1) == ranked[:, -1])
        return np.where(clear, self.votes.argmax(axis=1), -1)

    @property
    def shares(self) -> Floats:
        """`(N, K)` of the votes for the K emotions; NaN where there are none."""
        with np.errstate(invalid="ignore"):
            return self.votes / self.votes.sum(axis=1, keepdims=True)


def answers_of(manifest: Manifest, split: Split, emotions: tuple[str, ...]) -> Answers:
    """What a part of a prepared FER+ holds."""
    rows = parts_of(manifest, fold=None, val_share=0).rows[split]
    table = manifest.votes(manifest.info.classes)[rows]
    places = [manifest.info.classes.index(name) for name in emotions]
    left_out = [k for k in range(table.shape[1]) if k not in places]
    beside = [
        np.array(manifest.column(f"meta_{name}"), np.int64) for name in OTHER_ANSWERS.values()
    ]
    others = np.column_stack([table[:, left_out], *(one[rows] for one in beside)])
    return Answers(
        votes=table[:, places],
        others=others.max(axis=1),
        labels=manifest.further_indices(LABEL, emotions)[rows],
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares 0..1 but for `divergence`, in nats; each with the number of stills it is of.

    Attributes:
        majority: WAR and UAR against the majority.
        agreed: The same where at least `AGREEING` raters agree.
        label: The same against FER2013's label.
        neutral: Stills that at least `AGREEING` raters call neutral that read neutral.
        divergence: Mean Kullback-Leibler divergence of the vote shares from the raters'.
        ece: Expected calibration error of the probabilities as those of the majority.
        recall: Of each emotion by the majority.
        by_agreement: Number of raters who agree on the majority -> share that reads as it, and of
            how many stills.
        stills: How many each figure is of, by its name.
    """

    majority: tuple[float, float]
    agreed: tuple[float, float]
    label: tuple[float, float]
    neutral: float
    divergence: float
    ece: float
    recall: dict[str, float]
    by_agreement: dict[int, tuple[float, int]]
    stills: dict[str, int]


def figures(
    answers: Answers, shares: Floats, probabilities: Floats, emotions: tuple[str, ...]
) -> Figures:
    """How well scores agree with raters.

    Args:
        answers: What raters said.
        shares: `(N, K)` predicted shares of their votes.
        probabilities: `(N, K)` that most of them would say so.
        emotions: K names.
    """
    said, majority = probabilities.argmax(axis=1), answers.majority
    clear = majority >= 0
    agreed = clear & (answers.votes.max(axis=1) >= AGREEING)
    labelled = answers.labels >= 0
    neutral = agreed & (majority == emotions.index("neutral"))
    rated = answers.votes.sum(axis=1) > 0
    recall = _recall(said[clear], majority[clear], len(emotions))
    agreeing = np.where(clear, answers.votes.max(axis=1), 0)
    return Figures(
        majority=_agreement(said[clear], majority[clear], len(emotions)),
        agreed=_agreement(said[agreed], majority[agreed], len(emotions)),
        label=_agreement(said[labelled], answers.labels[labelled], len(emotions)),
        neutral=float((said == majority)[neutral].mean()) if neutral.any() else np.nan,
        divergence=_divergence(answers.shares[rated], shares[rated]),
        ece=calibration_error(reliability(np.log(np.maximum(probabilities, 1e-12)), majority)),
        recall=dict(zip(emotions, recall.tolist(), strict=True)),
        by_agreement={
            count: (float((said == majority)[agreeing == count].mean()), int(found))
            for count, found in enumerate(np.bincount(agreeing))
            if count and found
        },
        stills={
            "majority": int(clear.sum()),
            "agreed": int(agreed.sum()),
            "label": int(labelled.sum()),
            "neutral": int(neutral.sum()),
            "divergence": int(rated.sum()),
        },
    )


def sharpened(shares: Floats, power: float) -> Floats:
    """Shares of votes as probabilities that most raters say so: `shares ** power`, summing to 1.

    The more raters there are, the likelier is the larger share the larger count.
    """
    raised = np.exp(power * np.log(np.maximum(shares, 1e-12)))
    return raised / raised.sum(axis=1, keepdims=True)


def fitted_power(answers: Answers, shares: Floats) -> float:
    """The power of `sharpened` with the highest likelihood of the majorities."""
    majority = answers.majority
    clear = majority >= 0
    rows = np.arange(int(clear.sum()))
    powers = np.linspace(0.5, 5, 181)
    losses = [
        -np.log(sharpened(shares[clear], power)[rows, majority[clear]] + 1e-12).mean()
        for power in powers
    ]
    return float(powers[int(np.argmin(losses))])


def _agreement(said: Numbers, true: Numbers, count: int) -> tuple[float, float]:
    if not len(true):
        return np.nan, np.nan
    return float((said == true).mean()), float(np.nanmean(_recall(said, true, count)))


def _recall(said: Numbers, true: Numbers, count: int) -> Floats:
    """`(K,)`, NaN for an emotion that no still has."""
    return np.array(
        [(said[true == k] == k).mean() if (true == k).any() else np.nan for k in range(count)]
    )


def _divergence(wanted: Floats, given: Floats) -> float:
    ratio = np.log(np.maximum(wanted, 1e-12)) - np.log(np.maximum(given, 1e-12))
    return float((wanted * ratio).sum(axis=1).mean())


def table(found: Figures) -> str:
    """The figures as lines of text."""
    pairs = {
        f"majority, WAR / UAR, of {found.stills['majority']:,}": found.majority,
        f"at least {AGREEING} raters agree, of {found.stills['agreed']:,}": found.agreed,
        f"label of FER2013, of {found.stills['label']:,}": found.label,
    }
    lines = [f"{name}: {100 * war:.1f} / {100 * uar:.1f} %" for name, (war, uar) in pairs.items()]
    lines += [
        f"neutral reads neutral: {100 * found.neutral:.1f} % of {found.stills['neutral']:,}",
        f"divergence from the votes: {found.divergence:.3f} nats",
        f"calibration error: {found.ece:.3f}",
        "recall: " + ", ".join(f"{name} {100 * r:.0f} %" for name, r in found.recall.items()),
        "raters who agree: "
        + ", ".join(f"{n}: {100 * r:.0f} % of {k}" for n, (r, k) in found.by_agreement.items()),
    ]
    return "\n".join(lines)
