"""Asks for files, beginning where the last one was, and shows folders. Knows no view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from svfap_gui.parts.app_log import log_folder

_LAST_FOLDER = "files/last_folder"
_SOURCES = (
    "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.wmv *.ts *.3gp *.gif "
    "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.heic *.heif *.avif"
)

_SETTINGS = "*.yaml *.yml"
_RESULTS = "*.parquet *.csv *.json"


def ask_for_video(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A video that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Videos and images')} ({_SOURCES})")


def ask_for_file(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """Any file that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, "")


def ask_for_model(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A model's file that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Models')} (*.pth *.pt *.safetensors)")


def ask_for_detector(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A detector's file that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Detectors')} (*.onnx)")


def ask_for_report(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A report on hidden faces that the user has chosen; nothing when they have not."""
    kind = parent.tr("Reports on hidden faces")
    return _ask(parent, title, settings, f"{kind} (*.hidden-faces.json)")


def ask_for_comparison(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A file of a result, or of codes, that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Results and codes')} ({_RESULTS})")


def ask_for_settings(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A file of settings that the user has chosen; nothing when they have not."""
    return _ask(parent, title, settings, f"{parent.tr('Settings')} ({_SETTINGS})")


def ask_where_to_save_settings(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """Where a file of settings goes; nothing when the user has not chosen."""
    place = Path(str(settings.value(_LAST_FOLDER, "")), "settings.yaml")
    kind = f"{parent.tr('Settings')} ({_SETTINGS})"
    name, _ = QFileDialog.getSaveFileName(parent, title, str(place), kind)
    if not name:
        return None
    settings.setValue(_LAST_FOLDER, str(Path(name).parent))
    return Path(name) if Path(name).suffix else Path(f"{name}.yaml")


def ask_where_to_save_table(
    parent: QWidget, title: str, name: str, settings: QSettings
) -> Path | None:
    """Where a table goes, as a workbook or as CSV by its ending; nothing when not chosen."""
    place = Path(str(settings.value(_LAST_FOLDER, "")), name)
    workbook, text = f"{parent.tr('Excel workbook')} (*.xlsx)", "CSV (*.csv)"
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(place), f"{workbook};;{text}")
    if not chosen:
        return None
    path = Path(chosen)
    settings.setValue(_LAST_FOLDER, str(path.parent))
    if path.suffix.casefold() in {".csv", ".xlsx"}:
        return path
    return path.with_name(path.name + (".csv" if kind == text else ".xlsx"))


def ask_for_videos(parent: QWidget, title: str, settings: QSettings) -> list[Path]:
    """Videos that the user has chosen; none when they have not."""
    kinds = f"{parent.tr('Videos and images')} ({_SOURCES});;{parent.tr('All files')} (*)"
    folder = str(settings.value(_LAST_FOLDER, ""))
    names, _ = QFileDialog.getOpenFileNames(parent, title, folder, kinds)
    if names:
        settings.setValue(_LAST_FOLDER, str(Path(names[0]).parent))
    return [Path(name) for name in names]


def ask_for_folder(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """A folder that the user has chosen; nothing when they have not."""
    name = QFileDialog.getExistingDirectory(parent, title, str(settings.value(_LAST_FOLDER, "")))
    if not name:
        return None
    settings.setValue(_LAST_FOLDER, name)
    return Path(name)


def show_folder(folder: Path) -> None:
    """Open a folder in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def show_log_folder() -> None:
    """Open the folder of the log files."""
    show_folder(log_folder())


def _ask(parent: QWidget, title: str, settings: QSettings, kind: str) -> Path | None:
    kinds = ";;".join(filter(None, (kind, f"{parent.tr('All files')} (*)")))
    folder = str(settings.value(_LAST_FOLDER, ""))
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    if not name:
        return None
    settings.setValue(_LAST_FOLDER, str(Path(name).parent))
    return Path(name)
