"""Scores a finished model on stills through the predictor that analysis uses.

Knows nothing of training. K classes, N stills.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F
from torchmetrics.functional.classification import (
    multiclass_calibration_error,
    multiclass_confusion_matrix,
)

from svfap_core.inference.card import Metric
from svfap_core.inference.predictor import Predictor
from svfap_core.settings import Frozen
from trainer.data.fer2013 import Split, Stills
from trainer.data.motion import render

BATCH = 32
CALIBRATION_BINS = 15
PROTOCOL = "each still as a motionless clip, one view, no test-time augmentation; by svfap-train"


class Evaluation(Frozen):
    """Figures of one model on one split."""

    data_set: str = "FER2013"
    split: Split
    n: int
    labels: tuple[str, ...]
    war: float = Field(description="Share of right answers (accuracy).")
    uar: float = Field(description="Mean of the recalls of the classes.")
    recall: dict[str, float]
    ece: float = Field(description="Expected calibration error, as the card calibrates.")
    ece_uncalibrated: float = Field(description="The same at temperature 1.")
    confusion: list[list[int]] = Field(description="Rows: true label, columns: answer.")

    def metrics(self) -> tuple[Metric, ...]:
        """As a model card holds them."""
        figures = {"WAR": self.war, "UAR": self.uar, "ECE": self.ece}
        figures |= {f"recall {name}": value for name, value in self.recall.items()}
        return tuple(
            Metric(
                data_set=self.data_set,
                split=self.split,
                protocol=PROTOCOL,
                name=name,
                value=round(value, 4),
                n=self.n,
            )
            for name, value in figures.items()
        )


def log_probabilities(
    predictor: Predictor, stills: Stills, *, progress: Callable[[int], None] = lambda _: None
) -> Tensor:
    """`(N, K)` float64, calibrated as the model's card says; `progress` hears how many are done."""
    spec, rows = predictor.spec, []
    for pictures in stills.pictures.split(BATCH):
        grey = render(pictures, spec.frames, spec.size_px)
        windows = grey[..., None].expand(-1, -1, -1, -1, 3).contiguous().numpy()
        rows += [list(scores.emotions.values()) for scores in predictor.predict(list(windows))]
        progress(len(rows))
    return torch.tensor(rows, dtype=torch.float64).clamp(min=1e-12).log()


def evaluate(
    log_p: Tensor, stills: Stills, split: Split, *, labels: tuple[str, ...], temperature: float
) -> Evaluation:
    """Figures from calibrated log-probabilities `(N, K)`, in the order of `labels`."""
    k, truth = len(labels), stills.labels
    confusion = multiclass_confusion_matrix(log_p, truth, k)
    recall = confusion.diagonal() / confusion.sum(dim=1).clamp(min=1)
    # Dividing logits by a temperature commutes with softmax up to a constant, so that the
    # uncalibrated probabilities come back from the calibrated ones.
    uncalibrated = (log_p * temperature).softmax(dim=-1)
    return Evaluation(
        split=split,
        n=len(stills),
        labels=labels,
        war=float(confusion.diagonal().sum() / confusion.sum()),
        uar=float(recall.mean()),
        recall=dict(zip(labels, recall.tolist(), strict=True)),
        ece=calibration_error(log_p.exp(), truth),
        ece_uncalibrated=calibration_error(uncalibrated, truth),
        confusion=confusion.tolist(),
    )


def calibration_error(probabilities: Tensor, truth: Tensor) -> float:
    """Expected calibration error of the top answer in 15 equal bins (Guo et al. 2017, Eq. 3)."""
    return float(
        multiclass_calibration_error(
            probabilities.float(), truth, probabilities.shape[1], n_bins=CALIBRATION_BINS
        )
    )


def best_temperature(log_p: Tensor, truth: Tensor) -> float:
    """The temperature with the lowest cross entropy (Guo et al. 2017, section 4.2), to 1 %.

    `log_p` `(N, K)` are logits or log-probabilities at temperature 1. The loss has a single
    minimum in 1 / temperature, so a grid finds it.
    """
    grid = torch.logspace(-0.7, 0.7, 325, dtype=log_p.dtype)
    losses = torch.stack([F.cross_entropy(log_p / t, truth) for t in grid])
    return round(float(grid[losses.argmin()]), 3)
