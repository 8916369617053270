"""Asks before something is lost, without holding the window up. Loses nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, text: str, verb: str, keep: str, act: Callable[[], None]) -> QMessageBox:
    """Show a question; what is asked about is kept unless the user says otherwise.

    Args:
        parent: The view that asks.
        text: What will be lost, and the question.
        verb: The button that goes on.
        keep: The button that does not, which Return and Escape press.
        act: Called if the user wants to go on.
    """
    box = QMessageBox(QMessageBox.Icon.Question, parent.window().windowTitle(), text, parent=parent)
    yes = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)

    def answered() -> None:
        if box.clickedButton() is yes:
            act()

    box.finished.connect(answered)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
