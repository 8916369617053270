"""What is done with persons that are picked in the list: hidden, shown, merged; each one undo step.

Knows no widget's inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from svfap_gui.analyse.counting import Derived
from svfap_gui.analyse.merge_dialog import MergeDialog
from svfap_gui.analyse.person_entries import person_entries
from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.analyse.recognising import Recognising
from svfap_gui.work.state import AppState

if TYPE_CHECKING:
    # They load pyarrow.
    from svfap_gui.analyse.person_times import Seen, TimeAccount
    from svfap_gui.analyse.view import AnalyseView


class PersonWork(QObject):
    """Of one view.

    Args:
        view: Whose persons they are.
        state: Takes toasts.
    """

    def __init__(self, view: AnalyseView, state: AppState) -> None:
        super().__init__(view)
        self._view = view
        self._state = state
        self._seen: Mapping[int, Seen] = {}
        self._account: TimeAccount | None = None
        self.recognising = Recognising(view, state)
        persons = view.inspector.persons
        persons.merge_wanted.connect(self.merge_pair)
        persons.many_merge_wanted.connect(self.ask_to_merge)
        persons.show_wanted.connect(self.show)

    # -- what is shown -----------------------------------------------------------------------------

    def take(self, derived: Derived) -> None:
        """New figures."""
        self._seen, self._account = derived.seen, derived.account

    def show_persons(self) -> None:
        """Refill the inspector."""
        view, document = self._view, self._view.document
        person, figures = document.person, document.statistics
        view.inspector.people.show_persons(self.entries(), person)
        name = "" if person is None else view.editing.name_of(person)
        view.inspector.figures.show_figures(
            figures, self._account, document.lanes, name, document.range
        )

    def entries(self) -> list[PersonEntry]:
        """All persons, with images as far as they are made."""
        view = self._view
        return person_entries(view.document, view.editing, view.thumbnails, self._seen)

    # -- who is meant ------------------------------------------------------------------------------

    @property
    def picked(self) -> tuple[int, ...]:
        """The selected persons, if the chosen one is among them, else that one alone."""
        person, selected = self._view.document.person, self._view.inspector.persons.selected
        if person is None:
            return ()
        return selected if len(selected) > 1 and person in selected else (person,)

    @property
    def hidden(self) -> bool:
        """Whether the chosen person is hidden."""
        return self._view.document.person in self._view.document.edits.hidden

    def title(self, one: str, many: str) -> str:
        """What a command would do: with the chosen person, or with `%1` selected ones."""
        count = len(self.picked)
        return many.replace("%1", str(count)) if count > 1 else one

    # -- hide and show -----------------------------------------------------------------------------

    @Slot()
    def hide(self) -> None:
        """Leave the picked persons out, or take them back if the chosen one is hidden."""
        document, picked = self._view.document, self.picked
        if not picked:
            return
        if self.hidden:
            self._change(self.tr("Show person"), [p for p in picked if p in document.edits.hidden])
            return
        edits = document.edits
        for person in picked:
            edits = edits.hide(person)
        document.change(self.tr("Hide person"), edits)
        text = self.tr("%n person(s) hidden: not in video, statistics and exports", "", len(picked))
        if len(picked) == 1:
            text = self.tr("%1 is hidden: not in video, statistics and exports")
            text = text.replace("%1", self._view.editing.name_of(picked[0]))
        self._state.toast(text, show=lambda: self._change(self.tr("Show person"), picked))

    @Slot(int)
    def show(self, person: int) -> None:
        """Take one hidden person back."""
        self._change(self.tr("Show person"), (person,))

    def _change(self, text: str, persons: Sequence[int]) -> None:
        edits = self._view.document.edits
        for person in persons:
            edits = edits.show(person)
        if edits != self._view.document.edits:
            self._view.document.change(text, edits)

    # -- merge -------------------------------------------------------------------------------------

    @Slot()
    def merge(self) -> None:
        """Ask whether the selected persons are one; with one alone, who else it is."""
        person = self._view.document.person
        if len(self.picked) > 1 and person is not None:
            self.ask_to_merge(self.picked, person)
        else:
            self._view.dialogs.ask_who(self.merge_pair)

    @Slot(int, int)
    def merge_pair(self, person: int, into: int) -> None:
        """Two are one; a question first if they are on screen together."""
        if self._warning((person, into)):
            self.ask_to_merge((person, into), into)
        else:
            self._view.editing.merge((person,), into)

    @Slot(object, int)
    def ask_to_merge(self, persons: tuple[int, ...], into: int) -> None:
        """Show their faces and ask; what was merged is what was shown."""
        entries = [entry for entry in self.entries() if entry.person_id in persons]
        moves = self._view.document.history.document.moves
        dialog = MergeDialog(
            entries,
            into,
            self._warning(persons),
            lambda stays: self._merge(persons, stays, moves),
            self._view,
        )
        dialog.open()

    def _merge(self, persons: tuple[int, ...], into: int, moves: int) -> None:
        """An analysis may have ended while the question was open: merge the same faces."""
        editing = self._view.editing
        now = [editing.person_now(person, moves) for person in persons]
        stays = editing.person_now(into, moves)
        if stays is not None:
            editing.merge([person for person in now if person is not None], stays)

    def _warning(self, persons: tuple[int, ...]) -> str:
        """Who is on screen together with whom: they can hardly be one."""
        from svfap_core.results.people import TOGETHER_S  # noqa: PLC0415  # loads pyarrow

        population = self._view.document.population
        if population is None:
            return ""
        name = self._view.editing.name_of
        for one, other in combinations(persons, 2):
            seconds = population.together_s(one, other)
            if seconds >= TOGETHER_S:
                text = self.tr("%1 and %2 are on screen together for %3 s.")
                text = text.replace("%1", name(one)).replace("%2", name(other))
                return text.replace("%3", f"{seconds:.1f}")
        return ""
