"""The settings as a dialog, made from the schema of preferences. Applies nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from svfap_gui.parts.folder_choice import folder_control
from svfap_gui.parts.primary import make_primary
from svfap_gui.parts.problem_words import problem_words
from svfap_gui.parts.schema_form import SchemaForm
from svfap_gui.parts.text_size import on_screen, scaled
from svfap_gui.parts.theme import GRID_PX, PADDING_PX
from svfap_gui.work.landmarker_controls import LANDMARKER_CONTROLS
from svfap_gui.work.model_names import installed_models
from svfap_gui.work.preferences import Preferences, PreferencesStore
from trainer.recipes import merged

SIZE_PX = (760, 560)

_LIST_PX = 184
_GROUPS = ("analysis", "analysis.decoding", "analysis.tracker", "analysis.windows", "outputs")
"""Have no titles of their own: a section is title enough."""

_ERROR_MARK = "●"


class SettingsDialog(QDialog):
    """Sections on the left, their fields on the right; nothing is kept that is not valid."""

    def __init__(self, store: PreferencesStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(on_screen(self, SIZE_PX))
        self._store = store
        self.sections = QListWidget(self)
        self.sections.setObjectName("sections")
        self.sections.setFixedWidth(scaled(_LIST_PX))
        self.sections.setAccessibleName(self.tr("Sections"))
        self.stack = QStackedWidget(self)
        self._forms: list[SchemaForm] = []
        self._titles: list[str] = []
        names = _field_names(self)
        for title, hint, fields in _sections(self):
            self._add_section(title, hint, fields, names)
        self.sections.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.sections.setCurrentRow(0)
        button = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(
            button.Ok | button.Cancel | button.Apply | button.RestoreDefaults, self
        )
        # Qt's own word has a capital inside, as no other button has.
        self.buttons.button(button.RestoreDefaults).setText(self.tr("Restore defaults"))
        self.buttons.button(button.RestoreDefaults).setToolTip(
            self.tr("Show the defaults of all sections; nothing is kept before OK or Apply")
        )
        make_primary(self.buttons.button(button.Ok))
        self.buttons.accepted.connect(self._on_ok)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(button.Apply).clicked.connect(self.apply)
        self.buttons.button(button.RestoreDefaults).clicked.connect(self._restore_defaults)
        self._lay_out()
        self._show(store.value)
        store.changed.connect(self._show)

    def form_of(self, field: str) -> SchemaForm:
        """The form that has a field, by its dotted name."""
        return next(form for form in self._forms if form.owner(tuple(field.split("."))))

    @Slot()
    def apply(self) -> bool:
        """Keep what is entered; what is wrong is shown at its field instead.

        Returns:
            Whether all was well.
        """
        for form in self._forms:
            form.clear_errors()
        values: dict[str, Any] = {}
        for form in self._forms:
            values = merged(values, form.values())
        wrong: set[int] = set()
        try:
            value = Preferences.model_validate(values)
        except ValidationError as error:
            for problem in error.errors():
                place = tuple(str(part) for part in problem["loc"])
                wrong.add(self._show_error(place, problem_words(problem)))
        else:
            self._store.set(value)
        self._mark(wrong)
        self._apply_button().setEnabled(bool(wrong))
        return not wrong

    # -- building --------------------------------------------------------------------------------

    def _add_section(
        self, title: str, hint: str, fields: Sequence[str], names: Mapping[str, str]
    ) -> None:
        everything = [field for *_, section in _sections(self) for field in section]
        form = SchemaForm(
            Preferences,
            first=fields,
            names={**names, **dict.fromkeys(_GROUPS, "")},
            hidden=[field for field in everything if field not in fields],
            controls={"model": partial(folder_control, installed_models), **LANDMARKER_CONTROLS},
            parent=self,
        )
        form.changed.connect(self._on_changed)
        heading = QLabel(title, self)
        heading.setObjectName("title")
        text = QLabel(hint, self)
        text.setObjectName("muted")
        text.setWordWrap(True)
        page = QWidget(self)
        page.setObjectName("settingsPage")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(PADDING_PX, 0, PADDING_PX, 0)
        layout.setSpacing(GRID_PX)
        layout.addWidget(heading)
        layout.addWidget(text)
        layout.addSpacing(GRID_PX)
        layout.addWidget(form, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self._forms.append(form)
        self._titles.append(title)
        self.sections.addItem(QListWidgetItem(title))
        self.stack.addWidget(scroll)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(GRID_PX)
        middle.addWidget(self.sections)
        middle.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(PADDING_PX,) * 4)
        layout.setSpacing(PADDING_PX)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)

    # -- what the user does ----------------------------------------------------------------------

    @Slot(object)
    def _show(self, value: Preferences) -> None:
        for form in self._forms:
            form.set_values(value)
        self._mark(set())
        self._apply_button().setEnabled(False)

    @Slot()
    def _restore_defaults(self) -> None:
        self._show(Preferences())
        self._apply_button().setEnabled(True)

    @Slot()
    def _on_changed(self) -> None:
        self._apply_button().setEnabled(True)

    @Slot()
    def _on_ok(self) -> None:
        if self.apply():
            self.accept()

    def _show_error(self, place: tuple[str, ...], text: str) -> int:
        """At its field, in whichever section; the section's number."""
        owners = [form.owner(place, text) for form in self._forms]
        named = [
            number
            for number, owner in enumerate(owners)
            if owner is not None and owner.rpartition(".")[2] in text
        ]
        found = [number for number, owner in enumerate(owners) if owner is not None]
        number = (named or found or [0])[0]
        self._forms[number].show_error(place, text)
        return number

    def _mark(self, wrong: set[int]) -> None:
        """Mark the sections with errors, and go to the first unless one is shown already."""
        for number, title in enumerate(self._titles):
            item = self.sections.item(number)
            item.setText(f"{title}  {_ERROR_MARK}" if number in wrong else title)
            item.setToolTip(self.tr("Something here is not right") if number in wrong else "")
        if wrong and self.sections.currentRow() not in wrong:
            self.sections.setCurrentRow(min(wrong))

    def _apply_button(self) -> QWidget:
        return self.buttons.button(QDialogButtonBox.StandardButton.Apply)


def _sections(parent: QWidget) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Title, what it is about, and fields of each section; together all fields there are."""
    tr = parent.tr
    return (
        (
            tr("Model and device"),
            tr("Takes effect when the next analysis starts."),
            ("model", "device", "analysis.compute.runtime", "analysis.compute.precision"),
        ),
        (
            tr("Faces"),
            tr("How faces are found and followed, from the next start of an analysis on."),
            (
                "analysis.detector",
                "analysis.detector_file",
                "analysis.tracker.faces",
                "analysis.tracker.min_size_px",
                "analysis.tracker.min_score",
                "analysis.tracker.detect_every_s",
                "analysis.tracker.keep_s",
                "analysis.actions",
                "analysis.landmarker_file",
            ),
        ),
        (
            tr("Windows"),
            tr("When a stretch of video is scored, and which scores are marked as doubtful."),
            (
                "analysis.windows.hop_s",
                "analysis.windows.max_gap_s",
                "analysis.windows.min_quality",
                "analysis.batch_size",
            ),
        ),
        (
            tr("Videos and images"),
            tr("How files and folders are read, from the next start of an analysis on."),
            (
                "analysis.decoding.start_s",
                "analysis.decoding.end_s",
                "analysis.decoding.video_stream",
                "analysis.decoding.image_rate_fps",
            ),
        ),
        (
            tr("Output"),
            tr("Which files an analysis leaves; a description of the analysis is always there."),
            (
                "outputs.tables",
                "outputs.csv_delimiter",
                "outputs.csv_decimal",
                "outputs.csv_bom",
                "analysis.baseline",
                "outputs.summary",
                "outputs.protocol",
                "outputs.curves",
                "outputs.overlay",
                "outputs.eaf",
                "outputs.faces",
                "outputs.features",
                "outputs.landmarks",
            ),
        ),
        (
            tr("Privacy"),
            tr("How faces are hidden in copies of a video; Export in Analyse asks for itself."),
            (
                "outputs.anonymise.effect",
                "outputs.anonymise.sound",
                "outputs.anonymise.visible",
                "outputs.anonymise.margin",
                "outputs.anonymise.bridge_s",
                "outputs.anonymise.lead_s",
                "outputs.anonymise.min_score",
            ),
        ),
        (
            tr("Folders"),
            tr("Made when something is first written to them."),
            ("results_folder", "recordings_folder", "runs_folder"),
        ),
        (
            tr("Language"),
            tr("Of the window; takes effect when the app is started again."),
            ("language",),
        ),
    )


def _field_names(parent: QWidget) -> dict[str, str]:
    tr = parent.tr
    return {
        "model": tr("Model"),
        "device": tr("Device"),
        "analysis.compute": "",
        "analysis.compute.runtime": tr("Inference engine"),
        "analysis.compute.precision": tr("Precision"),
        "analysis.baseline": tr("Baseline"),
        "analysis.decoding.start_s": tr("Start"),
        "analysis.decoding.end_s": tr("End"),
        "analysis.decoding.video_stream": tr("Video stream"),
        "analysis.decoding.image_rate_fps": tr("Images per second"),
        "analysis.detector": tr("Face detector"),
        "analysis.detector_file": tr("Detector's model file"),
        "analysis.actions": tr("Facial actions"),
        "analysis.landmarker_file": tr("Landmarker's file"),
        "analysis.tracker.faces": tr("Which faces"),
        "analysis.tracker.min_size_px": tr("Smallest face"),
        "analysis.tracker.min_score": tr("Lowest detector score"),
        "analysis.tracker.detect_every_s": tr("Time between detections"),
        "analysis.tracker.keep_s": tr("Keep the number for"),
        "analysis.windows.hop_s": tr("Time between rows"),
        "analysis.windows.max_gap_s": tr("Longest gap in a window"),
        "analysis.windows.min_quality": tr("Least quality of a window"),
        "analysis.batch_size": tr("Windows scored together"),
        "outputs.tables": tr("Tables"),
        "outputs.csv_delimiter": tr("CSV delimiter"),
        "outputs.csv_decimal": tr("CSV decimal mark"),
        "outputs.csv_bom": tr("CSV byte order mark"),
        "outputs.summary": tr("Summary"),
        "outputs.protocol": tr("Windows in the summary"),
        "outputs.curves": tr("Image of the curves"),
        "outputs.overlay": tr("Video with scores"),
        "outputs.anonymise": "",
        "outputs.anonymise.effect": tr("Hide faces by"),
        "outputs.anonymise.sound": tr("Sound"),
        "outputs.anonymise.visible": tr("Persons who stay visible"),
        "outputs.anonymise.margin": tr("Margin beside a face"),
        "outputs.anonymise.bridge_s": tr("Longest gap that is bridged"),
        "outputs.anonymise.lead_s": tr("Hidden before and after for"),
        "outputs.anonymise.min_score": tr("Lowest detector score that is hidden"),
        "outputs.eaf": tr("ELAN annotations"),
        "outputs.faces": tr("Aligned faces"),
        "outputs.features": tr("Encoder features"),
        "outputs.landmarks": tr("Points of faces"),
        "results_folder": tr("Results"),
        "recordings_folder": tr("Recordings"),
        "runs_folder": tr("Training runs"),
        "language": tr("Language"),
    }
