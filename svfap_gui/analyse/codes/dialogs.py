"""The dialogs about codes: what they ask, and what is done with the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtWidgets import QWidget

from svfap_core.codes.coding import Code
from svfap_gui.analyse.codes.code_dialog import CodeDialog
from svfap_gui.analyse.codes.scheme_dialog import SchemeDialog
from svfap_gui.analyse.codes.work import CodeWork
from svfap_gui.analyse.prompts import ask_text


class CodeDialogs(QObject):
    """Opens them over the page; none of them blocks.

    Args:
        page: What they belong to.
        work: Does what is asked for.
        settings: Where last folders are kept.
    """

    def __init__(self, page: QWidget, work: CodeWork, settings: QSettings) -> None:
        super().__init__(page)
        self._page = page
        self._work = work
        self._settings = settings

    @Slot()
    def edit_scheme(self) -> None:
        """Make, load or save a coding scheme."""
        work = self._work
        dialog = SchemeDialog(work.coding.scheme, work.set_scheme, self._settings, self._page)
        dialog.open()

    @Slot()
    def edit_chosen(self) -> None:
        """Change the chosen code."""
        if self._work.chosen is not None:
            self.edit(self._work.chosen)

    def edit(self, code: Code) -> None:
        """Change a code."""
        work = self._work
        CodeDialog(
            code,
            work.coding,
            lambda changes: work.edit(code, **changes),
            partial(work.remove, [code]),
            self._page,
        ).open()

    @Slot()
    def ask_coder(self, then: Callable[[], object] | None = None) -> None:
        """Ask who codes at this computer."""

        def answered(name: str) -> None:
            self._work.keeping.set_coder(name)
            if then is not None:
                then()

        ask_text(
            self._page,
            self.tr("Coder"),
            self.tr("Your name or initials, which name the file of your codes:"),
            self._work.keeping.coder,
            answered,
        )

    @Slot()
    def turn_coding(self) -> None:
        """Let keys code, or be shortcuts again; who codes is asked once."""
        work = self._work
        if work.on or work.keeping.coder:
            self._turn()
        else:
            self.ask_coder(self._turn_once_open)

    def _turn_once_open(self) -> None:
        """The coder's own codes are read first."""
        keeping = self._work.keeping
        if keeping.is_open:
            self._turn()
            return

        def opened() -> None:
            if keeping.is_open:
                keeping.changed.disconnect(opened)
                self._turn()

        keeping.changed.connect(opened)

    def _turn(self) -> None:
        work = self._work
        work.set_on(on=not work.on)
        if work.on and not any(
            d.key for tier in work.coding.scheme.tiers for d in tier.definitions
        ):
            self.edit_scheme()
