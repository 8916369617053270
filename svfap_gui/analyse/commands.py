"""What the user can do in the Analyse view: one row per command, in the order of its menus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from svfap_gui.analyse.codes.commands import menu_of_codes
from svfap_gui.analyse.figure_commands import OF_FIGURES, menu_of_figures
from svfap_gui.analyse.person_commands import rows_of_persons, rows_of_range
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.playback_commands import menu_of_snapshots, rows_of_playback
from svfap_gui.analyse.timeline_commands import menu_of_curves
from svfap_gui.analyse.timeline_mouse import Spot
from svfap_gui.parts.command import Command, Commands, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

OF_RULER = (
    "set-in", "set-out", "stretch", "clear-range", "play-range", None,
    "exclude", "include", "baseline", "range-marker", "range-figures", None,
    "marker", None, "zoom-in", "zoom-out", "fit",
)  # fmt: skip
OF_MARKER = ("edit-marker", "remove-marker", None, "previous-marker", "next-marker")
OF_PERSON = (
    "rename", "merge", "split", "hide", "show-all", None, "stretch", "baseline", "no-baseline",
)  # fmt: skip
OF_FRAME = (
    "play", "marker", None, "copy-frame", "copy-picture", "save-frame", "save-marked-frame", None,
    "export",
)  # fmt: skip
"""Context menus: ids of rows, `None` is a line between."""


def analyse_commands(view: AnalyseView) -> Commands:
    """The commands of the view, with the context menus of its parts."""
    commands = Commands("analyse", analyse_menus(view), view)
    commands.add_context_menu(view.canvas, *OF_FRAME, None, *OF_PERSON)
    commands.add_context_menu(view.inspector.persons, *OF_PERSON)
    commands.add_context_menu(view.inspector.table, *OF_FIGURES)

    def show_menu(spot: Spot, at: QPoint) -> None:
        commands.popup(_of_place(spot), at, view.timeline)

    view.timeline.menu_wanted.connect(show_menu)
    return commands


def _of_place(spot: Spot) -> tuple[str | None, ...]:
    if spot.marker is not None:
        return OF_MARKER
    return OF_RULER if spot.person is None else (*OF_RULER, None, *OF_PERSON)


def analyse_menus(view: AnalyseView) -> tuple[Menu, ...]:
    """The view's own menu, playing, the range, codes, persons, statistics."""
    tr = view.tr
    return (
        Menu(
            view.name,
            (
                *_of_file(view),
                None,
                *_of_history(view),
                None,
                menu_of_snapshots(view),
                *_of_view(view),
                menu_of_curves(view),
            ),
        ),
        Menu(tr("&Playback"), rows_of_playback(view)),
        Menu(tr("&Range"), rows_of_range(view)),
        menu_of_codes(view.codes),
        Menu(tr("P&ersons"), rows_of_persons(view)),
        menu_of_figures(view),
    )


def _of_file(view: AnalyseView) -> tuple[Command | None, ...]:
    tr, document, player, dialogs = view.tr, view.document, view.player, view.dialogs
    idle = {AnalysePhase.READY, AnalysePhase.CANCELLED, AnalysePhase.DONE}

    def analyse() -> None:
        again = document.phase is AnalysePhase.DONE
        if again and document.edits.numbers:
            dialogs.confirm_again(partial(document.analyse, again=True))
        else:
            document.analyse(again=again)

    def analysing() -> bool:
        return document.phase is AnalysePhase.ANALYSING

    def has_result() -> bool:
        return document.population is not None and not analysing()

    def analyse_title() -> str:
        done = document.phase is AnalysePhase.DONE
        return tr("&Analyse again") if done else tr("&Analyse")

    return (
        Command(
            "open-video",
            tr("&Open video…"),
            dialogs.open_video,
            keys="Ctrl+Shift+O",
            icon="file",
            tip=tr("Open a video to analyse it, or to continue with its result"),
        ),
        Command(
            "find-video",
            tr("&Find video…"),
            dialogs.find_video,
            icon="file",
            tip=tr("Show where the video of this result is"),
            enabled_when=lambda: view.is_open and document.video is None,
        ),
        Command(
            "analyse",
            tr("&Analyse"),
            analyse,
            keys="Ctrl+Return",
            icon="analyse",
            tip=tr("Find the faces and score their expressions"),
            enabled_when=lambda: document.phase in idle and player.info is not None,
            title_when=analyse_title,
        ),
        Command(
            "cancel",
            tr("&Cancel analysis"),
            document.cancel,
            icon="stop",
            tip=tr("End the analysis and keep no file of it"),
            enabled_when=analysing,
        ),
        Command(
            "export",
            tr("E&xport…"),
            dialogs.export,
            keys="Ctrl+E",
            icon="export",
            tip=tr("Write tables, images, a video"),
            enabled_when=has_result,
        ),
        Command(
            "review",
            tr("&Review hidden faces…"),
            partial(dialogs.review, player.seek),
            tip=tr("Step through what is in doubt in a video with hidden faces"),
        ),
        Command(
            "about",
            tr("A&bout this result…"),
            dialogs.about,
            tip=tr("What was analysed, by which method, and what was left out"),
            enabled_when=has_result,
        ),
        Command(
            "close",
            tr("C&lose"),
            document.close_document,
            keys="Ctrl+W",
            tip=tr("Let go of this video"),
            enabled_when=lambda: view.is_open,
        ),
    )


def _of_history(view: AnalyseView) -> tuple[Command | None, ...]:
    tr, dialogs, timeline = view.tr, view.dialogs, view.timeline
    edits, steps = view.editing, view.steps

    def has_markers() -> bool:
        return bool(view.document.edits.markers)

    def on_marker() -> bool:
        return timeline.marker is not None

    return (
        Command(
            "undo",
            tr("&Undo"),
            steps.undo,
            keys="Ctrl+Z",
            icon="undo",
            enabled_when=lambda: steps.undo_text is not None,
            title_when=lambda: tr("&Undo %1").replace("%1", steps.undo_text or "").strip(),
        ),
        Command(
            "redo",
            tr("&Redo"),
            steps.redo,
            keys="Ctrl+Shift+Z",
            icon="redo",
            enabled_when=lambda: steps.redo_text is not None,
            title_when=lambda: tr("&Redo %1").replace("%1", steps.redo_text or "").strip(),
        ),
        None,
        Command(
            "marker",
            tr("Add &marker"),
            dialogs.add_marker,
            keys="E",
            icon="marker",
            tip=tr("Mark this moment, with a name"),
            enabled_when=lambda: view.is_open,
        ),
        Command(
            "previous-marker",
            tr("Pre&vious marker"),
            lambda: view.pointing.step_marker(-1),
            keys="Alt+Left",
            tip=tr("Go to the marker before this moment"),
            enabled_when=has_markers,
        ),
        Command(
            "next-marker",
            tr("&Next marker"),
            lambda: view.pointing.step_marker(1),
            keys="Alt+Right",
            tip=tr("Go to the marker after this moment"),
            enabled_when=has_markers,
        ),
        Command(
            "edit-marker",
            tr("Change mar&ker…"),
            lambda: timeline.marker is not None and dialogs.change_marker(timeline.marker),
            keys="Return",
            tip=tr("Give the chosen marker another name, or remove it"),
            enabled_when=on_marker,
            focus=timeline,
        ),
        Command(
            "remove-marker",
            tr("Remove mark&er"),
            lambda: (
                timeline.marker is not None
                and edits.remove_marker(view.document.edits.markers[timeline.marker])
            ),
            keys="Del",
            tip=tr("Take the chosen marker away"),
            enabled_when=on_marker,
            focus=timeline,
        ),
    )


def _of_view(view: AnalyseView) -> tuple[Command | None, ...]:
    tr, timeline = view.tr, view.timeline
    return (
        Command(
            "zoom-in",
            tr("Zoom in"),
            lambda: timeline.zoom(2),
            keys="Ctrl++",
            icon="zoom-in",
            tip=tr("Show less of the video"),
            enabled_when=lambda: view.is_open,
        ),
        Command(
            "zoom-out",
            tr("Zoom out"),
            lambda: timeline.zoom(-2),
            keys="Ctrl+-",
            icon="zoom-out",
            tip=tr("Show more of the video"),
            enabled_when=lambda: view.is_open,
        ),
        Command(
            "fit",
            tr("Whole video"),
            timeline.show_all,
            keys="Ctrl+0",
            icon="fit",
            tip=tr("Show the whole video"),
            enabled_when=lambda: view.is_open,
        ),
    )
