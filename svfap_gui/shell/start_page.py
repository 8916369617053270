"""What is shown while nothing is open: where to begin, and what was worked on last.

Opens nothing itself; whether files still exist it finds out in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.icons import icon
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.shell.recent import Recent
from svfap_gui.work.task import Tasks

MOST_SHOWN = 8

_WIDTH_PX = 760


class Found(NamedTuple):
    """What can be gone on with."""

    recent: tuple[Recent, ...]
    drafts: tuple[Recent, ...]
    """Videos and results with work that lies in no result."""


class StartPage(QScrollArea):
    """Three ways to begin, a sample, unfinished work and recent files.

    Args:
        tasks: Run `look`.
        recent: What was opened last, whether it exists or not.
        drafts: What there are drafts of; called in a thread.
        parent: The owner.
    """

    video_wanted = Signal()
    folder_wanted = Signal()
    live_wanted = Signal()
    sample_wanted = Signal()
    chosen = Signal(Path)
    """To be opened again."""

    def __init__(
        self,
        tasks: Tasks,
        recent: Callable[[], Sequence[Recent]],
        drafts: Callable[[], Sequence[Recent]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._recent = recent
        self._drafts = drafts
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        body.setObjectName("startBody")
        self.setWidget(body)
        middle = QWidget(body)
        middle.setMaximumWidth(scaled(_WIDTH_PX))
        around = QHBoxLayout(body)
        around.setContentsMargins(*(3 * PADDING_PX,) * 4)
        around.addStretch(1)
        around.addWidget(middle, 8)
        around.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PADDING_PX)
        headline = QLabel(self.tr("What do you want to analyse?"), middle)
        headline.setObjectName("headline")
        column.addWidget(headline)
        column.addWidget(self._ways(middle))
        hint = QHBoxLayout()
        dropped = QLabel(self.tr("Or drop files and folders anywhere on this window."), middle)
        dropped.setObjectName("muted")
        hint.addWidget(dropped, 1)
        self.sample = QPushButton(self.tr("Try a sample video"), middle)
        self.sample.setToolTip(self.tr("A clip of 12 s with several faces, made on this computer"))
        self.sample.clicked.connect(self.sample_wanted)
        hint.addWidget(self.sample)
        column.addLayout(hint)
        self.unfinished = _FileList(self.tr("Not analysed yet, with your work kept"), middle)
        self.files = _FileList(self.tr("Recent"), middle)
        for listed in (self.unfinished, self.files):
            listed.chosen.connect(self.chosen)
            column.addWidget(listed)
        column.addStretch(1)

    def _ways(self, parent: QWidget) -> QWidget:
        ways = QWidget(parent)
        ways.setObjectName("ways")
        line = QHBoxLayout(ways)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID_PX)
        words = self.tr("See who shows what, and when")
        self.video = self._way(ways, "file", self.tr("A video…"), words, primary=True)
        words = self.tr("All of them, one after another")
        self.folder = self._way(ways, "folder", self.tr("A folder of videos…"), words)
        words = self.tr("Live, and recorded if you like")
        self.live = self._way(ways, "camera", self.tr("A camera or stream"), words)
        self.video.clicked.connect(self.video_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.live.clicked.connect(self.live_wanted)
        for button in (self.video, self.folder, self.live):
            holder = QVBoxLayout()
            holder.setSpacing(GRID_PX // 2)
            holder.addWidget(button)
            caption = QLabel(button.toolTip(), ways)
            caption.setObjectName("caption")
            caption.setWordWrap(True)
            caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            holder.addWidget(caption)
            line.addLayout(holder, 1)
        return ways

    def _way(
        self, parent: QWidget, picture: str, text: str, words: str, *, primary: bool = False
    ) -> QPushButton:
        button = QPushButton(f" {text}", parent)
        button.setIcon(icon(picture, "on_accent" if primary else "text"))
        button.setIconSize(square(20))
        button.setToolTip(words)
        if primary:
            button.setObjectName("primary")
        return button

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Files may have come and gone meanwhile."""
        super().showEvent(event)
        self.video.setFocus()
        self.look()

    @Slot()
    def look(self) -> None:
        """Find out, in a thread, what there is to go on with."""
        if not self.isVisible():
            return
        recent, drafts = self._recent(), self._drafts

        def find() -> Found:
            kept = [draft for draft in drafts() if draft.path.exists()][:MOST_SHOWN]
            others = [one for one in recent if one.path.exists()]
            return Found(tuple(others[:MOST_SHOWN]), tuple(kept))

        self._tasks.run(lambda _task: find(), self._show, latest="look")

    def _show(self, found: Found) -> None:
        self.unfinished.show_files(found.drafts)
        self.files.show_files(found.recent)


class _FileList(QWidget):
    """Names, folders and dates; hidden while empty."""

    chosen = Signal(Path)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Recent, ...] = ()
        heading = QLabel(title, self)
        heading.setObjectName("title")
        self._frame = QFrame(self)
        self._frame.setObjectName("panel")
        self._rows = QVBoxLayout(self._frame)
        self._rows.setContentsMargins(*(GRID_PX // 2,) * 4)
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, PADDING_PX, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(heading)
        column.addWidget(self._frame)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """One per file."""
        return self._frame.findChildren(QPushButton)

    def show_files(self, files: tuple[Recent, ...]) -> None:
        """Show these, unless they are shown."""
        self.setVisible(bool(files))
        if files == self._shown:
            return
        self._shown = files
        for button in self.buttons:
            button.setParent(None)
            button.deleteLater()
        for one in files:
            self._rows.addWidget(self._row(one))

    def _row(self, one: Recent) -> QPushButton:
        row = QPushButton(self._frame)
        row.setObjectName("fileRow")
        row.setToolTip(str(one.path))
        row.setAccessibleName(one.path.name)
        row.clicked.connect(lambda: self.chosen.emit(one.path))
        name = QLabel(one.path.name, row)
        name.setTextFormat(Qt.TextFormat.PlainText)
        folder = QLabel(one.path.parent.name, row)
        folder.setTextFormat(Qt.TextFormat.PlainText)
        folder.setObjectName("muted")
        date = QLabel(_date(one.at), row)
        date.setObjectName("muted")
        line = QHBoxLayout(row)
        line.setContentsMargins(GRID_PX, 0, GRID_PX, 0)
        line.setSpacing(PADDING_PX)
        line.addWidget(name)
        line.addWidget(folder, 1)
        line.addWidget(date)
        for label in (name, folder, date):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return row


def _date(at: datetime | None) -> str:
    if at is None:
        return ""
    short, when = QLocale.FormatType.ShortFormat, QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    if when.date() == QDate.currentDate():
        return QLocale().toString(when.time(), short)
    return QLocale().toString(when.date(), short)
