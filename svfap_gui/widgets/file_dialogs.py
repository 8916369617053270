"""Asks for files, beginning where the last one was. Knows no view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

_LAST_FOLDER = "files/last_folder"
_VIDEOS = "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv *.ts *.3gp"


def ask_for_video(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A video that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Videos')} ({_VIDEOS})")


def ask_for_file(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """Any file that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, "")


def _ask(parent: QWidget, title: str, settings: QSettings, kind: str) -> Path | None:
    kinds = ";;".join(filter(None, (kind, f"{parent.tr('All files')} (*)")))
    folder = str(settings.value(_LAST_FOLDER, ""))
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    if not name:
        return None
    settings.setValue(_LAST_FOLDER, str(Path(name).parent))
    return Path(name)
