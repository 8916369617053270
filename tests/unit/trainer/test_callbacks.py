"""What happens besides learning: whole checkpoints, curves, clean stops."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
import torch

from svfap_core.errors import OutputError
from tests.disk import small_disk
from trainer.callbacks import Curves, Signals, Stops, WholeCheckpoints
from trainer.folder import PAUSE, STOP_EARLY


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
        "max_epochs": 10,
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
