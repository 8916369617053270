"""Asks how to hide faces in a video, and whose stay visible. Hides nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from svfap_core.settings import AnonymiseSettings
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX

_PERSONS_PX = 72
_ROLE = Qt.ItemDataRole.UserRole


class HidingOptions(QWidget):
    """Effect, sound, and a list of persons, each with a box to keep them visible.

    Args:
        persons: Numbers and names, in the order to list them.
        parent: The owner.
    """

    def __init__(self, persons: Mapping[int, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.effect = self._choice(
            {
                "blur": self.tr("Blur"),
                "pixelate": self.tr("Blocks"),
                "box": self.tr("Box: leaves nothing"),
            }
        )
        self.sound = self._choice(
            {
                "keep": self.tr("Keep: voices can be recognised"),
                "mute": self.tr("Silence"),
                "remove": self.tr("No sound"),
            }
        )
        self.visible = QListWidget(self)
        self.visible.setFixedHeight(scaled(_PERSONS_PX))
        for person, name in persons.items():
            item = QListWidgetItem(name, self.visible)
            item.setData(_ROLE, person)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GRID_PX)
        for text, field in (
            (self.tr("Hide faces by"), self.effect),
            (self.tr("Sound"), self.sound),
            (self.tr("Keep visible"), self.visible),
        ):
            label = QLabel(text, self)
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addRow(label, field)

    @property
    def settings(self) -> AnonymiseSettings:
        """What is chosen now."""
        items = (self.visible.item(row) for row in range(self.visible.count()))
        return AnonymiseSettings.model_validate(
            {
                "effect": self.effect.currentData(),
                "sound": self.sound.currentData(),
                "visible": [
                    item.data(_ROLE) for item in items if item.checkState() is Qt.CheckState.Checked
                ],
            }
        )

    def _choice(self, texts: Mapping[str, str]) -> QComboBox:
        box = QComboBox(self)
        for key, text in texts.items():
            box.addItem(text, key)
        return box
