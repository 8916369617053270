"""The real trainer is paused and stopped from the window without a signal, as on Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest
import yaml

from svfap_gui.train.command import Order
from svfap_gui.train.files import JobState, StepKind
from tests.gui.test_training import Rig, rig
from tests.unit.trainer.miniature import mini_finetune, write_clips

__all__ = ["rig"]
SLOWEST_MS = 180_000


def no_signal(*_: object) -> None:
    raise AssertionError("a run that is sent a signal is killed on Windows")


@pytest.fixture
def paused(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run that was begun, learned some steps and was paused."""
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    for name in ("terminate", "kill", "send_signal"):
        monkeypatch.setattr(psutil.Process, name, no_signal)
    data = write_clips(tmp_path / "clips", size_px=32)
    changes = {"heads": [{"kind": "classes"}], "recipe.epochs": 5000}
    config = mini_finetune(data, **changes)
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(yaml.safe_dump(config.model_dump(mode="json")), encoding="utf-8")
    home = rig.folder / "run"
    command = (sys.executable, "-m", "trainer", "finetune", str(recipe), "--out", str(home))
    assert rig.training.start(Order(StepKind.FINETUNE, home, (*command, "--json"))), rig.errors
    wait = rig.qtbot.waitUntil
    wait(lambda: rig.history(home).step > 1, timeout=SLOWEST_MS)  # type: ignore[attr-defined]
    rig.training.pause(home)
    wait(lambda: rig.training.running(home) is None, timeout=SLOWEST_MS)
    return home


@pytest.mark.timeout(600)
def test_a_real_run_is_paused(rig: Rig, paused: Path) -> None:
    assert rig.state(paused) is JobState.INTERRUPTED
    assert (paused / "last.ckpt").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_real_run_is_resumed_and_stopped(rig: Rig, paused: Path) -> None:
    reached = rig.history(paused).step  # type: ignore[attr-defined]
    wait = rig.qtbot.waitUntil
    assert rig.training.resume(paused)
    wait(lambda: rig.history(paused).step > reached, timeout=SLOWEST_MS)  # type: ignore[attr-defined]
    rig.training.stop_early(paused)
    wait(lambda: rig.training.running(paused) is None, timeout=SLOWEST_MS)
    assert rig.state(paused) is JobState.STOPPED_EARLY
