"""Who analyses the files of a batch, one at a time: this process, or one on another computer.

Knows neither which files there are nor what becomes of their results.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from svfap_core.errors import ModelError
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.job import FileJob, Progress, source_hash
from svfap_core.pipeline.output import Output
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
    """All that a worker must know to load its models and to analyse, on whatever computer."""

    model: str
    model_sha256: str
    device: Device
    settings: AnalysisSettings
    outputs: OutputSettings
    accept_licence: bool


def make_job(order: Order, on_loaded: Callable[[EngineFacts], None] = lambda _: None) -> FileJob:
    """How a file is analysed in this process, as ordered.

    Args:
        order: What to do.
        on_loaded: Told when the models are loaded.
    """

    def load() -> Engine:
        engine = Engine.load(
            order.model, order.device, order.settings, accept_licence=order.accept_licence
        )
        if engine.predictor.sha256 != order.model_sha256:
            raise ModelError(
                f"the model {order.model} on {socket.gethostname()} is another than was ordered",
                hint="Install the same model on all computers.",
            )
        on_loaded(EngineFacts.of(engine))
        return engine

    return FileJob(load, order.model_sha256, order.settings, order.outputs)


class Worker(Protocol):
    """Analyses one file at a time; used by one thread, except for `request_stop`."""

    @property
    def fingerprint(self) -> str:
        """Of all that decides the results; see `FileJob`."""
        ...

    def wait(self, wanted: Callable[[], bool]) -> bool:
        """Be ready for a file; false when it was no longer wanted before that."""
        ...

    def content(self, path: Path) -> str:
        """The hash of a source's content."""
        ...

    def load(self) -> object:
        """Have the models at hand."""
        ...

    def run(
        self, path: Path, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> list[str]:
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
        self._stop = threading.Event()

    @property
    def fingerprint(self) -> str:
        """Of all that decides the results."""
        return self._job.fingerprint

    def wait(self, wanted: Callable[[], bool]) -> bool:
        """It is always ready."""
        return wanted()

    def content(self, path: Path) -> str:
        """The hash of a source's content."""
        return source_hash(path, self._stop.is_set)

    def load(self) -> Engine:
        """Have the models at hand."""
        return self._job.load()

    def run(
        self, path: Path, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> list[str]:
        """Analyse a file into a stage."""
        return output.fill(stage, lambda folder: self._job.run(path, folder, on_progress))

    def request_stop(self) -> None:
        """End the running file soon."""
        self._stop.set()
        self._job.request_stop()

    def close(self) -> None:
        """The engine belongs to whoever lent it."""
