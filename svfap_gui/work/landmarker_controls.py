"""Controls of the face landmarker's settings: whether it is used, and its file.

The file is downloaded when the user asks for it, and never otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.tracking.landmarker_file import URL, download_landmarker, downloaded_file
from svfap_gui.parts.field_controls import Control
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX
from svfap_gui.work.task import Tasks


class LandmarkerFile(QWidget):
    """A path to type, choose or download; empty for the file that was downloaded."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = Tasks("svfap-landmarker", self._show_problem, self)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("the downloaded file"))
        self.line.textChanged.connect(self._show_state)
        self.setFocusProxy(self.line)
        browse = QToolButton(self)
        browse.setObjectName("outlined")
        browse.setFixedHeight(scaled(CONTROL_PX))
        browse.setText("…")
        browse.setToolTip(self.tr("Choose the landmarker's file"))
        browse.setAccessibleName(browse.toolTip())
        browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        browse.clicked.connect(self._browse)
        self.download = QPushButton(self.tr("Download"), self)
        self.download.setToolTip(
            self.tr("Download the face landmarker (3.8 MB) from Google: %1").replace("%1", URL)
        )
        self.download.setAutoDefault(False)
        self.download.clicked.connect(self._download)
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(GRID_PX // 2)
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        row.addWidget(self.download)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.state)
        self._show_state()

    @Slot()
    def _browse(self) -> None:
        kinds = f"{self.tr('Face landmarker')} (*.task);;{self.tr('All files')} (*)"
        title, folder = self.tr("Choose the landmarker's file"), self.line.text()
        name, _ = QFileDialog.getOpenFileName(self, title, folder, kinds)
        if name:
            self.line.setText(name)

    @Slot()
    def _download(self) -> None:
        self.download.setEnabled(False)
        self._tell(self.tr("Downloading…"))
        self._tasks.run(lambda _task: download_landmarker(), self._on_downloaded)

    def _on_downloaded(self, _: Path) -> None:
        self.download.setEnabled(True)
        self.line.clear()
        self._show_state()

    def _show_problem(self, notice: Notice) -> None:
        self.download.setEnabled(True)
        self._tell(f"{spoken(notice.text)}\n{spoken(notice.hint)}".strip(), problem=True)

    @Slot()
    def _show_state(self) -> None:
        """Which file it is."""
        if self.line.text().strip():
            self._tell("")
        elif downloaded_file().is_file():
            self._tell(self.tr("Downloaded: %1").replace("%1", str(downloaded_file())))
        else:
            self._tell(self.tr("Not downloaded yet"))

    def _tell(self, text: str, *, problem: bool = False) -> None:
        self.state.setObjectName("fieldError" if problem else "caption")
        self.state.style().polish(self.state)
        self.state.setText(text)
        self.state.setVisible(bool(text))


def _switch(parent: QWidget) -> Control:
    box = QCheckBox(QCoreApplication.translate("Affect", "By Google's face landmarker"), parent)
    return Control(
        box,
        lambda: "landmarker" if box.isChecked() else "model",
        lambda value: box.setChecked(value == "landmarker"),
        box.toggled,
    )


def _file(parent: QWidget) -> Control:
    field = LandmarkerFile(parent)
    return Control(
        field,
        lambda: field.line.text().strip() or None,
        lambda value: field.line.setText(value or ""),
        field.line.textChanged,
    )


LANDMARKER_CONTROLS: Mapping[str, Callable[[QWidget], Control]] = MappingProxyType(
    {"analysis.actions": _switch, "analysis.landmarker_file": _file}
)
"""By the dotted names of their fields in the preferences."""
