from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.batch.worker import EngineFacts, Order, make_job
from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.model_folder import read_card
from svfap_core.settings import AnalysisSettings, OutputSettings
from tests.models import write_untrained_model


def order(folder: Path, card: ModelCard) -> Order:
    return Order(
        model=str(folder),
        card=card,
        device="cpu",
        settings=AnalysisSettings(),
        outputs=OutputSettings(),
        accept_licence=False,
    )


def test_only_the_model_that_was_ordered_is_used(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "untrained")
    card = read_card(model)
    loaded: list[EngineFacts] = []
    make_job(order(model, card), loaded.append).load()
    assert [(facts.model, facts.model_sha256) for facts in loaded] == [("untrained", card.sha256)]
    for other in ({"sha256": "0" * 64}, {"temperature": 2.0}):
        with pytest.raises(ModelError, match=r"is another than was ordered.*same model"):
            make_job(order(model, card.model_copy(update=other)), loaded.append).load()
    make_job(order(model, card.model_copy(update={"title": "New"}))).load()
    assert len(loaded) == 1
