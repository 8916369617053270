"""The event markers of a session as a list whose names can be changed. Knows no session."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.live.session_work import Mark
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import minutes

_WIDTH_PX = 230
_KEY = Qt.ItemDataRole.UserRole


class _Table(QTableWidget):
    """Times and names; Delete asks for removal."""

    removal_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Delete takes the current marker away."""
        if event.key() in {Qt.Key.Key_Delete.value, Qt.Key.Key_Backspace.value}:
            if self.currentRow() >= 0:
                self.removal_wanted.emit(self.model().index(self.currentRow(), 1).data(_KEY))
        else:
            super().keyPressEvent(event)


class _NameEditors(QStyledItemDelegate):
    """Knows the name that is being typed, and of which marker."""

    typing: tuple[QLineEdit, int] | None = None

    def createEditor(  # noqa: N802  # Qt's name
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """A line, remembered until it is closed."""
        del option
        line = QLineEdit(parent)
        self.typing = line, index.data(_KEY)
        return line

    def destroyEditor(  # noqa: N802  # Qt's name
        self, editor: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Nothing is typed any more."""
        self.typing = None
        super().destroyEditor(editor, index)


class MarkerList(QFrame):
    """Hidden while there are none. A double click or F2 changes a name, Delete removes a marker.

    A name that is being typed stays open while markers come, and is kept when its own one leaves.
    """

    renamed = Signal(int, str)
    """A marker by its key, and what it is to be called."""
    removal_wanted = Signal(int)
    """A marker by its key."""

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
        self._editors = _NameEditors(self.table)
        self.table.setItemDelegate(self._editors)
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
        self.table.verticalHeader().setDefaultSectionSize(scaled(24))
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
        return QSize(scaled(_WIDTH_PX), 160)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show times and names, in order; the newest comes into sight."""
        self._keep_typed({mark.key for mark in marks})
        grew = len(marks) > self.table.rowCount()
        with QSignalBlocker(self.table):
            self._fill(marks)
        if grew and self._editors.typing is None:
            self.table.scrollToBottom()
        self.setVisible(bool(marks))

    def _keep_typed(self, keys: set[int]) -> None:
        """The name that is typed of a marker that is about to leave the list."""
        if self._editors.typing is None or self._editors.typing[1] in keys:
            return
        line, key = self._editors.typing
        self._editors.typing = None
        if line.isModified():
            self.renamed.emit(key, line.text())

    def _fill(self, marks: Sequence[Mark]) -> None:
        """Rows of markers that stay are left where they are: one may be edited."""
        kept = {mark.key for mark in marks}
        for row in reversed(range(self.table.rowCount())):
            if self._key(row) not in kept:
                self.table.removeRow(row)
        for row, mark in enumerate(marks):
            if row == self.table.rowCount() or self._key(row) != mark.key:
                self._insert(row, mark)
            name = self.table.item(row, 1)
            # Where nothing has changed, Qt would still reset what is being typed.
            if name is not None and name.text() != mark.text:
                name.setText(mark.text)
                name.setToolTip(mark.text)

    def _insert(self, row: int, mark: Mark) -> None:
        time = QTableWidgetItem(minutes(mark.t_s))
        time.setFlags(time.flags() & ~Qt.ItemFlag.ItemIsEditable)
        name = QTableWidgetItem()
        name.setData(_KEY, mark.key)
        self.table.insertRow(row)
        self.table.setItem(row, 0, time)
        self.table.setItem(row, 1, name)

    def _key(self, row: int) -> int:
        return self.table.model().index(row, 1).data(_KEY)

    @Slot(QTableWidgetItem)
    def _on_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 1:
            self.renamed.emit(item.data(_KEY), item.text())
