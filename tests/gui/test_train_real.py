"""From a folder of clips to a model that scores, through the view, with the real trainer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from svfap_core.inference.checkpoint import load_model
from svfap_gui.train.events import History
from svfap_gui.train.files import JobState, StepKind, evaluations
from tests.gui.test_train_view import Rig, rig
from tests.shared_data import shared
from trainer.folder import MODEL_FOLDER

__all__ = ["rig"]
CLIPS = (
    "styletalk_feifeili_clip3.mp4",
    "lia_driving1.mp4",
    "dagan_driving.mp4",
    "lia_driving3.mp4",
    "lia_driving2.mp4",
    "styletalk_andrew_clip_1.mp4",
)


@pytest.fixture
def videos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six clips in two made-up classes."""
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    root = tmp_path / "videos"
    for number, name in enumerate(CLIPS):
        folder = root / ("calm", "lively")[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(shared(f"data/pretrain/{name}"))
    return root


def finish(rig: Rig, home: Path, seconds: float = 600) -> JobState:
    rig.qtbot.waitUntil(lambda: rig.training.running(home) is None, timeout=round(1000 * seconds))
    found = rig.training.home(home)
    assert found is not None
    outcome = rig.training.now(found)[1]
    assert not outcome.reason
    return outcome.state


def history(rig: Rig, run: Path) -> History:
    home = rig.training.home(run)
    assert home is not None
    return rig.training.history(home.made)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_from_clips_to_a_model(rig: Rig, videos: Path) -> None:
    view = rig.show()
    commands = view.commands
    prepare = rig.form(StepKind.PREPARE)
    prepare.source.line.setText(str(videos))
    prepare.form.control("size_px").setValue(160)
    commands["start"].trigger()
    data = rig.folder / "videos"
    assert finish(rig, data) is JobState.FINISHED
    assert "6 clips" in view.live._figures.text()
    assert "calm, lively" in view.live._figures.text()

    tune = rig.form(StepKind.FINETUNE)
    assert tune.data.value == str(data)
    epochs, size = tune.form.control("recipe.epochs"), tune.form.control("recipe.batch_size")
    assert isinstance(epochs, QSpinBox)
    assert isinstance(size, QSpinBox)
    assert isinstance(tune.form.control("recipe.lr"), QDoubleSpinBox)
    epochs.setValue(500)
    size.setValue(4)
    commands["start"].trigger()
    run = rig.folder / "videos-finetune"
    rig.qtbot.waitUntil(lambda: bool(history(rig, run).metrics), timeout=300_000)
    assert commands["stop-early"].isEnabled()

    commands["pause"].trigger()
    assert finish(rig, run) is JobState.INTERRUPTED
    reached = history(rig, run).step
    commands["resume"].trigger()
    rig.qtbot.waitUntil(lambda: history(rig, run).step > reached, timeout=300_000)
    commands["stop-early"].trigger()
    assert finish(rig, run) is JobState.STOPPED_EARLY
    assert load_model(run / MODEL_FOLDER).card.emotion_names == ("calm", "lively")

    evaluate = rig.form(StepKind.EVALUATE)
    assert evaluate.run.value == str(run)
    part = evaluate.form.control("split")
    part.setCurrentIndex(part.findData("train"))
    commands["start"].trigger()
    assert finish(rig, run) is JobState.FINISHED
    assert len(evaluations(run)) == 1
    assert view.live.figures.matrix.isVisible()

    rig.form(StepKind.EXPORT)
    commands["start"].trigger()
    assert finish(rig, run) is JobState.FINISHED
    loaded = load_model(rig.models / "videos-finetune")
    assert {metric.name for metric in loaded.card.metrics} >= {"WAR", "UAR"}
    assert rig.toasts[-1] == "The model videos-finetune is in Models now"
    done = (StepKind.PREPARE, StepKind.FINETUNE, StepKind.EVALUATE, StepKind.EXPORT)
    assert all(view.steps.is_done(step) for step in done)
