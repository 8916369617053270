"""The lanes of codes below the timeline, over the same time. Knows neither player nor files.

It asks by signals and shows what it is given, as the timeline does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSizePolicy, QToolTip, QWidget

from svfap_core.codes.coding import Code, Coding
from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.codes.layout import layout_of
from svfap_gui.analyse.codes.mouse import CodeIntent, CodesMouse, CodeSpot
from svfap_gui.analyse.codes.painting import ShownCodes, draw_over, picture_of
from svfap_gui.analyse.codes.words import code_hint
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_geometry import HEADER_PX
from svfap_gui.analyse.timeline_marks import style_of
from svfap_gui.parts.focus_frame import FocusFrame
from svfap_gui.parts.text_size import scaled

_MOST_PX = 150
"""Higher than this the lanes scroll."""


class CodesStrip(QAbstractScrollArea):
    """Scrolls up and down by itself; its time is that of the timeline above.

    Args:
        timeline: Whose part of the video is shown.
        parent: The owner.
    """

    wanted = Signal(object)
    """A `CodeIntent` of the user."""
    remove_wanted = Signal()
    edit_wanted = Signal()
    step_wanted = Signal(int)
    menu_wanted = Signal(object, QPoint)
    """For what a menu is asked for, a `CodeSpot`, and where on the screen."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._layout = layout_of(Coding())
        self._coding = Coding()
        self._chosen: Code | None = None
        self._range: TimeRange | None = None
        self._here_s = 0.0
        self._picture: QPixmap | None = None
        self._style = style_of(self.font())
        self._mouse = CodesMouse()
        self._focus = FocusFrame(self)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Codes"))
        self.setAccessibleDescription(
            self.tr(
                "Up and down go from code to code; Enter changes the chosen code, "
                "Delete removes it."
            )
        )
        timeline.changed.connect(self._redraw)

    # -- what it shows ---------------------------------------------------------------------------

    def show_codes(self, coding: Coding, chosen: Code | None) -> None:
        """Draw these codes, one of them framed."""
        if coding is not self._coding:
            self._coding = coding
            self._layout = layout_of(coding)
            self._arrange()
        if chosen != self._chosen:
            self._chosen = chosen
            self._show_lane()
        self.viewport().update()

    def set_range(self, chosen: TimeRange | None) -> None:
        """The stretch between in and out."""
        self._range = chosen
        self._redraw()

    def set_position(self, t_s: float) -> None:
        """Move the playhead; running codes grow with it."""
        if t_s != self._here_s:
            before_s, self._here_s = self._here_s, t_s
            if self._coding.running:
                self.viewport().update()
                return
            window, scale = self._timeline.window_shown, self._timeline.scale
            for x_px in (window.x(before_s), window.x(t_s)):
                left = math.floor((x_px - 2) * scale)
                self.viewport().update(left, 0, scaled(5), self.viewport().height())

    @property
    def shown(self) -> ShownCodes:
        """All that the image depends on."""
        return ShownCodes(
            self._layout,
            self._coding.scheme,
            self._timeline.window_shown,
            self.verticalScrollBar().value(),
            self._range,
            self._chosen,
            self._here_s,
        )

    def place_of(self, code: Code, *, t_s: float | None = None) -> QPoint:
        """Where a code lies on the viewport: its middle, or where a time is in its lane."""
        shown = self.shown
        end_s = self._here_s if code.end_s is None else code.end_s
        at_s = (code.start_s + end_s) / 2 if t_s is None else t_s
        top_px = (shown.layout.top_of(code) or 0) - shown.scrolled_px
        at = QPointF(shown.window.x(at_s), top_px + 8) * self._timeline.scale
        return at.toPoint()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """All lanes, unless they are many."""
        return QSize(320, scaled(min(self._layout.height_px, _MOST_PX)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """As high as they are."""
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Draw in another theme's colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._style = style_of(self.font())
            self._redraw()

    def _arrange(self) -> None:
        bar = self.verticalScrollBar()
        page_px = min(self._layout.height_px, _MOST_PX)
        bar.setPageStep(max(1, page_px))
        bar.setSingleStep(18)
        bar.setRange(0, max(0, self._layout.height_px - page_px))
        self.updateGeometry()
        self._redraw()

    def _show_lane(self) -> None:
        """Scroll until the chosen code is in sight."""
        top_px = None if self._chosen is None else self._layout.top_of(self._chosen)
        if top_px is not None:
            bar = self.verticalScrollBar()
            least = top_px + 24 - bar.pageStep()
            bar.setValue(min(max(bar.value(), least), max(0, top_px - 4)))

    @Slot()
    def _redraw(self) -> None:
        self._picture = None
        self.viewport().update()

    # -- events ----------------------------------------------------------------------------------

    def spot_at(self, point: QPointF) -> CodeSpot:
        """What is there."""
        own, shown = point / self._timeline.scale, self.shown
        y_px = own.y() + shown.scrolled_px
        in_header = own.x() < HEADER_PX
        hit = None
        if not in_header:
            hit = shown.layout.hit(shown.window, own.x(), y_px, self._here_s, self._chosen)
        return CodeSpot(own.x(), shown.window.t(own.x()), in_header, hit)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `CodesMouse`."""
        if event.button() is Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(self._mouse.press(self.spot_at(event.position()), shift=shift))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `CodesMouse`."""
        spot = self.spot_at(event.position())
        self._tell(self._mouse.move(spot))
        if not event.buttons():
            self.viewport().setCursor(_cursor_at(spot))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `CodesMouse`."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._tell(self._mouse.release(self.spot_at(event.position())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """See `CodesMouse`."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._tell(self._mouse.double_click(self.spot_at(event.position())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """By the mouse: what lies there is chosen first. By key: of what is chosen already."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.place_of(self._chosen) if self._chosen is not None else QPoint(0, 0)
        else:
            at = event.pos()
            self._tell(self._mouse.point_at(self.spot_at(QPointF(at))))
        self.menu_wanted.emit(self.spot_at(QPointF(at)), self.viewport().mapToGlobal(at))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Lanes scroll where there are many; else as on the timeline."""
        angle, modifiers = event.angleDelta(), event.modifiers()
        plain = not modifiers and not angle.x()
        if plain and self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            QApplication.sendEvent(self._timeline.viewport(), event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Delete, Enter and the arrows are about the chosen code; all else are shortcuts."""
        steps = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
        if event.key() == Qt.Key.Key_Escape and self._mouse.dragging:
            self._tell(self._mouse.cancel())
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit_wanted.emit()
        elif (step := steps.get(event.key())) is not None:
            self.step_wanted.emit(step)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Hovering shows what is coded there."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.spot_at(QPointF(event.pos())).hit
            hint = "" if hit is None else code_hint(hit.code)
            QToolTip.showText(event.globalPos(), hint, self)
            return True
        return super().viewportEvent(event)

    def _tell(self, intents: Iterable[CodeIntent]) -> None:
        for intent in intents:
            self.wanted.emit(intent)

    # -- drawing ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """The image is as large as the lanes."""
        super().resizeEvent(event)
        self._redraw()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002, N802  # Qt's name
        """Lanes move."""
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The image of all that stands still, then what moves over it."""
        scale, port = self._timeline.scale, self.viewport()
        own = QSize(math.ceil(port.width() / scale), math.ceil(port.height() / scale))
        shown = self.shown
        if self._picture is None:
            self._picture = picture_of(shown, own, scale, self.devicePixelRatioF(), self._style)
        painter = QPainter(port)
        painter.drawPixmap(0, 0, self._picture)
        painter.scale(scale, scale)
        draw_over(painter, shown, self._style, own.height())
        painter.resetTransform()
        self._focus.draw(painter)
        painter.end()
        del event


def _cursor_at(spot: CodeSpot) -> Qt.CursorShape:
    if spot.hit is not None:
        return (
            Qt.CursorShape.PointingHandCursor
            if spot.hit.edge is None
            else Qt.CursorShape.SizeHorCursor
        )
    return Qt.CursorShape.ArrowCursor
