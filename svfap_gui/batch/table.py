"""The list of a batch as it is seen: a table whose state column has icons and bars. Runs nothing.

One delegate paints whatever rows are in sight; ten thousand rows cost no more than ten.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from svfap_gui.batch.model import ROW, BatchModel, BatchRow, Column
from svfap_gui.batch.updates import RowState
from svfap_gui.parts.icons import Tint, icon
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, Theme, current_theme

ROW_PX = 32

_ICON_PX = 16
_BAR_PX = 6
_MARK_PX = 3
_LEAST_NAME_PX = 140
_NAMES_SHARE = 0.42
_BAR_WIDTH_PX = 120
_WIDTHS = {
    Column.LENGTH: 72,
    Column.FACES: 64,
    Column.SPEED: 72,
    Column.LEFT: 88,
}
_ICONS = {
    RowState.WAITING: "row-waiting",
    RowState.PREPARING: "row-waiting",
    RowState.DONE: "row-done",
    RowState.SKIPPED: "row-done",
    RowState.INCOMPLETE: "row-incomplete",
    RowState.BUSY: "row-busy",
    RowState.FAILED: "row-failed",
    RowState.MISSING: "row-failed",
}


def paint_bar(painter: QPainter, place: QRect, share: float, colour: str, ground: str) -> QRect:
    """A bar at the left of a place.

    Returns:
        Where there is room for text beside it.
    """
    room = beside_bar(place)
    width_px = place.width() - room.width() - GRID_PX
    bar = QRect(place.left(), place.center().y() - _BAR_PX // 2 + 1, width_px, _BAR_PX)
    done_px = round(share * width_px)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for length_px, brush in ((width_px, ground), (done_px, colour)):
        if length_px:
            bar.setWidth(max(length_px, _BAR_PX))
            painter.setBrush(QColor(brush))
            painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
    painter.restore()
    return room


def beside_bar(place: QRect) -> QRect:
    """Where there is room for text beside a bar."""
    return place.adjusted(min(_BAR_WIDTH_PX, place.width() // 3) + GRID_PX, 0, 0, 0)


class BatchTable(QTableView):
    """Sorted by a click on a header; rows are chosen whole."""

    opened = Signal()
    """The row with the cursor was double-clicked, or Enter was pressed on it."""
    chosen_changed = Signal()

    def __init__(self, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("batchTable")
        self.setAccessibleName(self.tr("Files of the batch"))
        self.setModel(model)
        self._model = model
        self._cells = _CellPainter(self)
        self.setItemDelegate(self._cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(scaled(ROW_PX))
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setFixedHeight(scaled(ROW_PX))
        columns.setMinimumSectionSize(scaled(56))
        for column, width_px in _WIDTHS.items():
            self.setColumnWidth(column, scaled(width_px))
        columns.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.Stretch)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(self.opened)

    @property
    def chosen(self) -> list[BatchRow]:
        """The chosen files, in order."""
        # By ranges: one index for each of ten thousand rows would hold up the window.
        ranges = self.selectionModel().selection().toList()
        spans = sorted({(span.top(), span.bottom()) for span in ranges})
        return [row for top, bottom in spans for row in self._model.rows[top : bottom + 1]]

    @property
    def current(self) -> BatchRow | None:
        """The file with the cursor, if it is chosen."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().isSelected(index):
            return None
        return self._model.rows[index.row()]

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Enter opens, on every platform."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Names and states share what the figures leave; reasons are longer than names."""
        super().resizeEvent(event)
        free_px = self.viewport().width() - sum(map(scaled, _WIDTHS.values()))
        self.setColumnWidth(Column.FILE, max(scaled(_LEAST_NAME_PX), round(free_px * _NAMES_SHARE)))

    @Slot(QItemSelection, QItemSelection)
    def selectionChanged(  # noqa: N802  # Qt's name
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        """Notify."""
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()


class _CellPainter(QStyledItemDelegate):
    """Text as the style draws it; before a state its icon, or a bar while the file is at work."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A cell; figures and states that say little are quiet."""
        theme = current_theme()
        view: Any = option
        self.initStyleOption(view, index)
        row: BatchRow = index.data(ROW)
        column = Column(index.column())
        # One row is one thing: the frame of the cursor around a cell would say otherwise.
        view.state &= ~QStyle.StateFlag.State_HasFocus
        view.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.text))
        view.palette.setColor(QPalette.ColorRole.Text, QColor(_colour(theme, row, column)))
        style = view.widget.style()
        if column is not Column.STATE:
            super().paint(painter, view, index)
            if column is Column.FILE and view.state & QStyle.StateFlag.State_Selected:
                mark = QRect(view.rect.left(), view.rect.top(), _MARK_PX, view.rect.height())
                painter.fillRect(mark, QColor(theme.accent))
            return
        text, view.text = view.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, view.widget)
        place = view.rect.adjusted(GRID_PX, 0, -GRID_PX, 0)
        painter.save()
        if row.state is RowState.RUNNING:
            colour = theme.muted if row.held else theme.accent
            place = paint_bar(painter, place, row.share or 0.0, colour, theme.line)
        else:
            side = scaled(_ICON_PX)
            mark = QRect(place.left(), place.center().y() - side // 2 + 1, side, side)
            icon(_ICONS[row.state], _tint(row)).paint(painter, mark)
            place.setLeft(mark.right() + GRID_PX)
        painter.setPen(QColor(_colour(theme, row, column)))
        elided = view.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()


def _colour(theme: Theme, row: BatchRow, column: Column) -> str:
    if column is Column.STATE and row.state in {RowState.FAILED, RowState.MISSING}:
        return theme.danger
    loud = column is Column.FILE or row.state in {RowState.RUNNING, RowState.DONE}
    return theme.text if loud else theme.muted


def _tint(row: BatchRow) -> Tint:
    if row.state in {RowState.FAILED, RowState.MISSING}:
        return "danger"
    return "accent" if row.state is RowState.DONE else "muted"
