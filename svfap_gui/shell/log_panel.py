"""What the app has noted, in a dock. Knows the log book and no part of the app."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.app_log import MOST_LINES, LogBook, LogLine
from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import caption, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX


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
        self.lines = QPlainTextEdit(self)
        self.lines.setObjectName("logLines")
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setMaximumBlockCount(MOST_LINES)
        self.lines.setAccessibleName(self.tr("Log"))
        self.lines.setPlaceholderText(self.tr("Nothing has been noted."))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.lines.setFont(caption(fixed))
        self.setTitleBarWidget(self._title_bar())
        self.setWidget(self.lines)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.setAllowedAreas(
            Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        book.noted.connect(self._on_noted)
        self._refill()

    def _title_bar(self) -> QWidget:
        title = QLabel(self.tr("Log"), self)
        title.setObjectName("title")
        copy = QPushButton(self.tr("Copy"), self)
        copy.clicked.connect(self.copy)
        folder = QPushButton(self.tr("Open log folder"), self)
        folder.clicked.connect(self.folder_wanted)
        self.close_button = QToolButton(self)
        self.close_button.setToolTip(self.tr("Close the log"))
        self.close_button.setAccessibleName(self.tr("Close the log"))
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(square(14))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.close)
        bar = QFrame(self)
        bar.setObjectName("logBar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        line.setSpacing(GRID_PX)
        line.addWidget(title)
        line.addSpacing(GRID_PX)
        line.addWidget(self.level)
        line.addStretch(1)
        for button in (copy, folder, self.close_button):
            line.addWidget(button)
        return bar

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
