"""What a run reports: events in its folder first, steps, epochs, an honest time left."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
import torch
from torch._utils import ExceptionWrapper

from svfap_core.errors import OutputError, SourceError
from tests.disk import small_disk
from tests.unit.trainer.test_callbacks import running
from trainer import progress
from trainer.events import Epoch, Event, Failed, Picture, Started, Step, from_line
from trainer.folder import EVENTS_FILE, METRICS_FILE
from trainer.progress import BETWEEN_EVENTS_S, WARM_UP_STEPS, EventStream, ProgressReport


def report(events: EventStream, *, over: bool = True) -> ProgressReport:
    return ProgressReport(events, Mock(epoch_is_over=over))


# The stream


def test_what_is_told_is_written_first(tmp_path: Path) -> None:
    heard: list[Event] = []

    def listen(event: Event) -> None:
        lines = (tmp_path / EVENTS_FILE).read_text().splitlines()
        assert from_line(lines[-1]) == event
        heard.append(event)

    events = EventStream(tmp_path, listen)
    told: list[Event] = [Failed(error="é\n"), Started(run="r", step=0, total_steps=1)]
    for event in told:
        events.emit(event)
    assert heard == told
    assert [from_line(line) for line in (tmp_path / EVENTS_FILE).read_text().splitlines()] == told


def test_only_the_first_process_tells(tmp_path: Path) -> None:
    listener = Mock()
    events = EventStream(tmp_path, listener, main=False)
    events.emit(Failed(error="x"))
    metrics = {"val/war": torch.tensor(0.5)}
    shown: Any = SimpleNamespace(shown=torch.zeros(4, 4, 3, dtype=torch.uint8))
    report(events).on_train_epoch_end(running(callback_metrics=metrics), shown)
    assert not listener.called
    assert list(tmp_path.iterdir()) == []


def failure(error: Exception, tmp_path: Path) -> str:
    heard: list[Event] = []
    EventStream(tmp_path, heard.append).fail(error)
    (told,) = heard
    assert isinstance(told, Failed)
    assert list(tmp_path.iterdir()) == []  # Nothing had begun.
    return told.error


def test_a_mistake_is_told_in_one_line_also_from_a_loaders_process(tmp_path: Path) -> None:
    told = "a.jpg cannot be read. Prepare the data set again"
    mistake = SourceError("a.jpg cannot be read", hint="Prepare the data set again")
    assert failure(mistake, tmp_path) == told
    try:
        raise mistake
    except SourceError:
        sent = ExceptionWrapper(where="in DataLoader worker process 0")
    with pytest.raises(SourceError, match="Traceback") as caught:
        sent.reraise()
    assert failure(caught.value, tmp_path) == told


def test_an_error_of_ours_is_told_with_its_kind(tmp_path: Path) -> None:
    assert failure(KeyError("x"), tmp_path) == "KeyError: 'x'"


def test_a_full_disk_does_not_hide_why_a_run_failed(tmp_path: Path) -> None:
    heard: list[Event] = []
    events = EventStream(tmp_path, heard.append)
    events.emit(Started(run="r", step=0, total_steps=1))
    with small_disk(10):
        events.fail(OutputError("the disk is full"))
    assert heard[-1] == Failed(error="the disk is full")


# Steps


class Clock:
    """Stands still until it is moved."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(progress.time, "perf_counter", found)
    return found


class Run:
    """A run whose steps last as long as asked, of ten steps an epoch and ten epochs."""

    def __init__(self, folder: Path, clock: Clock, **trainer: Any) -> None:
        self.heard: list[Event] = []
        self.report = report(EventStream(folder, self.heard.append))
        self.trainer = running(max_epochs=10, **trainer)
        self.clock = clock
        self.report.on_train_start(self.trainer, Mock())
        self.report.on_train_epoch_start(self.trainer, Mock())

    @property
    def steps(self) -> list[Step]:
        return [event for event in self.heard if isinstance(event, Step)]

    def step(self, lasting_s: float, parts: int = 1) -> None:
        for part in range(parts):
            self.clock.now_s += lasting_s / parts
            self.trainer.global_step += part + 1 == parts
            # The loop divides the loss by the parts of a batch.
            given = {"loss": torch.tensor(0.5)}
            batch = SimpleNamespace(places=torch.arange(3))
            self.report.on_train_batch_end(self.trainer, Mock(), given, batch, part)

    def next_epoch(self, after_s: float) -> None:
        self.clock.now_s += after_s
        self.report.on_train_epoch_end(self.trainer, Mock(spec=[]))
        self.trainer.current_epoch += 1
        self.report.on_train_epoch_start(self.trainer, Mock())


def test_the_first_step_is_told_at_once_and_later_ones_every_few_seconds(
    tmp_path: Path, clock: Clock
) -> None:
    run = Run(tmp_path, clock)
    assert run.heard == [Started(run=str(tmp_path), step=0, total_steps=100, epochs=10)]
    run.step(60.0)  # However long it took.
    assert [step.step for step in run.steps] == [1]
    for _ in range(40):
        run.step(BETWEEN_EVENTS_S / 10)
    assert [step.step for step in run.steps] == [1, 11, 21, 31, 41]
    assert {(step.epoch, step.epochs, step.lr) for step in run.steps} == {(0, 10, 0.3)}


def test_a_time_left_is_not_told_before_steps_have_their_speed(
    tmp_path: Path, clock: Clock
) -> None:
    """The first ones load libraries: 60 s a step would make hours of a run of minutes."""
    run = Run(tmp_path, clock)
    for _ in range(WARM_UP_STEPS):
        run.step(60.0)
    assert [(step.left_s, step.samples_per_s) for step in run.steps] == [(None, None)] * 3
    run.step(6.0)
    (*_, last) = run.steps
    assert last.left_s == pytest.approx(96 * 6.0)
    assert last.samples_per_s == pytest.approx(3 / 6.0)


def test_the_time_left_counts_what_comes_between_epochs(tmp_path: Path, clock: Clock) -> None:
    """Validation and checkpoints take their time after every epoch, and are no part of a step."""
    run = Run(tmp_path, clock)
    for _ in range(10):
        run.step(6.0)
    assert run.steps[-1].left_s == pytest.approx(90 * 6.0)
    run.next_epoch(after_s=50.0)
    run.step(6.0)
    assert run.steps[-1].left_s == pytest.approx(89 * 6.0 + 9 * 50.0)
    assert run.steps[-1].samples_per_s == pytest.approx(3 / 6.0)


def test_the_time_left_comes_true(tmp_path: Path, clock: Clock) -> None:
    run = Run(tmp_path, clock)
    promised: list[float] = []
    for epoch in range(10):
        for _ in range(10):
            run.step(7.0)
            if epoch and run.steps[-1].left_s is not None:
                promised.append(clock.now_s + run.steps[-1].left_s)
        run.next_epoch(after_s=20.0)
    assert promised == pytest.approx([clock.now_s] * len(promised))


def test_speed_counts_the_clips_of_all_parts_and_processes(tmp_path: Path, clock: Clock) -> None:
    run = Run(tmp_path, clock, world_size=2, accumulate_grad_batches=2)
    for _ in range(WARM_UP_STEPS + 2):
        run.step(6.0, parts=2)
    assert [step.step for step in run.steps] == [1, 2, 3, 4, 5]
    assert {step.loss for step in run.steps} == {1.0}
    assert run.steps[-1].samples_per_s == pytest.approx(3 * 2 * 2 / 6.0)


# Epochs


def test_figures_of_every_epoch_are_one_line(tmp_path: Path, clock: Clock) -> None:
    run = Run(tmp_path, clock)
    for epoch in range(2):
        figures = {"val/war": torch.tensor(0.25 * epoch), "train/loss": torch.tensor(9.0)}
        run.trainer.callback_metrics = figures
        for loss in (1.0, 2.0):
            given = {"loss": torch.tensor(loss)}
            clock.now_s += 1.0
            run.trainer.global_step += 1
            batch = SimpleNamespace(places=[0])
            run.report.on_train_batch_end(run.trainer, Mock(), given, batch, 0)
        run.next_epoch(after_s=3.0)
    with (tmp_path / METRICS_FILE).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"epoch": "1", "step": "2", "train/loss": "1.5", "val/war": "0.0"},
        {"epoch": "2", "step": "4", "train/loss": "1.5", "val/war": "0.25"},
    ]
    (_, told) = [event for event in run.heard if isinstance(event, Epoch)]
    metrics = {"val/war": 0.25, "train/loss": 1.5}
    assert told == Epoch(step=4, epoch=1, epochs=10, seconds=5.0, metrics=metrics)


def test_an_epoch_that_is_broken_off_is_not_told_and_keeps_its_losses(tmp_path: Path) -> None:
    heard: list[Event] = []
    broken = report(EventStream(tmp_path, heard.append), over=False)
    batch = SimpleNamespace(places=[0])
    trainer = running(max_epochs=2)
    broken.on_train_batch_end(trainer, Mock(), {"loss": torch.tensor(1.0)}, batch, 0)
    broken.on_train_epoch_end(trainer, Mock(spec=[]))
    assert not [event for event in heard if isinstance(event, Epoch)]
    resumed = report(EventStream(tmp_path, heard.append))
    resumed.load_state_dict(broken.state_dict())
    resumed.on_train_batch_end(trainer, Mock(), {"loss": torch.tensor(2.0)}, batch, 0)
    resumed.on_train_epoch_end(trainer, Mock(spec=[]))
    (told,) = [event for event in heard if isinstance(event, Epoch)]
    assert told.metrics == {"train/loss": 1.5}


def test_what_the_network_does_is_shown_in_its_true_colours(tmp_path: Path) -> None:
    heard: list[Event] = []
    picture = torch.zeros(4, 6, 3, dtype=torch.uint8)
    picture[..., 0] = 200
    shown: Any = SimpleNamespace(shown=picture)
    trainer = running(current_epoch=6, max_epochs=7)
    report(EventStream(tmp_path, heard.append)).on_train_epoch_end(trainer, shown)
    path = tmp_path / "pictures" / "epoch_0007.png"
    assert heard[-1] == Picture(step=0, path=str(path))
    bgr = cv2.imread(str(path))
    assert bgr is not None
    assert np.array_equal(bgr[..., ::-1], picture.numpy())
