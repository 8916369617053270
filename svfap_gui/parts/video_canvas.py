"""The frame, letterboxed, with a box and a chip per face. Knows neither scores nor sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from svfap_core.types import RGB, Box
from svfap_gui.parts.focus_frame import FocusFrame
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.theme import RADIUS_PX, current_theme

_CHIP_GROUND = QColor(12, 14, 17, 215)
_CHIP_TEXT = QColor("#FFFFFF")
_STAGE_TEXT = QColor("#B8C0CC")
_FADED = 0.4
_CHIP_SHARE = 0.022
"""Of the height of a frame, that of the letters in a picture of it."""


@dataclass(frozen=True, slots=True)
class FaceMark:
    """One box: whose, where in the frame's pixels, and what the chip says."""

    track_id: int
    box: Box
    text: str
    chosen: bool


class VideoCanvas(QWidget):
    """Draws the newest frame and lets a face be chosen by click or by the arrow keys."""

    face_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rgb: RGB | None = None
        self._marks: tuple[FaceMark, ...] = ()
        self._message = ""
        self._focus = FocusFrame(self)
        self._mirrored = self._faded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Video frame"))
        self.setAccessibleDescription(
            self.tr("Faces are framed; the arrow keys choose the person shown.")
        )

    def show_picture(self, rgb: RGB, marks: Sequence[FaceMark]) -> None:
        """Show `(height, width, 3)` uint8 RGB, kept but not written to, with its faces."""
        self._rgb = rgb
        self._marks = tuple(marks)
        self.update()

    def clear(self, message: str = "") -> None:
        """Back to an empty stage, with a line of text on it."""
        self._rgb = None
        self._message = message
        self._marks = ()
        self.update()

    def set_mirrored(self, *, mirrored: bool) -> None:
        """Show left and right swapped, as in a mirror; marks stay on their faces."""
        self._mirrored = mirrored
        self.update()

    def set_faded(self, *, faded: bool) -> None:
        """Show the frame as one of the past, while no new ones come."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    @Slot()
    def copy(self) -> None:
        """Put the frame as it is shown, boxes included, on the clipboard."""
        if self._rgb is not None:
            QGuiApplication.clipboard().setPixmap(self.grab(self.picture_rect().toRect()))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """A 16:9 frame of a common size."""
        return QSize(800, 450)

    def picture_rect(self) -> QRectF:
        """Where the frame lies in the widget, centred, its aspect kept."""
        if self._rgb is None:
            return QRectF()
        height, width, _ = self._rgb.shape
        scale = min(self.width() / width, self.height() / height)
        size = (round(width * scale), round(height * scale))
        return QRectF((self.width() - size[0]) // 2, (self.height() - size[1]) // 2, *size)

    def face_at(self, position: QPointF) -> int | None:
        """The person under a point of the widget; the smallest box where several overlap."""
        hits = [m for m in self._marks if self._to_widget(m.box).contains(position)]
        hits.sort(key=lambda mark: mark.box.width * mark.box.height)
        return hits[0].track_id if hits else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Stage, frame, boxes, focus."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(current_theme().stage))
        if self._rgb is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(_FADED if self._faded else 1.0)
            self._draw_picture(painter, to_qimage(self._rgb))
            painter.setOpacity(1.0)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_marks(painter)
        elif self._message:
            painter.setPen(_STAGE_TEXT)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
        self._focus.draw(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """A click on a face chooses it; with the right button too, so that a menu speaks of it."""
        track_id = self.face_at(event.position())
        if track_id is not None:
            self.face_chosen.emit(track_id)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """A hand over what can be clicked."""
        over = self.face_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Arrows step through the faces as they stand in the frame.

        Where left and right are shortcuts of the view, up and down are left for it.
        """
        steps = {
            Qt.Key.Key_Left.value: -1,
            Qt.Key.Key_Up.value: -1,
            Qt.Key.Key_Right.value: 1,
            Qt.Key.Key_Down.value: 1,
        }
        if event.key() not in steps or not self._marks:
            super().keyPressEvent(event)
            return
        ordered = sorted(self._marks, key=lambda mark: self._to_widget(mark.box).x())
        chosen = next((i for i, mark in enumerate(ordered) if mark.chosen), -1)
        step = steps[event.key()]
        position = (chosen + step) % len(ordered) if chosen >= 0 else 0
        self.face_chosen.emit(ordered[position].track_id)

    def _to_widget(self, box: Box) -> QRectF:
        if self._rgb is None:
            return QRectF()
        target = self.picture_rect()
        scale = target.width() / self._rgb.shape[1]
        left = self._rgb.shape[1] - box.x1 if self._mirrored else box.x0
        return QRectF(
            target.x() + left * scale,
            target.y() + box.y0 * scale,
            box.width * scale,
            box.height * scale,
        )

    def _draw_picture(self, painter: QPainter, image: QImage) -> None:
        target = self.picture_rect()
        if not self._mirrored:
            painter.drawImage(target, image)
            return
        painter.save()
        painter.translate(2 * target.center().x(), 0)
        painter.scale(-1, 1)
        painter.drawImage(target, image)
        painter.restore()

    def _draw_marks(self, painter: QPainter) -> None:
        """All boxes, then all chips; the chosen one is served first and lies on top."""
        marks = sorted(self._marks, key=lambda mark: not mark.chosen)
        for mark in reversed(marks):
            self._draw_box(painter, mark)
        taken: list[QRectF] = []
        for mark in marks:
            font = self.font()
            font.setWeight(font.Weight.DemiBold if mark.chosen else font.Weight.Normal)
            painter.setFont(font)
            metrics = QFontMetricsF(font)
            size = QSizeF(metrics.horizontalAdvance(mark.text) + 24, metrics.height() + 4)
            chip = place_chip(self._to_widget(mark.box), size, self.picture_rect(), taken)
            taken.append(chip)
            self._draw_chip(painter, chip, mark)

    def _draw_box(self, painter: QPainter, mark: FaceMark) -> None:
        box = self._to_widget(mark.box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 130), 4.5 if mark.chosen else 3))
        painter.drawRoundedRect(box, 4, 4)
        width = 2.5 if mark.chosen else 1.5
        painter.setPen(QPen(QColor(current_theme().person(mark.track_id)), width))
        painter.drawRoundedRect(box, 4, 4)

    def _draw_chip(self, painter: QPainter, chip: QRectF, mark: FaceMark) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_CHIP_GROUND)
        painter.drawRoundedRect(chip, RADIUS_PX - 2, RADIUS_PX - 2)
        painter.setBrush(QColor(current_theme().person(mark.track_id)))
        painter.drawEllipse(QPointF(chip.left() + 10, chip.center().y()), 3.5, 3.5)
        painter.setPen(_CHIP_TEXT)
        painter.drawText(chip.adjusted(19, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.text)


def marked_frame(rgb: RGB, marks: Sequence[FaceMark]) -> QImage:
    """A frame in its own size with its faces, drawn as the canvas does."""
    height, width, _ = rgb.shape
    canvas = VideoCanvas()
    font = canvas.font()
    font.setPixelSize(max(font.pixelSize(), round(height * _CHIP_SHARE)))
    canvas.setFont(font)
    image = QImage(width, height, QImage.Format.Format_RGB888)
    canvas.setFixedSize(width, height)
    canvas.show_picture(rgb, marks)
    canvas.render(image)
    return image


def place_chip(box: QRectF, size: QSizeF, stage: QRectF, taken: Sequence[QRectF]) -> QRectF:
    """Where a chip goes: above its box or below it, and further up where others are."""
    x = max(stage.left(), min(box.left(), stage.right() - size.width()))
    above, below = box.top() - size.height() - 3, box.bottom() + 3
    steps = [above - i * (size.height() + 2) for i in range(1, 4)]
    places = [QRectF(QPointF(x, y), size) for y in (above, below, *steps)]
    inside = [p for p in places if p.top() >= stage.top() and p.bottom() <= stage.bottom()]
    free = [p for p in inside if not any(p.intersects(other) for other in taken)]
    within = QRectF(QPointF(x, max(stage.top(), box.top() + 3)), size)
    return (free or inside or [within])[0]
