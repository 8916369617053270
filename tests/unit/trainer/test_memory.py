"""The memory of a step is reported before it is taken."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
import torch
from torch.profiler import ProfilerActivity, profile

from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import mini_pretrain
from trainer.building import build_task
from trainer.config import Precision, RunConfig
from trainer.events import Event, Started, Warned
from trainer.fit import fit
from trainer.memory import free_mb, shortage, step_mb
from trainer.plan import plan_run
from trainer.tasks.common import Task

MB = 2**20


def task_of(config: RunConfig) -> Task:
    return build_task(config, plan_run(config), total_steps=1)


def measured_mb(task: Task, clips: int) -> float:
    """What lies there between the forward and the backward pass of so many clips."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as found:
        outputs = task.example(clips)
    held = sum(event.self_cpu_memory_usage for event in found.events() or ())
    outputs.sum().backward()
    return held / MB


def test_what_a_clip_takes_is_what_torch_allocates(data: Path) -> None:
    """The real network: of a narrow one, what is small counts as much as what is large."""
    task = task_of(classes(data, ema_decay=0.0))
    told = step_mb(task, 5, "32-true") - step_mb(task, 1, "32-true")
    assert told == pytest.approx(measured_mb(task, 5) - measured_mb(task, 1), rel=0.25)


def test_mixed_precision_and_recomputing_take_less(data: Path) -> None:
    plain, again = (task_of(classes(data, **{"recipe.recompute": r})) for r in (False, True))

    def clips_mb(task: Task, precision: Precision) -> int:
        return step_mb(task, 17, precision) - step_mb(task, 1, precision)

    full, mixed = clips_mb(plain, "32-true"), clips_mb(plain, "bf16-mixed")
    recomputed = clips_mb(again, "32-true")
    assert mixed < 0.8 * full
    assert recomputed < 0.3 * full


def test_weights_their_average_gradients_and_memories_count(data: Path) -> None:
    task, averaged = (task_of(classes(data, ema_decay=decay)) for decay in (0.0, 0.9))
    weights_mb = sum(p.numel() for p in task.network.parameters()) * 4 / MB  # type: ignore[union-attr]
    clip_mb = step_mb(task, 2, "32-true") - step_mb(task, 1, "32-true")
    assert step_mb(task, 1, "32-true") == pytest.approx(4 * weights_mb + clip_mb, abs=2)
    assert step_mb(averaged, 1, "32-true") == pytest.approx(5 * weights_mb + clip_mb, abs=2)


def no_memory(device: torch.device) -> int:
    del device
    return 0


@pytest.mark.usefixtures("narrow")
def test_it_is_reported_and_a_shortage_is_warned_of(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Event] = []
    fit(mini_pretrain(data), tmp_path / "run", listener=heard.append, max_steps=1)
    (started,) = [event for event in heard if isinstance(event, Started)]
    assert started.memory_mb > 0
    assert not [event for event in heard if isinstance(event, Warned) and "memory" in event.text]
    monkeypatch.setattr("trainer.fit.free_mb", no_memory)
    heard.clear()
    fit(mini_pretrain(data), tmp_path / "other", listener=heard.append, max_steps=1)
    assert any("lower recipe.batch_size" in e.text for e in heard if isinstance(e, Warned))


def test_what_is_free_is_the_computers_memory_on_the_cpu() -> None:
    total_mb = psutil.virtual_memory().total / MB
    assert 0 < free_mb(torch.device("cpu")) < total_mb
    assert shortage(100, 100) == ""
    assert "0.2 GB of memory, and 0.1 GB are free" in shortage(200, 100)
