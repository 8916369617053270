from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import read_card
from svfap_core.pipeline.worker import EngineFacts, Order, make_job
from svfap_core.settings import AnalysisSettings, OutputSettings
from tests.models import write_untrained_model


def order(folder: Path, sha256: str) -> Order:
    return Order(
        model=str(folder),
        model_sha256=sha256,
        device="cpu",
        settings=AnalysisSettings(),
        outputs=OutputSettings(),
        accept_licence=False,
    )


def test_only_the_model_that_was_ordered_is_used(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "untrained")
    sha256 = read_card(model).sha256
    loaded: list[EngineFacts] = []
    make_job(order(model, sha256), loaded.append).load()
    assert [(facts.model, facts.model_sha256) for facts in loaded] == [("untrained", sha256)]
    with pytest.raises(ModelError, match=r"is another than was ordered.*same model"):
        make_job(order(model, "0" * 64), loaded.append).load()
    assert len(loaded) == 1
