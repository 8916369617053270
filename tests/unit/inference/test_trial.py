from __future__ import annotations

from pathlib import Path

import pytest
import torch

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.model_folder import WEIGHTS_FILE
from svfap_core.inference.trial import Trial, try_model
from svfap_core.runtime.place import computing_place
from svfap_core.settings import ComputeSettings
from tests.unit.inference.samples import model_card, network


def stored(folder: Path) -> Path:
    card = model_card()
    save_model(folder, network(card), card)
    return folder


def tried(folder: Path, *, stop: bool = False) -> Trial:
    return try_model(folder, "cpu", ComputeSettings(), lambda: stop)


def test_a_sound_model_is_timed(tmp_path: Path) -> None:
    trial = tried(stored(tmp_path))
    assert trial.ms_per_window is not None
    assert trial.ms_per_window > 0
    assert trial.device.startswith("CPU")
    assert trial.place == computing_place(torch.device("cpu"))
    assert f"torch {torch.__version__.split('+')[0]}" in trial.place


def test_a_stopped_trial_gives_no_time(tmp_path: Path) -> None:
    assert tried(stored(tmp_path), stop=True).ms_per_window is None


def test_a_flipped_byte_is_seen(tmp_path: Path) -> None:
    weights = stored(tmp_path) / WEIGHTS_FILE
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match="not those of the card"):
        tried(tmp_path)


def test_weights_that_overflow_are_not_usable(tmp_path: Path) -> None:
    card = model_card()
    model = network(card)
    assert isinstance(model.head, torch.nn.Linear)
    torch.nn.init.constant_(model.head.weight, 3e38)
    save_model(tmp_path, model, card)
    with pytest.raises(ModelError, match="no usable scores"):
        tried(tmp_path)
