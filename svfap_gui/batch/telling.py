"""What a batch reports as a whole: what was added in vain, why it cannot run, how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from svfap_core.errors import SvfapError
from svfap_gui.batch.model import time_left
from svfap_gui.batch.totals import Totals
from svfap_gui.batch.updates import NotSearched
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.words import SHOWN_NAMES, filled, some_names

log = logging.getLogger(__name__)


def left_out(
    clashes: Sequence[Path], problems: Sequence[NotSearched], remarks: Sequence[str]
) -> Notice | None:
    """What was added in vain, or only in part, in one notice.

    Args:
        clashes: Files whose results would have the name of another's.
        problems: What held nothing that can be used.
        remarks: Sentences about what is not as expected.
    """
    if clashes:
        text = QCoreApplication.translate(
            "BatchController", "Not added, because the list has results of that name: %1"
        )
        hint = QCoreApplication.translate(
            "BatchController", "Add the folder that holds both, or empty the list first."
        )
        return Notice(text=text.replace("%1", some_names(clashes)), hint=hint, error=True)
    if problems:
        text = QCoreApplication.translate("BatchController", "No video or image found in %1")
        text = text.replace("%1", some_names([problem.path for problem in problems]))
        reason = next((problem.reason for problem in problems if problem.reason), "")
        return Notice(text=text, hint=reason, error=True)
    if remarks:
        return Notice(text=remarks[0], hint=" ".join(map(spoken, remarks[1:SHOWN_NAMES])))
    return None


def cannot_run(error: BaseException, retry: Callable[[], None]) -> Notice:
    """Why no file could be analysed at all."""
    known = isinstance(error, SvfapError)
    if not known:
        log.error("the batch has failed", exc_info=error)
    reason: str = error.args[0] if known else f"{type(error).__name__}: {error}"
    hint = error.hint if isinstance(error, SvfapError) else ""
    text = QCoreApplication.translate("BatchController", "The batch cannot run: %1")
    return Notice(text=text.replace("%1", spoken(reason)), hint=hint, error=True, retry=retry)


def end_text(totals: Totals) -> str:
    """How a batch ended."""
    text = QCoreApplication.translate("BatchController", "Batch: %1 of %2 files done")
    if totals.failed and totals.incomplete:
        text = QCoreApplication.translate(
            "BatchController", "Batch: %1 of %2 files done, %3 failed, %4 incomplete"
        )
    elif totals.failed:
        text = QCoreApplication.translate(
            "BatchController", "Batch: %1 of %2 files done, %3 failed"
        )
    elif totals.incomplete:
        text = QCoreApplication.translate(
            "BatchController", "Batch: %1 of %2 files done, %4 incomplete"
        )
    counts = {"%1": totals.done, "%2": totals.files, "%3": totals.failed}
    return filled(text, counts | {"%4": totals.incomplete})


def progress_text(totals: Totals, *, paused: bool) -> str:
    """How far a batch is."""
    counts = {"%1": totals.done + totals.incomplete + totals.failed, "%2": totals.files}
    text = filled(QCoreApplication.translate("BatchController", "%1 of %2 files"), counts)
    if totals.left_s is not None:
        left = QCoreApplication.translate("BatchController", "%1 left")
        text = f"{text}, {left.replace('%1', time_left(totals.left_s))}"
    if paused:
        word = QCoreApplication.translate("BatchController", "paused")
        text = f"{text}, {word}"
    return text
