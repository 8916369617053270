"""What happens besides learning: events, pictures, checkpoints, clean stops.

Knows nothing of networks or losses.
"""

from __future__ import annotations

import csv
import signal
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import cv2
import lightning as L
import torch
from lightning.fabric.plugins.io.torch_io import TorchCheckpointIO
from lightning.pytorch.loggers import TensorBoardLogger

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import OutputError, SvfapError
from trainer.events import Epoch, Event, Failed, Picture, Started, Step, to_line
from trainer.folder import EVENTS_FILE, METRICS_FILE, PAUSE, PICTURES, STOP_EARLY

STEPS_BETWEEN_EVENTS = 20
_FROM_A_WORKER = "Original Traceback (most recent call last)"

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
        self._begun = False
        self._since_s = self._learned_s = 0.0
        self._samples = self._since_step = 0
        self._loss, self._parts = 0.0, 0

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

    def state_dict(self) -> dict[str, Any]:
        """The losses of the epoch so far."""
        return {"loss": self._loss, "parts": self._parts}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on with the losses of a broken epoch."""
        self._loss, self._parts = state_dict["loss"], state_dict["parts"]

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The first event of a run."""
        del pl_module
        total = int(trainer.estimated_stepping_batches)
        self.emit(Started(run=str(self.run), step=trainer.global_step, total_steps=total))
        self._since_s, self._since_step = time.perf_counter(), trainer.global_step

    def on_train_batch_end(
        self,
        trainer: L.Trainer,
        pl_module: L.LightningModule,
        outputs: Any,
        batch: Any,
        batch_idx: int,
    ) -> None:
        """Loss and speed, every few steps; neither counts the time of a validation."""
        del pl_module, batch_idx
        loss = float(outputs["loss"]) * trainer.accumulate_grad_batches
        self._loss, self._parts = self._loss + loss, self._parts + 1
        now_s = time.perf_counter()
        self._learned_s, self._since_s = self._learned_s + now_s - self._since_s, now_s
        self._samples += len(batch.places) * trainer.world_size
        steps = trainer.global_step - self._since_step
        if steps < STEPS_BETWEEN_EVENTS:
            return
        left = int(trainer.estimated_stepping_batches) - trainer.global_step
        self.emit(
            Step(
                step=trainer.global_step,
                epoch=trainer.current_epoch,
                loss=loss,
                lr=max(float(group["lr"]) for group in trainer.optimizers[0].param_groups),
                samples_per_s=self._samples / self._learned_s,
                left_s=left * self._learned_s / steps,
            )
        )
        self._learned_s, self._samples, self._since_step = 0.0, 0, trainer.global_step

    def on_validation_end(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """The metrics of an epoch, and what the network does with some clips."""
        metrics = {name: float(value) for name, value in trainer.callback_metrics.items()}
        mean = torch.tensor(self._loss / max(1, self._parts), device=trainer.strategy.root_device)
        metrics["train/loss"] = float(trainer.strategy.reduce(mean, reduce_op="mean"))
        self._loss, self._parts = 0.0, 0
        if self.main:
            _add_line(self.run / METRICS_FILE, trainer, metrics)
        self.emit(Epoch(step=trainer.global_step, epoch=trainer.current_epoch, metrics=metrics))
        shown: torch.Tensor | None = getattr(pl_module, "shown", None)
        if shown is not None and self.main:
            path = self.run / PICTURES / f"epoch_{trainer.current_epoch + 1:04d}.png"
            bgr = cv2.cvtColor(shown.numpy(), cv2.COLOR_RGB2BGR)
            with whole_file(path) as part:
                part.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
            self.emit(Picture(step=trainer.global_step, path=str(path)))
        self._since_s = time.perf_counter()


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


class Curves(TensorBoardLogger):
    """Curves for TensorBoard, whose disk may be full."""

    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Take figures.

        Raises:
            OutputError: The disk refused this or an earlier figure.
        """
        with output_errors(Path(self.log_dir)):
            super().log_metrics(metrics, step)

    def save(self) -> None:
        """Put what was taken onto the disk.

        Raises:
            OutputError: The disk refuses.
        """
        with output_errors(Path(self.log_dir)):
            super().save()

    def finalize(self, status: str) -> None:
        """Close the file; after a failure nothing more is told than what failed.

        Raises:
            OutputError: The disk refuses.
        """
        quietly = suppress(OutputError) if status == "failed" else nullcontext()
        with quietly, output_errors(Path(self.log_dir)):
            super().finalize(status)


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
        with whole_file(Path(path)) as part, part.open("wb") as file:
            try:
                torch.save(checkpoint, file)
            except RuntimeError as error:
                # Torch says that its archive is cut off, not why: the disk's own word is below.
                if isinstance(error.__context__, OSError):
                    raise error.__context__ from error
                raise
        self._on_written(Path(path))


class Signals(L.Callback):
    """Hears the first Ctrl-C or SIGTERM; a second one ends the process at once.

    Attributes:
        heard: Whether there was one.
    """

    def __init__(self) -> None:
        self.heard = False
        self._before: dict[int, Any] = {}

    def _hear(self, signal_number: int, frame: FrameType | None) -> None:
        del signal_number, frame
        self.heard = True
        for number in self._before:  # Not as before: Lightning would wait for a step to end.
            signal.signal(number, signal.SIG_DFL)

    def on_train_start(self, trainer: L.Trainer, pl_module: L.LightningModule) -> None:
        """Listen from the first step on."""
        del trainer, pl_module
        self._listen()

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

    @contextmanager
    def listening(self) -> Generator[Signals]:
        """Listen for as long as a block lasts."""
        self._listen()
        try:
            yield self
        finally:
            self._hand_back()

    def _listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._hear)

    def _hand_back(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()


class Stops(L.Callback):
    """Saves where the run can go on, and ends it there when a signal was heard.

    A file `pause` in the run's folder does what a signal does, on systems without them too; a file
    `stop-early` ends it for good with what it has.

    A checkpoint is the end of a whole step or, after the last step of an epoch, of the epoch: what
    its validation found is then part of it.

    Args:
        run: The folder.
        checkpoint: Where the checkpoint goes.
        every_steps: Steps between two of them.
        signals: Hears Ctrl-C and SIGTERM.
        max_steps: Stop after this many steps as if interrupted; -1: never.
    """

    def __init__(
        self, run: Path, checkpoint: Path, every_steps: int, signals: Signals, max_steps: int = -1
    ) -> None:
        self.run = run
        self.checkpoint = checkpoint
        self.every_steps = every_steps
        self.signals = signals
        self.max_steps = max_steps
        self.interrupted = self.early = False
        self._epoch_is_whole = False

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
        self.interrupted |= (
            self.signals.heard
            or trainer.global_step == self.max_steps
            or (self.run / PAUSE).exists()
        )
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
