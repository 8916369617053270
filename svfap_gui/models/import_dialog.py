"""Shows what is in a model file before it is added. Reads nothing itself: it asks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.settings import NAME_PATTERN
from svfap_gui.models import model_words as words
from svfap_gui.models.shelf_card import Facts, ThemedLabel, wrapped
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.inference.importing import ModelToImport
    from svfap_core.inference.official import OfficialDataset

_WIDTH_PX = 600
_FOUND_PX = 360
"""Highest that what was found may stand before it scrolls."""
_TITLES = {"dfew": "DFEW", "ferv39k": "FERV39k", "mafw": "MAFW"}


class ImportDialog(QDialog):
    """First what a published file was fine-tuned on, then what was found, then a name.

    Args:
        path: Of the model.
        taken: Names that models have.
        parent: The owner.
    """

    look_wanted = Signal(object)
    """Read the file as of this data set (`None`: it says itself); `show_found` takes the answer."""
    add_wanted = Signal(object, str)
    """Keep what was found under this name; `show_kept` takes the answer."""

    def __init__(self, path: Path, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.found: ModelToImport | None = None
        self._taken = frozenset(taken)
        self.setWindowTitle(self.tr("Import model"))
        self.setFixedWidth(scaled(_WIDTH_PX))
        title = QLabel(path.name, self)
        title.setObjectName("title")
        folder = QLabel(str(path.parent), self)
        folder.setObjectName("caption")
        self.message = wrapped("", self)
        self._found = QScrollArea(self)
        self._found.setFrameShape(QFrame.Shape.NoFrame)
        self._found.setWidgetResizable(True)
        self._found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*(PADDING_PX,) * 4)
        self._layout.setSpacing(GRID_PX)
        self._layout.addWidget(title)
        self._layout.addWidget(folder)
        self._layout.addSpacing(GRID_PX)
        self._layout.addWidget(self._make_dataset_row())
        self._layout.addWidget(self.message)
        self._layout.addWidget(self._found)
        self._layout.addWidget(self._make_name_row())
        self._layout.addStretch(1)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Cancel, parent=self)
        self.add = QPushButton(self.tr("Add model"), self)
        make_primary(self.add)
        self.buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.clicked.connect(self._on_add)
        self.buttons.rejected.connect(self.reject)
        self._layout.addWidget(self.buttons)
        self._say(self.tr("Reading the file…"))
        self._check()

    def show_datasets(self, datasets: Sequence[OfficialDataset] | Exception) -> None:
        """What the published file may have been fine-tuned on, or why it is none."""
        if isinstance(datasets, Exception):
            self.show_failed(datasets)
            return
        self._say("")
        for name in datasets:
            labels = words.names(OFFICIAL_LABELS[name])
            self.dataset.addItem(f"{_TITLES[name]} ({labels})", name)
        self._dataset_row.show()
        self._fit()
        self.dataset.setFocus()
        guesses = [name for name in datasets if name in self.path.name.lower()]
        likely = datasets if len(datasets) == 1 else guesses
        if len(likely) == 1:
            self.dataset.setCurrentIndex(self.dataset.findData(likely[0]))

    def show_found(self, found: ModelToImport | Exception) -> None:
        """What is in the file, or why it cannot be used."""
        if isinstance(found, Exception):
            self.show_failed(found)
            return
        self.found = found
        self.dataset.setEnabled(True)
        self._say("")
        self._found.setWidget(self._facts(found))
        self.name.setText(self._free_name(found.card.name))
        self._check()
        self.name.setFocus()

    def show_kept(self, name: str | Exception) -> None:
        """It was added, which ends the dialog, or why not."""
        if isinstance(name, Exception):
            self.show_failed(name)
        else:
            self.accept()

    def show_failed(self, error: Exception) -> None:
        """Why it cannot be read or added."""
        text = error.args[0] if error.args else type(error).__name__
        said = (spoken(part) for part in (text, getattr(error, "hint", "")) if part)
        self._say("\n".join(said), error=True)
        self.dataset.setEnabled(True)
        self._check()

    # -- building --------------------------------------------------------------------------------

    def _make_dataset_row(self) -> QWidget:
        self._dataset_row, layout = _row(self)
        label = QLabel(self.tr("&Fine-tuned on"), self)
        self.dataset = QComboBox(self)
        self.dataset.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.dataset.addItem(self.tr("Choose the data set…"), None)
        self.dataset.currentIndexChanged.connect(self._on_dataset)
        label.setBuddy(self.dataset)
        why = wrapped(
            self.tr(
                "A published file does not say what its outputs mean. Choose the data set that is "
                "named where you got it: with another one, emotions have the wrong names."
            )
        )
        why.setObjectName("caption")
        for widget in (label, self.dataset, why):
            layout.addWidget(widget)
        self._dataset_row.hide()
        return self._dataset_row

    def _make_name_row(self) -> QWidget:
        self._name_row, layout = _row(self)
        label = QLabel(self.tr("&Name to keep it under"), self)
        self.name = QLineEdit(self)
        self.name.textChanged.connect(self._check)
        label.setBuddy(self.name)
        self.name_error = QLabel(self)
        self.name_error.setObjectName("fieldError")
        for widget in (label, self.name, self.name_error):
            layout.addWidget(widget)
        self._name_row.hide()
        return self._name_row

    def _facts(self, found: ModelToImport) -> QWidget:
        card = found.card
        content = QWidget(self)
        facts = Facts()
        facts.setContentsMargins(0, 0, GRID_PX, 0)
        content.setLayout(facts)
        facts.add(self.tr("Model"), card.title)
        for warning in map(spoken, found.warnings):
            facts.add(self.tr("Warning"), warning).setObjectName("dangerText")
        if card.emotion_names:
            label = ThemedLabel()
            label.show_text(partial(words.emotions, card.emotion_names))
            facts.add(self.tr("Emotions"), label)
        if card.dimension_names:
            facts.add(self.tr("Dimensions"), words.names(card.dimension_names))
        facts.add(self.tr("Trained on"), ", ".join(card.provenance.trained_on))
        accuracy = words.accuracy(card)
        if accuracy is not None:
            facts.add(self.tr("Accuracy"), f"{accuracy.figures}\n{accuracy.measured_on}")
        facts.add(self.tr("Licence"), spoken(card.licence))
        for note in map(spoken, found.notes):
            facts.add(self.tr("Note"), note)
        return content

    # -- reacting --------------------------------------------------------------------------------

    @Slot()
    def _on_dataset(self) -> None:
        self.found = None
        self._check()
        if self.dataset.currentData() is not None:
            self._say(self.tr("Reading the file…"))
            # One reading at a time; the answer frees the choice again.
            self.dataset.setEnabled(False)
            self.look_wanted.emit(self.dataset.currentData())

    @Slot()
    def _on_add(self) -> None:
        self.add.setEnabled(False)
        self._say(self.tr("Adding the model…"))
        self.add_wanted.emit(self.found, self.name.text())

    @Slot()
    def _check(self) -> None:
        name = self.name.text()
        problem = ""
        if name in self._taken:
            problem = self.tr("There is a model of this name: choose another.")
        elif self.found is not None and not _is_name(name):
            problem = self.tr("Use lower-case letters and digits, and . _ - between them.")
        self.name_error.setText(problem)
        self.add.setEnabled(self.found is not None and not problem)
        self._found.setVisible(self.found is not None)
        self._name_row.setVisible(self.found is not None)
        self._fit()

    def _fit(self) -> None:
        """As high as the content needs; Qt assumes unbroken lines."""
        content = self._found.widget()
        inner = scaled(_WIDTH_PX) - 2 * PADDING_PX
        if content is not None:
            found_px = content.heightForWidth(inner - GRID_PX)
            self._found.setFixedHeight(min(found_px, scaled(_FOUND_PX)))
        hint_px = self._layout.totalSizeHint().height()
        broken_px = self._layout.totalHeightForWidth(scaled(_WIDTH_PX))
        self.setFixedHeight(broken_px if self._layout.hasHeightForWidth() else hint_px)

    def _say(self, text: str, *, error: bool = False) -> None:
        self.message.setObjectName("dangerText" if error else "muted")
        self.message.style().polish(self.message)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self._fit()

    def _free_name(self, name: str) -> str:
        names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
        return next(free for free in names if free not in self._taken)


def _row(parent: QWidget) -> tuple[QWidget, QVBoxLayout]:
    row = QWidget(parent)
    layout = QVBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    return row, layout


def _is_name(text: str) -> bool:
    return re.fullmatch(NAME_PATTERN, text) is not None
