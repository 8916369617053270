"""What programs and people are told."""

from __future__ import annotations

import pytest

from trainer import console
from trainer.console import SteadyProgress, print_table
from trainer.data.overview import Table
from trainer.events import Event, Progress
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
