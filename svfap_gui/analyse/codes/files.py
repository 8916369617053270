"""Asks for files of coding schemes and of codes, beginning where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from svfap_core.codes.coding_file import SCHEME_ENDING
from svfap_core.codes.importing import ENDINGS
from svfap_core.system import file_name

_FOLDER = "analyse/codes_folder"


def ask_for_scheme(parent: QWidget, settings: QSettings) -> Path | None:
    """A file of a coding scheme; nothing when the user has not chosen."""
    kinds = [f"{parent.tr('Coding schemes')} (*{SCHEME_ENDING})", f"{parent.tr('All files')} (*)"]
    return _ask(parent, parent.tr("Load a coding scheme"), settings, kinds)


def ask_for_codes(parent: QWidget, settings: QSettings) -> Path | None:
    """A file of codes, of any program; nothing when the user has not chosen."""
    endings = " ".join(f"*{ending}" for ending in ENDINGS)
    kinds = [f"{parent.tr('Files of codes')} ({endings})", f"{parent.tr('All files')} (*)"]
    return _ask(parent, parent.tr("Import codes"), settings, kinds)


def ask_where_to_save_scheme(parent: QWidget, name: str, settings: QSettings) -> Path | None:
    """Where a coding scheme goes; nothing when the user has not chosen."""
    name = file_name(name, otherwise="codes")
    kind = f"{parent.tr('Coding schemes')} (*{SCHEME_ENDING})"
    title = parent.tr("Save the coding scheme")
    return ask_where_to_save(
        parent,
        settings,
        title=title,
        name=f"{name}{SCHEME_ENDING}",
        kind=kind,
        ending=SCHEME_ENDING,
    )


def ask_where_to_save(
    parent: QWidget, settings: QSettings, *, title: str, name: str, kind: str, ending: str
) -> Path | None:
    """Where a file goes, with its ending; nothing when the user has not chosen."""
    place = Path(str(settings.value(_FOLDER, "")), name)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(place), kind)
    if not chosen:
        return None
    settings.setValue(_FOLDER, str(Path(chosen).parent))
    return Path(chosen if chosen.casefold().endswith(ending.casefold()) else f"{chosen}{ending}")


def _ask(parent: QWidget, title: str, settings: QSettings, kinds: list[str]) -> Path | None:
    folder = str(settings.value(_FOLDER, ""))
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, ";;".join(kinds))
    if not name:
        return None
    settings.setValue(_FOLDER, str(Path(name).parent))
    return Path(name)
