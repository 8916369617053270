"""The shapes of heads, read once."""

from __future__ import annotations

import pytest

from tests.shared_data import shared
from trainer.workshop.rendered.head import Geometry
from trainer.workshop.rendered.sequences import IDENTITIES


@pytest.fixture(scope="session")
def geometry() -> Geometry:
    return Geometry(shared("data/ict_facekit"), IDENTITIES)
