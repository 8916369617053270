"""What the view shows before the first source: the first step. Knows no session."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.adapters.icons import icon
from svfap_gui.theme import GRID_PX, PADDING_PX, Theme


class EmptyState(QWidget):
    """An invitation to drop a video, and three buttons for those who rather click."""

    def __init__(
        self,
        open_file: QAction,
        camera_menu: QMenu,
        open_stream: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        headline = QLabel(self.tr("Drop a video here"), self)
        headline.setObjectName("headline")
        text = QLabel(
            self.tr(
                "Faces are found and followed; emotions, valence, arousal and dominance "
                "appear as curves.\nEverything stays on this computer."
            ),
            self,
        )
        text.setObjectName("muted")
        self.file_button = QPushButton(f" {self.tr('Open file…')}", self)
        self.file_button.setObjectName("primary")
        self.file_button.clicked.connect(open_file.trigger)
        self._camera_menu = camera_menu
        self.camera_button = QPushButton(f" {self.tr('Camera')}", self)
        self.camera_button.clicked.connect(self._show_cameras)
        self.stream_button = QPushButton(f" {self.tr('Stream URL…')}", self)
        self.stream_button.clicked.connect(open_stream.trigger)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addStretch(1)
        for button in (self.file_button, self.camera_button, self.stream_button):
            button.setMinimumWidth(128)
            button.setIconSize(QSize(16, 16))
            buttons.addWidget(button)
        buttons.addStretch(1)
        zone = QFrame(self)
        zone.setObjectName("dropZone")
        layout = QVBoxLayout(zone)
        layout.setContentsMargins(*(4 * PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        for label in (self._picture, headline, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(GRID_PX)
        layout.addLayout(buttons)
        centred = QGridLayout(self)
        centred.addWidget(zone, 1, 1)
        for edge, stretch in ((0, 2), (2, 3)):
            centred.setRowStretch(edge, stretch)
            centred.setColumnStretch(edge, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._picture.setPixmap(icon("drop", theme.muted, 48).pixmap(QSize(48, 48)))
        self.file_button.setIcon(icon("file", theme.on_accent))
        self.camera_button.setIcon(icon("camera", theme.text))
        self.stream_button.setIcon(icon("stream", theme.text))

    @Slot()
    def _show_cameras(self) -> None:
        below = self.camera_button.rect().bottomLeft()
        self._camera_menu.popup(self.camera_button.mapToGlobal(below))
