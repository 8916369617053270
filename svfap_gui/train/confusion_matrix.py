"""How often each class is taken for each other, as a table of shares and counts. Knows no model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import GRID_PX, contrast, current_theme
from svfap_gui.parts.words import affect_name

_LEAST_CELL_PX = 34
_MOST_WIDTH_PX, _MOST_HEIGHT_PX = 96, 64
_TWO_LINES_PX = 40
_READABLE = 4.5
"""Contrast of text (WCAG 2.2, AA)."""
_MOST_NAME_PX = 120
_AXIS_PX = 20


class ConfusionMatrix(QWidget):
    """Rows are the true classes, columns the answers; a cell's ground says its share of the row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._counts: tuple[tuple[int, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Confusion matrix"))

    def show_counts(self, names: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Clips by true class and answer, in the order of `names`."""
        self._names = tuple(affect_name(name) for name in names)
        self._counts = tuple(tuple(row) for row in counts)
        lines = [self._in_words(row, column) for row, column in self._cells() if row == column]
        self.setAccessibleDescription(". ".join(lines))
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Cells that hold a figure."""
        side, axis_px = len(self._names) * scaled(_LEAST_CELL_PX), scaled(_AXIS_PX)
        return QSize(side + self._name_px() + axis_px + GRID_PX, side + 2 * axis_px + GRID_PX)

    def event(self, event: QEvent) -> bool:
        """Describe a cell in words."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self._in_words(*cell) if cell else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Axes, names, cells."""
        del event
        if not self._names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = caption(self.font())
        painter.setFont(small)
        self._draw_axes(painter, QFontMetrics(small))
        for row, column in self._cells():
            self._draw_cell(painter, row, column)
        painter.end()

    # -- drawing ---------------------------------------------------------------------------------

    def _draw_axes(self, painter: QPainter, metrics: QFontMetrics) -> None:
        cells, width, height = self._geometry()
        centre = Qt.AlignmentFlag.AlignCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left, top, name_px, axis_px = cells.left(), cells.top(), self._name_px(), scaled(_AXIS_PX)
        painter.setPen(QColor(current_theme().muted))
        above = QRectF(left, top - 2 * axis_px, cells.width(), axis_px)
        painter.drawText(above, int(centre), self.tr("answer"))
        painter.save()
        painter.translate(left - name_px - axis_px, cells.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, cells.height(), axis_px), int(centre), self.tr("truth"))
        painter.restore()
        painter.setPen(QColor(current_theme().text))
        for i, name in enumerate(self._names):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, name_px)
            place = QRectF(left - name_px - GRID_PX, top + i * height, name_px, height)
            painter.drawText(place, int(right), shown)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(width) - 2)
            place = QRectF(left + i * width, top - axis_px, width, axis_px)
            painter.drawText(place, int(centre), shown)

    def _draw_cell(self, painter: QPainter, row: int, column: int) -> None:
        cells, width, height = self._geometry()
        share = self._share(row, column)
        ground = self._ground(share or 0.0)
        corner = cells.topLeft() + QPointF(column * width, row * height)
        place = QRectF(corner, QSizeF(width, height)).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor(current_theme().text))
        text = "\N{EN DASH}" if share is None else f"{100 * share:.0f} %"
        if height >= scaled(_TWO_LINES_PX):
            text += f"\n{self._counts[row][column]:,}"
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)

    def _ground(self, share: float) -> str:
        """From the track's colour to the accent's, as far as figures stay readable on it."""
        track, accent, text = current_theme().track, current_theme().accent, current_theme().text
        steps = (step / 20 for step in range(20, 0, -1))
        most = next(s for s in steps if contrast(text, _between(track, accent, s)) >= _READABLE)
        return _between(track, accent, most * share)

    def _geometry(self) -> tuple[QRectF, float, float]:
        """Where the cells are, their width and height."""
        number = max(1, len(self._names))
        least_px, above_px = float(scaled(_LEAST_CELL_PX)), 2 * scaled(_AXIS_PX)
        names_px = self._name_px() + scaled(_AXIS_PX) + GRID_PX
        room_x, room_y = self.width() - names_px, self.height() - above_px - GRID_PX
        width = max(least_px, min(room_x / number, scaled(_MOST_WIDTH_PX)))
        height = max(least_px, min(room_y / number, scaled(_MOST_HEIGHT_PX)))
        left = max(float(names_px), (self.width() - width * number + names_px) / 2)
        return QRectF(left, above_px, width * number, height * number), width, height

    def _name_px(self) -> int:
        """Room for the names of the rows."""
        metrics = QFontMetrics(caption(self.font()))
        widest = max((metrics.horizontalAdvance(name) for name in self._names), default=0)
        return min(scaled(_MOST_NAME_PX), widest + 2)

    # -- figures ---------------------------------------------------------------------------------

    def _cells(self) -> list[tuple[int, int]]:
        places = range(len(self._names))
        return [(row, column) for row in places for column in places]

    def _cell_at(self, point: QPoint) -> tuple[int, int] | None:
        cells, width, height = self._geometry()
        row = int((point.y() - cells.top()) // height)
        column = int((point.x() - cells.left()) // width)
        return (row, column) if (row, column) in self._cells() else None

    def _share(self, row: int, column: int) -> float | None:
        total = sum(self._counts[row])
        return self._counts[row][column] / total if total else None

    def _in_words(self, row: int, column: int) -> str:
        text = self.tr("%1 of %2 clips of %3 were taken for %4")
        values = (
            self._counts[row][column],
            sum(self._counts[row]),
            self._names[row],
            self._names[column],
        )
        for number, value in enumerate(values, start=1):
            text = text.replace(f"%{number}", str(value))
        return text


def _between(first: str, second: str, share: float) -> str:
    """A colour on the way from one to the other."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
