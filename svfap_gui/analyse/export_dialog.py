"""Asks what to export: which files, of which time, where to. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from svfap_core.errors import OutputError
from svfap_core.results.edits import TimeRange
from svfap_core.results.files import check_name
from svfap_core.system import user_path
from svfap_gui.analyse.export_run import ExportOrder, endings_of
from svfap_gui.analyse.hiding_options import HidingOptions
from svfap_gui.analyse.timeline_geometry import clock
from svfap_gui.parts.i18n import spoken
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX

_FIRST = frozenset({"csv", "png"})


class ExportDialog(QDialog):
    """Says before it is accepted which files it would replace.

    Args:
        name: Of the files, to begin with.
        folder: Where to, to begin with.
        chosen: The range; without one, the whole video is exported.
        has_video: Whether videos can be made.
        persons: Numbers and names of those who may stay visible where faces are hidden.
        parent: The owner.
    """

    export_wanted = Signal(object)
    """An `ExportOrder`."""

    def __init__(
        self,
        name: str,
        folder: Path,
        chosen: TimeRange | None,
        *,
        has_video: bool,
        persons: Mapping[int, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self._range = chosen
        self.kinds = {key: QCheckBox(text, self) for key, text in self._texts().items()}
        for key, box in self.kinds.items():
            box.setChecked(key in _FIRST)
            box.toggled.connect(self._on_changed)
        for key in ("overlay", "hidden"):
            self.kinds[key].setEnabled(has_video)
            if not has_video:
                self.kinds[key].setToolTip(self.tr("The video of this result was not found."))
        self.hiding = HidingOptions(persons or {}, self)
        self.hiding.setVisible(False)
        self.kinds["hidden"].toggled.connect(self.hiding.setVisible)
        self.all_time = QRadioButton(self.tr("Whole video"), self)
        self.range_only = QRadioButton(self._range_text(), self)
        self._times = QButtonGroup(self)
        for button in (self.all_time, self.range_only):
            self._times.addButton(button)
        self.range_only.setEnabled(chosen is not None)
        (self.range_only if chosen is not None else self.all_time).setChecked(True)
        self.name = QLineEdit(name, self)
        self.name.setAccessibleName(self.tr("Name of the files"))
        self.folder = QLineEdit(str(folder), self)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setMinimumWidth(scaled(320))
        self.choose_folder = QPushButton(self.tr("Choose…"), self)
        self.choose_folder.clicked.connect(self._ask_for_folder)
        self.warning = QLabel(self)
        self.warning.setObjectName("caption")
        self.warning.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        make_primary(self.export)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(self._on_changed)
        self.folder.textChanged.connect(self._on_changed)
        self._lay_out()
        self._on_changed()

    @property
    def order(self) -> ExportOrder:
        """What is chosen now."""
        return ExportOrder(
            {key: box.isChecked() and box.isEnabled() for key, box in self.kinds.items()},
            self._range if self.range_only.isChecked() else None,
            self._place[0] / self._place[1],
            hiding=self.hiding.settings,
        )

    @property
    def _place(self) -> tuple[Path, str]:
        """The folder, and the name of the files without endings."""
        return user_path(self.folder.text().strip()), self.name.text().strip()

    def _texts(self) -> dict[str, str]:
        return {
            "csv": self.tr("Table, for statistics programs (CSV)"),
            "parquet": self.tr("Table, compact (Parquet)"),
            "xlsx": self.tr("Table, for spreadsheets (Excel)"),
            "eaf": self.tr("Annotations for ELAN (EAF)"),
            "png": self.tr("Image of the curves (PNG)"),
            "svg": self.tr("Drawing of the curves, to edit (SVG)"),
            "overlay": self.tr("Video with faces, scores and its sound (MP4)"),
            "hidden": self.tr("Video with faces hidden, in the one with scores too (MP4)"),
            "markers": self.tr("Table of the markers (CSV)"),
            "statistics": self.tr("Statistics per person (CSV)"),
        }

    def _range_text(self) -> str:
        if self._range is None:
            return self.tr("Range (none is chosen)")
        text = self.tr("Range, %1 to %2").replace("%1", clock(self._range.start_s, 0.1))
        return text.replace("%2", clock(self._range.end_s, 0.1))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        layout.setSpacing(GRID_PX)
        for title, widgets in (
            (self.tr("What"), [*self.kinds.values(), self.hiding]),
            (self.tr("Which time"), [self.all_time, self.range_only]),
        ):
            layout.addWidget(self._title(title))
            for widget in widgets:
                layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
            layout.addSpacing(GRID_PX)
        layout.addWidget(self._title(self.tr("Where to")))
        grid = QGridLayout()
        grid.setSpacing(GRID_PX)
        line = QHBoxLayout()
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose_folder)
        for row, (text, buddy) in enumerate(
            ((self.tr("&Folder"), self.folder), (self.tr("&Name"), self.name))
        ):
            label = QLabel(text, self)
            label.setBuddy(buddy)
            grid.addWidget(label, row, 0)
        grid.addLayout(line, 0, 1)
        grid.addWidget(self.name, 1, 1)
        layout.addLayout(grid)
        layout.addWidget(self.warning)
        layout.addSpacing(GRID_PX)
        layout.addWidget(self.buttons)

    def _title(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName("title")
        return label

    @Slot()
    def _on_changed(self) -> None:
        folder, name = self._place
        endings = endings_of(self.order.kinds)
        complete = bool(endings and name and self.folder.text().strip())
        text, wrong = self._about(folder, name, endings) if complete else ("", False)
        self.warning.setText(text)
        self.export.setEnabled(complete and not wrong)

    def _about(self, folder: Path, name: str, endings: Sequence[str]) -> tuple[str, bool]:
        """What to know of the files, and whether they cannot be written so."""
        try:
            check_name(folder, name, endings)
        except OutputError as error:
            return spoken(str(error)), True
        there = [name + ending for ending in endings if (folder / (name + ending)).exists()]
        text = self.tr("Will be replaced: %1").replace("%1", ", ".join(there))
        return text if there else "", False

    @Slot()
    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder"), self.folder.text())
        if name:
            self.folder.setText(name)

    @Slot()
    def _accept(self) -> None:
        self.export_wanted.emit(self.order)
        self.accept()
