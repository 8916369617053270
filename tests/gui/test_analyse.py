"""The Analyse page over the real pipeline: real clips, real keys and mouse, files read back."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    QSettings,
    Qt,
)
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from svfap_core.anonymise.report import read_report
from svfap_core.batch.batch import Batch
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import Planned
from svfap_core.errors import OutputError
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.store import add_model
from svfap_core.pipeline.engine import Engine
from svfap_core.results.document import Kept, Outcome, Save
from svfap_core.results.edits import Edits, Marker, TimeRange
from svfap_core.results.edits_file import read_saved_edits
from svfap_core.settings import AnalysisSettings, OutputSettings
from svfap_core.sources.content import content_bytes
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import Box
from svfap_gui.analyse.counting import Derived
from svfap_gui.analyse.document import AnalyseController
from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.merge_dialog import MergeDialog
from svfap_gui.analyse.panes import make_analyse_view
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.prompts import parse_time
from svfap_gui.analyse.review_dialog import ReviewDialog
from svfap_gui.analyse.text_dialog import TextDialog
from svfap_gui.analyse.timeline_geometry import TOP_PX
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.parts.app_log import LogBook
from svfap_gui.parts.primary import is_primary
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.preferences import PreferencesStore
from svfap_gui.work.state import AppState
from tests import media
from tests.gui.fakes import newest
from tests.gui.results import Appearance, recording_of, write_result
from tests.shared_data import shared
from tests.unit.inference.samples import model_card, network

SLOWEST_MS = 60_000


@dataclass
class AnalyseRig:
    """A window with the Analyse page only."""

    qtbot: QtBot
    window: MainWindow
    view: AnalyseView
    state: AppState
    activities: Activities
    folder: Path

    @property
    def document(self) -> AnalyseController:
        return self.view.document

    @property
    def edits(self) -> Edits:
        return self.document.edits

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=SLOWEST_MS)

    def settle(self) -> None:
        """Wait until nothing is decoded, read or counted any more."""
        view = self.view
        self.until(
            lambda: view.player.idle and not self.document.active and not view.thumbnails.busy
        )
        QCoreApplication.sendPostedEvents()
        QApplication.processEvents()

    def open(self, path: Path) -> None:
        self.window.door.open(path)
        done = {AnalysePhase.READY, AnalysePhase.DONE}
        self.until(lambda: self.document.phase in done)
        self.settle()

    def press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A real key to the window."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, key, modifier or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def dialog(self, kind: type) -> object:
        """The open dialog of a kind."""
        found: list[object] = []

        def look() -> bool:
            found[:] = [d for d in self.window.findChildren(kind) if d.isVisible()]
            return bool(found)

        self.until(look)
        return found[0]

    def answer(self, text: str) -> None:
        """Type into the open question and accept it."""
        dialog = self.dialog(QInputDialog)
        assert isinstance(dialog, QInputDialog)
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card = model_card()
    return add_model(network(card), card, folder=tmp_path_factory.mktemp("model") / "sample")


@pytest.fixture
def rig(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, tmp_path: Path, model: Path
) -> Iterator[AnalyseRig]:
    root = QObject()
    state = AppState(root)
    activities = Activities(root)
    preferences = PreferencesStore(settings, root)
    preferences.update(model=str(model), results_folder=tmp_path / "results")

    def order() -> EngineOrder:
        chosen = preferences.value
        return EngineOrder(chosen.model, "cpu", chosen.analysis)

    view = make_analyse_view(
        state, activities, preferences, settings, Engines(order), engine_order=order, parent=root
    )
    appearance = AppearanceController(qapp, settings, root)
    appearance.apply()
    window = MainWindow(
        state,
        activities,
        [view],
        appearance,
        settings,
        preferences=preferences,
        log_book=LogBook(root),
    )
    window.closed.connect(view.shut_down)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield AnalyseRig(qtbot, window, view, state, activities, tmp_path)
    if window.isVisible():
        with qtbot.waitSignal(window.closed, timeout=SLOWEST_MS):
            window.close()
        shiboken6.delete(window)
    shiboken6.delete(root)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two small faces, 8.7 s, with sound."""
    return Path(shutil.copy(shared("data/clips/two_men_small.mp4"), tmp_path / "talk.mp4"))


@pytest.fixture
def done(rig: AnalyseRig, clip: Path) -> AnalyseRig:
    """The clip with a result, open."""
    with VideoFile(clip) as video:
        times_s = [frame.t_s for frame in video.frames()]
    faces = [
        Appearance(1, 0.0, 9.0, Box(60, 60, 110, 120)),
        Appearance(2, 0.0, 8.0, Box(200, 60, 250, 120)),
        Appearance(3, 6.0, 9.0, Box(130, 60, 170, 110)),
    ]
    write_result(rig.folder / "results", clip, recording_of("talk.mp4", times_s, faces))
    rig.open(clip)
    assert rig.document.phase is AnalysePhase.DONE
    return rig


# -- opening and analysing ---------------------------------------------------------------------


def test_the_empty_page_teaches_the_first_step(rig: AnalyseRig) -> None:
    assert rig.view.empty.isVisible()
    assert not rig.view.commands["play"].isEnabled()
    assert not rig.view.commands["export"].isEnabled()
    assert rig.view.commands["open-video"].isEnabled()


def test_a_video_is_played_then_analysed_and_its_files_lie_in_the_folder(
    rig: AnalyseRig, clip: Path
) -> None:
    clip = Path(shutil.copy(shared("data/clips/single_face.mp4"), clip))
    rig.open(clip)
    assert rig.document.phase is AnalysePhase.READY
    assert rig.window.windowTitle().startswith("talk.mp4")
    assert rig.view.canvas._rgb is not None
    assert is_primary(rig.view.bar.analyse)
    rig.document.change("Add marker", rig.edits.add_marker(Marker(t_s=1.0, text="smile")))
    shares: list[float] = []
    rig.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [activity] = rig.activities.running
    activity.changed.connect(lambda: shares.append(activity.share or 0.0))
    lengths: list[float] = []
    rig.document.derived.connect(
        lambda derived: lengths.append(derived.lanes.analysed_s if derived else 0.0)
    )
    assert rig.view.bar.cancel.isVisible()
    assert not rig.view.bar.analyse.isVisible()
    rig.until(lambda: rig.document.phase is AnalysePhase.DONE)
    rig.settle()
    assert not is_primary(rig.view.bar.analyse)
    assert shares == sorted(shares)
    assert lengths == sorted(lengths)
    assert not rig.activities.running
    names = {path.name for path in (rig.folder / "results").iterdir()}
    assert {f"talk.mp4{e}" for e in (".csv", ".parquet", ".json", ".tracks.parquet")} <= names
    assert len(rig.document.lanes.lanes) == rig.view.inspector.persons.count() == 1
    assert rig.document.statistics is not None
    assert rig.view.thumbnails.of(rig.document.person or 0) is not None
    assert saved(rig).markers == (Marker(t_s=1.0, text="smile"),)
    assert saved(rig).analysis
    assert rig.view.commands["undo"].isEnabled()


def test_a_result_of_a_folder_of_images_is_analysed_again(rig: AnalyseRig, model: Path) -> None:
    folder, out = rig.folder / "s1", rig.folder / "results"
    media.write_images(folder, 6)
    settings = AnalysisSettings()
    job = FileJob(
        lambda: Engine.load(str(model), "cpu", settings), read_card(model), settings,
        OutputSettings(),
    )  # fmt: skip
    Batch(out, job, lambda _: None).run([Planned(folder, "s1")])
    rig.open(out / "s1.csv")
    assert rig.document.video == folder
    before = (out / "s1.csv").stat().st_mtime_ns
    rig.document.analyse(again=True)
    rig.until(lambda: rig.document.activity is None and rig.document.phase is AnalysePhase.DONE)
    rig.settle()
    assert not [notice for notice in rig.view.notices.shown if notice.error]
    assert (out / "s1.csv").stat().st_mtime_ns > before
    assert rig.document.base == out / "s1"
    assert rig.document.facts["source"]["file_bytes"] == content_bytes(folder)


def test_the_bar_says_how_far_an_analysis_is(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/expression_change.mp4"))
    rig.view.commands["analyse"].trigger()
    bar = rig.view.bar
    assert bar.text.text() == "Loading the model…"
    rig.until(lambda: "%" in bar.text.text())
    rig.view.commands["cancel"].trigger()
    rig.until(lambda: rig.document.phase is not AnalysePhase.ANALYSING)
    assert "%" not in bar.text.text()


def test_a_cancelled_analysis_leaves_no_file_but_stays_in_sight(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/expression_change.mp4"))
    rig.view.commands["analyse"].trigger()
    rig.until(lambda: rig.document.lanes.lanes)
    rig.view.commands["cancel"].trigger()
    rig.until(lambda: rig.document.phase is AnalysePhase.CANCELLED)
    rig.settle()
    left = [p for p in (rig.folder / "results").rglob("*") if p.is_file()]
    assert [path.name for path in left] == ["ledger.sqlite"]
    assert rig.document.lanes.lanes
    assert "not saved" in rig.view.bar.text.text()
    rig.view.commands["close"].trigger()
    assert rig.view.empty.isVisible()
    assert not rig.document.lanes.lanes


def test_the_same_video_is_found_again_under_another_name(done: AnalyseRig) -> None:
    other = shutil.copy(done.folder / "talk.mp4", done.folder / "copy of talk.mp4")
    done.open(Path(other))
    assert done.document.phase is AnalysePhase.DONE
    assert done.document.base == done.folder / "results" / "talk.mp4"


def test_the_stream_that_was_analysed_is_shown(rig: AnalyseRig) -> None:
    path = rig.folder / "meeting.mkv"
    media.ffmpeg(*media.drawn(10, 2, (320, 192)), *media.drawn(10, 2), "-map", 0, "-map", 1, path)
    recording = recording_of(
        path.name, media.even_times(20, 10), [Appearance(1, 0.0, 2.0, Box(20, 20, 80, 80))]
    )
    write_result(rig.folder / "results", path, recording)
    sidecar = rig.folder / "results" / "meeting.mkv.json"
    facts = json.loads(sidecar.read_text())
    facts["source"]["video_stream"] = 1
    sidecar.write_text(json.dumps(facts))
    rig.open(path)
    rig.until(lambda: rig.view.player.info is not None and rig.view.player.info.width_px == 160)
    rig.settle()
    assert rig.view.player.info is not None
    assert rig.view.player.info.video_stream == 1


def test_another_video_of_that_name_does_not_overwrite_the_result(done: AnalyseRig) -> None:
    before = (done.folder / "results" / "talk.mp4.csv").read_bytes()
    (done.folder / "other").mkdir()
    other = shutil.copy(shared("data/clips/single_face.mp4"), done.folder / "other" / "talk.mp4")
    done.open(Path(other))
    assert done.document.phase is AnalysePhase.READY
    done.view.commands["analyse"].trigger()
    done.until(lambda: done.document.phase is AnalysePhase.DONE)
    assert (done.folder / "results" / "talk.mp4.csv").read_bytes() == before
    assert done.document.base is not None
    assert done.document.base.parent.parent == done.folder / "results"


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".tracks.parquet"])
def test_any_file_of_a_result_opens_it_with_its_video(done: AnalyseRig, ending: str) -> None:
    done.view.commands["close"].trigger()
    path = done.folder / "results" / f"talk.mp4{ending}"
    assert done.view.takes(path)
    done.open(path)
    assert done.document.phase is AnalysePhase.DONE
    assert done.document.lanes.lanes


def test_a_result_without_its_video_can_be_told_where_it_is(done: AnalyseRig) -> None:
    done.view.commands["close"].trigger()
    (done.folder / "talk.mp4").rename(done.folder / "moved.mp4")
    done.open(done.folder / "results" / "talk.mp4.csv")
    assert done.document.video is None
    assert done.view.commands["find-video"].isEnabled()
    assert done.view.timeline.window_shown.length_s == pytest.approx(8.67, abs=0.1)
    done.document.use_video(done.folder / "moved.mp4")
    done.settle()
    assert done.view.canvas._rgb is not None
    assert done.edits.video.endswith("moved.mp4")


def test_what_is_no_video_says_what_to_do(rig: AnalyseRig) -> None:
    rig.open(shared("data/clips/no_index.mp4"))
    rig.until(lambda: bool(rig.view.notices.shown))
    banner = newest(rig.view)
    assert banner.isVisible()
    assert "moov" in banner.text.text()
    assert banner.hint.text()
    broken = rig.folder / "broken.csv"
    broken.write_text("a,b\n1,2\n", encoding="utf-8")
    rig.window.door.open(broken)
    rig.until(lambda: rig.document.phase is AnalysePhase.EMPTY)
    assert "broken.csv" in newest(rig.view).text.text()


def test_a_result_that_lacks_a_file_says_so(done: AnalyseRig) -> None:
    sidecar = done.folder / "results" / "talk.mp4.json"
    missing = [{"file": "talk.mp4.overlay.mp4", "reason": "the disk is full"}]
    sidecar.write_text(json.dumps(json.loads(sidecar.read_text()) | {"failed": missing}))
    done.view.commands["close"].trigger()
    done.open(sidecar)
    assert done.view.bar.text.text().endswith(", incomplete")
    reason = "talk.mp4.overlay.mp4 could not be made: the disk is full"
    assert done.view.bar.text.toolTip() == reason
    assert newest(done.view).isVisible()
    assert reason in newest(done.view).hint.text()


def test_what_a_result_says_of_its_video_is_shown_until_it_is_closed(done: AnalyseRig) -> None:
    notices = done.view.notices
    assert not notices.shown
    sidecar = done.folder / "results" / "talk.mp4.json"
    said = ["timestamp_s is said of every result.", "The video ends at 1.5 of 2.4 s."]
    facts = {**json.loads(sidecar.read_text()), "notes": said}
    sidecar.write_text(json.dumps(facts))
    done.open(done.folder / "talk.mp4")
    notes = newest(done.view)
    assert notes.isVisible()
    assert notes.hint.text() == said[1]
    done.qtbot.mouseClick(notes.close_button, Qt.MouseButton.LeftButton)
    done.document.document_changed.emit()
    assert not notices.shown
    done.open(done.folder / "results" / "talk.mp4.csv")
    assert newest(done.view).hint.text() == said[1]
    done.view.commands["close"].trigger()
    assert not notices.shown
    sidecar.write_text(json.dumps({**facts, "notes": [f"Note {n}." for n in range(20)]}))
    done.open(done.folder / "talk.mp4")
    notes = newest(done.view)
    assert notes.hint.text().splitlines()[-1] == "… and 14 more"
    assert "Note 19." in notes.hint.toolTip()


# -- keys --------------------------------------------------------------------------------------


def test_every_key_of_the_player(done: AnalyseRig) -> None:
    player = done.view.player

    def after(*keys: object) -> float:
        for key in keys:
            done.press(key)  # type: ignore[arg-type]
        done.settle()
        return player.position_s

    gap_s = 377 / 4500
    assert after(Qt.Key.Key_Right, Qt.Key.Key_Right) == pytest.approx(2.0, abs=gap_s)
    here_s = player.position_s
    assert after(".") == pytest.approx(here_s + gap_s, abs=0.01)
    assert after(",", ",") == pytest.approx(here_s - gap_s, abs=0.01)
    assert after(Qt.Key.Key_Left) == pytest.approx(1.0, abs=2 * gap_s)
    assert after(Qt.Key.Key_End) == pytest.approx(8.67, abs=0.01)
    assert after(Qt.Key.Key_Home) == 0.0
    done.press(Qt.Key.Key_Space)
    assert player.playing
    done.press("l")
    done.press("l")
    assert player.speed == 2.0
    done.press("j")
    assert player.speed == 1.5
    done.press("k")
    assert (player.playing, player.speed) == (False, 1.0)


def test_the_playhead_is_in_step_with_picture_boxes_and_time(done: AnalyseRig) -> None:
    view = done.view
    view.player.seek(4.0)
    done.settle()
    assert view.frames.frame is not None
    assert view.timeline._position_s == view.frames.frame.t_s == view.player.position_s
    assert view.transport.time.text().startswith("0:04.00")
    population = done.document.population
    assert population is not None
    faces = population.at(view.frames.frame.t_s)
    assert [mark.track_id for mark in view.canvas._marks] == [face.person_id for face in faces]
    assert len(faces) == 2


def test_go_to_a_time(done: AnalyseRig) -> None:
    done.press("g")
    done.answer("0:05.5")
    done.settle()
    assert done.view.player.position_s == pytest.approx(5.5, abs=0.1)
    done.press("g")
    done.answer("soon")
    assert "soon" in newest(done.view).text.text()


@pytest.mark.parametrize(
    ("text", "t_s"),
    [("7", 7), ("1:30", 90), ("1:02:03.5", 3723.5), ("0,5", 0.5), ("x", None), ("1:2:3:4", None)],
)
def test_times_are_read_as_people_write_them(text: str, t_s: float | None) -> None:
    assert parse_time(text) == t_s


# -- edits -------------------------------------------------------------------------------------


def saved(rig: AnalyseRig) -> Edits:
    """What lies on the disk once the autosave has come round."""
    path = rig.folder / "results" / "talk.mp4.edits.json"
    rig.until(lambda: not rig.document.history.document.due and not rig.document.active)
    return read_saved_edits(path).edits


def test_in_out_exclude_and_undo(done: AnalyseRig) -> None:
    player = done.view.player
    player.seek(2.0)
    done.settle()
    done.press("i")
    player.seek(5.0)
    done.settle()
    done.press("o")
    done.settle()
    chosen = done.document.range
    assert chosen == (pytest.approx(2.0, abs=0.1), pytest.approx(5.0, abs=0.1))
    before = done.document.statistics
    assert before is not None
    done.press("x")
    done.settle()
    assert done.edits.excluded == (chosen,)
    after = done.document.statistics
    assert after is not None
    assert (after.rows, after.excluded) == (0, before.rows + sum(before.left_out.values()))
    assert saved(done).excluded == (chosen,)
    done.press("z", Qt.KeyboardModifier.ControlModifier)
    assert done.edits.excluded == ()
    assert saved(done).excluded == ()
    done.press("z", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert done.edits.excluded == (chosen,)
    done.press("c")
    assert done.document.range is None


def test_a_marker_is_one_step_and_none_if_its_dialog_is_cancelled(done: AnalyseRig) -> None:
    done.view.player.seek(3.0)
    done.settle()
    here_s = done.view.player.position_s
    done.press("e")
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.reject()
    assert done.edits.markers == ()
    done.press("e")
    done.answer("question 1")
    [marker] = done.edits.markers
    assert (marker.t_s, marker.text) == (here_s, "question 1")
    done.view.commands["undo"].trigger()
    assert done.edits.markers == ()
    done.view.commands["redo"].trigger()
    timeline = done.view.timeline
    flag = QPoint(round(timeline.window_shown.x(here_s)) + 3, 34)
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=flag)
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    remove = next(button for button in box.buttons() if button.text() == "Remove")
    done.qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert done.edits.markers == ()
    assert saved(done).markers == ()


def drop(rig: AnalyseRig, dragged: int, target: int) -> None:
    """Drop one row of the list on another, as the end of a drag."""
    persons = rig.view.inspector.persons
    taken = persons.visualItemRect(persons.item(dragged)).center()
    QTest.mouseClick(persons.viewport(), Qt.MouseButton.LeftButton, pos=taken)
    where = persons.visualItemRect(persons.item(target)).center()
    event = QDropEvent(
        QPointF(where), Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    persons.dropEvent(event)


def merge_all_the_same(rig: AnalyseRig, *, yes: bool) -> None:
    """Answer the question about two persons who are in sight at the same time."""
    box = rig.dialog(MergeDialog)
    assert isinstance(box, MergeDialog)
    if yes:
        rig.qtbot.mouseClick(box.agree, Qt.MouseButton.LeftButton)
    else:
        box.reject()


def test_dropping_a_person_on_another_merges_them(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    drop(done, 1, 0)
    merge_all_the_same(done, yes=False)
    assert done.edits.persons == {}, "they are in sight together, so it was a slip"
    drop(done, 1, 0)
    merge_all_the_same(done, yes=True)
    done.settle()
    assert done.edits.person_of(second, 1.0) == first
    assert second not in [lane.person_id for lane in done.document.lanes.lanes]
    assert done.document.person == first
    assert saved(done).persons == {second: first}
    done.view.commands["undo"].trigger()
    done.settle()
    assert second in [lane.person_id for lane in done.document.lanes.lanes]


def test_merge_by_keyboard_rename_and_hide(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    done.document.choose(second)
    done.settle()
    done.press(Qt.Key.Key_F2)
    persons = done.view.inspector.persons
    editor = persons.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Ice hockey")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    done.settle()
    assert done.edits.name_of(second) == "Ice hockey"
    assert done.view.timeline.shown.names[second] == "Ice hockey"
    done.press("h")
    done.settle()
    assert done.edits.hidden == {second}
    assert second not in [lane.person_id for lane in done.document.lanes.lanes]
    assert done.view.inspector.persons.count() >= 2, "hidden persons stay in the list"
    done.view.commands["show-all"].trigger()
    done.document.choose(second)
    done.settle()
    done.press("m")
    dialog = done.dialog(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue(done.view.editing.name_of(first))
    dialog.accept()
    merge_all_the_same(done, yes=True)
    done.settle()
    assert done.edits.person_of(second, 1.0) == first


def test_the_picture_is_copied_as_it_is_shown(done: AnalyseRig) -> None:
    canvas = done.view.canvas
    done.press("c", Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    shown = canvas.picture_rect().toRect()
    assert copied.size() == shown.size() * canvas.devicePixelRatio()
    expected = canvas.grab(shown).toImage().convertToFormat(copied.format())
    assert copied == expected
    assert len({copied.pixel(x, copied.height() // 2) for x in range(copied.width())}) > 10


def test_an_answer_to_older_edits_leaves_the_chosen_person_alone(done: AnalyseRig) -> None:
    first, second = (lane.person_id for lane in done.document.lanes.lanes[:2])
    answers: list[Derived] = []
    done.document.derived.connect(answers.append)
    done.document.choose(second)
    done.press("h")
    done.settle()
    assert done.document.person == second, "so that the same key shows the person again"
    done.document.choose(first)
    done.view.commands["show-all"].trigger()
    done.document.choose(second)
    done.document._counting.counted.emit(answers[-1])
    assert done.document.person == second
    done.settle()
    assert done.document.person == second


def test_split_at_the_playhead(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.choose(person)
    done.view.player.seek(4.0)
    done.settle()
    here_s = done.view.player.position_s
    count = len(done.document.lanes.lanes)
    done.press("s")
    done.settle()
    assert len(done.document.lanes.lanes) == count + 1
    [split] = done.edits.splits
    assert split.t_s == here_s
    lane = done.document.lanes.of(person)
    assert lane is not None
    assert float(lane.ends_s[-1]) <= here_s + 1e-6
    persons, tracks = done.view.inspector.persons, done.document.recording.track_ids
    names = {persons.item(row).text() for row in range(persons.count())}
    assert f"Person {max(tracks) + 1}" in names
    assert not any(name.startswith("Person 100") for name in names)
    tips = [persons.item(row).toolTip().splitlines()[2:] for row in range(persons.count())]
    assert sorted(filter(None, tips)) == [["Number 1001 in tables"]], "to find it in a table"


def test_splitting_who_is_not_there_says_what_to_do(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.choose(person)
    done.document.change("hide", done.edits.hide(person))
    done.settle()
    done.document.choose(person)
    done.press("s")
    assert newest(done.view).isVisible()
    assert done.edits.splits == ()


def test_a_baseline_gives_z_scores(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(0.0, 6.0))
    done.settle()
    done.press("b")
    done.settle()
    figures = done.document.statistics
    assert figures is not None
    assert figures.baseline is not None
    header = done.view.inspector.table.horizontalHeaderItem(2)
    assert header is not None
    assert header.text() == "mean z"
    assert "Compared with" in done.view.inspector.figures.notes.text()


def test_edits_are_there_when_the_result_is_opened_again(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    done.view.commands["close"].trigger()
    done.settle()
    done.open(done.folder / "talk.mp4")
    assert done.edits.name_of(person) == "Anna"
    assert not done.view.commands["undo"].isEnabled()


def test_closing_the_window_saves_what_was_not_saved_yet(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    with done.qtbot.waitSignal(done.window.closed, timeout=SLOWEST_MS):
        done.window.close()
    path = done.folder / "results" / "talk.mp4.edits.json"
    assert read_saved_edits(path).edits.name_of(person) == "Anna"


@pytest.mark.logs_warning
def test_work_that_cannot_be_saved_at_closing_is_told(
    done: AnalyseRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OutputError("cannot write talk.mp4.edits.json: the disk is full")

    def refuse(save: Save) -> Outcome:
        return Outcome(save, Kept.NOWHERE, "", full)

    with monkeypatch.context() as patch:
        patch.setattr(Save, "run", refuse)
        person = done.document.lanes.lanes[0].person_id
        done.view.editing.rename(person, "Anna")
        done.window.close()
        done.until(lambda: done.window.closing.dialog is not None)
        dialog = done.window.closing.dialog
        assert dialog is not None
        assert done.window.isVisible()
        told = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("talk.mp4" in text and "the disk is full" in text for text in told)
        done.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    done.until(lambda: not done.view.unfinished())
    with done.qtbot.waitSignal(done.window.closed, timeout=SLOWEST_MS):
        done.window.close()
    path = done.folder / "results" / "talk.mp4.edits.json"
    assert read_saved_edits(path).edits.name_of(person) == "Anna"


def test_analysing_again_keeps_what_is_about_time_and_lists_whom_it_does_not_find(
    done: AnalyseRig,
) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.document.change("out", done.edits.exclude(TimeRange(1.0, 2.0)).rename(person, "Anna"))
    done.view.commands["analyse"].trigger()
    box = done.dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    again = next(b for b in box.buttons() if b.text() == "Analyse again")
    done.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    done.until(lambda: done.document.phase is AnalysePhase.DONE)
    assert done.edits.excluded == (TimeRange(1.0, 2.0),)
    assert done.edits.names == {}, "the made result has faces where the video has none"
    assert f'Person {person} ("Anna") was not found' in newest(done.view).hint.text()
    assert saved(done) == done.edits


def test_what_a_result_is_of_is_shown_and_copied(done: AnalyseRig) -> None:
    done.view.commands["about"].trigger()
    dialog = done.dialog(TextDialog)
    assert isinstance(dialog, TextDialog)
    shown = dialog.text.toPlainText()
    assert shown.startswith("Source:")
    assert "by rule" in shown or "Model:" in shown
    done.qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown
    dialog.accept()
    done.document.close_document()
    assert not done.view.commands["about"].isEnabled()


# -- export ------------------------------------------------------------------------------------


def test_the_range_is_exported_in_the_background(done: AnalyseRig) -> None:
    person = done.document.lanes.lanes[0].person_id
    done.view.editing.rename(person, "Anna")
    done.document.set_range(TimeRange(2.0, 6.0))
    done.settle()
    toasts: list[object] = []
    done.state.toasted.connect(toasts.append)
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.range_only.isChecked()
    for key in ("csv", "eaf", "overlay", "svg"):
        dialog.kinds[key].setChecked(True)
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert done.activities.running
    done.until(lambda: not done.view.exporting.active)
    names = {path.name for path in (done.folder / "out").iterdir()}
    assert names == {
        "part.csv", "part.eaf", "part.curves.png", "part.curves.svg", "part.overlay.mp4"
    }  # fmt: skip
    with (done.folder / "out" / "part.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert "Anna" in {row["person_name"] for row in rows}
    assert len(toasts) == 1


def test_an_export_with_hidden_faces_asks_to_look_at_what_is_in_doubt(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(2.0, 2.4))
    done.settle()
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.hiding.visible.count() == len(done.document.lanes.lanes)
    for key, box in dialog.kinds.items():
        box.setChecked(key == "hidden")
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    done.until(lambda: not done.view.exporting.active)
    report = read_report(done.folder / "out" / "part.hidden-faces.json")
    assert report.frames_with_faces == report.frames
    assert report.begins_s == pytest.approx(2.0, abs=0.05)
    if report.is_anonymised:  # As the detector sees the drawn heads.
        assert (done.folder / "out" / "part.anonymised.mp4").is_file()
        return
    review = done.dialog(ReviewDialog)
    assert isinstance(review, ReviewDialog)
    assert done.player.position_s == pytest.approx(report.stretches[0].start_s, abs=0.1)


def test_statistics_are_exported_under_the_edits_as_they_are_now(done: AnalyseRig) -> None:
    done.document.set_range(TimeRange(2.0, 6.0))
    done.settle()
    done.press("e", Qt.KeyboardModifier.ControlModifier)
    dialog = done.dialog(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    for key, box in dialog.kinds.items():
        box.setChecked(key == "statistics")
    dialog.folder.setText(str(done.folder / "out"))
    dialog.name.setText("part")
    done.document.change("exclude", done.edits.exclude(TimeRange(3.0, 5.0)))
    done.qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    done.until(lambda: not done.view.exporting.active)
    with (done.folder / "out" / "part.statistics.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    person = done.document.person
    done.settle()
    shown = done.document.statistics
    assert shown is not None
    assert 0 < shown.seconds <= 2.0
    of_shown = {row["score"]: row for row in rows if row["person_id"] == str(person)}
    for name in ("happy", "sad"):
        row = of_shown[f"emo_{name}"]
        assert float(row["trusted_s"]) == pytest.approx(shown.seconds, abs=1e-5)
        assert float(row["mean"]) == pytest.approx(shown.scores[name].mean, abs=1e-5)


def test_an_export_that_would_replace_files_says_so(done: AnalyseRig) -> None:
    (done.folder / "out").mkdir()
    (done.folder / "out" / "part.csv").write_text("mine", encoding="utf-8")
    dialog = ExportDialog("part", done.folder / "out", None, has_video=False)
    done.qtbot.addWidget(dialog)
    assert "part.csv" in dialog.warning.text()
    assert not dialog.range_only.isEnabled()
    assert not dialog.kinds["overlay"].isEnabled()
    dialog.name.setText("  ")
    assert not dialog.export.isEnabled()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CON", "Call it CON_"),
        ("talk.", "Call it talk,"),
        ("4:30?", "Call it 4_30_"),
        ("a/b", "Call it a_b"),
        ("..", "Choose one without"),
        ("a" * 300, "Choose a shorter name"),
    ],
)
def test_the_dialog_says_which_name_will_do_before_it_can_be_exported(
    qtbot: QtBot, tmp_path: Path, name: str, said: str
) -> None:
    dialog = ExportDialog("part", tmp_path, None, has_video=False)
    qtbot.addWidget(dialog)
    assert dialog.export.isEnabled()
    dialog.name.setFocus()
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, name)
    assert said in dialog.warning.text()
    assert not dialog.export.isEnabled()
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "talk 2")
    assert not dialog.warning.text()
    assert dialog.export.isEnabled()
    dialog.folder.setText(str(tmp_path / "aux"))
    assert "Call it aux_" in dialog.warning.text()
    assert not dialog.export.isEnabled()


# -- by keys, and by menus where one points ------------------------------------------------------


def press_there(
    rig: AnalyseRig, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A real key to the control that has the focus."""
    rig.window.activateWindow()
    rig.until(rig.window.isActiveWindow)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    QApplication.processEvents()


def menu_of(rig: AnalyseRig) -> list[str]:
    """What the open context menu offers, by ids."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [a.objectName().removeprefix("analyse/") for a in menu.actions() if a.text()]
    menu.close()
    return names


def ask_for_menu(widget: QWidget, point: QPoint) -> None:
    """As the right button does: a press, then the request for a menu."""
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, widget.mapToGlobal(point))
    QApplication.sendEvent(widget, event)


def test_lists_and_tables_keep_the_keys_that_move_within_them(done: AnalyseRig) -> None:
    view, persons = done.view, done.view.inspector.persons
    view.player.seek(4.0)
    done.settle()
    before_s = view.player.position_s
    persons.setFocus()
    persons.setCurrentRow(0)
    press_there(done, Qt.Key.Key_End)
    assert persons.currentRow() == persons.count() - 1
    press_there(done, Qt.Key.Key_Home)
    assert persons.currentRow() == 0
    table = view.inspector.table
    table.setFocus()
    table.setCurrentCell(0, 0)
    press_there(done, Qt.Key.Key_Right)
    assert table.currentColumn() == 1
    for widget in (persons, table):
        widget.setFocus()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_End):
            press_there(done, key)
    done.settle()
    assert view.player.position_s == before_s
    assert not view.player.playing
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Home)
    done.until(lambda: view.player.position_s == 0.0)


def test_markers_are_reached_changed_and_removed_by_keys(done: AnalyseRig) -> None:
    view, alt = done.view, Qt.KeyboardModifier.AltModifier
    edits = done.edits.add_marker(Marker(t_s=2.0, text="begin"))
    done.document.change("Markers", edits.add_marker(Marker(t_s=5.0, text="end")))
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert len(done.edits.markers) == 2, "none is chosen"
    for key, t_s in ((Qt.Key.Key_Right, 2.0), (Qt.Key.Key_Right, 5.0), (Qt.Key.Key_Left, 2.0)):
        press_there(done, key, alt)
        done.settle()
        assert view.player.position_s == pytest.approx(t_s, abs=0.05)
    assert view.timeline.marker == 0
    press_there(done, Qt.Key.Key_Return)
    done.answer("question")
    assert [marker.text for marker in done.edits.markers] == ["question", "end"]
    press_there(done, Qt.Key.Key_Right, alt)
    done.settle()
    view.inspector.persons.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert len(done.edits.markers) == 2, "the list has the focus"
    view.timeline.setFocus()
    press_there(done, Qt.Key.Key_Delete)
    assert [marker.text for marker in done.edits.markers] == ["question"]


def test_a_range_is_what_the_ribbon_shows_here(done: AnalyseRig) -> None:
    person = done.document.person
    lane = done.document.lanes.of(person)
    assert lane is not None
    done.view.player.seek(4.0)
    done.settle()
    done.press(Qt.Key.Key_R)
    assert done.document.range == lane.stretch_at(done.view.player.position_s)


def test_what_is_pointed_at_offers_what_can_be_done_with_it(done: AnalyseRig) -> None:
    view = done.view
    done.document.change("Marker", done.edits.add_marker(Marker(t_s=5.0, text="end")))
    persons = view.inspector.persons
    ask_for_menu(persons.viewport(), persons.visualItemRect(persons.item(2)).center())
    assert done.document.person == done.document.population.persons[2]  # type: ignore[union-attr]
    assert menu_of(done)[:4] == ["rename", "merge", "split", "hide"]
    timeline = view.timeline
    window = timeline.window_shown
    flag = QPoint(round(window.x(5.0)) + 2, TOP_PX - 12)
    ask_for_menu(timeline.viewport(), flag)
    assert menu_of(done) == ["edit-marker", "remove-marker", "previous-marker", "next-marker"]
    ask_for_menu(timeline.viewport(), QPoint(round(window.x(3.0)), TOP_PX - 12))
    assert menu_of(done)[:2] == ["set-in", "set-out"]
    assert {"set-in", "rename", "merge"} <= set(menu_of_lane(done))
    view.player.seek(1.0)
    done.settle()
    done.document.choose(done.document.population.persons[0])  # type: ignore[union-attr]
    face = view.canvas.picture_rect()
    scale = face.width() / 320
    point = QPointF(face.x() + 225 * scale, face.y() + 90 * scale)
    wanted = view.canvas.face_at(point)
    assert wanted is not None
    ask_for_menu(view.canvas, point.toPoint())
    assert done.document.person == wanted
    assert {"rename", "hide", "copy-picture"} <= set(menu_of(done))


def menu_of_lane(rig: AnalyseRig) -> list[str]:
    timeline = rig.view.timeline
    x = round(timeline.window_shown.x(3.0))
    shown = timeline.shown
    place = next(place for place in shown.places if place.person_id == shown.chosen)
    ask_for_menu(timeline.viewport(), QPoint(x, TOP_PX + place.top_px - shown.scrolled_px + 8))
    return menu_of(rig)


def test_the_statistics_are_copied_for_a_spreadsheet(done: AnalyseRig) -> None:
    table, clipboard = done.view.inspector.table, QGuiApplication.clipboard()
    clipboard.clear()
    table.setFocus()
    press_there(done, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in clipboard.text().splitlines()]
    assert len(rows) == table.rowCount() + 1
    assert rows[0][1:] == ["strongest", "mean", "SD", "now"]
    assert rows[1][0] == table.item(0, 0).text()  # type: ignore[union-attr]
    assert all(len(row) == 5 for row in rows)
    assert "\N{MINUS SIGN}" not in clipboard.text()
    clipboard.clear()
    done.view.commands["copy-figures"].trigger()
    assert len(clipboard.text().splitlines()) == len(rows)
    ask_for_menu(table.viewport(), QPoint(20, 20))
    assert menu_of(done) == ["copy-figures", "time-budget", "export"]


def test_the_menu_bar_has_the_menus_of_the_view(rig: AnalyseRig) -> None:
    titles = [a.text() for a in rig.window.menuBar().actions() if a.isVisible()]
    own = ["Analyse", "&Playback", "&Range", "Co&des", "P&ersons", "&View"]
    assert titles == ["&File", *own, "&Help"]
