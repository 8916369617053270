"""Where files come in: by menu, drop, command line, start page. Knows views as pages only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QWidget

from svfap_gui.parts.file_dialogs import ask_for_file, ask_for_folder, ask_for_video
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.page import Page, taker
from svfap_gui.parts.words import some_names
from svfap_gui.shell.recent import Recent, RecentFiles
from svfap_gui.shell.start_page import StartPage
from svfap_gui.work.activities import Activities
from svfap_gui.work.preferences import sample_file
from svfap_gui.work.state import AppState
from svfap_gui.work.task import Task, Tasks

_REFUSED, _SAMPLE = "refused", "sample"
"""Causes of notices."""


class FrontDoor(QObject):
    """Gives files to the views that take them, and keeps the start page.

    Args:
        window: On which dialogs lie.
        pages: The views.
        state: Takes toasts; says what was opened.
        activities: Where the making of a sample is entered.
        settings: Where the last folder and recent files are kept.
        shown: Returns the view that the user sees.
    """

    page_wanted = Signal(int)
    """A view, counted from 0."""

    def __init__(
        self,
        window: QWidget,
        pages: Sequence[Page],
        state: AppState,
        activities: Activities,
        settings: QSettings,
        *,
        shown: Callable[[], Page],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._state = state
        self._settings = settings
        self._shown = shown
        self.recent = RecentFiles(settings, self)
        state.opened.connect(self.recent.note)
        self.home = next((i for i, page in enumerate(pages) if page.keeps_work), 0)
        self._tasks = Tasks("svfap-start", self._tell, self, activities=activities, in_turn=True)
        self.start = StartPage(self._tasks, lambda: self.recent.all, self._drafts, window)
        self.start.hide()
        pages[self.home].welcome(self.start)
        self._connect()

    def _connect(self) -> None:
        start = self.start
        self.recent.changed.connect(start.look)
        start.video_wanted.connect(self.ask_for_video)
        start.folder_wanted.connect(self.ask_for_folder)
        start.live_wanted.connect(self.show_live)
        start.sample_wanted.connect(self.make_sample)
        start.chosen.connect(self.open)

    def shut_down(self) -> None:
        """Leave no thread."""
        self._tasks.close()

    # -- asking ----------------------------------------------------------------------------------

    @Slot()
    def show_live(self) -> None:
        """Show the view of cameras and streams, which is the first."""
        self.page_wanted.emit(0)

    @Slot()
    def ask_for_file(self) -> None:
        """Choose a file to open."""
        path = ask_for_file(self._window, self.tr("Open"), self._settings)
        if path is not None:
            self.open(path)

    @Slot()
    def ask_for_video(self) -> None:
        """Choose a video to analyse."""
        path = ask_for_video(self._window, self.tr("Open video"), self._settings)
        if path is not None:
            self.open_all([path], prefer_shown=False)

    @Slot()
    def ask_for_folder(self) -> None:
        """Choose a folder of videos to analyse."""
        folder = ask_for_folder(self._window, self.tr("Open a folder of videos"), self._settings)
        if folder is not None:
            self.open_all([folder], prefer_shown=False)

    @Slot()
    def make_sample(self) -> None:
        """Open a clip that is made on the spot, the first time that it is wanted."""
        self._home.notices.retract(_SAMPLE)

        def make(_task: Task[object]) -> Path:
            path = sample_file()
            if not path.exists():
                from svfap_core.demo import make_demo_clip  # noqa: PLC0415  # loads FFmpeg

                path.parent.mkdir(parents=True, exist_ok=True)
                make_demo_clip(path)
            return path

        self._tasks.run(make, self._open_sample, title=self.tr("Making the sample video"))

    def _open_sample(self, path: Path) -> None:
        self.open_all([path], prefer_shown=False)

    # -- opening ---------------------------------------------------------------------------------

    @Slot(Path)
    def open(self, path: Path) -> None:
        """Open a file or folder where it belongs."""
        self.open_all([path])

    def open_all(self, paths: Sequence[Path], *, prefer_shown: bool = True) -> None:
        """Give files to the view that takes them, by the rules of `taker`.

        `prefer_shown`: the user is at work in the view that is shown.
        """
        if not paths:
            return
        shown = self._shown()
        for page in self._pages:
            page.notices.retract(_REFUSED)
        page, taken = taker(self._pages, paths, shown if prefer_shown else None)
        if page is not None:
            self.page_wanted.emit(self._pages.index(page))
            page.take(taken)
            if not page.keeps_work:  # That one says itself whether it could be opened.
                for path in taken:
                    self.recent.note(path)
            if page.takes_many and (len(taken) > 1 or taken[0].is_dir()):
                text = self.tr("Added to the batch: %1. Press Start to analyse.")
                self._state.toast(text.replace("%1", some_names(taken)))
        refused = [path for path in paths if path not in taken]
        if refused:
            self._refuse(page or shown, refused)

    def _refuse(self, page: Page, paths: Sequence[Path]) -> None:
        text = self.tr("%1 cannot be opened").replace("%1", some_names(paths))
        hint = self.tr("Open a video, a folder of videos, a result table or a model.")
        page.notices.show(Notice(text=text, hint=hint, error=True, cause=_REFUSED))

    # -- the start page --------------------------------------------------------------------------

    @property
    def _home(self) -> Page:
        return self._pages[self.home]

    def _drafts(self) -> list[Recent]:
        return [
            Recent(path, datetime.fromtimestamp(at_s, UTC).astimezone())
            for path, at_s in self._home.drafts()
        ]

    def _tell(self, notice: Notice) -> None:
        self._home.notices.show(notice)
