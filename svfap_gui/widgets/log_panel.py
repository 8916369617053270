"""What the app has noted, in a dock. Knows the log book and no part of the app."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.adapters.app_log import MOST_LINES, LogBook, LogLine
from svfap_gui.theme import CAPTION_PX, GRID_PX, PADDING_PX


class LogPanel(QDockWidget):
    """A filter by gravity, the lines, copy, and the way to the file."""

    folder_wanted = Signal()
    closed = Signal()

    def __init__(self, book: LogBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log")
        self.setWindowTitle(self.tr("Log"))
        self._book = book
        self.level = QComboBox(self)
        self.level.setAccessibleName(self.tr("Least gravity"))
        for name, level in (
            (self.tr("Everything"), logging.NOTSET),
            (self.tr("Warnings and errors"), logging.WARNING),
            (self.tr("Errors"), logging.ERROR),
        ):
            self.level.addItem(name, level)
        self.level.currentIndexChanged.connect(self._refill)
        label = QLabel(self.tr("&Show"), self)
        label.setBuddy(self.level)
        self.lines = QPlainTextEdit(self)
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setMaximumBlockCount(MOST_LINES)
        self.lines.setAccessibleName(self.tr("Log"))
        self.lines.setPlaceholderText(self.tr("Nothing has been noted."))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(CAPTION_PX)
        self.lines.setFont(font)
        copy = QPushButton(self.tr("Copy"), self)
        copy.clicked.connect(self.copy)
        folder = QPushButton(self.tr("Open log folder"), self)
        folder.clicked.connect(self.folder_wanted)
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        line.addWidget(label)
        line.addWidget(self.level)
        line.addStretch(1)
        line.addWidget(copy)
        line.addWidget(folder)
        body = QWidget(self)
        body.setObjectName("logBody")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addLayout(line)
        layout.addWidget(self.lines, 1)
        self.setWidget(body)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.setAllowedAreas(
            Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        book.noted.connect(self._on_noted)
        self._refill()

    @Slot()
    def copy(self) -> None:
        """Put what is chosen, else all that is shown, on the clipboard."""
        chosen = self.lines.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(chosen or self.lines.toPlainText())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """By its own button."""
        super().closeEvent(event)
        self.closed.emit()

    @Slot()
    def _refill(self) -> None:
        text = "\n".join(line.text for line in self._book.at_least(self._least()))
        self.lines.setPlainText(text)
        self._to_the_end()

    @Slot(object)
    def _on_noted(self, line: LogLine) -> None:
        if line.level < self._least():
            return
        bar = self.lines.verticalScrollBar()
        follows = bar.value() == bar.maximum()
        self.lines.appendPlainText(line.text)
        if follows:
            self._to_the_end()

    def _least(self) -> int:
        return int(self.level.currentData())

    def _to_the_end(self) -> None:
        bar = self.lines.verticalScrollBar()
        bar.setValue(bar.maximum())
