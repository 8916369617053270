"""A root with a name that is hard on paths."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data sets [v1] (new)"
    folder.mkdir()
    return folder
