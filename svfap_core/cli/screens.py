"""What `svfap-annotate` and `svfap-study` report while they work: for people, or for programs.

Knows what can happen to a file, and not how it comes about.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from svfap_core.batch.batch import (
    BatchEvent,
    FileEnded,
    FileOutcome,
    FileProgress,
    FileStarted,
)
from svfap_core.batch.plan import Planned
from svfap_core.batch.worker import EngineFacts
from svfap_core.names import FACES_HIDDEN_ENDING, plain
from svfap_core.results.files import HIDING_ENDING


class _Speed(ProgressColumn):
    """Frames per second of a running file."""

    def render(self, task: Task) -> Text:
        fps = task.fields.get("fps", 0.0)
        return Text(f"{fps:.0f} fps" if fps else "", style="dim")


class RichScreen:
    """Progress for people: a bar for all files, one for each at work.

    Args:
        program: What the user has run.
    """

    def __init__(self, program: str = "svfap-annotate") -> None:
        self._program = program
        self._console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            _Speed(),
            TimeRemainingColumn(compact=True),
            console=self._console,
            transient=True,
        )
        self._files: dict[str, TaskID] = {}
        self._engines: set[EngineFacts] = set()
        self._total: TaskID | None = None
        self._failed: list[FileEnded] = []

    @contextmanager
    def running(self, files: list[Planned]) -> Generator[None]:
        """Show progress while the batch runs."""
        self._total = self._progress.add_task("All files", total=len(files))
        with self._progress:
            yield

    def engine(self, facts: EngineFacts) -> None:
        """What really computes: once, and again where it is another."""
        everywhere = replace(facts, place="")
        if everywhere not in self._engines:
            self._engines.add(everywhere)
            place = f" ({facts.place})" if facts.place else ""
            self._say(f"Model     {facts.model} on {facts.model_device}{place}")
            self._say(f"Detector  {facts.detector} on {facts.detector_device}{place}")

    def event(self, event: BatchEvent) -> None:
        """Move the bars, tell how files ended."""
        if isinstance(event, FileStarted):
            self._begin(event)
        elif isinstance(event, FileProgress):
            self._advance(event)
        else:
            self._end(event)

    def _begin(self, event: FileStarted) -> None:
        name = event.planned.output
        self._remove(name)  # Another worker begins it anew.
        self._files[name] = self._progress.add_task(plain(event.planned.path.name), total=None)

    def _remove(self, name: str) -> None:
        task = self._files.pop(name, None)
        if task is not None:
            self._progress.remove_task(task)

    def _advance(self, event: FileProgress) -> None:
        progress = event.progress
        total = round(progress.duration_s) if progress.duration_s else None
        self._progress.update(
            self._files[event.planned.output],
            description=f"{plain(event.planned.path.name)} ({progress.phase})",
            completed=min(round(progress.position_s), total or round(progress.position_s)),
            total=total,
            fps=progress.fps,
        )

    def _end(self, event: FileEnded) -> None:
        name = event.planned.output
        self._remove(name)
        if self._total is not None:
            self._progress.advance(self._total)
        if event.outcome is FileOutcome.DONE:
            self._say(f"done     {name}  ({event.elapsed_s:.1f} s)")
            self._say_what_to_review(event)
        elif event.outcome in {FileOutcome.FAILED, FileOutcome.INCOMPLETE}:
            self._failed.append(event)
            self._say(f"{event.outcome:8} {name}")
        elif event.outcome in {FileOutcome.SKIPPED, FileOutcome.BUSY}:
            reason = f": {event.reason}" if event.reason else ""
            self._say(f"{event.outcome:8} {name}{reason}", style="dim")

    def _say_what_to_review(self, event: FileEnded) -> None:
        """A video with hidden faces that is not called anonymised has stretches to look at."""
        names = [file.name for file in event.files]
        if any(name.endswith(FACES_HIDDEN_ENDING) for name in names):
            reports = [file for file in event.files if file.name.endswith(HIDING_ENDING)]
            for report in reports:
                self._say(f"to review: svfap review {report}")

    def summary(self, counts: Mapping[FileOutcome, int], out: Path | str) -> None:
        """Totals, and every failure with its reason."""
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        self._say(f"{told or 'nothing to do'}. Results in {out}")
        for event in self._failed:
            self._say(f"{event.outcome}: {event.planned.path}: {event.reason}", style="red")

    def note(self, text: str) -> None:
        """Something that the user should know, such as what was left out."""
        self._say(f"note: {text}")

    def refuse(self, reason: str) -> None:
        """Why nothing was done."""
        self._say(f"{self._program}: {reason}", style="red")

    def _say(self, text: str, style: str | None = None) -> None:
        self._console.print(plain(text), style=style, markup=False, soft_wrap=True)


class JsonScreen:
    """The same news as JSON lines on standard output, one object a line, for programs."""

    def __init__(self) -> None:
        self._total = 0
        self._lines = sys.stdout
        """From the beginning: others that print are sent elsewhere later."""

    @contextmanager
    def running(self, files: list[Planned]) -> Generator[None]:
        """Tell the number of files."""
        self._total = len(files)
        self._say("batch", files=self._total)
        yield

    def engine(self, facts: EngineFacts) -> None:
        """What really computes."""
        self._say("engine", **asdict(facts))

    def event(self, event: BatchEvent) -> None:
        """One line an event."""
        path = str(event.planned.path)
        if isinstance(event, FileStarted):
            self._say("file_started", path=path, number=event.number, total=self._total)
        elif isinstance(event, FileProgress):
            progress = event.progress
            self._say(
                "file_progress",
                path=path,
                phase=progress.phase,
                position_s=round(progress.position_s, 3),
                duration_s=progress.duration_s,
                fps=round(progress.fps, 1),
            )
        else:
            self._say(
                "file_ended",
                path=path,
                outcome=event.outcome,
                reason=event.reason,
                elapsed_s=round(event.elapsed_s, 3),
                files=[*map(str, event.files), *event.urls],
            )

    def summary(self, counts: Mapping[FileOutcome, int], out: Path | str) -> None:
        """Totals."""
        self._say("ended", out=str(out), **{str(k): v for k, v in counts.items()})

    def note(self, text: str) -> None:
        """Something that the user should know."""
        self._say("note", text=text)

    def refuse(self, reason: str) -> None:
        """Why nothing was done."""
        self._say("refused", reason=reason)

    def _say(self, event: str, **values: Any) -> None:
        self._lines.write(json.dumps({"event": event, **values}) + "\n")
        self._lines.flush()


Screen: TypeAlias = RichScreen | JsonScreen
