"""Statistics of one person: per emotion the share of time, mean and spread; per dimension too.

Knows one `PersonStatistics` at a time and computes nothing. Copies itself for spreadsheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from svfap_gui.parts.theme import current_theme
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.statistics import PersonStatistics, ScoreStatistics

_ROW_PX = 22
_WIDTHS_PX = {0: 88, 2: 62, 3: 50}
_SHARE = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_NONE = "\N{EN DASH}"


class FigureTable(QTableWidget):
    """Read only; cells can be walked through by keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._delegate = _ShareDelegate(self)
        self.setItemDelegateForColumn(1, self._delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width_px in _WIDTHS_PX.items():
            self.setColumnWidth(column, width_px)
        self.setAccessibleName(self.tr("Statistics"))
        self._head(compared=False)

    def show_figures(
        self,
        figures: PersonStatistics | None,
        emotions: Sequence[str],
        dimensions: Sequence[str],
    ) -> None:
        """Show a person's figures, z-scores in place of means where there is a baseline."""
        compared = figures is not None and figures.baseline is not None
        self._head(compared=compared)
        scores: Mapping[str, ScoreStatistics] = {}
        shares: Mapping[str, float] = {}
        if figures is not None:
            scores = figures.z_scores if compared else figures.scores
            shares = figures.time_shares
        names = [*emotions, *dimensions]
        self.setRowCount(len(names))
        for row, name in enumerate(names):
            share = shares.get(name, 0.0) if figures is not None and name in emotions else None
            self._fill(row, name, share, scores.get(name), signed=compared or name in dimensions)

    def copy(self) -> None:
        """Put the whole table on the clipboard, as text with tabs between the columns."""
        rows = [[self._text(self.horizontalHeaderItem(c)) for c in range(self.columnCount())]]
        rows += [
            [self._text(self.item(row, column)) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]
        QGuiApplication.clipboard().setText("".join("\t".join(row) + "\n" for row in rows))

    def event(self, event: QEvent) -> bool:
        """While the table has the focus, Copy means the table and not the picture."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy copies all of it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _text(item: QTableWidgetItem | None) -> str:
        """As spreadsheets read numbers: with a plain minus."""
        return "" if item is None else item.text().replace("\N{MINUS SIGN}", "-")

    def _head(self, *, compared: bool) -> None:
        mean = self.tr("mean z") if compared else self.tr("mean")
        labels = ["", self.tr("strongest"), mean, self.tr("SD")]
        self.setHorizontalHeaderLabels(labels)
        tips = [
            "",
            self.tr("Share of the time in which this emotion was the strongest"),
            self.tr("Mean distance from the baseline, in its standard deviations")
            if compared
            else self.tr("Mean score over the rows that can be trusted"),
            self.tr("Standard deviation"),
        ]
        for column, tip in enumerate(tips):
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setToolTip(tip)

    def _fill(
        self,
        row: int,
        name: str,
        share: float | None,
        score: ScoreStatistics | None,
        *,
        signed: bool,
    ) -> None:
        form = "+.2f" if signed else ".2f"
        mean = _NONE if score is None else format(score.mean, form).replace("-", "\N{MINUS SIGN}")
        spread = _NONE if score is None or score.sd is None else f"{score.sd:.2f}"
        share_text = "" if share is None else f"{share:.0%}"
        for column, text in enumerate((affect_name(name), share_text, mean, spread)):
            item = self.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.setItem(row, column, item)
            item.setText(text)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            item.setData(_SHARE, share)
            item.setData(_NAME, name)


class _ShareDelegate(QStyledItemDelegate):
    """A bar in the emotion's colour, and the share beside it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Bar and figure."""
        share = index.data(_SHARE)
        super().paint(painter, option, index)
        if share is None:
            return
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
        room = rect.adjusted(4, 0, -46, 0)
        ground = QRect(room.left(), room.center().y() - 2, room.width(), 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().track))
        painter.drawRoundedRect(ground, 3, 3)
        if share > 0:
            ground.setWidth(max(4, round(ground.width() * share)))
            painter.setBrush(QColor(current_theme().emotion(str(index.data(_NAME)))))
            painter.drawRoundedRect(ground, 3, 3)
        painter.restore()
