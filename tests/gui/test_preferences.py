from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from svfap_core.errors import SvfapError
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.settings_file import read_run_settings
from svfap_gui.work.preferences import Preferences, PreferencesStore


def test_preferences_outlive_the_app(settings: QSettings, tmp_path: Path) -> None:
    store = PreferencesStore(settings)
    analysis = AnalysisSettings(windows=WindowSettings(hop_s=0.25))
    store.update(model="mine", analysis=analysis, results_folder=tmp_path)
    settings.sync()
    again = PreferencesStore(QSettings(settings.fileName(), QSettings.Format.IniFormat)).value
    assert again == store.value
    assert (again.model, again.analysis.windows.hop_s) == ("mine", 0.25)


def test_a_change_is_told_once(qtbot: QtBot, settings: QSettings) -> None:
    store = PreferencesStore(settings)
    told: list[Preferences] = []
    store.changed.connect(told.append)
    store.update(model="mine")
    store.update(model="mine")
    assert [value.model for value in told] == ["mine"]


@pytest.mark.logs_warning
@pytest.mark.parametrize("stored", ["{", '{"device": "abacus"}', '{"unknown": 1}'])
def test_what_cannot_be_read_gives_the_defaults(settings: QSettings, stored: str) -> None:
    settings.setValue("preferences", stored)
    assert PreferencesStore(settings).value == Preferences()


def test_the_settings_of_a_run_go_to_a_file_and_back(settings: QSettings, tmp_path: Path) -> None:
    store, file = PreferencesStore(settings), tmp_path / "settings.yaml"
    analysis = AnalysisSettings(windows=WindowSettings(hop_s=0.25), baseline=(1, 9))
    store.update(model="mine", analysis=analysis, language="zh_CN", results_folder=tmp_path)
    saved = store.value
    store.save_run_settings(file)
    assert read_run_settings(file).analysis == analysis
    store.set(Preferences(language="en"))
    store.load_run_settings(file)
    assert (store.value.model, store.value.analysis) == (saved.model, saved.analysis)
    assert store.value.language == "en", "what is not of a run stays"
    file.write_text("analysis: {hop: 1}")
    with pytest.raises(SvfapError, match=r"analysis.hop"):
        store.load_run_settings(file)
    assert store.value.analysis == analysis


def test_folders_may_lie_in_the_home_folder(settings: QSettings) -> None:
    settings.setValue("preferences", '{"results_folder": "~/Results", "runs_folder": "~/Runs"}')
    value = PreferencesStore(settings).value
    assert value.results_folder == Path.home() / "Results"
    assert value.runs_folder == Path.home() / "Runs"
