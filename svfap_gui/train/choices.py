"""Controls that choose a data set as published, and the folds of a cross-validation.

Know no form.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.field_controls import WholeNumber
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX
from svfap_gui.train.command import Folds

_NUMBER = "number"
_USUAL_FOLDS = 5


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


class FoldsChoice(QWidget):
    """Official folds, so many, or one for each subject."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox(self)
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.addItem(self.tr("Official, or else 5"), None)
        self.kind.addItem(self.tr("This many:"), _NUMBER)
        self.kind.addItem(self.tr("One per subject"), "subject")
        self.number = WholeNumber(self)
        self.number.setRange(2, 100)
        self.number.setValue(_USUAL_FOLDS)
        self.number.setAccessibleName(self.tr("Number of folds"))
        self.setFocusProxy(self.kind)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID_PX // 2)
        layout.addWidget(self.kind, 1)
        layout.addWidget(self.number)
        self.kind.currentIndexChanged.connect(self._on_changed)
        self.number.valueChanged.connect(self._on_changed)
        self._on_changed()

    @property
    def value(self) -> Folds:
        """What is chosen."""
        kind = self.kind.currentData()
        return self.number.value() if kind == _NUMBER else kind

    @Slot()
    def _on_changed(self) -> None:
        self.number.setVisible(self.kind.currentData() == _NUMBER)
        self.changed.emit()
