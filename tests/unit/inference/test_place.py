from __future__ import annotations

import pytest
import torch

from svfap_core.errors import DeviceError
from svfap_core.inference.place import computing_place, pick_device

CPU = torch.device("cpu")


def test_cpu_is_always_there() -> None:
    assert pick_device("cpu") == CPU


@pytest.mark.parametrize("wanted", ["cuda", "mps"])
def test_a_missing_device_is_an_error_that_lists_the_others(
    wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert pick_device("auto") == CPU
    with pytest.raises(DeviceError, match=f"{wanted} is not available") as caught:
        pick_device(wanted)
    assert "Available: cpu." in caught.value.hint


def test_auto_prefers_a_graphics_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pick_device("auto").type == "cuda"


def test_the_place_names_processor_and_versions() -> None:
    place = computing_place(CPU)
    assert place.startswith("cpu, ")
    assert f"torch {torch.__version__.split('+')[0]}" in place
    assert "threads" in place
