"""The face landmarker in the settings: off at first, its file chosen or downloaded on request."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from svfap_core.tracking.landmarker_file import download_landmarker, downloaded_file
from svfap_gui.batch.settings import BatchSettings
from svfap_gui.parts.actions import Action
from svfap_gui.shell.settings_dialog import SettingsDialog
from svfap_gui.work import landmarker_controls
from svfap_gui.work.landmarker_controls import LandmarkerFile
from svfap_gui.work.preferences import PreferencesStore
from tests.shared_data import shared


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the base has it
        del format, args


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that downloads come from, instead of the publisher."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/face_landmarker.task"
        fetch = partial(download_landmarker, address)
        monkeypatch.setattr(landmarker_controls, "download_landmarker", fetch)
        yield folder
        server.shutdown()
        thread.join()


@pytest.fixture
def store(settings: QSettings) -> PreferencesStore:
    return PreferencesStore(settings)


@pytest.fixture
def dialog(qtbot: QtBot, store: PreferencesStore) -> SettingsDialog:
    made = SettingsDialog(store)
    qtbot.addWidget(made)
    made.sections.setCurrentRow(1)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def field(dialog: SettingsDialog) -> LandmarkerFile:
    found = dialog.form_of("analysis.landmarker_file").control("analysis.landmarker_file")
    assert isinstance(found, LandmarkerFile)
    return found


def switch_in(parent: QWidget) -> QCheckBox:
    return next(b for b in parent.findChildren(QCheckBox) if "face landmarker" in b.text())


def test_it_is_off_at_first_and_switched_on_by_a_box(
    dialog: SettingsDialog, store: PreferencesStore
) -> None:
    box = switch_in(dialog)
    assert not box.isChecked()
    assert dialog.apply()
    assert store.value.analysis.actions == "model"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog.apply()
    assert store.value.analysis.actions == "landmarker"


def test_its_file_is_chosen(
    dialog: SettingsDialog,
    field: LandmarkerFile,
    store: PreferencesStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert field.state.text() == "Not downloaded yet"
    chosen = "/models/face_landmarker.task"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    [browse] = field.findChildren(QToolButton)
    assert browse.accessibleName()
    QTest.keyClick(browse, Qt.Key.Key_Space)
    assert not field.state.isVisible()
    assert dialog.apply()
    assert store.value.analysis.landmarker_file == chosen
    field.line.clear()
    assert dialog.apply()
    assert store.value.analysis.landmarker_file is None


def test_it_is_downloaded_when_asked_for_and_then_used(
    qtbot: QtBot,
    served: Path,
    dialog: SettingsDialog,
    field: LandmarkerFile,
    store: PreferencesStore,
) -> None:
    shutil.copy(shared("data/face_landmarker/face_landmarker.task"), served)
    assert "3.8 MB" in field.download.toolTip()
    field.line.setText("/models/other.task")
    switch_in(dialog).setChecked(True)
    assert dialog.apply()
    assert not downloaded_file().exists(), "nothing is fetched unasked"
    field.download.setFocus()
    QTest.keyClick(field.download, Qt.Key.Key_Space)
    assert not field.download.isEnabled()
    qtbot.waitUntil(field.download.isEnabled)
    assert field.state.text() == f"Downloaded: {downloaded_file()}"
    assert dialog.apply()
    assert store.value.analysis.landmarker_file is None, "that is the downloaded one"


def test_a_download_that_fails_says_why_and_what_to_do(
    qtbot: QtBot, served: Path, field: LandmarkerFile
) -> None:
    del served
    field.download.click()
    qtbot.waitUntil(field.download.isEnabled)
    assert "could not be downloaded" in field.state.text()
    assert "choose the file" in field.state.text()
    assert field.state.objectName() == "fieldError"
    assert field.state.isVisible()
    field.line.setText("/models/face_landmarker.task")
    assert not field.state.text()


def test_a_dialog_that_is_closed_meanwhile_disturbs_nobody(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, store: PreferencesStore
) -> None:
    go = threading.Event()
    monkeypatch.setattr(landmarker_controls, "download_landmarker", go.wait)
    made = SettingsDialog(store)
    field = made.findChild(LandmarkerFile)
    assert field is not None
    field.download.click()
    [thread] = [t for t in threading.enumerate() if t.name == "svfap-landmarker"]
    made.deleteLater()
    qtbot.wait(10)
    go.set()
    thread.join()
    qtbot.wait(10)


def test_batch_has_the_same_controls(qtbot: QtBot, store: PreferencesStore) -> None:
    drawer = BatchSettings(store, Action(store, "batch/again", "Again", checkable=True))
    qtbot.addWidget(drawer)
    drawer.show()
    switch_in(drawer).click()
    assert store.value.analysis.actions == "landmarker"
    [field] = drawer.findChildren(LandmarkerFile)
    field.line.setText("/models/face_landmarker.task")
    assert store.value.analysis.landmarker_file == "/models/face_landmarker.task"
