"""The drawer of the Batch view: what is written for each file, and where. Analyses nothing.

Edits the preferences themselves, so that Batch, Analyse and the settings dialog agree.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from svfap_gui.parts.actions import Action
from svfap_gui.parts.folder_choice import folder_control
from svfap_gui.parts.schema_form import SchemaForm
from svfap_gui.parts.text_size import scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.parts.words import without_mnemonic
from svfap_gui.work.landmarker_controls import LANDMARKER_CONTROLS
from svfap_gui.work.model_names import installed_models
from svfap_gui.work.preferences import Preferences, PreferencesStore

WIDTH_PX = 340
_LEAST_PX = 240
_EDGES_PX = 4
"""Of the frame and within it, left and right."""

_SHOWN = (
    "results_folder",
    "model",
    "outputs.tables",
    "outputs.csv_delimiter",
    "outputs.csv_decimal",
    "outputs.csv_bom",
    "outputs.summary",
    "outputs.protocol",
    "outputs.curves",
    "outputs.overlay",
    "outputs.anonymise.effect",
    "outputs.anonymise.sound",
    "outputs.eaf",
    "outputs.faces",
    "outputs.features",
    "analysis.windows.hop_s",
    "analysis.tracker.faces",
    "analysis.decoding.start_s",
    "analysis.decoding.end_s",
    "analysis.decoding.image_rate_fps",
    "analysis.baseline",
    "analysis.detector",
    "analysis.detector_file",
    "analysis.actions",
    "analysis.landmarker_file",
)
_TABLES = {"csv": "CSV", "parquet": "Parquet", "xlsx": "Excel"}
_GROUPS = (
    "outputs",
    "outputs.anonymise",
    "analysis",
    "analysis.decoding",
    "analysis.tracker",
    "analysis.windows",
)


class BatchSettings(QFrame):
    """A change that is valid is kept at once; one that is not says why, beside its field."""

    def __init__(
        self, store: PreferencesStore, again: Action, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setMinimumWidth(scaled(_LEAST_PX))
        self._store = store
        self._filling = False
        title = QLabel(self.tr("What is saved"), self)
        title.setObjectName("title")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QCheckBox(without_mnemonic(again.text()), self)
        self.again.setToolTip(again.toolTip())
        self.again.clicked.connect(again.trigger)
        again.toggled.connect(self.again.setChecked)
        again.toggled.connect(self._say)
        self._later = QLabel(self.tr("Changes take effect at the next start."), self)
        self._later.setObjectName("caption")
        self._later.setWordWrap(True)
        self.form = SchemaForm(
            Preferences,
            first=_SHOWN,
            names={**self._names(), **dict.fromkeys(_GROUPS, "")},
            hidden=[name for name in _names_of(Preferences()) if name not in _SHOWN],
            controls={"model": partial(folder_control, installed_models), **LANDMARKER_CONTROLS},
            parent=self,
        )
        self.form.changed.connect(self._on_changed)
        self._inner = inner = QWidget(self)
        inner.setObjectName("drawer")
        column = QVBoxLayout(inner)
        column.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(title)
        column.addWidget(self.sentence)
        column.addWidget(self._later)
        column.addSpacing(GRID_PX)
        column.addWidget(self.form)
        column.addWidget(self.again)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(scroll)
        self.set_running(running=False)
        store.changed.connect(self._show)
        self._show(store.value)

    def showEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
        """As wide as the form needs in this language and font, a scroll bar included."""
        super().showEvent(event)
        self.setMaximumWidth(self.sizeHint().width())
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Where there is not so much, it scrolls sideways: the list needs room too."""
        bar_px = self._scroll.verticalScrollBar().sizeHint().width()
        needed_px = self._inner.minimumSizeHint().width() + bar_px + _EDGES_PX
        return QSize(max(scaled(WIDTH_PX), needed_px), super().sizeHint().height())

    @Slot(object)
    def _show(self, value: Preferences) -> None:
        """Only what differs: writing into a field that is being typed in moves its cursor."""
        if self._entered() != value:
            self._filling = True
            self.form.set_values(value)
            self._filling = False
        self._say()

    @Slot()
    def _on_changed(self) -> None:
        if self._filling:
            return
        entered = self._entered()
        if entered is not None:
            self._store.set(entered)

    def _entered(self) -> Preferences | None:
        """The preferences as entered; `None`, and the reasons beside the fields, if wrong."""
        more = _without(self._store.value.model_dump(), _SHOWN)
        checked = self.form.check(more)
        return checked if isinstance(checked, Preferences) else None

    @Slot()
    def _say(self) -> None:
        self.sentence.setText(self._sentence())

    def _sentence(self) -> str:
        outputs = self._store.value.outputs
        tables = ", ".join(_TABLES[name] for name in outputs.tables)
        kinds = [
            (True, self.tr("a table (%1)").replace("%1", tables)),
            (outputs.summary, self.tr("a summary")),
            (outputs.curves, self.tr("an image of the curves")),
            (outputs.overlay, self.tr("the video with scores drawn in")),
            (outputs.anonymise.effect != "off", self.tr("the video with faces hidden")),
            (outputs.eaf, self.tr("ELAN annotations")),
            (outputs.faces, self.tr("images of the faces")),
            (outputs.features, self.tr("encoder features")),
        ]
        most = ", ".join(text for wanted, text in kinds if wanted)
        last = self.tr("a description of the analysis")
        what = self.tr("%1 and %2").replace("%1", most).replace("%2", last)
        text = self.tr("Each video leaves %1 in %2; files that are finished already are skipped.")
        if self.again.isChecked():
            text = self.tr(
                "Each video leaves %1 in %2; results that are there already are replaced."
            )
        folder = str(self._store.value.results_folder)
        # No line may end with the slash that a path begins with.
        return text.replace("%1", what).replace("%2", f"{folder[0]}\N{WORD JOINER}{folder[1:]}")

    def set_running(self, *, running: bool) -> None:
        """Say that a change comes too late for the run under way."""
        self._later.setVisible(running)

    def _names(self) -> dict[str, str]:
        return {
            "results_folder": self.tr("Folder"),
            "model": self.tr("Model"),
            "outputs.tables": self.tr("Tables"),
            "outputs.csv_delimiter": self.tr("CSV delimiter"),
            "outputs.csv_decimal": self.tr("CSV decimal mark"),
            "outputs.csv_bom": self.tr("CSV byte order mark"),
            "outputs.summary": self.tr("Summary"),
            "outputs.protocol": self.tr("Windows in the summary"),
            "outputs.curves": self.tr("Image of the curves"),
            "outputs.overlay": self.tr("Video with scores"),
            "outputs.anonymise.effect": self.tr("Hide faces by"),
            "outputs.anonymise.sound": self.tr("Sound where faces are hidden"),
            "outputs.eaf": self.tr("ELAN annotations"),
            "outputs.faces": self.tr("Aligned faces"),
            "outputs.features": self.tr("Encoder features"),
            "analysis.windows.hop_s": self.tr("Time between rows"),
            "analysis.tracker.faces": self.tr("Which faces"),
            "analysis.decoding.start_s": self.tr("Start"),
            "analysis.decoding.end_s": self.tr("End"),
            "analysis.decoding.image_rate_fps": self.tr("Images per second"),
            "analysis.baseline": self.tr("Baseline"),
            "analysis.detector": self.tr("Face detector"),
            "analysis.detector_file": self.tr("Detector's model file"),
            "analysis.actions": self.tr("Facial actions"),
            "analysis.landmarker_file": self.tr("Landmarker's file"),
        }


def _names_of(value: Any, prefix: str = "") -> list[str]:
    """Dotted names of all fields of a config."""
    found: list[str] = []
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if hasattr(type(inner), "model_fields"):
            found += _names_of(inner, f"{prefix}{name}.")
        else:
            found.append(prefix + name)
    return found


def _without(values: dict[str, Any], names: tuple[str, ...], prefix: str = "") -> dict[str, Any]:
    """The values but for those of some dotted names."""
    return {
        name: _without(value, names, f"{prefix}{name}.") if isinstance(value, dict) else value
        for name, value in values.items()
        if prefix + name not in names
    }
