"""What the user can do in the Models view: one row per command, in the order of its menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from svfap_gui.models.detector_card import DetectorCard
from svfap_gui.models.model_card import InstalledModelCard
from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.models.view import ModelsView

OF_CARD = ("use", "verify", "copy-hash", "choose-file", "download", None, "remove")
"""The context menu of a card."""


def model_menus(view: ModelsView) -> tuple[Menu, ...]:
    """The one menu: import, what is done with the card that had the focus last, reading again."""
    rows = (*_of_import(view), None, *_of_card(view), None, *_of_model(view), None)
    return (Menu(view.name, (*rows, *_of_detector(view), None, _refresh(view))),)


def _of_import(view: ModelsView) -> tuple[Command, ...]:
    tr = view.tr
    return (
        Command(
            "import",
            tr("&Import model…"),
            view.ask_for_file,
            keys="Ctrl+I",
            icon="drop",
            tip=tr("Add a model file (.pth, .safetensors) to your models"),
        ),
        Command(
            "import-folder",
            tr("Import model &folder…"),
            view.ask_for_folder,
            tip=tr("Add a folder with model.safetensors and card.json to your models"),
        ),
    )


def _of_card(view: ModelsView) -> tuple[Command, ...]:
    tr = view.tr

    def can_use() -> bool:
        return view.current is not None and _can(view.current.use)

    return (
        Command(
            "use",
            tr("&Use"),
            partial(view.do_with_current, "use"),
            tip=tr("Use this model or detector from now on"),
            enabled_when=can_use,
            title_when=lambda: _named(tr("&Use %1"), view.current),
        ),
    )


def _of_model(view: ModelsView) -> tuple[Command, ...]:
    tr = view.tr

    def model() -> InstalledModelCard | None:
        return view.current if isinstance(view.current, InstalledModelCard) else None

    def can_verify() -> bool:
        card = model()
        return card is not None and _can(card.verify)

    def can_remove() -> bool:
        card = model()
        return card is not None and _can(card.remove)

    def has_hash() -> bool:
        card = model()
        return card is not None and card.entry.stored.card is not None

    return (
        Command(
            "verify",
            tr("&Verify"),
            partial(view.do_with_current, "verify"),
            tip=tr("Check every byte, score a test window and measure the time"),
            enabled_when=can_verify,
            title_when=lambda: _named(tr("&Verify %1"), model()),
        ),
        Command(
            "copy-hash",
            tr("&Copy hash"),
            partial(view.do_with_current, "copy-hash"),
            tip=tr("Copy the hash of the weights"),
            enabled_when=has_hash,
        ),
        Command(
            "remove",
            tr("&Remove…"),
            partial(view.do_with_current, "remove"),
            keys="Del",
            tip=tr("Delete this model from this computer"),
            enabled_when=can_remove,
            title_when=lambda: _named(tr("&Remove %1…"), model()),
        ),
    )


def _of_detector(view: ModelsView) -> tuple[Command, ...]:
    tr = view.tr

    def detector() -> DetectorCard | None:
        return view.current if isinstance(view.current, DetectorCard) else None

    def can_choose() -> bool:
        card = detector()
        return card is not None and _can(card.choose)

    def can_download() -> bool:
        card = detector()
        return card is not None and _can(card.download)

    return (
        Command(
            "choose-file",
            tr("Choose &detector file…"),
            partial(view.do_with_current, "choose-file"),
            tip=tr("Use a detector's model file (.onnx) that lies on this computer"),
            enabled_when=can_choose,
        ),
        Command(
            "download",
            tr("Do&wnload SCRFD weights…"),
            partial(view.do_with_current, "download"),
            tip=tr("Fetch the weights of insightface; asks about their licence"),
            enabled_when=can_download,
        ),
    )


def _refresh(view: ModelsView) -> Command:
    return Command(
        "refresh",
        view.tr("R&eload"),
        view.models.refresh,
        keys="F5",
        tip=view.tr("Look again what models there are"),
    )


def _named(text: str, card: InstalledModelCard | DetectorCard | None) -> str:
    """The text with what it would be done to."""
    return text.replace(" %1", f" {card.title.text()}" if card is not None else "")


def _can(button: QWidget) -> bool:
    """Whether a card offers what a button does, now."""
    return button.isEnabled() and not button.isHidden()
