"""What a pre-training sees and guesses, epoch by epoch. Knows images by their files only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout, QWidget

from svfap_gui.parts.text_size import caption, scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX, current_theme

_NAME_PX = 72


class Reconstructions(QWidget):
    """The newest image until the user looks at an earlier one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()
        self._picture = _Picture(self)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setMinimum(1)
        self._slider.setAccessibleName(self.tr("Epoch"))
        self._slider.setToolTip(self.tr("Epoch whose image is shown"))
        self._slider.valueChanged.connect(self._show)
        self._epoch = QLabel(self)
        row = QHBoxLayout()
        row.addWidget(self._epoch)
        row.addWidget(self._slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, GRID_PX)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self._picture, 1)
        layout.addLayout(row)

    def show_images(self, paths: Sequence[Path]) -> None:
        """All there are, in order."""
        if tuple(paths) == self._paths:
            return
        newest = self._slider.value() >= len(self._paths)
        self._paths = tuple(paths)
        self._slider.setMaximum(max(1, len(paths)))
        self._slider.setVisible(len(paths) > 1)
        if newest or self._slider.value() > len(paths):
            self._slider.setValue(len(paths))
        self._show()

    @Slot()
    def _show(self) -> None:
        number = self._slider.value()
        path = self._paths[number - 1] if 0 < number <= len(self._paths) else None
        text = self.tr("Epoch %1 of %2").replace("%1", str(number))
        self._epoch.setText(text.replace("%2", str(len(self._paths))) if path else "")
        self._picture.show_file(path)


class _Picture(QWidget):
    """Three rows of the same faces, named."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(
            self.tr("Faces of the validation part: as they are, what is seen, what is guessed")
        )

    def show_file(self, path: Path | None) -> None:
        """An image of a run; none: an explanation."""
        self._pixmap = QPixmap(str(path)) if path else QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Whole pixels are kept where there is room for several."""
        del event
        painter = QPainter(self)
        if self._pixmap.isNull():
            painter.setPen(QColor(current_theme().muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._nothing_yet())
            painter.end()
            return
        painter.setFont(caption(self.font()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        name_px = scaled(_NAME_PX)
        room_x, room_y = self.width() - name_px, self.height()
        scale = min(room_x / self._pixmap.width(), room_y / self._pixmap.height())
        width, height = self._pixmap.width() * scale, self._pixmap.height() * scale
        left = name_px + max(0.0, (room_x - width) / 2 - name_px / 2)
        painter.drawPixmap(
            QRectF(left, 0, width, height), self._pixmap, QRectF(self._pixmap.rect())
        )
        painter.setPen(QColor(current_theme().muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, name in enumerate((self.tr("image"), self.tr("seen"), self.tr("guessed"))):
            place = QRectF(left - name_px, row * height / 3, name_px - GRID_PX, height / 3)
            painter.drawText(place, int(right), name)
        painter.end()

    def _nothing_yet(self) -> str:
        return self.tr("An image appears after each epoch.")
