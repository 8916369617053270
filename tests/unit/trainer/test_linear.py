"""Linear heads against scikit-learn's answers and closed forms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from trainer.linear import logistic, ridge, suitable_threads

SCIKIT_LEARN = {
    1.0: [
        [0.276403, 0.137105, 0.586492],
        [0.331844, 0.163044, 0.505112],
        [0.240116, 0.112131, 0.647753],
        [0.355517, 0.156318, 0.488165],
    ],
    0.01: [
        [0.236994, 0.067686, 0.69532],
        [0.485463, 0.217852, 0.296685],
        [0.034586, 0.003318, 0.962096],
        [0.791077, 0.175142, 0.033781],
    ],
}


def rows() -> tuple[Any, Any, Any]:
    """Features of very different sizes, classes and weights."""
    x = np.random.default_rng(7).normal(size=(12, 3)).round(2) * [1, 5, 0.2] + [0, 3, -1]
    return x, np.array([0, 1, 2] * 4), np.array([1, 0.5, 2] * 4)


@pytest.mark.parametrize("strength", [1.0, 0.01])
def test_probabilities_are_those_of_scikit_learn(strength: float) -> None:
    """Its version 1.9: C = 1 / strength, weights that sum to one, features standardised by them."""
    x, y, weights = rows()
    (head,) = logistic(x, np.eye(3)[y], weights, [strength], exact=True)
    found = head(x).softmax(dim=-1).numpy()[:4]
    assert found == pytest.approx(np.array(SCIKIT_LEARN[strength]), abs=1e-5)


def test_a_share_of_raters_counts_as_much_as_rows_of_each_class() -> None:
    x, _, weights = rows()
    (soft,) = logistic(x, np.tile([0.25, 0.75], (12, 1)) * 1.0, weights, [0.1], exact=True)
    twice, each = np.repeat(x, 2, axis=0), np.tile([0.25, 0.75], 12)
    hard = np.eye(2)[np.tile([0, 1], 12)]
    (split,) = logistic(twice, hard, np.repeat(weights, 2) * each, [0.1], exact=True)
    assert torch.allclose(soft(x), split(x), atol=1e-6)


def test_a_path_of_strengths_ends_where_each_alone_does() -> None:
    x, y, weights = rows()
    path = logistic(x, np.eye(3)[y], weights, [10.0, 1.0, 0.1], exact=True)
    for strength, head in zip([10.0, 1.0, 0.1], path, strict=True):
        (alone,) = logistic(x, np.eye(3)[y], weights, [strength], exact=True)
        assert torch.allclose(head.weight, alone.weight, atol=1e-6)


def test_ridge_is_its_closed_form() -> None:
    x, _, weights = rows()
    y = np.random.default_rng(1).normal(size=(12, 1))
    w = weights / weights.sum()
    mean = w @ x
    deviation = np.sqrt(w @ (x - mean) ** 2)
    z, middle = (x - mean) / deviation, w @ y
    for strength, head in zip((5.0, 0.1), ridge(x, y, weights, (5.0, 0.1)), strict=True):
        inner = z.T @ (w[:, None] * z) + strength * np.eye(3)
        beta = np.linalg.solve(inner, z.T @ (w[:, None] * (y - middle)))
        assert head(x).numpy() == pytest.approx(z @ beta + middle, abs=1e-10)


def test_a_constant_feature_does_no_harm() -> None:
    x, y, weights = rows()
    with_constant = np.column_stack((x, np.full(12, 3.0)))
    (one,) = logistic(x, np.eye(3)[y], weights, [0.1], exact=True)
    (two,) = logistic(with_constant, np.eye(3)[y], weights, [0.1], exact=True)
    assert torch.allclose(one(x), two(with_constant), atol=1e-6)


def test_small_tables_are_worked_on_by_one_thread() -> None:
    before = torch.get_num_threads()
    with suitable_threads(1000):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before
