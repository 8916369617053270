"""Analyses one video in a thread, into the results folder, exactly as a batch would.

While it runs its recording can be read as it grows. Knows no Qt.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.settings import OutputSettings
from svfap_gui.work.engines import EngineOrder, Engines

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.batch.batch import BatchEvent
    from svfap_core.batch.job import FileJob
    from svfap_core.results.recording import Recording
    from svfap_gui.work.task import Task


class AnalysisOrder(NamedTuple):
    """What is analysed, how, and where results go; `again` replaces those there are."""

    video: Path
    engine: EngineOrder
    outputs: OutputSettings
    folder: Path
    again: bool


class Advanced(NamedTuple):
    """How far it is; `phase` is that of `svfap_core.batch.job.Progress`."""

    phase: str
    position_s: float
    duration_s: float | None
    fps: float


class Finished(NamedTuple):
    """All files lie under their names; `base` is theirs without endings."""

    base: Path


class Stopped(NamedTuple):
    """The user cancelled it; no file was left."""


class Failed(NamedTuple):
    """It could not be done; no file was left."""

    error: BaseException


AnalysisEnd: TypeAlias = Finished | Stopped | Failed


class FileAnalysis:
    """One analysis.

    Args:
        order: What to do.
        engines: Lends the engine.
    """

    def __init__(self, order: AnalysisOrder, engines: Engines) -> None:
        self._order = order
        self._engines = engines
        self._job: FileJob | None = None
        self._base: Path | None = None
        self._reason: Stopped | Failed = Stopped()

    @property
    def recording(self) -> Recording | None:
        """What is known so far, once the models are loaded; from any thread."""
        return self._job.recording if self._job is not None else None

    def run(self, task: Task[Advanced]) -> AnalysisEnd:
        """Analyse, in the thread of the task; when that is stopped or this fails, no file is left.

        Raises:
            SvfapError: No analysis can begin: the model cannot be loaded, the folder not written.
        """
        from svfap_core.batch.batch import Batch  # noqa: PLC0415  # torch takes seconds
        from svfap_core.batch.plan import Planned  # noqa: PLC0415  # loads OpenCV and FFmpeg

        order = self._order
        with ExitStack() as borrowed:
            self._job = self._engines.job(order.engine, order.outputs, borrowed)
            batch = Batch(
                order.folder,
                self._job,
                lambda event: self._on_event(event, task.tell),
                again=order.again,
            )
            task.when_stopped(batch.request_stop)
            batch.run([Planned(order.video, output_for(order.video, order.folder))])
        return self._reason if self._base is None else Finished(self._base)

    def _on_event(self, event: BatchEvent, tell: Callable[[Advanced], None]) -> None:
        from svfap_core.batch.batch import (  # noqa: PLC0415  # torch takes seconds
            FileEnded,
            FileOutcome,
            FileProgress,
        )

        if isinstance(event, FileProgress):
            progress = event.progress
            tell(Advanced(progress.phase, progress.position_s, progress.duration_s, progress.fps))
        elif isinstance(event, FileEnded):
            if event.outcome in {FileOutcome.DONE, FileOutcome.INCOMPLETE, FileOutcome.SKIPPED}:
                self._base = self._order.folder / event.planned.output
            elif event.outcome is FileOutcome.BUSY:
                self._reason = Failed(
                    SvfapError(
                        Message("%1 is being analysed already", event.planned.path.name),
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
