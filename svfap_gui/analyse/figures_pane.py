"""Figures of the chosen person: statistics, scores at the playhead, the affect plane.

Shows what it is given and counts nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
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
from svfap_gui.analyse.figure_table import FigureTable
from svfap_gui.analyse.lanes import DOUBTFUL, NO_LANES, Lane, Lanes
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.analyse.timeline_hints import doubt_words, status_words
from svfap_gui.parts.actions import Action
from svfap_gui.parts.affect_plane import TRAIL_S, AffectPlane
from svfap_gui.parts.text_size import scaled, square
from svfap_gui.parts.theme import CONTROL_PX, GRID_PX, PADDING_PX
from svfap_gui.parts.words import affect_name

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.statistics import PersonStatistics
    from svfap_gui.analyse.person_times import TimeAccount

WIDTH_PX, _LEAST_PX = 350, 335
_LEAST_TOLD_S = 0.05
"""Less is 0.0 s in words."""


class FiguresPane(QFrame):
    """Hidden while nobody is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.table = FigureTable(self)
        self.table.setObjectName("figureTable")
        self.plane = AffectPlane(self, figures=False)
        self.who = self._label("title")
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.when = self._label("muted")
        self.doubt = self._label("caption")
        self.doubt.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.notes = self._label("caption")
        self.notes.setWordWrap(True)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notes.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._lanes = NO_LANES
        self._lane: Lane | None = None
        self._t_s = 0.0
        self._about = about = QHBoxLayout()
        about.setSpacing(GRID_PX)
        about.addWidget(self.who, 1)
        about.addWidget(self.when)
        rest = _Rest(self)
        below = QHBoxLayout(rest)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(PADDING_PX - 4)
        below.addWidget(self.plane)
        below.addWidget(self.notes, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX - 4, GRID_PX, PADDING_PX - 4, GRID_PX)
        layout.setSpacing(GRID_PX // 2)
        layout.addLayout(about)
        layout.addWidget(self.table)
        layout.addWidget(self.doubt)
        layout.addWidget(rest, 1)
        self.setMinimumWidth(scaled(_LEAST_PX))

    def add_action(self, action: Action) -> None:
        """A button for what is done with the figures, beside the title."""
        button = QToolButton(self)
        button.setObjectName("iconButton")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(square(16))
        button.setFixedSize(square(CONTROL_PX - 4))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._about.addWidget(button)

    def show_figures(
        self,
        figures: PersonStatistics | None,
        account: TimeAccount | None,
        lanes: Lanes,
        name: str,
        chosen: TimeRange | None,
    ) -> None:
        """The figures of the person `name` in a stretch, or in the whole video."""
        self.setVisible(figures is not None)
        if figures is None:
            return
        if lanes is not self._lanes:
            self._set_dimensions(lanes)
        self._lanes, self._lane = lanes, lanes.of(figures.person_id)
        # Its room stays while it is empty, so that nothing moves as the video plays.
        self.doubt.setVisible(self._lane is not None and bool(self._lane.unclear.any()))
        self.who.setText(name)
        if chosen is None:
            self.when.setText(self.tr("Whole video"))
        else:
            text = self.tr("%1 to %2 (%3 s)")
            for place, value in (
                ("%1", clock(chosen.start_s, 0.1)),
                ("%2", clock(chosen.end_s, 0.1)),
                ("%3", f"{chosen.end_s - chosen.start_s:.1f}"),
            ):
                text = text.replace(place, value)
            self.when.setText(text)
        self.table.show_figures(figures, lanes.emotions, lanes.dimensions)
        told = [] if account is None else [self._about_time(account)]
        self.notes.setText("\n".join([*told, *self._sentences(figures, lanes)]))
        self.notes.setToolTip(self.notes.text())
        self.show_now(self._t_s)

    def show_now(self, t_s: float) -> None:
        """The playhead has moved: scores there, and the way of the last seconds in the plane."""
        self._t_s = t_s
        lanes, lane = self._lanes, self._lane
        place = lane.place_at(t_s) if lane is not None else None
        ambiguity = lane.doubt_at(t_s) if lane is not None else None
        self.doubt.setText("" if ambiguity is None else doubt_words(ambiguity))
        if lane is None or place is None:
            self.table.show_now({})
        else:
            names = (*lanes.emotions, *lanes.dimensions)
            values = lane.values[: len(names), lane.columns[place]].tolist()
            doubtful = lane.codes[place] == DOUBTFUL
            doubt = status_words(lane.statuses[place]) if doubtful else ""
            self.table.show_now(dict(zip(names, values, strict=True)), doubt)
        self._show_way(t_s)

    def _show_way(self, t_s: float) -> None:
        if self.plane.isHidden():
            return
        lanes, lane = self._lanes, self._lane
        if lane is None or lane.place_at(t_s) is None:
            self.plane.show_trail(np.zeros(0), np.zeros(0), np.zeros(0), t_s)
            return
        first = int(np.searchsorted(lane.times_s, t_s - TRAIL_S))
        last = int(lane.columns[lane.place_at(t_s)]) + 1
        rows = [len(lanes.emotions) + lanes.dimensions.index(n) for n in ("valence", "arousal")]
        valence, arousal = lane.values[rows, first:last]
        times_s = np.minimum(lane.times_s[first:last], t_s)
        self.plane.show_trail(times_s, valence, arousal, t_s)

    def _set_dimensions(self, lanes: Lanes) -> None:
        derived = frozenset(lanes.dimensions if lanes.derived else ())
        ranges = dict.fromkeys(lanes.dimensions, lanes.scale)
        self.plane.set_dimensions(lanes.dimensions, derived, ranges)

    def _about_time(self, account: TimeAccount) -> str:
        """One sentence in which the parts add up to the whole."""
        parts = [(self.tr("%1 s trusted"), account.trusted_s)]
        left_out = self.tr("%1 s left out (%2)")
        parts += [
            (left_out.replace("%2", status_words(status)), seconds)
            for status, seconds in account.left_out.items()
        ]
        parts.append((self.tr("%1 s excluded by you"), account.excluded_s))
        parts.append((self.tr("%1 s without scores"), account.unscored_s))
        told = [
            text.replace("%1", f"{seconds:.1f}")
            for place, (text, seconds) in enumerate(parts)
            if place == 0 or seconds >= _LEAST_TOLD_S
        ]
        text = self.tr("%1 s on screen: %2.").replace("%1", f"{account.seen_s:.1f}")
        return text.replace("%2", ", ".join(told))

    def _sentences(self, figures: PersonStatistics, lanes: Lanes) -> list[str]:
        told = [] if figures.baseline is None else self._about_baseline(figures)
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
        return label


class _Rest(QWidget):
    """Takes the height that the table leaves, if need be none."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Wrapped text would ask for more."""
        return False

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """As low as it must be."""
        return QSize(super().minimumSizeHint().width(), 0)
