"""What happens besides learning: events, pictures, checkpoints, clean stops.

Knows nothing of networks or losses.
"""

from __future__ import annotations

import csv
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import cv2
import lightning as L
import torch
from lightning.fabric.plugins.io.torch_io import TorchCheckpointIO

from svfap_core.atomic import output_errors, whole_file
from trainer.events import Epoch, Event, Picture, Started, Step, to_line
from trainer.runs import EVENTS_FILE, METRICS_FILE, STOP_EARLY

STEPS_BETWEEN_EVENTS = 20
PICTURES = "pictures"

Listener = Callable[[Event], None]


class EventStream(L.Callback):
    """Reports progress to a listener and keeps it in the run's folder; on the first process only.

    Args:
        run: The folder.
        listener: Called with every event.
        main: Whether this process is the first.
    """

    def __init__(self, run: Path, listener: Listener, *, main: bool = True) -> None:
        self.run = run
        self.listener = listener
        self.main = main
        self._since_s = 0.0
        self._samples = self._since_step = 0

    def emit(self, event: Event) -> None:
        """Write one event to the file, then hand it to the listener."""
        if not self.main:
            return
        path = self.run / EVENTS_FILE
        with output_errors(path), path.open("a", encoding="utf-8") as file:
            file.write(to_line(event) + "\n")
        self.listener(event)

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The first event of a run."""
        del pl_module
        total = int(trainer.estimated_stepping_batches)
        self.emit(Started(run=str(self.run), step=trainer.global_step, total_steps=total))
        self._begin(trainer)

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
        self._samples += len(batch.places) * trainer.world_size
        steps = trainer.global_step - self._since_step
        if steps < STEPS_BETWEEN_EVENTS:
            return
        elapsed_s = time.perf_counter() - self._since_s
        left = int(trainer.estimated_stepping_batches) - trainer.global_step
        self.emit(
            Step(
                step=trainer.global_step,
                epoch=trainer.current_epoch,
                loss=float(outputs["loss"]) * trainer.accumulate_grad_batches,
                lr=max(float(group["lr"]) for group in trainer.optimizers[0].param_groups),
                samples_per_s=self._samples / elapsed_s,
                left_s=left * elapsed_s / steps,
            )
        )
        self._begin(trainer)

    def on_validation_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The metrics of an epoch, and what the network does with some clips."""
        metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
        if self.main:
            _append(self.run / METRICS_FILE, trainer, metrics)
        self.emit(Epoch(step=trainer.global_step, epoch=trainer.current_epoch, metrics=metrics))
        shown: torch.Tensor | None = getattr(pl_module, "shown", None)
        if shown is not None and self.main:
            path = self.run / PICTURES / f"epoch_{trainer.current_epoch + 1:04d}.png"
            bgr = cv2.cvtColor(shown.numpy(), cv2.COLOR_RGB2BGR)
            with whole_file(path) as part:
                part.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
            self.emit(Picture(step=trainer.global_step, path=str(path)))
        self._begin(trainer)

    def _begin(self, trainer: L.Trainer) -> None:
        self._since_s, self._samples = time.perf_counter(), 0
        self._since_step = trainer.global_step


def _append(path: Path, trainer: L.Trainer, metrics: dict[str, float]) -> None:
    """One line of metrics; the header once."""
    new = not path.exists()
    with output_errors(path), path.open("a", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        if new:
            table.writerow(["epoch", "step", *sorted(metrics)])
        values = [metrics[name] for name in sorted(metrics)]
        table.writerow([trainer.current_epoch + 1, trainer.global_step, *values])


class WholeCheckpoints(TorchCheckpointIO):
    """Writes checkpoints beside their name first: the last good one survives anything.

    Args:
        on_written: Called with the path once a checkpoint lies whole on the disk.
    """

    def __init__(self, on_written: Callable[[Path], None]) -> None:
        super().__init__()
        self._on_written = on_written

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any = None
    ) -> None:
        """Write, rename, tell.

        Raises:
            OutputError: The disk refuses, such as because it is full.
        """
        del storage_options
        with whole_file(Path(path)) as part:
            torch.save(checkpoint, part)
        self._on_written(Path(path))


class Stops(L.Callback):
    """Saves where the run can go on, and ends it there on Ctrl-C and SIGTERM.

    A file `stop-early` in the run's folder ends it for good with what it has.

    A checkpoint is the end of a whole step or, after the last step of an epoch, of the epoch: what
    its validation found is then part of it.

    Args:
        run: The folder.
        checkpoint: Where the checkpoint goes.
        every_steps: Steps between two of them.
        max_steps: Stop after this many steps as if interrupted; -1: never.
    """

    def __init__(self, run: Path, checkpoint: Path, every_steps: int, max_steps: int = -1) -> None:
        self.run = run
        self.checkpoint = checkpoint
        self.every_steps = every_steps
        self.max_steps = max_steps
        self.interrupted = self.early = False
        self._before: dict[int, Any] = {}
        self._epoch_is_whole = False

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.interrupted = True

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
        """Save, and tell the loop to stop once that was asked for."""
        del pl_module, outputs, batch
        if (batch_idx + 1) % trainer.accumulate_grad_batches:
            return
        self.interrupted |= trainer.global_step == self.max_steps
        # All processes must stop at the same step.
        self.interrupted = trainer.strategy.reduce_boolean_decision(self.interrupted, all=False)
        self.early = trainer.strategy.reduce_boolean_decision(
            (self.run / STOP_EARLY).exists(), all=False
        )
        trainer.should_stop |= self.interrupted or self.early
        self._epoch_is_whole = batch_idx + 1 == trainer.num_training_batches
        if self._epoch_is_whole:
            return
        if self.interrupted or trainer.global_step % self.every_steps == 0:
            trainer.save_checkpoint(self.checkpoint, weights_only=False)
        if self.interrupted:
            trainer.limit_val_batches = 0  # The loop closes the epoch when it stops.

    def on_train_epoch_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """Save, unless the epoch was broken off to go on with it later."""
        del pl_module
        if self._epoch_is_whole or (self.early and not self.interrupted):
            trainer.save_checkpoint(self.checkpoint, weights_only=False)

    def on_train_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """Give the signals back."""
        del trainer, pl_module
        self._hand_back()

    def on_exception(
        self, trainer: L.Trainer, pl_module: L.LightningModule, exception: BaseException
    ) -> None:
        """Give the signals back."""
        del trainer, pl_module, exception
        self._hand_back()

    def _hand_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
