"""Keeps the codes of the open video: found when it is opened, saved a moment after each step.

What codes are, `svfap_core.codes` knows. Knows no widget.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot

from svfap_core.codes.coding import Coding, Scheme
from svfap_core.codes.document import CodingDocument
from svfap_core.codes.drafts import CodingDrafts
from svfap_core.codes.scheme_editing import include
from svfap_core.errors import SvfapError
from svfap_core.results.edits_file import SourceId
from svfap_gui.analyse.codes.opening import Wanted, open_coding
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.results import identity_of
from svfap_gui.analyse.saving import Saver
from svfap_gui.parts.notice import notice_of
from svfap_gui.work.task import Task, Tasks

_CODER, _SCHEME = "analyse/coder", "analyse/coding_scheme"
NO_CODES = Coding()
_CAUSE = "codes"


class CodeSaver(Saver):
    """Saves one coder's codes of one video."""

    def __init__(self, document: CodingDocument, tasks: Tasks, parent: QObject) -> None:
        super().__init__(document, tasks, parent)
        self.document = document


class CodeKeeping(QObject):
    """The codes of what is open.

    Args:
        opened: What is open.
        settings: Where the coder's name and the scheme last used are kept.
        drafts_folder: Where codes are kept that cannot be written.
        parent: The owner.
    """

    changed = Signal()
    """Other codes hold now, of this video or another."""
    stepped = Signal()
    """The user has done a step, rather than undone or redone one."""
    kept = Signal()
    """Where the codes lie may have changed."""
    told = Signal(object)
    """A `Notice`: why codes cannot be opened."""

    def __init__(
        self,
        opened: AnalyseController,
        settings: QSettings,
        drafts_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._opened = opened
        self._settings = settings
        self._drafts = CodingDrafts(drafts_folder / "codes")
        self._reading = Tasks("svfap-codes", self.told.emit, self, in_turn=True)
        self._asked: Task[object] | None = None
        self.document: CodingDocument | None = None
        """Nothing while no video is open, or its codes are still being read."""
        self._saver: CodeSaver | None = None
        self._unclaimed = NO_CODES
        """Codes of nobody, while those of whom they go to are being read."""
        self._identifying: CodingDocument | None = None
        """Whose video is being read, or was."""
        opened.phase_changed.connect(self._on_phase)

    # -- what is open ----------------------------------------------------------------------------

    @property
    def coding(self) -> Coding:
        """The codes as they are now."""
        return NO_CODES if self.document is None else self.document.coding

    @property
    def is_open(self) -> bool:
        """Whether codes can be set."""
        return self.document is not None

    @property
    def busy(self) -> bool:
        """Whether codes are being read or saved."""
        return self._reading.busy or any(saver.busy for saver in self.findChildren(CodeSaver))

    @property
    def coder(self) -> str:
        """Who codes at this computer; empty until somebody has said so."""
        return str(self._settings.value(_CODER, ""))

    def set_coder(self, name: str) -> None:
        """Somebody else codes from now on: open their codes, under the scheme that is in use.

        Codes of nobody, such as an import before anybody gave a name, become theirs.
        """
        name = name.strip()
        if name != self.coder:
            self._unclaimed = NO_CODES if self.coding.coder else self.coding
            self._settings.setValue(_CODER, name)
            if self.document is not None:
                self._open()

    @property
    def scheme(self) -> Scheme:
        """The scheme that new codings follow: the one used last."""
        try:
            return Scheme.model_validate_json(str(self._settings.value(_SCHEME, "")))
        except ValidationError:
            return Scheme()

    # -- steps -----------------------------------------------------------------------------------

    def change(self, text: str, coding: Coding) -> bool:
        """A step of the user, named for the menu; false if it changes nothing."""
        if self.document is None:
            return False
        if not self.document.change(text, coding):
            return False
        self._identify(self.document)
        self._remember_scheme()
        self.stepped.emit()
        self._save_and_tell()
        return True

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        return None if self.document is None else self.document.undo_text

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        return None if self.document is None else self.document.redo_text

    def undo(self) -> None:
        """Take the last step back."""
        if self.document is not None:
            self.document.undo()
            self._save_and_tell()

    def redo(self) -> None:
        """Do again what was undone last."""
        if self.document is not None:
            self.document.redo()
            self._save_and_tell()

    # -- safety ----------------------------------------------------------------------------------

    @Slot()
    def save_all(self) -> None:
        """Write now, in threads, what waits, also of what was open before."""
        for saver in self.findChildren(CodeSaver):
            saver.save()

    def troubles(self) -> list[CodingDocument]:
        """Codes, open or not, that do not lie where they should; `error` says why."""
        savers = self.findChildren(CodeSaver)
        return [saver.document for saver in savers if saver.document.error is not None]

    def shut_down(self, deadline_s: float) -> None:
        """Write what waits, and leave no thread that reads, unless it hangs."""
        self.save_all()
        self._reading.close(deadline_s)

    # -- opening ---------------------------------------------------------------------------------

    @Slot(AnalysePhase)
    def _on_phase(self, phase: AnalysePhase) -> None:
        if phase in {AnalysePhase.EMPTY, AnalysePhase.OPENING}:
            self._unclaimed = NO_CODES
            self._show(None)
        elif self.document is None and self._asked is None:
            self._open()

    @Slot()
    def _open(self) -> None:
        scheme = self.coding.scheme if self.coding.scheme.tiers else self.scheme
        self._show(None)
        if self._saves_last():
            return
        work = self._opened.history.document
        if work.video is None and work.base is None:
            return
        wanted = Wanted(
            video=work.video,
            base=work.base,
            source=work.source,
            folder=self._opened.results_folder(),
            coder=self.coder,
            scheme=scheme,
            drafts=self._drafts,
        )
        self._asked = self._reading.run(
            lambda _task: open_coding(wanted), self._on_opened, failed=self._on_unreadable
        )

    def _saves_last(self) -> bool:
        """Whether what was open is still being written: codes of the same video are read then."""
        for saver in self.findChildren(CodeSaver):
            if saver.busy:
                saver.saved.connect(self._open, Qt.ConnectionType.SingleShotConnection)
                return True
        return False

    def _on_opened(self, document: CodingDocument) -> None:
        self._asked = None
        self._show(document)
        if document.due:
            self.save_all()
        unclaimed, self._unclaimed = self._unclaimed, NO_CODES
        if unclaimed.codes:
            step = self.tr("Take over codes without a coder")
            self.change(step, include(self.coding, unclaimed))

    def _on_unreadable(self, error: Exception) -> None:
        self._asked = None
        self.told.emit(notice_of(error, _CAUSE))

    def _show(self, document: CodingDocument | None) -> None:
        if self._asked is not None:
            self._asked.forget()
            self._asked = None
        if self._saver is not None:
            self._saver.retire()
            self._saver = None
        self.document = document
        if document is not None:
            self._saver = CodeSaver(document, self._opened.history.tasks, self)
            self._saver.saved.connect(self.kept)
        self.changed.emit()
        self.kept.emit()

    def _identify(self, document: CodingDocument) -> None:
        """Note by content which video it is, so that another one of its name has its own codes."""
        work = self._opened.history.document
        video = work.video
        if document.coding.source is not None:
            return
        if work.source is not None:
            document.identify(work.source)
        elif video is not None and self._identifying is not document:
            self._identifying = document

            def known(source: SourceId) -> None:
                document.identify(source)
                self.save_all()

            self._reading.run(lambda _task: identity_of(video), known, failed=self._on_unknown)

    def _on_unknown(self, error: Exception) -> None:
        """Whoever plays the video says that it cannot be read."""
        if not isinstance(error, SvfapError | OSError):
            raise error

    def _remember_scheme(self) -> None:
        scheme = self.coding.scheme
        if scheme.tiers and scheme != self.scheme:
            self._settings.setValue(_SCHEME, scheme.model_dump_json())

    def _save_and_tell(self) -> None:
        if self._saver is not None:
            self._saver.save_soon()
        self.changed.emit()
        self.kept.emit()
