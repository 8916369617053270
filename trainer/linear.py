"""Linear heads, fitted exactly: logistic and ridge regression. Knows no clips, no networks.

Products are torch's, whose threads can be held: many small ones cost far more on several threads
than on one, most of all on a busy computer.

N rows, D features, K outputs. Rows have weights, whose sum does not matter: a loss is a mean. The
penalty is `strength / 2` times the squares of the weights of standardised features; intercepts are
free.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.predictions import Floats

MOST_ITERATIONS = 2000
FEW_NUMBERS = 2_000_000
"""Of a table of features: for less, threads cost more than they give."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`weight` `(K, D)` and `bias` `(K,)` on features as they are, float64."""

    weight: Tensor
    bias: Tensor

    def __call__(self, features: Floats) -> Tensor:
        """Features `(N, D)` -> outputs `(N, K)`."""
        return torch.from_numpy(features) @ self.weight.T + self.bias


@contextmanager
def suitable_threads(numbers: int) -> Generator[None]:
    """As many threads as are worth it for tables of so many numbers."""
    before = torch.get_num_threads()
    if numbers < FEW_NUMBERS:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True, slots=True, eq=False)
class _Scale:
    """Mean and deviation `(D,)` of features; what is constant keeps its unit."""

    mean: Tensor
    deviation: Tensor

    def standardised(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation

    def folded(self, weight: Tensor, bias: Tensor) -> Linear:
        """What gives on features as they are the same outputs as on standardised ones."""
        own = weight / self.deviation
        return Linear(own, bias - own @ self.mean)


def _scale_of(x: Tensor, shares: Tensor) -> _Scale:
    mean = shares @ x
    deviation = (shares @ (x - mean) ** 2).sqrt()
    constant = deviation <= 1e-6 * x.abs().amax(dim=0) + torch.finfo(x.dtype).tiny
    return _Scale(mean, torch.where(constant, 1.0, deviation))


def logistic(
    x: Floats, truth: Floats, weights: Floats, strengths: Sequence[float], *, exact: bool = False
) -> list[Linear]:
    """Multinomial logistic regression on shares of classes: one head for each strength.

    Args:
        x: `(N, D)`.
        truth: `(N, K)` shares, rows of which sum to 1.
        weights: `(N,)`.
        strengths: Of the penalty; each head starts from the one before, so let them fall.
        exact: To the last digits, rather than well enough to compare strengths.
    """
    table = torch.from_numpy(x)
    shares = torch.from_numpy(weights / weights.sum())
    scale = _scale_of(table, shares)
    z = scale.standardised(table)
    wanted = shares[:, None] * torch.from_numpy(truth)
    held = torch.zeros(truth.shape[1], x.shape[1] + 1, dtype=z.dtype)
    weight = held[:, :-1]
    found: list[Linear] = []
    for strength in strengths:

        def slope(strength: float = strength) -> Tensor:
            log_p = (z @ weight.T + held[:, -1]).log_softmax(dim=1)
            error = shares[:, None] * log_p.exp() - wanted
            rows = error.T @ z + strength * weight
            held.grad = torch.cat((rows, error.sum(dim=0)[:, None]), dim=1)
            return strength / 2 * weight.square().sum() - (wanted * log_p).sum()

        torch.optim.LBFGS(
            [held],
            max_iter=MOST_ITERATIONS,
            tolerance_grad=1e-10 if exact else 1e-3,
            tolerance_change=1e-16 if exact else 1e-6,
            history_size=20,
            line_search_fn="strong_wolfe",
        ).step(slope)
        found.append(scale.folded(weight.clone(), held[:, -1].clone()))
    return found


def ridge(x: Floats, truth: Floats, weights: Floats, strengths: Sequence[float]) -> list[Linear]:
    """Ridge regression (half the mean squared error and the penalty): one head for each strength.

    Args:
        x: `(N, D)`.
        truth: `(N, K)`.
        weights: `(N,)`.
        strengths: Of the penalty, above 0.
    """
    table, wanted = torch.from_numpy(x), torch.from_numpy(truth)
    shares = torch.from_numpy(weights / weights.sum())
    scale = _scale_of(table, shares)
    z, bias = scale.standardised(table), shares @ wanted
    weighted = z * shares[:, None]
    values, vectors = torch.linalg.eigh(weighted.T @ z)
    along = vectors.T @ (weighted.T @ (wanted - bias))
    return [
        scale.folded((vectors @ (along / (values.clamp(min=0)[:, None] + strength))).T, bias)
        for strength in strengths
    ]
