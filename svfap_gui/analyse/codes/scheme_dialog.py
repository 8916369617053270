"""The dialog in which a coding scheme is made, loaded and saved. Changes no codes itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSettings, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from svfap_core.codes.coding import Scheme
from svfap_core.codes.coding_file import read_scheme, write_scheme
from svfap_core.codes.scheme_rows import SchemeRow, rows_of, scheme_of
from svfap_core.errors import SvfapError
from svfap_gui.analyse.codes.files import ask_for_scheme, ask_where_to_save_scheme
from svfap_gui.analyse.codes.scheme_table import Column, SchemeModel
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import on_screen, scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.work.task import Tasks

_SIZE_PX = (720, 460)
_WIDTHS_PX = {
    Column.KEY: 52,
    Column.TIER: 120,
    Column.GROUP: 120,
    Column.POINT: 56,
    Column.COLOUR: 64,
    Column.PERSON: 110,
}


class SchemeDialog(QDialog):
    """Edits a copy; deletes itself when it is closed.

    Args:
        scheme: What is edited.
        then: Gets the rows and the name when the user agrees; its `SvfapError` is shown, and the
            dialog stays.
        settings: Where last folders are kept.
        parent: What it lies over.
    """

    def __init__(
        self,
        scheme: Scheme,
        then: Callable[[Sequence[SchemeRow], str], object],
        settings: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Coding scheme"))
        self.resize(on_screen(self, _SIZE_PX))
        self._tasks = Tasks("svfap-scheme", lambda _: None, self)
        self._then = then
        self._settings = settings
        self.name = QLineEdit(scheme.name, self)
        self.name.setPlaceholderText(self.tr("Name of the scheme"))
        self.name.setAccessibleName(self.tr("Name of the scheme"))
        self.model = SchemeModel(rows_of(scheme), self)
        self.table = self._make_table()
        self.problem = QLabel(self)
        self.problem.setObjectName("fieldError")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.add = self._button(self.tr("Add code"), self._add)
        self.remove = self._button(self.tr("Remove"), self._remove)
        self.up = self._button(self.tr("Up"), lambda: self._move(-1))
        self.down = self._button(self.tr("Down"), lambda: self._move(1))
        self.load = self._button(self.tr("Load…"), self._load)
        self.save = self._button(self.tr("Save…"), self._save)
        self._lay_out()
        if not self.model.rows:
            self._add_row()

    # -- building --------------------------------------------------------------------------------

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Codes of the scheme"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(
            trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
        )
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(scaled(28))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(Column.CODE, QHeaderView.ResizeMode.Stretch)
        for column, width_px in _WIDTHS_PX.items():
            table.setColumnWidth(column, scaled(width_px))
        table.doubleClicked.connect(self._on_double_click)
        table.installEventFilter(self)
        return table

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(GRID_PX)
        for button in (self.add, self.remove, self.up, self.down):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.load)
        tools.addWidget(self.save)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        make_primary(buttons.button(QDialogButtonBox.StandardButton.Ok))
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(GRID_PX)
        layout.addWidget(self.name)
        layout.addWidget(self.table, 1)
        layout.addLayout(tools)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.table.setFocus()

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: run())
        return button

    # -- what the user does ----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Enter edits the cell, as a double click does; it would press the dialog's button."""
        enter = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        # Keys that an editor in the table leaves over arrive here, too.
        is_own = event.type() is QEvent.Type.KeyPress and self.table.hasFocus()
        if is_own and isinstance(event, QKeyEvent):
            index = self.table.currentIndex()
            if event.key() in enter and index.isValid():
                self._edit(index)
                return True
            if event.key() == Qt.Key.Key_Delete and index.isValid():
                self._remove()
                return True
        return super().eventFilter(watched, event)

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == Column.COLOUR:
            self._choose_colour(index.row())
        elif index.column() == Column.POINT:
            self.model.setData(
                index,
                Qt.CheckState.Unchecked
                if self.model.rows[index.row()].kind == "point"
                else Qt.CheckState.Checked,
                Qt.ItemDataRole.CheckStateRole,
            )
        else:
            self.table.edit(index)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() == Column.COLOUR:
            self._choose_colour(index.row())

    def _choose_colour(self, place: int) -> None:
        now = self.model.data(
            self.model.index(place, Column.COLOUR), Qt.ItemDataRole.DecorationRole
        )
        dialog = QColorDialog(QColor(now), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(colour: QColor) -> None:
            self.model.set_colour(place, colour.name())

        dialog.colorSelected.connect(chosen)
        dialog.open()

    def _add_row(self) -> int:
        place = self.table.currentIndex().row()
        if place < 0:
            place = len(self.model.rows) - 1
        number = str(len(self.model.rows) + 1)
        name = self.tr("Code %1").replace("%1", number)
        added = self.model.add(place, name, self.tr("Behaviour"))
        self.table.setCurrentIndex(self.model.index(added, Column.CODE))
        return added

    def _add(self) -> None:
        self.table.setFocus()
        self.table.edit(self.model.index(self._add_row(), Column.CODE))

    def _remove(self) -> None:
        if (place := self.table.currentIndex().row()) >= 0:
            self.model.remove(place)

    def _move(self, step: int) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            place = self.model.move(index.row(), step)
            self.table.setCurrentIndex(self.model.index(place, index.column()))

    def _load(self) -> None:
        if (path := ask_for_scheme(self, self._settings)) is None:
            return

        def loaded(scheme: Scheme) -> None:
            self.model.load(rows_of(scheme))
            self.name.setText(scheme.name or path.name.partition(".")[0])
            self.problem.hide()

        self._tasks.run(lambda _task: read_scheme(path), loaded, failed=self._tell)

    def _save(self) -> None:
        name = self.name.text().strip()
        try:
            scheme = scheme_of(self.model.rows, name)
        except SvfapError as error:
            self._tell(error)
            return
        if (path := ask_where_to_save_scheme(self, name, self._settings)) is not None:
            self._tasks.run(
                lambda _task: write_scheme(path, scheme),
                lambda _: self.problem.hide(),
                failed=self._tell,
                saves=True,
            )

    @Slot()
    def _agree(self) -> None:
        try:
            self._then(self.model.rows, self.name.text().strip())
        except SvfapError as error:
            self._tell(error)
            return
        self.accept()

    def _tell(self, error: Exception) -> None:
        notice = notice_of(error)
        self.problem.setText(f"{spoken(notice.text)}. {spoken(notice.hint)}")
        self.problem.show()
