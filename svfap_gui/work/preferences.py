"""What the user has chosen for good: model, device, analysis, folders, language.

One frozen schema from which the settings dialog makes its form. Kept as JSON in the app's settings,
so that a field that a newer version adds has its default. Loads and runs nothing.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path, user_documents_path
from pydantic import AfterValidator, Field, ValidationError
from PySide6.QtCore import QObject, QSettings, Signal

from svfap_core.run_settings import RunSettings
from svfap_core.settings_file import read_run_settings, write_run_settings
from svfap_core.system import user_path

log = logging.getLogger(__name__)

_KEY = "preferences"


def _documents(name: str) -> Path:
    return user_documents_path() / "SVFAP" / name


Folder = Annotated[Path, AfterValidator(user_path)]
"""A folder as a user may type it, such as `~/Results`."""


class Preferences(RunSettings):
    """All of it: the settings of a run, then those of the window. Every field has a default."""

    results_folder: Annotated[Folder, Field(description="Where analyses of files go.")] = Field(
        default_factory=lambda: _documents("Results")
    )
    recordings_folder: Annotated[Folder, Field(description="Where live recordings go.")] = Field(
        default_factory=lambda: _documents("Recordings")
    )
    runs_folder: Annotated[Folder, Field(description="Where training runs and their data go.")] = (
        Field(default_factory=lambda: user_data_path("svfap", appauthor=False) / "training")
    )
    language: Annotated[
        Literal["system", "en", "zh_CN"],
        Field(description="Of the window; takes effect at the next start."),
    ] = "system"


def drafts_folder() -> Path:
    """Where work on videos is kept that has no place beside a result."""
    return user_data_path("svfap", appauthor=False) / "drafts"


def sample_file() -> Path:
    """Where the sample video is, once it has been made."""
    return user_data_path("svfap", appauthor=False) / "sample" / "Sample video.mp4"


def batch_list_file() -> Path:
    """Where the list of the batch is kept from one start of the app to the next."""
    return user_data_path("svfap", appauthor=False) / "batch.json"


class PreferencesStore(QObject):
    """The preferences in force, kept in the app's settings."""

    changed = Signal(object)
    """The new `Preferences`."""

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._value = self._read()

    @property
    def value(self) -> Preferences:
        """What holds now; frozen, so any thread may keep it."""
        return self._value

    def set(self, value: Preferences) -> None:
        """Keep and notify."""
        if value != self._value:
            self._value = value
            self._settings.setValue(_KEY, value.model_dump_json())
            self.changed.emit(value)

    def update(self, **fields: object) -> None:
        """Change some fields."""
        self.set(self._value.model_copy(update=fields))

    def save_run_settings(self, path: Path) -> None:
        """Write what a run takes of them to a YAML file.

        Raises:
            OutputError: The file cannot be written.
        """
        write_run_settings(path, RunSettings(**self._of_run()))

    def load_run_settings(self, path: Path) -> None:
        """Take what a YAML file says of a run; all else stays.

        Raises:
            SvfapError: The file cannot be used; then nothing changes.
        """
        self.update(**dict(read_run_settings(path)))

    def _of_run(self) -> dict[str, Any]:
        return {name: getattr(self._value, name) for name in RunSettings.model_fields}

    def _read(self) -> Preferences:
        stored = self._settings.value(_KEY)
        if stored is None:
            return Preferences()
        try:
            return Preferences.model_validate_json(str(stored))
        except ValidationError as error:
            log.warning("stored preferences are not understood, defaults are used: %s", error)
            return Preferences()
