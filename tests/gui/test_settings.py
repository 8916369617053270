from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from svfap_core.names import CARD_FILE
from svfap_core.resources import models_folder
from svfap_gui.parts.folder_choice import FolderChoice
from svfap_gui.shell.settings_dialog import SettingsDialog
from svfap_gui.work.preferences import Preferences, PreferencesStore

_OK = QDialogButtonBox.StandardButton.Ok
_APPLY = QDialogButtonBox.StandardButton.Apply
_DEFAULTS = QDialogButtonBox.StandardButton.RestoreDefaults


@pytest.fixture
def store(settings: QSettings) -> PreferencesStore:
    return PreferencesStore(settings)


@pytest.fixture
def dialog(qtbot: QtBot, store: PreferencesStore) -> Iterator[SettingsDialog]:
    made = SettingsDialog(store)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def _press(dialog: SettingsDialog, button: QDialogButtonBox.StandardButton) -> None:
    dialog.buttons.button(button).click()


def _control(dialog: SettingsDialog, field: str) -> object:
    return dialog.form_of(field).control(field)


def test_every_field_of_the_schema_is_there_once(dialog: SettingsDialog) -> None:
    found: dict[str, object] = {}
    for form in dialog._forms:
        values = form.values()
        assert not set(_leaves(values)) & set(found)
        found.update(_leaves(values))
    assert set(found) == set(_leaves(Preferences().model_dump(mode="json")))


def test_no_name_of_the_schema_is_shown_and_no_choice_is_typed(dialog: SettingsDialog) -> None:
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert not [text for text in shown if text.startswith(("analysis", "outputs"))]
    assert isinstance(_control(dialog, "analysis.compute.runtime"), QComboBox)


def test_a_change_is_kept_and_told(dialog: SettingsDialog, store: PreferencesStore) -> None:
    smallest = _control(dialog, "analysis.tracker.min_size_px")
    assert isinstance(smallest, QSpinBox)
    assert not dialog.buttons.button(_APPLY).isEnabled()
    smallest.setValue(48)
    assert dialog.buttons.button(_APPLY).isEnabled()
    _press(dialog, _APPLY)
    assert store.value.analysis.tracker.min_size_px == 48
    assert dialog.isVisible()
    assert not dialog.buttons.button(_APPLY).isEnabled()


def test_ok_keeps_and_closes_and_cancel_keeps_nothing(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    device = _control(dialog, "device")
    assert isinstance(device, QComboBox)
    device.setCurrentIndex(device.findData("cpu"))
    _press(dialog, QDialogButtonBox.StandardButton.Cancel)
    assert store.value.device == "auto"
    dialog.show()
    _press(dialog, _OK)
    assert store.value.device == "cpu"
    assert not dialog.isVisible()


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    detector = _control(dialog, "analysis.detector")
    assert isinstance(detector, QComboBox)
    detector.setCurrentIndex(detector.findData("yunet"))
    _press(dialog, _OK)
    assert dialog.isVisible()
    assert store.value == Preferences()
    form = dialog.form_of("analysis.detector_file")
    assert "model file" in form.error_of("analysis.detector_file")
    assert not form.error_of("analysis.tracker.faces")
    assert dialog.sections.currentRow() == 1, "the section with the error is shown"
    file = form.control("analysis.detector_file")
    assert isinstance(file, QLineEdit)
    file.setText("/models/yunet.onnx")
    _press(dialog, _OK)
    assert store.value.analysis.detector == "yunet"
    assert not form.error_of("analysis.detector_file")


def test_the_number_of_faces_is_a_word_or_a_number(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    faces = _control(dialog, "analysis.tracker.faces")
    assert isinstance(faces, QComboBox)
    for text, value in (("largest", "largest"), ("3", 3)):
        faces.setCurrentText(text)
        assert dialog.apply()
        assert store.value.analysis.tracker.faces == value
    faces.setCurrentText("some")
    assert not dialog.apply()
    assert dialog.form_of("analysis.tracker.faces").error_of("analysis.tracker.faces")


def test_without_a_table_there_is_no_result(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    tables = dialog.form_of("outputs.tables").control("outputs.tables")
    csv, parquet, xlsx = tables.findChildren(QCheckBox)
    assert not xlsx.isChecked()
    csv.setChecked(False)
    assert dialog.apply()
    assert store.value.outputs.tables == ("parquet",)
    parquet.setChecked(False)
    assert not dialog.apply()
    assert dialog.form_of("outputs.tables").error_of("outputs.tables")
    xlsx.setChecked(True)
    assert not dialog.apply(), "a workbook is not read back"
    assert "csv or parquet" in dialog.form_of("outputs.tables").error_of("outputs.tables")


def test_a_comma_that_would_mean_two_things_is_told_at_its_field(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    decimal, delimiter = (_control(dialog, f"outputs.csv_{n}") for n in ("decimal", "delimiter"))
    assert isinstance(decimal, QComboBox)
    assert isinstance(delimiter, QComboBox)
    decimal.setCurrentIndex(decimal.findData("comma"))
    assert not dialog.apply()
    form = dialog.form_of("outputs.csv_delimiter")
    assert form.error_of("outputs.csv_delimiter")
    delimiter.setCurrentIndex(delimiter.findData("semicolon"))
    assert dialog.apply()
    assert store.value.outputs.csv_decimal == "comma"


def test_defaults_are_shown_first_and_kept_when_wanted(
    dialog: SettingsDialog, store: PreferencesStore, tmp_path: Path
) -> None:
    store.update(results_folder=tmp_path, language="zh_CN")
    folder = _control(dialog, "results_folder")
    assert folder.findChild(QLineEdit).text() == str(tmp_path)  # type: ignore[attr-defined]
    _press(dialog, _DEFAULTS)
    assert store.value.language == "zh_CN"
    _press(dialog, _APPLY)
    assert store.value == Preferences()


def _leaves(values: dict[str, object], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found.update(_leaves(value, f"{prefix}{name}."))
        else:
            found[prefix + name] = value
    return found


def test_the_model_is_chosen_among_those_installed(
    dialog: SettingsDialog, store: PreferencesStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = models_folder() / "mine"
    own.mkdir(parents=True)
    (own / CARD_FILE).write_text('{"title": "My own"}')
    model = _control(dialog, "model")
    assert isinstance(model, FolderChoice)
    model.showPopup()
    model.hidePopup()
    assert [model.itemText(place) for place in range(model.count())] == [
        "SVFAP tiny",
        "My own",
        "Choose a folder…",
    ]
    model.setCurrentIndex(1)
    model.activated.emit(1)
    assert dialog.apply()
    assert store.value.model == "mine", "by its name, not by what people call it"

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    model.activated.emit(2)
    assert dialog.apply()
    assert store.value.model == str(tmp_path)
    shutil.rmtree(own)
    store.update(model="mine")
    model.showPopup()
    model.hidePopup()
    assert model.value == "mine", "one that is gone is not replaced by another unasked"
