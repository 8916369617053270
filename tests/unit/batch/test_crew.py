from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from svfap_core.batch.batch import MAX_LOSSES, Batch, BatchEvent, FileEnded, FileOutcome
from svfap_core.batch.job import Task, source_hash
from svfap_core.batch.output import Output
from svfap_core.batch.plan import Planned, plan
from svfap_core.batch.worker import Staged, WorkerLost
from svfap_core.errors import ModelError
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.identity import MethodIdentity, SourceIdentity
from svfap_core.pipeline.result import JobStopped
from tests.identities import method


class Hands:
    """Stands for a process elsewhere: copies a file; may be lost, or never find its place."""

    def __init__(
        self, *, lost_at: Callable[[Path], bool] = lambda _: False, placed: bool = True
    ) -> None:
        self.ran: list[str] = []
        self.closed = False
        self._lost_at = lost_at
        self._placed = placed
        self._stop = threading.Event()

    def wait(self, wanted: Callable[[], bool]) -> bool:
        while not self._placed and wanted():
            self._stop.wait(0.01)
        return wanted()

    def source(self, path: Path) -> SourceIdentity:
        return SourceIdentity(content=source_hash(path))

    def method(self) -> MethodIdentity | None:
        return method()

    def wanted(self, path: Path) -> tuple[str, ...]:
        return (f"{path.name}.csv",)

    def load(self) -> MethodIdentity:
        return method()

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        path = task.path

        def make(folder: Path) -> list[Path]:
            made = folder / f"{path.name}.csv"
            made.write_text(path.read_text())
            return [made]

        self.ran.append(path.name)
        on_progress(Progress(phase="analysis", position_s=1.0, duration_s=2.0, fps=10.0))
        names = output.fill(stage, make)
        if self._lost_at(path):
            raise WorkerLost("it is gone")
        return Staged(names, {})

    def request_stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        self.closed = True


def videos(folder: Path, *names: str) -> list[Planned]:
    folder.mkdir()
    for name in names:
        (folder / f"{name}.mp4").write_text(name)
    return plan([folder], recursive=True, shard=(1, 1))


def run(out: Path, files: list[Planned], *hands: Hands) -> list[FileEnded]:
    events: list[BatchEvent] = []
    Batch(out, hands, events.append).run(files)
    return [event for event in events if isinstance(event, FileEnded)]


def by_name(ended: list[FileEnded]) -> dict[str, FileOutcome]:
    return {event.planned.output: event.outcome for event in ended}


def test_several_do_each_file_once(tmp_path: Path) -> None:
    files = videos(tmp_path / "in", *"abcdefgh")
    hands = [Hands() for _ in range(3)]
    ended = run(tmp_path / "out", files, *hands)
    assert len(ended) == 8
    assert set(by_name(ended).values()) == {FileOutcome.DONE}
    assert sorted(name for hand in hands for name in hand.ran) == [f.output for f in files]
    assert [(tmp_path / "out" / f"{f.output}.csv").read_text() for f in files] == list("abcdefgh")
    assert all(hand.closed for hand in hands)


@pytest.mark.logs_warning
@pytest.mark.parametrize("others", [0, 2])
def test_what_a_lost_worker_had_is_done_by_another_or_by_its_successor(
    tmp_path: Path, others: int
) -> None:
    files = videos(tmp_path / "in", *"abc")
    losses = iter([True])
    lock = threading.Lock()

    def once(_path: Path) -> bool:
        with lock:
            return next(losses, False)

    ended = run(tmp_path / "out", files, *(Hands(lost_at=once) for _ in range(others + 1)))
    assert by_name(ended) == {f.output: FileOutcome.DONE for f in files}
    assert len(ended) == 3
    assert not list((tmp_path / "out" / ".svfap" / "staging").iterdir())


@pytest.mark.logs_warning
def test_the_last_file_of_a_worker_that_never_comes_back_is_done_by_one_that_was_through(
    tmp_path: Path,
) -> None:
    class Mortal(Hands):
        """Loses its file when the other has nothing left to do, and finds no new place."""

        def run(
            self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
        ) -> Staged:
            begun.set()
            assert idle.wait(60)
            self._placed = False
            raise WorkerLost("it is gone")

    class Waiting(Hands):
        """Begins second, and tells when it comes for more."""

        def wait(self, wanted: Callable[[], bool]) -> bool:
            assert begun.wait(60)
            if self.ran:
                idle.set()
            return super().wait(wanted)

    begun, idle = threading.Event(), threading.Event()
    files = videos(tmp_path / "in", *"ab")
    other = Waiting()
    ended = run(tmp_path / "out", files, Mortal(), other)
    assert by_name(ended) == {f.output: FileOutcome.DONE for f in files}
    assert sorted(other.ran) == ["a.mp4", "b.mp4"]


@pytest.mark.logs_warning
def test_a_file_that_costs_worker_after_worker_fails_and_the_rest_is_done(tmp_path: Path) -> None:
    files = videos(tmp_path / "in", "a", "bomb", "c")
    hands = [Hands(lost_at=lambda path: path.stem == "bomb") for _ in range(2)]
    ended = run(tmp_path / "out", files, *hands)
    assert by_name(ended) == {
        "a.mp4": FileOutcome.DONE,
        "bomb.mp4": FileOutcome.FAILED,
        "c.mp4": FileOutcome.DONE,
    }
    assert [name for hand in hands for name in hand.ran].count("bomb.mp4") == MAX_LOSSES
    [failed] = [event for event in ended if event.outcome is FileOutcome.FAILED]
    assert f"{MAX_LOSSES} workers were lost over it: it is gone" in failed.reason
    assert sorted(p.name for p in (tmp_path / "out").glob("*.csv")) == ["a.mp4.csv", "c.mp4.csv"]


def test_one_that_never_finds_its_place_keeps_no_file_and_nobody_waiting(tmp_path: Path) -> None:
    files = videos(tmp_path / "in", *"abc")
    placed, waiting = Hands(), Hands(placed=False)
    ended = run(tmp_path / "out", files, waiting, placed)
    assert by_name(ended) == {f.output: FileOutcome.DONE for f in files}
    assert waiting.ran == []
    assert waiting.closed


def test_no_more_files_are_asked_for_than_there_are_workers(tmp_path: Path) -> None:
    files = videos(tmp_path / "in", *"abcdefgh")
    asked: list[str] = []
    ahead: list[int] = []

    def asking() -> Iterator[Planned]:
        for planned in files:
            asked.append(planned.output)
            ahead.append(len(asked) - ended)
            yield planned

    ended = 0

    def tell(event: BatchEvent) -> None:
        nonlocal ended
        ended += isinstance(event, FileEnded)

    class Slow(Hands):
        """Waits until its news has been heard, as one far away does."""

        def source(self, path: Path) -> SourceIdentity:
            heard.wait(0.05)
            return super().source(path)

    heard = threading.Event()
    Batch(tmp_path / "out", [Slow(), Slow()], tell).run(asking())
    assert asked == [f.output for f in files]
    assert max(ahead) <= 2 * 2  # Two at work, and two whose end is not heard yet.


def test_a_model_that_one_cannot_load_ends_the_run(tmp_path: Path) -> None:
    class NoModel(Hands):
        def load(self) -> MethodIdentity:
            raise ModelError("no such model")

    files = videos(tmp_path / "in", *"abcd")
    with pytest.raises(ModelError):
        run(tmp_path / "out", files, NoModel(), Hands(placed=False))
    assert by_name(run(tmp_path / "out", files, Hands())) == {
        f.output: FileOutcome.DONE for f in files
    }


def test_the_error_of_one_ends_the_work_of_the_others(tmp_path: Path) -> None:
    """They may be at films of hours; what is wrong is told when all have ended."""

    class Long(Hands):
        def run(
            self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
        ) -> Staged:
            begun.set()
            assert self._stop.wait(60)
            raise JobStopped

    class NoModel(Hands):
        def load(self) -> MethodIdentity:
            assert begun.wait(60)
            raise ModelError("no such model")

    begun = threading.Event()
    with pytest.raises(ModelError):
        run(tmp_path / "out", videos(tmp_path / "in", *"ab"), Long(), NoModel())


@pytest.mark.logs_warning
def test_workers_that_are_lost_over_the_model_end_the_run(tmp_path: Path) -> None:
    class NoMemory(Hands):
        def load(self) -> MethodIdentity:
            raise WorkerLost("out of memory")

    files = videos(tmp_path / "in", "a")
    with pytest.raises(ModelError, match=r"lost while they loaded the model: out of memory"):
        run(tmp_path / "out", files, NoMemory(), NoMemory())
    assert by_name(run(tmp_path / "out", files, Hands())) == {"a.mp4": FileOutcome.DONE}


def test_a_file_of_the_system_among_the_stages_is_left_alone(tmp_path: Path) -> None:
    odd = tmp_path / "out" / ".svfap" / "staging" / ".DS_Store"
    odd.parent.mkdir(parents=True)
    odd.write_text("x")
    assert run(tmp_path / "out", videos(tmp_path / "in", "a"), Hands())
    assert odd.exists()


def test_a_stop_while_models_load_gives_the_file_back(tmp_path: Path) -> None:
    class Stopped(Hands):
        def load(self) -> MethodIdentity:
            batch.request_stop()
            raise JobStopped

    files = videos(tmp_path / "in", *"ab")
    events: list[BatchEvent] = []
    batch = Batch(tmp_path / "out", [Stopped(), Hands(placed=False)], events.append)
    counts = batch.run(files)
    assert counts[FileOutcome.STOPPED] == 1
    assert len(events) == 1
    assert len(run(tmp_path / "out", files, Hands())) == 2
