from __future__ import annotations

from pathlib import Path

import pytest
import torch

from svfap_core.errors import DeviceError, ModelError
from svfap_core.inference.checkpoint import WEIGHTS_FILE, save_model
from svfap_core.inference.trial import computing_place, try_model
from tests.unit.inference.samples import model_card, network


def stored(folder: Path) -> Path:
    card = model_card()
    save_model(folder, network(card), card)
    return folder


def test_a_sound_model_is_timed(tmp_path: Path) -> None:
    trial = try_model(stored(tmp_path), "cpu", lambda: False)
    assert trial.ms_per_window is not None
    assert trial.ms_per_window > 0
    assert trial.device.startswith("CPU")
    assert trial.place == computing_place("cpu")
    assert f"torch {torch.__version__.split('+')[0]}" in trial.place


def test_a_stopped_trial_gives_no_time(tmp_path: Path) -> None:
    assert try_model(stored(tmp_path), "cpu", lambda: True).ms_per_window is None


def test_a_flipped_byte_is_seen(tmp_path: Path) -> None:
    weights = stored(tmp_path) / WEIGHTS_FILE
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ModelError, match="not those of the card"):
        try_model(tmp_path, "cpu", lambda: False)


def test_weights_that_overflow_are_not_usable(tmp_path: Path) -> None:
    card = model_card()
    model = network(card)
    assert isinstance(model.head, torch.nn.Linear)
    torch.nn.init.constant_(model.head.weight, 3e38)
    save_model(tmp_path, model, card)
    with pytest.raises(ModelError, match="no usable scores"):
        try_model(tmp_path, "cpu", lambda: False)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the device is there")
def test_a_device_that_is_not_there() -> None:
    with pytest.raises(DeviceError, match="cuda"):
        computing_place("cuda")
