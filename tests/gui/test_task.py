"""Tasks: what they give arrives in the window's thread, and nothing that hangs holds it up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from svfap_core.errors import SvfapError
from svfap_gui.parts.notice import Notice
from svfap_gui.work.activities import Activities
from svfap_gui.work.task import Task, Tasks


@dataclass
class Bench:
    """Tasks of both sorts, what was told of them, and a share that answers when a test lets it."""

    qtbot: QtBot
    root: QObject
    activities: Activities
    share: threading.Event = field(default_factory=threading.Event)
    notices: list[Notice] = field(default_factory=list)
    heard: list[object] = field(default_factory=list)

    def tasks(self, *, in_turn: bool = False) -> Tasks:
        return Tasks(
            "svfap-bench",
            self.notices.append,
            self.root,
            activities=self.activities,
            in_turn=in_turn,
        )

    def hang(self, task: Task[object]) -> str:
        """Read from a dead share: no wish to stop reaches it."""
        self.share.wait()
        return "too late"

    def settle(self, tasks: Tasks) -> None:
        self.qtbot.waitUntil(lambda: not tasks.busy)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    root = QObject()
    bench = Bench(qtbot, root, Activities(root))
    yield bench
    bench.share.set()
    for thread in threading.enumerate():
        if thread.name == "svfap-bench":
            thread.join()
    shiboken6.delete(root)


def test_what_it_gives_arrives_in_the_thread_that_asked(bench: Bench) -> None:
    tasks, threads = bench.tasks(), []
    tasks.run(
        lambda _task: threading.current_thread(),
        lambda worker: threads.extend([worker, threading.current_thread()]),
    )
    assert not threads, "it returns at once"
    bench.settle(tasks)
    assert threads[0].name == "svfap-bench"
    assert threads[1] is threading.main_thread()
    assert not threads[0].is_alive()


def test_tasks_run_beside_each_other(bench: Bench) -> None:
    tasks, meeting = bench.tasks(), threading.Barrier(2, timeout=5)
    for _ in range(2):
        tasks.run(lambda _task: meeting.wait(), bench.heard.append)
    bench.settle(tasks)
    assert set(bench.heard) == {0, 1}


def test_in_turn_one_begins_when_the_other_has_told(bench: Bench) -> None:
    tasks, working = bench.tasks(in_turn=True), threading.Lock()

    def work(number: int) -> int:
        assert working.acquire(blocking=False)
        time.sleep(0.01)
        working.release()
        return number

    for number in range(4):
        tasks.run(lambda _task, number=number: work(number), bench.heard.append)
    bench.settle(tasks)
    assert bench.heard == [0, 1, 2, 3]
    assert not bench.notices


def test_the_latest_of_a_kind_takes_the_place_of_one_that_waits(bench: Bench) -> None:
    tasks = bench.tasks(in_turn=True)
    tasks.run(bench.hang, bench.heard.append, latest="count")
    for number in range(5):
        title = f"Count {number}"
        tasks.run(
            lambda _task, number=number: number, bench.heard.append, latest="count", title=title
        )
    tasks.run(lambda _task: "another kind", bench.heard.append, latest="find")
    assert [activity.title for activity in bench.activities.running] == ["Count 4"]
    bench.share.set()
    bench.settle(tasks)
    assert bench.heard == ["too late", 4, "another kind"]
    assert not bench.activities.running


def test_a_forgotten_task_holds_up_no_other_and_tells_nothing(bench: Bench) -> None:
    tasks = bench.tasks(in_turn=True)
    hanging = tasks.run(bench.hang, bench.heard.append, told=bench.heard.extend)
    tasks.run(lambda _task: "saved", bench.heard.append, saves=True)
    hanging.tell("half")
    hanging.forget()
    bench.settle(tasks)
    assert bench.heard == ["saved"]
    bench.share.set()
    bench.qtbot.wait(20)
    assert bench.heard == ["saved"]


@pytest.mark.logs_warning
def test_a_failure_that_nobody_takes_is_shown(bench: Bench) -> None:
    def fail(_task: Task[object]) -> None:
        raise SvfapError("The share is gone", hint="Connect it.")

    def break_down(_task: Task[object]) -> None:
        raise ZeroDivisionError("division by zero")

    tasks = bench.tasks(in_turn=True)
    tasks.run(fail)
    tasks.run(break_down)
    tasks.run(fail, failed=bench.heard.append)
    bench.settle(tasks)
    assert [(n.text, n.hint, n.error) for n in bench.notices] == [
        ("The share is gone", "Connect it.", True),
        ("ZeroDivisionError: division by zero", "", True),
    ]
    assert len(bench.heard) == 1


def test_progress_shows_in_the_activity_and_news_come_in_order(bench: Bench) -> None:
    tasks, shown = bench.tasks(), []

    def work(task: Task[int]) -> str:
        for number in range(1000):
            task.tell(number)
            task.progress(number / 1000, f"{number} done")
        return "all"

    calls: list[int] = []

    def hear(values: list[int]) -> None:
        calls.append(len(values))
        bench.heard.extend(values)

    task = tasks.run(work, bench.heard.append, told=hear, title="Counting to 1000")
    assert task.activity is not None
    activity = task.activity
    activity.changed.connect(lambda: shown.append((activity.share, activity.text)))
    bench.settle(tasks)
    assert bench.heard == [*range(1000), "all"]
    assert len(calls) < 1000, "one event for all that came meanwhile"
    assert shown[-1] == (0.999, "999 done")
    assert not bench.activities.running


@pytest.mark.parametrize("early", [True, False])
def test_a_stop_reaches_the_function_whose_result_still_arrives(
    bench: Bench, *, early: bool
) -> None:
    tasks, begun, go_on = bench.tasks(), threading.Event(), threading.Event()
    interrupted = threading.Event()

    def work(task: Task[object]) -> str:
        begun.set()
        if early:
            go_on.wait(5)
        task.when_stopped(interrupted.set)
        go_on.set()
        assert interrupted.wait(5)
        return "stopped" if task.stopped() else "whole"

    tasks.run(work, bench.heard.append, title="Reading")
    begun.wait(5)
    if not early:
        go_on.wait(5)
    [activity] = bench.activities.running
    activity.stop()
    go_on.set()
    bench.settle(tasks)
    assert bench.heard == ["stopped"]


def test_what_asks_for_more_when_it_is_told_is_served(bench: Bench) -> None:
    tasks = bench.tasks(in_turn=True)

    def go_on(one: int) -> None:
        tasks.run(lambda _task: one + 1, bench.heard.append)

    tasks.run(lambda _task: 1, go_on)
    bench.qtbot.waitUntil(lambda: bench.heard == [2])


@pytest.mark.logs_warning
def test_an_activity_ends_even_if_what_follows_fails(bench: Bench) -> None:
    tasks = bench.tasks()

    def fall(_value: object) -> None:
        raise ZeroDivisionError

    with bench.qtbot.captureExceptions() as raised:
        tasks.run(lambda _task: 1, fall, title="Falling")
        bench.settle(tasks)
    assert len(raised) == 1
    assert not bench.activities.running


# -- closing -------------------------------------------------------------------------------------


def test_closing_does_not_wait_for_a_dead_share(bench: Bench) -> None:
    tasks = bench.tasks(in_turn=True)
    tasks.run(bench.hang, bench.heard.append)
    bench.qtbot.wait(10)
    [thread] = [t for t in threading.enumerate() if t.name == "svfap-bench"]
    assert thread.daemon, "it would keep the process alive"
    began_s = time.monotonic()
    assert tasks.close(began_s + 0.2), "nothing is lost"
    assert time.monotonic() - began_s < 2
    assert not bench.heard


def test_closing_writes_what_waits_although_a_read_hangs(bench: Bench, tmp_path: Path) -> None:
    tasks = bench.tasks(in_turn=True)
    tasks.run(bench.hang, bench.heard.append)
    for number in range(3):
        path = tmp_path / f"{number}.json"
        tasks.run(lambda _task, path=path: path.write_text("{}"), saves=True)
    tasks.run(lambda _task: "counted", bench.heard.append)
    assert tasks.close(time.monotonic() + 0.5)
    assert len(list(tmp_path.iterdir())) == 3
    assert not bench.heard
    tasks.run(lambda _task: "counted", bench.heard.append)
    assert not tasks.busy, "it takes no more"


def test_closing_says_what_is_not_written_and_the_process_waits_for_it(bench: Bench) -> None:
    tasks = bench.tasks(in_turn=True)
    tasks.run(bench.hang, title="Saving talk.mp4", quiet=True, saves=True)
    bench.qtbot.wait(10)
    [thread] = [t for t in threading.enumerate() if t.name == "svfap-bench"]
    assert not thread.daemon
    assert not bench.activities.running
    [activity] = bench.activities.waited_for
    assert activity.title == "Saving talk.mp4"
    assert not activity.abandonable()
    assert not tasks.close(time.monotonic() + 0.05)


def test_a_task_whose_owner_is_gone_tells_nobody(bench: Bench) -> None:
    owner = QObject(bench.root)
    tasks = Tasks("svfap-bench", bench.notices.append, owner)
    tasks.run(bench.hang, bench.heard.append)
    shiboken6.delete(owner)
    bench.share.set()
    bench.qtbot.wait(20)
    assert not bench.heard
    assert not bench.notices
