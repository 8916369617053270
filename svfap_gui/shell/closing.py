"""Closing the window: ask what is at stake, stop and save, wait, and only then be gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from svfap_gui.parts.page import Page
from svfap_gui.shell.closing_dialog import Answer, ClosingDialog
from svfap_gui.work.activities import Activities, Activity

GIVE_UP_CLOSING_MS = 2000
GIVE_UP_LOADING_MS = 500
ASK_AGAIN_MS = 10_000


class Closing(QObject):
    """Says whether the window may close, and closes it again once nothing holds it up.

    Args:
        window: What is closed.
        activities: What is being done.
        pages: Know what is not saved.
    """

    gave_up = Signal(int)
    """Some work does not end, and the app is to quit without it, with this exit code."""

    def __init__(self, window: QWidget, activities: Activities, pages: Sequence[Page]) -> None:
        super().__init__(window)
        self._window = window
        self._activities = activities
        self._pages = pages
        self._agreed = False
        self._given_up: set[str] = set()
        self._waiting = False
        self.dialog: ClosingDialog | None = None
        self._give_up = QTimer(self)
        self._give_up.setSingleShot(True)
        self._give_up.timeout.connect(self._offer_to_quit)
        activities.settled.connect(self._on_settled)

    def allowed(self) -> bool:
        """Whether the user lets go of all that closing would end or lose; if not, they are asked.

        Work that a save has failed for counts again each time that it fails with other words.
        """
        if self.dialog is not None:
            self.dialog.raise_()
            return False
        unsaved = [
            words
            for page in self._pages
            for words in page.unfinished()
            if words not in self._given_up
        ]
        running = () if self._agreed else self._activities.running
        ends = [_words(activity) for activity in running if activity.asks()]
        goes_on = [_words(activity) for activity in running if activity.detached]
        if not (unsaved or ends or goes_on):
            return True
        self._begin_anew()
        self._ask(ends, goes_on, unsaved)
        return False

    def over(self) -> bool:
        """Whether nothing has to be waited for; if something has, it is asked to end."""
        if not self._activities.waited_for:
            self._give_up.stop()
            return True
        if not self._waiting:
            self._waiting = True
            self._give_up.start(GIVE_UP_LOADING_MS if self._abandonable() else GIVE_UP_CLOSING_MS)
            self._activities.stop_all()
        return False

    def _begin_anew(self) -> None:
        self._waiting = False
        self._give_up.stop()

    def _ask(self, ends: list[str], goes_on: list[str], unsaved: list[str]) -> None:
        self._window.show()
        self.dialog = dialog = ClosingDialog(ends, goes_on, unsaved, self._window)

        def answered(answer: Answer) -> None:
            self._agreed = True
            self._given_up.update(unsaved)
            if answer is Answer.STOP and dialog.leave is not None:
                for activity in self._activities.running:
                    activity.stop()
            self._window.close()

        def gone() -> None:
            self.dialog = None
            dialog.deleteLater()

        def kept() -> None:
            self._agreed = False
            self._given_up.clear()

        dialog.finished.connect(gone)
        dialog.rejected.connect(kept)
        dialog.answered.connect(answered)
        dialog.open()

    @Slot()
    def _on_settled(self) -> None:
        if self._waiting:
            self._window.close()

    def _abandonable(self) -> bool:
        return all(activity.abandonable() for activity in self._activities.waited_for)

    @Slot()
    def _offer_to_quit(self) -> None:
        if self._abandonable():
            self.gave_up.emit(0)
            return
        titles = ", ".join(activity.title for activity in self._activities.waited_for)
        text = self.tr("Still at work: %1. Quit anyway? What is being written may be lost.")
        answer = QMessageBox.question(
            self._window, self.tr("Still closing"), text.replace("%1", titles)
        )
        if answer is QMessageBox.StandardButton.Yes:
            self.gave_up.emit(1)
        else:
            self._give_up.start(ASK_AGAIN_MS)


def _words(activity: Activity) -> str:
    return f"{activity.title} ({activity.text})" if activity.text else activity.title
