"""Tables of figures leave the window: to the clipboard, or into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from svfap_core.results.dialect import CsvDialect
from svfap_core.system import file_name
from svfap_gui.analyse.budget_run import FigureTable
from svfap_gui.parts.file_dialogs import ask_where_to_save_table
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


def copy_table(view: AnalyseView, table: FigureTable) -> None:
    """Put a table on the clipboard, in the user's dialect: what Excel reads depends on that."""
    QGuiApplication.clipboard().setText(table.text(view.exporting.dialect()))
    view.state.toast(view.tr("Copied %n row(s)", "", len(table.rows)))


def export_tables(
    view: AnalyseView,
    owner: QWidget | None,
    tasks: Tasks,
    write: Callable[[Path, CsvDialect], Path],
    *,
    title: str,
    name: str,
) -> None:
    """Ask where tables go, then write them in a thread.

    Args:
        view: Whose result it is.
        owner: The window that asks; the view unless given.
        tasks: Runs `write`.
        write: Writes the file and returns where it lies.
        title: Of the file dialog.
        name: Proposed for the file, with `%1` for that of the video.
    """
    proposed = file_name(name.replace("%1", Path(view.document.title).stem), otherwise="figures")
    path = ask_where_to_save_table(owner or view, title, proposed, view.settings)
    if path is None:
        return
    dialect = view.exporting.dialect()  # Qt is asked here, not in the thread.
    tasks.run(
        lambda _task: write(path, dialect),
        lambda written: view.state.toast(view.tr("Saved %1").replace("%1", written.name), written),
        saves=True,
    )
