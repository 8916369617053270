"""Analyses one video in a thread, into the results folder, exactly as a batch would.

While it runs its recording can be read as it grows. Knows no Qt.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svfap_core.errors import SvfapError
from svfap_core.settings import OutputSettings
from svfap_gui.work.engines import EngineOrder, Engines

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.pipeline.batch import Batch, BatchEvent
    from svfap_core.pipeline.job import FileJob
    from svfap_core.results.recording import Recording


class AnalysisOrder(NamedTuple):
    """What is analysed, how, and where results go; `again` replaces those there are."""

    video: Path
    engine: EngineOrder
    outputs: OutputSettings
    folder: Path
    again: bool


class Advanced(NamedTuple):
    """How far it is; `phase` is that of `svfap_core.pipeline.job.Progress`."""

    phase: str
    position_s: float
    duration_s: float | None
    fps: float


class Finished(NamedTuple):
    """All files lie under their names; `base` is theirs without endings."""

    base: Path


class Stopped(NamedTuple):
    """The user wished it; no file was left."""


class Failed(NamedTuple):
    """It could not be done; no file was left."""

    error: BaseException


AnalysisNews: TypeAlias = Advanced | Finished | Stopped | Failed


class FileAnalysis:
    """One analysis.

    Args:
        order: What to do.
        engines: Lends the engine.
        tell: Called from the thread; anything but `Advanced` comes last, once.
    """

    def __init__(
        self, order: AnalysisOrder, engines: Engines, tell: Callable[[AnalysisNews], None]
    ) -> None:
        self._order = order
        self._engines = engines
        self._tell = tell
        self._lock = threading.Lock()
        self._stopped = False
        self._batch: Batch | None = None
        self._job: FileJob | None = None
        self._base: Path | None = None
        self._reason: AnalysisNews = Stopped()
        self._thread = threading.Thread(target=self._run, name="svfap-file-analysis")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def request_stop(self) -> None:
        """End soon and leave no file; returns at once."""
        with self._lock:
            self._stopped = True
            if self._batch is not None:
                self._batch.request_stop()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def recording(self) -> Recording | None:
        """What is known so far, once the models are loaded."""
        return self._job.recording if self._job is not None else None

    def _run(self) -> None:
        try:
            self._analyse()
            news = self._reason if self._base is None else Finished(self._base)
        except BaseException as error:  # noqa: BLE001  # thread entry: told, not lost
            news = Failed(error)
        self._tell(news)

    def _analyse(self) -> None:
        from svfap_core.pipeline.batch import Batch  # noqa: PLC0415  # torch takes seconds
        from svfap_core.pipeline.plan import Planned  # noqa: PLC0415  # loads OpenCV and FFmpeg

        order = self._order
        with ExitStack() as borrowed:
            job = self._engines.job(order.engine, order.outputs, borrowed)
            batch = Batch(order.folder, job, self._on_event, again=order.again)
            with self._lock:
                self._job, self._batch = job, batch
                if self._stopped:
                    batch.request_stop()
            batch.run([Planned(order.video, output_for(order.video, order.folder))])

    def _on_event(self, event: BatchEvent) -> None:
        from svfap_core.pipeline.batch import (  # noqa: PLC0415  # torch takes seconds
            FileEnded,
            FileOutcome,
            FileProgress,
        )

        if isinstance(event, FileProgress):
            progress = event.progress
            self._tell(
                Advanced(progress.phase, progress.position_s, progress.duration_s, progress.fps)
            )
        elif isinstance(event, FileEnded):
            if event.outcome in {FileOutcome.DONE, FileOutcome.INCOMPLETE, FileOutcome.SKIPPED}:
                self._base = self._order.folder / event.planned.output
            elif event.outcome is FileOutcome.BUSY:
                self._reason = Failed(
                    SvfapError(
                        f"{event.planned.path.name} is being analysed already",
                        hint="Wait until the batch that works on it is done, then open it again.",
                    )
                )
            elif event.outcome is FileOutcome.FAILED:
                self._reason = Failed(SvfapError(event.reason))


def output_for(video: Path, folder: Path) -> str:
    """The path of a video's results below the folder, apart from another video of that name.

    That one may have a result there, or work that was done on it before any analysis.
    """
    from svfap_core.sources.content import content_hash  # noqa: PLC0415  # loads FFmpeg

    owner = _owner_of(folder / video.name)
    if owner is None:
        return video.name
    content = content_hash(video)
    return video.name if content == owner else f"{video.stem}-{content[:8]}/{video.name}"


def _owner_of(base: Path) -> str | None:
    """The content of the video that files of a result belong to; `None`: nobody's, "": unknown."""
    from svfap_core.results.edits_file import read_saved_edits  # noqa: PLC0415  # loads scipy
    from svfap_core.results.files import EDITS_ENDING, SIDECAR_ENDING, with_ending  # noqa: PLC0415

    try:
        facts = json.loads(with_ending(base, SIDECAR_ENDING).read_bytes())
        return str(facts["source"]["content"])
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    try:
        source = read_saved_edits(with_ending(base, EDITS_ENDING)).source
    except SvfapError:
        return ""
    return source.content if source is not None else None
