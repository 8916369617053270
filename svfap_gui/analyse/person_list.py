"""Everybody in the film: picture, name, time in sight. Dropping one on another merges them.

Knows no recording: it shows entries and tells what the user wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from svfap_core.types import RGB
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.theme import CAPTION_PX, RADIUS_PX, current_theme

PICTURE_PX = 40
_ROW_PX = 50
_MOST_ROWS = 4
"""More of them scroll: the figures below need room too."""

_CAPTION = Qt.ItemDataRole.UserRole + 1
_PERSON = Qt.ItemDataRole.UserRole
_HIDDEN = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class PersonEntry(NamedTuple):
    """One row."""

    person_id: int
    name: str
    caption: str
    picture: RGB | None
    hidden: bool


class PersonList(QListWidget):
    """One person is chosen; F2 or a double-click renames."""

    chosen = Signal(int)
    renamed = Signal(int, str)
    merge_wanted = Signal(int, int)
    """Who was dropped, and on whom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[PersonEntry, ...] = ()
        self._filling = False
        self._delegate = _PersonDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Persons"))
        self.setToolTip(self.tr("Drop a person on another to say that both are the same"))
        self.currentRowChanged.connect(self._on_current)
        self.itemChanged.connect(self._on_changed)

    def show_entries(self, entries: Sequence[PersonEntry], chosen: int | None) -> None:
        """Show these; only rows that have changed are touched."""
        if self.state() is QAbstractItemView.State.EditingState:
            return
        self._filling = True
        before, self._entries = self._entries, tuple(entries)
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            self.addItem(QListWidgetItem())
        for row, entry in enumerate(entries):
            if row >= len(before) or not _same(entry, before[row]):
                self._fill(self.item(row), entry)
        if len(entries) != len(before):
            self.setMaximumHeight(min(_MOST_ROWS, len(entries)) * _ROW_PX + 4)
        persons = [entry.person_id for entry in self._entries]
        self.setCurrentRow(persons.index(chosen) if chosen in persons else -1)
        self._filling = False

    def edit_name(self) -> None:
        """Let the user type a name for the chosen person."""
        if self.currentRow() >= 0:
            self.setFocus()
            self.editItem(self.currentItem())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802  # Qt's name
        """Welcome on another person only."""
        super().dragMoveEvent(event)
        target, dragged = self.itemAt(event.position().toPoint()), self.currentItem()
        if event.source() is self and target is not None and target is not dragged:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Merge; the list itself is filled anew by whoever keeps the persons."""
        target, dragged = self.itemAt(event.position().toPoint()), self.currentItem()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target is not None and target is not dragged:
            self.merge_wanted.emit(dragged.data(_PERSON), target.data(_PERSON))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A few rows."""
        return QSize(280, 4 * _ROW_PX)

    def _fill(self, item: QListWidgetItem, entry: PersonEntry) -> None:
        item.setText(entry.name)
        item.setData(_PERSON, entry.person_id)
        item.setData(_CAPTION, entry.caption)
        item.setData(_HIDDEN, entry.hidden)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {entry.caption}")
        icon = QIcon()
        if entry.picture is not None:
            icon.addPixmap(QPixmap.fromImage(to_qimage(entry.picture)))
        item.setIcon(icon)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemIsDropEnabled
        )

    @Slot(int)
    def _on_current(self, row: int) -> None:
        if not self._filling and row >= 0:
            self.chosen.emit(self._entries[row].person_id)

    @Slot(QListWidgetItem)
    def _on_changed(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.renamed.emit(item.data(_PERSON), item.text())


def _same(one: PersonEntry, other: PersonEntry) -> bool:
    """Pictures are compared by identity: they are arrays."""
    return one.picture is other.picture and one._replace(picture=None) == other._replace(
        picture=None
    )


class _PersonDelegate(QStyledItemDelegate):
    """Draws picture, name and caption."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802  # Qt's name
        """All rows alike."""
        return QSize(200, _ROW_PX)

    def updateEditorGeometry(  # noqa: N802  # Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The editor stands where the name does."""
        del index
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        editor.setGeometry(rect.adjusted(PICTURE_PX + 14, 10, -6, -10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        selected = bool(state & QStyle.StateFlag.State_Selected)
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.info_ground if selected else theme.track))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        hidden = bool(index.data(_HIDDEN))
        painter.setOpacity(0.55 if hidden else 1.0)
        self._draw_picture(painter, rect, index)
        words = rect.adjusted(PICTURE_PX + 18, 7, -8, -7)
        font = painter.font()
        font.setWeight(font.Weight.DemiBold if selected else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, name)
        font.setWeight(font.Weight.Normal)
        font.setPixelSize(CAPTION_PX)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, str(index.data(_CAPTION)))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _draw_picture(self, painter: QPainter, rect: QRect, index: Index) -> None:
        place = QRect(
            rect.left() + 8, rect.center().y() - PICTURE_PX // 2 + 1, PICTURE_PX, PICTURE_PX
        )
        colour = QColor(current_theme().person(int(index.data(_PERSON))))
        icon: QIcon | None = index.data(Qt.ItemDataRole.DecorationRole)
        round_ = QPainterPath()
        round_.addEllipse(place)
        if icon is None or icon.isNull():
            painter.fillPath(round_, QBrush(QColor(current_theme().track)))
        else:
            painter.save()
            painter.setClipPath(round_)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            sizes = icon.availableSizes()
            painter.drawPixmap(place, icon.pixmap(sizes[0] if sizes else place.size()))
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.5))
        painter.drawEllipse(place)
