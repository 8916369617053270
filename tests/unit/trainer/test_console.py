"""What programs and people are told."""

from __future__ import annotations

from typing import Any

import pytest

from trainer import console
from trainer.console import SteadyProgress, print_table, show_people
from trainer.data.overview import Table
from trainer.events import Ended, Epoch, Event, Progress, Step
from trainer.intervals import Figure


def test_progress_is_told_once_a_second_and_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    times_s = iter([10.0, 10.4, 10.9, 11.0, 11.5])
    monkeypatch.setattr(console, "monotonic", lambda: next(times_s))
    told: list[Event] = []
    tell = SteadyProgress(told.append)
    for done in range(1, 6):
        tell(done, 5, f"clip {done}")
    assert [event.done for event in told if isinstance(event, Progress)] == [1, 4, 5]
    assert told[-1] == Progress(done=5, total=5, name="clip 5")


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure(value=None, n=0), "not defined"),
        (Figure(value=1, n=6, low=0.61, high=1, effective=6), "1.0000, n = 6 (0.6100 to 1.0000)"),
        (Figure(value=0.5, n=6, note="6 clips: few"), "0.5000, n = 6 (no interval: 6 clips: few)"),
        (Figure(value=0.5, n=6), "0.5000, n = 6"),
    ],
)
def test_a_figure_never_stands_without_its_clips(figure: Figure, said: str) -> None:
    assert console._with_interval(figure) == said


def test_columns_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (("a", "7"), ("longer", "1,234"), ("", ""))
    print_table(Table(title="Clips", header=("class", "n"), rows=rows))
    assert capsys.readouterr().out == (
        "Clips:\n  class       n\n  a           7\n  longer  1,234\n\n"
    )


def test_steps_and_epochs_are_told_with_their_place_and_the_time_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first: dict[str, Any] = {"step": 1, "epoch": 2, "epochs": 30, "loss": 0.5, "lr": 1e-3}
    show_people(Step(**first))
    show_people(Step(**first, samples_per_s=12.34, left_s=61.0))
    show_people(Epoch(step=9, epoch=2, epochs=30, seconds=7.4, metrics={"val/war": 0.5}))
    assert capsys.readouterr().out.splitlines() == [
        "epoch 3 of 30  step 1  loss 0.500  lr 1.0e-03",
        "epoch 3 of 30  step 1  loss 0.500  lr 1.0e-03  12.3 clips/s  1 min 1 s left",
        "epoch 3 of 30, 7 s: val/war 0.5000",
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3599, "59 min 59 s"),
        (3600, "1 h 0 min"), (86_400, "24 h 0 min"), (480_000, "5 d 13 h"),
    ],
)  # fmt: skip
def test_durations_have_two_units(
    seconds: float, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_people(Ended(step=1, outcome="stopped_early", seconds=seconds))
    assert capsys.readouterr().out == f"stopped early after {said}\n"
