"""Runs are processes that outlive the app: started, followed, stopped, found again, deleted.

The processes are real; most of them only behave like the trainer (`fake_trainer.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

import svfap_gui.train.controller as training_module
from svfap_gui.train import command as training_command
from svfap_gui.train import process as training_process
from svfap_gui.train.command import Order
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.files import Job, JobState, StepKind, scan, write_job
from svfap_gui.work.activities import Activities

FAKE = Path(__file__).with_name("fake_trainer.py")


def order(step: StepKind, home: Path, *more: str) -> Order:
    return Order(step, home, (sys.executable, str(FAKE), step, str(home), *more))


class Rig:
    """A controller over a folder; whatever it has started is ended with the test."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.root = QObject()
        self.activities = Activities(self.root)
        self.training = TrainingController(self.activities, folder, self.root)
        self.errors: list[str] = []
        self.training.failed.connect(self.errors.append)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def start(self, step: StepKind, name: str = "run", *more: str) -> Path:
        home = self.folder / name
        assert self.training.start(order(step, home, *more)), self.errors
        return home

    def begin(self, step: StepKind = StepKind.FINETUNE, name: str = "run", *more: str) -> Path:
        """Started, and some steps made."""
        home = self.start(step, name, *more)
        self.until(lambda: self.history(home).step > 2)
        return home

    def history(self, home: Path) -> object:
        found = self.training.home(home)
        assert found is not None
        return self.training.history(found.newest)

    def state(self, home: Path) -> JobState:
        found = self.training.home(home)
        assert found is not None
        return self.training.now(found)[1].state

    def process(self, home: Path) -> psutil.Process:
        job = self.training.running(home)
        found = training_process.find(job) if job else None
        assert found is not None
        return found


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(qtbot, tmp_path / "runs")
    yield rig
    for home in scan(rig.folder):
        for job in home.jobs:
            if process := training_process.find(job):
                training_process.end_now(process)
    rig.training.rescan()
    rig.until(lambda: not any(training_process.find(j) for h in scan(rig.folder) for j in h.jobs))
    rig.training.rescan()
    rig.until(lambda: not rig.activities.running)
    rig.training.watch(None)


def test_a_run_is_followed_to_its_end(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    home = rig.begin()
    assert rig.state(home) is JobState.RUNNING
    (activity,) = rig.activities.running
    assert activity.detached
    assert activity.title == "Fine-tuning run"
    rig.until(lambda: activity.share)
    assert activity.text.endswith(" left")
    with rig.qtbot.waitSignal(rig.training.ended, timeout=20_000) as ended:
        (home / "stop-early").touch()
    assert ended.args == [home, StepKind.FINETUNE]
    assert rig.state(home) is JobState.STOPPED_EARLY
    assert not rig.activities.running


def test_a_run_is_no_child_that_a_terminal_or_the_app_takes_along(rig: Rig) -> None:
    home = rig.begin()
    process = rig.process(home)
    assert os.getsid(process.pid) == process.pid
    assert os.getsid(process.pid) != os.getsid(0)


def test_stopping_early_keeps_and_cancelling_deletes(rig: Rig) -> None:
    kept, gone = rig.begin(name="kept"), rig.begin(StepKind.PRETRAIN, "gone")
    rig.training.stop_early(kept)
    assert rig.training.stopping(kept)
    rig.training.discard(gone)
    rig.until(lambda: not rig.activities.running)
    assert [home.path.name for home in rig.training.homes] == ["kept"]
    assert [path.name for path in rig.folder.iterdir()] == ["kept"]
    assert rig.state(kept) is JobState.STOPPED_EARLY


def test_a_wish_to_stop_early_is_heeded_before_the_run_has_begun(rig: Rig) -> None:
    home = rig.start(StepKind.FINETUNE)
    rig.training.stop_early(home)
    rig.until(lambda: rig.state(home) is not JobState.RUNNING)
    assert rig.state(home) is JobState.STOPPED_EARLY


def test_one_that_does_not_end_is_killed(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_module, "GRACE_S", 0.5)
    home = rig.begin(StepKind.FINETUNE, "stubborn", "--stubborn")
    rig.training.discard(home)
    rig.until(lambda: not rig.activities.running)
    assert not home.exists()


def no_signal(_process: object) -> None:
    raise AssertionError("Windows has no signal that lets a run save: it would be killed")


def test_a_pause_is_heeded_before_the_run_has_begun(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_process, "ask_to_end", no_signal)
    home = rig.start(StepKind.FINETUNE)
    rig.training.pause(home)
    rig.until(lambda: rig.state(home) is not JobState.RUNNING)
    assert rig.state(home) is JobState.INTERRUPTED
    assert (home / "last.ckpt").exists()


def test_a_preparation_is_paused_and_resumed_without_a_signal(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_process, "ask_to_end", no_signal)
    home = rig.start(StepKind.PREPARE)
    rig.training.pause(home)  # Before it has begun.
    assert rig.training.pausing(home)
    rig.until(lambda: rig.state(home) is JobState.INTERRUPTED)
    assert not (home / "pause").exists()
    found = rig.training.home(home)
    assert found is not None
    assert rig.training.can_resume(found)
    assert rig.training.resume(home)
    rig.until(lambda: rig.history(home).progress is not None)  # type: ignore[attr-defined]
    assert not rig.training.stopping(home)
    (activity,) = rig.activities.running
    activity.stop()  # From the list of activities: nothing is lost.
    rig.until(lambda: rig.state(home) is JobState.INTERRUPTED)


def test_a_paused_run_goes_on_where_it_was(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        training_command, "resume", lambda home: order(home.step, home.path, "--resume")
    )
    monkeypatch.setattr(training_process, "ask_to_end", no_signal)
    home = rig.begin()
    rig.training.pause(home)
    assert rig.training.stopping(home)
    rig.until(lambda: rig.state(home) is JobState.INTERRUPTED)
    found = rig.training.home(home)
    assert found is not None
    assert rig.training.can_resume(found)
    reached = rig.history(home).step  # type: ignore[attr-defined]
    assert rig.training.resume(home)
    rig.until(lambda: rig.history(home).step > reached + 2)  # type: ignore[attr-defined]
    steps = rig.history(home).loss.steps  # type: ignore[attr-defined]
    assert steps == list(range(1, len(steps) + 1))


def test_what_is_cancelled_while_it_evaluates_keeps_the_run(rig: Rig) -> None:
    home = rig.begin()
    rig.training.stop_early(home)
    rig.until(lambda: rig.state(home) is JobState.STOPPED_EARLY)
    rig.start(StepKind.EVALUATE)
    rig.training.discard(home)
    rig.until(lambda: not rig.activities.running)
    assert rig.state(home) is JobState.STOPPED_EARLY
    assert (home / "last.ckpt").exists()


def test_failures_say_why(rig: Rig) -> None:
    for name, how, reason in (
        ("told", ("--fail", "no faces"), "no faces"),
        ("bug", ("--crash",), "RuntimeError: a bug"),
    ):
        with rig.qtbot.waitSignal(rig.training.ended, timeout=20_000):
            home = rig.start(StepKind.FINETUNE, name, *how)
        found = rig.training.home(home)
        assert found is not None
        assert rig.training.now(found)[1].reason == reason
        assert rig.state(home) is JobState.FAILED


def test_arguments_that_the_trainer_refuses_are_told(rig: Rig) -> None:
    home = rig.folder / "wrong"
    command = (sys.executable, "-m", "trainer", "prepare", "no-such-set", "x", "--out", "y")
    with rig.qtbot.waitSignal(rig.training.ended, timeout=60_000):
        assert rig.training.start(Order(StepKind.PREPARE, home, command))
    found = rig.training.home(home)
    assert found is not None
    assert "unknown data set no-such-set" in rig.training.now(found)[1].reason


def test_a_trainer_that_lies_about_is_not_taken(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trainer").mkdir()
    (tmp_path / "trainer" / "__main__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    command = (sys.executable, "-m", "trainer", "prepare", "no-such-set")
    with rig.qtbot.waitSignal(rig.training.ended, timeout=60_000):
        assert rig.training.start(Order(StepKind.PREPARE, rig.folder / "d", command))
    assert "wrong one" not in (rig.folder / "d" / "process" / "prepare.log").read_text()


def test_what_cannot_be_started_is_told(rig: Rig) -> None:
    assert not rig.training.start(Order(StepKind.PREPARE, rig.folder / "d", ("/no/such/program",)))
    assert "cannot be started" in rig.errors[0]
    assert list(rig.folder.iterdir()) == []


def test_a_run_survives_the_death_of_the_app_and_is_found_again(rig: Rig) -> None:
    app = textwrap.dedent(
        f"""
        import os, sys, time
        from pathlib import Path
        from PySide6.QtCore import QCoreApplication
        from svfap_gui.work.activities import Activities
        from svfap_gui.train.controller import TrainingController
        from svfap_gui.train.command import Order
        from svfap_gui.train.files import StepKind
        app = QCoreApplication([])
        home = Path({str(rig.folder)!r}) / "run"
        training = TrainingController(Activities(), home.parent)
        command = (sys.executable, {str(FAKE)!r}, "finetune", str(home))
        assert training.start(Order(StepKind.FINETUNE, home, command))
        print("started", flush=True)
        app.exec()
        """
    )
    with subprocess.Popen([sys.executable, "-c", app], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.send_signal(signal.SIGKILL)
    home = rig.folder / "run"
    rig.training.rescan()
    assert rig.state(home) is JobState.RUNNING
    (activity,) = rig.activities.running
    rig.until(lambda: rig.history(home).step > 5)  # type: ignore[attr-defined]
    activity.stop()  # From the list of activities: nothing is lost.
    rig.until(lambda: rig.state(home) is JobState.STOPPED_EARLY)


def test_a_process_whose_pid_nobody_could_note_is_found(rig: Rig) -> None:
    home = rig.begin()
    job = rig.training.running(home)
    assert job is not None
    unknown = job.model_copy(update={"pid": None})
    write_job(unknown)
    assert training_process.find(unknown) == rig.process(home)


def test_another_process_of_the_same_pid_is_no_run(rig: Rig) -> None:
    home = rig.folder / "old"
    command = (sys.executable, "-m", "trainer", "finetune", "x")
    write_job(
        Job(
            step=StepKind.FINETUNE,
            home=home,
            command=command,
            pid=os.getpid(),
            begun=datetime.now(UTC),
        )
    )
    rig.training.rescan()
    assert rig.state(home) is JobState.INTERRUPTED


def test_what_was_being_deleted_when_the_app_died_is_deleted(rig: Rig) -> None:
    rig.folder.mkdir()
    (rig.folder / ".deleting-old").mkdir()
    (rig.folder / ".deleting-old" / "a").touch()
    rig.training.rescan()
    rig.until(lambda: not rig.activities.running)
    assert list(rig.folder.iterdir()) == []


def test_folders_of_the_command_line_are_seen_and_others_left_alone(rig: Rig) -> None:
    (rig.folder / "photos").mkdir(parents=True)
    (rig.folder / "data").mkdir()
    (rig.folder / "data" / "manifest.parquet").touch()
    run = rig.folder / "run"
    run.mkdir()
    (run / "config.yaml").write_text("kind: pretrain\nrecipe:\n  epochs: 3\n")
    (run / "events.jsonl").write_text(
        '{"kind":"ended","step":1,"outcome":"finished","seconds":1}\n'
    )
    rig.training.rescan()
    found = {home.path.name: home.step for home in rig.training.homes}
    assert found == {"data": StepKind.PREPARE, "run": StepKind.PRETRAIN}
    assert rig.state(run) is JobState.FINISHED
    assert rig.state(rig.folder / "data") is JobState.FINISHED
