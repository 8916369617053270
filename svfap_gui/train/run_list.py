"""Data sets and training runs with their state. Knows files and processes by what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import GRID_PX, RADIUS_PX, current_theme
from svfap_gui.train.files import JobState

_ROW_PX = 44
_ICON_PX = 16
_PATH = Qt.ItemDataRole.UserRole
_ENTRY = Qt.ItemDataRole.UserRole + 1

_ICONS = {
    JobState.RUNNING: "play",
    JobState.FINISHED: "row-done",
    JobState.STOPPED_EARLY: "row-done",
    JobState.INTERRUPTED: "pause",
    JobState.FAILED: "row-failed",
}


@dataclass(frozen=True, slots=True)
class RunRow:
    """A data set or run as the list shows it; `detail` is the second line."""

    path: Path
    name: str
    detail: str
    state: JobState


class RunList(QListWidget):
    """The one worked on last comes first."""

    chosen = Signal(object)
    """The folder; `None` where nothing is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._delegate = _RowDelegate(self)
        self.setObjectName("runList")
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Data sets and runs"))
        self.currentItemChanged.connect(self._on_current)

    @property
    def current(self) -> Path | None:
        """The chosen folder."""
        item = self.currentItem()
        return item.data(_PATH) if item else None

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these; what is chosen stays chosen."""
        if tuple(rows) == self._rows:
            return
        same = [row.path for row in rows] == [row.path for row in self._rows]
        self._rows = tuple(rows)
        if same:
            for number, row in enumerate(rows):
                self._fill(self.item(number), row)
            return
        chosen = self.current
        with QSignalBlocker(self):
            self.clear()
            for row in rows:
                item = QListWidgetItem(self)
                self._fill(item, row)
                if row.path == chosen:
                    self.setCurrentItem(item)
        if self.current != chosen:
            self.chosen.emit(self.current)

    def choose(self, path: Path) -> None:
        """Choose a folder."""
        for number in range(self.count()):
            if self.item(number).data(_PATH) == path:
                self.setCurrentRow(number)
                return

    @Slot()
    def _on_current(self) -> None:
        self.chosen.emit(self.current)

    @staticmethod
    def _fill(item: QListWidgetItem, row: RunRow) -> None:
        item.setData(_PATH, row.path)
        item.setData(_ENTRY, row)
        item.setText(f"{row.name}, {row.detail}")  # For screen readers; the delegate draws.
        item.setToolTip(f"{row.name}\n{row.detail}\n{row.path}")


class _RowDelegate(QStyledItemDelegate):
    """Name, second line and a mark of the state."""

    def sizeHint(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines."""
        del option, index
        return QSize(160, scaled(_ROW_PX))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        row: RunRow = index.data(_ENTRY)
        theme, place = current_theme(), QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), RADIUS_PX, RADIUS_PX)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 2, -1, -2), RADIUS_PX, RADIUS_PX)
        failed = row.state is JobState.FAILED
        working = row.state in (JobState.RUNNING, JobState.FINISHED, JobState.STOPPED_EARLY)
        mark = icon(_ICONS[row.state], "danger" if failed else "accent" if working else "muted")
        side = scaled(_ICON_PX)
        mark.paint(painter, place.left() + GRID_PX, place.top() + 7, side, side)
        words = place.adjusted(side + 2 * GRID_PX, 5, -GRID_PX, -5)
        font = QFont(option.font)  # pyright: ignore[reportAttributeAccessIssue]
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        _write(painter, words, row.name, top)
        painter.setFont(caption(font))
        painter.setPen(QColor(theme.danger if failed else theme.muted))
        _write(painter, words, row.detail, bottom)
        painter.restore()


def _write(painter: QPainter, place: QRect, text: str, align: Qt.AlignmentFlag) -> None:
    """One line, cut off at its end where it is too long."""
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(align | Qt.AlignmentFlag.AlignLeft), shown)
