"""Who is in the open result, as the list of persons shows it. Knows no widget's inside."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.editing import Editing
from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.analyse.thumbnails import Thumbnails
from svfap_gui.parts.words import minutes


def person_entries(
    document: AnalyseController, editing: Editing, thumbnails: Thumbnails
) -> list[PersonEntry]:
    """One of each person, hidden or not, in the order of the result."""
    population, hidden = document.population, document.edits.hidden
    lanes = {lane.person_id: lane for lane in document.lanes.lanes}
    translate = QCoreApplication.translate
    entries: list[PersonEntry] = []
    for who in population.persons if population is not None else ():
        if who in hidden:
            caption = translate("AnalyseView", "hidden")
        else:
            seen = minutes(round(lanes[who].seen_s)) if who in lanes else ""
            caption = translate("AnalyseView", "%1 scored").replace("%1", seen)
        entries.append(
            PersonEntry(who, editing.name_of(who), caption, thumbnails.of(who), who in hidden)
        )
    return entries
