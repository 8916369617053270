"""Keys while coding is on: those of the scheme code, all other letters and digits do nothing.

They reach whatever has the focus first, so they are caught there. Fields of text keep all keys.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from svfap_gui.analyse.codes.work import CodeWork

_TEXT = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class CodingKeys(QObject):
    """Of one view.

    Args:
        work: What is done.
        view: In which keys code.
        spared: Says whether a key stays a shortcut where the scheme has no use for it.
        missed: Called with a letter that codes nothing.
    """

    def __init__(
        self,
        work: CodeWork,
        view: QWidget,
        spared: Callable[[QKeySequence], bool],
        missed: Callable[[str], object],
    ) -> None:
        super().__init__(view)
        self._work = work
        self._view = view
        self._spared = spared
        self._missed = missed
        self._watched: list[QWidget] = []
        work.mode_changed.connect(self._watch)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # there are widgets
        app.focusChanged.connect(self._watch)

    @Slot()
    def _watch(self) -> None:
        """Listen to what has the focus, and to the window, which has the rest."""
        for widget in filter(shiboken6.isValid, self._watched):
            widget.removeEventFilter(self)
        focus = QApplication.focusWidget()
        window = self._view.window()
        # Dialogs are windows of their own.
        is_on = self._work.on and (focus is None or focus.window() is window)
        found = (focus, window) if is_on and not isinstance(focus, _TEXT) else ()
        self._watched = [widget for widget in found if widget is not None]
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802  # Qt's name
        """Code; of a key that is held down only the first press counts."""
        kind = event.type()
        is_key = kind in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if not is_key or not self._view.isVisible():
            return False
        assert isinstance(event, QKeyEvent)  # noqa: S101  # as its type says
        key = key_of(event)
        if not key or not self._is_ours(key, event):
            return False
        event.accept()
        is_press = kind is QEvent.Type.KeyPress and not event.isAutoRepeat()
        if is_press and not self._work.press(key):
            self._missed(key)
        return True

    def _is_ours(self, key: str, event: QKeyEvent) -> bool:
        if self._work.found(key) is not None:
            return True
        return key.isalnum() and len(key) == 1 and not self._spared(_sequence(event))


def key_of(event: QKeyEvent) -> str:
    """A key as schemes write it: its character, or its name where it has none; empty: none of both.

    Keys with Ctrl or Alt are shortcuts always, as are Space and those that edit.
    """
    if event.modifiers() & ~_PLAIN:
        return ""
    text = event.text().strip()
    if len(text) == 1 and text.isprintable():
        return text
    if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35:
        return _sequence(event).toString(QKeySequence.SequenceFormat.PortableText)
    return ""


def _sequence(event: QKeyEvent) -> QKeySequence:
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(event.key() | shift.value)
