"""Carries out what the user points at on the timeline: the player moves, the document changes.

Knows neither pixels nor menus.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.dialogs import AnalyseDialogs
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.timeline import Timeline
from svfap_gui.analyse.timeline_mouse import (
    ChooseMarker,
    ChoosePerson,
    EditMarker,
    Intent,
    Seek,
    SelectRange,
)

NEAR_S = 0.05
"""The playhead stands on frames, a marker may lie between two."""


class Pointing(QObject):
    """From an intent of the timeline to what follows from it."""

    marker_chosen = Signal()

    def __init__(
        self,
        timeline: Timeline,
        document: AnalyseController,
        player: PlayerController,
        dialogs: AnalyseDialogs,
    ) -> None:
        super().__init__(timeline)
        self._timeline = timeline
        self._document = document
        self._player = player
        self._dialogs = dialogs
        timeline.wanted.connect(self._carry_out)

    def step_marker(self, step: int) -> None:
        """Go to the marker after this moment (1), or to the one before (-1)."""
        times_s = [marker.t_s for marker in self._document.edits.markers]
        place, here_s = self._timeline.marker, self._player.position_s
        if place is not None and abs(times_s[place] - here_s) <= NEAR_S:
            place += step
        else:
            later = bisect_right(times_s, here_s)
            place = later if step > 0 else bisect_left(times_s, here_s) - 1
        if 0 <= place < len(times_s):
            self.go_to_marker(place)

    def choose_stretch(self) -> None:
        """Choose what the chosen person's ribbon shows here in one colour."""
        lane = self._document.lanes.of(self._document.person)
        stretch = lane.stretch_at(self._player.position_s) if lane is not None else None
        if stretch is not None:
            self._document.set_range(TimeRange(*stretch))

    @Slot(object)
    def _carry_out(self, intent: Intent) -> None:
        match intent:
            case Seek(t_s):
                self._player.seek(t_s)
            case SelectRange(chosen):
                self._document.set_range(chosen)
            case ChoosePerson(person):
                self._document.choose(person)
            case ChooseMarker(place):
                self.go_to_marker(place)
            case EditMarker(place):
                self._dialogs.change_marker(place)
            case _:
                pass

    def go_to_marker(self, place: int) -> None:
        """Choose a marker by its place among the edits' markers, and show its frame."""
        self._timeline.choose_marker(place)
        self._player.seek(self._document.edits.markers[place].t_s)
        self.marker_chosen.emit()
