"""The last row of a batch's table: the whole list, column by column below the others."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHeaderView, QWidget

from svfap_gui.batch.model import NOTHING, Column, time_left, times_real_time
from svfap_gui.batch.table import beside_bar, paint_bar
from svfap_gui.batch.totals import Totals
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, current_theme
from svfap_gui.parts.words import minutes

HEIGHT_PX = 40

_FRAME_PX = 1
"""Of the table, inside which its header begins."""


class TotalsRow(QFrame):
    """Stays in sight while the table is scrolled; its columns follow those of the table."""

    def __init__(self, header: QHeaderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("totalsRow")
        self.setFixedHeight(scaled(HEIGHT_PX))
        self._header = header
        self._texts: dict[Column, str] = {}
        self._share = 0.0
        header.sectionResized.connect(self._on_resized)
        header.geometriesChanged.connect(self.update)

    def show_totals(self, totals: Totals) -> None:
        """Take new figures."""
        self._share = totals.share
        parts = [
            part.replace("%1", str(count))
            for part, count in (
                (self.tr("%1 done"), totals.done),
                (self.tr("%1 incomplete"), totals.incomplete),
                (self.tr("%1 failed"), totals.failed),
                (self.tr("%1 busy elsewhere"), totals.busy),
                (self.tr("%1 pending"), totals.waiting),
            )
            if count
        ]
        texts = {
            Column.FILE: self.tr("%n file(s)", "", totals.files),
            Column.LENGTH: minutes(totals.length_s) if totals.length_s else NOTHING,
            Column.FACES: str(totals.faces) if totals.faces else "",
            Column.STATE: " · ".join(parts),
            Column.SPEED: times_real_time(totals.speed),
            Column.LEFT: time_left(totals.left_s),
        }
        if texts != self._texts:
            self._texts = texts
            self.setAccessibleName(
                self.tr("All files: %1").replace("%1", ", ".join(filter(None, texts.values())))
            )
        self.update()

    @property
    def texts(self) -> dict[Column, str]:
        """What it says, by column."""
        return dict(self._texts)

    def paintEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """Each figure below its column."""
        super().paintEvent(event)
        painter = QPainter(self)
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        for column, text in self._texts.items():
            left = self._header.sectionViewportPosition(column) + _FRAME_PX
            place = QRect(left, 0, self._header.sectionSize(column), self.height())
            if column is Column.STATE:
                place = place.adjusted(GRID_PX, 0, -GRID_PX, 0)
                colours = (current_theme().accent, current_theme().line)
                if painter.fontMetrics().horizontalAdvance(text) <= beside_bar(place).width():
                    place = paint_bar(painter, place, self._share, *colours)
            else:
                place = place.adjusted(GRID_PX, 0, -GRID_PX, 0)
            figure = column not in {Column.FILE, Column.STATE}
            side = Qt.AlignmentFlag.AlignRight if figure else Qt.AlignmentFlag.AlignLeft
            painter.setPen(QColor(current_theme().text))
            elided = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, elided)

    def _on_resized(self, *_: object) -> None:
        self.update()
