"""How well two results, or a result and a coder, agree: tables in a window beside the video.

Counts nothing and writes nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from svfap_core.results.edits import TimeRange
from svfap_gui.analyse.budget_run import FigureTable
from svfap_gui.analyse.budget_table import FigureRowsTable, Heading
from svfap_gui.analyse.compare_run import AgreementTables
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import affect_name

_SIZE_PX = (760, 460)


class AgreementDialog(QDialog):
    """Deletes itself when it is closed."""

    copy_wanted = Signal(object)
    """The `FigureTable` to put on the clipboard."""
    export_wanted = Signal(object, int)
    """The `AgreementTables` to write, and the place of the one that is shown."""
    differences_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Agreement"))
        self.resize(on_screen(self, _SIZE_PX))
        self._tables: AgreementTables | None = None
        self.sides = QLabel(self)
        self.when = QLabel(self)
        self.when.setObjectName("muted")
        for label in (self.sides, self.when):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for name in (self.tr("Scores"), self.tr("Labels"), self.tr("Confusion matrix")):
            self.tabs.addTab(name)
        self.scores = FigureRowsTable(self._of_scores(), self.tr("Agreement of scores"), self)
        self.labels = FigureRowsTable(self._of_labels(), self.tr("Agreement of labels"), self)
        self.confusion = FigureRowsTable({}, self.tr("Confusion matrix"), self)
        self.stack = QStackedWidget(self)
        for table in (self.scores, self.labels, self.confusion):
            self.stack.addWidget(table)
        self.note = QLabel(self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setToolTip(self.tr("Put this table on the clipboard, for a spreadsheet"))
        self.export = QPushButton(self.tr("Export…"), self)
        self.export.setToolTip(self.tr("Write all tables as a workbook, or this one as CSV"))
        self.differences = QPushButton(self.tr("What differs…"), self)
        self.differences.setToolTip(self.tr("In model, method and settings"))
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        self._lay_out(close)
        self.tabs.currentChanged.connect(self._show_tab)
        self.copy.clicked.connect(self._copy)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self._copy)
        self.export.clicked.connect(self._export)
        self.differences.clicked.connect(self.differences_wanted)
        close.clicked.connect(self.accept)
        self._show_tab()

    def _lay_out(self, close: QPushButton) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        for button in (self.copy, self.export, self.differences):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        for widget in (self.sides, self.when, self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.note)
        layout.addLayout(buttons)

    def show_sides(self, a: str, b: str, *, has_differences: bool) -> None:
        """What is A, and what is B."""
        self.sides.setText(
            self.tr("A: %1").replace("%1", a) + "\n" + self.tr("B: %1").replace("%1", b)
        )
        self.differences.setVisible(has_differences)

    def show_tables(
        self, tables: AgreementTables | None, who: str, chosen: TimeRange | None
    ) -> None:
        """The agreement about a person, in a range or in all of the video; none: not in B."""
        self._tables = tables
        if chosen is None:
            when = self.tr("Whole video")
        else:
            when = self.tr("%1 to %2").replace("%1", clock(chosen.start_s, 0.1))
            when = when.replace("%2", clock(chosen.end_s, 0.1))
        self.when.setText(f"{who} · {when}")
        self.scores.show_rows([] if tables is None else tables.scores.rows)
        self.labels.show_rows([] if tables is None else tables.labels.rows)
        headings = {} if tables is None else self._of_confusion(tables.confusion)
        self.confusion.set_headings(headings)
        self.confusion.show_rows([] if tables is None else tables.confusion.rows)
        has_scores = tables is not None and bool(tables.scores.rows or tables.other_scales)
        self.tabs.setTabVisible(0, has_scores or tables is None)
        self._tell()

    @property
    def _table(self) -> FigureTable | None:
        place = self.tabs.currentIndex()
        return None if self._tables is None else self._tables[:3][place]

    @Slot()
    def _show_tab(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._tell()

    def _tell(self) -> None:
        table, place = self._table, self.tabs.currentIndex()
        for button in (self.copy, self.export):
            button.setEnabled(table is not None and bool(table.rows))
        if self._tables is None:
            self.note.setText(self.tr("B does not show this person: choose another one."))
            return
        told = [
            self.tr(
                "n counts units of 100 ms in which both can be trusted. They follow from each "
                "other: no test of significance is made of them."
            )
        ]
        if place == 0 and self._tables.other_scales:
            names = ", ".join(map(affect_name, self._tables.other_scales))
            told.append(self.tr("Not compared, as scales differ: %1.").replace("%1", names))
        if place > 0:
            told.append(
                self.tr("Rows are A, columns are B.")
                if place == 2
                else self.tr(
                    "Kappa suffers from rare labels: see the highest that the frequencies allow."
                )
            )
        self.note.setText(" ".join(told))

    @Slot()
    def _copy(self) -> None:
        if (table := self._table) is not None and table.rows:
            self.copy_wanted.emit(table)

    @Slot()
    def _export(self) -> None:
        if self._tables is not None:
            self.export_wanted.emit(self._tables, self.tabs.currentIndex())

    def _of_scores(self) -> dict[str, Heading]:
        return {
            "score": Heading(self.tr("score"), self.tr("Emotion or dimension")),
            "ccc": Heading(
                self.tr("CCC"), self.tr("Concordance correlation (Lin); 1: equal scores"), ".3f"
            ),
            "r": Heading(self.tr("r"), self.tr("Correlation (Pearson)"), ".3f"),
            "mean_abs_difference": Heading(
                self.tr("mean |A - B|"), self.tr("Mean absolute difference"), ".3f"
            ),
            "mean_difference": Heading(self.tr("mean A - B"), self.tr("Mean difference"), "+.3f"),
            "n": Heading(self.tr("n"), self.tr("Units of 100 ms"), "d"),
        }

    def _of_labels(self) -> dict[str, Heading]:
        return {
            "label": Heading(self.tr("label"), self.tr("Against all others; all: together")),
            "agreement": Heading(
                self.tr("agreement"), self.tr("Share of units in which both say the same"), ".1%"
            ),
            "kappa": Heading(self.tr("kappa"), self.tr("Cohen's kappa"), ".3f"),
            "kappa_max": Heading(
                self.tr("highest kappa"), self.tr("That the frequencies allow"), ".3f"
            ),
            "n_a": Heading(self.tr("n A"), self.tr("Units to which A gives the label"), "d"),
            "n_b": Heading(self.tr("n B"), self.tr("Units to which B gives the label"), "d"),
            "n_both": Heading(self.tr("n both"), self.tr("Units to which both give it"), "d"),
            "n": Heading(self.tr("n"), self.tr("Units of 100 ms"), "d"),
        }

    def _of_confusion(self, table: FigureTable) -> dict[str, Heading]:
        first, *others = table.schema.names
        return {
            first: Heading(self.tr("A \\ B"), self.tr("Rows are A, columns are B")),
            **{
                name: Heading(affect_name(name.removeprefix("b_")), self.tr("Units of 100 ms"), "d")
                for name in others
            },
        }
