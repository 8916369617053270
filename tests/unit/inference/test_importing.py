from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.importing import is_own, read_own, read_published, renamed
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.inference.official import possible_datasets
from svfap_core.models import MODEL_SIZES, TPSBTConfig
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE
from tests.unit.inference.samples import model_card, network

NARROW = TPSBTConfig(embed_dim=32, num_heads=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    card = model_card()
    save_model(tmp_path / "made", network(card), card)
    return tmp_path / "made"


def published(path: Path, classes: int) -> Path:
    torch.save({"model": TPSBT(NARROW, classes).state_dict()}, path)
    return path


@pytest.mark.parametrize("tail", ["", CARD_FILE, WEIGHTS_FILE])
def test_a_model_is_its_folder_or_a_file_in_it(folder: Path, tail: str) -> None:
    assert is_own(folder / tail)
    assert read_own(folder / tail).card.name == "sample"


def test_weights_without_a_card_say_what_to_choose(folder: Path) -> None:
    (folder / CARD_FILE).unlink()
    for path in (folder, folder / WEIGHTS_FILE):
        with pytest.raises(ModelError, match=r"comes without a card\.json") as caught:
            read_own(path)
        assert WEIGHTS_FILE in caught.value.hint


def test_a_card_speaks_for_its_own_weights_only(folder: Path) -> None:
    other = shutil.copy(folder / WEIGHTS_FILE, folder / "other.safetensors")
    with pytest.raises(ModelError, match="not to this file"):
        read_own(Path(other))


@pytest.mark.parametrize(("classes", "expected"), [(7, ("dfew", "ferv39k")), (11, ("mafw",))])
def test_outputs_tell_which_data_sets_are_possible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, classes: int, expected: tuple[str, ...]
) -> None:
    monkeypatch.setitem(MODEL_SIZES, "base", NARROW)
    path = published(tmp_path / "c.pth", classes)
    assert not is_own(path)
    assert possible_datasets(path) == expected
    found = read_published(path, possible_datasets(path)[0])
    assert len(found.card.emotion_names) == classes
    assert "exactly as they were initialised" in found.warnings[0]
    assert set(found.card.provenance.notes) == {*found.warnings, *found.notes}
    assert found.warnings[0] not in found.notes


def test_another_name() -> None:
    assert renamed(model_card(), "mine-2").name == "mine-2"
    for name in ("../up", "Mine", ""):
        with pytest.raises(ModelError, match="cannot be the name"):
            renamed(model_card(), name)
