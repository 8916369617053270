"""A bar per name in fixed order, with its figure. Knows one row of scores at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from svfap_core.labels import Range
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, current_theme
from svfap_gui.parts.words import affect_name

_ROW_PX, _LEAST_ROW_PX = 26, 18
_MAX_ROW_PX = 34
_BAR_PX = 8


class ScoreBars(QWidget):
    """Bars over the range of each score, 0 to 1 by default.

    Names stand on the left, figures on the right.

    Faded (`stale`) scores are the last known of a face that cannot be judged now.

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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Emotion probabilities"))

    def set_names(self, names: Sequence[str], ranges: Mapping[str, Range] | None = None) -> None:
        """What there is a bar for, in this order; `ranges` of those that are not from 0 to 1."""
        self._names = tuple(names)
        self._ranges = ranges or {}
        self._values = {}
        self.updateGeometry()
        self.update()

    def show_scores(self, values: Mapping[str, float], *, stale: bool) -> None:
        """Show figures by name."""
        if values == self._values and stale == self._stale:
            return
        self._values, self._stale = dict(values), stale
        self.setAccessibleDescription(
            ", ".join(f"{affect_name(n)} {values.get(n, 0.0):.2f}" for n in self._names)
        )
        self.update()

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
        value_px = metrics.horizontalAdvance("0.00")
        row_px = min(float(scaled(_MAX_ROW_PX)), self.height() / max(1, len(self._names)))
        top = max(self._values, key=self._values.__getitem__, default="") if self._emotions else ""
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
        font.setWeight(font.Weight.DemiBold if strong else font.Weight.Normal)
        painter.setFont(font)
        faded = self._stale or not self._values
        painter.setPen(QColor(theme.muted if faded else theme.text))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, affect_name(name))
        left, right = name_px + 2 * GRID_PX, self.width() - value_px - 2 * GRID_PX
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
        painter.setBrush(QColor(theme.emotion(name) if self._emotions else theme.muted))
        painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.setOpacity(1.0)
        painter.setPen(QColor(theme.muted if self._stale else theme.text))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(row, align, f"{value:.2f}")
