"""What happens besides learning: events and clean stops. Knows nothing of networks or losses."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import lightning as L

from trainer.events import Checkpoint, Epoch, Event, Started, Step, to_line

EVENTS_FILE = "events.jsonl"
STEPS_BETWEEN_EVENTS = 20

Listener = Callable[[Event], None]


class EventStream(L.Callback):
    """Reports progress to a listener and appends it to the run's event file."""

    def __init__(self, run: Path, listener: Listener) -> None:
        self.run = run
        self.listener = listener
        self._since_s = 0.0
        self._samples = 0

    def emit(self, event: Event) -> None:
        """Write one event to the file, then hand it to the listener."""
        with (self.run / EVENTS_FILE).open("a", encoding="utf-8") as file:
            file.write(to_line(event) + "\n")
        self.listener(event)

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The first event of a run."""
        del pl_module
        total = int(trainer.estimated_stepping_batches)
        self.emit(Started(run=str(self.run), step=trainer.global_step, total_steps=total))
        self._since_s = time.perf_counter()

    def on_train_batch_end(
        self,
        trainer: L.Trainer,
        pl_module: L.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Loss and speed, every few steps."""
        del pl_module, batch_idx
        self._samples += len(batch[1])
        if trainer.global_step % STEPS_BETWEEN_EVENTS:
            return
        now_s = time.perf_counter()
        self.emit(
            Step(
                step=trainer.global_step,
                epoch=trainer.current_epoch,
                loss=float(outputs["loss"]),
                lr=float(trainer.optimizers[0].param_groups[0]["lr"]),
                samples_per_s=self._samples / (now_s - self._since_s),
            )
        )
        self._since_s, self._samples = now_s, 0

    def on_validation_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The metrics of an epoch."""
        del pl_module
        metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
        self.emit(Epoch(step=trainer.global_step, epoch=trainer.current_epoch, metrics=metrics))
        self._since_s, self._samples = time.perf_counter(), 0

    def on_save_checkpoint(
        self, trainer: L.Trainer, pl_module: L.LightningModule, checkpoint: dict[str, Any]
    ) -> None:
        """A checkpoint is about to be written."""
        del pl_module, checkpoint
        self.emit(Checkpoint(step=trainer.global_step, path=str(self.run)))


class StopOnSignal(L.Callback):
    """Ctrl-C and SIGTERM end the run after the present step, with a checkpoint."""

    def __init__(self, checkpoint: Path, max_steps: int = -1) -> None:
        self.checkpoint = checkpoint
        self.max_steps = max_steps
        self.stopped = False
        self._before: dict[int, Any] = {}

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopped = True

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """Listen from the first step on."""
        del trainer, pl_module
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._ask)

    def on_train_batch_end(
        self,
        trainer: L.Trainer,
        pl_module: L.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Save and tell the loop to stop once a signal came."""
        del pl_module, outputs, batch, batch_idx
        self.stopped |= trainer.global_step == self.max_steps
        if self.stopped:
            # Saved here, in the middle of the epoch: the loop closes the epoch when it stops.
            trainer.save_checkpoint(self.checkpoint, weights_only=False)
            trainer.limit_val_batches = 0
            trainer.should_stop = True

    def teardown(self, trainer: L.Trainer, pl_module: L.LightningModule, stage: str) -> None:
        """Give the signals back."""
        del trainer, pl_module, stage
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
