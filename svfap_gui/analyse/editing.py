"""Steps of the user's work on the open result, each with its name in the history.

Turns "here", "this person" and "this range" into edits. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.results.edits import Marker, TimeRange
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.player import PlayerController
from svfap_gui.parts.notice import Notice

_NAMED = 3
"""So many persons are listed by name in the name of a step."""


class Editing(QObject):
    """What actions do with the open result."""

    told = Signal(object)
    """A `Notice`: why something cannot be done."""

    def __init__(
        self, document: AnalyseController, player: PlayerController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._player = player
        self._naming = (-1, 0)

    @property
    def here_s(self) -> float:
        """Where the playhead stands."""
        return self._player.position_s

    def name_of(self, person: int) -> str:
        """What a person is called in the window."""
        if given := self._document.edits.name_of(person):
            return given
        population = self._document.population
        number = person if population is None else population.number_of(person)
        return self.tr("Person %1").replace("%1", str(number))

    # -- range -----------------------------------------------------------------------------------

    @Slot()
    def set_in(self) -> None:
        """The range begins here; a range that would be empty reaches to the end."""
        chosen = self._document.range
        end_s = chosen.end_s if chosen and chosen.end_s > self.here_s else self._end_s
        self._document.set_range(TimeRange(self.here_s, end_s))

    @Slot()
    def set_out(self) -> None:
        """The range ends here; a range that would be empty begins at the start."""
        chosen = self._document.range
        start_s = chosen.start_s if chosen and chosen.start_s < self.here_s else 0.0
        self._document.set_range(TimeRange(start_s, self.here_s))

    @Slot()
    def clear_range(self) -> None:
        """No range: all of the video is meant."""
        self._document.set_range(None)

    @Slot()
    def exclude(self) -> None:
        """Leave the range out."""
        if (chosen := self._document.range) is not None:
            self._document.change(self.tr("Exclude"), self._document.edits.exclude(chosen))

    @Slot()
    def include(self) -> None:
        """Let the range count again."""
        if (chosen := self._document.range) is not None:
            self._document.change(self.tr("Include"), self._document.edits.include(chosen))

    # -- markers ---------------------------------------------------------------------------------

    @property
    def next_marker(self) -> Marker:
        """A marker at this moment, with a name to begin with."""
        number = str(len(self._document.edits.markers) + 1)
        return Marker(t_s=self.here_s, text=self.tr("Marker %1").replace("%1", number))

    def add_marker(self, marker: Marker) -> None:
        """Set a marker."""
        self._document.change(self.tr("Add marker"), self._document.edits.add_marker(marker))

    def name_marker(self, marker: Marker, text: str) -> None:
        """Give a marker other words."""
        self.change_marker(marker, marker.t_s, text)

    def change_marker(self, marker: Marker, t_s: float, text: str) -> None:
        """Give a marker another moment or other words."""
        edits, changed = self._document.edits, Marker(t_s=t_s, text=text.strip())
        if marker in edits.markers and changed != marker:
            is_named = t_s == marker.t_s
            step = self.tr("Rename marker") if is_named else self.tr("Move marker")
            self._document.change(step, edits.remove_marker(marker).add_marker(changed))

    def remove_marker(self, marker: Marker) -> None:
        """Take a marker away."""
        self._document.change(self.tr("Remove marker"), self._document.edits.remove_marker(marker))

    # -- persons ---------------------------------------------------------------------------------

    @Slot(int)
    def begin_renaming(self, person: int) -> None:
        """Somebody begins to type a name; an analysis may end meanwhile and renumber persons."""
        self._naming = person, self._document.history.document.moves

    def rename(self, person: int, name: str) -> None:
        """Give a person a name; the standing one takes it away."""
        captured, moves = self._naming
        who = self.person_now(person, moves) if person == captured else person
        if who is None:
            self.told.emit(
                Notice(
                    text=self.tr("The name %1 was not given").replace("%1", name),
                    hint=self.tr("The new analysis does not show this person."),
                )
            )
        elif name != self.name_of(who):
            self._document.change(self.tr("Rename"), self._document.edits.rename(who, name))

    def person_now(self, person: int, moves: int) -> int | None:
        """Who a person is whose number was noted when so many results had come."""
        work = self._document.history.document
        return person if work.moves == moves else work.follow(person, moves)

    def merge(self, persons: Sequence[int], into: int) -> None:
        """All of these are the same, `into`: one step."""
        edits = self._document.edits
        for person in persons:
            edits = edits.merge(person, into)
        others = [person for person in persons if person != into]
        if len(others) > _NAMED:
            text = self.tr("Merge %1 persons into %2").replace("%1", str(len(others)))
        else:
            names = ", ".join(map(self.name_of, others))
            text = self.tr("Merge %1 into %2").replace("%1", names)
        text = text.replace("%2", self.name_of(into))
        self._document.change(text, edits)
        self._document.choose(into)

    @Slot()
    def split(self) -> None:
        """From this frame on the chosen person's face is somebody else's."""
        population, person = self._document.population, self._document.person
        if population is None or person is None:
            return
        track_id = next(
            (face.track_id for face in population.at(self.here_s) if face.person_id == person),
            None,
        )
        if track_id is None:
            self.told.emit(
                Notice(
                    text=self.tr("%1 is not in this frame").replace("%1", self.name_of(person)),
                    hint=self.tr("Go to the first frame that shows somebody else, then split."),
                )
            )
            return
        edits = self._document.edits
        somebody = edits.new_person(population.recording.track_ids)
        self._document.change(self.tr("Split"), edits.split(track_id, self.here_s, somebody))

    @Slot()
    def hide(self) -> None:
        """Leave the chosen person out, or take a hidden one back."""
        person = self._document.person
        if person is None:
            return
        edits = self._document.edits
        if person in edits.hidden:
            self._document.change(self.tr("Show person"), edits.show(person))
        else:
            self._document.change(self.tr("Hide person"), edits.hide(person))

    @Slot()
    def show_all(self) -> None:
        """Take all hidden persons back."""
        edits = self._document.edits
        for person in edits.hidden:
            edits = edits.show(person)
        self._document.change(self.tr("Show hidden persons"), edits)

    @Slot()
    def set_baseline(self) -> None:
        """Compare the chosen person with itself in the range."""
        person, chosen = self._document.person, self._document.range
        if person is not None and chosen is not None:
            edits = self._document.edits.set_baseline(person, chosen)
            self._document.change(self.tr("Baseline"), edits)

    @Slot()
    def no_baseline(self) -> None:
        """Compare the chosen person with nothing."""
        if (person := self._document.person) is not None:
            edits = self._document.edits.set_baseline(person, None)
            self._document.change(self.tr("No baseline"), edits)

    @property
    def _end_s(self) -> float:
        info = self._player.info
        length_s = info.duration_s if info is not None else None
        return length_s or self._document.lanes.analysed_s
