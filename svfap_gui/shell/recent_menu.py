"""The files that were opened last, by kind, as a menu. Opens nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from svfap_gui.shell.recent import RecentFiles, kind_of


class RecentMenu(QMenu):
    """Shows those that still exist; filled when it is opened."""

    chosen = Signal(Path)

    def __init__(self, files: RecentFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self._files = files
        self.aboutToShow.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self.clear()
        existing = [
            (path, "folders" if path.is_dir() else kind_of(path))
            for path, _ in self._files.all
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
            self.addAction(self.tr("&Clear this list"), self._files.forget)
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
