"""What there is to say about the chosen file, in full, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from svfap_gui.batch.model import BatchModel, BatchRow, Column
from svfap_gui.batch.updates import MADE, RowState
from svfap_gui.parts.actions import Action
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import without_mnemonic

_HEIGHT_PX = 88
"""Room for a reason of three lines, so that the table does not jump."""


class BatchDetails(QFrame):
    """A button for each action that is enabled; says what to do while no file is chosen."""

    def __init__(
        self, model: BatchModel, actions: Sequence[Action], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._model = model
        self.name = QLabel(self)
        self.name.setObjectName("title")
        self.text = QLabel(self)
        self.text.setObjectName("muted")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.name, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: list[tuple[QPushButton, Action]] = []
        line = QHBoxLayout()
        line.setSpacing(GRID_PX)
        for action in actions:
            button = QPushButton(without_mnemonic(action.text()), self)
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            self._buttons.append((button, action))
            line.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.text)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, GRID_PX, GRID_PX)
        layout.setSpacing(PADDING_PX)
        layout.addLayout(words, 1)
        layout.addLayout(line)
        self.setMinimumHeight(scaled(_HEIGHT_PX))
        self.show_rows([])

    def show_rows(self, rows: Sequence[BatchRow]) -> None:
        """Show these files; the actions must know of them already."""
        for button, action in self._buttons:
            button.setVisible(action.isEnabled())
        if len(rows) == 1:
            self.name.setText(rows[0].path.name)
            self.text.setText(self._sentence(rows[0]))
        elif rows:
            self.name.setText(self.tr("%n file(s) chosen", "", len(rows)))
            self.text.setText(self.tr("What is offered here is done with all of them."))
        else:
            self.name.setText(self.tr("No file chosen"))
            self.text.setText(
                self.tr("Choose a file to see more of it. Enter opens a result in Analyse.")
            )

    def _sentence(self, row: BatchRow) -> str:
        if row.state in {RowState.FAILED, RowState.SKIPPED, RowState.BUSY, RowState.MISSING}:
            return self._model.explanation(row)
        if row.state in MADE and row.table is not None:
            place = self.tr("Results are in %1").replace("%1", str(row.table.parent))
            return "\n".join(filter(None, (place, self._model.explanation(row))))
        if row.state is RowState.WAITING:
            return str(row.path)
        return self._model.text(row, Column.STATE)
