"""The time budget in a window of its own: bouts and scores of all persons and codes, per range.

Stays open beside the video and follows it. Counts nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.analyse.budget_run import BOUTS, SCORES, BudgetTables, FigureTable
from svfap_gui.analyse.budget_table import FigureRowsTable, Heading
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.text_size import on_screen
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

if TYPE_CHECKING:
    # These load pyarrow.
    from svfap_core.results.layout import Row
    from svfap_core.results.named_ranges import RangeKind

_SIZE_PX = (1120, 520)
_SHEETS = (BOUTS, SCORES)


class BudgetDialog(QDialog):
    """Deletes itself when it is closed."""

    asked = Signal()
    """Another kind of range is wanted."""
    copy_wanted = Signal(object)
    """The `FigureTable` to put on the clipboard."""
    export_wanted = Signal(object, str)
    """The `BudgetTables` to write, and which of them is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Time budget"))
        self.resize(on_screen(self, _SIZE_PX))
        self._tables: BudgetTables | None = None
        self.within = QComboBox(self)
        self.within.setAccessibleName(self.tr("Range"))
        self.when = QLabel(self)
        self.when.setObjectName("muted")
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(self.tr("Bouts and codes"))
        self.tabs.addTab(self.tr("Scores"))
        self.bouts = FigureRowsTable(self._of_bouts(), self.tr("Bouts and codes"), self)
        self.scores = FigureRowsTable(self._of_scores(), self.tr("Scores"), self)
        self.stack = QStackedWidget(self)
        for table in (self.bouts, self.scores):
            self.stack.addWidget(table)
        self.note = QLabel(self)
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        self.copy = QPushButton(self.tr("Copy"), self)
        self.copy.setToolTip(self.tr("Put this table on the clipboard, for a spreadsheet"))
        self.export = QPushButton(self.tr("Export…"), self)
        self.export.setToolTip(self.tr("Write both tables as a workbook, or this one as CSV"))
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        self._lay_out(close)
        self.tabs.currentChanged.connect(self._show_tab)
        self.within.activated.connect(self.asked)
        self.copy.clicked.connect(self._copy)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self._copy)
        self.export.clicked.connect(self._export)
        close.clicked.connect(self.accept)
        self._show_tab()

    def _lay_out(self, close: QPushButton) -> None:
        label = QLabel(self.tr("Range:"), self)
        label.setBuddy(self.within)
        above = QHBoxLayout()
        above.setSpacing(GRID_PX)
        above.addWidget(self.tabs)
        above.addStretch(1)
        above.addWidget(label)
        above.addWidget(self.within)
        above.addWidget(self.when)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addLayout(above)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.note)
        layout.addLayout(buttons)

    @property
    def kind(self) -> RangeKind:
        """The kind of range that is wanted."""
        return self.within.currentData() or "video"

    def offer(self, kinds: tuple[RangeKind, ...]) -> None:
        """The kinds of ranges there are; the chosen one stays if it is among them."""
        words: Mapping[str, str] = {
            "video": self.tr("Whole video"),
            "range": self.tr("Chosen range"),
            "markers": self.tr("From marker to marker"),
            "code": self.tr("While a code lasts"),
        }
        if kinds == tuple(self.within.itemData(i) for i in range(self.within.count())):
            return
        before = self.kind
        self.within.clear()
        for kind in kinds:
            self.within.addItem(words[kind], kind)
        self.within.setCurrentIndex(max(0, self.within.findData(before)))

    def show_tables(self, tables: BudgetTables, names: Mapping[int, str]) -> None:
        """What was counted; `names` are those of persons by their numbers."""
        self._tables = tables
        self.bouts.show_rows(tables.bouts.rows, names)
        self.scores.show_rows(tables.scores.rows, names)
        self.when.setText(_when(tables.bouts.rows))
        self._tell()

    @property
    def _table(self) -> FigureTable | None:
        if self._tables is None:
            return None
        return (self._tables.bouts, self._tables.scores)[self.tabs.currentIndex()]

    @Slot()
    def _show_tab(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._tell()

    def _tell(self) -> None:
        table = self._table
        for button in (self.copy, self.export):
            button.setEnabled(table is not None and bool(table.rows))
        if self._tables is None:
            self.note.setText("")
            return
        told: list[str] = []
        if table is not None and not table.rows:
            told.append(self.tr("There is nothing to count: analyse the video, or code it."))
        elif self.tabs.currentIndex() == 0:
            told.append(
                self.tr(
                    "A bout is an unbroken stretch of one label. It ends where scores cannot be "
                    "trusted and where time is excluded."
                )
            )
        else:
            told.append(self.tr("Over rows that can be trusted and are not excluded."))
        if self._tables.open_codes:
            told.append(self.tr("%n open code(s) left out: end them.", "", self._tables.open_codes))
        self.note.setText(" ".join(told))

    @Slot()
    def _copy(self) -> None:
        if (table := self._table) is not None and table.rows:
            self.copy_wanted.emit(table)

    @Slot()
    def _export(self) -> None:
        if self._tables is not None:
            self.export_wanted.emit(self._tables, _SHEETS[self.tabs.currentIndex()])

    def _of_bouts(self) -> dict[str, Heading]:
        return {
            **self._of_ranges(),
            "subject": Heading(self.tr("who"), self.tr("The person, or participant of the tier")),
            "tier": Heading(self.tr("tier"), self.tr("Tier of the code")),
            "coder": Heading(self.tr("coder"), self.tr("Who coded")),
            "label": Heading(self.tr("label"), self.tr("Strongest emotion, or code")),
            "count": Heading(self.tr("n"), self.tr("Number of bouts or points"), "d"),
            "rate_per_min": Heading(
                self.tr("per min"), self.tr("Bouts or points per observed minute"), ".2f"
            ),
            "share": Heading(self.tr("share"), self.tr("Share of the observed time"), ".1%"),
            "total_s": Heading(self.tr("total s"), self.tr("Time of all bouts"), ".2f"),
            "mean_s": Heading(self.tr("mean s"), self.tr("Mean duration of a bout"), ".2f"),
            "sd_s": Heading(self.tr("SD s"), self.tr("Standard deviation of durations"), ".2f"),
            "min_s": Heading(self.tr("min s"), self.tr("Shortest bout"), ".2f"),
            "max_s": Heading(self.tr("max s"), self.tr("Longest bout"), ".2f"),
            "latency_s": Heading(
                self.tr("latency s"),
                self.tr("From the start of the range to the first bout or point"),
                ".2f",
            ),
            "observed_s": Heading(
                self.tr("observed s"),
                self.tr(
                    "Time in which it could be seen: trusted time for emotions, all time for "
                    "codes, without what is excluded"
                ),
                ".2f",
            ),
        }

    def _of_scores(self) -> dict[str, Heading]:
        return {
            **self._of_ranges(),
            "person_id": Heading(self.tr("who"), self.tr("The person")),
            "score": Heading(self.tr("score"), self.tr("The score, as in the table")),
            "rows": Heading(self.tr("n"), self.tr("Rows that can be trusted"), "d"),
            "mean": Heading(self.tr("mean"), self.tr("Mean"), ".3f"),
            "sd": Heading(self.tr("SD"), self.tr("Standard deviation"), ".3f"),
            "min": Heading(self.tr("min"), self.tr("Lowest score"), ".3f"),
            "max": Heading(self.tr("max"), self.tr("Highest score"), ".3f"),
            "share": Heading(
                self.tr("strongest"),
                self.tr("Share of the time in which this emotion was the strongest"),
                ".1%",
            ),
            "z_mean": Heading(self.tr("mean z"), self.tr("Mean against the baseline"), ".2f"),
            "z_sd": Heading(self.tr("SD z"), self.tr("Of z-scores"), ".2f"),
            "trusted_s": Heading(
                self.tr("trusted s"), self.tr("Time that these rows speak for"), ".2f"
            ),
        }

    def _of_ranges(self) -> dict[str, Heading]:
        return {
            "range": Heading(self.tr("range"), self.tr("Its marker, or tier and code")),
            "start_s": Heading(self.tr("from s"), self.tr("Start of the range"), ".2f"),
            "end_s": Heading(self.tr("to s"), self.tr("End of the range"), ".2f"),
            "range_s": Heading(self.tr("length s"), self.tr("Length of all its parts"), ".2f"),
        }


def _when(rows: Sequence[Row]) -> str:
    """From when to when, where all rows are of one range."""
    spans = {(row["start_s"], row["end_s"]) for row in rows}
    start_s, end_s = spans.pop() if len(spans) == 1 else (None, None)
    if not isinstance(start_s, float) or not isinstance(end_s, float):
        return ""
    return f"{clock(start_s, 0.1)} \N{EN DASH} {clock(end_s, 0.1)}"
