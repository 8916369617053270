"""Runs: what they learn, leave and tell, how they fail, and data that teach nothing."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from svfap_core.errors import ModelError, OutputError, SourceError
from tests.unit.trainer.fitting import MIXED, classes, metrics
from tests.unit.trainer.miniature import (
    mini_finetune,
    mini_pretrain,
    prepare_mini_fer2013,
    write_clips,
)
from tests.unit.trainer.narrow import PLAIN, differing, silent, weights
from trainer import arithmetic
from trainer.config import PretrainConfig
from trainer.data.loader import ClipSet
from trainer.data.manifest import read_manifest, write_manifest
from trainer.events import Checkpoint, Event, Failed, Started, Warned, from_line
from trainer.fit import fit
from trainer.folder import BEST, EVENTS_FILE, LAST, METRICS_FILE
from trainer.plan import plan_run
from trainer.runs import read_config
from trainer.tasks.finetune import FinetuneTask

pytestmark = [
    pytest.mark.filterwarnings("ignore::Warning:lightning", "ignore::Warning:torch"),
    pytest.mark.usefixtures("narrow"),
]


def test_parts_of_a_batch_give_the_weights_of_the_whole(data: Path, tmp_path: Path) -> None:
    for name, config in {"finetune": classes, "pretrain": mini_pretrain}.items():
        for parts in (1, 2):
            run = tmp_path / f"{name}{parts}"
            fit(config(data, **PLAIN, **{"recipe.accumulate": parts}), run, listener=silent)
        one, two = weights(tmp_path / f"{name}1"), weights(tmp_path / f"{name}2")
        assert all(torch.allclose(one[key], two[key], atol=1e-5) for key in one), name


def test_a_cpu_without_bf16_trains_in_float32_and_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arithmetic, "has_bf16_units", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    made: list[Event] = []
    for name in ("bf16-mixed", "32-true"):
        config = classes(data, **MIXED, **{"recipe.epochs": 1, "recipe.precision": name})
        fit(config, tmp_path / name, listener=made.append)
    assert differing(weights(tmp_path / "bf16-mixed"), weights(tmp_path / "32-true")) == []
    [told] = [event.text for event in made if isinstance(event, Warned)]
    assert "32-true" in told


def test_bf16_is_left_to_whoever_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, "has_bf16_units", lambda: False)
    assert arithmetic.usable_precision("bf16-mixed", torch.device("cuda")) == ("bf16-mixed", "")
    assert arithmetic.usable_precision("16-mixed", torch.device("cpu")) == ("16-mixed", "")
    monkeypatch.undo()
    flags = Path("/proc/cpuinfo")
    if flags.exists() and platform.machine() == "x86_64":
        has = {"avx512_bf16", "amx_bf16"} & set(flags.read_text().split())
        assert arithmetic.has_bf16_units() == bool(has)


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
        names = ClipSet(plan_run(config), "train").names()
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


def test_a_batch_of_few_clips_is_smaller_and_that_is_told(data: Path, tmp_path: Path) -> None:
    heard: list[Event] = []
    config = classes(data, **{"recipe.batch_size": 64, "recipe.epochs": 1})
    assert not fit(config, tmp_path / "run", listener=heard.append, max_steps=1)
    assert fit(config, tmp_path / "run", listener=silent, resume=True)
    assert [
        e.text
        for e in heard
        if isinstance(e, Warned) and "8 training clips: a batch is 4" in e.text
    ]
    fit(classes(data, **{"recipe.epochs": 1}), tmp_path / "four", listener=silent)
    assert differing(weights(tmp_path / "run"), weights(tmp_path / "four")) == []


def test_a_folder_with_a_run_is_not_begun_again(data: Path, tmp_path: Path) -> None:
    config, run = classes(data, **{"recipe.epochs": 1}), tmp_path / "run"
    fit(config, run, listener=silent)
    before = {path: path.read_bytes() for path in run.iterdir() if path.is_file()}
    with pytest.raises(ModelError, match="holds a run already"):
        fit(config, run, listener=silent)
    assert {path: path.read_bytes() for path in before} == before


def test_stills_are_learned_from_as_clips_are(tmp_path: Path) -> None:
    stills = prepare_mini_fer2013(tmp_path, per_label=1)
    config = mini_finetune(stills, **{"recipe.epochs": 1})
    assert fit(config, tmp_path / "run", listener=silent)
    assert metrics(tmp_path / "run")[0]["val/war"]


def test_what_speaks_against_the_parts_is_told(tmp_path: Path) -> None:
    """One subject is on both sides."""
    folder = write_clips(tmp_path / "data")
    full = read_manifest(folder)
    rows = full.table.to_pylist()
    write_manifest(folder, full.info, [row | {"subject": "Ann"} for row in rows])
    told: list[Event] = []
    fit(mini_finetune(folder), tmp_path / "run", listener=told.append)
    texts = [event.text for event in told if isinstance(event, Warned)]
    assert "Miniature: 1 subject(s) are in both train and val (4 clips of val)" in texts


def test_a_run_is_planned_for_all_its_processes(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "3")
    with pytest.raises(SourceError, match="3 processes"):
        fit(classes(data), tmp_path, listener=silent)


def test_pretraining_needs_no_labels(tmp_path: Path) -> None:
    bare = write_clips(tmp_path / "bare", classes=(), size_px=32)
    config = mini_pretrain(bare, **{"recipe.epochs": 1})
    assert isinstance(config, PretrainConfig)
    assert fit(config, tmp_path / "run", listener=silent)
