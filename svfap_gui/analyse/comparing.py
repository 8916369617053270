"""What the open result is compared with: opened, compared in a thread, shown. Counts nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.codes.coding import Coding
from svfap_gui.analyse.budget_run import FigureTable
from svfap_gui.analyse.compare_run import (
    AgreementTables,
    CompareAnswer,
    Compared,
    CompareQuestion,
    OtherCodes,
    OtherResult,
    Own,
    compare,
    open_other,
    title_of,
    write_agreement,
)
from svfap_gui.analyse.prompts import ask_choice
from svfap_gui.analyse.table_export import copy_table, export_tables
from svfap_gui.analyse.text_dialog import show_text
from svfap_gui.parts.file_dialogs import ask_for_comparison
from svfap_gui.parts.notice import Notice
from svfap_gui.work.task import Tasks

if TYPE_CHECKING:
    from svfap_gui.analyse.agreement_dialog import AgreementDialog
    from svfap_gui.analyse.view import AnalyseView

_CAUSE = "comparison"


class Comparing(QObject):
    """Of one view; ends when another video or result is opened."""

    changed = Signal()
    """Something else is compared, or nothing."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._base: Path | None = None
        self._dialog: AgreementDialog | None = None
        self.other: OtherResult | OtherCodes | None = None
        self.answer = CompareAnswer()
        self.tasks = Tasks("svfap-compare", view.notices.show, self, in_turn=True)
        view.document.derived.connect(self._compare)
        view.document.document_changed.connect(self._on_document)
        view.codes.keeping.changed.connect(self._on_codes)

    @property
    def compared(self) -> Compared | None:
        """What the timeline shows, once it is known."""
        return self.answer.compared

    @property
    def can_compare(self) -> bool:
        """Whether there is a person to compare."""
        return self._view.document.population is not None

    @property
    def can_compare_codes(self) -> bool:
        """Whether there are codes that name emotions of the result."""
        return self.can_compare and bool(self._tiers(self._view.codes.keeping.coding))

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self.tasks.close(deadline_s)

    # -- what is compared with -------------------------------------------------------------------

    @Slot()
    def ask(self) -> None:
        """Ask for another result of the video, or another coder's codes."""
        title = self.tr("Compare with another result or another coder's codes")
        path = ask_for_comparison(self._view, title, self._view.settings)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Compare with a file."""
        document = self._view.document
        if document.population is None:
            return
        source = document.result.source if document.result is not None else None
        own = Own(document.title, document.population, document.facts, source)
        base = document.base
        self._view.notices.retract(_CAUSE)

        def opened(other: OtherResult | Coding) -> None:
            if self._view.document.base != base:
                return
            if isinstance(other, Coding):
                self._ask_tier(other, path.name)
            else:
                self._set(other)
                if not other.sure:
                    self._view.notices.show(_not_sure(self, path))

        self.tasks.run(lambda _task: open_other(path, own), opened)

    @Slot()
    def compare_codes(self) -> None:
        """Compare with the codes of the open video."""
        coding = self._view.codes.keeping.coding
        self._ask_tier(coding, coding.coder or self.tr("Codes"))

    @Slot()
    def end(self) -> None:
        """Show the open result alone again."""
        self._set(None)

    def _ask_tier(self, coding: Coding, name: str) -> None:
        tiers = self._tiers(coding)
        if not tiers:
            text = self.tr("%1 has no code that names an emotion of this result")
            hint = self.tr(
                "Codes are compared by name, such as happy or sadness. Give codes such names in "
                "the coding scheme."
            )
            notice = Notice(text=text.replace("%1", name), hint=hint, cause=_CAUSE)
            self._view.notices.show(notice)
        elif len(tiers) == 1:
            self._use_tier(coding, tiers, name, 0)
        else:
            ask_choice(
                self._view,
                self.tr("Compare with codes"),
                self.tr("Tier to compare with:"),
                dict(enumerate(tiers)),
                partial(self._use_tier, coding, tiers, name),
            )

    def _use_tier(self, coding: Coding, tiers: tuple[str, ...], name: str, place: int) -> None:
        self._set(OtherCodes(f"{name}: {tiers[place]}", coding, tiers[place]))

    def _tiers(self, coding: Coding) -> tuple[str, ...]:
        from svfap_core.codes.emotions import comparable_tiers  # noqa: PLC0415  # loads pyarrow

        return comparable_tiers(coding, self._view.document.lanes.emotions)

    def _set(self, other: OtherResult | OtherCodes | None) -> None:
        self.other = other
        self._base = self._view.document.base
        if other is None:
            self.answer = CompareAnswer()
            if self._dialog is not None:
                self._dialog.close()
            self._view.notices.retract(_CAUSE)
        else:
            self._compare()
            self.show()
        self.changed.emit()

    @Slot()
    def _on_document(self) -> None:
        if self.other is not None and self._view.document.base != self._base:
            self.end()

    @Slot()
    def _on_codes(self) -> None:
        """Codes of the open video may have changed."""
        coding = self._view.codes.keeping.coding
        other = self.other
        if isinstance(other, OtherCodes) and other.coding is not coding:
            same = (other.coding.coder, other.coding.video) == (coding.coder, coding.video)
            if same and other.tier in coding.tier_names:
                self.other = other._replace(coding=coding)
                self._compare()

    # -- comparing -------------------------------------------------------------------------------

    @Slot()
    def _compare(self) -> None:
        document = self._view.document
        population, person = document.population, document.person
        if self.other is None or population is None or person is None:
            return
        if person not in population.visible:
            return
        question = CompareQuestion(population, person, self.other, document.range, document.lanes)
        self.tasks.run(lambda _task: compare(question), self._on_compared, latest="compare")

    def _on_compared(self, answer: CompareAnswer) -> None:
        if self.other is None:
            return
        self.answer = answer
        self._show()
        self.changed.emit()

    # -- the window ------------------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """Open the window of the agreement, or bring it to the front."""
        from svfap_gui.analyse.agreement_dialog import (  # noqa: PLC0415  # once asked for
            AgreementDialog,
        )

        if self._dialog is None:
            dialog = self._dialog = AgreementDialog(self._view)
            dialog.copy_wanted.connect(self._copy)
            dialog.export_wanted.connect(self._export)
            dialog.differences_wanted.connect(self._show_differences)
            dialog.destroyed.connect(self._forget)
            self._show()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _show(self) -> None:
        dialog, document, other = self._dialog, self._view.document, self.other
        if dialog is None or other is None or document.person is None:
            return
        dialog.show_sides(
            title_of(document.title, document.facts),
            other.title,
            has_differences=isinstance(other, OtherResult),
        )
        who = self._view.editing.name_of(document.person)
        dialog.show_tables(self.answer.tables, who, document.range)

    @Slot()
    def _show_differences(self) -> None:
        if isinstance(self.other, OtherResult):
            lines = "\n".join(self.other.differences)
            show_text(self._view, self.tr("What differs"), lines)

    @Slot(object)
    def _copy(self, table: FigureTable) -> None:
        copy_table(self._view, table)

    @Slot(object, int)
    def _export(self, tables: AgreementTables, shown: int) -> None:
        export_tables(
            self._view,
            self._dialog,
            self.tasks,
            lambda path, dialect: write_agreement(path, tables, shown, dialect),
            title=self.tr("Export the agreement"),
            name=self.tr("%1 agreement"),
        )


def _not_sure(owner: QObject, path: Path) -> Notice:
    text = owner.tr("It is not known whether %1 is of the same video").replace("%1", path.name)
    hint = owner.tr("Only the lengths agree, as one of the files does not say what it was made of.")
    return Notice(text=text, hint=hint, cause=_CAUSE)
