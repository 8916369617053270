"""Events survive the way through a line of text."""

from __future__ import annotations

import math

import pytest

from trainer.events import (
    Checkpoint,
    Ended,
    Epoch,
    Evaluated,
    Event,
    Exported,
    Failed,
    Initialised,
    Picture,
    Progress,
    Started,
    Step,
    from_line,
    to_line,
)

EVENTS: list[Event] = [
    Started(run="runs/a", step=0, total_steps=10),
    Initialised(
        origin="runs/b",
        loaded=3,
        missing=("head.bias",),
        unexpected=("norm.bias",),
        warnings=("w",),
    ),
    Step(step=3, epoch=0, loss=1.25, lr=1e-3, samples_per_s=120.5, left_s=7.0),
    Epoch(step=5, epoch=0, metrics={"val/war": 0.5}),
    Picture(step=5, path="runs/a/pictures/epoch_0001.png"),
    Checkpoint(step=5, path="runs/a/last.ckpt"),
    Progress(done=3, total=7, name="a clip"),
    *(Ended(step=10, outcome=how, seconds=3.5) for how in ("finished", "stopped_early")),
    Ended(step=10, outcome="interrupted", seconds=3.5),
    Evaluated(
        folder="runs/a/evaluation-test",
        data_set="DFEW",
        split="test, fold 1",
        protocol="as tested",
        metrics={"WAR": 0.5},
    ),
    Exported(folder="m", title="M", temperature=1.5, left_out=("old",), onnx_difference=1e-6),
    Failed(error="two\nlines"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_round_trip(event: Event) -> None:
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event
    assert from_line(line.encode()) == event


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_know_survives(number: float) -> None:
    step = from_line(to_line(Step(step=1, epoch=0, loss=number, lr=0.1, samples_per_s=1.0)))
    assert isinstance(step, Step)
    assert repr(step.loss) == repr(number)
    epoch = from_line(to_line(Epoch(step=1, epoch=0, metrics={"val/loss": number})))
    assert isinstance(epoch, Epoch)
    assert repr(epoch.metrics["val/loss"]) == repr(number)


@pytest.mark.parametrize(
    "line",
    ["", "Epoch 1", "{}", '{"kind": "step"}', '{"kind": "other"}', "[", "3", '"step"', "null"],
)
def test_other_text_is_no_event(line: str) -> None:
    assert from_line(line) is None


def test_a_line_with_more_than_this_version_knows_is_no_event() -> None:
    assert from_line('{"kind": "failed", "error": "x", "new": 1}') is None
