"""What runs in tests stand on: narrow networks, and clips to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.trainer.miniature import write_clips
from tests.unit.trainer.narrow import narrow_networks


@pytest.fixture
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight clips to learn from, two steps of an epoch; four to choose by; four to be judged on."""
    return write_clips(tmp_path_factory.mktemp("data") / "clips", size_px=32, values=("valence",))
