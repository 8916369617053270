"""The one button of a dialog that does what the dialog is for."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def make_primary(button: QPushButton) -> None:
    """Fill it with the accent colour, and let Enter press it.

    A button box styles its buttons when it gets them, before they have a name, so the style is
    applied again.
    """
    button.setObjectName("primary")
    button.style().unpolish(button)
    button.style().polish(button)
    button.setDefault(True)
