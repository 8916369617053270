"""Which keys belong to the control that has the focus, before any shortcut. Knows no command."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

Key = Qt.Key
_MOVES = frozenset(
    {
        Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down,
        Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown,
    }
)  # fmt: skip
_SPACE = frozenset({Key.Key_Space})
_OWN = (
    (QAbstractItemView, _MOVES | _SPACE),
    (QAbstractSpinBox, _MOVES | _SPACE),
    (QComboBox, _MOVES | _SPACE),
    (QLineEdit, _MOVES | _SPACE),
    (QPlainTextEdit, _MOVES | _SPACE),
    (QTextEdit, _MOVES | _SPACE),
    (QAbstractSlider, _MOVES),
    (QTabBar, _MOVES),
    (QAbstractButton, _SPACE),
)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def is_own_key(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a control moves or acts by a key itself: lists, tables, fields, sliders, buttons.

    With Ctrl or Alt a key is a shortcut everywhere, unless the control says otherwise itself.
    """
    if event.modifiers() & ~_PLAIN:
        return False
    return any(isinstance(widget, kind) and event.key() in keys for kind, keys in _OWN)
