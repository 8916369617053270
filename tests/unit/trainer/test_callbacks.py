"""What happens besides learning: whole checkpoints, events, figures, clean stops."""

from __future__ import annotations

import csv
import signal
import threading
from collections.abc import Iterator
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
from trainer.callbacks import (
    STEPS_BETWEEN_EVENTS,
    Curves,
    EventStream,
    Signals,
    Stops,
    WholeCheckpoints,
)
from trainer.events import Epoch, Event, Failed, Picture, Started, Step, from_line
from trainer.folder import EVENTS_FILE, METRICS_FILE, PAUSE, STOP_EARLY


def running(**values: Any) -> Any:
    """A trainer as callbacks see it."""
    optimizer = SimpleNamespace(param_groups=[{"lr": 0.1}, {"lr": 0.3}])
    plain: dict[str, Any] = {
        "global_step": 0,
        "current_epoch": 0,
        "world_size": 1,
        "accumulate_grad_batches": 1,
        "estimated_stepping_batches": 100,
        "num_training_batches": 10,
        "optimizers": [optimizer],
        "callback_metrics": {},
        "should_stop": False,
        "limit_val_batches": 1.0,
    }
    trainer = Mock(**plain | values)
    trainer.strategy.reduce_boolean_decision.side_effect = lambda decision, **_: decision
    trainer.strategy.reduce.side_effect = lambda tensor, **_: tensor
    trainer.strategy.root_device = "cpu"
    return trainer


# Checkpoints


def test_a_checkpoint_is_told_when_it_lies_whole_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "last.ckpt"
    told: list[dict[str, int]] = []

    def on_written(where: Path) -> None:
        assert where == path
        assert [p.name for p in path.parent.iterdir()] == [path.name]
        told.append(torch.load(where, weights_only=True))

    writer = WholeCheckpoints(on_written)
    for number in (1, 2):
        writer.save_checkpoint({"number": number}, str(path))
    assert told == [{"number": 1}, {"number": 2}]


def test_a_checkpoint_that_a_full_disk_cuts_off_leaves_the_one_before(tmp_path: Path) -> None:
    path, told = tmp_path / "last.ckpt", []
    writer = WholeCheckpoints(told.append)
    writer.save_checkpoint({"number": 1}, path)
    with small_disk(100_000), pytest.raises(OutputError, match=r"last\.ckpt: File too large"):
        writer.save_checkpoint({"number": 2, "weights": torch.zeros(100_000)}, path)
    assert told == [path]
    assert list(tmp_path.iterdir()) == [path]
    assert torch.load(path, weights_only=True) == {"number": 1}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_curves_that_a_full_disk_cuts_off_are_an_error_of_the_disk(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    curves = Curves(tmp_path, name="", version="tensorboard")

    def draw() -> None:
        for step in range(1000):
            curves.log_metrics({"loss": 1.0}, step)
            curves.save()

    with small_disk(1000), pytest.raises(OutputError, match="tensorboard: File too large"):
        draw()
    curves.finalize("failed")  # It does not hide what failed.
    for thread in set(threading.enumerate()) - before:
        thread.join(10)  # Its writer's own end must not be told in the middle of another test.


def test_a_write_that_is_broken_off_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = tmp_path / "last.ckpt", []
    writer = WholeCheckpoints(told.append)
    writer.save_checkpoint({"number": 1}, path)
    monkeypatch.setattr(torch, "save", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        writer.save_checkpoint({"number": 2}, path)
    assert len(told) == 1
    assert torch.load(path, weights_only=True) == {"number": 1}


# Events


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
    shown = SimpleNamespace(shown=torch.zeros(4, 4, 3, dtype=torch.uint8))
    events.on_validation_end(running(callback_metrics=metrics), shown)  # type: ignore[arg-type]
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


def test_steps_are_told_now_and_then_with_the_loss_of_a_whole_batch(tmp_path: Path) -> None:
    heard: list[Event] = []
    events = EventStream(tmp_path, heard.append)
    trainer = running(world_size=2, accumulate_grad_batches=2)
    events.on_train_start(trainer, Mock())
    batch = SimpleNamespace(places=torch.arange(3))
    for number in range(4 * STEPS_BETWEEN_EVENTS):
        trainer.global_step = (number + 1) // 2
        # The loop divides the loss by the parts of a batch.
        events.on_train_batch_end(trainer, Mock(), {"loss": torch.tensor(0.5)}, batch, number)
    assert heard[0] == Started(run=str(tmp_path), step=0, total_steps=100)
    steps = [event for event in heard if isinstance(event, Step)]
    assert [event.step for event in steps] == [STEPS_BETWEEN_EVENTS, 2 * STEPS_BETWEEN_EVENTS]
    assert {(event.loss, event.lr) for event in steps} == {(1.0, 0.3)}
    assert all(event.samples_per_s > 0 and event.left_s > 0 for event in steps)
    assert steps[0].left_s > steps[1].left_s / 10


def test_steps_are_told_in_short_epochs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a validation is not that of a step."""
    now = iter([0.0])
    monkeypatch.setattr("trainer.callbacks.time.perf_counter", lambda: next(now))
    heard: list[Event] = []
    events = EventStream(tmp_path, heard.append)
    trainer = running()
    events.on_train_start(trainer, Mock())
    batch = SimpleNamespace(places=torch.arange(3))
    half = STEPS_BETWEEN_EVENTS // 2
    for epoch in range(2):
        now = iter([1000.0 * epoch + step + 1 for step in range(half)] + [1000.0])
        for _ in range(half):
            trainer.global_step += 1
            events.on_train_batch_end(trainer, Mock(), {"loss": torch.tensor(0.5)}, batch, 0)
        if not epoch:
            events.on_validation_end(trainer, Mock(spec=[]))
    (step,) = [event for event in heard if isinstance(event, Step)]
    assert step.samples_per_s == pytest.approx(3)


def test_speed_counts_the_clips_of_all_parts_and_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter(np.linspace(0, 10, STEPS_BETWEEN_EVENTS + 1))
    monkeypatch.setattr("trainer.callbacks.time.perf_counter", lambda: next(now))
    heard: list[Event] = []
    events = EventStream(tmp_path, heard.append)
    trainer = running(world_size=2)
    events.on_train_start(trainer, Mock())
    batch = SimpleNamespace(places=torch.arange(3))
    for number in range(STEPS_BETWEEN_EVENTS):
        trainer.global_step = number + 1
        events.on_train_batch_end(trainer, Mock(), {"loss": torch.tensor(0.5)}, batch, number)
    (step,) = [event for event in heard if isinstance(event, Step)]
    assert step.samples_per_s == pytest.approx(3 * 2 * STEPS_BETWEEN_EVENTS / 10)
    assert step.left_s == pytest.approx(10 * (100 - STEPS_BETWEEN_EVENTS) / STEPS_BETWEEN_EVENTS)


def test_figures_of_every_epoch_are_one_line(tmp_path: Path) -> None:
    heard: list[Event] = []
    events = EventStream(tmp_path, heard.append)
    for epoch in range(2):
        metrics = {"val/war": torch.tensor(0.25 * epoch), "train/loss": torch.tensor(9.0)}
        trainer = running(callback_metrics=metrics, current_epoch=epoch, global_step=10 * epoch)
        for loss in (1.0, 2.0):
            given = {"loss": torch.tensor(loss)}
            events.on_train_batch_end(trainer, Mock(), given, SimpleNamespace(places=[0]), 0)
        events.on_validation_end(trainer, Mock(spec=[]))
    with (tmp_path / METRICS_FILE).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {"epoch": "1", "step": "0", "train/loss": "1.5", "val/war": "0.0"},
        {"epoch": "2", "step": "10", "train/loss": "1.5", "val/war": "0.25"},
    ]
    assert heard[1] == Epoch(step=10, epoch=1, metrics={"val/war": 0.25, "train/loss": 1.5})


def test_what_the_network_does_is_shown_in_its_true_colours(tmp_path: Path) -> None:
    heard: list[Event] = []
    picture = torch.zeros(4, 6, 3, dtype=torch.uint8)
    picture[..., 0] = 200
    events = EventStream(tmp_path, heard.append)
    events.on_validation_end(running(current_epoch=6), SimpleNamespace(shown=picture))  # type: ignore[arg-type]
    path = tmp_path / "pictures" / "epoch_0007.png"
    assert heard[-1] == Picture(step=0, path=str(path))
    bgr = cv2.imread(str(path))
    assert bgr is not None
    assert np.array_equal(bgr[..., ::-1], picture.numpy())


# Stops


@pytest.fixture
def stops(tmp_path: Path) -> Iterator[Stops]:
    signals = Signals()
    signals.on_train_start(Mock(), Mock())
    yield Stops(tmp_path, tmp_path / "last.ckpt", 4, signals)
    signals.on_train_end(Mock(), Mock())


def step(stops: Stops, trainer: Any, batch_idx: int) -> None:
    stops.on_train_batch_end(trainer, Mock(), None, None, batch_idx)


def test_a_checkpoint_is_due_every_so_many_whole_steps(stops: Stops) -> None:
    trainer = running(accumulate_grad_batches=2, num_training_batches=100)
    saved = []
    trainer.save_checkpoint.side_effect = lambda *_, **__: saved.append(trainer.global_step)
    for batch_idx in range(24):
        trainer.global_step = (batch_idx + 1) // 2
        step(stops, trainer, batch_idx)
    assert saved == [4, 8, 12]


def test_the_last_step_of_an_epoch_is_saved_after_its_validation(stops: Stops) -> None:
    """Before it, what the validation finds would be lost to a run that goes on from there."""
    trainer = running(global_step=4, num_training_batches=4)
    step(stops, trainer, 3)
    assert not trainer.save_checkpoint.called
    stops.on_train_epoch_end(trainer, Mock())
    trainer.save_checkpoint.assert_called_once_with(stops.checkpoint, weights_only=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_at_the_end_of_a_whole_step(stops: Stops, number: signal.Signals) -> None:
    trainer = running(global_step=1, accumulate_grad_batches=2)
    signal.raise_signal(number)
    step(stops, trainer, 2)
    assert not trainer.should_stop
    step(stops, trainer, 3)
    assert trainer.should_stop
    assert trainer.limit_val_batches == 0
    assert trainer.save_checkpoint.call_count == 1
    stops.on_train_epoch_end(trainer, Mock())
    assert trainer.save_checkpoint.call_count == 1


def test_a_signal_in_the_last_step_of_an_epoch_lets_it_be_judged(stops: Stops) -> None:
    trainer = running(global_step=10)
    signal.raise_signal(signal.SIGTERM)
    step(stops, trainer, 9)
    assert trainer.should_stop
    assert trainer.limit_val_batches == 1.0


def test_a_file_pauses_as_a_signal_does(stops: Stops) -> None:
    trainer = running(global_step=1)
    (stops.run / PAUSE).touch()
    step(stops, trainer, 0)
    assert (stops.early, stops.interrupted, trainer.should_stop) == (False, True, True)
    assert trainer.limit_val_batches == 0
    assert trainer.save_checkpoint.call_count == 1


def test_a_wish_to_stop_early_lets_the_model_be_judged_and_saved(stops: Stops) -> None:
    trainer = running(global_step=1)
    (stops.run / STOP_EARLY).touch()
    step(stops, trainer, 0)
    assert (stops.early, stops.interrupted, trainer.should_stop) == (True, False, True)
    assert trainer.limit_val_batches == 1.0
    stops.on_train_epoch_end(trainer, Mock())
    assert trainer.save_checkpoint.call_count == 1


def test_all_processes_stop_when_one_is_asked_to(stops: Stops) -> None:
    trainer = running(global_step=1)
    trainer.strategy.reduce_boolean_decision.side_effect = lambda *_, **__: True
    step(stops, trainer, 0)
    assert stops.interrupted
    assert all(
        call.kwargs == {"all": False}
        for call in trainer.strategy.reduce_boolean_decision.call_args_list
    )


def test_a_number_of_steps_stops_like_a_signal(tmp_path: Path) -> None:
    stops = Stops(tmp_path, tmp_path / "last.ckpt", 100, Signals(), max_steps=2)
    trainer = running(global_step=1)
    step(stops, trainer, 0)
    assert not trainer.should_stop
    trainer.global_step = 2
    step(stops, trainer, 1)
    assert stops.interrupted
    assert trainer.save_checkpoint.call_count == 1


@pytest.mark.parametrize("how", ["end", "error"])
@pytest.mark.parametrize("heard", [True, False])
def test_signals_are_given_back(how: str, *, heard: bool) -> None:
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    signals = Signals()
    signals.on_train_start(Mock(), Mock())
    assert all(signal.getsignal(n) != handler for n, handler in before.items())
    if heard:
        signal.raise_signal(signal.SIGINT)
    if how == "end":
        signals.on_train_end(Mock(), Mock())
    else:
        signals.on_exception(Mock(), Mock(), RuntimeError())
    assert {n: signal.getsignal(n) for n in before} == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_the_process(stops: Stops, number: signal.Signals) -> None:
    signal.raise_signal(number)
    assert stops.signals.heard
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    assert handlers == [signal.SIG_DFL, signal.SIG_DFL]
