"""The files that were opened last, by kind, as a menu. Opens nothing itself."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

MOST_OF_A_KIND = 6

_KEY = "files/recent"
_RESULTS = frozenset({".csv", ".parquet", ".json"})
_MODELS = frozenset({".pth", ".pt", ".ckpt", ".safetensors", ".yaml"})


class RecentMenu(QMenu):
    """Shows those that still exist; filled when it is opened."""

    chosen = Signal(Path)

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self._settings = settings
        self.aboutToShow.connect(self._fill)
        self._fill()

    @Slot(object)
    def note(self, path: Path) -> None:
        """A file or folder has been opened."""
        path = path.absolute()
        known = [other for other in self._stored() if other != path]
        kept: list[Path] = []
        of_kind: dict[str, int] = {}
        for other in (path, *known):
            kind = _kind_of(other)
            of_kind[kind] = of_kind.get(kind, 0) + 1
            if of_kind[kind] <= MOST_OF_A_KIND:
                kept.append(other)
        self._settings.setValue(_KEY, json.dumps([str(other) for other in kept]))

    @Slot()
    def forget(self) -> None:
        """Begin anew."""
        self._settings.remove(_KEY)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        existing = [
            (path, "folders" if path.is_dir() else _kind_of(path))
            for path in self._stored()
            if path.exists()
        ]
        names = {
            "videos": self.tr("Videos"),
            "results": self.tr("Results"),
            "models": self.tr("Models"),
            "folders": self.tr("Folders"),
        }
        for kind, name in names.items():
            paths = [path for path, its_kind in existing if its_kind == kind]
            if not paths:
                continue
            heading = self.addAction(name)
            heading.setEnabled(False)
            for path in paths:
                self._add(path)
        if existing:
            self.addSeparator()
            self.addAction(self.tr("&Clear this list"), self.forget)
        else:
            self.addAction(self.tr("Nothing has been opened yet")).setEnabled(False)
        for action in self.actions():
            # A file may be called like what macOS moves into the application's own menu.
            action.setMenuRole(QAction.MenuRole.NoRole)

    def _add(self, path: Path) -> None:
        action = self.addAction(path.name.replace("&", "&&"))
        action.setToolTip(str(path))

        def choose() -> None:
            self.chosen.emit(path)

        action.triggered.connect(choose)

    def _stored(self) -> list[Path]:
        try:
            names = json.loads(str(self._settings.value(_KEY, "[]")))
        except ValueError:
            return []
        return [Path(str(name)) for name in names] if isinstance(names, list) else []


def _kind_of(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in _RESULTS:
        return "results"
    if suffix in _MODELS:
        return "models"
    return "videos" if suffix else "folders"
