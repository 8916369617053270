"""Draws persons: as rows of a list, or as cells of a grid of faces. Knows no recording."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import RADIUS_PX, current_theme

_FACE_PX = 40
_ROW_PX = 50
_CELL_PX = (70, 76)

PERSON = Qt.ItemDataRole.UserRole
CAPTION = Qt.ItemDataRole.UserRole + 1
HIDDEN = Qt.ItemDataRole.UserRole + 2

_FADED = 0.55
_SHOW_PX = 44


def row_px() -> int:
    """The height of a row of the list."""
    return scaled(_ROW_PX)


def cell_size() -> QSize:
    """Of a cell of the grid."""
    return QSize(*map(scaled, _CELL_PX))


Index = QModelIndex | QPersistentModelIndex


class PersonDelegate(QStyledItemDelegate):
    """Image, name and caption; a word to click on that shows a hidden person again."""

    editing = Signal(int)
    """The name of a person is about to be typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.grid = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802  # Qt's name
        """All alike."""
        return cell_size() if self.grid else QSize(160, row_px())

    def createEditor(  # noqa: N802  # Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A line for the name."""
        self.editing.emit(index.data(PERSON))
        return super().createEditor(parent, option, index)

    def updateEditorGeometry(  # noqa: N802  # Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The editor stands where the name does."""
        del index
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        left = 0 if self.grid else scaled(_FACE_PX) + 14
        top = scaled(_FACE_PX) + 6 if self.grid else 10
        editor.setGeometry(rect.adjusted(left, top, -2, -2 if self.grid else -10))

    def show_rect(self, rect: QRect) -> QRect:
        """Where the word stands that shows a hidden person again, within its row or cell."""
        if self.grid:
            return rect.adjusted(0, rect.height() - scaled(18), 0, 0)
        show_px = scaled(_SHOW_PX)
        return QRect(rect.right() - show_px - 4, rect.top() + 12, show_px, rect.height() - 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row or cell."""
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hidden = bool(index.data(HIDDEN))
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.info_ground if selected else theme.track))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.setOpacity(_FADED if hidden else 1.0)
        self._draw_face(painter, rect, index)
        painter.setOpacity(1.0)
        self._draw_words(painter, rect, index, bold=selected)
        if hidden:
            painter.setPen(QColor(theme.accent))
            word = self.tr("Show")
            painter.drawText(self.show_rect(rect), Qt.AlignmentFlag.AlignCenter, word)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRect, index: Index, *, bold: bool) -> None:
        theme, hidden = current_theme(), bool(index.data(HIDDEN))
        flag = Qt.AlignmentFlag
        small = caption(painter.font())
        font = QFont(small if self.grid else painter.font())
        font.setWeight(font.Weight.DemiBold if bold else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted if hidden else theme.text))
        if self.grid:
            words = rect.adjusted(2, scaled(_FACE_PX) + 9, -2, 0)
            where = flag.AlignTop | flag.AlignHCenter
        else:
            right_px = scaled(_SHOW_PX) if hidden else 0
            words = rect.adjusted(scaled(_FACE_PX) + 18, 7, -right_px - 8, -7)
            where = flag.AlignTop | flag.AlignLeft
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, where, name)
        painter.setFont(small)
        if not self.grid:
            painter.setPen(QColor(theme.muted))
            painter.drawText(words, flag.AlignBottom, str(index.data(CAPTION)))

    def _draw_face(self, painter: QPainter, rect: QRect, index: Index) -> None:
        side = scaled(_FACE_PX)
        place = QRect(0, 0, side, side)
        if self.grid:
            place.moveTo(rect.center().x() - side // 2, rect.top() + 6)
        else:
            place.moveTo(rect.left() + 8, rect.center().y() - side // 2 + 1)
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
        painter.setPen(QPen(QColor(current_theme().person(int(index.data(PERSON)))), 2.5))
        painter.drawEllipse(place)
