"""The training view over real forms and files; its processes only behave like the trainer."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_gui.parts.theme import DARK, LIGHT, Theme
from svfap_gui.train import command as training_command
from svfap_gui.train import process as training_process
from svfap_gui.train.command import Order
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.figures import TrainFigures
from svfap_gui.train.files import JobState, StepKind, scan
from svfap_gui.train.forms import EvaluateForm, ExportForm, PrepareForm
from svfap_gui.train.recipe_form import RecipeForm
from svfap_gui.train.view import TrainView
from svfap_gui.work.activities import Activities
from svfap_gui.work.state import AppState
from tests.gui.fakes import newest
from tests.gui.test_training import FAKE
from tests.unit.trainer.miniature import write_clips
from trainer.metrics import Evaluation

FIGURE = {"value": 0.55, "n": 20, "low": 0.4, "high": 0.7}
EVALUATION: dict[str, Any] = {
    "caution": "",
    "data_set": "Mine",
    "split": "test",
    "protocol": "windows over the whole clip",
    "models": [],
    "n": 20,
    "labels": ["happy", "sad"],
    "classes": {
        "n": 20,
        "war": FIGURE,
        "uar": FIGURE,
        "f1_weighted": FIGURE,
        "f1_macro": FIGURE,
        "recall": {"happy": FIGURE, "sad": {"value": None, "n": 0}},
        "support": {"happy": 20, "sad": 0},
        "absent": ["sad"],
        "confusion": [[11, 9], [0, 0]],
        "ece": 0.1,
        "ece_by_chance": 0.2,
        "reliability": [],
    },
    "risks": None,
    "votes": None,
    "dimensions": {},
    "means": None,
    "levels": {},
    "unmeasured": [],
    "resampled": "clips",
    "units": 20,
    "resamples": 1000,
    "seed": 0,
}


class Rig:
    def __init__(self, qtbot: QtBot, tmp_path: Path) -> None:
        self.qtbot = qtbot
        self.folder = tmp_path / "runs"
        self.models = tmp_path / "models"
        self.root = QObject()
        self.state = AppState(self.root)
        self.activities = Activities(self.root)
        self.training = TrainingController(self.activities, self.folder, self.root)
        self.view = TrainView(self.state, self.training, self.models)
        self.toasts: list[str] = []
        self.state.toasted.connect(lambda toast: self.toasts.append(toast.text))

    def until(self, holds: Any) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def show(self) -> TrainView:
        self.view.resize(1280, 780)
        self.view.show()
        self.view.arrive()
        return self.view

    def data(self, name: str = "clips") -> Path:
        home = self.folder / name
        home.mkdir(parents=True)
        (home / "manifest.parquet").touch()
        return home

    def run(self, name: str = "first", kind: str = "finetune") -> Path:
        home = self.folder / name
        home.mkdir(parents=True)
        (home / "config.yaml").write_text(f"kind: {kind}\nrecipe:\n  epochs: 4\n")
        (home / "last.ckpt").touch()
        lines = ['{"kind":"started","run":"r","step":0,"total_steps":40}']
        lines += [
            json.dumps(
                {
                    "kind": "epoch",
                    "step": 10 * number,
                    "epoch": number - 1,
                    "metrics": {"train/loss": 1 / number, "val/loss": 1.2 / number, "val/uar": 0.3},
                }
            )
            for number in range(1, 5)
        ]
        lines.append('{"kind":"ended","step":40,"outcome":"finished","seconds":9.0}')
        (home / "events.jsonl").write_text("\n".join(lines) + "\n")
        return home

    def form(self, step: StepKind) -> Any:
        self.view.steps.choose(step)
        return self.view.forms[step]


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(qtbot, tmp_path)
    yield rig
    for home in scan(rig.folder):
        for job in home.jobs:
            if process := training_process.find(job):
                training_process.end_now(process)
    rig.until(lambda: not any(training_process.find(j) for h in scan(rig.folder) for j in h.jobs))
    rig.training.rescan()
    rig.until(lambda: not rig.activities.running)
    rig.training.watch(None)
    rig.view.close()
    shiboken6.delete(rig.view)
    shiboken6.delete(rig.root)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms ask for the stand-in of the trainer."""

    def order(step: StepKind, home: Path, *arguments: str) -> Order:
        return Order(step, home, (sys.executable, str(FAKE), step, str(home), *arguments))

    monkeypatch.setattr(training_command, "_order", order)


def box_of(rig: Rig) -> QMessageBox:
    rig.until(lambda: rig.view.findChildren(QMessageBox))
    return rig.view.findChildren(QMessageBox)[0]


# Forms


def test_the_first_step_teaches_what_to_do(rig: Rig, tmp_path: Path) -> None:
    view = rig.show()
    assert view.steps.current is StepKind.PREPARE
    assert not view.commands["start"].isEnabled()
    form = view.forms[StepKind.PREPARE]
    assert isinstance(form, PrepareForm)
    assert form.missing
    (tmp_path / "my clips").mkdir()
    form.source.line.setText(str(tmp_path / "my clips"))
    assert view.commands["start"].isEnabled()
    expected = ["prepare", "folder", str(tmp_path / "my clips"), "--out"]
    assert shlex.split(view.command.text)[3:7] == expected
    assert not any(view.steps.is_done(step) for step in StepKind)


def test_every_step_says_what_is_missing(rig: Rig) -> None:
    for step in rig.show().forms:
        form = rig.form(step)
        assert form.order() is None
        assert form.missing
        assert form.title
        assert form.text
        assert not rig.view.commands["start"].isEnabled()
        assert not rig.view.commands["copy-command"].isEnabled()


def test_a_recipe_fills_the_form_and_changes_are_in_the_command(rig: Rig) -> None:
    rig.data()
    rig.show()
    form = rig.form(StepKind.FINETUNE)
    assert isinstance(form, RecipeForm)
    assert form.begin.value == "svfap-tiny"
    assert "--set" not in rig.view.command.text
    form.preset.setCurrentIndex(form.preset.findData("ferv39k"))
    stride, rate = form.form.control("data.stride"), form.form.control("recipe.lr")
    assert isinstance(stride, QLineEdit)
    assert isinstance(rate, QDoubleSpinBox)
    assert (stride.text(), form.begin.value) == ("1", "")
    rate.setValue(0.001)
    words = shlex.split(rig.view.command.text)
    assert words[3:5] == ["finetune", "ferv39k"]
    assert words[words.index("--set") + 1] == "recipe.lr=0.001"
    assert words.count("--set") == 1
    rig.view.commands["copy-command"].trigger()
    assert QGuiApplication.clipboard().text() == rig.view.command.text


def test_what_is_wrong_cannot_be_started(rig: Rig) -> None:
    rig.data()
    rig.show()
    form = rig.form(StepKind.FINETUNE)
    form.form.control("heads").setText("[{kind: nonsense}]")
    assert not rig.view.commands["start"].isEnabled()
    assert form.form.error_of("heads")
    assert rig.view.command.text == ""


def test_a_model_is_called_as_folders_can_be(rig: Rig) -> None:
    run = rig.run("My Run")
    rig.show()
    form = rig.form(StepKind.EXPORT)
    assert isinstance(form, ExportForm)
    order = form.order()
    assert order is not None
    assert (order.home, order.command[6]) == (run, str(rig.models / "my-run"))
    (rig.models / "my-run").mkdir(parents=True)
    assert form.order() is None
    assert "my-run" in form.missing


def test_a_folder_that_is_dropped_is_to_be_prepared(rig: Rig, tmp_path: Path) -> None:
    clips, table = tmp_path / "clips", tmp_path / "clips.csv"
    clips.mkdir()
    table.touch()
    rig.show()
    rig.view.steps.choose(StepKind.EXPORT)
    assert rig.view.takes(clips)
    rig.view.take([clips])
    assert rig.view.steps.current is StepKind.PREPARE
    assert shlex.split(rig.view.command.text)[4:6] == ["folder", str(clips)]
    assert rig.view.takes(table)
    rig.view.take([table])
    assert shlex.split(rig.view.command.text)[4:6] == ["csv", str(table)]
    assert not rig.view.takes(tmp_path / "film.mp4")
    (clips / "card.json").touch()
    assert not rig.view.takes(clips)


# Runs


@pytest.mark.usefixtures("quick")
def test_a_run_from_start_to_stop_early(rig: Rig) -> None:
    rig.data()
    view = rig.show()
    rig.form(StepKind.FINETUNE).name.setText("first")
    shown = shlex.split(view.command.text)
    view.commands["start"].trigger()
    home = rig.folder / "first"
    job = rig.training.running(home)
    assert job is not None
    assert list(job.command) == shown
    assert view.runs.current == home
    assert view.subject == "first"
    commands = view.commands
    assert commands["stop-early"].isEnabled()
    assert commands["cancel"].isVisible()
    assert not commands["resume"].isVisible()
    rig.until(lambda: view.live.bar.value() > 0)
    commands["stop-early"].trigger()
    assert not commands["stop-early"].isEnabled()
    rig.until(lambda: view.steps.is_done(StepKind.FINETUNE))
    assert rig.toasts == ["first: fine-tuned, stopped early"]
    assert not commands["cancel"].isVisible()


@pytest.mark.usefixtures("quick")
def test_cancelling_asks_first(rig: Rig) -> None:
    rig.data()
    view = rig.show()
    rig.form(StepKind.PRETRAIN)
    view.commands["start"].trigger()
    home = view.runs.current
    assert home is not None
    rig.until(lambda: view.live.bar.value() > 0)
    view.commands["cancel"].trigger()
    box = box_of(rig)
    assert "Stop early keeps" in box.text()
    rig.qtbot.keyClick(box, Qt.Key.Key_Escape)
    rig.until(lambda: not rig.view.findChildren(QMessageBox))
    assert rig.training.running(home) is not None
    view.commands["cancel"].trigger()
    yes = next(b for b in box_of(rig).buttons() if "delete" in b.text())
    rig.qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    rig.until(lambda: not rig.activities.running)
    assert not home.exists()
    assert rig.toasts == []
    assert not rig.view.notices.shown


@pytest.mark.usefixtures("quick")
def test_a_run_without_a_test_part_is_judged_by_validation(rig: Rig) -> None:
    home = rig.run()
    view = rig.show()
    why = "the data has no clips in the part test"
    command = (sys.executable, str(FAKE), "evaluate", str(home), "--fail", why)
    rig.training.start(Order(StepKind.EVALUATE, home, command))
    rig.until(lambda: bool(view.notices.shown))
    banner = newest(view)
    assert banner.retry.text() == "Use validation"
    assert "better on them than on new clips" in banner.hint.text()
    banner.retry.click()
    job = rig.training.running(home)
    assert job is not None
    assert job.step is StepKind.EVALUATE
    assert "val" in job.command
    assert not view.notices.shown


@pytest.mark.usefixtures("quick")
def test_a_failure_is_told_with_its_reason(rig: Rig) -> None:
    rig.data()
    view = rig.show()
    home = rig.folder / "bad"
    command = (sys.executable, str(FAKE), "finetune", str(home), "--fail", "too few clips")
    rig.training.start(Order(StepKind.FINETUNE, home, command))
    rig.until(lambda: bool(rig.view.notices.shown))
    [notice] = rig.view.notices.shown
    assert notice.error
    assert notice.hint == "too few clips"
    view.runs.choose(home)
    assert "too few clips" in view.runs.currentItem().text()
    assert not view.commands["resume"].isVisible()  # There is no checkpoint to go on from.


@pytest.mark.usefixtures("quick")
def test_an_interrupted_run_can_be_resumed(rig: Rig) -> None:
    rig.data()
    view = rig.show()
    rig.form(StepKind.FINETUNE)
    view.commands["start"].trigger()
    rig.until(lambda: view.live.bar.value() > 0)
    view.commands["pause"].trigger()
    rig.until(view.commands["resume"].isVisible)
    assert "interrupted" in view.runs.currentItem().text()
    view.commands["resume"].trigger()
    rig.until(view.commands["stop-early"].isVisible)
    assert not view.commands["resume"].isVisible()


def assert_export_is_told(rig: Rig) -> None:
    run = rig.run()
    with (run / "events.jsonl").open("a") as file:
        file.write('{"kind":"warned","text":"Too few clips to choose by."}\n')
    view = rig.show()
    rig.form(StepKind.EXPORT)
    view.commands["start"].trigger()
    rig.until(lambda: view.steps.is_done(StepKind.EXPORT))
    assert rig.toasts == ["The model model is in Models now"]
    # Which weights a run gives, and which were exported.
    assert view.live._notes.text() == "Too few clips to choose by.\n\nThe last weights."


@pytest.mark.usefixtures("quick")
def test_an_exported_model_is_told(rig: Rig) -> None:
    assert_export_is_told(rig)


@pytest.mark.usefixtures("quick")
def test_a_process_that_ends_at_once_is_heard_to_its_last_word(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = training_process.start

    def begin_and_end(*args: Any) -> int:
        pid = begin(*args)
        psutil.Process(pid).wait(20)
        return pid

    monkeypatch.setattr(training_process, "start", begin_and_end)
    assert_export_is_told(rig)


def test_curves_and_figures_of_a_run_are_shown(rig: Rig) -> None:
    run = rig.run()
    Evaluation.model_validate(EVALUATION)
    (run / "evaluation-test").mkdir()
    (run / "evaluation-test" / "evaluation.json").write_text(json.dumps(EVALUATION))
    view = rig.show()
    live = view.live
    assert [live.tabs.tabText(i) for i in range(live.tabs.count())] == ["Curves", "Evaluation"]
    assert all(live.tabs.tabRect(i).width() > 40 for i in range(live.tabs.count()))
    x, y = live.curves._losses._curves["val/loss"].getData()
    assert list(x) == [1, 2, 3, 4]  # Epochs, not steps.
    assert list(y) == [1.2, 0.6, pytest.approx(0.4), 0.3]
    assert view.commands["report"].isVisible()
    live.show_figures()
    matrix = live.figures.matrix
    assert matrix.isVisible()
    assert "11 of 20 clips of happy were taken for happy" in matrix.accessibleDescription()
    assert matrix._share(0, 1) == 0.45
    assert matrix._share(1, 1) is None


def test_deleting_is_for_what_does_not_run_and_asks(rig: Rig) -> None:
    run = rig.run()
    view = rig.show()
    view.commands["delete"].trigger()
    yes = next(b for b in box_of(rig).buttons() if b.text() == "Delete")
    rig.qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    rig.until(lambda: not rig.activities.running)
    assert not run.exists()
    assert view.runs.current is None
    assert not rig.view.notices.shown


# For everybody


def test_steps_go_by_the_keyboard(rig: Rig) -> None:
    view = rig.show()
    buttons = view.steps.findChildren(QPushButton)
    view.activateWindow()
    buttons[0].setFocus()
    rig.until(buttons[0].hasFocus)
    for number in range(1, 5):
        rig.qtbot.keyClick(buttons[number - 1], Qt.Key.Key_Down)
        assert view.steps.current is list(view.forms)[number]
        assert view.panel.form is view.forms[view.steps.current]


def test_whatever_takes_the_focus_has_a_name(rig: Rig) -> None:
    rig.data()
    rig.run()
    rig.show()
    nameless: list[QWidget] = []
    for step in rig.view.forms:
        rig.view.steps.choose(step)
        nameless += [
            widget
            for widget in rig.view.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not (widget.accessibleName() or getattr(widget, "text", str)())
            and not isinstance(widget.parent(), QComboBox | QSpinBox | QDoubleSpinBox)
            and not widget.objectName().startswith("qt_")
        ]
    assert nameless == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_both_themes_draw(rig: Rig, wear: Callable[[Theme], None], theme: Theme) -> None:
    rig.run(kind="pretrain")
    view = rig.show()
    wear(theme)
    for index in range(view.live.tabs.count()):
        view.live.tabs.setCurrentIndex(index)
        assert not view.grab().isNull()


def test_runs_that_the_app_left_are_there_before_the_view_is_visited(rig: Rig) -> None:
    home = rig.folder / "run"
    command = (sys.executable, str(FAKE), "finetune", str(home))
    rig.training.start(Order(StepKind.FINETUNE, home, command))
    other = TrainingController(rig.activities, rig.folder, rig.root)
    view = TrainView(rig.state, other, rig.models)
    assert not view.forms
    assert [row.state for row in view.runs._rows] == [JobState.RUNNING]
    assert len(rig.activities.running) == 2
    rig.training.pause(home)
    rig.until(lambda: not rig.activities.running)
    shiboken6.delete(view)


def test_evaluating_proposes_the_part_that_the_data_has(rig: Rig, tmp_path: Path) -> None:
    for name, splits in (("own", (None,)), ("official", ("train", "val", "test"))):
        data = write_clips(tmp_path / name, splits=splits, frames=2)
        run = rig.run(f"run-{name}")
        with (run / "config.yaml").open("a") as config:
            config.write(f"data:\n  manifests: ['{data}']\n  fold: null\n")
    rig.show()
    form = rig.form(StepKind.EVALUATE)
    assert isinstance(form, EvaluateForm)
    form.choose(rig.folder / "run-own")
    rig.until(lambda: form.part.currentData() == "val")
    assert form.part.currentText() == "Validation"
    assert "no test part" in form._caption.text()
    assert "--split val" in rig.view.command.text
    form.choose(rig.folder / "run-official")
    rig.until(lambda: form.part.currentData() == "test")
    assert not form._caption.text()
    words = {label.text() for label in rig.form(StepKind.PREPARE).form.findChildren(QLabel)}
    assert not words & {"margin", "shards", "workers", "every face"}


def test_an_evaluation_by_validation_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    figures = TrainFigures()
    qtbot.addWidget(figures)
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(EVALUATION | {"split": "val"}))
    figures.show_file(path)
    assert "part validation" in figures._heading.text()
    assert "chosen by this part" in figures._note.text()
    path.write_text(json.dumps(EVALUATION))
    figures.show_file(path)
    assert "chosen by" not in figures._note.text()
