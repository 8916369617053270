"""What a run tells is read from its file, whole lines only, however far it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_gui.train.events import Follower, History, Tail, last_event
from trainer.events import (
    Ended,
    Epoch,
    Event,
    Fold,
    Initialised,
    Picture,
    Progress,
    Started,
    Step,
    Warned,
    to_line,
)


def step(number: int, loss: float = 1.0) -> Step:
    return Step(step=number, epoch=0, loss=loss, lr=0.1, samples_per_s=8.0, left_s=60.0)


def write(path: Path, *events: Event) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(to_line(event) + "\n" for event in events)


def history(*events: Event) -> History:
    told = History()
    for event in events:
        told.add(event)
    return told


def test_a_line_is_read_once_it_is_whole(tmp_path: Path) -> None:
    path, line = tmp_path / "events.jsonl", to_line(step(20)).encode()
    tail = Tail(path)
    assert tail.read() == []
    path.write_bytes(line[:30])
    assert tail.read() == []
    path.write_bytes(line + b"\n" + line[:10])
    assert tail.read() == [step(20)]
    assert tail.read() == []


def test_what_is_no_event_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(f"a library says hello\n{to_line(step(20))}\n" + "x" * 300_000)
    tail = Tail(path)
    assert tail.read() == [step(20)]
    while not tail.at_end:
        assert tail.read() == []
    write(path, step(40))
    tail.read()  # The rest of the long line.
    write(path, step(60))
    assert step(60) in tail.read()


def test_a_long_file_is_read_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write(path, *(step(20 * number) for number in range(1, 5000)))
    follower = Follower(path)
    parts = 0
    while not follower.at_end:
        assert follower.follow()
        parts += 1
    assert parts > 3
    assert follower.history.loss.steps == [20 * number for number in range(1, 5000)]
    assert not follower.follow()


def test_a_file_that_is_begun_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write(path, step(20), step(40))
    tail = Tail(path)
    tail.read()
    path.write_text(to_line(step(1)) + "\n")
    assert tail.read() == [step(1)]


def test_the_last_event_is_found_behind_other_text(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert last_event(path) is None
    write(path, *(step(number) for number in range(1000)))
    with path.open("a") as file:
        file.write("bye\n")
    assert last_event(path) == step(999)


def test_a_history_says_how_far_a_run_is() -> None:
    told = history(Started(run="r", step=0, total_steps=200), step(20), step(50, loss=0.5))
    assert (told.share, told.left_s, told.samples_per_s) == (0.25, 60.0, 8.0)
    assert (told.loss.steps, told.loss.values) == ([20, 50], [1.0, 0.5])
    told.add(Ended(step=200, outcome="finished", seconds=9))
    assert (told.share, told.left_s) == (1.0, None)
    assert history(Progress(done=3, total=12)).share == 0.25
    assert history().share is None


def test_a_run_that_goes_back_to_its_checkpoint_leaves_no_trace_of_what_was_lost() -> None:
    told = history(
        Started(run="r", step=0, total_steps=100),
        step(20),
        Epoch(step=25, epoch=0, metrics={"val/loss": 1.0}),
        step(40),
        Epoch(step=50, epoch=1, metrics={"val/loss": 0.5}),
        Started(run="r", step=30, total_steps=100),
    )
    assert told.loss.steps == [20]
    assert told.metrics["val/loss"].steps == [25]
    assert told.step == 30


def test_time_left_of_a_preparation_follows_from_its_speed(tmp_path: Path) -> None:
    path, now_s = tmp_path / "out.jsonl", [100.0]
    follower = Follower(path, lambda: now_s[0])
    write(path, Progress(done=0, total=20), Progress(done=2, total=20))  # Read at once: no speed.
    follower.follow()
    assert follower.history.left_s is None
    now_s[0] += 10
    write(path, Progress(done=7, total=20))
    follower.follow()
    assert follower.history.left_s == 26.0
    write(path, Progress(done=1, total=300))  # Something else is counted now.
    follower.follow()
    assert follower.history.left_s is None


def test_a_cross_validation_counts_all_its_runs_and_shows_one(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    begun = Started(run="r", step=0, total_steps=100)
    write(path, Warned(text="in vain"), Fold(number=1, count=3), begun, step(50), step(100))
    follower = Follower(path)
    follower.follow()
    assert follower.history.share == 0.25
    write(path, Fold(number=2, count=3))
    follower.follow()
    assert (follower.history.share, follower.history.loss.steps) == (0.25, [])
    write(path, begun, step(50, loss=0.5))
    follower.follow()
    told = follower.history
    assert (told.loss.steps, told.loss.values) == ([50], [0.5])
    assert (told.fold, told.share) == (Fold(number=2, count=3), 1.5 / 4)
    assert told.left_s == 60.0 + 2 * 120.0
    assert told.warnings == ["in vain"]
    write(path, Fold(number=0, count=3), begun, step(50))
    follower.follow()
    assert (follower.history.share, follower.history.left_s) == (3.5 / 4, 60.0)


def test_a_fold_that_is_resumed_keeps_its_curve(tmp_path: Path) -> None:
    path, earlier = tmp_path / "out.jsonl", tmp_path / "folds" / "2" / "events.jsonl"
    earlier.parent.mkdir(parents=True)
    begun = Started(run="r", step=0, total_steps=100)
    stopped = Ended(step=50, outcome="interrupted", seconds=9)
    again = Started(run="r", step=40, total_steps=100)
    write(earlier, begun, step(20), step(50), stopped, again, step(60))
    write(path, Fold(number=2, count=3), again, step(60))
    follower = Follower(path, runs=tmp_path)
    follower.follow()
    assert follower.history.loss.steps == [20, 60]
    assert follower.history.final is None


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_point_of_a_curve(value: float) -> None:
    assert history(step(20, loss=value), step(40)).loss.steps == [40]


def test_what_is_told_again_after_a_resume_stands_once() -> None:
    begun = Initialised(origin="a", loaded=1, missing=(), unexpected=(), warnings=("afresh",))
    picture = Picture(step=5, path="pictures/epoch_0001.png")
    told = history(*2 * (Warned(text="in vain"), begun, picture))
    assert told.warnings == ["in vain", "afresh"]
    assert told.pictures == [Path("pictures/epoch_0001.png")]
