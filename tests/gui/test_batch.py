"""The Batch view over the real pipeline: real files, a real (untrained) model, the real ledger."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QFileDialog,
    QPushButton,
    QScrollArea,
)
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from svfap_core.cli import annotate as annotate_cli
from svfap_core.errors import OutputError
from svfap_core.exports import curves
from svfap_core.settings import AnalysisSettings
from svfap_core.sources import opening
from svfap_gui.app import build
from svfap_gui.batch.controller import BatchController, BatchPhase
from svfap_gui.batch.model import BatchRow, Column
from svfap_gui.batch.run import BatchOrder
from svfap_gui.batch.table import BatchTable
from svfap_gui.batch.updates import RowState
from svfap_gui.batch.view import BatchView
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState
from tests.gui.fakes import newest
from tests.media import even_times, write_images, write_video
from tests.models import write_untrained_model
from tests.shared_data import shared

SLOWEST_MS = 60_000


@dataclass
class BatchRig:
    qtbot: QtBot
    state: AppState
    activities: Activities
    preferences: PreferencesStore
    batch: BatchController
    view: BatchView
    folder: Path
    out: Path

    def show(self) -> None:
        with self.qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()

    def add(self, *paths: Path) -> None:
        self.view.take(paths)
        self.qtbot.waitUntil(lambda: not self.batch.scanning, timeout=SLOWEST_MS)

    def wait_until(self, state: RowState, output: str) -> None:
        self.qtbot.waitUntil(lambda: self.row(output).state is state, timeout=SLOWEST_MS)

    def wait_for_end(self) -> None:
        self.qtbot.waitUntil(lambda: self.batch.phase is BatchPhase.IDLE, timeout=SLOWEST_MS)

    def start(self) -> None:
        self.view.commands["start"].trigger()

    def run(self) -> None:
        self.start()
        self.wait_for_end()

    def row(self, output: str) -> BatchRow:
        row = self.batch.model.row_of(output)
        assert row is not None
        return row

    def states(self) -> dict[str, str]:
        return {row.output: row.state.value for row in self.batch.model.rows}

    def choose(self, output: str) -> None:
        outputs = [row.output for row in self.batch.model.rows]
        self.view.table.selectRow(outputs.index(output))
        self.view.table.setFocus()

    def button(self, text: str) -> QPushButton:
        buttons = self.view.details.findChildren(QPushButton)
        return next(button for button in buttons if button.text() == text)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("models") / "untrained")


@pytest.fixture(scope="module")
def engines(model: Path) -> Engines:
    """One for all tests, so that the model is loaded once."""
    order = EngineOrder(str(model), "auto", AnalysisSettings())
    return Engines(lambda: order)


@pytest.fixture
def rig(
    qtbot: QtBot,
    settings: QSettings,
    tmp_path: Path,
    model: Path,
    engines: Engines,
) -> Iterator[BatchRig]:
    root = QObject()
    state, activities = AppState(root), Activities(root)
    preferences = PreferencesStore(settings, root)
    out = tmp_path / "out"
    preferences.update(model=str(model), results_folder=out)

    def order() -> BatchOrder:
        chosen = preferences.value
        engine = EngineOrder(chosen.model, chosen.device, chosen.analysis)
        return BatchOrder(engine, chosen.outputs, chosen.results_folder, again=False)

    batch = BatchController(state, activities, order, engines, root)
    view = BatchView(batch, preferences, settings, state)
    folder = tmp_path / "in"
    folder.mkdir()
    rig = BatchRig(qtbot, state, activities, preferences, batch, view, folder, out)
    yield rig
    activities.stop_all()
    qtbot.waitUntil(lambda: not activities.running, timeout=SLOWEST_MS)
    view.close()
    shiboken6.delete(view)
    shiboken6.delete(root)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def annotate(rig: BatchRig) -> dict[str, str]:
    """`svfap-annotate` on the same folders, in this process; what it did with each file."""
    arguments = [rig.folder, "--out", rig.out, "--model", rig.preferences.value.model, "--json"]
    run = CliRunner().invoke(annotate_cli.app, list(map(str, arguments)))
    told = [json.loads(line) for line in run.stdout.splitlines()]
    return {Path(t["path"]).name: t["outcome"] for t in told if t["event"] == "file_ended"}


def clips(rig: BatchRig, **seconds: int) -> None:
    for name, length_s in seconds.items():
        path = rig.folder / f"{name.replace('__', '/')}.mp4"
        path.parent.mkdir(exist_ok=True)
        write_video(path, even_times(25 * length_s, 25))


def test_a_folder_becomes_a_table_and_every_file_its_results(rig: BatchRig) -> None:
    clips(rig, plain=2, day__two=1)
    (rig.folder / "broken.mp4").write_bytes(b"no video at all")
    rig.show()
    assert rig.view.empty.isVisible()
    assert not rig.view.commands["start"].isEnabled()
    rig.add(rig.folder)
    assert rig.view.table.isVisible()
    assert rig.states() == {
        "broken.mp4": "failed",
        "day/two.mp4": "waiting",
        "plain.mp4": "waiting",
    }
    assert rig.batch.model.text(rig.row("plain.mp4"), Column.LENGTH) == "0:02"
    rig.run()
    assert rig.states() == {"broken.mp4": "failed", "day/two.mp4": "done", "plain.mp4": "done"}
    assert (rig.out / "day" / "two.mp4.csv").is_file()
    assert rig.row("plain.mp4").faces == 0
    assert rig.row("plain.mp4").speed is not None
    texts = rig.view.totals.texts
    assert texts[Column.LENGTH] == "0:03"
    assert texts[Column.STATE] == "2 done · 1 failed"
    assert not rig.activities.running


def test_real_clips_say_why_they_fail_and_how_many_faces_they_have(rig: BatchRig) -> None:
    for name in ("no_index", "corrupt", "single_face"):
        shutil.copy(shared(f"data/clips/{name}.mp4"), rig.folder)
    rig.add(rig.folder)
    assert rig.states()["no_index.mp4"] == "failed"
    rig.choose("no_index.mp4")
    assert "index" in rig.view.details.text.text()
    assert rig.button("Try again").isVisibleTo(rig.view)
    rig.run()
    assert rig.states() == {
        "corrupt.mp4": "done",
        "no_index.mp4": "failed",
        "single_face.mp4": "done",
    }
    assert (rig.row("single_face.mp4").faces, rig.row("corrupt.mp4").faces) == (1, 0)


def test_the_command_line_goes_on_where_the_window_stopped(rig: BatchRig) -> None:
    clips(rig, a=1, b=60, c=1)
    rig.add(rig.folder)
    rig.start()
    rig.wait_until(RowState.RUNNING, "b.mp4")
    rig.view.commands["cancel"].trigger()
    rig.wait_for_end()
    assert rig.states() == {"a.mp4": "done", "b.mp4": "waiting", "c.mp4": "waiting"}
    assert not (rig.out / "b.mp4.csv").exists()
    write_video(rig.folder / "b.mp4", even_times(25, 25))
    assert annotate(rig) == {"a.mp4": "skipped", "b.mp4": "done", "c.mp4": "done"}


def test_the_window_goes_on_where_the_command_line_stopped(rig: BatchRig) -> None:
    clips(rig, a=1)
    assert annotate(rig) == {"a.mp4": "done"}
    before = (rig.out / "a.mp4.csv").stat().st_mtime_ns
    clips(rig, b=1)
    rig.add(rig.folder)
    rig.run()
    assert rig.states() == {"a.mp4": "skipped", "b.mp4": "done"}
    assert (rig.out / "a.mp4.csv").stat().st_mtime_ns == before
    assert rig.row("a.mp4").table == rig.out / "a.mp4.csv"
    assert rig.row("a.mp4").faces == 0


def test_a_pause_holds_the_file_and_going_on_finishes_it(rig: BatchRig) -> None:
    clips(rig, a=20)
    rig.show()
    rig.add(rig.folder)
    rig.start()
    rig.wait_until(RowState.RUNNING, "a.mp4")
    rig.start()
    assert rig.batch.phase is BatchPhase.PAUSED
    rig.qtbot.wait(600)
    held_s = rig.row("a.mp4").position_s
    rig.qtbot.wait(600)
    assert rig.row("a.mp4").position_s == held_s < 20
    assert "Paused at" in rig.batch.model.text(rig.row("a.mp4"), Column.STATE)
    assert "Paused" in rig.view.status.text()
    rig.run()
    assert rig.states() == {"a.mp4": "done"}
    elapsed_s = rig.row("a.mp4").elapsed_s
    sidecar = json.loads((rig.out / "a.mp4.json").read_text())
    assert sidecar["counts"]["frames"] == 500
    assert elapsed_s > 0


def test_files_added_while_it_runs_are_analysed_too(rig: BatchRig) -> None:
    clips(rig, a=20)
    rig.add(rig.folder)
    rig.start()
    rig.wait_until(RowState.RUNNING, "a.mp4")
    rig.start()
    assert rig.batch.phase is BatchPhase.PAUSED, "or it may be over before the others are found"
    clips(rig, b=1, c=1)
    rig.add(rig.folder)
    rig.choose("c.mp4")
    rig.view.commands["remove"].trigger()
    rig.start()
    rig.wait_for_end()
    assert rig.states() == {"a.mp4": "done", "b.mp4": "done"}
    assert not (rig.out / "c.mp4.csv").exists()


@pytest.mark.logs_warning
def test_a_file_that_surprises_is_marked_and_costs_no_other(
    rig: BatchRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(path: Path, **options: Any) -> Any:
        if path.name == "a.mp4":
            raise ZeroDivisionError("oops")
        return real(path, **options)

    real = opening.open_source
    clips(rig, a=1, b=1)
    monkeypatch.setattr(opening, "open_source", surprise)
    rig.add(rig.folder)
    assert rig.states() == {"a.mp4": "failed", "b.mp4": "waiting"}
    assert "ZeroDivisionError: oops" in rig.row("a.mp4").reason
    assert rig.row("b.mp4").length_s == 1.0


def test_a_mended_file_is_tried_again(rig: BatchRig) -> None:
    (rig.folder / "a.mp4").write_bytes(b"no video at all")
    rig.add(rig.folder)
    clips(rig, a=1)
    rig.choose("a.mp4")
    rig.button("Try again").click()
    rig.wait_for_end()
    assert rig.states() == {"a.mp4": "done"}


@pytest.mark.logs_warning
def test_a_file_beside_the_tables_that_fails_is_named_and_tried_again(
    rig: BatchRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OutputError("the disk is full")

    clips(rig, a=1, b=1)
    (rig.out).mkdir()
    rig.show()
    rig.add(rig.folder)
    with monkeypatch.context() as patch:
        patch.setattr(curves, "write_curves", full)
        rig.run()
    assert rig.states() == {"a.mp4": "incomplete", "b.mp4": "incomplete"}
    row = rig.row("a.mp4")
    assert row.table == rig.out / "a.mp4.csv"
    reason = "a.mp4.curves.png: the disk is full"
    assert rig.batch.model.text(row, Column.STATE) == f"Incomplete: {reason}"
    tip = rig.batch.model.data(rig.batch.model.index(0, Column.STATE), Qt.ItemDataRole.ToolTipRole)
    assert reason in tip
    assert "2 incomplete" in rig.view.totals.texts[Column.STATE]
    rig.choose("a.mp4")
    assert reason in rig.view.details.text.text()
    rig.button("Try again").click()
    rig.wait_for_end()
    assert rig.states() == {"a.mp4": "done", "b.mp4": "incomplete"}
    assert (rig.out / "a.mp4.curves.png").exists()


def test_finished_files_are_analysed_again_when_asked(rig: BatchRig) -> None:
    clips(rig, a=1)
    rig.add(rig.folder)
    rig.run()
    before = (rig.out / "a.mp4.csv").stat().st_mtime_ns
    rig.batch.remove(rig.batch.model.rows)
    rig.add(rig.folder)
    rig.view.drawer.again.click()
    assert "replaced" in rig.view.drawer.sentence.text()
    rig.run()
    assert rig.states() == {"a.mp4": "done"}
    assert (rig.out / "a.mp4.csv").stat().st_mtime_ns > before


def test_a_result_opens_by_enter_and_by_double_click(rig: BatchRig) -> None:
    clips(rig, a=1)
    rig.show()
    rig.add(rig.folder)
    rig.run()
    opened: list[Path] = []
    rig.view.open_wanted.connect(opened.append)
    rig.choose("a.mp4")
    rig.qtbot.keyClick(rig.view.table, Qt.Key.Key_Return)
    place = rig.view.table.visualRect(rig.batch.model.index(0, 0)).center()
    viewport = rig.view.table.viewport()
    rig.qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    rig.qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert opened == [rig.out / "a.mp4.csv"] * 2


def test_keys_remove_rows_and_start(rig: BatchRig) -> None:
    clips(rig, a=1, b=1)
    rig.show()
    rig.view.addActions(rig.view.commands.actions)
    rig.add(rig.folder)
    rig.choose("a.mp4")
    rig.qtbot.keyClick(rig.view.table, Qt.Key.Key_Delete)
    assert rig.states() == {"b.mp4": "waiting"}
    rig.qtbot.keyClick(rig.view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rig.wait_for_end()
    assert rig.states() == {"b.mp4": "done"}


def test_folders_are_shown(rig: BatchRig, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    clips(rig, day__a=1)
    rig.add(rig.folder)
    rig.run()
    rig.choose("day/a.mp4")
    rig.button("Show in folder").click()
    rig.button("Show file").click()
    assert [url.toLocalFile() for url in shown] == [str(rig.out / "day"), str(rig.folder / "day")]


def test_two_files_for_one_result_and_empty_folders_are_told(rig: BatchRig, tmp_path: Path) -> None:
    clips(rig, a=1, other__a=1)
    rig.add(rig.folder / "a.mp4")
    rig.add(rig.folder / "other" / "a.mp4")
    assert rig.states() == {"a.mp4": "waiting"}
    assert "a.mp4" in newest(rig.view).text.text()
    (tmp_path / "empty").mkdir()
    rig.add(tmp_path / "empty")
    assert "No video or image found in empty" in newest(rig.view).text.text()


def test_folders_of_images_are_files_of_the_list(rig: BatchRig, tmp_path: Path) -> None:
    """Their lengths follow the rate in the drawer; what is left out is said."""
    rate = rig.view.drawer.form.control("analysis.decoding.image_rate_fps")
    assert isinstance(rate, QDoubleSpinBox)
    rate.setValue(10)
    assert rig.preferences.value.analysis.decoding.image_rate_fps == 10
    for name in ("s1", "s2"):
        write_images(tmp_path / "root" / name, 5)
    rig.add(tmp_path / "root")
    assert rig.states() == {"s1": "waiting", "s2": "waiting"}
    assert rig.row("s1").length_s == 0.5
    clips(rig, a=1)
    write_images(rig.folder, 2)
    assert not rig.view.notices.shown
    rig.add(rig.folder)
    assert rig.states() == {"s1": "waiting", "s2": "waiting", "a.mp4": "waiting"}
    [notice] = rig.view.notices.shown
    assert not notice.error
    assert "2 image(s)" in notice.text


def test_a_model_that_is_not_there_is_told_and_the_files_wait(rig: BatchRig) -> None:
    clips(rig, a=1)
    rig.add(rig.folder)
    rig.preferences.update(model="gone")
    rig.run()
    assert rig.states() == {"a.mp4": "waiting"}
    [notice] = rig.view.notices.shown
    assert notice.error
    assert "gone" in notice.text


def test_settings_are_kept_and_said_in_a_sentence(rig: BatchRig) -> None:
    rig.show()
    drawer = rig.view.drawer
    assert "CSV, Parquet" in drawer.sentence.text()
    overlay = drawer.form.control("outputs.overlay")
    rig.qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=overlay.rect().topLeft())
    overlay.click()
    assert rig.preferences.value.outputs.overlay == overlay.isChecked()
    assert ("drawn in" in drawer.sentence.text()) == overlay.isChecked()
    rig.preferences.update(results_folder=Path("/elsewhere"))
    assert "elsewhere" in drawer.sentence.text()
    rig.view.commands["settings"].trigger()
    assert not drawer.isVisible()


def test_list_and_settings_share_what_room_there_is(rig: BatchRig) -> None:
    rig.show()
    view, drawer = rig.view, rig.view.drawer
    for width_px in (1300, view.minimumSizeHint().width()):
        view.resize(width_px, 700)
        QApplication.processEvents()
        assert view.empty.width() >= view.empty.minimumSizeHint().width()
        assert view.empty.geometry().right() < drawer.geometry().left()
        assert drawer.geometry().right() < view.width()
        if width_px == 1300:
            assert drawer.width() == drawer.sizeHint().width()
            assert drawer.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
    assert drawer.width() < drawer.sizeHint().width()
    assert drawer.findChild(QScrollArea).horizontalScrollBar().maximum() > 0


def test_several_files_come_here_and_closing_gives_the_running_one_back(
    rig: BatchRig, settings: QSettings, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the real window: dropped on another view, taken here; closed in the middle of a file."""
    clips(rig, a=1, b=60)
    window, _ = build(qapp, settings, rig.preferences)
    monkeypatch.setattr(qapp, "quit", lambda: None)
    page = next(page for page in window.findChildren(BatchView))
    batch = page.findChild(BatchTable).model().parent()
    assert isinstance(batch, BatchController)
    window.show()
    window.show_page(0)
    window.door.open_all([rig.folder / "a.mp4", rig.folder / "b.mp4"])
    assert window.page is page
    rig.qtbot.waitUntil(lambda: not batch.scanning, timeout=SLOWEST_MS)
    page.commands["start"].trigger()
    rig.qtbot.waitUntil(lambda: batch.totals.done == 1, timeout=SLOWEST_MS)
    rig.qtbot.waitUntil(lambda: any(batch.model.in_state(RowState.RUNNING)), timeout=SLOWEST_MS)
    assert not window.close()
    assert window.isVisible()
    dialog = window.closing.dialog
    assert dialog is not None, "a batch is running"
    with rig.qtbot.waitSignal(window.closed, timeout=SLOWEST_MS):
        dialog.stop.click()
    assert batch.phase is BatchPhase.IDLE
    shiboken6.delete(window)
    for child in qapp.children():
        if shiboken6.isValid(child) and type(child).__module__.startswith("svfap_gui"):
            shiboken6.delete(child)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not (rig.out / "b.mp4.csv").exists()
    assert not (rig.out / ".svfap" / "staging").exists() or not list(
        (rig.out / ".svfap" / "staging").iterdir()
    )
    rig.add(rig.folder / "a.mp4")
    rig.run()
    assert rig.states() == {"a.mp4": "skipped"}


def test_folders_and_videos_are_taken_but_no_results_or_models(rig: BatchRig) -> None:
    assert rig.view.takes_many
    assert rig.view.takes(rig.folder)
    assert rig.view.takes(Path("a.mp4"))
    assert not rig.view.takes(Path("a.mp4.csv"))
    assert not rig.view.takes(Path("model.pth"))


def test_what_a_result_says_of_its_video_is_said_in_the_table(rig: BatchRig) -> None:
    clips(rig, short=1, whole=1)
    rig.add(rig.folder)
    rig.run()
    assert rig.batch.model.text(rig.row("short.mp4"), Column.STATE) == "Done"
    sidecar = rig.out / "short.mp4.json"
    facts = json.loads(sidecar.read_text())
    facts["notes"].append("The video ends at 1.5 of 2.4 s.")
    sidecar.write_text(json.dumps(facts))
    rig.batch.remove(rig.batch.model.rows)
    rig.add(rig.folder)
    rig.run()
    short, whole = rig.row("short.mp4"), rig.row("whole.mp4")
    assert rig.batch.model.text(short, Column.STATE) == "Done before, with notes"
    assert rig.batch.model.text(whole, Column.STATE) == "Done before"
    place = rig.batch.model.index(rig.batch.model.rows.index(short), Column.STATE)
    tip = rig.batch.model.data(place, Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines()[1:] == ["The video ends at 1.5 of 2.4 s."]
    rig.choose("short.mp4")
    assert "The video ends" in rig.view.details.text.text()


def test_settings_are_saved_to_a_file_and_loaded(
    rig: BatchRig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (f"{file}.yaml", ""))
    hop = rig.view.drawer.form.control("analysis.windows.hop_s")
    assert isinstance(hop, QDoubleSpinBox)
    hop.setValue(0.25)
    rig.view.commands["save-settings"].trigger()
    hop.setValue(2.0)
    with rig.qtbot.waitSignal(rig.state.toasted):
        rig.view.commands["load-settings"].trigger()
    assert hop.value() == 0.25
    Path(f"{file}.yaml").write_text("hop: 1")
    rig.view.commands["load-settings"].trigger()
    assert "hop: there is no such setting" in newest(rig.view).text.text()
    assert hop.value() == 0.25
