"""What a toast offers next is done, in the whole window: by real clicks after real ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from svfap_gui.app import build
from svfap_gui.batch.controller import BatchPhase
from svfap_gui.batch.view import BatchView
from svfap_gui.parts.page import Page
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.train.files import StepKind
from svfap_gui.train.view import TrainView
from svfap_gui.work.preferences import PreferencesStore
from tests.gui.test_train_view import quick
from tests.media import even_times, write_video
from tests.models import write_untrained_model

__all__ = ["quick"]
SLOWEST_MS = 60_000


@pytest.fixture
def preferences(settings: QSettings, tmp_path: Path) -> PreferencesStore:
    preferences = PreferencesStore(settings)
    preferences.update(
        model=str(write_untrained_model(tmp_path / "models" / "untrained")),
        results_folder=tmp_path / "results",
        runs_folder=tmp_path / "runs",
    )
    return preferences


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, preferences: PreferencesStore
) -> Iterator[MainWindow]:
    window, _ = build(qapp, settings, preferences)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    with qtbot.waitSignal(window.closed, timeout=SLOWEST_MS):
        window.close()
    shiboken6.delete(window)
    for child in qapp.children():
        if shiboken6.isValid(child) and type(child).__module__.startswith("svfap_gui"):
            shiboken6.delete(child)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press_start(qtbot: QtBot, page: Page) -> None:
    buttons = [b for b in page.findChildren(QToolButton) if b.isVisible()]
    [start] = [b for b in buttons if b.defaultAction() is page.commands["start"]]
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)


def click_toast(qtbot: QtBot, window: MainWindow, text: str, verb: str) -> None:
    """Wait for the toast that says this, and click on what it offers."""
    toasts = window.toasts.shown
    qtbot.waitUntil(
        lambda: any(toast.accessibleDescription() == text for toast in toasts), timeout=SLOWEST_MS
    )
    [toast] = [toast for toast in toasts if toast.accessibleDescription() == text]
    assert toast.button is not None
    assert toast.button.text() == verb
    assert toast.button.isVisible()
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert toast not in window.toasts.shown


@pytest.mark.usefixtures("quick")
def test_an_exported_model_is_used_from_then_on(
    qtbot: QtBot, window: MainWindow, preferences: PreferencesStore, tmp_path: Path
) -> None:
    home = tmp_path / "runs" / "first"
    home.mkdir(parents=True)
    (home / "config.yaml").write_text("kind: finetune\nrecipe:\n  epochs: 4\n")
    (home / "last.ckpt").touch()
    (home / "events.jsonl").write_text(
        '{"kind":"started","run":"r","step":0,"total_steps":4}\n'
        '{"kind":"ended","step":4,"outcome":"finished","seconds":9.0}\n'
    )
    train = next(page for page in window.pages if isinstance(page, TrainView))
    window.show_page(window.pages.index(train))
    train.training.rescan()
    train.steps.choose(StepKind.EXPORT)
    qtbot.waitUntil(train.commands["start"].isEnabled, timeout=SLOWEST_MS)
    press_start(qtbot, train)
    click_toast(qtbot, window, "The model model is in Models now", "Use this model")
    assert preferences.value.model == "model"
    told = [toast.accessibleDescription() for toast in window.toasts.shown]
    assert told == ["model scores faces from now on"]


def test_after_a_batch_its_own_results_open(
    qtbot: QtBot,
    window: MainWindow,
    preferences: PreferencesStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where another folder for results was chosen meanwhile: that is for the next batch."""
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    clips = tmp_path / "clips"
    clips.mkdir()
    write_video(clips / "a.mp4", even_times(25, 25))
    window.door.open_all([clips])
    page = window.page
    assert isinstance(page, BatchView)
    batch = page.batch
    qtbot.waitUntil(lambda: bool(batch.model.rows) and not batch.scanning, timeout=SLOWEST_MS)
    press_start(qtbot, page)
    qtbot.waitUntil(lambda: batch.phase is BatchPhase.RUNNING)
    preferences.update(results_folder=tmp_path / "next")
    click_toast(qtbot, window, "Batch: 1 of 1 files done", "Open results")
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "results"]
    assert (tmp_path / "results" / "a.mp4.csv").is_file()
