"""The right side of the Analyse view: who is in the film, and figures of the one chosen.

Shows what it is told; the actions are the view's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.results.edits import TimeRange
from svfap_core.types import Status
from svfap_gui.analyse.figure_table import FigureTable
from svfap_gui.analyse.lanes import NO_LANES, Lanes
from svfap_gui.analyse.person_list import PersonEntry, PersonList
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.analyse.timeline_hints import status_words
from svfap_gui.parts.actions import Action
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.statistics import PersonStatistics


class Inspector(QFrame):
    """Persons above, figures below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.persons = PersonList(self)
        self.persons.setFrameShape(QFrame.Shape.NoFrame)
        self.persons.setObjectName("flatList")
        self.table = FigureTable(self)
        self.table.setObjectName("flatList")
        self._heading = self._label("title")
        self._who = self._label("title")
        self._when = self._label("muted")
        self._when.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._notes = self._label("caption")
        self._notes.setWordWrap(True)
        self._empty = self._label("muted")
        self._empty.setWordWrap(True)
        self._head = head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._heading, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, GRID_PX, PADDING_PX, PADDING_PX - 4)
        layout.setSpacing(GRID_PX)
        layout.addLayout(head)
        layout.addWidget(self._empty)
        layout.addWidget(self.persons)
        line = QFrame(self)
        line.setObjectName("line")
        line.setFixedHeight(1)
        layout.addWidget(line)
        about = QHBoxLayout()
        about.setSpacing(GRID_PX)
        about.addWidget(self._who, 1)
        about.addWidget(self._when)
        layout.addLayout(about)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._notes)
        self.setMinimumWidth(300)
        self._parts = (line, self._who, self._when, self.table, self._notes)
        self.show_persons((), None)
        self.show_figures(None, NO_LANES, "", None)

    def add_actions(self, actions: Sequence[Action]) -> None:
        """Buttons for what is done with the chosen person."""
        for action in actions:
            self._head.addWidget(self._button(action))

    def show_persons(self, entries: Sequence[PersonEntry], chosen: int | None) -> None:
        """Who there is."""
        self.persons.show_entries(entries, chosen)
        self._heading.setText(self.tr("Persons"))
        self.persons.setVisible(bool(entries))
        self._empty.setVisible(not entries)

    def tell(self, text: str) -> None:
        """Why nobody is there yet."""
        self._empty.setText(text)

    def show_figures(
        self,
        figures: PersonStatistics | None,
        lanes: Lanes,
        name: str,
        chosen: TimeRange | None,
    ) -> None:
        """The figures of the person `name` in a stretch, or in the whole film."""
        for part in self._parts:
            part.setVisible(figures is not None)
        if figures is None:
            return
        self._who.setText(name)
        if chosen is None:
            self._when.setText(self.tr("Whole video"))
        else:
            text = self.tr("%1 to %2 (%3 s)")
            for place, value in (
                ("%1", clock(chosen.start_s, 0.1)),
                ("%2", clock(chosen.end_s, 0.1)),
                ("%3", f"{chosen.end_s - chosen.start_s:.1f}"),
            ):
                text = text.replace(place, value)
            self._when.setText(text)
        self.table.show_figures(figures, lanes.emotions, lanes.dimensions)
        self._notes.setText(" ".join(self._sentences(figures, lanes)))

    def _sentences(self, figures: PersonStatistics, lanes: Lanes) -> list[str]:
        told = [self.tr("%1 s of trusted scores.").replace("%1", f"{figures.seconds:.1f}")]
        for status, count in figures.left_out.items():
            if status is not Status.NO_FACE and count:
                text = self.tr("%n row(s) left out: %1.", "", count)
                told.append(text.replace("%1", status_words(status)))
        if figures.excluded:
            told.append(self.tr("%n row(s) excluded by you.", "", figures.excluded))
        if figures.baseline is not None:
            told += self._about_baseline(figures)
        if lanes.derived and lanes.dimensions:
            text = self.tr("Derived from the emotions, not learned: %1.")
            told.append(text.replace("%1", ", ".join(map(affect_name, lanes.dimensions))))
        return told

    def _about_baseline(self, figures: PersonStatistics) -> list[str]:
        against = figures.baseline
        if against is None:
            return []
        if against.too_few_rows:
            return [
                self.tr("The baseline holds too few rows to compare with: choose a longer one.")
            ]
        text = self.tr("Compared with %1 to %2.")
        text = text.replace("%1", clock(against.range.start_s, 0.1))
        told = [text.replace("%2", clock(against.range.end_s, 0.1))]
        if against.flat:
            text = self.tr("Too steady there to compare: %1.")
            told.append(text.replace("%1", ", ".join(map(affect_name, against.flat))))
        return told

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _button(self, action: Action) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setObjectName("iconButton")
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(CONTROL_PX, CONTROL_PX)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(action.iconText())
        return button
