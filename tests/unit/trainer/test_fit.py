"""Runs: resumed ones end where unbroken ones do, nothing is lost or overwritten, all is told."""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from torch import Tensor

from svfap_core.errors import ModelError, OutputError, SourceError
from svfap_core.inference.checkpoint import load_model
from svfap_core.models import create_model
from tests.disk import small_disk
from tests.models import write_untrained_model
from tests.unit.trainer.miniature import (
    mini_finetune,
    mini_pretrain,
    prepare_mini_fer2013,
    write_clips,
)
from tests.unit.trainer.narrow import PLAIN, differing, narrow_networks, silent, weights
from trainer.callbacks import Listener
from trainer.config import FinetuneConfig, PretrainConfig, RunConfig
from trainer.data.manifest import read_manifest, write_manifest
from trainer.events import (
    Checkpoint,
    Ended,
    Epoch,
    Event,
    Failed,
    Initialised,
    Started,
    Warned,
    from_line,
)
from trainer.export import export_run
from trainer.fit import build_task, clip_set, fit, training_loader
from trainer.folder import (
    BEST,
    EVENTS_FILE,
    INIT_FILE,
    LAST,
    METRICS_FILE,
    MODEL_FOLDER,
    STOP_EARLY,
)
from trainer.initial import run_weights, trained_network
from trainer.runs import read_config
from trainer.specs import default_spec
from trainer.tasks import pretrain
from trainer.tasks.finetune import FinetuneTask

pytestmark = pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch")

MIXED: dict[str, object] = {
    "mixup": 0.5,
    "cutmix": 0.5,
    "drop_path": 0.2,
    "patch_keep": 0.7,
    "ema_decay": 0.9,
    "data.balance": 0.5,
}
"""Chance of every kind."""


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight clips to learn from, two steps of an epoch; four to choose by; four to be judged on."""
    return write_clips(tmp_path_factory.mktemp("data") / "clips", size_px=32, values=("valence",))


def classes(data: Path, network: str = "clip", **changes: object) -> FinetuneConfig:
    return mini_finetune(data, network, **{"heads": [{"kind": "classes"}], **changes})


def metrics(run: Path) -> list[dict[str, str]]:
    with (run / METRICS_FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Killed(Exception):  # noqa: N818  # it is not an error of ours
    """What ends a process at once looks like this to the code under test."""


def killing(when: Callable[[Event], bool]) -> Listener:
    def listen(event: Event) -> None:
        if when(event):
            raise Killed

    return listen


def assert_same_run(found: Path, expected: Path) -> None:
    for name in (LAST, BEST):
        assert differing(weights(found, name), weights(expected, name)) == []
    assert metrics(found) == metrics(expected)


CASES: dict[str, Callable[[Path], RunConfig]] = {
    "finetune": lambda data: mini_finetune(data, "clip", **MIXED),
    "finetune-parts": lambda data: classes(data, **MIXED, **{"recipe.accumulate": 2}),
    "finetune-muon": lambda data: classes(data, "still", **{"recipe.optimizer": "muon"}),
    "pretrain": mini_pretrain,
    "pretrain-parts": lambda data: mini_pretrain(data, **{"recipe.accumulate": 2}),
}


@pytest.fixture(scope="module", params=CASES)
def unbroken(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[RunConfig, Path]:
    """A run of two epochs of two steps."""
    config = CASES[request.param](data)
    run = tmp_path_factory.mktemp(request.param) / "run"
    with narrow_networks():
        assert fit(config, run, listener=silent)
    return config, run


@pytest.mark.parametrize("steps", [1, 2, 3], ids=["middle", "end", "after"])
def test_an_interrupted_run_ends_as_an_unbroken_one(
    unbroken: tuple[RunConfig, Path], tmp_path: Path, steps: int
) -> None:
    config, whole = unbroken
    broken = tmp_path / "run"
    events: list[Event] = []
    assert not fit(config, broken, listener=events.append, max_steps=steps)
    assert fit(config, broken, listener=events.append, resume=True)
    assert_same_run(broken, whole)
    assert [e.step for e in events if isinstance(e, Started)] == [0, steps]
    assert [e.outcome for e in events if isinstance(e, Ended)] == ["interrupted", "finished"]


def test_a_killed_run_goes_on_from_its_last_checkpoint(
    unbroken: tuple[RunConfig, Path], tmp_path: Path
) -> None:
    config, whole = unbroken
    run = tmp_path / "run"

    def saved(event: Event) -> bool:
        return isinstance(event, Checkpoint) and event.step == 2 and LAST in event.path

    with pytest.raises(Killed):
        fit(config, run, listener=killing(saved))
    assert fit(config, run, listener=silent, resume=True)
    assert_same_run(run, whole)


def test_a_run_killed_again_and_again_ends_as_an_unbroken_one(data: Path, tmp_path: Path) -> None:
    """With parts: a checkpoint in the middle of a batch would lose the gradients of its parts."""
    config = classes(data, **{"recipe.accumulate": 2})
    fit(config, tmp_path / "whole", listener=silent)
    run = tmp_path / "run"
    for times in range(10):

        def listen(event: Event, times: int = times) -> None:
            if isinstance(event, Checkpoint) and LAST in event.path:
                raise Killed

        try:
            fit(config, run, listener=listen, resume=times > 0)
        except Killed:
            continue
        break
    assert differing(weights(run), weights(tmp_path / "whole")) == []


@pytest.fixture(scope="module")
def plain(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[RunConfig, Path]:
    """A run of classes without any chance in its clips."""
    run = tmp_path_factory.mktemp("plain") / "run"
    with narrow_networks():
        fit(classes(data), run, listener=silent)
    return classes(data), run


def test_a_run_killed_in_its_validation_loses_no_epoch(
    plain: tuple[RunConfig, Path], tmp_path: Path
) -> None:
    config, whole = plain
    run = tmp_path / "run"
    with pytest.raises(Killed):
        fit(config, run, listener=killing(lambda event: isinstance(event, Epoch)))
    assert fit(config, run, listener=silent, resume=True)
    assert_same_run(run, whole)


def test_going_on_with_a_finished_run_changes_nothing(data: Path, tmp_path: Path) -> None:
    config, run = classes(data), tmp_path / "run"
    fit(config, run, listener=silent)
    before = weights(run)
    events: list[Event] = []
    assert fit(config, run, listener=events.append, resume=True)
    assert differing(weights(run), before) == []
    assert isinstance(events[-1], Ended)
    assert (events[-1].outcome, events[-1].step) == ("finished", 4)


def test_interrupting_the_very_last_step_still_finishes(data: Path, tmp_path: Path) -> None:
    events: list[Event] = []
    assert fit(classes(data), tmp_path / "run", listener=events.append, max_steps=4)
    assert isinstance(events[-1], Ended)
    assert events[-1].outcome == "finished"


def test_parts_of_a_batch_give_the_weights_of_the_whole(data: Path, tmp_path: Path) -> None:
    for name, config in {"finetune": classes, "pretrain": mini_pretrain}.items():
        for parts in (1, 2):
            run = tmp_path / f"{name}{parts}"
            fit(config(data, **PLAIN, **{"recipe.accumulate": parts}), run, listener=silent)
        one, two = weights(tmp_path / f"{name}1"), weights(tmp_path / f"{name}2")
        assert all(torch.allclose(one[key], two[key], atol=1e-5) for key in one), name


def test_the_seed_decides_the_weights(data: Path, tmp_path: Path) -> None:
    for name, seed in {"one": 1, "again": 1, "two": 2}.items():
        config = classes(data, **MIXED, **{"recipe.seed": seed, "recipe.epochs": 1})
        fit(config, tmp_path / name, listener=silent)
    assert differing(weights(tmp_path / "one"), weights(tmp_path / "again")) == []
    assert differing(weights(tmp_path / "one"), weights(tmp_path / "two"))


def test_every_epoch_has_all_clips_in_an_order_of_its_own(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = FinetuneTask.training_step
    seen: list[list[int]] = [[], []]

    def remembering(self: FinetuneTask, batch: Any, batch_idx: int) -> Tensor:
        seen[self.current_epoch] += batch.places.tolist()
        return step(self, batch, batch_idx)

    monkeypatch.setattr(FinetuneTask, "training_step", remembering)
    fit(classes(data), tmp_path, listener=silent)
    assert sorted(seen[0]) == sorted(seen[1]) == list(range(8))
    assert seen[0] != seen[1]


def test_what_a_run_leaves_and_tells(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events: list[Event] = []
    config = mini_pretrain(data)
    fit(config, run, listener=events.append)
    assert {path.name for path in run.iterdir()} == {
        "config.yaml",
        "data.json",
        "facts.json",
        "pictures",
        "tensorboard",
        EVENTS_FILE,
        METRICS_FILE,
        LAST,
        BEST,
    }
    assert read_config(run) == config
    assert [event.kind for event in events if event.kind != "checkpoint"] == [
        "started",
        *["epoch", "picture"] * 2,
        "ended",
    ]
    lines = (run / EVENTS_FILE).read_text().splitlines()
    assert [from_line(line) for line in lines] == events
    assert {event.path for event in events if isinstance(event, Checkpoint)} == {
        str(run / LAST),
        str(run / BEST),
    }
    assert [row["epoch"] for row in metrics(run)] == ["1", "2"]


def test_events_of_a_resumed_run_follow_those_before(data: Path, tmp_path: Path) -> None:
    run, heard = tmp_path / "run", []
    fit(classes(data), run, listener=heard.append, max_steps=1)
    fit(classes(data), run, listener=heard.append, resume=True)
    assert [from_line(line) for line in (run / EVENTS_FILE).read_text().splitlines()] == heard


def test_stopping_early_ends_the_run_with_what_it_has(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events: list[Event] = []

    def listen(event: Event) -> None:
        events.append(event)
        if isinstance(event, Started):
            (run / STOP_EARLY).touch()

    assert fit(classes(data), run, listener=listen)
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert (ended.outcome, ended.step) == ("stopped_early", 1)
    assert len([event for event in events if isinstance(event, Epoch)]) == 1
    assert (run / BEST).exists()
    assert len(metrics(run)) == 1
    exported = load_model(run / MODEL_FOLDER)
    assert differing(exported.model.state_dict(), trained_network(run).state_dict()) == []
    assert (exported.card.name, exported.card.emotion_names) == ("run", ("happy", "sad"))


def test_a_pre_training_that_is_stopped_early_has_no_model(data: Path, tmp_path: Path) -> None:
    def listen(event: Event) -> None:
        if isinstance(event, Started):
            (tmp_path / "run" / STOP_EARLY).touch()

    assert fit(mini_pretrain(data), tmp_path / "run", listener=listen)
    assert not (tmp_path / "run" / MODEL_FOLDER).exists()


def test_an_old_wish_to_stop_does_not_stop_a_new_run(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / STOP_EARLY).touch()
    events: list[Event] = []
    fit(classes(data, **{"recipe.epochs": 1}), run, listener=events.append)
    assert isinstance(events[-1], Ended)
    assert events[-1].outcome == "finished"


def test_patience_ends_a_run_that_gets_no_better(data: Path, tmp_path: Path) -> None:
    config = classes(data, patience=1, **{"recipe.epochs": 9, "recipe.lr": 1e-12})
    events: list[Event] = []
    assert fit(config, tmp_path / "run", listener=events.append)
    assert len([event for event in events if isinstance(event, Epoch)]) == 2


@pytest.mark.parametrize("steps", [1, 4], ids=["middle", "end"])
def test_patience_ends_an_interrupted_run_where_it_ends_an_unbroken_one(
    data: Path, tmp_path: Path, steps: int
) -> None:
    config = classes(data, patience=2, **{"recipe.epochs": 9, "recipe.lr": 1e-12})
    assert fit(config, tmp_path / "whole", listener=silent)
    fit(config, tmp_path / "run", listener=silent, max_steps=steps)
    assert fit(config, tmp_path / "run", listener=silent, resume=True)
    assert len(metrics(tmp_path / "run")) == 3
    assert_same_run(tmp_path / "run", tmp_path / "whole")


def test_a_run_that_patience_has_ended_is_complete(data: Path, tmp_path: Path) -> None:
    config, run = classes(data, patience=1, **{"recipe.epochs": 9, "recipe.lr": 1e-12}), tmp_path
    events: list[Event] = []
    assert fit(config, run, listener=events.append, max_steps=4)
    before = weights(run)
    assert fit(config, run, listener=events.append, resume=True)
    assert [e.outcome for e in events if isinstance(e, Ended)] == ["finished", "finished"]
    assert len(metrics(run)) == 2
    assert differing(weights(run), before) == []


def test_the_best_epoch_is_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the figure that the task names, also over a break."""
    figures = {1: 0.2, 2: 0.7, 3: 0.5, 4: 0.6}

    def judge(self: FinetuneTask) -> None:
        self.log("val/own", figures[self.current_epoch + 1], rank_zero_only=False)

    start = FinetuneTask.__init__

    def init(self: FinetuneTask, *args: Any, **kwargs: Any) -> None:
        start(self, *args, **kwargs)
        self.monitor = "val/own"

    monkeypatch.setattr(FinetuneTask, "on_validation_epoch_end", judge)
    monkeypatch.setattr(FinetuneTask, "__init__", init)
    config = classes(data, **{"recipe.epochs": 4})
    run = tmp_path / "run"
    fit(config, run, listener=silent, max_steps=5)
    fit(config, run, listener=silent, resume=True)
    best = torch.load(run / BEST, weights_only=True)
    assert (best["epoch"], best["global_step"]) == (1, 4)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_a_run_and_are_given_back(
    data: Path, tmp_path: Path, number: signal.Signals
) -> None:
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}

    def listen(event: Event) -> None:
        if isinstance(event, Started) and not event.step:
            signal.raise_signal(number)

    config = classes(data)
    assert not fit(config, tmp_path / "run", listener=listen)
    assert {n: signal.getsignal(n) for n in before} == before
    assert fit(config, tmp_path / "run", listener=listen, resume=True)
    assert {n: signal.getsignal(n) for n in before} == before


def test_signals_are_given_back_by_a_run_that_fails(data: Path, tmp_path: Path) -> None:
    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    with pytest.raises(Killed):
        fit(classes(data), tmp_path, listener=killing(lambda e: isinstance(e, Checkpoint)))
    assert {n: signal.getsignal(n) for n in before} == before


@pytest.mark.parametrize("good", [1, 2, 3])
def test_a_full_disk_costs_the_steps_since_the_last_checkpoint(
    plain: tuple[RunConfig, Path], tmp_path: Path, good: int
) -> None:
    config, whole = plain
    run = tmp_path / "run"
    events: list[Event] = []
    with ExitStack() as disk:

        def listen(event: Event) -> None:
            events.append(event)
            if len([e for e in events if isinstance(e, Checkpoint)]) == good:
                disk.enter_context(small_disk(20_000))

        with pytest.raises(OutputError, match=r"\.ckpt: File too large") as caught:
            fit(config, run, listener=listen)
    assert events[-1] == Failed(error=str(caught.value))
    assert not list(run.glob("*.part"))
    weights(run)
    assert fit(config, run, listener=silent, resume=True)
    assert_same_run(run, whole)


def test_a_disk_too_full_for_the_first_checkpoint(data: Path, tmp_path: Path) -> None:
    config, run = classes(data), tmp_path / "run"
    with small_disk(20_000), pytest.raises(OutputError, match=r"\.ckpt"):
        fit(config, run, listener=silent)
    with pytest.raises(ModelError, match="no checkpoint to go on from"):
        fit(config, run, listener=silent, resume=True)


def test_progress_that_cannot_be_written_is_an_error_of_the_disk(
    data: Path, tmp_path: Path
) -> None:
    for name in (EVENTS_FILE, METRICS_FILE):
        run, heard = tmp_path / name, []

        def listen(event: Event, run: Path = run, heard: list[Event] = heard) -> None:
            heard.append(event)
            if isinstance(event, Started):
                (run / run.name).unlink(missing_ok=True)
                (run / run.name).mkdir()

        with pytest.raises(OutputError, match=name) as caught:
            fit(classes(data), run, listener=listen)
        assert heard[-1] == Failed(error=str(caught.value))


@pytest.mark.parametrize("what", ["the loss", "a gradient"])
def test_what_is_not_a_number_stops_before_the_step_with_the_clips_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    config, run = classes(data), tmp_path / "run"
    step = FinetuneTask.training_step
    seen: list[str] = []

    def poisoned(self: FinetuneTask, batch: Any, batch_idx: int) -> Tensor:
        loss = step(self, batch, batch_idx)
        if self.global_step < 3:
            return loss
        names = clip_set(config, "train").names()
        seen.extend(names[place] for place in batch.places.tolist())
        if what == "the loss":
            return self.checked(loss * torch.nan, batch)
        # The root of zero: a number, whose slope is none.
        return loss + (self.network.get_parameter("head.bias") * 0).square().sum().sqrt()

    with monkeypatch.context() as patch:
        patch.setattr(FinetuneTask, "training_step", poisoned)
        with pytest.raises(FloatingPointError, match=f"{what} .* step 3 of epoch 1") as caught:
            fit(config, run, listener=silent)
    assert len(seen) == 4
    assert f": {', '.join(seen)}. " in str(caught.value)
    for name in (LAST, BEST):
        assert all(torch.isfinite(value).all() for value in weights(run, name).values())
    assert fit(config, run, listener=silent, resume=True)


def test_any_failure_is_told_and_kept(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: FinetuneTask, batch: Any, batch_idx: int) -> Tensor:
        raise torch.cuda.OutOfMemoryError("no memory left")

    heard: list[Event] = []
    monkeypatch.setattr(FinetuneTask, "training_step", broken)
    with pytest.raises(torch.cuda.OutOfMemoryError):
        fit(classes(data), tmp_path, listener=heard.append)
    assert heard[-1] == Failed(error="OutOfMemoryError: no memory left")
    assert from_line((tmp_path / EVENTS_FILE).read_text().splitlines()[-1]) == heard[-1]


def test_a_failure_before_its_start_leaves_a_folder_as_it_is(data: Path, tmp_path: Path) -> None:
    heard: list[Event] = []
    with pytest.raises(SourceError):
        fit(classes(tmp_path / "nowhere"), tmp_path / "run", listener=heard.append)
    (failed,) = heard
    assert isinstance(failed, Failed)
    assert "nowhere" in failed.error
    assert fit(classes(data, **{"recipe.epochs": 1}), tmp_path / "run", listener=silent)


def test_the_loss_of_an_epoch_is_the_mean_of_its_batches(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = FinetuneTask.training_step
    losses: list[list[float]] = [[], []]

    def remembering(self: FinetuneTask, batch: Any, batch_idx: int) -> Tensor:
        loss = step(self, batch, batch_idx)
        losses[self.current_epoch].append(float(loss.detach()))
        return loss

    monkeypatch.setattr(FinetuneTask, "training_step", remembering)
    fit(classes(data, **{"recipe.accumulate": 2}), tmp_path, listener=silent)
    assert [len(of_epoch) for of_epoch in losses] == [4, 4]
    told = [float(row["train/loss"]) for row in metrics(tmp_path)]
    assert told == pytest.approx([np.mean(of_epoch) for of_epoch in losses])


def test_settings_without_effect_are_told(data: Path, tmp_path: Path) -> None:
    heard: list[Event] = []
    config = mini_pretrain(data, **{"recipe.layer_decay": 0.5, "recipe.epochs": 1})
    fit(config, tmp_path, listener=heard.append)
    (warned,) = [event for event in heard if isinstance(event, Warned)]
    assert "recipe.layer_decay" in warned.text


def again(folder: Path, **changes: Any) -> Path:
    """The data set prepared anew, in the same place."""
    shutil.rmtree(folder)
    return write_clips(folder, **{"size_px": 32, **changes})


def test_outputs_keep_their_names_when_the_data_is_prepared_anew(tmp_path: Path) -> None:
    folder, run = write_clips(tmp_path / "data", size_px=32), tmp_path / "run"
    config = mini_finetune(folder, "clip", **{"recipe.epochs": 1})
    fit(config, run, listener=silent)
    again(folder, classes=("sad", "happy"))
    card = export_run(run, tmp_path / "model", "mini").card
    assert card.emotion_names == ("happy", "sad")
    told, _ = begun_from(mini_finetune(folder, "clip", init=run), tmp_path / "next")
    assert (told.missing, told.unexpected, told.warnings) == ((), (), ())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"classes": ("sad", "happy")},
            r"classes was \('happy', 'sad'\) and is \('sad', 'happy'\)",
        ),
        ({"per_subject": 5}, "clips was 16 and is 20"),
        ({"splits": ("train", "val", "train", "test")}, "their parts are others"),
    ],
)
def test_a_run_does_not_go_on_with_other_data(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    folder, run = write_clips(tmp_path / "data", size_px=32), tmp_path / "run"
    config = mini_finetune(folder, "clip")
    fit(config, run, listener=silent, max_steps=1)
    again(folder, **changes)
    with pytest.raises(ModelError, match=f"data has changed since .*{told}"):
        fit(config, run, listener=silent, resume=True)
    again(folder)
    assert fit(config, run, listener=silent, resume=True)


def test_a_run_is_of_use_from_any_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clips(tmp_path / "a" / "data", size_px=32)
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    once: dict[str, Any] = {"recipe.epochs": 1}
    fit(classes(Path("data"), **once), Path("first"), listener=silent)
    config = classes(Path("data"), init="first", teacher={"runs": ["first"]}, **once)
    fit(config, Path("run"), listener=silent, max_steps=1)
    monkeypatch.chdir(tmp_path / "b")
    run = Path("../a/run")
    assert fit(read_config(run), run, listener=silent, resume=True)
    export_run(run, Path("model"), "mini")


@pytest.mark.parametrize("kind", ["finetune", "lora", "whiten", "pretrain"])
def test_a_run_goes_on_without_what_it_began_from(data: Path, tmp_path: Path, kind: str) -> None:
    """All of it is in the checkpoint, and the word on what was loaded stays."""
    first, run = tmp_path / "first", tmp_path / "run"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    given: dict[str, Any] = {"init": first}
    if kind == "pretrain":
        config: RunConfig = mini_pretrain(data, **given)
    else:
        given |= {"train": "lora"} if kind == "lora" else {}
        config = classes(data, whiten=kind == "whiten", **given)
    fit(config, run, listener=silent, max_steps=1)
    fit(config, tmp_path / "whole", listener=silent)
    told = (run / INIT_FILE).read_bytes()
    first.rename(tmp_path / "gone")
    (run / INIT_FILE).touch()
    heard: list[Event] = []
    assert fit(config, run, listener=heard.append, resume=True)
    assert not [event for event in heard if isinstance(event, Initialised)]
    assert (run / INIT_FILE).read_bytes() == told
    assert_same_run(run, tmp_path / "whole")


def test_whitening_is_not_repeated(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = classes(data, "still", whiten=True)
    fit(config, tmp_path, listener=silent, max_steps=1)
    monkeypatch.delattr("trainer.fit.whiten_")
    assert fit(config, tmp_path, listener=silent, resume=True)


def test_a_folder_with_a_run_is_not_begun_again(data: Path, tmp_path: Path) -> None:
    config, run = classes(data, **{"recipe.epochs": 1}), tmp_path / "run"
    fit(config, run, listener=silent)
    before = {path: path.read_bytes() for path in run.iterdir() if path.is_file()}
    with pytest.raises(ModelError, match="holds a run already"):
        fit(config, run, listener=silent)
    assert {path: path.read_bytes() for path in before} == before


def test_only_the_same_run_goes_on(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder of a training run"):
        fit(classes(data), tmp_path / "nothing", listener=silent, resume=True)
    run = tmp_path / "run"
    fit(classes(data), run, listener=silent, max_steps=1)
    for other in (classes(data, **{"recipe.lr": 0.5}), mini_pretrain(data)):
        with pytest.raises(ModelError, match="other settings"):
            fit(other, run, listener=silent, resume=True)


ENCODER = "blocks.3.cross_attn.kv.weight"


def begun_from(config: RunConfig, run: Path) -> tuple[Initialised, dict[str, Tensor]]:
    """What a run said of its start, and its weights before the first step."""
    events: list[Event] = []
    taken: dict[str, Tensor] = {}

    def listen(event: Event) -> None:
        events.append(event)

    with pytest.MonkeyPatch.context() as patch:
        task_type = FinetuneTask if isinstance(config, FinetuneConfig) else pretrain.PretrainTask

        def remember(self: Any) -> None:
            taken.update({n: v.clone() for n, v in self.network.state_dict().items()})

        patch.setattr(task_type, "on_train_start", remember)
        fit(config, run, listener=listen, max_steps=1)
    (told,) = [event for event in events if isinstance(event, Initialised)]
    assert events[0] == told
    assert json.loads((run / INIT_FILE).read_text()) == json.loads(told.model_dump_json())
    return told, taken


def test_a_run_begins_from_a_pre_training(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(classes(data, init=first), tmp_path / "run")
    state = run_weights(first)
    assert torch.equal(taken[ENCODER], state[f"encoder.{ENCODER}"])
    assert told.origin == str(first)
    assert set(told.missing) == {"head.weight", "head.bias", "fc_norm.weight", "fc_norm.bias"}
    assert {"mask_token", "norm.weight"} <= set(told.unexpected)
    assert told.loaded == len(taken) - 4


def test_a_run_begins_from_a_fine_tuning_with_its_average(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(classes(data, ema_decay=0.9, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(classes(data, init=first), tmp_path / "run")
    assert (told.missing, told.unexpected, told.loaded) == ((), (), len(taken))
    assert differing(taken, run_weights(first)) == []


def test_a_clip_network_begins_from_a_still_one_without_forgetting(
    data: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    fit(classes(data, "still", **{"recipe.epochs": 1}), first, listener=silent)
    config = classes(data, init=first)
    task = build_task(config, clip_set(config, "train"), total_steps=4)
    assert isinstance(task, FinetuneTask)
    for network in (task.network, task.judged):
        state = network.state_dict()
        name = "blocks.1.mlp.fc1.weight"
        assert torch.equal(state[name], run_weights(first)[name])
        width = state["temporal_downsamples.0.weight"].shape[0]
        mean = torch.eye(width)[..., None].expand(-1, -1, 2) / 2
        assert torch.equal(state["temporal_downsamples.0.weight"], mean)


def test_a_run_begins_from_a_model_folder(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    told, taken = begun_from(classes(data, init=model), tmp_path / "run")
    state = load_model(model).model.state_dict()
    assert torch.equal(taken[ENCODER], state[ENCODER])
    assert set(told.missing) == set(told.unexpected) == {"head.weight", "head.bias"}


def published(path: Path, state: dict[str, Tensor]) -> Path:
    """A file with the fields that the reference code writes."""
    args = argparse.Namespace(model="svfap_base_patch16_160", lr=1e-3)
    groups = [{"lr": np.float64(2.5e-4), "params": [0]}]
    content = {"model": state, "optimizer": {"param_groups": groups}, "epoch": 99, "args": args}
    torch.save(content, path)
    return path


def test_a_run_begins_from_a_published_file(data: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    state = {
        name: value + 0.02 * torch.randn(value.shape)
        for name, value in create_model("tiny", num_classes=7).state_dict().items()
    }
    file = published(tmp_path / "checkpoint-best.pth", state)
    told, taken = begun_from(classes(data, init=file), tmp_path / "run")
    assert torch.equal(taken[ENCODER], state[ENCODER])
    assert set(told.missing) == set(told.unexpected) == {"head.weight", "head.bias"}


def test_a_shape_that_does_not_fit_is_an_error_before_any_training(
    data: Path, tmp_path: Path
) -> None:
    """The reference prints such lines and trains from random weights (two tensors of 385 load)."""
    state = create_model("tiny", num_classes=2).state_dict()
    state["blocks.1.mlp.fc1.weight"] = torch.ones(100, 32)
    file = published(tmp_path / "c.pth", state)
    run = tmp_path / "run"
    with pytest.raises(ModelError, match=r"blocks\.1\.mlp\.fc1\.weight has shape"):
        fit(classes(data, init=file), run, listener=silent)
    assert not (run / LAST).exists()


def test_a_pre_training_begins_from_another(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    told, taken = begun_from(mini_pretrain(data, init=first), tmp_path / "run")
    assert differing(taken, run_weights(first)) == []
    assert (told.loaded, told.missing, told.unexpected) == (len(taken), (), ())


def test_a_pre_training_does_not_begin_from_anything_else(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    fit(classes(data, **{"recipe.epochs": 1}), first, listener=silent)
    with pytest.raises(ModelError, match="does not fit"):
        fit(mini_pretrain(data, init=first), tmp_path / "run", listener=silent)
    other = mini_pretrain(data, init=tmp_path / "nowhere")
    with pytest.raises(ModelError, match="nowhere"):
        fit(other, tmp_path / "other", listener=silent)


def test_a_fresh_run_says_nothing_of_a_start(data: Path, tmp_path: Path) -> None:
    events: list[Event] = []
    fit(classes(data), tmp_path, listener=events.append, max_steps=1)
    assert not [event for event in events if isinstance(event, Initialised)]
    assert not (tmp_path / INIT_FILE).exists()


def test_the_average_begins_from_the_weights_that_were_loaded(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    config = classes(data, init=model)
    task = build_task(config, clip_set(config, "train"), total_steps=4)
    assert isinstance(task, FinetuneTask)
    assert task.judged is not task.network
    assert differing(task.judged.state_dict(), task.network.state_dict()) == []


def changed_by_training(config: FinetuneConfig, run: Path) -> set[str]:
    _, before = begun_from(config, run)
    fit(config, run, listener=silent, resume=True)
    after = {
        name.removeprefix("network."): value
        for name, value in weights(run).items()
        if name.startswith("network.")
    }
    return set(differing(after, before))


def test_training_the_head_changes_the_head_only(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    config = classes(data, init=model, train="head")
    assert changed_by_training(config, tmp_path / "run") == {"head.weight", "head.bias"}


def test_training_adapters_changes_nothing_of_the_encoder(data: Path, tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    config = classes(data, init=model, train="lora", **{"lora.rank": 2})
    changed = changed_by_training(config, tmp_path / "run")
    others = {name for name in changed if "lora_" not in name}
    assert others == {"head.weight", "head.bias", "fc_norm.weight", "fc_norm.bias"}
    assert len(changed) > len(others)
    export_run(tmp_path / "run", tmp_path / "exported", "mini", title="Mini")
    exported = load_model(tmp_path / "exported").model.state_dict()
    assert torch.equal(exported["patch_embed.proj.bias"], read_patch_bias(model))


def read_patch_bias(model: Path) -> Tensor:
    return load_model(model).model.state_dict()["patch_embed.proj.bias"]


def test_whitened_patches_are_kept(data: Path, tmp_path: Path) -> None:
    config, run = classes(data, "still", whiten=True), tmp_path / "run"
    fit(config, run, listener=silent, max_steps=1)
    first = weights(run)
    fit(config, run, listener=silent, resume=True)
    changed = differing(weights(run), first)
    assert "network.blocks.0.mlp.fc1.weight" in changed
    assert not [name for name in changed if "patch_embed" in name]
    projection = first["network.patch_embed.proj.weight"]
    assert (projection == projection[:, :1, :1]).all()
    assert (projection.flatten(1).norm(dim=1) > 0).all()


@pytest.fixture(scope="module")
def teacher(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small convolutional network after one epoch."""
    run = tmp_path_factory.mktemp("teacher") / "run"
    config = classes(data, "cnn", cnn_size_px=32, **{"recipe.epochs": 1})
    with narrow_networks():
        fit(config, run, listener=silent)
    return run


def test_a_still_network_learns_from_a_teacher(tmp_path: Path, data: Path, teacher: Path) -> None:
    given = {"teacher": {"runs": [teacher], "hints": 1.0, "share": 0.5}}
    config = classes(data, "still", whiten=True, **given)
    assert not fit(config, tmp_path / "run", listener=silent, max_steps=1)
    assert fit(config, tmp_path / "run", listener=silent, resume=True)
    assert any(name.startswith("hint_heads.") for name in weights(tmp_path / "run"))


def test_who_cannot_teach_is_refused(data: Path, tmp_path: Path) -> None:
    for name in ("still", "clip"):
        fit(classes(data, name, **{"recipe.epochs": 1}), tmp_path / name, listener=silent)
    config = classes(data, teacher={"runs": [tmp_path / "still"]})
    with pytest.raises(ModelError, match="cannot teach"):
        fit(config, tmp_path / "a", listener=silent)
    config = classes(data, "still", teacher={"runs": [tmp_path / "clip"], "hints": 1.0})
    with pytest.raises(ModelError, match="cannot teach"):
        fit(config, tmp_path / "b", listener=silent)
    config = classes(data, teacher={"runs": [tmp_path / "clip"]}, **{"recipe.epochs": 1})
    assert fit(config, tmp_path / "c", listener=silent)


def test_a_teacher_of_other_things_is_refused(data: Path, tmp_path: Path) -> None:
    config = mini_finetune(data, "clip", heads=[{"kind": "values"}], **{"recipe.epochs": 1})
    fit(config, tmp_path / "values", listener=silent)
    config = classes(data, teacher={"runs": [tmp_path / "values"]})
    with pytest.raises(ModelError, match="cannot teach"):
        fit(config, tmp_path / "run", listener=silent)


def test_stills_are_learned_from_as_clips_are(tmp_path: Path) -> None:
    stills = prepare_mini_fer2013(tmp_path, per_label=1)
    config = mini_finetune(stills, "clip", **{"recipe.epochs": 1})
    assert fit(config, tmp_path / "run", listener=silent)
    assert metrics(tmp_path / "run")[0]["val/war"]


def test_data_that_cannot_be_learned_from_is_told(tmp_path: Path) -> None:
    few = write_clips(tmp_path / "few", subjects=2, per_subject=1, splits=("train", "val"))
    with pytest.raises(SourceError, match="1 training clips are fewer than one batch of 4"):
        fit(classes(few), tmp_path / "a", listener=silent)
    none = write_clips(tmp_path / "none", subjects=1, per_subject=4, splits=("test",))
    with pytest.raises(SourceError, match="no clips in the part train"):
        fit(classes(none), tmp_path / "b", listener=silent)
    bare = write_clips(tmp_path / "bare", classes=())
    with pytest.raises(SourceError, match="no labels to learn from"):
        fit(mini_finetune(bare), tmp_path / "c", listener=silent)
    folds = write_clips(tmp_path / "folds", folds=2)
    with pytest.raises(SourceError, match="cross-validation"):
        fit(classes(folds), tmp_path / "d", listener=silent)


@pytest.mark.parametrize("kind", ["shares", "classes", "values"])
def test_labels_that_no_clip_has_are_told(tmp_path: Path, kind: str) -> None:
    """Otherwise the loss would be zero, and nothing learned."""
    full = read_manifest(write_clips(tmp_path / "data", values=("valence",)))
    rows = [row | {"label": None, "value_valence": None} for row in full.table.to_pylist()]
    write_manifest(full.folder, full.info, rows)
    config = mini_finetune(full.folder, "clip", heads=[{"kind": kind}])
    with pytest.raises(SourceError, match=f"no clip in the part train has {kind}"):
        clip_set(config, "train")


def test_a_batch_is_shared_evenly_or_refused(data: Path) -> None:
    config = classes(data)
    clips = clip_set(config, "train")
    loaders = [training_loader(config, clips, rank, 2) for rank in range(2)]
    for one, two in zip(*loaders, strict=True):
        assert len(one.places) == len(two.places) == 2
        assert not set(one.places.tolist()) & set(two.places.tolist())
    with pytest.raises(SourceError, match="3 processes"):
        training_loader(config, clips, 0, 3)
    with pytest.raises(SourceError, match="mixup and cutmix"):
        training_loader(classes(data, mixup=0.5), clips, 0, 4)


def test_training_and_validation_share_no_subject(data: Path) -> None:
    config = classes(data)
    parts = [set(clip_set(config, split).column("subject")) for split in ("train", "val")]
    assert all(parts)
    assert not parts[0] & parts[1]


def test_every_process_needs_a_clip_to_judge_by(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With none it would wait for the others for ever."""
    monkeypatch.setenv("WORLD_SIZE", "8")
    config = classes(data, **{"recipe.batch_size": 8})
    with pytest.raises(SourceError, match=r"4 clips .* fewer than 8 processes"):
        fit(config, tmp_path, listener=silent)


def test_pretraining_needs_no_labels(tmp_path: Path) -> None:
    bare = write_clips(tmp_path / "bare", classes=(), size_px=32)
    config = mini_pretrain(bare, **{"recipe.epochs": 1})
    assert isinstance(config, PretrainConfig)
    assert fit(config, tmp_path / "run", listener=silent)


# Processes of their own


def small_clip() -> dict[str, object]:
    """Clips of 32 pixels for the network as it is registered."""
    return default_spec("tiny").model_copy(update={"size_px": 32}).model_dump(mode="json")


def start(config: RunConfig, run: Path, *more: str, launcher: tuple[str, ...] = ()) -> Popen[str]:
    """The trainer as its users start it."""
    path = run.with_suffix(".yaml")
    path.write_text(yaml.safe_dump(config.model_dump(mode="json")), encoding="utf-8")
    trainer = ["-m", "trainer", config.kind, str(path), "--out", str(run), "--json", *more]
    return Popen(
        [sys.executable, *launcher, *trainer],
        stdout=PIPE,
        stderr=PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def told_by(process: Popen[str], stop: Callable[[], None] | None = None) -> list[Event]:
    """All events of a process that ends well; `stop` is called at its first checkpoint."""
    told: list[Event] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            event = from_line(line)
            assert event is not None, line
            told.append(event)
            if isinstance(event, Checkpoint) and stop is not None:
                stop()
                stop = None
        _, errors = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    assert [line for line in errors.splitlines() if "Initializing distributed" not in line] == []
    return told


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_asked_to_stop_can_be_resumed(
    data: Path, tmp_path: Path, number: signal.Signals
) -> None:
    """Ctrl-C reaches the process that reads clips too."""
    config = classes(data, clip=small_clip(), **{"data.workers": 1, "recipe.epochs": 10_000})
    run = tmp_path / "run"
    last = 0
    for more in ((), ("--resume",)):
        process = start(config, run, *more)
        told = told_by(process, lambda process=process: process.send_signal(number))
        started, ended = (event for event in told if isinstance(event, Started | Ended))
        assert isinstance(started, Started)
        assert isinstance(ended, Ended)
        assert started.step == last
        assert (ended.outcome, ended.step > last) == ("interrupted", True)
        last = torch.load(run / LAST, weights_only=True)["global_step"]
        assert last == ended.step


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_clips_read_by_processes_of_their_own_give_the_same_weights(
    data: Path, tmp_path: Path
) -> None:
    """Also after a break in the middle of an epoch, which they have read beyond."""
    plain = classes(data, **MIXED)
    config = classes(data, **{**MIXED, "data.workers": 2})
    fit(plain, tmp_path / "whole", listener=silent)
    assert not fit(config, tmp_path / "run", listener=silent, max_steps=1)
    assert fit(config, tmp_path / "run", listener=silent, resume=True)
    assert_same_run(tmp_path / "run", tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_compiled_network_learns_what_a_plain_one_does(data: Path, tmp_path: Path) -> None:
    for name, compiled in {"plain": False, "compiled": True}.items():
        changes = {**PLAIN, "recipe.compile": compiled, "recipe.lr": 1e-4}
        fit(classes(data, **changes), tmp_path / name, listener=silent)
    plain, found = weights(tmp_path / "plain"), weights(tmp_path / "compiled")
    assert plain.keys() == found.keys()
    assert [n for n in plain if not torch.allclose(plain[n], found[n], atol=1e-5)] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["finetune", "pretrain"])
def test_two_processes_learn_what_one_does(data: Path, tmp_path: Path, kind: str) -> None:
    changes: dict[str, object] = {**PLAIN, "clip": small_clip(), "recipe.lr": 1e-4}
    config: RunConfig = mini_finetune(data, "clip", **changes)
    if kind == "pretrain":
        config = mini_pretrain(data, **changes, **{"recipe.accumulate": 2})
    two = ("-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", free_port())
    found: dict[str, list[Event]] = {}
    for name, launcher in {"one": (), "two": two}.items():
        found[name] = told_by(start(config, tmp_path / name, launcher=launcher))
    one, two_ = (weights(tmp_path / name) for name in ("one", "two"))
    assert one.keys() == two_.keys()
    assert [n for n in one if not torch.allclose(one[n], two_[n], atol=1e-5)] == []
    for row, shared in zip(metrics(tmp_path / "one"), metrics(tmp_path / "two"), strict=True):
        judged = {name: float(value) for name, value in row.items() if name != "train/loss"}
        assert {name: float(shared[name]) for name in judged} == pytest.approx(judged, abs=1e-4)
    kinds = [[e.kind for e in events if e.kind != "step"] for events in found.values()]
    assert kinds[0] == kinds[1]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
