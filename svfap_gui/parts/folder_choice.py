"""A choice of folders by name, and of any other one through a dialog. Knows no form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from svfap_gui.parts.field_controls import Control

Choice = tuple[str, str]
"""What it is called, and its path or name."""


class FolderChoice(QComboBox):
    """Folders by their names, and "Choose a folder…" at the end.

    Args:
        nothing: What the first entry without a folder is called; empty: there is none.
        other: Whether any other folder can be chosen.
        listed: What there is, asked whenever the control is shown or opened; then what is chosen
            stays so even if it is gone. If not given, `offer` says what there is.
        parent: The owner.
    """

    picked = Signal()
    """Another one is chosen, by whomever."""

    def __init__(
        self,
        *,
        nothing: str = "",
        other: bool = True,
        listed: Callable[[], Sequence[Choice]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._listed = listed
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
        self._take(choices)
        self._fill()

    def choose(self, value: str, name: str = "") -> None:
        """Choose a path or name; one that was not offered is added."""
        known = {path for _, path in (*self._offered, *self._own)}
        if value and value not in known:
            self._own.append((name or Path(value).name, value))
        self._last = value
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """See what there is."""
        super().showEvent(event)
        self._list()

    def showPopup(self) -> None:  # noqa: N802  # Qt's name
        """See what there is now."""
        self._list()
        super().showPopup()

    def wheelEvent(self, event: object) -> None:  # noqa: N802  # Qt's name
        """A form is scrolled far more often."""
        event.ignore()  # type: ignore[attr-defined]

    def _list(self) -> None:
        if self._listed is not None:
            chosen = self._last
            self._take(self._listed())
            self.choose(chosen)

    def _take(self, choices: Sequence[Choice]) -> None:
        self._offered = list(choices)
        known = {path for _, path in choices}
        self._own = [(name, path) for name, path in self._own if path not in known]

    def _fill(self) -> None:
        with QSignalBlocker(self):
            self.clear()
            if self._nothing:
                self.addItem(self._nothing, "")
            for name, path in (*self._offered, *self._own):
                self.addItem(name, path)
                self.setItemData(self.count() - 1, path, Qt.ItemDataRole.ToolTipRole)
            if self._other:
                self.addItem(self.tr("Choose a folder…"), None)
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


def folder_control(listed: Callable[[], Sequence[Choice]], parent: QWidget) -> Control:
    """A control for a setting that is a name from a list, or the path of a folder."""
    box = FolderChoice(listed=listed, parent=parent)
    return Control(box, lambda: box.value, lambda value: box.choose(str(value)), box.picked)
