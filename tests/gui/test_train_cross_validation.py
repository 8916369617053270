"""Cross-validation in the Train view: its form, its folds as they are shown, and a real one."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from svfap_gui.parts.command import Commands
from svfap_gui.train import command as training_command
from svfap_gui.train.command import Order
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.files import Job, JobState, StepKind, write_job
from svfap_gui.train.forms import EvaluateForm
from svfap_gui.train.recipe_form import RecipeForm
from svfap_gui.train.view import TrainView
from tests.gui.test_train_view import EVALUATION, Rig, rig
from tests.unit.trainer.miniature import mini_finetune, write_clips
from trainer.events import Event, Fold, Started, Step, to_line

__all__ = ["rig"]
SLOWEST_MS = 240_000


def fine_tuning(rig: Rig) -> RecipeForm:
    rig.data()
    rig.show()
    form = rig.form(StepKind.FINETUNE)
    assert isinstance(form, RecipeForm)
    return form


def words(rig: Rig) -> list[str]:
    return shlex.split(rig.view.command.text)


def test_testing_every_clip_is_a_choice_of_the_form(rig: Rig) -> None:
    form = fine_tuning(rig)
    assert words(rig)[3] == "finetune"
    assert form.tested.isVisible()
    assert not form.folds.isVisible()
    form.tested.setCurrentIndex(1)
    assert words(rig)[3:5] == ["cross-validate", "finetune-tiny"]
    assert not {"--folds", "--leave-one-subject-out"} & {*words(rig)}
    assert rig.view.commands["start"].text() == "Cross-validate"
    kind, number = form.folds.kind, form.folds.number
    assert form.folds.isVisible()
    assert not number.isVisible()
    kind.setCurrentIndex(kind.findData("number"))
    assert number.isVisible()
    number.setValue(8)
    assert words(rig)[words(rig).index("--folds") + 1] == "8"
    kind.setCurrentIndex(kind.findData("subject"))
    assert "--leave-one-subject-out" in words(rig)
    assert "--folds" not in words(rig)
    form.tested.setCurrentIndex(0)
    assert words(rig)[3] == "finetune"
    assert rig.view.commands["start"].text() == "Fine-tune"


def test_pre_training_is_not_tested(rig: Rig) -> None:
    rig.data()
    rig.show()
    form = rig.form(StepKind.PRETRAIN)
    assert not form.tested.isVisible()
    assert words(rig)[3] == "pretrain"


def told_of_folds(rig: Rig, *events: Event) -> Path:
    """A cross-validation that the app has started, with what it said."""
    home = rig.folder / "cv"
    fold = home / "folds" / "1"
    fold.mkdir(parents=True)
    (fold / "config.yaml").write_text("kind: finetune\nrecipe:\n  epochs: 4\n")
    job = Job(step=StepKind.CROSS_VALIDATE, home=home, command=("x",), begun=datetime.now(UTC))
    write_job(job)
    job.output.write_text("".join(to_line(event) + "\n" for event in events))
    return home


def step(number: int) -> Step:
    return Step(step=number, epoch=0, loss=1.0, lr=0.1)


def figures(view: TrainView) -> list[str]:
    return view.live._figures.text().split("   ·   ")


BEGUN = Started(run="r", step=0, total_steps=40)


@pytest.mark.parametrize(
    ("fold", "shown"),
    [(Fold(number=2, count=5), "Fold 2 of 5"), (Fold(number=0, count=5), "Final run: all folds")],
)
def test_the_fold_is_shown_with_curves_of_its_own(rig: Rig, fold: Fold, shown: str) -> None:
    told_of_folds(rig, Fold(number=1, count=5), BEGUN, step(20), step(40), fold, BEGUN, step(10))
    view = rig.show()
    assert figures(view)[:2] == [shown, "epoch 0 of 4"]
    x, _ = view.live.curves._losses._curves["batches"].getData()
    assert list(x) == [1]  # Epochs.
    assert not view.live.curves._below.isVisible()  # No clips are held back for validation.


def test_its_folds_are_no_runs_of_the_list(rig: Rig) -> None:
    told_of_folds(rig)
    view = rig.show()
    assert [row.detail for row in view.runs._rows] == ["cross-validation was interrupted"]
    assert view.commands["resume"].isVisible()


def test_one_that_the_command_line_began_can_be_resumed(rig: Rig) -> None:
    home = told_of_folds(rig)
    shutil.rmtree(home / "process")
    view = rig.show()
    assert view.home is not None
    assert view.home.step is StepKind.CROSS_VALIDATE
    assert view.commands["resume"].isVisible()


def test_the_report_of_all_folds_is_opened(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    home = told_of_folds(rig)
    for folder in ("cross-validation", "folds/1/evaluation-test"):
        (home / folder).mkdir(parents=True)
        (home / folder / "evaluation.json").write_text(json.dumps(EVALUATION))
    view = rig.show()
    view.commands["report"].trigger()
    assert [Path(url.toLocalFile()) for url in opened] == [
        home / "cross-validation" / "report.html"
    ]


def test_evaluating_one_again_points_to_its_report(rig: Rig, tmp_path: Path) -> None:
    data = write_clips(tmp_path / "clips", splits=(None,), frames=2)
    run = rig.run("cv")
    text = f"kind: finetune\ndata:\n  manifests: ['{data}']\n  fold: 0\n"
    for folder in (run, run / "folds" / "1"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.yaml").write_text(text)
    (run / "cross-validation").mkdir()
    rig.show()
    form = rig.form(StepKind.EVALUATE)
    assert isinstance(form, EvaluateForm)
    form.choose(run)
    rig.until(form._caption.text)
    assert form._caption.text().startswith("Cross-validation has evaluated this run")


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    """The command for two folds of clips without any part for testing."""
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    data = write_clips(tmp_path / "clips", size_px=32, splits=(None,))
    config = mini_finetune(
        data,
        **{"heads": [{"kind": "classes"}], "recipe.epochs": 2, "recipe.checkpoint_every_steps": 50},
    )
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(yaml.safe_dump(config.model_dump(mode="json")), encoding="utf-8")
    home = tmp_path / "runs" / "cv"
    return training_command.cross_validate(str(recipe), config, config, home, 2)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_real_one_is_paused_and_resumed_by_another_app(rig: Rig, real: Order) -> None:
    view, home = rig.show(), real.home
    wait = rig.qtbot.waitUntil
    assert rig.training.start(real)
    view.runs.choose(home)
    wait(lambda: "Fold 2 of 2" in figures(view), timeout=SLOWEST_MS)
    assert not view.commands["stop-early"].isVisible()
    assert not (home / "cross-validation").exists()
    view.commands["pause"].trigger()
    wait(lambda: rig.training.running(home) is None, timeout=SLOWEST_MS)
    first = (home / "folds" / "1" / "last.ckpt").stat().st_mtime_ns

    training = TrainingController(rig.activities, rig.folder, rig.root)
    other = TrainView(rig.state, training, rig.models)
    rig.qtbot.addWidget(other)
    assert [row.state for row in other.runs._rows] == [JobState.INTERRUPTED]
    resume(other.commands)
    wait(lambda: "Final run: all folds" in figures(other), timeout=SLOWEST_MS)
    wait(lambda: training.running(home) is None, timeout=SLOWEST_MS)
    assert [row.detail for row in other.runs._rows] == ["cross-validated"]
    assert (home / "folds" / "1" / "last.ckpt").stat().st_mtime_ns == first
    judged = json.loads((home / "cross-validation" / "evaluation.json").read_text())
    assert (judged["n"], judged["split"]) == (16, "test, 2 folds pooled")
    assert (home / "cross-validation" / "report.html").exists()
    assert other.steps.is_done(StepKind.FINETUNE)
    assert other.steps.is_done(StepKind.EVALUATE)


def resume(commands: Commands) -> None:
    assert commands["resume"].isVisible()
    commands["resume"].trigger()
