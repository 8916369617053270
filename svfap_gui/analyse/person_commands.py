"""What the user can do with the range and with the chosen person: one row per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from svfap_core.results.edits import Marker
from svfap_gui.analyse.person_entries import PersonOrder
from svfap_gui.analyse.prompts import ask_text
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.command import Command

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


def rows_of_range(view: AnalyseView) -> tuple[Command | None, ...]:
    """What is done with a stretch of time."""
    tr, document, editing = view.tr, view.document, view.editing

    def has_range() -> bool:
        return document.range is not None

    def has_person() -> bool:
        return document.person is not None

    def can_exclude() -> bool:
        chosen = document.range
        return chosen is not None and document.edits.exclude(chosen) != document.edits

    def can_include() -> bool:
        chosen = document.range
        return chosen is not None and document.edits.include(chosen) != document.edits

    def mark() -> None:
        if (chosen := document.range) is not None:
            number = str(len(document.edits.markers) + 1)
            ask_text(
                view,
                tr("Marker"),
                tr("Marker at %1:").replace("%1", clock(chosen.start_s, 0.01)),
                tr("Marker %1").replace("%1", number),
                lambda text: document.change(
                    tr("Add marker"),
                    document.edits.add_marker(Marker(t_s=chosen.start_s, text=text.strip())),
                ),
            )

    def look_at_figures() -> None:
        view.inspector.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return (
        Command(
            "set-in",
            tr("Range begins here"),
            editing.set_in,
            keys="I",
            tip=tr("A drag along the ruler chooses a range too"),
            enabled_when=lambda: view.is_open,
        ),
        Command(
            "set-out",
            tr("Range ends here"),
            editing.set_out,
            keys="O",
            tip=tr("A drag along the ruler chooses a range too"),
            enabled_when=lambda: view.is_open,
        ),
        Command(
            "stretch",
            tr("Choose the s&tretch here"),
            view.pointing.choose_stretch,
            keys="R",
            tip=tr("As long as the person's strongest emotion stays the same"),
            enabled_when=has_person,
        ),
        Command(
            "clear-range",
            tr("&Clear the range"),
            editing.clear_range,
            keys="C",
            icon="close",
            enabled_when=has_range,
        ),
        None,
        Command(
            "range-marker",
            tr("&Marker at the range…"),
            mark,
            tip=tr("Mark the start of the range, with a name"),
            enabled_when=has_range,
        ),
        Command(
            "range-figures",
            tr("Statistics &of the range"),
            look_at_figures,
            tip=tr("Go to the statistics of the person in the range"),
            enabled_when=lambda: has_range() and document.statistics is not None,
        ),
        None,
        Command(
            "exclude",
            tr("E&xclude the range"),
            editing.exclude,
            keys="X",
            icon="exclude",
            tip=tr("Leave the range out of all statistics and exports"),
            enabled_when=can_exclude,
        ),
        Command(
            "include",
            tr("&Include the range again"),
            editing.include,
            keys="Shift+X",
            tip=tr("Let the range count again"),
            enabled_when=can_include,
        ),
        None,
        Command(
            "baseline",
            tr("Range is the &baseline"),
            editing.set_baseline,
            keys="B",
            tip=tr("Compare the person with itself in the range (z-scores)"),
            enabled_when=lambda: has_person() and has_range(),
        ),
        Command(
            "no-baseline",
            tr("No baseline"),
            editing.no_baseline,
            keys="Shift+B",
            tip=tr("Compare the person with nothing"),
            enabled_when=lambda: document.person in document.edits.baselines,
        ),
    )


def rows_of_persons(view: AnalyseView) -> tuple[Command | None, ...]:
    """What is done with the chosen person."""
    tr, document, editing = view.tr, view.document, view.editing

    def has_person() -> bool:
        return document.person is not None

    work, people = view.work, view.inspector.people

    def hide_title() -> str:
        if work.hidden:
            return tr("&Show person")
        return work.title(tr("&Hide person"), tr("&Hide %1 persons"))

    def sort_row(order: PersonOrder, text: str) -> Command:
        return Command(
            f"sort-{order.value}",
            text,
            lambda: people.sort_by(order),
            checked_when=lambda: people.order is order,
        )

    return (
        Command(
            "rename",
            tr("&Rename…"),
            view.inspector.persons.edit_name,
            keys="F2",
            icon="rename",
            tip=tr("Give the person a name"),
            enabled_when=has_person,
        ),
        Command(
            "merge",
            tr("&Merge into…"),
            work.merge,
            keys="M",
            icon="merge",
            tip=tr("This person is the same as another"),
            enabled_when=has_person,
            title_when=lambda: work.title(tr("&Merge into…"), tr("&Merge %1 persons…")),
        ),
        Command(
            "split",
            tr("S&plit here"),
            editing.split,
            keys="S",
            icon="split",
            tip=tr("From this moment on it is somebody else"),
            enabled_when=has_person,
        ),
        Command(
            "hide",
            tr("&Hide person"),
            work.hide,
            keys="H",
            icon="hide",
            tip=tr("Leave the person out of the video, statistics and exports"),
            enabled_when=has_person,
            title_when=hide_title,
        ),
        Command(
            "show-all",
            tr("Show hidden persons"),
            editing.show_all,
            keys="Shift+H",
            enabled_when=lambda: bool(document.edits.hidden),
        ),
        None,
        sort_row(PersonOrder.FIRST, tr("Sort by first &appearance")),
        sort_row(PersonOrder.TIME, tr("Sort by &time on screen")),
        sort_row(PersonOrder.NAME, tr("Sort by &name")),
        Command(
            "person-grid",
            tr("&Faces in a grid"),
            people.turn_grid,
            icon="grid",
            tip=tr("Show faces in a grid, or a list with times"),
            checked_when=lambda: people.grid,
        ),
    )
