from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pytest

from svfap_core.batch.batch import (
    Batch,
    BatchEvent,
    FileEnded,
    FileOutcome,
)
from svfap_core.batch.job import FileJob, Task, source_hash
from svfap_core.batch.output import FolderOutput
from svfap_core.batch.plan import Planned, plan
from svfap_core.errors import ModelError, SourceError
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.identity import MethodIdentity, SourceIdentity
from svfap_core.pipeline.result import JobStopped, Saved
from tests.identities import method


class WritingJob:
    """Stands for the analysis of a file: copies it, or fails as its content says."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self._stop = threading.Event()

    def method(self) -> MethodIdentity | None:
        return method()

    def source(self, path: Path) -> SourceIdentity:
        if path.read_text() == "surprise":
            raise ZeroDivisionError("oops")
        return SourceIdentity(content=source_hash(path))

    def wanted(self, path: Path) -> tuple[str, ...]:
        return f"{path.name}.csv", f"{path.name}.json"

    def load(self) -> FileJob:
        """The engine, of which a batch asks the method only."""
        return self  # type: ignore[return-value]

    def request_stop(self) -> None:
        self._stop.set()

    def run(self, task: Task, staging: Path, on_progress: Callable[[Progress], None]) -> Saved:
        path = task.path
        self.ran.append(path.name)
        content = path.read_text()
        made = [staging / f"{path.name}.csv", staging / f"{path.name}.json"]
        made[0].write_text(content)
        on_progress(Progress(phase="analysis", position_s=1.0, duration_s=2.0, fps=10.0))
        if content == "bad":
            raise SourceError("cannot be read", hint="Repair it.")
        if content == "bug":
            raise ZeroDivisionError("oops")
        if content == "huge":
            raise MemoryError
        if content == "stop" or self._stop.is_set():
            raise JobStopped
        made[1].write_text("{}")
        return Saved(made, {})


def videos(folder: Path, **contents: str) -> Path:
    for name, content in contents.items():
        path = folder / f"{name.replace('__', '/')}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def run(out: Path, folder: Path, *, again: bool = False) -> tuple[WritingJob, list[BatchEvent]]:
    job, events = WritingJob(), []
    files = plan([folder], recursive=True, shard=(1, 1))
    Batch(out, job, events.append, again=again).run(files)  # type: ignore[arg-type]
    return job, events


def outcomes(events: list[BatchEvent]) -> dict[str, FileOutcome]:
    return {e.planned.output: e.outcome for e in events if isinstance(e, FileEnded)}


def visible(folder: Path) -> list[str]:
    files = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in files if not name.startswith(".svfap/ledger"))


def test_results_mirror_the_folder_and_a_second_run_does_nothing(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1", b__c="2"), tmp_path / "out"
    job, events = run(out, source)
    assert job.ran == ["a.mp4", "c.mp4"]
    assert set(outcomes(events).values()) == {FileOutcome.DONE}
    names = ["a.mp4.csv", "a.mp4.json", "b/c.mp4.csv", "b/c.mp4.json"]
    assert visible(out) == names
    job, events = run(out, source)
    assert job.ran == []
    assert set(outcomes(events).values()) == {FileOutcome.SKIPPED}
    assert visible(out) == names


@pytest.mark.logs_warning
def test_one_failure_costs_no_other_and_leaves_no_file(tmp_path: Path) -> None:
    source = videos(tmp_path / "in", a="bad", b="bug", c="fine", d="huge", e="surprise")
    out = tmp_path / "out"
    _, events = run(out, source)
    assert outcomes(events) == {
        "a.mp4": FileOutcome.FAILED,
        "b.mp4": FileOutcome.FAILED,
        "c.mp4": FileOutcome.DONE,
        "d.mp4": FileOutcome.FAILED,
        "e.mp4": FileOutcome.FAILED,
    }
    reasons = [e.reason for e in events if isinstance(e, FileEnded)]
    assert reasons[0] == "cannot be read. Repair it."
    assert "ZeroDivisionError" in reasons[1]
    assert reasons[3].startswith("d.mp4 needs more memory than is free. ")
    assert "ZeroDivisionError: oops" in reasons[4]
    assert visible(out) == ["c.mp4.csv", "c.mp4.json"]


def test_a_failed_file_is_tried_again(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="bad", b="fine"), tmp_path / "out"
    run(out, source)
    (source / "a.mp4").write_text("mended")
    job, _ = run(out, source)
    assert job.ran == ["a.mp4"]


def test_changed_content_is_analysed_again(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="old"), tmp_path / "out"
    run(out, source)
    (source / "a.mp4").write_text("new")
    run(out, source)
    assert (out / "a.mp4.csv").read_text() == "new"


def test_again_analyses_what_is_done(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    run(out, source)
    job, _ = run(out, source, again=True)
    assert job.ran == ["a.mp4"]


def test_foreign_files_are_not_overwritten(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    out.mkdir()
    (out / "a.mp4.json").write_text("mine")
    _, events = run(out, source)
    assert outcomes(events) == {"a.mp4": FileOutcome.FAILED}
    assert visible(out) == ["a.mp4.json"]
    assert (out / "a.mp4.json").read_text() == "mine"
    run(out, source, again=True)
    assert (out / "a.mp4.json").read_text() == "{}"


def test_a_stopped_file_is_left_for_the_next_run(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1", b="stop", c="3"), tmp_path / "out"
    job, events = run(out, source)
    assert outcomes(events)["b.mp4"] is FileOutcome.STOPPED
    assert "b.mp4.csv" not in visible(out)
    (source / "b.mp4").write_text("2")
    job, _ = run(out, source)
    assert job.ran == ["b.mp4"]


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    run(out, source)
    import socket

    left = out / ".svfap" / "staging" / f"{socket.gethostname()}-999999999-1" / "job"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("x")
    run(out, source)
    assert not left.exists()


def test_a_missing_input_fails_alone(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    files = plan([source / "gone.mp4", source / "a.mp4"], recursive=True, shard=(1, 1))
    events: list[BatchEvent] = []
    Batch(out, WritingJob(), events.append).run(files)  # type: ignore[arg-type]
    assert outcomes(events) == {"a.mp4": FileOutcome.DONE, "gone.mp4": FileOutcome.FAILED}


def test_a_model_that_cannot_be_loaded_ends_the_run(tmp_path: Path) -> None:
    class NoModel(WritingJob):
        def load(self) -> FileJob:
            raise ModelError("no such model")

    source, out = videos(tmp_path / "in", a="1", b="2"), tmp_path / "out"
    files = plan([source], recursive=True, shard=(1, 1))
    with pytest.raises(ModelError):
        Batch(out, NoModel(), [].append).run(files)  # type: ignore[arg-type]
    job, _ = run(out, source)
    assert job.ran == ["a.mp4", "b.mp4"]


class LongJob(WritingJob):
    """Tells its progress a hundred times, each time when the test lets it."""

    def run(self, task: Task, staging: Path, on_progress: Callable[[Progress], None]) -> Saved:
        for second in range(100):
            if self._stop.is_set():
                raise JobStopped
            on_progress(Progress(phase="analysis", position_s=second, duration_s=100.0, fps=10.0))
        return super().run(task, staging, on_progress)


class Held:
    """A batch in a thread that pauses itself at the fifth news of its progress."""

    def __init__(self, out: Path, folder: Path) -> None:
        self.events: list[BatchEvent] = []
        self.heard_s: list[float] = []
        self.paused = threading.Event()
        self.batch = Batch(out, LongJob(), self._tell)  # type: ignore[arg-type]
        files = plan([folder], recursive=True, shard=(1, 1))
        self._thread = threading.Thread(target=self.batch.run, args=(files,))
        self._thread.start()
        assert self.paused.wait(60)

    def _tell(self, event: BatchEvent) -> None:
        self.events.append(event)
        self.heard_s.append(perf_counter())
        if len(self.events) == 5:
            self.batch.hold()
            self.paused.set()

    def join(self) -> None:
        self._thread.join(60)
        assert not self._thread.is_alive()


def test_a_pause_holds_the_file_where_it_is_and_keeps_its_claim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svfap_core.batch.lease.RENEW_EVERY_S", 0.02)
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    began_s = perf_counter()
    held = Held(out, source)
    try:
        seen = claim_times(out)
        while claim_times(out) == seen:
            assert perf_counter() < began_s + 60
        renewed_s, told = perf_counter(), len(held.events)
        other, events = run(out, source)
        assert other.ran == []
        assert outcomes(events) == {"a.mp4": FileOutcome.BUSY}
        assert len(held.events) == told == 5
        held_s = perf_counter() - renewed_s
    finally:
        held.batch.go_on()
        held.join()
    assert outcomes(held.events) == {"a.mp4": FileOutcome.DONE}
    ended = held.events[-1]
    assert isinstance(ended, FileEnded)
    whole_s = held.heard_s[-1] - held.heard_s[0]
    assert ended.elapsed_s <= whole_s - held_s


def claim_times(out: Path) -> str:
    with closing(sqlite3.connect(out / ".svfap" / "ledger.sqlite")) as db:
        return db.execute("SELECT changed_at FROM jobs").fetchone()[0]


@pytest.mark.parametrize("step", ["load", "publish"])
def test_a_claim_is_kept_alive_whatever_is_done_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr("svfap_core.batch.lease.RENEW_EVERY_S", 0.02)
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    kept: list[str] = []

    def take_long(at: str) -> None:
        if at == step and not kept:
            seen, until_s = claim_times(out), perf_counter() + 60
            while claim_times(out) == seen:
                assert perf_counter() < until_s
            kept.append(at)

    class Slow(WritingJob):
        def load(self) -> FileJob:
            take_long("load")
            return super().load()

    class SlowPlace(FolderOutput):
        def publish(self, stage: str, name: str, final: str) -> None:
            take_long("publish")
            super().publish(stage, name, final)

    batch = Batch(out, Slow(), [].append)  # type: ignore[arg-type]
    batch._output = SlowPlace(out)
    assert batch.run(plan([source], recursive=True, shard=(1, 1)))[FileOutcome.DONE] == 1
    assert kept == [step]


def test_an_analysis_whose_claim_is_lost_ends_soon(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"

    class Robbed(LongJob):
        def run(self, *arguments: Any) -> Saved:
            with closing(sqlite3.connect(out / ".svfap" / "ledger.sqlite")) as db, db:
                db.execute("UPDATE jobs SET owner = 'other:1:2.3', generation = 2")
            return super().run(*arguments)

    events: list[BatchEvent] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("svfap_core.batch.lease.RENEW_EVERY_S", 0.001)
        job = Robbed()
        Batch(out, job, lambda e: (events.append(e), sleep(0.02))).run(  # type: ignore[arg-type]
            plan([source], recursive=True, shard=(1, 1))
        )
    assert outcomes(events) == {"a.mp4": FileOutcome.BUSY}
    assert len(events) < 100
    [ended] = [event for event in events if isinstance(event, FileEnded)]
    assert "another run took it over" in ended.reason
    assert visible(out) == []


@pytest.mark.parametrize("known", [True, False])
def test_models_are_loaded_for_what_is_done_only_if_nothing_less_tells(
    tmp_path: Path,
    known: bool,  # noqa: FBT001
) -> None:
    source, out = videos(tmp_path / "in", a="1", b="2"), tmp_path / "out"
    run(out, source)

    class Asked(WritingJob):
        loads = 0

        def method(self) -> MethodIdentity | None:
            return method() if known or self.loads else None

        def load(self) -> FileJob:
            self.loads += 1
            return super().load()

    job, events = Asked(), []
    Batch(out, job, events.append).run(plan([source], recursive=True, shard=(1, 1)))  # type: ignore[arg-type]
    assert set(outcomes(events).values()) == {FileOutcome.SKIPPED}
    assert job.loads == (0 if known else 1)


def test_more_outputs_are_made_on_the_next_run(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    run(out, source)

    class More(WritingJob):
        def wanted(self, path: Path) -> tuple[str, ...]:
            return (f"{path.name}.eaf", *super().wanted(path))

        def run(self, task: Task, *arguments: Any) -> Saved:
            made = super().run(task, *arguments)
            made.files.append(made.files[0].with_name(f"{task.path.name}.eaf"))
            made.files[-1].write_text("x")
            return made

    for expected in (FileOutcome.DONE, FileOutcome.SKIPPED):
        events: list[BatchEvent] = []
        Batch(out, More(), events.append).run(plan([source], recursive=True, shard=(1, 1)))  # type: ignore[arg-type]
        assert outcomes(events) == {"a.mp4": expected}
    assert run(out, source)[0].ran == []


def test_a_paused_batch_can_be_stopped_and_gives_its_file_back(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1", b="2"), tmp_path / "out"
    held = Held(out, source)
    held.batch.request_stop()
    held.join()
    assert outcomes(held.events) == {"a.mp4": FileOutcome.STOPPED}
    job, _ = run(out, source)
    assert job.ran == ["a.mp4", "b.mp4"]


def test_files_are_asked_for_one_by_one(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1", b="2"), tmp_path / "out"
    log: list[str] = []

    def asked() -> Iterator[Planned]:
        for planned in plan([source], recursive=True, shard=(1, 1)):
            log.append(f"asked {planned.output}")
            yield planned

    def tell(event: BatchEvent) -> None:
        if isinstance(event, FileEnded):
            log.append(f"{event.outcome} {event.planned.output}")

    Batch(out, WritingJob(), tell).run(asked())  # type: ignore[arg-type]
    assert log == ["asked a.mp4", "done a.mp4", "asked b.mp4", "done b.mp4"]


def test_what_is_skipped_names_its_results(tmp_path: Path) -> None:
    source, out = videos(tmp_path / "in", a="1"), tmp_path / "out"
    run(out, source)
    _, events = run(out, source)
    [ended] = [event for event in events if isinstance(event, FileEnded)]
    assert ended.files == (out / "a.mp4.csv", out / "a.mp4.json")


def test_hashing_a_large_file_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("1")
    with pytest.raises(JobStopped):
        source_hash(tmp_path / "a.mp4", lambda: True)


def test_a_folder_of_pictures_is_known_by_all_of_them(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.png").write_bytes(bytes([number]))
    before = source_hash(tmp_path)
    (tmp_path / "2.png").write_bytes(b"x")
    assert source_hash(tmp_path) != before
