"""A face with a name, to be left in a group or out of it. Knows no recording."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import RADIUS_PX, current_theme

_SIZE_PX, _FACE_PX, _MARGIN_PX = (98, 112), 80, 8
_FADED = 0.3


class FaceTile(QAbstractButton):
    """Checked: it is in. One that is out is faded, with a line through it and its name.

    Args:
        parent: What it lies in.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedSize(self.sizeHint())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._image: QImage | None = None

    def show_entry(self, entry: PersonEntry) -> None:
        """Whose face it is."""
        self.setText(entry.name)
        self.setAccessibleName(entry.name)
        self.setToolTip(f"{entry.name}\n{entry.caption}")
        self._image = None if entry.image is None else to_qimage(entry.image)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """All alike."""
        return QSize(*map(scaled, _SIZE_PX))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """No longer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """The face, the name below it."""
        del event
        theme, side = current_theme(), scaled(_FACE_PX)
        face = QRect((self.width() - side) // 2, scaled(_MARGIN_PX), side, side)
        shape = QPainterPath()
        shape.addRoundedRect(face, RADIUS_PX, RADIUS_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(self.rect(), RADIUS_PX, RADIUS_PX)
        painter.setOpacity(1.0 if self.isChecked() else _FADED)
        painter.fillPath(shape, QColor(theme.track))
        if self._image is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.drawImage(face, self._image)
            painter.restore()
        painter.setOpacity(1.0)
        if not self.isChecked():
            painter.setPen(QPen(QColor(theme.danger), 2))
            painter.drawLine(face.bottomLeft(), face.topRight())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
        self._draw_name(painter, face)

    def _draw_name(self, painter: QPainter, face: QRect) -> None:
        theme, font = current_theme(), caption(self.font())
        font.setStrikeOut(not self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(theme.text if self.isChecked() else theme.muted))
        place = self.rect().adjusted(4, face.bottom() + 2, -4, -2)
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
