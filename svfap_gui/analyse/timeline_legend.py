"""What each hatch and mark of the timeline means, drawn as the timeline draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from svfap_core.labels import EMOTIONS
from svfap_gui.analyse import timeline_marks as marks
from svfap_gui.analyse.lanes import ABSENT, DOUBTFUL, NOT_YET
from svfap_gui.parts.curves import affect_pen
from svfap_gui.parts.facial_actions import ActionCurve
from svfap_gui.parts.text_size import scaled, text_scale
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

Draw: TypeAlias = Callable[[QPainter, QRect, marks.Style], None]

_SWATCH_PX = QRect(0, 0, 56, 22)


class Legend(QDialog):
    """Stays open beside the timeline; deletes itself when it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Legend of the timeline"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(PADDING_PX)
        grid.setVerticalSpacing(GRID_PX)
        for row, (draw, text) in enumerate(self._rows()):
            grid.addWidget(_Swatch(draw, self), row, 0)
            grid.addWidget(QLabel(text, self), row, 1)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        layout.addLayout(grid)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.words = tuple(text for _, text in self._rows())
        self.setAccessibleDescription(", ".join(self.words))
        close.setFocus()

    def _rows(self) -> tuple[tuple[Draw, str], ...]:
        def hatch(code: int) -> Draw:
            return lambda painter, rect, style: marks.draw_hatch(painter, rect, code, style)

        return (
            (_draw_emotions, self.tr("Strongest emotion, in its colour")),
            (_draw_unclear, self.tr("Unclear: raters would differ about the emotion")),
            (hatch(DOUBTFUL), self.tr("Scores that cannot be trusted, as of low quality")),
            (hatch(ABSENT), self.tr("Person not in sight")),
            (hatch(NOT_YET), self.tr("Not analysed yet")),
            (_draw_excluded, self.tr("Excluded by you")),
            (_draw_baseline, self.tr("Baseline: what z-scores compare with")),
            (_draw_range, self.tr("Chosen range")),
            (_draw_marker, self.tr("Marker")),
            (_draw_playhead, self.tr("Playhead: the moment shown in the video")),
            (_draw_dots, self.tr("Solid: a learned score; hollow: derived from the emotions")),
            (
                _draw_sources,
                self.tr(
                    "Facial action: solid by the model; dashed, or paler in a long video, "
                    "by the face landmarker"
                ),
            ),
            (_draw_rings, self.tr("Rings: the result that this one is compared with (B)")),
            (_draw_apart, self.tr("Strongest emotions of A and B differ")),
        )


def show_legend(page: QWidget) -> None:
    """Open the legend beside a page, or bring it to the front."""
    legend = page.findChild(Legend) or Legend(page)
    legend.show()
    legend.raise_()
    legend.activateWindow()


class _Swatch(QWidget):
    """One of them, on the ground of curves."""

    def __init__(self, draw: Draw, parent: QWidget) -> None:
        super().__init__(parent)
        self._draw = draw
        self.setFixedSize(*map(scaled, _SWATCH_PX.size().toTuple()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """As in the timeline."""
        style, rect = marks.style_of(self.font()), _SWATCH_PX
        painter = QPainter(self)
        painter.scale(text_scale(), text_scale())
        painter.fillRect(rect, style.colour("panel"))
        self._draw(painter, rect, style)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(style.colour("line"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.end()
        del event


def _draw_emotions(
    painter: QPainter, rect: QRect, style: marks.Style, *, pale: bool = False
) -> None:
    width = rect.width() // 3
    for place, name in enumerate(EMOTIONS[1:4]):
        part = QRect(rect.left() + place * width, rect.top(), width + 2, rect.height())
        marks.draw_emotion(painter, part, name, style, pale=pale)


def _draw_unclear(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    _draw_emotions(painter, rect, style, pale=True)


def _draw_excluded(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    _draw_emotions(painter, rect, style)
    marks.draw_excluded(painter, rect.left(), rect.right() + 1, rect, style)


def _draw_baseline(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    marks.draw_baseline(painter, QRectF(rect).adjusted(8, 4, -8, 0), style)


def _draw_range(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    marks.draw_range(painter, rect.adjusted(12, 0, -12, 0), style)


def _draw_marker(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    marks.draw_flag(painter, rect.center().x() - 4, rect.adjusted(0, 2, 0, 0), style)


def _draw_playhead(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    marks.draw_playhead(painter, rect.center().x(), rect.top() + 2, rect.bottom(), style)


def _draw_dots(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.colour("text"), 1.5))
    for share, ground in ((0.35, "text"), (0.65, "panel")):
        painter.setBrush(style.colour(ground))
        x = rect.left() + share * rect.width()
        painter.drawEllipse(QPointF(x, rect.center().y() + 0.5), 3.5, 3.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_rings(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    ratio = painter.device().devicePixelRatioF()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(affect_pen(style.theme, "valence", ratio=ratio))
    y = rect.center().y()
    painter.drawLine(rect.left() + 6, y, rect.right() - 6, y)
    painter.setBrush(style.colour("panel"))
    for share in (0.3, 0.7):
        painter.drawEllipse(QPointF(rect.left() + share * rect.width(), y + 0.5), 2.5, 2.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _draw_apart(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    middle = QRect(rect.left(), rect.center().y() - 2, rect.width(), 5)
    painter.fillRect(middle, style.colour("track"))
    painter.fillRect(middle.adjusted(16, 0, -16, 0), style.colour("danger"))


def _draw_sources(painter: QPainter, rect: QRect, style: marks.Style) -> None:
    ratio = painter.device().devicePixelRatioF()
    for share, by_landmarker in ((0.3, False), (0.7, True)):
        curve = ActionCurve("mouth_smile", by_landmarker, colour=0)
        painter.setPen(affect_pen(style.theme, curve, ratio=ratio))
        y = round(rect.top() + share * rect.height())
        painter.drawLine(rect.left() + 6, y, rect.right() - 6, y)
