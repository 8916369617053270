"""Cross-validation of a fine-tuning: a run for each fold, figures of all, and a model of all clips.

Its folder is that of the final run, which learns from all folds, and holds two folders more:

folds/1, ...      runs that each learn from all folds but one
cross-validation/ figures, predictions and report of all clips, each judged by the run that has not
                  learned from it

Knows nothing of command lines.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from svfap_core.errors import ModelError, SourceError
from svfap_core.messages import Message
from trainer.config import DataConfig, FinetuneConfig
from trainer.console import SteadyProgress
from trainer.data.folds import Folds, known_folds
from trainer.data.manifest import read_manifest
from trainer.evaluate import Protocol, evaluate
from trainer.events import Ended, Event, Failed, Fold, Warned
from trainer.fit import fit
from trainer.folder import (
    CROSS_VALIDATION,
    EVALUATION_FILE,
    EVENTS_FILE,
    FOLDS,
    LAST,
    PAUSE,
    REPORT_FILE,
)
from trainer.metrics import Evaluation
from trainer.plan import plan_training
from trainer.progress import Listener

USUAL_FOLDS = 5


def cross_validate(
    config: FinetuneConfig,
    out: Path,
    *,
    listener: Listener,
    folds: Folds | None = None,
    resume: bool = False,
) -> Evaluation | None:
    """Train and judge a run for each fold, then train on everything.

    Every run learns by the same settings, so that the figures are those of what makes the final
    model. Unless an epoch is to be selected (`select`, `patience`), nothing is held back for it.

    Args:
        config: A run; which fold it is tested on is of no account.
        out: The folder.
        listener: Called with every event.
        folds: How many, or one for each subject; none: the official folds, or else 5.
        resume: Go on with what lies in the folder.

    Returns:
        The figures of all folds together; none: it was interrupted, and can be resumed.

    Raises:
        ModelError: The folder holds something else, or nothing to resume, or of other settings.
        SourceError: The data cannot be read or divided, or a fold leaves too little to learn from.
        OutputError: Something cannot be written; whole checkpoints are kept.
        FloatingPointError: The loss or a gradient is not a number.
    """
    started_s = time.perf_counter()
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise ModelError(
            "a cross-validation runs in one process",
            hint="On several, train the folds one by one: finetune --set data.fold=1, and so on.",
        )
    _claim(out, resume=resume)
    runs = _runs(config, out, folds)
    for one in runs.values():
        plan_training(one)  # What a fold lacks is reported before the first is trained.
    (out / PAUSE).unlink(missing_ok=True)
    if config.data.val_share and not _selects(config):
        listener(
            Warned(text="no clips are held back to select an epoch: runs keep their last weights")
        )
    *tested, final = runs
    relay = _Relay(out, listener, len(tested))
    for run in tested:
        if not relay.train(runs[run], run):
            listener(relay.interrupted(started_s))
            return None
    found = _judge(tested, out / CROSS_VALIDATION, listener)
    if not relay.train(runs[final], final):
        listener(relay.interrupted(started_s))
        return None
    listener(Ended(step=relay.step, outcome="finished", seconds=time.perf_counter() - started_s))
    return found


def _claim(out: Path, *, resume: bool) -> None:
    held = (out / FOLDS).exists()
    if resume and not held:
        raise ModelError(Message("%1 holds no cross-validation to resume", out))
    if not resume and (held or (out / EVENTS_FILE).exists()):
        raise ModelError(
            Message("%1 holds a run already", out), hint="Use --resume, or choose a new folder."
        )


def _selects(config: FinetuneConfig) -> bool:
    """Whether the user wants an epoch selected, which takes clips to do it by."""
    return config.select not in ("auto", "last") or config.patience > 0


def _runs(config: FinetuneConfig, out: Path, folds: Folds | None) -> dict[Path, FinetuneConfig]:
    """The run of each fold, then the final one, by their folders."""
    folds, numbers = _division(config.data, folds)
    shared = {"folds": folds, "test_share": 0.0} | ({} if _selects(config) else {"val_share": 0.0})
    places = {out / FOLDS / str(number): number for number in numbers} | {out: 0}
    return {
        place: config.model_copy(
            update={"data": config.data.model_copy(update=shared | {"fold": number})}
        )
        for place, number in places.items()
    }


def _division(data: DataConfig, folds: Folds | None) -> tuple[Folds | None, Sequence[int]]:
    """The own folds of all data sets, none for official ones; and the numbers of all folds."""
    manifests = [read_manifest(path) for path in data.manifests]
    if folds is None and data.folds is None:
        official = [known_folds(manifest) for manifest in manifests]
        if any(official):
            if any(numbers != official[0] for numbers in official):
                raise SourceError(
                    "the data sets do not have the same official folds",
                    hint="Ask for own folds: --folds 5.",
                )
            return None, official[0]
    folds = folds or data.folds or USUAL_FOLDS
    if folds == "subject" and len(manifests) > 1:
        raise SourceError(
            "one subject can be left out at a time of one data set only",
            hint="Ask for a number of folds: --folds 5.",
        )
    numbers = [known_folds(manifest, folds) for manifest in manifests]
    return folds, numbers[0]


def _judge(runs: Sequence[Path], out: Path, listener: Listener) -> Evaluation:
    """The figures of all folds; those that lie there already are not made again."""
    if (out / REPORT_FILE).exists():  # Written last.
        text = (out / EVALUATION_FILE).read_text(encoding="utf-8")
        return Evaluation.model_validate_json(text)
    title = f"Cross-validation of {out.parent.resolve().name}"
    return evaluate(runs, out, Protocol(), title=title, progress=SteadyProgress(listener))


class _Relay:
    """Trains one run after another, and reports them as one.

    Args:
        out: The folder of the cross-validation.
        listener: Called with every event but the ends and failures of single runs.
        count: How many folds there are.
    """

    def __init__(self, out: Path, listener: Listener, count: int) -> None:
        self._out = out
        self._listener = listener
        self._count = count
        self._run = out
        self.step = 0

    def train(self, config: FinetuneConfig, run: Path) -> bool:
        """Train a run, or go on with it; whether it is complete."""
        if (self._out / PAUSE).exists():
            return False
        self._run = run
        self._listener(Fold(number=config.data.fold or 0, count=self._count))
        events = run / EVENTS_FILE
        resume = (run / LAST).exists()
        if not resume:
            events.unlink(missing_ok=True)  # It ended before its first checkpoint.
        return fit(config, run, listener=self._hear, resume=resume)

    def interrupted(self, started_s: float) -> Ended:
        """The event that reports an interruption."""
        seconds = time.perf_counter() - started_s
        return Ended(step=self.step, outcome="interrupted", seconds=seconds)

    def _hear(self, event: Event) -> None:
        if self._run != self._out and (self._out / PAUSE).exists():
            (self._run / PAUSE).touch()
        if isinstance(event, Ended):
            self.step = event.step
        elif not isinstance(event, Failed):  # It is raised too.
            self._listener(event)
