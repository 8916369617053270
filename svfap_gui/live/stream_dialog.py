"""Asks for a stream's address. Knows how an address looks, not how to open one."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

SCHEMES = ("rtsp", "rtsps", "rtmp", "http", "https", "udp", "tcp", "srt")


class StreamDialog(QDialog):
    """One line for a URL; Open works once it could be one."""

    def __init__(self, last_url: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open stream"))
        self.address = QLineEdit(last_url, self)
        self.address.setPlaceholderText("rtsp://192.168.1.20/stream")
        self.address.setMinimumWidth(scaled(440))
        self.address.textChanged.connect(self._check)
        label = QLabel(self.tr("&Address of the stream"), self)
        label.setBuddy(self.address)
        hint = QLabel(
            self.tr("It starts with %1 and so on.").replace("%1", "rtsp://, http://, udp://")
        )
        hint.setObjectName("caption")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Open | standard.Cancel, parent=self)
        make_primary(self.buttons.button(standard.Open))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        layout.setSpacing(GRID_PX)
        for widget in (label, self.address, hint, self.buttons):
            layout.addWidget(widget)
        self._check()

    @property
    def url(self) -> str:
        """The address as typed, without blanks around it."""
        return self.address.text().strip()

    @Slot()
    def _check(self) -> None:
        parsed = QUrl(self.url)
        good = parsed.scheme() in SCHEMES and bool(parsed.host() or parsed.port() > 0)
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(good)
