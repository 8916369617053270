"""Runs that are broken off end where unbroken ones do; those that are stopped, where asked."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from svfap_core.errors import ModelError, OutputError
from svfap_core.inference.checkpoint import load_model
from tests.disk import small_disk
from tests.unit.trainer.fitting import MIXED, again, assert_same_run, classes, metrics
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from tests.unit.trainer.narrow import differing, narrow_networks, silent, weights
from trainer.config import RunConfig
from trainer.events import Checkpoint, Ended, Epoch, Event, Failed, Initialised, Started, from_line
from trainer.fit import fit
from trainer.folder import BEST, EVENTS_FILE, INIT_FILE, LAST, MODEL_FOLDER, PAUSE, STOP_EARLY
from trainer.initial import trained_run
from trainer.progress import Listener

pytestmark = pytest.mark.usefixtures("narrow")


class Killed(Exception):  # noqa: N818  # it is not an error of ours
    """What ends a process at once looks like this to the code under test."""


def killing(when: Callable[[Event], bool]) -> Listener:
    def listen(event: Event) -> None:
        if when(event):
            raise Killed

    return listen


VIEWS = {
    "rand_augment": "rand-m7-n4-mstd0.5-inc1",
    "crop_scale": [0.08, 1.0],
    "flip": 0.5,
    "erase_noise": 0.5,
}
CASES: dict[str, Callable[[Path], RunConfig]] = {
    "finetune": lambda data: mini_finetune(data, **MIXED),
    "finetune-parts": lambda data: classes(data, **MIXED, **{"recipe.accumulate": 2}),
    "finetune-muon": lambda data: classes(data, **{"recipe.optimizer": "muon"}),
    "finetune-views": lambda data: classes(data, augment=VIEWS),
    "pretrain": lambda data: mini_pretrain(data, **{"augment.multi_scale_crop": True}),
    "pretrain-parts": lambda data: mini_pretrain(data, **{"recipe.accumulate": 2}),
}


SLOW = ("finetune-parts", "finetune-muon", "pretrain-parts")
"""Accumulation has a fast test of its own below; the step of Muon is that of any optimiser."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(case, marks=[pytest.mark.slow] * (case in SLOW)) for case in CASES],
)
def unbroken(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[RunConfig, Path]:
    """A run of two epochs of two steps."""
    config = CASES[request.param](data)
    run = tmp_path_factory.mktemp(request.param) / "run"
    with narrow_networks():
        assert fit(config, run, listener=silent)
    return config, run


# docs/reference.md: Chance
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
    assert differing(exported.model.state_dict(), trained_run(run)[1].state_dict()) == []
    assert (exported.card.name, exported.card.emotion_names) == ("run", ("happy", "sad"))


def test_a_pre_training_that_is_stopped_early_has_no_model(data: Path, tmp_path: Path) -> None:
    def listen(event: Event) -> None:
        if isinstance(event, Started):
            (tmp_path / "run" / STOP_EARLY).touch()

    assert fit(mini_pretrain(data), tmp_path / "run", listener=listen)
    assert not (tmp_path / "run" / MODEL_FOLDER).exists()


def test_a_run_that_a_file_has_paused_goes_on(data: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events: list[Event] = []

    def listen(event: Event) -> None:
        events.append(event)
        if isinstance(event, Started):
            (run / PAUSE).touch()

    assert not fit(classes(data), run, listener=listen)
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert (ended.outcome, ended.step) == ("interrupted", 1)
    assert fit(classes(data), run, listener=events.append, resume=True), "the file is gone"
    assert not (run / PAUSE).exists()


@pytest.mark.parametrize("request_", [STOP_EARLY, PAUSE])
def test_an_old_wish_to_stop_does_not_stop_a_new_run(
    data: Path, tmp_path: Path, request_: str
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / request_).touch()
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


@pytest.mark.parametrize("good", [1, 3])
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
    with pytest.raises(ModelError, match="no checkpoint to resume from"):
        fit(config, run, listener=silent, resume=True)


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
    config = mini_finetune(folder)
    fit(config, run, listener=silent, max_steps=1)
    again(folder, **changes)
    with pytest.raises(ModelError, match=f"data has changed since .*{told}"):
        fit(config, run, listener=silent, resume=True)
    again(folder)
    assert fit(config, run, listener=silent, resume=True)


@pytest.mark.parametrize(
    "kind",
    ["finetune", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("lora", "pretrain"))],
)
def test_a_run_goes_on_without_what_it_began_from(data: Path, tmp_path: Path, kind: str) -> None:
    """All of it is in the checkpoint, and the word on what was loaded stays."""
    first, run = tmp_path / "first", tmp_path / "run"
    fit(mini_pretrain(data, **{"recipe.epochs": 1}), first, listener=silent)
    given: dict[str, Any] = {"init": first}
    if kind == "pretrain":
        config: RunConfig = mini_pretrain(data, **given)
    else:
        given |= {"train": "lora"} if kind == "lora" else {}
        config = classes(data, **given)
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


def test_only_the_same_run_goes_on(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not the folder of a training run"):
        fit(classes(data), tmp_path / "nothing", listener=silent, resume=True)
    run = tmp_path / "run"
    fit(classes(data), run, listener=silent, max_steps=1)
    for other in (classes(data, **{"recipe.lr": 0.5}), mini_pretrain(data)):
        with pytest.raises(ModelError, match="other settings"):
            fit(other, run, listener=silent, resume=True)
