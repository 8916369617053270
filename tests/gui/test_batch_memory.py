"""What Batch knows of its list beyond one run: after a restart, and of what is lacking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings
from PySide6.QtWidgets import QFileDialog

from svfap_gui.batch.controller import BatchController
from svfap_gui.batch.memory import read_list
from svfap_gui.batch.model import Column
from svfap_gui.batch.view import BatchView
from svfap_gui.parts.folder_choice import FolderChoice
from tests.gui.test_batch import SLOWEST_MS, BatchRig, clips, engines, model, rig
from tests.media import even_times, truncate, write_video

__all__ = ["engines", "model", "rig"]


class Restarted:
    """The app again, over the same files: another list and view."""

    def __init__(self, rig: BatchRig, kept: Path, settings: QSettings) -> None:
        self.root = QObject()
        batch = BatchController(
            rig.state, rig.activities, rig.batch._order, rig.batch._engines, self.root, kept=kept
        )
        view = BatchView(batch, rig.preferences, settings, rig.state)
        self.rig = BatchRig(
            rig.qtbot,
            rig.state,
            rig.activities,
            rig.preferences,
            batch,
            view,
            rig.folder,
            rig.out,
        )

    def settle(self) -> None:
        self.rig.qtbot.waitUntil(lambda: not self.rig.activities.running, timeout=SLOWEST_MS)

    def close(self) -> None:
        self.settle()
        shiboken6.delete(self.rig.view)
        shiboken6.delete(self.root)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Starts:
    """Starts the app, one start after the other."""

    def __init__(self, rig: BatchRig, kept: Path, settings: QSettings) -> None:
        self._rig, self._settings = rig, settings
        self.kept = kept
        self._app: Restarted | None = None

    def again(self) -> BatchRig:
        self.end()
        self._app = Restarted(self._rig, self.kept, self._settings)
        self._app.rig.view.arrive()
        self._app.settle()
        self._app.rig.qtbot.waitUntil(lambda: not self._app.rig.batch.scanning)
        return self._app.rig

    def end(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            app.close()


@pytest.fixture
def starts(rig: BatchRig, settings: QSettings, tmp_path: Path) -> Iterator[Starts]:
    starts = Starts(rig, tmp_path / "data" / "batch.json", settings)
    yield starts
    starts.end()


def test_the_list_is_there_again_with_what_is_done_and_what_is_missing(starts: Starts) -> None:
    first = starts.again()
    assert not first.batch.model.rows
    clips(first, done=1, gone=1, sub__waits=1)
    first.add(first.folder / "done.mp4")
    first.run()
    first.add(first.folder / "gone.mp4")
    first.add(first.folder)
    listed = [row.output for row in first.batch.model.rows]
    assert len(listed) == 3
    (first.folder / "gone.mp4").unlink()

    second = starts.again()
    assert [row.output for row in second.batch.model.rows] == listed, "in the same order"
    assert second.states() == {
        "done.mp4": "skipped",
        "gone.mp4": "missing",
        "sub/waits.mp4": "waiting",
    }
    assert second.row("done.mp4").table == second.out / "done.mp4.csv"
    assert second.row("sub/waits.mp4").length_s == pytest.approx(1, abs=0.1)
    assert second.batch.model.text(second.row("gone.mp4"), Column.STATE) == "File not found"
    second.choose("gone.mp4")
    assert str(second.folder / "gone.mp4") in second.view.details.text.text()
    second.run()
    assert second.states()["sub/waits.mp4"] == "done"

    clips(second, gone=1)
    second.choose("gone.mp4")
    second.button("Try again").click()
    second.wait_for_end()
    assert second.states()["gone.mp4"] == "done", "it is back"
    second.batch.remove(second.batch.model.rows)
    assert not starts.again().batch.model.rows


@pytest.mark.logs_warning
def test_a_damaged_list_is_no_reason_not_to_start(starts: Starts) -> None:
    starts.kept.parent.mkdir()
    starts.kept.write_text("[[1, 2")
    rig = starts.again()
    clips(rig, a=1)
    rig.add(rig.folder)
    rig.qtbot.waitUntil(lambda: [f.output for f in read_list(starts.kept)] == ["a.mp4"])


def test_finished_files_can_be_started_as_soon_as_that_is_wanted(rig: BatchRig) -> None:
    clips(rig, a=1)
    rig.add(rig.folder)
    rig.run()
    start = rig.view.commands["start"]
    assert not start.isEnabled()
    before = (rig.out / "a.mp4.csv").stat().st_mtime_ns
    rig.view.drawer.again.click()
    assert start.isEnabled()
    rig.start()
    rig.batch.cancel()
    rig.wait_for_end()
    assert rig.row("a.mp4").table == rig.out / "a.mp4.csv", "the old result is still there"
    rig.run()
    assert rig.states() == {"a.mp4": "done"}
    assert (rig.out / "a.mp4.csv").stat().st_mtime_ns > before
    rig.view.drawer.again.click()
    assert not start.isEnabled()


def test_a_video_that_breaks_off_is_incomplete_in_list_and_details(rig: BatchRig) -> None:
    for name in ("whole", "short"):
        write_video(rig.folder / f"{name}.mkv", even_times(100, 25))
    truncate(rig.folder / "short.mkv", 0.6)
    rig.add(rig.folder)
    rig.run()
    assert rig.states() == {"whole.mkv": "done", "short.mkv": "incomplete"}
    notes = json.loads((rig.out / "short.mkv.json").read_text())["notes"]
    [said] = [note for note in notes if "truncated" in note]
    assert rig.batch.model.text(rig.row("short.mkv"), Column.STATE) == f"Incomplete: {said}"
    rig.choose("short.mkv")
    assert said in rig.view.details.text.text()
    assert rig.view.details.text.text().count("truncated") == 1
    rig.batch.remove(rig.batch.model.rows)
    rig.add(rig.folder)
    rig.run()
    assert rig.states() == {"whole.mkv": "skipped", "short.mkv": "incomplete"}, "also later"


@pytest.mark.logs_warning
def test_the_model_is_chosen_among_those_installed_or_as_a_folder(
    rig: BatchRig, model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rig.show()
    choice = rig.view.drawer.form.control("model")
    assert isinstance(choice, FolderChoice)
    assert choice.value == str(model), "one that lies elsewhere is among them"
    choice.setCurrentIndex(choice.findData("svfap-tiny"))
    choice.activated.emit(choice.currentIndex())
    assert rig.preferences.value.model == "svfap-tiny"
    assert choice.currentText() == "SVFAP tiny"

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "empty"))
    choice.activated.emit(choice.count() - 1)
    assert rig.preferences.value.model == str(tmp_path / "empty")
    assert choice.currentText() == "empty"
    clips(rig, a=1)
    rig.add(rig.folder)
    rig.run()
    [notice] = rig.view.notices.shown
    assert "there is no model" in notice.text
    assert "installed" in notice.hint
    assert "svfap-" not in notice.hint, "the window has no command line"
