"""The one button that does what a dialog is for, or that is the next step of a view."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QPushButton

_NAME = "primary"


def make_primary(button: QPushButton) -> None:
    """Fill a dialog's button with the accent colour, and let Enter press it."""
    show_primary(button, on=True)
    button.setDefault(True)


def show_primary(button: QAbstractButton, *, on: bool) -> None:
    """Fill a button with the accent colour, or no longer.

    Button boxes style their buttons when they get them, and toolbars when they are shown, so the
    style is applied again.
    """
    button.setObjectName(_NAME if on else "")
    button.style().unpolish(button)
    button.style().polish(button)


def is_primary(button: QAbstractButton) -> bool:
    """Whether it has the accent colour now."""
    return button.objectName() == _NAME
