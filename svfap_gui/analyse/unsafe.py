"""Says which of the user's work is not where it should be, and why. Knows no widget but a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Slot

from svfap_core.codes.document import CodingDocument
from svfap_core.errors import SvfapError
from svfap_core.results.document import Document, Kept
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.analyse.keeping import Keeping
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page

_translate = QCoreApplication.translate

UNSAFE = "unsafe"
"""The cause of the notice."""


class UnsafeWork(QObject):
    """Says on a page what work is not where it should be, until it is."""

    def __init__(self, kept: tuple[Keeping, CodeKeeping], page: Page) -> None:
        super().__init__(page)
        self._all = kept
        self._page = page
        self._told: Notice | None = None
        """Shown once for each reason, so that it can be dismissed."""
        for each in kept:
            each.kept.connect(self._on_kept)

    @Slot()
    def _on_kept(self) -> None:
        self._page.subject_changed.emit()
        notice = unsafe_notice([one for each in self._all for one in each.troubles()])
        if notice is None:
            self._page.notices.retract(UNSAFE)
        elif notice != self._told:
            self._page.notices.show(notice)
        self._told = notice


def name_of(document: Document | CodingDocument) -> str:
    """What work is called: by its video, or by the file of its codes."""
    if isinstance(document, CodingDocument):
        return document.path.name
    path = document.video or document.base
    return "" if path is None else path.name


def unsafe_title(title: str, work: Sequence[Document | CodingDocument]) -> str:
    """The title of an open file, with a word on it if work on it could not be saved."""
    troubled = [document for document in work if document.error is not None]
    if not troubled:
        return title
    if any(document.kept is Kept.NOWHERE for document in troubled):
        return _translate("Unsafe", "%1 (not saved)").replace("%1", title)
    return _translate("Unsafe", "%1 (saved on this computer only)").replace("%1", title)


def unsafe_notice(troubles: Sequence[Document | CodingDocument]) -> Notice | None:
    """What to show of documents whose last save has failed; nothing if there are none."""
    if not troubles:
        return None
    names = ", ".join(filter(None, map(name_of, troubles)))
    lost = any(document.kept is Kept.NOWHERE for document in troubles)
    text = (
        _translate("Unsafe", "The work on %1 is not saved.")
        if lost
        else _translate("Unsafe", "The work on %1 is saved on this computer only.")
    )
    again = _translate("Unsafe", "It is tried again until it succeeds.")
    hint = f"{_reason(troubles)} {again}"
    return Notice(text=text.replace("%1", names), hint=hint, error=True, cause=UNSAFE)


def _reason(troubles: Sequence[Document | CodingDocument]) -> str:
    error = troubles[0].error
    if isinstance(error, SvfapError):
        return f"{spoken(error.args[0])}. {spoken(error.hint)}"
    return "" if error is None else f"{error}."
