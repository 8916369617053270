"""Controls that choose a data set, a run, a file or folder. Knows no form.

A choice offers what there is by name, and any other folder through a dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from svfap_gui.parts.theme import GRID_PX

Choice = tuple[str, str]
"""What it is called, and its path or name."""


class FolderChoice(QComboBox):
    """Folders by their names, and "Other folder…" at the end.

    Args:
        nothing: What the first entry without a folder is called; empty: there is none.
        other: Whether any other folder can be chosen.
        parent: The owner.
    """

    picked = Signal()
    """Another one is chosen, by whomever."""

    def __init__(
        self, *, nothing: str = "", other: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nothing = nothing
        self._other = other
        self._own: list[Choice] = []
        self._offered: list[Choice] = []
        self._last = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(self._on_activated)
        self.offer([])

    @property
    def value(self) -> str:
        """The chosen path or name; empty for none."""
        return self._last

    def offer(self, choices: Sequence[Choice]) -> None:
        """What there is; what is chosen stays so. The first is chosen where nothing else was."""
        self._offered = list(choices)
        self._fill()

    def choose(self, value: str, name: str = "") -> None:
        """Choose a path or name; one that was not offered is added."""
        known = {path for _, path in (*self._offered, *self._own)}
        if value and value not in known:
            self._own.append((name or Path(value).name, value))
        self._last = value
        self._fill()

    def wheelEvent(self, event: object) -> None:  # noqa: N802  # Qt's name
        """A form is scrolled far more often."""
        event.ignore()  # type: ignore[attr-defined]

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            if self._nothing:
                self.addItem(self._nothing, "")
            for name, path in (*self._offered, *self._own):
                self.addItem(name, path)
                self.setItemData(self.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
            if self._other:
                self.addItem(self.tr("Other folder…"), None)
            index = self.findData(self._last)
            first = self.itemData(0)
            self.setCurrentIndex(index if index >= 0 else 0 if first is not None else -1)
        found = self.currentData() or ""
        if found != self._last or index < 0:
            self._last = found
            self.picked.emit()

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        value = self.itemData(index)
        if value is None:
            name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"))
            if name:
                self.choose(name)
            else:
                self.setCurrentIndex(self.findData(self._last))
        else:
            self._last = value
        self.picked.emit()


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
