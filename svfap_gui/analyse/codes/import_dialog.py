"""The dialog before an import: which coding of a file, from which moment it counts, its notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.codes.coding import MAX_S, Coding
from svfap_core.codes.reading import Imported, beyond_note
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_NOTES_PX = 96


class ImportDialog(QDialog):
    """Deletes itself when it is closed.

    Args:
        found: The codings of a file, one or more.
        video: The name of the open video: the coding that names it is offered first.
        length_s: How long that is, where it is known.
        then: Gets the chosen coding, with the offset applied, when the user agrees.
        parent: What it lies over.
    """

    def __init__(
        self,
        found: Sequence[Imported],
        *,
        video: str,
        length_s: float | None,
        then: Callable[[Coding], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import codes"))
        self._found, self._length_s = tuple(found), length_s
        self.choice = QListWidget(self)
        self.choice.setAccessibleName(self.tr("Codings in the file"))
        self.choice.addItems([self._title(one) for one in found])
        own = (n for n, one in enumerate(found) if one.coding.video and one.coding.video == video)
        self.choice.setCurrentRow(next(own, 0))
        self.choice.setMaximumHeight(scaled(120))
        self.title = QLabel(self._title(found[0]), self)
        self.title.setVisible(len(found) == 1)
        self.choice.setVisible(len(found) > 1)
        self.offset = QDoubleSpinBox(self)
        self.offset.setDecimals(3)
        self.offset.setRange(-MAX_S, MAX_S)
        self.offset.setSuffix(self.tr(" s"))
        self.offset.setAccessibleName(self.tr("Add to all times"))
        self.suggested = QPushButton(self)
        self.suggested.setAutoDefault(False)
        self.suggested.clicked.connect(lambda: self.offset.setValue(self._chosen.offset_s))
        self.notes = QPlainTextEdit(self)
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setFixedHeight(scaled(_NOTES_PX))
        offset = QHBoxLayout()
        offset.setSpacing(GRID_PX)
        offset.addWidget(QLabel(self.tr("Add to all times:"), self))
        offset.addWidget(self.offset)
        offset.addWidget(self.suggested)
        offset.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.agree = buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        make_primary(self.agree)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: then(self.coding))
        self.choice.currentRowChanged.connect(self._on_choice)
        self.offset.valueChanged.connect(self._show_notes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.title)
        layout.addWidget(self.choice)
        layout.addLayout(offset)
        layout.addWidget(self.notes)
        layout.addWidget(buttons)
        self.setMinimumWidth(scaled(440))
        self._on_choice()

    @property
    def coding(self) -> Coding:
        """The chosen coding, with the offset that was chosen."""
        return self._chosen.coding.shifted(self.offset.value())

    @property
    def _chosen(self) -> Imported:
        return self._found[max(0, self.choice.currentRow())]

    def _title(self, one: Imported) -> str:
        count = self.tr("%n code(s)", "", len(one.coding.codes))
        parts = (one.name, one.coding.coder, one.coding.video, count)
        return " · ".join(dict.fromkeys(filter(None, parts)))

    @Slot()
    def _on_choice(self) -> None:
        offset_s = self._chosen.offset_s
        self.offset.setValue(0.0)
        self.suggested.setVisible(bool(offset_s))
        text = self.tr("As the file says: %1 s").replace("%1", f"{offset_s:g}")
        self.suggested.setText(text)
        self._show_notes()

    @Slot()
    def _show_notes(self) -> None:
        notes = self._chosen.notes
        if self._length_s is not None:
            notes = (*notes, *beyond_note(self.coding, self._length_s))
        self.notes.setPlainText("\n".join(map(spoken, notes)))
        self.notes.setVisible(bool(notes))
