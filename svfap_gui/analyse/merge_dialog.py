"""Asks whether several persons are one, with their faces. Knows no recording and merges nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.qimage import to_qimage
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_FACE_PX = 40
_MOST_ROWS = 6


class MergeDialog(QDialog):
    """The one that is marked keeps name and baseline; deletes itself when it is closed.

    Args:
        entries: Who is merged.
        into: Who is marked at first.
        warning: What speaks against it; may be empty.
        then: Gets the person that stays, when the user agrees.
        parent: What it lies over.
    """

    def __init__(
        self,
        entries: Sequence[PersonEntry],
        into: int,
        warning: str,
        then: Callable[[int], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Merge"))
        question = QLabel(
            self.tr("Are these %n person(s) one and the same?", "", len(entries)), self
        )
        question.setObjectName("title")
        keep = QLabel(self.tr("The one marked keeps its name and baseline:"), self)
        self.warning = QLabel(warning, self)
        self.warning.setObjectName("reason")
        self.warning.setWordWrap(True)
        self.warning.setVisible(bool(warning))
        faces = QWidget()
        rows = QVBoxLayout(faces)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID_PX // 2)
        self.choices: dict[int, QRadioButton] = {}
        for entry in entries:
            choice = QRadioButton(f"{entry.name}\n{entry.caption}", faces)
            choice.setIconSize(square(_FACE_PX))
            if entry.image is not None:
                choice.setIcon(QIcon(QPixmap.fromImage(to_qimage(entry.image))))
            choice.setChecked(entry.person_id == into)
            self.choices[entry.person_id] = choice
            rows.addWidget(choice)
        rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(faces)
        scroll.viewport().setAutoFillBackground(False)
        faces.setAutoFillBackground(False)
        row_px = scaled(_FACE_PX) + 8
        scroll.setMinimumHeight(min(len(entries), _MOST_ROWS) * row_px + GRID_PX)
        scroll.setMinimumWidth(scaled(320))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.agree = buttons.addButton(self.tr("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(self.agree)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: then(self.into))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        for widget in (question, keep, scroll, self.warning, buttons):
            layout.addWidget(widget, 1 if widget is scroll else 0)

    @property
    def into(self) -> int:
        """Who is marked."""
        return next(person for person, choice in self.choices.items() if choice.isChecked())
