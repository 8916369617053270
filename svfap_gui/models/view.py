"""Models: what scores faces and what finds them; import, check, choose and remove.

Connects cards, dialogs and the controller; reads no model itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSettings, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from svfap_core.names import CARD_FILE
from svfap_gui.models.commands import OF_CARD, model_menus
from svfap_gui.models.controller import ModelsController
from svfap_gui.models.detector_card import DetectorCard
from svfap_gui.models.import_dialog import ImportDialog
from svfap_gui.models.model_card import InstalledModelCard
from svfap_gui.models.models import (
    PUBLISHED_SUFFIXES,
    WEIGHT_SUFFIXES,
    DetectorEntry,
    ModelEntry,
)
from svfap_gui.models.shelf import EmptyPlace, Shelf
from svfap_gui.models.shelf_card import wrapped
from svfap_gui.parts.command import Commands
from svfap_gui.parts.file_dialogs import ask_for_detector, ask_for_folder, ask_for_model
from svfap_gui.parts.page import Page
from svfap_gui.parts.toolbar import Toolbar
from svfap_gui.work.state import AppState

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.inference.importing import ModelToImport
    from svfap_core.inference.official import OfficialDataset

_LAID_OUT_MS = 100
"""Lines that break take several rounds of layout until new cards have their places."""
_Answer = TypeVar("_Answer")
_Card = InstalledModelCard | DetectorCard


class ModelsView(Page):
    """Three sections of cards: models that come along, the user's, and face detectors.

    Args:
        state: Says the theme.
        models: What there is, and what is done with it.
        settings: Where last folders are kept.
        parent: The owner.
    """

    icon_name = "models"

    def __init__(
        self,
        state: AppState,
        models: ModelsController,
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, models.notices)
        self.name = self.tr("Models")
        self.tip = self.tr("What scores faces, and what finds them")
        self._state = state
        self.models = models
        self._settings = settings
        self._cards: dict[str, _Card] = {}
        self._current = ""
        self._new = ""
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.setInterval(_LAID_OUT_MS)
        self._laid_out.timeout.connect(self._show_new)
        self._waiting: list[Path] = []
        self.dialog: ImportDialog | None = None
        self.commands = Commands("models", model_menus(self), self)
        self.toolbar = Toolbar(self)
        self.toolbar.add_action(self.commands["import"], primary=True)
        self.toolbar.add_action(self.commands["refresh"])
        self.toolbar.add_stretch()
        self.shelf = Shelf(self)
        self._built_in = self.shelf.add_section(self.tr("Built-in models"))
        self._own = self.shelf.add_section(self.tr("Your models"))
        self._detectors = self.shelf.add_section(
            self.tr("Face detectors"),
            self.tr("They find the faces that a model scores. Nothing is downloaded unasked."),
        )
        self.shelf.fill(self._built_in, [wrapped(self.tr("Reading models…"), self)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.shelf, 1)
        self._connect()
        self.commands.refresh()

    # -- what the frame asks ---------------------------------------------------------------------

    def takes(self, path: Path) -> bool:
        """Weights, and folders with a card."""
        suffix = path.suffix.lower()
        return suffix in WEIGHT_SUFFIXES or path.name == CARD_FILE or (path / CARD_FILE).is_file()

    def take(self, paths: Sequence[Path]) -> None:
        """Look into them, one after the other."""
        self._waiting += paths
        if self.dialog is None:
            self._import_next()

    def arrive(self) -> None:
        """Training or the command line may have added a model."""
        if self.isVisible():
            self.models.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read what there is; measuring begins when nothing else runs."""
        super().showEvent(event)
        self.models.set_watched(watched=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Stop measuring."""
        super().hideEvent(event)
        self._laid_out.stop()
        self.models.set_watched(watched=False)

    # -- cards -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        models = self.models
        models.listed.connect(self._on_listed)
        models.told.connect(self._on_told)
        models.added.connect(self._on_added)

    @property
    def cards(self) -> dict[str, _Card]:
        """By their keys, such as `model:svfap-tiny` and `detector:yunet`."""
        return self._cards

    @Slot()
    def _on_listed(self) -> None:
        entries, detectors = self.models.models or (), self.models.detectors
        position = self.shelf.verticalScrollBar().value()
        for card in self._cards.values():
            # A card that is removed passes the focus on to the next one, which is removed too.
            card.blockSignals(True)  # noqa: FBT003  # Qt's
        self._cards = {}
        built_in = [self._model_card(entry) for entry in entries if entry.stored.bundled]
        own: list[QWidget] = [
            self._model_card(entry) for entry in entries if not entry.stored.bundled
        ]
        if not own:
            text = self.tr("Drop a .pth or .safetensors file here, or train your own.")
            own = [EmptyPlace(text, self.commands["import"], self)]
        self.shelf.fill(self._built_in, built_in)
        self.shelf.fill(self._own, own)
        self.shelf.fill(self._detectors, [self._detector_card(entry) for entry in detectors])
        self._on_told()
        self.shelf.verticalScrollBar().setValue(position)
        if self._new in self._cards:
            self._laid_out.start()

    @Slot()
    def _show_new(self) -> None:
        key, self._new = self._new, ""
        if key in self._cards:
            self._cards[key].setFocus()
            self._on_entered(key)

    def _model_card(self, entry: ModelEntry) -> InstalledModelCard:
        card = InstalledModelCard(entry, self)
        self._place(card)
        return card

    def _detector_card(self, entry: DetectorEntry) -> DetectorCard:
        card = DetectorCard(entry, self)
        self._place(card)
        return card

    def _place(self, card: _Card) -> None:
        card.asked.connect(self._do)
        card.entered.connect(self._on_entered)
        self.commands.add_context_menu(card, *OF_CARD)
        self._cards[card.key] = card

    @Slot()
    def _on_told(self) -> None:
        for card in self._cards.values():
            card.set_status(self.models.status(card.entry))
        self.commands.refresh()

    @Slot(str)
    def _on_entered(self, key: str) -> None:
        self._current = key
        self.shelf.keep_in_sight(self._cards[key])
        self.commands.refresh()

    @property
    def current(self) -> _Card | None:
        """The card that had the focus last: what the menu can do is done with it."""
        return self._cards.get(self._current)

    # -- doing -----------------------------------------------------------------------------------

    def do_with_current(self, verb: str) -> None:
        """Do what a button of the card would do that had the focus last."""
        self._do(self._current, verb)

    @Slot(str, str)
    def _do(self, key: str, verb: str) -> None:
        card = self._cards.get(key)
        if isinstance(card, InstalledModelCard):
            self._do_with_model(card.entry, verb)
        elif card is not None:
            self._do_with_detector(card.entry, verb)

    def _do_with_model(self, entry: ModelEntry, verb: str) -> None:
        card = entry.stored.card
        if verb == "use":
            self.models.use_model(entry)
        elif verb == "verify":
            self.models.verify(entry)
        elif verb == "copy-hash" and card is not None:
            QGuiApplication.clipboard().setText(card.sha256)
        elif verb == "remove" and self._confirms_removal(entry):
            self.models.remove(entry)

    def _do_with_detector(self, entry: DetectorEntry, verb: str) -> None:
        if verb == "use":
            self.models.use_detector(entry)
        elif verb == "choose-file":
            file = ask_for_detector(self, self.tr("Choose a detector's file"), self._settings)
            if file is not None:
                self.models.choose_file(entry.name, file)
        elif verb == "download" and self._accepts_licence():
            self.models.download_insightface()

    def _confirms_removal(self, entry: ModelEntry) -> bool:
        text = self.tr(
            "Remove %1 from this computer? Its files are deleted; results that were made with it "
            "stay."
        ).replace("%1", entry.title)
        if self.models.status(entry).in_use:
            text += "\n\n" + self.tr("It is in use: the built-in model takes its place.")
        return self._agrees(self.tr("Remove model"), text, self.tr("Remove"))

    def _accepts_licence(self) -> bool:
        text = self.tr(
            "The weights of insightface may be used for non-commercial research only. Nobody may "
            "use them in a product, a paid service or other commercial work.\n\n"
            "They are downloaded from github.com/deepinsight/insightface (15 MB) and stay on this "
            "computer. No image and nothing about you is sent.\n\n"
            "Do you accept this licence?"
        )
        return self._agrees(self.tr("Licence of the weights"), text, self.tr("Accept and download"))

    def _agrees(self, title: str, text: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=self)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is agreed

    # -- importing -------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Choose a model file to import."""
        path = ask_for_model(self, self.tr("Import model"), self._settings)
        if path is not None:
            self.take([path])

    def ask_for_folder(self) -> None:
        """Choose a model folder to import."""
        path = ask_for_folder(self, self.tr("Import model folder"), self._settings)
        if path is not None:
            self.take([path])

    def _import_next(self) -> None:
        if not self._waiting:
            return
        path = self._waiting.pop(0)
        taken = [entry.name for entry in self.models.models or ()]
        self.dialog = dialog = ImportDialog(path, taken, self)
        dialog.finished.connect(self._on_dialog_finished)

        dialog.look_wanted.connect(partial(self._look, dialog))
        dialog.add_wanted.connect(partial(self._add, dialog))
        dialog.open()
        if path.suffix.lower() in PUBLISHED_SUFFIXES:
            self.models.find_datasets(path, self._while_open(dialog, dialog.show_datasets))
        else:
            self._look(dialog, None)

    def _look(self, dialog: ImportDialog, dataset: OfficialDataset | None) -> None:
        then = self._while_open(dialog, dialog.show_found)
        self.models.look_into(dialog.path, dataset, then)

    def _add(self, dialog: ImportDialog, found: ModelToImport, name: str) -> None:
        self.models.add(found, name, self._while_open(dialog, dialog.show_kept))

    def _while_open(
        self, dialog: ImportDialog, show: Callable[[_Answer], None]
    ) -> Callable[[_Answer], None]:
        """The user may have closed the dialog when the answer comes."""

        def heard(answer: _Answer) -> None:
            if self.dialog is dialog:
                show(answer)

        return heard

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self._import_next()

    @Slot(str)
    def _on_added(self, name: str) -> None:
        self._new = f"model:{name}"
        self._state.toast(self.tr("%1 is now among your models").replace("%1", name))
