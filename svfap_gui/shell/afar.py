"""What fails in a view that is not shown: shown in passing, and marked in the rail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page
from svfap_gui.shell.rail import Rail
from svfap_gui.work.state import Toast


class Afar(QObject):
    """Watches the notices of all views.

    Args:
        pages: The views, in the order of the rail.
        rail: Gets a dot on each view with an error.
        parent: The owner.
        shown: Returns the view that the user sees.
        go: Shows a view, counted from 0.
        toast: Shows a `Toast`.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        rail: Rail,
        parent: QObject,
        *,
        shown: Callable[[], Page],
        go: Callable[[int], object],
        toast: Callable[[Toast], object],
    ) -> None:
        super().__init__(parent)
        self._rail = rail
        self._shown = shown
        self._go = go
        self._toast = toast
        for index, page in enumerate(pages):
            page.notices.changed.connect(partial(self._mark, index, page))
            page.notices.added.connect(partial(self._tell, index, page))

    def _mark(self, index: int, page: Page) -> None:
        self._rail.mark(index, failed=any(notice.error for notice in page.notices.shown))

    def _tell(self, index: int, page: Page, notice: Notice) -> None:
        if notice.error and page is not self._shown():
            text = f"{page.name}: {spoken(notice.text)}"
            self._toast(Toast(text=text, show=partial(self._go, index)))
