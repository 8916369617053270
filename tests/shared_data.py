"""The material shared with the project: tests skip where there is none of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(relative: str) -> Path:
    """A file or folder below the shared material, or a skip that says what is missing."""
    path = SHARED / relative
    if not path.exists():
        message = f"shared material {relative} is not here"
        if os.environ.get("CI") == "true" and SHARED.exists():
            pytest.fail(message)
        pytest.skip(message)
    return path
