"""The control that chooses a data set as published. Knows no form."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX


class SourceField(QWidget):
    """The path of a data set as published: a folder, or one file."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ending = ""
        """Of the one file that is wanted; empty for a folder."""
        self.line = QLineEdit(self)
        self.line.textChanged.connect(self.changed)
        self.setFocusProxy(self.line)
        self._browse = QToolButton(self)
        self._browse.setObjectName("outlined")
        self._browse.setFixedHeight(scaled(CONTROL_PX))
        self._browse.setText("…")
        self._browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._browse.setToolTip(self.tr("Choose"))
        self._browse.setAccessibleName(self.tr("Choose"))
        self._browse.clicked.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX // 2)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._browse)

    @property
    def path(self) -> Path | None:
        """What is entered."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    @Slot()
    def _choose(self) -> None:
        if self.ending:
            pattern = self.tr("Files (%1)").replace("%1", f"*{self.ending}")
            name, _ = QFileDialog.getOpenFileName(
                self, self.tr("Choose a file"), self.line.text(), pattern
            )
        else:
            name = QFileDialog.getExistingDirectory(
                self, self.tr("Choose a folder"), self.line.text()
            )
        if name:
            self.line.setText(name)
