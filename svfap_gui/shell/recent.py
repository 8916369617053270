"""The files and folders that were opened last, and when. Opens nothing and looks at no disk."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QSettings, Signal, Slot

MOST_OF_A_KIND = 6

_KEY = "files/recent"
_RESULTS = frozenset({".csv", ".parquet", ".json"})
_MODELS = frozenset({".pth", ".pt", ".ckpt", ".safetensors", ".yaml"})


class Recent(NamedTuple):
    """A file or folder, and when it was opened last, where that is known."""

    path: Path
    at: datetime | None


class RecentFiles(QObject):
    """Kept in the app's settings, some of each kind, the newest first."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def all(self) -> list[Recent]:
        """Whether they still exist or not."""
        try:
            stored = json.loads(str(self._settings.value(_KEY, "[]")))
            return [_recent(entry) for entry in stored]
        except (ValueError, TypeError, IndexError):
            return []

    @Slot(object)
    def note(self, path: Path) -> None:
        """A file or folder has been opened."""
        path = path.absolute()
        known = [other for other in self.all if other.path != path]
        kept: list[Recent] = []
        of_kind: dict[str, int] = {}
        for other in (Recent(path, datetime.now().astimezone()), *known):
            kind = kind_of(other.path)
            of_kind[kind] = of_kind.get(kind, 0) + 1
            if of_kind[kind] <= MOST_OF_A_KIND:
                kept.append(other)
        self._settings.setValue(
            _KEY,
            json.dumps([[str(one.path), one.at.isoformat() if one.at else ""] for one in kept]),
        )
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Start empty."""
        self._settings.remove(_KEY)
        self.changed.emit()


def kind_of(path: Path) -> str:
    """By the name alone: videos, results, models, folders."""
    suffix = path.suffix.lower()
    if suffix in _RESULTS:
        return "results"
    if suffix in _MODELS:
        return "models"
    return "videos" if suffix else "folders"


def _recent(entry: object) -> Recent:
    """Entries of earlier versions are paths alone."""
    if isinstance(entry, str):
        return Recent(Path(entry), None)
    name, at = entry  # pyright: ignore[reportGeneralTypeIssues]  # else the error says so
    return Recent(Path(str(name)), datetime.fromisoformat(str(at)) if at else None)
