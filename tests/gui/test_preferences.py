from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_gui.preferences import Preferences, PreferencesStore


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
