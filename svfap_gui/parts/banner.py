"""A line above the view: what happened and what to do. Knows no session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.icons import icon
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.theme import GRID_PX, PADDING_PX


class Banner(QFrame):
    """Hidden without a notice. Errors and news differ in ground and, for readers, in name."""

    dismissed = Signal()
    folder_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._path: Path | None = None
        self._retry: Callable[[], None] | None = None
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        self.retry = QPushButton(self.tr("Try again"), self)
        self.retry.clicked.connect(self._on_retry)
        self.show_folder = QPushButton(self.tr("Show in folder"), self)
        self.show_folder.clicked.connect(self._on_folder)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addLayout(words, 1)
        for button in (self.retry, self.show_folder, self.close_button):
            layout.addWidget(button)
        self.show_notice(None)

    def show_notice(self, notice: Notice | None) -> None:
        """Show it, or hide with `None`."""
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._path = notice.path
        text, hint = spoken(notice.text), spoken(notice.hint)
        self.text.setText(text)
        font = self.text.font()
        font.setBold(True)
        self.text.setFont(font)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.retry.setVisible(notice.retry is not None)
        self._retry = notice.retry
        self.show_folder.setVisible(notice.path is not None)
        self.setAccessibleName(self.tr("Error") if notice.error else self.tr("Message"))
        self.setAccessibleDescription(f"{text} {hint}".strip())
        self.setProperty("kind", "error" if notice.error else "info")
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def _on_retry(self) -> None:
        if self._retry is not None:
            self._retry()

    @Slot()
    def _on_folder(self) -> None:
        if self._path is not None:
            self.folder_wanted.emit(self._path.parent)
