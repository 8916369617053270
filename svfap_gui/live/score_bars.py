"""A bar per name in fixed order, with its figure. Knows one row of scores at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from svfap_core.labels import Range
from svfap_gui.parts.curves import PALE, shaded
from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import GRID_PX, current_theme
from svfap_gui.parts.words import affect_name, unclear_word

_ROW_PX, _LEAST_ROW_PX = 26, 18
_MAX_ROW_PX = 34
_BAR_PX = 8


class ScoreBars(QWidget):
    """Bars over the range of each score, 0 to 1 by default.

    Names stand on the left, figures on the right.

    Faded (`stale`) scores are the last known of a face that cannot be judged now. While the emotion
    is `unclear`, the highest bar is paler, and says so.

    Args:
        parent: The owner.
        emotions: Bars in the emotions' colours, the highest one in bold; else all alike.
    """

    def __init__(self, parent: QWidget | None = None, *, emotions: bool = True) -> None:
        super().__init__(parent)
        self._emotions = emotions
        self._names: tuple[str, ...] = ()
        self._ranges: Mapping[str, Range] = {}
        self._values: dict[str, float] = {}
        self._stale = False
        self._unclear = False
        self._may_be_unclear = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Emotion probabilities"))

    def set_names(
        self,
        names: Sequence[str],
        ranges: Mapping[str, Range] | None = None,
        *,
        may_be_unclear: bool = False,
    ) -> None:
        """What there is a bar for, in this order.

        Args:
            names: Of the scores.
            ranges: Of those that are not from 0 to 1.
            may_be_unclear: Keep room for the word, so that bars stay where they are.
        """
        self._may_be_unclear = may_be_unclear
        self._names = tuple(names)
        self._ranges = ranges or {}
        self._values = {}
        self.updateGeometry()
        self.update()

    def show_scores(
        self, values: Mapping[str, float], *, stale: bool, unclear: bool = False
    ) -> None:
        """Show figures by name."""
        shown = dict(values), stale, unclear
        if shown == (self._values, self._stale, self._unclear):
            return
        self._values, self._stale, self._unclear = shown
        top = self._top
        self.setAccessibleDescription(
            ", ".join(
                f"{affect_name(n)} {values.get(n, 0.0):.2f}"
                + (f" ({unclear_word()})" if unclear and n == top else "")
                for n in self._names
            )
        )
        self.update()

    @property
    def _top(self) -> str:
        """The strongest emotion."""
        return max(self._values, key=self._values.__getitem__, default="") if self._emotions else ""

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """All rows, none squeezed."""
        return QSize(scaled(280), max(1, len(self._names)) * scaled(_ROW_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Rows may move together, not overlap."""
        return QSize(scaled(200), self.least_px(max(1, len(self._names))))

    def least_px(self, rows: int) -> int:
        """The least height of some rows."""
        return rows * scaled(_LEAST_ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """One row after the other."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(self.font())
        name_px = max((metrics.horizontalAdvance(affect_name(n)) for n in self._names), default=0)
        if self._may_be_unclear:
            word_px = QFontMetrics(caption(self.font())).horizontalAdvance(unclear_word())
            name_px += GRID_PX + word_px
        value_px = metrics.horizontalAdvance("0.00")
        row_px = min(float(scaled(_MAX_ROW_PX)), self.height() / max(1, len(self._names)))
        top = self._top
        for i, name in enumerate(self._names):
            row = QRectF(0, i * row_px, self.width(), row_px)
            self._draw_row(painter, row, name, name_px, value_px, strong=name == top)
        painter.end()

    def _draw_row(
        self,
        painter: QPainter,
        row: QRectF,
        name: str,
        name_px: int,
        value_px: int,
        *,
        strong: bool,
    ) -> None:
        theme, font = current_theme(), self.font()
        unclear = strong and self._unclear
        font.setWeight(font.Weight.DemiBold if strong and not unclear else font.Weight.Normal)
        painter.setFont(font)
        faded = self._stale or not self._values
        painter.setPen(QColor(theme.muted if faded else theme.text))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, affect_name(name))
        left, right = name_px + 2 * GRID_PX, self.width() - value_px - 2 * GRID_PX
        if unclear:
            self._draw_word(painter, QRectF(row.left(), row.top(), name_px, row.height()))
        ground = QRectF(left, row.center().y() - _BAR_PX / 2, right - left, _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(ground, _BAR_PX / 2, _BAR_PX / 2)
        value = self._values.get(name)
        if value is None:
            return
        bar = QRectF(ground)
        low, high = self._ranges.get(name, (0.0, 1.0))
        bar.setWidth(max(_BAR_PX, ground.width() * min(1.0, (value - low) / (high - low))))
        painter.setOpacity(0.4 if self._stale else 1.0)
        colour = theme.emotion(name) if self._emotions else theme.muted
        painter.setBrush(QColor(colour))
        if unclear:
            # Its edge keeps 3:1.
            painter.setPen(QPen(QColor(colour), 1))
            painter.setBrush(QColor(shaded(colour, theme.panel, PALE)))
            bar.adjust(0.5, 0.5, -0.5, -0.5)
        radius = bar.height() / 2
        painter.drawRoundedRect(bar, radius, radius)
        painter.setOpacity(1.0)
        painter.setPen(QColor(theme.muted if self._stale else theme.text))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, align, f"{value:.2f}")

    def _draw_word(self, painter: QPainter, room: QRectF) -> None:
        """That the emotion is unclear, right of its name."""
        painter.save()
        painter.setFont(caption(self.font()))
        painter.setPen(QColor(current_theme().muted))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, align, unclear_word())
        painter.restore()
