"""Says which of the user's work is not where it should be, and why. Knows no widget but a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Slot

from svfap_core.errors import SvfapError
from svfap_core.results.document import Document, Kept
from svfap_gui.analyse.keeping import Keeping
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page

_translate = QCoreApplication.translate

UNSAFE = "unsafe"
"""The cause of the notice."""


class UnsafeWork(QObject):
    """Says on a page what work is not where it should be, until it is."""

    def __init__(self, history: Keeping, page: Page) -> None:
        super().__init__(page)
        self._history = history
        self._page = page
        self._told: Notice | None = None
        """Shown once for each reason, so that it can be dismissed."""
        history.kept.connect(self._on_kept)

    @Slot()
    def _on_kept(self) -> None:
        self._page.subject_changed.emit()
        notice = unsafe_notice(self._history.troubles())
        if notice is None:
            self._page.notices.retract(UNSAFE)
        elif notice != self._told:
            self._page.notices.show(notice)
        self._told = notice


def unsafe_title(title: str, document: Document) -> str:
    """The title of an open file, with a word on it if its work could not be saved."""
    if document.error is None:
        return title
    if document.kept is Kept.NOWHERE:
        return _translate("Unsafe", "%1 (not saved)").replace("%1", title)
    return _translate("Unsafe", "%1 (saved on this computer only)").replace("%1", title)


def unsafe_notice(troubles: Sequence[Document]) -> Notice | None:
    """What to show of documents whose last save has failed; nothing if there are none."""
    if not troubles:
        return None
    names = ", ".join(path.name for d in troubles if (path := d.video or d.base) is not None)
    lost = any(document.kept is Kept.NOWHERE for document in troubles)
    text = (
        _translate("Unsafe", "The work on %1 is not saved.")
        if lost
        else _translate("Unsafe", "The work on %1 is saved on this computer only.")
    )
    again = _translate("Unsafe", "It is tried again until it succeeds.")
    hint = f"{_reason(troubles)} {again}"
    return Notice(text=text.replace("%1", names), hint=hint, error=True, cause=UNSAFE)


def _reason(troubles: Sequence[Document]) -> str:
    error = troubles[0].error
    if isinstance(error, SvfapError):
        return f"{spoken(error.args[0])}. {spoken(error.hint)}"
    return "" if error is None else f"{error}."
