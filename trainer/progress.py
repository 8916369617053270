"""Reports what a run does: events for whoever started it, and figures in the run's folder.

Knows nothing of networks or losses.
"""

from __future__ import annotations

import csv
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import lightning as L
import torch

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import OutputError, SvfapError
from trainer.callbacks import Stops
from trainer.events import Epoch, Event, Failed, Picture, Started, Step, to_line
from trainer.folder import EVENTS_FILE, METRICS_FILE, PICTURES

BETWEEN_EVENTS_S = 5.0
WARM_UP_STEPS = 3
"""So many steps of a process are slow: libraries are loaded, caches and readers fill."""
MEASURED_STEPS = 50
"""The speed is that of so many steps past."""

_FROM_A_WORKER = "Original Traceback (most recent call last)"

Listener = Callable[[Event], None]


class EventStream:
    """Hands events to a listener and keeps them in the run's folder; on the first process only.

    Args:
        run: The folder.
        listener: Called with every event.
        main: Whether this process is the first.
    """

    def __init__(self, run: Path, listener: Listener, *, main: bool = True) -> None:
        self.run = run
        self.listener = listener
        self.main = main
        self._begun = False

    def emit(self, event: Event) -> None:
        """Write one event to the file, then hand it to the listener."""
        if not self.main:
            return
        self._begun = True
        self._write(event)
        self.listener(event)

    def fail(self, error: Exception) -> None:
        """Tell why the run broke off; in its folder only if it had begun: it may be another's."""
        event = Failed(error=_told(error))
        if self._begun:
            with suppress(OutputError):  # That may be what it broke off for.
                self._write(event)
        self.listener(event)

    def _write(self, event: Event) -> None:
        path = self.run / EVENTS_FILE
        with output_errors(path), path.open("a", encoding="utf-8") as file:
            file.write(to_line(event) + "\n")


class ProgressReport(L.Callback):
    """Reports the start, steps and epochs of a run: loss, speed, time left, figures, images.

    The first step is reported at once, later ones every few seconds. The time left is that of the
    steps and of what comes between epochs: validation and checkpoints. It is not told before the
    steps have reached their speed.

    Args:
        events: Where to.
        stops: Knows whether an epoch was broken off to be resumed later.
        needed_mb: Memory of a step, in megabytes; 0: nobody knows.
    """

    def __init__(self, events: EventStream, stops: Stops, needed_mb: int = 0) -> None:
        self._events = events
        self._needed_mb = needed_mb
        self._stops = stops
        self._loss, self._parts = 0.0, 0
        self._steps = self._drawn = 0
        self._measured: deque[tuple[float, int]] = deque(maxlen=MEASURED_STEPS)
        self._between_s = self._epoch_s = self._step_s = self._told_s = 0.0

    def state_dict(self) -> dict[str, Any]:
        """The losses of the epoch so far."""
        return {"loss": self._loss, "parts": self._parts}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on with the losses of a broken epoch."""
        self._loss, self._parts = state_dict["loss"], state_dict["parts"]

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The first event of a run."""
        del pl_module
        run, total = str(self._events.run), int(trainer.estimated_stepping_batches)
        step, epochs = trainer.global_step, trainer.max_epochs or 0
        self._events.emit(
            Started(run=run, step=step, total_steps=total, epochs=epochs, memory_mb=self._needed_mb)
        )

    def on_train_epoch_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """What lies between two epochs is no part of a step."""
        del trainer, pl_module
        now_s = time.perf_counter()
        if self._steps:
            self._between_s = now_s - self._step_s
        self._epoch_s = self._step_s = now_s

    def on_train_batch_end(
        self,
        trainer: L.Trainer,
        pl_module: L.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Loss, speed and time left, now and then."""
        del pl_module
        loss = float(outputs["loss"]) * trainer.accumulate_grad_batches
        self._loss, self._parts = self._loss + loss, self._parts + 1
        self._drawn += len(batch.places) * trainer.world_size
        if (batch_idx + 1) % trainer.accumulate_grad_batches:
            return
        now_s = time.perf_counter()
        self._steps += 1
        if self._steps > WARM_UP_STEPS:
            self._measured.append((now_s - self._step_s, self._drawn))
        self._step_s, self._drawn = now_s, 0
        if self._steps == 1 or now_s - self._told_s >= BETWEEN_EVENTS_S:
            self._told_s = now_s
            self._tell_step(trainer, loss)

    def _tell_step(self, trainer: L.Trainer, loss: float) -> None:
        steps = int(trainer.estimated_stepping_batches) - trainer.global_step
        epochs = trainer.max_epochs or 0
        left_s = speed = None
        if self._measured:
            spent_s = sum(seconds for seconds, _ in self._measured)
            speed = sum(drawn for _, drawn in self._measured) / spent_s
            between_s = (epochs - trainer.current_epoch) * self._between_s
            left_s = steps * spent_s / len(self._measured) + between_s
        self._events.emit(
            Step(
                step=trainer.global_step,
                epoch=trainer.current_epoch,
                epochs=epochs,
                loss=loss,
                lr=max(float(group["lr"]) for group in trainer.optimizers[0].param_groups),
                samples_per_s=speed,
                left_s=left_s,
            )
        )

    def on_train_epoch_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The figures of an epoch, and what the network does with some clips."""
        if not self._stops.epoch_is_over:
            return
        metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
        mean = torch.tensor(self._loss / max(1, self._parts), device=trainer.strategy.root_device)
        metrics["train/loss"] = float(trainer.strategy.reduce(mean, reduce_op="mean"))
        self._loss, self._parts = 0.0, 0
        if self._events.main:
            _add_line(self._events.run / METRICS_FILE, trainer, metrics)
        self._events.emit(
            Epoch(
                step=trainer.global_step,
                epoch=trainer.current_epoch,
                epochs=trainer.max_epochs or 0,
                seconds=time.perf_counter() - self._epoch_s,
                metrics=metrics,
            )
        )
        shown: torch.Tensor | None = getattr(pl_module, "shown", None)
        if shown is not None and self._events.main:
            path = self._events.run / PICTURES / f"epoch_{trainer.current_epoch + 1:04d}.png"
            bgr = cv2.cvtColor(shown.numpy(), cv2.COLOR_RGB2BGR)
            with whole_file(path) as part:
                part.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
            self._events.emit(Picture(step=trainer.global_step, path=str(path)))


def _told(error: Exception) -> str:
    """What broke off a run, in one line where it was a mistake that the user can mend."""
    said = str(error)
    text = said.strip()
    if _FROM_A_WORKER in text:  # Its error comes with the whole way there; the last line tells it.
        text = text.splitlines()[-1].partition(": ")[2] or text.splitlines()[-1]
    elif isinstance(error, SvfapError):
        return said
    if isinstance(error, SvfapError | ValueError | FloatingPointError):
        return text
    return f"{type(error).__name__}: {text}"


def _add_line(path: Path, trainer: L.Trainer, metrics: dict[str, float]) -> None:
    """One line of metrics, in place of that of an epoch that is trained again after a kill."""
    epoch = trainer.current_epoch + 1
    lines: list[dict[str, Any]] = []
    if path.exists():
        with output_errors(path), path.open(newline="", encoding="utf-8") as file:
            lines = [line for line in csv.DictReader(file) if int(line["epoch"]) < epoch]
    lines.append({"epoch": epoch, "step": trainer.global_step, **metrics})
    with whole_file(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, ["epoch", "step", *sorted(metrics)])
        table.writeheader()
        table.writerows(lines)
