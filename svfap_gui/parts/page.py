"""What the frame needs of a view: a name, commands, notices, files that it takes. Knows no view."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from svfap_gui.parts.banner import NoticeStack
from svfap_gui.parts.command import Commands
from svfap_gui.parts.notices import Notices


class Page(QWidget):
    """One view of the window: a toolbar of its own on top, then whatever it shows.

    A page knows no other page. What belongs into another view is asked for by `open_wanted`.

    Args:
        parent: The owner.
        notices: What the view has to show, if whoever works for it reports too; else its own.
    """

    open_wanted = Signal(Path)
    """A file that another view should open: a result, a video, a model."""

    subject_changed = Signal()
    """Another file or source is in view: see `subject`."""

    name = ""
    """Of the view, in the user's language, for rail and menu."""
    tip = ""
    """What the view is for."""
    icon_name = ""
    takes_many = False
    """Whether several files at once belong here, rather than to a view that shows one."""
    keeps_work = False
    """Whether what is done with a file here is saved: of views that take it, this one goes first
    unless another is shown."""
    captures = False
    """Whether what is shown comes from a source as it plays, so that its rates matter."""
    commands: Commands
    """Everything the user can do here; its menus stand in the menu bar while the view is shown."""

    def __init__(self, parent: QWidget | None = None, notices: Notices | None = None) -> None:
        super().__init__(parent)
        self.notices = notices or Notices(self)
        self.notice_stack = NoticeStack(self.notices, self)

    @property
    def subject(self) -> str:
        """The file or source in view, for the window's title; empty for none."""
        return ""

    def takes(self, path: Path) -> bool:
        """Whether a file or folder that is dropped or opened belongs here; looks at names only."""
        del path
        return False

    def take(self, paths: Sequence[Path]) -> None:
        """Open what `takes` has welcomed."""
        del paths

    def arrive(self) -> None:
        """The user has come to this view: a place to refresh what may have changed outside."""

    def welcome(self, start: QWidget) -> None:
        """Show this while nothing is open; asked only of the view that keeps work."""
        del start

    def drafts(self) -> Sequence[tuple[Path, float]]:
        """Videos with work that lies in no result, and when it was kept, in seconds of the epoch.

        Reads files: for a thread.

        Raises:
            OSError: They cannot be read.
        """
        return ()

    def unfinished(self) -> Sequence[str]:
        """Work that would be lost if the window closed now, and why it is not saved, in words.

        What merely runs stands in the list of activities.
        """
        return ()

    def leave(self) -> None:
        """The window is about to close: begin to write what is not yet written."""


def taker(
    pages: Sequence[Page], paths: Sequence[Path], shown: Page | None
) -> tuple[Page | None, list[Path]]:
    """Which page takes files that are opened, and which of them; `None` if none does.

    The one shown goes before the one that keeps work, and that before all others. Several files go
    to a page of many first.
    """
    order = sorted(pages, key=lambda page: (page is not shown, not page.keeps_work))
    if len(paths) > 1:
        order.sort(key=lambda page: not page.takes_many)
    for page in order:
        if taken := [path for path in paths if page.takes(path)]:
            return page, taken
    return None, []
