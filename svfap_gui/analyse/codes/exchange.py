"""Import and export of codes: asks, reads and writes in threads, says first what would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox

from svfap_core.codes.coding import Coding
from svfap_core.codes.losses import LossNote
from svfap_core.codes.reading import Imported
from svfap_core.codes.scheme_editing import include
from svfap_core.results.clock import MediaClock
from svfap_core.system import file_name
from svfap_gui.analyse.codes.files import ask_for_codes, ask_where_to_save
from svfap_gui.analyse.codes.formats import Format, Surroundings, losses, read
from svfap_gui.analyse.codes.import_dialog import ImportDialog
from svfap_gui.analyse.codes.keeping import CodeKeeping
from svfap_gui.parts.i18n import spoken
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


class CodeExchange(QObject):
    """Of one view.

    Args:
        view: Over which it asks.
        keeping: Whose codes are written and added to.
        parent: The owner.
    """

    def __init__(self, view: AnalyseView, keeping: CodeKeeping, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._keeping = keeping
        self._tasks = Tasks("svfap-code-files", view.notices.show, self)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._tasks.busy

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self._tasks.close(deadline_s)

    # -- import ----------------------------------------------------------------------------------

    @Slot()
    def import_codes(self) -> None:
        """Ask for a file of codes, and what of it is added to those of the open video."""
        path = ask_for_codes(self._view, self._view.settings)
        if path is not None:
            clock, document = self._clock, self._keeping.document

            def ask(found: tuple[Imported, ...]) -> None:
                if self._keeping.document is document:
                    self._ask_which(found, path)

            self._tasks.run(lambda _task: read(path, clock), ask)

    def _ask_which(self, found: tuple[Imported, ...], path: Path) -> None:
        document = self._keeping.document

        def add(coding: Coding) -> None:
            # Another video may have been opened meanwhile.
            if self._keeping.document is document:
                text = self.tr("Import %1").replace("%1", path.name)
                self._keeping.change(text, include(self._keeping.coding, coding))

        ImportDialog(
            found,
            video=self._view.document.title,
            length_s=self._view.length_s or None,
            then=add,
            parent=self._view,
        ).open()

    # -- export ----------------------------------------------------------------------------------

    def export(self, kind: Format) -> None:
        """Ask where a file goes, say what it cannot hold, and write it."""
        view, coding, around = self._view, self._keeping.coding, self._surroundings
        stem = Path(view.document.title).stem
        name = f"{stem} {coding.coder}".strip()
        path = ask_where_to_save(
            view,
            view.settings,
            title=self.tr("Export codes for %1").replace("%1", kind.program),
            name=f"{file_name(name, otherwise='codes')}{kind.ending}",
            kind=f"{kind.program} (*{kind.ending})",
            ending=kind.ending,
        )
        if path is None:
            return

        def write() -> None:
            self._tasks.run(
                lambda _task: kind.write(path, coding, around, path.parent),
                lambda _: view.state.toast(self.tr("Saved %1").replace("%1", path.name), path),
                saves=True,
            )

        def looked(lost: tuple[LossNote, ...]) -> None:
            if lost:
                self._confirm(kind, path, lost).accepted.connect(write)
            else:
                write()

        self._tasks.run(lambda _task: losses(kind, coding, around, path.parent), looked)

    def _confirm(self, kind: Format, path: Path, lost: tuple[LossNote, ...]) -> QMessageBox:
        box = QMessageBox(
            QMessageBox.Icon.Information,
            self.tr("Export codes"),
            self.tr("%1 will not hold all of your codes:").replace("%1", path.name),
            QMessageBox.StandardButton.Cancel,
            self._view,
        )
        lines = [f"• {spoken(note.note)}" for note in lost]
        if kind.is_read_back:
            lines.append(self.tr("Imported here again, the file gives back all of it."))
        box.setInformativeText("\n".join(lines))
        write = box.addButton(self.tr("Write"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(write)
        box.setEscapeButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    @property
    def _clock(self) -> MediaClock:
        """What other players count from; without its video a result knows."""
        recording = self._view.document.recording
        if self._view.player.info is None and recording is not None:
            return recording.clock
        return self._view.player.clock

    @property
    def _surroundings(self) -> Surroundings:
        view = self._view
        return Surroundings(
            video=view.document.video,
            length_s=view.length_s or None,
            clock=self._clock,
            dialect=view.exporting.dialect(),
        )
