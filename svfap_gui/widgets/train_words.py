"""What steps of training and their states are called. Knows no widget and no run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from svfap_gui.adapters.training_events import History
from svfap_gui.adapters.training_files import JobState, StepKind
from svfap_gui.words import minutes


def state_words(step: StepKind, state: JobState) -> str:
    """How a step stands, in one or two words."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Train", text)

    words = {
        StepKind.PREPARE: {
            JobState.RUNNING: tr("preparing"),
            JobState.FINISHED: tr("data set"),
            JobState.INTERRUPTED: tr("preparing was interrupted"),
            JobState.FAILED: tr("preparing failed"),
        },
        StepKind.PRETRAIN: {
            JobState.RUNNING: tr("pre-training"),
            JobState.FINISHED: tr("pre-trained"),
            JobState.STOPPED_EARLY: tr("pre-trained, stopped early"),
            JobState.INTERRUPTED: tr("pre-training was interrupted"),
            JobState.FAILED: tr("pre-training failed"),
        },
        StepKind.FINETUNE: {
            JobState.RUNNING: tr("fine-tuning"),
            JobState.FINISHED: tr("fine-tuned"),
            JobState.STOPPED_EARLY: tr("fine-tuned, stopped early"),
            JobState.INTERRUPTED: tr("fine-tuning was interrupted"),
            JobState.FAILED: tr("fine-tuning failed"),
        },
        StepKind.EVALUATE: {
            JobState.RUNNING: tr("evaluating"),
            JobState.FINISHED: tr("evaluated"),
            JobState.INTERRUPTED: tr("evaluating was interrupted"),
            JobState.FAILED: tr("evaluating failed"),
        },
        StepKind.EXPORT: {
            JobState.RUNNING: tr("exporting"),
            JobState.FINISHED: tr("exported"),
            JobState.INTERRUPTED: tr("exporting was interrupted"),
            JobState.FAILED: tr("exporting failed"),
        },
    }
    return words[step].get(state, "")


def progress_words(history: History) -> str:
    """How far it is, and how long it takes; empty where nobody knows yet."""
    parts: list[str] = []
    if history.share is not None:
        parts.append(f"{100 * history.share:.0f} %")
    if history.left_s is not None:
        left = QCoreApplication.translate("Train", "%1 left")
        parts.append(left.replace("%1", minutes(history.left_s)))
    return " · ".join(parts)
