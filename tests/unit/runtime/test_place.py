from __future__ import annotations

import pytest
import torch

from svfap_core.errors import DeviceError
from svfap_core.runtime import place
from svfap_core.runtime.place import computing_place, pick_device


@pytest.fixture(autouse=True)
def driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of a GPU is installed, so torch is asked."""
    monkeypatch.setattr(place, "may_have_gpu", lambda: True)


def test_cpu_is_always_there() -> None:
    assert pick_device("cpu") == "cpu"


@pytest.mark.parametrize("wanted", ["cuda", "mps"])
def test_a_missing_device_is_an_error_that_lists_the_others(
    wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    assert pick_device("auto") == "cpu"
    with pytest.raises(DeviceError, match=f"{wanted} is not available") as caught:
        pick_device(wanted)
    assert "Available: cpu." in caught.value.hint


def test_auto_prefers_a_graphics_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pick_device("auto") == "cuda"


def test_torch_is_not_asked_where_no_gpu_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "may_have_gpu", lambda: False)
    with monkeypatch.context() as patch:
        patch.setattr(torch.cuda, "is_available", lambda: pytest.fail("asked"))
        assert pick_device("auto") == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pick_device("cuda") == "cuda", "who asks for it may know better"


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_where_torch_finds_a_gpu_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert place.may_have_gpu()


def test_the_place_names_processor_and_versions() -> None:
    told = computing_place("cpu")
    assert told.startswith("cpu, ")
    assert f"torch {torch.__version__.split('+')[0]}" in told
    assert "threads" in told
