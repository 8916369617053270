"""The event markers of a session as a list whose names can be changed. Knows no session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import minutes

_WIDTH_PX = 230


class _Table(QTableWidget):
    """Times and names; Delete asks for removal."""

    removal_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Delete takes the current marker away."""
        if event.key() in {Qt.Key.Key_Delete.value, Qt.Key.Key_Backspace.value}:
            if self.currentRow() >= 0:
                self.removal_wanted.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class MarkerList(QFrame):
    """Hidden while there are none. A double click or F2 changes a name, Delete removes a marker."""

    renamed = Signal(int, str)
    removal_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        title = QLabel(self.tr("Markers"), self)
        title.setObjectName("title")
        self.table = _Table(0, 2, self)
        self.table.setAccessibleName(self.tr("Markers"))
        self.table.setToolTip(
            self.tr("Double click or F2: change the name. Delete: remove the marker.")
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setTabKeyNavigation(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(24)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(self._on_changed)
        self.table.removal_wanted.connect(self.removal_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX - 4, GRID_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(title)
        layout.addWidget(self.table, 1)
        self.show_marks(())

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Wide enough for a short name."""
        return QSize(_WIDTH_PX, 160)

    def show_marks(self, marks: Sequence[tuple[float, str]]) -> None:
        """Show seconds and names, in order; the newest comes into sight."""
        grew = len(marks) > self.table.rowCount()
        with QSignalBlocker(self.table):
            self._fill(marks)
        if grew:
            self.table.scrollToBottom()
        self.setVisible(bool(marks))

    def _fill(self, marks: Sequence[tuple[float, str]]) -> None:
        self.table.setRowCount(len(marks))
        for row, (t_s, text) in enumerate(marks):
            time = QTableWidgetItem(minutes(t_s))
            time.setFlags(time.flags() & ~Qt.ItemFlag.ItemIsEditable)
            name = QTableWidgetItem(text)
            name.setToolTip(text)
            self.table.setItem(row, 0, time)
            self.table.setItem(row, 1, name)

    @Slot(QTableWidgetItem)
    def _on_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 1:
            self.renamed.emit(item.row(), item.text())
