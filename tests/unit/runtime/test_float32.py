"""float32 without TF32, for as long as anybody computes in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import torch

from svfap_core.runtime.float32 import literal_float32


@pytest.fixture(autouse=True)
def tf32() -> Iterator[None]:
    """As a training sets it; given back afterwards."""
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.allow_tf32 = True
    yield
    torch.set_float32_matmul_precision(before[0])
    torch.backends.cudnn.allow_tf32 = before[1]


def settings() -> tuple[str, bool]:
    return torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32


def test_it_is_literal_while_it_is_asked_for() -> None:
    with literal_float32():
        assert settings() == ("highest", False)
        assert torch.backends.cudnn.enabled
    assert settings() == ("high", True)


@pytest.mark.parametrize("first_out", [0, 1])
def test_one_that_leaves_takes_it_from_nobody_else(first_out: int) -> None:
    """Threads enter and leave in any order; what was set before comes back at the end alone."""
    stacks = [ExitStack(), ExitStack()]
    for stack in stacks:
        stack.enter_context(literal_float32())
    stacks[first_out].close()
    assert settings() == ("highest", False)
    stacks[1 - first_out].close()
    assert settings() == ("high", True)
