"""What steps of training and their states are called. Knows no widget and no run."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from svfap_gui.parts.words import minutes
from svfap_gui.train.events import History
from svfap_gui.train.files import JobState, StepKind
from trainer.events import Fold

_WORDS: Mapping[StepKind, Mapping[JobState, object]] = {
    StepKind.PREPARE: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "preparing"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "data set"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "preparing was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "preparing failed"),
    },
    StepKind.PRETRAIN: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "pre-training"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "pre-trained"),
        JobState.STOPPED_EARLY: QT_TRANSLATE_NOOP("Train", "pre-trained, stopped early"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "pre-training was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "pre-training failed"),
    },
    StepKind.FINETUNE: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "fine-tuning"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "fine-tuned"),
        JobState.STOPPED_EARLY: QT_TRANSLATE_NOOP("Train", "fine-tuned, stopped early"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "fine-tuning was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "fine-tuning failed"),
    },
    StepKind.EVALUATE: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "evaluating"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "evaluated"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "evaluating was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "evaluating failed"),
    },
    StepKind.EXPORT: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "exporting"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "exported"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "exporting was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "exporting failed"),
    },
    StepKind.CROSS_VALIDATE: {
        JobState.RUNNING: QT_TRANSLATE_NOOP("Train", "cross-validating"),
        JobState.FINISHED: QT_TRANSLATE_NOOP("Train", "cross-validated"),
        JobState.INTERRUPTED: QT_TRANSLATE_NOOP("Train", "cross-validation was interrupted"),
        JobState.FAILED: QT_TRANSLATE_NOOP("Train", "cross-validation failed"),
    },
}


def state_words(step: StepKind, state: JobState) -> str:
    """How a step stands, in one or two words."""
    word = str(_WORDS[step].get(state, ""))
    return QCoreApplication.translate("Train", word) if word else ""


def fold_words(fold: Fold) -> str:
    """Which run of a cross-validation it is."""
    if not fold.number:
        return QCoreApplication.translate("Train", "Final run: all folds")
    text = QCoreApplication.translate("Train", "Fold %1 of %2")
    return text.replace("%1", str(fold.number)).replace("%2", str(fold.count))


def progress_words(history: History) -> str:
    """How far it is, and how long it takes; empty where nobody knows yet."""
    parts: list[str] = []
    if history.share is not None:
        parts.append(f"{100 * history.share:.0f} %")
    if history.left_s is not None:
        left = QCoreApplication.translate("Train", "%1 left")
        parts.append(left.replace("%1", minutes(history.left_s)))
    return " · ".join(parts)
