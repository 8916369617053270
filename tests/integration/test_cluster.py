"""`svfap-annotate --engine ray` on a cluster of two nodes, which are processes of this computer."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from svfap_core.batch.cluster import SILENT
from tests.models import write_untrained_model
from tests.shared_data import shared

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from svfap_core.cli.annotate import main; main()"]
CLIPS = (
    "single_face.mp4",
    "two_men_small.mp4",
    "turning_head.mp4",
    "scene_cuts.mp4",
    "no_face.mp4",
    "truncated.mp4",
)

Events = list[dict[str, Any]]


class TwoNodes:
    """A cluster of two nodes, with what Ray takes for a GPU on each: nothing computes there."""

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        self._cluster = Cluster()
        self._cluster.add_node(num_cpus=4, num_gpus=1, include_dashboard=False)
        self._second = self._cluster.add_node(num_cpus=4, num_gpus=1)
        self.one_each = ("--engine", "ray", "--address", self._cluster.address)
        self.one_each += ("--device", "cpu", "--worker-gpus", "0.6")
        """For workers of which no two fit on the GPU of a node."""

    def kill_the_second(self) -> None:
        self._cluster.remove_node(self._second, allow_graceful=False)

    def close(self) -> None:
        self._cluster.shutdown()


@pytest.fixture
def two_nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[TwoNodes]:
    for name, value in SILENT.items():
        monkeypatch.setenv(name, value)
    nodes = TwoNodes()
    yield nodes
    nodes.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for clip in CLIPS:
        shutil.copy(shared(f"data/clips/{clip}"), folder / clip)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, videos: Path, model: Path) -> Path:
    """The results of a local run."""
    out = tmp_path_factory.mktemp("whole")
    code, events = annotate(videos, "--out", out, "--model", model)
    assert code == 0, events
    return out


def annotate(
    *arguments: str | Path,
    on_event: Callable[[Events, subprocess.Popen[str]], object] = lambda *_: None,
) -> tuple[int, Events]:
    """The exit code and what was told; `on_event` sees all of it so far, and the process."""
    command = [*COMMAND, *map(str, arguments), "--no-curves", "--json"]
    events: Events = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            events.append(json.loads(line))
            on_event(events, process)
        return process.wait(), events


def started(events: Events) -> list[str]:
    return [Path(e["path"]).name for e in events if e["event"] == "file_started"]


def ended(events: Events) -> list[tuple[str, str]]:
    return [(Path(e["path"]).name, e["outcome"]) for e in events if e["event"] == "file_ended"]


def tables(out: Path) -> dict[str, bytes]:
    endings = {".csv", ".parquet"}
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.suffix in endings}


def states(out: Path) -> Counter[str]:
    with closing(sqlite3.connect(out / ".svfap" / "ledger.sqlite")) as db:
        return Counter(state for (state,) in db.execute("SELECT state FROM jobs"))


def test_a_node_killed_in_the_middle_costs_no_file(
    tmp_path: Path, two_nodes: TwoNodes, videos: Path, model: Path, whole: Path
) -> None:
    killed = False

    def kill_when_both_work(events: Events, _: object) -> None:
        nonlocal killed
        # One worker on each node: while two files are at work, one is on the second.
        at_work = set(started(events)) - {name for name, _ in ended(events)}
        if not killed and ended(events) and len(at_work) == 2:
            two_nodes.kill_the_second()
            killed = True

    code, events = annotate(
        videos, "--out", tmp_path / "out", "--model", model,
        *two_nodes.one_each,
        on_event=kill_when_both_work,
    )  # fmt: skip
    assert killed
    assert code == 0, events
    assert sorted(ended(events)) == sorted((clip, "done") for clip in CLIPS)
    begun = Counter(started(events))
    assert sorted(begun.values())[-2:] == [1, 2], "one file was lost and begun anew"
    assert tables(tmp_path / "out") == tables(whole)
    assert states(tmp_path / "out") == {"done": len(CLIPS)}
    assert not list((tmp_path / "out" / ".svfap" / "staging").iterdir())


def test_results_go_to_a_url_and_more_workers_than_there_is_room_for_do_no_harm(
    tmp_path: Path, two_nodes: TwoNodes, videos: Path, model: Path, whole: Path
) -> None:
    url = f"file://{tmp_path / 'bucket'}"
    order = (
        videos, "--out", url, "--model", model,
        *two_nodes.one_each, "--workers", "4",
    )  # fmt: skip
    code, events = annotate(*order)
    assert code == 0, events
    assert sorted(ended(events)) == sorted((clip, "done") for clip in CLIPS)
    assert [event["event"] for event in events].count("engine") <= 2
    assert tables(tmp_path / "bucket") == tables(whole)
    assert not list((tmp_path / "bucket" / ".svfap" / "staging").iterdir())
    told = next(e["files"] for e in events if e["event"] == "file_ended")
    assert f"{url}/{Path(told[0]).name}" == told[0]
    code, events = annotate(*order)
    assert code == 0, events
    assert {outcome for _, outcome in ended(events)} == {"skipped"}


@pytest.mark.parametrize(
    ("sent", "exit_code"),
    [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)],
    ids=["interrupted", "killed"],
)
def test_ended_in_the_middle_it_goes_on_later(
    tmp_path: Path,
    two_nodes: TwoNodes,
    videos: Path,
    model: Path,
    whole: Path,
    *,
    sent: signal.Signals,
    exit_code: int,
) -> None:
    order = (
        videos, "--out", tmp_path / "out", "--model", model,
        *two_nodes.one_each,
    )  # fmt: skip
    ending = False

    def end(events: Events, process: subprocess.Popen[str]) -> None:
        nonlocal ending
        if not ending and ended(events) and events[-1]["event"] == "file_progress":
            process.send_signal(sent)
            ending = True

    code, events = annotate(*order, on_event=end)
    assert code == exit_code, events
    done = {name for name, outcome in ended(events) if outcome == "done"}
    assert done
    assert len(done) < len(CLIPS)
    if sent is signal.SIGINT:
        assert "stopped" in {outcome for _, outcome in ended(events)}
        assert not list((tmp_path / "out" / ".svfap" / "staging").iterdir())
    code, events = annotate(*order)
    assert code == 0, events
    assert done <= {name for name, outcome in ended(events) if outcome == "skipped"}
    assert tables(tmp_path / "out") == tables(whole)
    assert states(tmp_path / "out") == {"done": len(CLIPS)}
    assert not list((tmp_path / "out" / ".svfap" / "staging").iterdir())


def test_a_cluster_of_its_own_speaks_to_nobody_else_and_ends_with_it(
    tmp_path: Path, videos: Path, model: Path, whole: Path
) -> None:
    ours = {a.address for addresses in psutil.net_if_addrs().values() for a in addresses}
    started_by_it: dict[psutil.Process, list[str]] = {}
    settings: set[frozenset[tuple[str, str]]] = set()
    spoken_to: set[str] = set()

    def look(_: Events, process: subprocess.Popen[str]) -> None:
        for member in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                command = started_by_it[member] = member.cmdline()
                if any(part.endswith(("/gcs_server", "/dashboard.py")) for part in command):
                    settings.add(frozenset(member.environ().items() & SILENT.items()))
                spoken_to.update(c.raddr.ip for c in member.net_connections() if c.raddr)

    code, events = annotate(
        videos, "--out", tmp_path / "out", "--model", model, "--engine", "ray", on_event=look
    )
    assert code == 0, events
    assert tables(tmp_path / "out") == tables(whole)
    assert settings == {frozenset(SILENT.items())}
    assert spoken_to, "Ray's processes speak to each other"
    assert {address.removeprefix("::ffff:") for address in spoken_to} <= ours
    for command in started_by_it.values():
        if any(part.endswith("/dashboard.py") for part in command):  # It is more than that in Ray.
            assert "--disable-frontend" in command
    _, left = psutil.wait_procs(started_by_it, timeout=60)
    assert left == []
