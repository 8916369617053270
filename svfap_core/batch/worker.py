"""Who analyses the files of a batch, one at a time: this process, or one on another computer.

Knows neither which files there are nor what becomes of their results.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from svfap_core.batch.job import FileJob, Task
from svfap_core.batch.output import Output
from svfap_core.inference.card import ModelCard
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import (
    MethodIdentity,
    SourceIdentity,
    check_model,
)
from svfap_core.settings import AnalysisSettings, Device, OutputSettings


class WorkerLost(Exception):  # noqa: N818  # no fault of the file: another worker may do it
    """The process that had the file is gone, and what it made with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFacts:
    """What really computes; `place` is the computer, where it is not this one."""

    model: str
    model_sha256: str
    model_device: str
    detector: str
    detector_device: str
    place: str = ""

    @classmethod
    def of(cls, engine: Engine, place: str = "") -> EngineFacts:
        """The facts of a loaded engine."""
        return cls(
            model=engine.predictor.card.name,
            model_sha256=engine.predictor.sha256,
            model_device=engine.predictor.device,
            detector=engine.detector.name,
            detector_device=engine.detector.device,
            place=place,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """All that a worker must know to load its models and to analyse, on whatever computer.

    `model` is a name or folder, `card` is that of the model which was chosen.
    """

    model: str
    card: ModelCard
    device: Device
    settings: AnalysisSettings
    outputs: OutputSettings
    accept_licence: bool


def make_job(order: Order, on_loaded: Callable[[EngineFacts], None] = lambda _: None) -> FileJob:
    """How a file is analysed in this process, as ordered.

    Args:
        order: What to do.
        on_loaded: Notified when the models are loaded.
    """

    def load() -> Engine:
        engine = Engine.load(
            order.model, order.device, order.settings, accept_licence=order.accept_licence
        )
        check_model(engine.predictor.card, order.card, socket.gethostname())
        on_loaded(EngineFacts.of(engine))
        return engine

    return FileJob(load, order.card, order.settings, order.outputs, order.device)


class Staged(NamedTuple):
    """What came of a file: names of the results in its stage, and what failed, and why."""

    names: list[str]
    failed: dict[str, str]


class Worker(Protocol):
    """Analyses one file at a time; used by one thread, except for `request_stop`."""

    def wait(self, wanted: Callable[[], bool]) -> bool:
        """Be ready for a file; false when it was no longer wanted before that."""
        ...

    def source(self, path: Path) -> SourceIdentity:
        """What a file is; see `FileJob`."""
        ...

    def method(self) -> MethodIdentity | None:
        """How files are analysed; `None` where only `load` would know."""
        ...

    def wanted(self, path: Path) -> tuple[str, ...]:
        """Names of the files that `run` makes."""
        ...

    def load(self) -> MethodIdentity:
        """Have the models at hand, so that it is known how files are analysed."""
        ...

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        """Analyse a file into a stage; see `FileJob.run` and `Output.fill`."""
        ...

    def request_stop(self) -> None:
        """End the running file soon; from any thread or a signal."""
        ...

    def close(self) -> None:
        """No more files will come."""
        ...


class LocalWorker:
    """Analyses in this process, in the thread that asks."""

    def __init__(self, job: FileJob) -> None:
        self._job = job

    def wait(self, wanted: Callable[[], bool]) -> bool:
        """It is always ready."""
        return wanted()

    def source(self, path: Path) -> SourceIdentity:
        """What a file is."""
        return self._job.source(path)

    def method(self) -> MethodIdentity | None:
        """How files are analysed."""
        return self._job.method()

    def wanted(self, path: Path) -> tuple[str, ...]:
        """Names of the files that `run` makes."""
        return self._job.wanted(path)

    def load(self) -> MethodIdentity:
        """Have the models at hand."""
        return self._job.load().method()

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        """Analyse a file into a stage."""
        failed: dict[str, str] = {}

        def make(folder: Path) -> list[Path]:
            made = self._job.run(task, folder, on_progress)
            failed.update(made.failed)
            return made.files

        return Staged(output.fill(stage, make), failed)

    def request_stop(self) -> None:
        """End the running file soon."""
        self._job.request_stop()

    def close(self) -> None:
        """The engine belongs to whoever lent it."""
