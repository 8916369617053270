"""Steps through the doubtful stretches of a video with hidden faces, and records what was found.

Seeks the player; what follows from a review is decided in `svfap_core.anonymise.report`.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.anonymise.report import (
    Decision,
    Stretch,
    base_of_report,
    explained,
    read_report,
    settle,
    video_paths,
)
from svfap_core.errors import SvfapError
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_SIZE_PX = (520, 420)


class ReviewDialog(QDialog):
    """Blocks nothing and deletes itself when it is closed. Each answer is saved at once.

    Args:
        report: The report beside the videos.
        shown: Returns the video that the player shows, if any.
        seek: Shows a time of that video, in s.
        parent: The owner.

    Raises:
        SvfapError: The report cannot be read.
    """

    video_wanted = Signal(object)
    """The path of a video with hidden faces, to be opened in the player."""

    def __init__(
        self,
        report: Path,
        shown: Callable[[], Path | None],
        seek: Callable[[float], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Review hidden faces"))
        self.resize(on_screen(self, _SIZE_PX))
        self._path = report
        self._report = read_report(report)
        self._shown = shown
        self._seek = seek
        self.state = QLabel(self)
        self.state.setObjectName("title")
        self.stretches = QListWidget(self)
        self.stretches.setAccessibleName(self.tr("Stretches to look at"))
        self.stretches.currentRowChanged.connect(self._on_row)
        self.reasons = QLabel(self)
        self.reasons.setWordWrap(True)
        self.by = QLineEdit(_user(), self)
        self.by.setAccessibleName(self.tr("Who looks"))
        self.problem = QLabel(self)
        self.problem.setObjectName("caption")
        self.problem.setWordWrap(True)
        self.open_video = self._button(self.tr("Open the video"), self._open)
        self.previous = self._button(self.tr("Previous"), lambda: self._step(-1))
        self.next = self._button(self.tr("Next"), lambda: self._step(1))
        self.hidden = self._button(self.tr("All faces are hidden"), lambda: self._answer("hidden"))
        self.exposed = self._button(self.tr("A face shows"), lambda: self._answer("exposed"))
        make_primary(self.hidden)
        self._lay_out()
        self._fill()
        self.stretches.setCurrentRow(0)

    def _button(self, text: str, does: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(does)
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        who = QHBoxLayout()
        label = QLabel(self.tr("&Who looks"), self)
        label.setBuddy(self.by)
        who.addWidget(label)
        who.addWidget(self.by, 1)
        who.addWidget(self.open_video)
        answers = QHBoxLayout()
        for button in (self.previous, self.next):
            answers.addWidget(button)
        answers.addStretch(1)
        for button in (self.exposed, self.hidden):
            answers.addWidget(button)
        layout.addWidget(self.state)
        layout.addWidget(self.stretches, 1)
        layout.addWidget(self.reasons)
        layout.addWidget(self.problem)
        layout.addLayout(who)
        layout.addLayout(answers)

    def _fill(self) -> None:
        """Show the report as it is now; the chosen stretch stays chosen."""
        row = self.stretches.currentRow()
        self.stretches.blockSignals(True)  # noqa: FBT003  # Qt has no other way
        self.stretches.clear()
        self.stretches.addItems([self._text(stretch) for stretch in self._report.stretches])
        self.stretches.setCurrentRow(row)
        self.stretches.blockSignals(False)  # noqa: FBT003
        left = sum(not stretch.is_cleared for stretch in self._report.stretches)
        self.state.setText(
            self.tr("%n stretch(es) left to look at", "", left) if left else self.tr("Anonymised")
        )
        self._show_possible()

    def _text(self, stretch: Stretch) -> str:
        text = self.tr("%1 to %2: %3").replace("%1", clock(self._time(stretch.start_s), 0.1))
        states = {"hidden": self.tr("hidden"), "exposed": self.tr("a face shows")}
        last = stretch.reviews[-1].decision if stretch.reviews else None
        said = states[last] if last is not None else self.tr("not looked at")
        return text.replace("%2", clock(self._time(stretch.end_s), 0.1)).replace("%3", said)

    def _time(self, t_s: float) -> float:
        """A time of the analysed video, in the one that the player shows."""
        videos = video_paths(base_of_report(self._path), self._report)
        return max(t_s - self._report.begins_s, 0.0) if self._shown() in videos else t_s

    def _show_possible(self) -> None:
        row, count = self.stretches.currentRow(), self.stretches.count()
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row < count - 1)
        for button in (self.hidden, self.exposed):
            button.setEnabled(row >= 0)

    @Slot(int)
    def _on_row(self, row: int) -> None:
        if row >= 0:
            stretch = self._report.stretches[row]
            self.reasons.setText("\n".join(spoken(text) for text in explained(stretch)))
            self._seek(self._time(stretch.start_s))
        self._show_possible()

    def _step(self, count: int) -> None:
        self.stretches.setCurrentRow(self.stretches.currentRow() + count)

    def _open(self) -> None:
        self.video_wanted.emit(video_paths(base_of_report(self._path), self._report)[0])
        self._fill()

    def _answer(self, decision: Decision) -> None:
        """Keep what was found in the chosen stretch, and go to the next one."""
        row = self.stretches.currentRow()
        try:
            # What lies on the disk counts: somebody else may have reviewed a part.
            reviewed = read_report(self._path).reviewed([row + 1], decision, by=self.by.text())
            settle(self._path, reviewed)
        except SvfapError as error:
            self.problem.setText(spoken(str(error)))
            return
        self.problem.clear()
        self._report = reviewed
        self._fill()
        if row < self.stretches.count() - 1:
            self._step(1)


def _user() -> str:
    """The name of who is logged in; empty where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
