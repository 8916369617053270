"""What the user can do in the Batch view: one row per command, in the order of its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfap_gui.batch.controller import BatchPhase
from svfap_gui.batch.updates import AGAIN
from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.batch.view import BatchView

OF_ROWS = ("open", "show-results", "retry", "show-file", "remove")
"""What is done with the chosen files: the context menu of the table."""


def batch_menus(view: BatchView) -> tuple[Menu, ...]:
    """The one menu: the batch, the list, the chosen files, settings."""
    parts = (_of_run(view), _of_list(view), _of_rows(view), _of_failed(view), _of_settings(view))
    rows = [row for part in parts for row in (None, *part)]
    return (Menu(view.name, rows[1:]),)


def _of_run(view: BatchView) -> tuple[Command, ...]:
    tr, batch = view.tr, view.batch

    def start_title() -> str:
        texts = {BatchPhase.RUNNING: tr("&Pause"), BatchPhase.PAUSED: tr("&Resume")}
        return texts.get(batch.phase, tr("&Start"))

    def can_start() -> bool:
        if batch.phase is BatchPhase.IDLE:
            return batch.can_start
        return batch.phase is not BatchPhase.STOPPING

    return (
        Command(
            "start",
            tr("&Start"),
            view.start_or_pause,
            keys="Ctrl+Return",
            icon="play",
            tip=tr("Analyse all pending files; pause, and resume where it stopped"),
            enabled_when=can_start,
            title_when=start_title,
            icon_when=lambda: "pause" if batch.phase is BatchPhase.RUNNING else "play",
        ),
        Command(
            "cancel",
            tr("&Cancel"),
            batch.cancel,
            keys="Ctrl+.",
            icon="stop",
            tip=tr("Stop; finished files stay, the one at work waits again"),
            enabled_when=lambda: batch.phase in {BatchPhase.RUNNING, BatchPhase.PAUSED},
        ),
    )


def _of_list(view: BatchView) -> tuple[Command, ...]:
    tr = view.tr
    return (
        Command(
            "add-files",
            tr("Add &files…"),
            view.ask_for_files,
            keys="Ctrl+Shift+O",
            icon="file",
            tip=tr("Choose videos"),
        ),
        Command(
            "add-folder",
            tr("Add f&older…"),
            view.ask_for_folder,
            keys="Ctrl+Shift+F",
            icon="folder",
            tip=tr("Choose a folder; its sub-folders belong to it"),
        ),
    )


def _of_rows(view: BatchView) -> tuple[Command, ...]:
    tr, batch, table = view.tr, view.batch, view.table

    def has_results() -> bool:
        return table.current is not None and table.current.table is not None

    return (
        Command(
            "open",
            tr("Open in &Analyse"),
            view.open_result,
            tip=tr("Look at the result of this file"),
            enabled_when=has_results,
        ),
        Command(
            "show-results",
            tr("Show in &folder"),
            view.show_results,
            tip=tr("Open the folder of its results"),
            enabled_when=has_results,
        ),
        Command(
            "retry",
            tr("&Try again"),
            lambda: batch.retry(table.chosen),
            tip=tr("Analyse the chosen files once more"),
            enabled_when=lambda: any(row.state in AGAIN for row in table.chosen),
        ),
        Command(
            "show-file",
            tr("Show fi&le"),
            view.show_file,
            tip=tr("Open the folder of the video"),
            enabled_when=lambda: table.current is not None,
        ),
        Command(
            "remove",
            tr("&Remove"),
            lambda: batch.remove(table.chosen),
            keys="Del",
            icon="remove",
            tip=tr("Take the chosen files out of the list; no file is deleted"),
            enabled_when=lambda: any(not row.at_work for row in table.chosen),
        ),
    )


def _of_failed(view: BatchView) -> tuple[Command, ...]:
    tr, batch = view.tr, view.batch
    return (
        Command(
            "retry-all",
            tr("Try &failed again"),
            lambda: batch.retry(batch.model.in_state(*AGAIN)),
            keys="Ctrl+R",
            icon="retry",
            tip=tr(
                "Let all files wait again that have failed, are incomplete or were busy elsewhere"
            ),
            enabled_when=lambda: batch.totals.failed or batch.totals.busy,
        ),
        Command(
            "again",
            tr("&Analyse finished files again"),
            view.turn_again,
            tip=tr("Instead of skipping files that are done; their results are replaced"),
            checked_when=lambda: batch.again,
        ),
    )


def _of_settings(view: BatchView) -> tuple[Command, ...]:
    tr = view.tr
    return (
        Command(
            "settings",
            tr("Se&ttings"),
            view.turn_drawer,
            keys="Ctrl+Shift+,",
            icon="tune",
            tip=tr("What is written for each file, and where"),
            checked_when=lambda: view.drawer_shown,
        ),
        Command(
            "save-settings",
            tr("Sa&ve settings as…"),
            view.save_settings,
            tip=tr("Write the settings of analyses to a file, for svfap-annotate too"),
        ),
        Command(
            "load-settings",
            tr("Loa&d settings…"),
            view.load_settings,
            tip=tr("Take the settings of analyses from a file; folders and language stay"),
        ),
    )
