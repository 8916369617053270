"""The time budget of what is open: opens its window, counts in a thread, copies and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from svfap_gui.analyse.budget_run import (
    BudgetQuestion,
    BudgetTables,
    FigureTable,
    count_budget,
    write_budget,
)
from svfap_gui.analyse.table_export import copy_table, export_tables
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    from svfap_core.results.named_ranges import RangeKind
    from svfap_gui.analyse.budget_dialog import BudgetDialog
    from svfap_gui.analyse.view import AnalyseView


class BudgetWork(QObject):
    """Of one view."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._dialog: BudgetDialog | None = None
        self.tasks = Tasks("svfap-budget", view.notices.show, self, in_turn=True)
        view.document.derived.connect(self._count)
        view.document.range_changed.connect(self._count)
        view.codes.keeping.changed.connect(self._count)

    @property
    def can_count(self) -> bool:
        """Whether there is anything to count."""
        has_codes = bool(self._view.codes.keeping.coding.codes)
        return self._view.document.population is not None or has_codes

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self.tasks.close(deadline_s)

    @Slot()
    def show(self) -> None:
        """Open the window, or bring it to the front."""
        from svfap_gui.analyse.budget_dialog import BudgetDialog  # noqa: PLC0415  # once asked for

        if self._dialog is None:
            dialog = self._dialog = BudgetDialog(self._view)
            dialog.asked.connect(self._count)
            dialog.copy_wanted.connect(self._copy)
            dialog.export_wanted.connect(self._export)
            dialog.destroyed.connect(self._forget)
            self._count()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    @Slot()
    def _count(self) -> None:
        dialog, view = self._dialog, self._view
        if dialog is None:
            return
        document, coding = view.document, view.codes.keeping.coding
        kinds: list[RangeKind] = ["video"]
        if document.range is not None:
            kinds.append("range")
        if document.edits.markers:
            kinds.append("markers")
        if any(not (code.is_point or code.is_running) for code in coding.codes):
            kinds.append("code")
        dialog.offer(tuple(kinds))
        recording = document.recording
        question = BudgetQuestion(
            document.title,
            document.population,
            document.edits,
            (coding,) if coding.tier_names else (),
            dialog.kind,
            document.range,
            view.length_s if recording is None else recording.end_s,
        )
        self.tasks.run(lambda _task: count_budget(question), self._on_counted, latest="count")

    def _on_counted(self, tables: BudgetTables) -> None:
        if self._dialog is not None:
            lanes, name_of = self._view.document.lanes.lanes, self._view.editing.name_of
            names = {lane.person_id: name_of(lane.person_id) for lane in lanes}
            self._dialog.show_tables(tables, names)

    @Slot(object)
    def _copy(self, table: FigureTable) -> None:
        copy_table(self._view, table)

    @Slot(object, str)
    def _export(self, tables: BudgetTables, shown: str) -> None:
        export_tables(
            self._view,
            self._dialog,
            self.tasks,
            lambda path, dialect: write_budget(path, tables, shown, dialect),
            title=self.tr("Export the time budget"),
            name=self.tr("%1 time budget"),
        )
