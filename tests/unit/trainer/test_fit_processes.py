"""Runs in processes of their own, compiled ones, and those that two processes share."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
import torch
import yaml

from tests.unit.trainer.fitting import MIXED, assert_same_run, classes, metrics
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain
from tests.unit.trainer.narrow import PLAIN, silent, weights
from trainer.config import RunConfig
from trainer.events import Checkpoint, Ended, Event, Started, from_line
from trainer.fit import fit
from trainer.folder import LAST
from trainer.specs import default_spec

pytestmark = pytest.mark.usefixtures("narrow")


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
    config: RunConfig = mini_finetune(data, **changes)
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
