"""Who is in the open result, as the list of persons shows it: entries, their order, their count.

Knows no widget's inside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.editing import Editing
from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.analyse.thumbnails import Thumbnails
from svfap_gui.parts.words import minutes

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_gui.analyse.person_times import Seen

_DIGITS = re.compile(r"(\d+)")


class PersonOrder(StrEnum):
    """What the list is sorted by; hidden persons always come last."""

    FIRST = "first"
    TIME = "time"
    NAME = "name"


def person_entries(
    document: AnalyseController,
    editing: Editing,
    thumbnails: Thumbnails,
    seen: Mapping[int, Seen],
) -> list[PersonEntry]:
    """One of each person, hidden or not, in the order of the result."""
    population, hidden = document.population, document.edits.hidden
    translate = QCoreApplication.translate
    entries: list[PersonEntry] = []
    if population is None:
        return []
    for who in population.persons:
        first_s, seconds = seen.get(who, (0.0, 0.0))
        caption = translate("AnalyseView", "%1 on screen").replace("%1", minutes(round(seconds)))
        if who in hidden:
            caption = translate("AnalyseView", "hidden")
        name, image = editing.name_of(who), thumbnails.of(who)
        hint = translate("AnalyseView", "Number %1 in tables").replace("%1", str(who))
        hint = hint if population.number_of(who) != who else ""
        entries.append(
            PersonEntry(who, name, caption, image, who in hidden, first_s, seconds, hint)
        )
    return entries


def arranged(entries: Sequence[PersonEntry], order: PersonOrder, wanted: str) -> list[PersonEntry]:
    """Those whose name holds the words of a filter, in an order."""
    words = wanted.casefold().split()
    found = [entry for entry in entries if all(w in entry.name.casefold() for w in words)]
    if order is PersonOrder.NAME:
        return sorted(found, key=lambda entry: (entry.hidden, _natural(entry.name)))
    if order is PersonOrder.TIME:
        return sorted(found, key=lambda entry: (entry.hidden, -entry.seen_s, entry.first_s))
    return sorted(found, key=lambda entry: (entry.hidden, entry.first_s))


def _natural(name: str) -> list[tuple[int, str]]:
    """Numbers by their value: "Person 2" goes before "Person 10"."""
    parts = _DIGITS.split(name.casefold())
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
