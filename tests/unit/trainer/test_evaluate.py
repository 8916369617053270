"""Figures: recall, calibration and temperature on numbers that can be checked by hand."""

from __future__ import annotations

import pytest
import torch

from trainer.data.fer2013 import Stills
from trainer.evaluate import best_temperature, calibration_error, evaluate

NAMES = ("a", "b", "c")


def stills(labels: list[int]) -> Stills:
    return Stills(torch.zeros(len(labels), 48, 48, dtype=torch.uint8), torch.tensor(labels))


def answers(labels: list[int], p: float = 0.8) -> torch.Tensor:
    rest = (1 - p) / 2
    return (
        torch.full((len(labels), 3), rest)
        .double()
        .scatter_(1, torch.tensor(labels)[:, None], p)
        .log()
    )


def test_recall_and_its_two_means() -> None:
    found = evaluate(
        answers([0, 0, 0, 1, 1, 2]),
        stills([0, 0, 0, 0, 1, 1]),
        "public_test",
        labels=NAMES,
        temperature=1.0,
    )
    assert found.recall == pytest.approx({"a": 0.75, "b": 0.5, "c": 0.0})
    assert found.war == pytest.approx(4 / 6)
    assert found.uar == pytest.approx(1.25 / 3)
    assert found.confusion == [[3, 1, 0], [0, 1, 1], [0, 0, 0]]


def test_calibration_error_is_the_gap_between_trust_and_truth() -> None:
    truth = torch.tensor([0, 0, 0, 0, 1])
    assert calibration_error(answers([0] * 5, 0.8).exp(), truth) == pytest.approx(0, abs=1e-6)
    assert calibration_error(answers([0] * 5, 0.95).exp(), truth) == pytest.approx(0.15, abs=1e-6)


def test_temperature_is_found_again() -> None:
    torch.manual_seed(0)
    logits = torch.randn(4000, 7, dtype=torch.float64) * 2
    truth = torch.multinomial(logits.softmax(dim=1), 1)[:, 0]
    assert best_temperature(logits, truth) == pytest.approx(1.0, rel=0.05)
    assert best_temperature(logits * 2.5, truth) == pytest.approx(2.5, rel=0.05)


def test_uncalibrated_error_undoes_the_temperature() -> None:
    logits = torch.randn(50, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    truth = stills([0, 1] * 25)
    cold = evaluate(logits.log_softmax(1), truth, "public_test", labels=NAMES, temperature=1.0)
    warm = evaluate(
        (logits / 1.7).log_softmax(1), truth, "public_test", labels=NAMES, temperature=1.7
    )
    assert warm.ece_uncalibrated == pytest.approx(cold.ece, abs=1e-6)
