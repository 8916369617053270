"""Statistics of one person: per emotion the share of time, mean, spread and the score now.

Per dimension too. Knows one `PersonStatistics` at a time and computes nothing. Copies itself for
spreadsheets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import current_theme
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.baseline import Baseline
    from svfap_core.results.statistics import PersonStatistics, ScoreStatistics

_ROW_PX = 19
_LEAST_ROWS, _USUAL_ROWS = 6, 12
"""As many are always in sight, and where there is room; the table scrolls."""
_WIDTHS_PX = {0: 84, 2: 58, 3: 46, 4: 58}
_NOW = 4
_SHARE = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_DOUBT = Qt.ItemDataRole.UserRole + 2
_NONE = "\N{EN DASH}"


class FigureTable(QTableWidget):
    """Read only; cells can be walked through by keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._against: Baseline | None = None
        self._delegate = _ShareDelegate(self)
        self.setItemDelegateForColumn(1, self._delegate)
        self._now_delegate = _NowDelegate(self)
        self.setItemDelegateForColumn(_NOW, self._now_delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(_ROW_PX))
        self.verticalHeader().setMinimumSectionSize(scaled(_ROW_PX))
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(scaled(44))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(self.tr("Statistics"))
        self._head(compared=False)

    def show_figures(
        self,
        figures: PersonStatistics | None,
        emotions: Sequence[str],
        dimensions: Sequence[str],
    ) -> None:
        """Show a person's figures, z-scores in place of means where there is a baseline."""
        self._against = figures.baseline if figures is not None else None
        compared = self._against is not None
        self._head(compared=compared)
        scores: Mapping[str, ScoreStatistics] = {}
        shares: Mapping[str, float] = {}
        if figures is not None:
            scores = figures.scores if figures.baseline is None else figures.z_scores
            shares = figures.time_shares
        names = [*emotions, *dimensions]
        self.setRowCount(len(names))
        self.setMinimumHeight(self._height_px(min(len(names), _LEAST_ROWS)))
        self.setMaximumHeight(self._height_px(len(names)))
        for row, name in enumerate(names):
            share = shares.get(name, 0.0) if figures is not None and name in emotions else None
            self._fill(row, name, share, scores.get(name), signed=compared or name in dimensions)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """All rows, unless they are very many."""
        return QSize(280, self._height_px(min(self.rowCount(), _USUAL_ROWS)))

    def _height_px(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + rows * scaled(_ROW_PX) + 2

    def show_now(self, scores: Mapping[str, float], doubt: str = "") -> None:
        """The scores at the playhead, by name, raw; with `doubt` they cannot be trusted, and why.

        Cheap: Qt draws only cells whose data change.
        """
        for row in range(self.rowCount()):
            item = self.item(row, _NOW)
            name = str(item.data(_NAME)) if item is not None else ""
            if item is None:
                continue
            item.setText(self._now_text(name, scores.get(name), signed=self._is_signed(row)))
            item.setToolTip(doubt)
            item.setData(_DOUBT, bool(doubt))

    def _now_text(self, name: str, score: float | None, *, signed: bool) -> str:
        if score is not None and self._against is not None:
            mean, sd = self._against.means.get(name), self._against.sds.get(name)
            score = (score - mean) / sd if mean is not None and sd is not None else None
        return _NONE if score is None or math.isnan(score) else _figure(score, signed=signed)

    def _is_signed(self, row: int) -> bool:
        """Of dimensions, which have no share, and of z-scores."""
        item = self.item(row, 1)
        return self._against is not None or (item is not None and item.data(_SHARE) is None)

    def copy(self) -> None:
        """Put the whole table on the clipboard, as text with tabs between the columns."""
        rows = [[self._text(self.horizontalHeaderItem(c)) for c in range(self.columnCount())]]
        rows += [
            [self._text(self.item(row, column)) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]
        QGuiApplication.clipboard().setText("".join("\t".join(row) + "\n" for row in rows))

    def event(self, event: QEvent) -> bool:
        """While the table has the focus, Copy means the table and not the frame."""
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
        now = self.tr("now z") if compared else self.tr("now")
        labels = ["", self.tr("strongest"), mean, self.tr("SD"), now]
        self.setHorizontalHeaderLabels(labels)
        for column, width_px in _WIDTHS_PX.items():
            word_px = self.horizontalHeader().sectionSizeHint(column)
            self.setColumnWidth(column, max(scaled(width_px), word_px))
        # The column that takes the room there is needs some for its own word.
        others_px = sum(self.columnWidth(column) for column in _WIDTHS_PX)
        word_px = self.horizontalHeader().sectionSizeHint(1)
        self.setMinimumWidth(others_px + word_px + 2 * self.frameWidth())
        tips = [
            "",
            self.tr("Share of the time in which this emotion was the strongest"),
            self.tr("Mean distance from the baseline, in its standard deviations")
            if compared
            else self.tr("Mean score over the rows that can be trusted"),
            self.tr("Standard deviation"),
            self.tr("At the playhead; grey where it cannot be trusted"),
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
        mean = _NONE if score is None else _figure(score.mean, signed=signed)
        spread = _NONE if score is None or score.sd is None else f"{score.sd:.2f}"
        share_text = "" if share is None else f"{share:.0%}"
        for column, text in enumerate((affect_name(name), share_text, mean, spread, None)):
            item = self.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.setItem(row, column, item)
            if text is not None:
                item.setText(text)
            side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            item.setData(_SHARE, share)
            item.setData(_NAME, name)


def _figure(value: float, *, signed: bool) -> str:
    return format(value, "+.2f" if signed else ".2f").replace("-", "\N{MINUS SIGN}")


class _NowDelegate(QStyledItemDelegate):
    """Grey where the score cannot be trusted."""

    def initStyleOption(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The colour of the text."""
        super().initStyleOption(option, index)
        if index.data(_DOUBT):
            colours: QPalette = option.palette  # pyright: ignore[reportAttributeAccessIssue]  # stub lacks it
            colours.setColor(QPalette.ColorRole.Text, QColor(current_theme().control_line))


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
        room = rect.adjusted(4, 0, -scaled(46), 0)
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
