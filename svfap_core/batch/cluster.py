"""Workers of a batch on a Ray cluster: processes on any of its computers, each with its own models.

The ledger and the final names stay with the batch, so a worker that is lost, or that goes on
unheard, costs one file's time and nothing else. Ray is imported when a cluster is asked for.
Knows nothing of which files there are.
"""

from __future__ import annotations

import importlib
import itertools
import logging
import os
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svfap_core.batch.job import Task, names_of_results
from svfap_core.batch.lease import ClaimLost
from svfap_core.batch.output import Output
from svfap_core.batch.worker import EngineFacts, LocalWorker, Order, Staged, WorkerLost, make_job
from svfap_core.errors import ClusterError
from svfap_core.messages import Message
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.identity import MethodIdentity, SourceIdentity
from svfap_core.pipeline.result import JobStopped
from svfap_core.settings import OutputSettings
from svfap_core.system import keep_to_cores, usable_cores

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
MAX_LOST_STARTS = 3
OWN_STORE_BYTES = 100 << 20
"""Of the shared memory of a cluster that lives as long as the batch: only names pass through it."""

SILENT = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9"}
"""For the environment of Ray, which reports that it is used; where that is switched off, a cluster
that was not started by its first user reports that it is switched off, to this address instead."""

_ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What one worker takes of a computer; several may share a GPU."""

    cpus: int = 1
    gpus: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what no computer can give.

        Raises:
            ClusterError: More than one GPU, and not whole ones.
        """
        if self.gpus > 1 and not self.gpus.is_integer():
            raise ClusterError(
                Message("a worker cannot have %1 GPUs", f"{self.gpus:g}"),
                hint="Give it a share of one, such as 0.25, or whole ones.",
            )

    def fit(self, resources: dict[str, float]) -> int:
        """How many workers a computer with these resources holds."""
        count = int(resources.get("CPU", 0.0) / self.cpus)
        if self.gpus:
            gpus = int(resources.get("GPU", 0.0))
            # A share is of one GPU: what is left over on several makes no whole.
            by_gpu = gpus * int(1 / self.gpus) if self.gpus <= 1 else int(gpus / self.gpus)
            count = min(count, by_gpu)
        return count


class Cluster:
    """A connection to a Ray cluster; see `connect`."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._first_loads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._seats: defaultdict[str, set[int]] = defaultdict(set)
        self._seating = threading.Lock()

    @property
    def gpus(self) -> float:
        """How many there are on all computers."""
        return self._ray.cluster_resources().get("GPU", 0.0)

    def workers(
        self,
        order: Order,
        shares: Shares,
        count: int | None,
        on_loaded: Callable[[EngineFacts], None],
    ) -> list[RayWorker]:
        """Workers, to be given to a `Batch`.

        Args:
            order: What they do.
            shares: What each takes.
            count: How many; as many as the cluster has room for, unless given. Those that find no
                room begin when there is some.
            on_loaded: Called by each worker when its models are loaded, one at a time.

        Raises:
            ClusterError: No computer of the cluster is large enough for one.
        """
        if count is None:
            nodes = [node["Resources"] for node in self._ray.nodes() if node["Alive"]]
            count = sum(shares.fit(resources) for resources in nodes)
            if not count:
                raise ClusterError(
                    Message(
                        "no computer of the cluster has %1 CPUs and %2 GPUs for a worker; "
                        "they have %3",
                        shares.cpus,
                        f"{shares.gpus:g}",
                        _described(nodes),
                    ),
                    hint="Give workers smaller shares, or set --workers to wait for computers.",
                )
        actor = self._ray.remote(
            num_cpus=shares.cpus,
            num_gpus=shares.gpus,
            max_concurrency=1,
            concurrency_groups={_ASK: 1},
            scheduling_strategy="SPREAD",
        )(_Remote)
        telling = threading.Lock()

        def tell(facts: EngineFacts) -> None:
            with telling:
                on_loaded(facts)

        return [
            RayWorker(self._ray, lambda: actor.remote(order, shares), order.outputs, self, tell)
            for _ in range(count)
        ]

    def first_load(self, place: str) -> threading.Lock:
        """Held while models are loaded on a computer.

        What is measured and kept at the first load, such as which runtime is the fastest there, is
        then measured undisturbed, and all workers of the computer find the same.
        """
        return self._first_loads[place]

    def take_seat(self, place: str) -> int:
        """A number from 0, of which no two workers on a computer have the same."""
        with self._seating:
            taken = self._seats[place]
            seat = next(number for number in itertools.count() if number not in taken)
            taken.add(seat)
            return seat

    def leave_seat(self, place: str, seat: int) -> None:
        """Another worker may have it."""
        with self._seating:
            self._seats[place].discard(seat)


class RayWorker:
    """One process somewhere on the cluster, started again elsewhere when it is lost."""

    def __init__(
        self,
        ray: Any,
        start: Callable[[], Any],
        outputs: OutputSettings,
        cluster: Cluster,
        on_loaded: Callable[[EngineFacts], None],
    ) -> None:
        self._ray = ray
        self._start = start
        self._outputs = outputs
        self._cluster = cluster
        self._on_loaded = on_loaded
        self._actor: Any = None
        self._place = ""
        self._seat = 0
        self._loaded: MethodIdentity | None = None
        self._stop = threading.Event()

    def wait(self, wanted: Callable[[], bool]) -> bool:
        """Be placed on a computer of the cluster, however long it takes until one has room.

        Raises:
            ClusterError: Workers do not start there.
        """
        lost = 0
        while self._actor is None and wanted():
            actor = self._start()
            placed = actor.place.remote()
            while wanted():
                if self._ray.wait([placed], timeout=LOOK_EVERY_S)[0]:
                    try:
                        self._sit_down(actor, self._ray.get(placed))
                    except self._ray.exceptions.RayError as error:
                        lost += 1
                        self._told_of_a_lost_start(error, lost)
                    break
            else:
                self._ray.kill(actor)
        return wanted()

    def _told_of_a_lost_start(self, error: Exception, lost: int) -> None:
        """One may go with its computer; several are no accident."""
        reason = (str(error).strip().splitlines() or [type(error).__name__])[-1]
        if lost == MAX_LOST_STARTS:
            raise ClusterError(
                Message("workers do not start on the cluster: %1", reason),
                hint="Install this version of the program on every computer of it.",
            ) from error
        log.warning("a worker did not start: %s", reason)
        self._stop.wait(LOOK_EVERY_S)

    def _sit_down(self, actor: Any, place: str) -> None:
        self._actor, self._place = actor, place
        self._seat = self._cluster.take_seat(place)
        actor.keep_to_cores.remote(self._seat)

    def source(self, path: Path) -> SourceIdentity:
        """What a file is, read where it will be analysed."""
        return self._result(self._actor.source.remote(str(path.absolute())))

    def method(self) -> MethodIdentity | None:
        """How files are analysed there."""
        return self._loaded or self._result(self._actor.method.remote())

    def wanted(self, path: Path) -> tuple[str, ...]:
        """Names of the files that `run` makes."""
        return names_of_results(path, self._outputs)

    def load(self) -> MethodIdentity:
        """Have the models at hand."""
        loaded = self._loaded
        if loaded is None:
            with self._cluster.first_load(self._place):
                loaded, facts = self._result(self._actor.load.remote())
            self._on_loaded(facts)
            self._loaded = loaded
        return loaded

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        """Analyse a file into a stage."""
        there = self._actor
        last: Progress | None = None

        def ask() -> None:
            nonlocal last
            asked = there.progress.options(concurrency_group=_ASK).remote()
            with suppress(self._ray.exceptions.GetTimeoutError):
                progress = self._ray.get(asked, timeout=LOOK_EVERY_S)
                if progress is not None and progress != last:
                    last = progress
                    on_progress(progress)

        begun = there.run.remote(task._replace(path=task.path.absolute()), output, stage)
        try:
            return self._result(begun, ask)
        except ClaimLost:  # Nobody waits any more for what it is at.
            self.close()
            raise

    def request_stop(self) -> None:
        """End the running file soon; the thread that waits for it sees to it."""
        self._stop.set()

    def close(self) -> None:
        """Give its place on the cluster back, whatever it is at."""
        if self._actor is not None:
            with suppress(self._ray.exceptions.RayError):
                self._ray.kill(self._actor)
            self._cluster.leave_seat(self._place, self._seat)
        self._actor, self._loaded = None, None

    def _result(self, ref: Any, meanwhile: Callable[[], None] = lambda: None) -> Any:
        errors = self._ray.exceptions
        try:
            while not self._ray.wait([ref], timeout=LOOK_EVERY_S)[0]:
                if self._stop.is_set():
                    self.close()
                    raise JobStopped
                meanwhile()
            return self._ray.get(ref)
        except errors.RayTaskError as error:
            raise error.cause from error
        except errors.RayError as error:
            self.close()
            raise WorkerLost(f"a worker on {self._place}: {type(error).__name__}") from error


class _Remote:
    """What runs in the process of a worker."""

    def __init__(self, order: Order, shares: Shares) -> None:
        self._job = make_job(order)
        self._worker = LocalWorker(self._job)
        self._shares = shares
        self._progress: Progress | None = None

    def place(self) -> str:
        """The computer."""
        return socket.gethostname()

    def keep_to_cores(self, seat: int) -> None:
        """Keep to the cores that are this worker's share, where the system can."""
        cores = usable_cores()
        first = seat * self._shares.cpus
        keep_to_cores({cores[(first + n) % len(cores)] for n in range(self._shares.cpus)})

    def source(self, path: str) -> SourceIdentity:
        """What a file is."""
        return self._worker.source(Path(path))

    def method(self) -> MethodIdentity | None:
        """How files are analysed."""
        return self._worker.method()

    def load(self) -> tuple[MethodIdentity, EngineFacts]:
        """Load the models."""
        return self._worker.load(), EngineFacts.of(self._job.load(), self.place())

    def run(self, task: Task, output: Output, stage: str) -> Staged:
        """Analyse a file into a stage."""
        self._progress = None
        return self._worker.run(task, output, stage, self._keep)

    def progress(self) -> Progress | None:
        """How far the file at work is."""
        return self._progress

    def _keep(self, progress: Progress) -> None:
        self._progress = progress


@contextmanager
def connect(address: str | None) -> Generator[Cluster]:
    """A Ray cluster for the time of the `with` block.

    Args:
        address: Of a running cluster, as `ray.init` takes it; `None` starts one on this computer
            that ends with the block.

    Raises:
        ClusterError: Ray is not installed, or there is no cluster.
    """
    os.environ.update(SILENT)  # Read when Ray is imported, by all of its processes.
    try:
        ray = importlib.import_module("ray")
    except ImportError as error:
        raise ClusterError(
            "Ray is not installed", hint='Run: pip install "svfap[cluster]"'
        ) from error
    own: dict[str, Any] = {"include_dashboard": False, "object_store_memory": OWN_STORE_BYTES}
    try:
        ray.init(
            address or "local",
            log_to_driver=False,
            logging_level=logging.ERROR,
            **({} if address else own),
        )
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise ClusterError(
            Message("the Ray cluster %1 cannot be used: %2", address or "of this computer", error),
            hint="Check the address, and that this computer is one of the cluster's.",
        ) from error
    try:
        yield Cluster(ray)
    finally:
        ray.shutdown()


def _described(nodes: list[dict[str, float]]) -> str:
    told = (f"{r.get('CPU', 0):g} CPUs and {r.get('GPU', 0):g} GPUs" for r in nodes)
    return "; ".join(sorted(set(told))) or "nothing"
