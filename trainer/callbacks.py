"""What happens besides learning: curves, checkpoints, clean stops.

Knows nothing of networks or losses.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import lightning as L
import torch
from lightning.fabric.plugins.io.torch_io import TorchCheckpointIO
from lightning.pytorch.loggers import TensorBoardLogger

from svfap_core.atomic import output_errors, whole_file
from svfap_core.errors import OutputError
from trainer.folder import PAUSE, STOP_EARLY


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

    @property
    def epoch_is_over(self) -> bool:
        """Whether the epoch that ends was not broken off to be resumed later."""
        return self._epoch_is_whole or (self.early and not self.interrupted)

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
        if self.epoch_is_over:
            trainer.save_checkpoint(self.checkpoint, weights_only=False)
