"""Follows what a process of the trainer reports, by its file: the process may outlive the app.

Knows no Qt and no process.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from trainer.events import (
    Ended,
    Epoch,
    Evaluated,
    Event,
    Exported,
    Failed,
    Fold,
    Initialised,
    Picture,
    Prepared,
    Progress,
    Started,
    Step,
    Warned,
    from_line,
)
from trainer.folder import EVENTS_FILE, FOLDS

_CHUNK_BYTES = 1 << 17
"""Read at once: some 20 ms of work, so that the window does not stand still for a long file."""
_PEEK_BYTES = 1 << 16
_LEAST_S = 2.0
"""So long a speed is measured before it is believed."""

_FINAL = (Ended, Prepared, Evaluated, Exported, Failed)


class Tail:
    """Reads the whole lines that were added to a file since it was last asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0
        self.at_end = False
        """Whether all that is there was read."""

    def read(self) -> list[Event]:
        """The next events; none where there is no file yet. A line of something else is skipped."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, 2)
                if size < self._offset:  # It was started again.
                    self._offset = 0
                file.seek(self._offset)
                chunk = file.read(_CHUNK_BYTES)
        except OSError:
            self.at_end = True
            return []
        end = chunk.rfind(b"\n") + 1
        if end == 0 and len(chunk) == _CHUNK_BYTES:  # No event is as long: skip what it is.
            end = len(chunk)
        self._offset += end
        self.at_end = end == 0 or self._offset >= size
        return [event for line in chunk[:end].splitlines() if (event := from_line(line))]


def last_event(path: Path) -> Event | None:
    """The last event of a file."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _PEEK_BYTES))
            lines = file.read().splitlines()
    except OSError:
        return None
    return next((event for line in reversed(lines) if (event := from_line(line))), None)


@dataclass(slots=True)
class Curve:
    """A figure over the steps of a run; only finite values."""

    steps: list[int] = field(default_factory=list[int])
    values: list[float] = field(default_factory=list[float])

    def add(self, step: int, value: float) -> None:
        """One more value; what is not a number leaves a gap that nobody sees."""
        if math.isfinite(value):
            self.steps.append(step)
            self.values.append(value)

    def cut(self, step: int) -> None:
        """Forget what comes after a step: the run has gone back there."""
        while self.steps and self.steps[-1] > step:
            self.steps.pop()
            self.values.pop()


@dataclass(slots=True)
class History:
    """All that a process has reported so far, or all processes of a run that was resumed.

    Attributes:
        fold: Of a cross-validation, the fold whose run this is.
        step: Optimiser steps made, of `total_steps`.
        epoch: The present one, from 0.
        loss: Of training, every few steps.
        metrics: Of the validation part by their names, and `train/loss`; one value an epoch.
        pictures: Of what the network does, in order.
        warnings: What the user should know.
        left_s: Until the end (of all folds), when this was reported; none where nobody knows yet.
        samples_per_s: Clips learned from, per second.
        progress: Of preparing or judging.
        final: How it ended.
    """

    fold: Fold | None = None
    step: int = 0
    total_steps: int = 0
    epoch: int = 0
    loss: Curve = field(default_factory=Curve)
    metrics: dict[str, Curve] = field(default_factory=lambda: defaultdict[str, Curve](Curve))
    pictures: list[Path] = field(default_factory=list[Path])
    warnings: list[str] = field(default_factory=list[str])
    left_s: float | None = None
    samples_per_s: float | None = None
    progress: Progress | None = None
    final: Ended | Prepared | Evaluated | Exported | Failed | None = None

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; of all runs where there are several."""
        if self.fold is None:
            return self._share_of_run
        runs = self.fold.count + 1
        return (runs - 1 - self._runs_to_come + (self._share_of_run or 0.0)) / runs

    @property
    def _runs_to_come(self) -> int:
        """After this one; the final run is the last."""
        return self.fold.count + 1 - self.fold.number if self.fold and self.fold.number else 0

    @property
    def _share_of_run(self) -> float | None:
        if self.total_steps:
            return min(1.0, self.step / self.total_steps)
        if self.progress is not None and self.progress.total:
            return self.progress.done / self.progress.total
        return None

    def add(self, event: Event) -> None:
        """Take what was reported."""
        self.step = getattr(event, "step", self.step)
        match event:
            case Started():
                self._start(event)
            case Step():
                self.loss.add(event.step, event.loss)
                self.epoch, self.left_s = event.epoch, self._left_s(event)
                self.samples_per_s = event.samples_per_s
            case Epoch():
                self.epoch = event.epoch + 1
                for name, value in event.metrics.items():
                    self.metrics[name].add(event.step, value)
            case Picture():
                path = Path(event.path)
                if path not in self.pictures:
                    self.pictures.append(path)
            case Warned():
                self._warn(event.said(event.text))
            case Progress():
                self.progress = event
            case _:
                self._conclude(event)

    def _left_s(self, event: Step) -> float | None:
        """The runs to come take as long as this one would take at its present speed."""
        if event.left_s is None or not self._runs_to_come:
            return event.left_s
        share_left = 1.0 - (self._share_of_run or 0.0)
        if share_left <= 0.0:
            return self.left_s
        return event.left_s * (1 + self._runs_to_come / share_left)

    def _conclude(self, event: Event) -> None:
        """How it began with other weights, and how it ended."""
        if isinstance(event, Initialised):
            self._warn(*map(event.said, event.warnings))
        elif isinstance(event, _FINAL):
            self.final, self.left_s = event, None

    def _warn(self, *texts: str) -> None:
        """A run that is resumed reports the same again."""
        self.warnings += [text for text in texts if text not in self.warnings]

    def _start(self, event: Started) -> None:
        self.total_steps, self.final = event.total_steps, None
        for curve in (self.loss, *self.metrics.values()):
            curve.cut(event.step)


class Follower:
    """A history and the file that it grows from.

    Of a cross-validation it is that of the present fold.

    Args:
        path: The file.
        clock: What time it is, in seconds.
        runs: The folder of a process that was resumed: a fold's own file there tells what it
            reported before.
    """

    def __init__(
        self, path: Path, clock: Callable[[], float] = monotonic, runs: Path | None = None
    ) -> None:
        self.history = History()
        self._tail = Tail(path)
        self._clock = clock
        self._runs = runs
        self._seen: tuple[float, Progress] | None = None

    @property
    def at_end(self) -> bool:
        """Whether all that is there was read."""
        return self._tail.at_end

    def follow(self) -> bool:
        """Read on; whether there was something."""
        events = self._tail.read()
        for event in events:
            if isinstance(event, Fold):
                self._begin(event)
            else:
                self.history.add(event)
        if events and isinstance(events[-1], Progress) and self.history.fold is None:
            self.history.left_s = self._left_s(events[-1])
        return bool(events)

    def _begin(self, fold: Fold) -> None:
        self.history = History(fold=fold, warnings=self.history.warnings)
        if self._runs is None:
            return
        run = self._runs / FOLDS / str(fold.number) if fold.number else self._runs
        before = Tail(run / EVENTS_FILE)
        while not before.at_end:
            for event in before.read():
                self.history.add(event)

    def _left_s(self, now: Progress) -> float | None:
        """Time left of what only reports how much is done: by the speed since it was first seen."""
        now_s = self._clock()
        if self._seen is None or now.total != self._seen[1].total or now.done < self._seen[1].done:
            self._seen = now_s, now
        first_s, first = self._seen
        if now.done == first.done or now_s - first_s < _LEAST_S:
            return None
        return (now.total - now.done) * (now_s - first_s) / (now.done - first.done)
