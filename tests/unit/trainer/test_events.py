"""Events survive the way through a line of text."""

from __future__ import annotations

import math

import pytest

from trainer.events import (
    Checkpoint,
    Ended,
    Epoch,
    Event,
    Failed,
    Started,
    Step,
    from_line,
    to_line,
)

EVENTS: list[Event] = [
    Started(run="runs/a", step=0, total_steps=10),
    Step(step=3, epoch=0, loss=1.25, lr=1e-3, samples_per_s=120.5),
    Epoch(step=5, epoch=0, metrics={"val/war": 0.5}),
    Checkpoint(step=5, path="runs/a/last.ckpt"),
    Ended(step=10, completed=True, seconds=3.5),
    Failed(error="two\nlines"),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_round_trip(event: Event) -> None:
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event


def test_a_loss_that_is_not_a_number_survives() -> None:
    event = from_line(to_line(Step(step=1, epoch=0, loss=math.nan, lr=0.1, samples_per_s=1.0)))
    assert isinstance(event, Step)
    assert math.isnan(event.loss)


@pytest.mark.parametrize(
    "line", ["", "Epoch 1", "{}", '{"kind": "step"}', '{"kind": "other"}', "["]
)
def test_other_text_is_no_event(line: str) -> None:
    assert from_line(line) is None
