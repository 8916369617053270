"""Says what finding persons does and which personal data it makes, and asks. Computes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

if TYPE_CHECKING:
    # It loads OpenVINO's wrappers.
    from svfap_core.recognition.factory import RecogniserName

_WIDTH_PX = 520


class FindPersonsDialog(QDialog):
    """Deletes itself when it is closed.

    Args:
        file_name: Of the file that will hold the embeddings.
        has_pack: Whether a pack of insightface with a network for recognition is installed.
        then: Gets the network and whether its licence is accepted, when the user agrees.
        parent: What it lies over.
    """

    def __init__(
        self,
        file_name: str,
        then: Callable[[RecogniserName, bool], object],
        parent: QWidget,
        *,
        has_pack: bool,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find who is who"))
        self.setFixedWidth(scaled(_WIDTH_PX))
        self._has_pack = has_pack
        self.builtin = QRadioButton(self.tr("Built-in network (dlib)"), self)
        self.builtin.setChecked(True)
        self.insightface = QRadioButton(
            self.tr("Network of insightface: for non-commercial research only"), self
        )
        self.licence = QCheckBox(
            self.tr("I accept this licence. Download the weights (15 MB) from github.com."), self
        )
        self.licence.setVisible(not has_pack)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.agree = buttons.addButton(
            self.tr("Find persons"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        make_primary(self.agree)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: then(self.recogniser, self.licence.isChecked()))
        for button in (self.builtin, self.insightface, self.licence):
            button.toggled.connect(self._show_possible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        for heading, text in self._texts(file_name):
            if heading:
                layout.addSpacing(GRID_PX // 2)
                layout.addWidget(self._label(heading, "title"))
            layout.addWidget(self._label(text))
        layout.addSpacing(GRID_PX)
        for widget in (self.builtin, self.insightface, self.licence):
            layout.addWidget(widget)
        layout.addSpacing(GRID_PX)
        layout.addWidget(buttons)
        self._show_possible()

    @property
    def recogniser(self) -> RecogniserName:
        """The network that is chosen."""
        return "insightface" if self.insightface.isChecked() else "builtin"

    def _texts(self, file_name: str) -> tuple[tuple[str, str], ...]:
        return (
            (
                "",
                self.tr(
                    "Compares a few faces of each person in this video and lists which persons "
                    "are probably one. Nothing is merged until you accept a suggestion."
                ),
            ),
            (
                self.tr("Personal data"),
                self.tr(
                    "Numbers that stand for each face are kept beside the result, in %1. With "
                    "them, the same faces can be found in other videos. They do not leave this "
                    "computer. Delete them when you are done: Persons, Delete face embeddings."
                ).replace("%1", file_name),
            ),
            (
                self.tr("Limits"),
                self.tr(
                    "The networks learned from photographs collected on the web. They confuse "
                    "people more often in groups that were rare among these photographs, and "
                    "children. Look at the faces before you accept."
                ),
            ),
        )

    def _label(self, text: str, name: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setWordWrap(True)
        return label

    @Slot()
    def _show_possible(self) -> None:
        wants_pack = self.insightface.isChecked()
        self.licence.setEnabled(wants_pack)
        self.agree.setEnabled(not wants_pack or self._has_pack or self.licence.isChecked())
