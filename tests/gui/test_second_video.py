"""A second video beside the analysed one: every frame says its number, whatever the offset."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from svfap_core.results.edits import TimeRange
from svfap_core.results.second_video import SecondVideo
from svfap_gui.analyse.playback import Playback, ShownFrame
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.second.follower import Follower, Sight
from svfap_gui.analyse.second.moments import EPSILON_S, Moment
from svfap_gui.analyse.second.pane import SecondPane
from svfap_gui.analyse.seeking import Stamped, VideoReader
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig, saved  # noqa: F401  # fixtures
from tests.gui.fakes import newest
from tests.gui.null_output import NullOutput
from tests.media import even_times, number_picture, shown_number, uneven_times, write_video

SLOWEST_MS = 60_000
FIRST_S = even_times(75, 25)
"""Of the analysed video: 3 s."""

SECOND_S = {
    "30": even_times(60, 30),
    "60": even_times(100, 60),
    "12.5": even_times(30, 12.5),
    "uneven": uneven_times(40),
}


def numbered(path: Path, times_s: list[float]) -> Path:
    return write_video(path, times_s, draw=number_picture)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("numbered")
    made = {name: numbered(folder / f"{name}.mp4", times) for name, times in SECOND_S.items()}
    return made | {"first": numbered(folder / "first.mp4", FIRST_S)}


class Pair:
    """A player, and a second video that follows it; the numbers of the frames that are shown."""

    def __init__(self, qtbot: QtBot, parent: QObject) -> None:
        self.qtbot = qtbot
        self.player = PlayerController(parent, make_output=NullOutput)
        self.follower = Follower(self.player, parent)
        self.first: list[int] = []
        self.sights: list[Sight] = []
        self.player.pictured.connect(self._on_frame)
        self.follower.seen.connect(self.sights.append)

    def open(self, first: Path, second: Path, offset_s: float) -> None:
        with self.qtbot.waitSignal(self.player.opened, timeout=SLOWEST_MS):
            self.player.open(first)
        with self.qtbot.waitSignal(self.follower.opened, timeout=SLOWEST_MS):
            self.follower.open(second, offset_s)
        self.settle()

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=SLOWEST_MS)

    def settle(self) -> None:
        self.until(lambda: self.player.idle and self.follower.idle)

    @property
    def seconds(self) -> list[int]:
        """The numbers of the second video's frames, in the order in which they were shown."""
        return [shown_number(sight.frame.rgb) for sight in self.sights if sight.frame is not None]

    def assert_together(self, times_s: list[float], duration_s: float, offset_s: float) -> None:
        """Both show the frames that belong to where the playhead stands."""
        sight = self.follower.sight
        assert sight is not None
        assert self.first[-1] == _frame_at(FIRST_S, self.player.position_s)
        t_s = FIRST_S[self.first[-1]] - offset_s
        if t_s < -EPSILON_S:
            assert sight == Sight(Moment.BEFORE, None, late=False)
        elif t_s >= duration_s - EPSILON_S:
            assert sight == Sight(Moment.AFTER, None, late=False)
        else:
            assert sight.moment is Moment.DURING
            assert sight.frame is not None
            assert shown_number(sight.frame.rgb) == _frame_at(times_s, t_s)

    def _on_frame(self, frame: ShownFrame) -> None:
        self.first.append(shown_number(frame.rgb))


def _frame_at(times_s: list[float], t_s: float) -> int:
    return bisect_right(times_s, t_s + EPSILON_S) - 1


@pytest.fixture
def pair(qtbot: QtBot) -> Iterator[Pair]:
    root = QObject()
    pair = Pair(qtbot, root)
    yield pair
    pair.follower.shut_down(monotonic() + 5)
    pair.player.shut_down()
    root.deleteLater()


# -- frames --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SECOND_S)
@pytest.mark.parametrize("offset_s", [0.0, 0.5, 1.234567, 2.9, 5.0, -0.75, -1.98, -60.0])
def test_both_show_the_frames_of_one_moment(
    pair: Pair, videos: dict[str, Path], name: str, offset_s: float
) -> None:
    times_s = SECOND_S[name]
    pair.open(videos["first"], videos[name], offset_s)
    video = pair.follower.video
    assert video is not None
    duration_s = video.info.duration_s
    assert duration_s is not None
    assert times_s[-1] < duration_s < times_s[-1] + 0.2
    pair.assert_together(times_s, duration_s, offset_s)
    ends_s = (offset_s, offset_s + duration_s)
    places_s = [0.0, 0.9, 2.96, 0.3, *(at_s + by_s for at_s in ends_s for by_s in (-0.05, 0.05))]
    for t_s in places_s:
        pair.player.seek(t_s)
        pair.settle()
        pair.assert_together(times_s, duration_s, offset_s)
    for count in (1, 1, -1, 3, -5):
        pair.player.step(count)
        pair.settle()
        pair.assert_together(times_s, duration_s, offset_s)
    pair.player.seek_frame(40)
    pair.settle()
    pair.assert_together(times_s, duration_s, offset_s)


@pytest.mark.parametrize("speed", [1.0, 4.0])
def test_it_plays_along_and_stands_exactly_where_playing_stops(
    pair: Pair, videos: dict[str, Path], speed: float
) -> None:
    offset_s = 0.4
    pair.open(videos["first"], videos["30"], offset_s)
    early: list[float] = []
    pair.follower.seen.connect(
        lambda sight: (
            sight.frame is not None
            and early.append(sight.frame.t_s + offset_s - pair.player.now_s())
        )
    )
    pair.player.set_speed(speed)
    pair.player.play()
    pair.until(lambda: pair.player.position_s > 1.2)
    playing = list(early)
    pair.player.pause()
    pair.settle()
    assert max(playing) <= EPSILON_S
    moments = [sight.moment for sight in pair.sights]
    assert moments[0] is Moment.BEFORE
    assert Moment.DURING in moments
    pair.assert_together(SECOND_S["30"], 2.0, offset_s)
    pair.player.play()
    pair.until(lambda: not pair.player.playing)
    pair.settle()
    assert pair.follower.sight is not None
    assert pair.follower.sight.moment is Moment.AFTER


def test_it_goes_round_in_a_loop(pair: Pair, videos: dict[str, Path]) -> None:
    pair.open(videos["first"], videos["60"], -0.2)
    pair.player.set_part(TimeRange(0.4, 0.8))
    pair.player.set_loops(loops=True)
    pair.player.play()
    backs: list[float] = []
    pair.player.jumped.connect(backs.append)
    pair.until(lambda: len(backs) >= 3)
    pair.player.pause()
    pair.settle()
    pair.assert_together(SECOND_S["60"], 100 / 60, -0.2)
    numbers = pair.seconds
    assert any(later < earlier for earlier, later in pairwise(numbers))
    assert max(numbers[1:]) <= _frame_at(SECOND_S["60"], 1.0)


def test_another_offset_shows_another_frame_at_once(pair: Pair, videos: dict[str, Path]) -> None:
    pair.open(videos["first"], videos["30"], 0.0)
    pair.player.seek(1.0)
    for offset_s in (0.5, 1.5, -0.5, -2.5, 0.033333):
        pair.follower.set_offset(offset_s)
        pair.settle()
        pair.assert_together(SECOND_S["30"], 2.0, offset_s)


def test_frozen_it_keeps_its_frame_and_steps_by_itself(pair: Pair, videos: dict[str, Path]) -> None:
    pair.open(videos["first"], videos["30"], 0.0)
    pair.player.seek(1.0)
    pair.settle()
    pair.follower.freeze(frozen=True)
    pair.player.seek(0.2)
    pair.settle()
    assert pair.seconds[-1] == 30
    by_s: list[float] = []
    pair.follower.stepped.connect(by_s.append)
    pair.follower.step(1)
    pair.follower.step(1)
    pair.settle()
    assert pair.seconds[-1] == 32
    assert sum(by_s) == pytest.approx(2 / 30, abs=1e-3)
    pair.follower.freeze(frozen=False)
    pair.settle()
    pair.assert_together(SECOND_S["30"], 2.0, 0.0)


def test_where_it_cannot_follow_it_drops_frames_and_the_first_plays_on(
    pair: Pair, videos: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = VideoReader.advance

    def slow(reader: VideoReader) -> Stamped | None:
        if reader._video.path == videos["60"]:
            sleep(0.15)
        return advance(reader)

    monkeypatch.setattr(VideoReader, "advance", slow)
    pair.open(videos["first"], videos["60"], 0.0)
    pair.player.play()
    pair.until(lambda: pair.player.position_s > 1.4)
    pair.player.pause()
    numbers = pair.seconds
    pair.settle()
    assert len(pair.first) > len(numbers)
    assert len(numbers) < 0.5 * _frame_at(SECOND_S["60"], 1.4)
    pair.assert_together(SECOND_S["60"], 100 / 60, 0.0)


def test_it_decodes_nothing_while_the_first_has_no_frame(
    qtbot: QtBot, videos: dict[str, Path]
) -> None:
    events: list[object] = []
    playback = Playback(videos["60"], events.append)
    playback.start()
    qtbot.waitUntil(lambda: playback.take_answer() is not None, timeout=SLOWEST_MS)
    playback.hold(held=True)
    playback.play(lambda: 0.0)
    qtbot.wait(200)
    assert playback.starved
    playback.hold(held=False)
    qtbot.waitUntil(lambda: not playback.starved, timeout=SLOWEST_MS)
    playback.close()
    assert playback.join(5)


# -- on the page -----------------------------------------------------------------------------------


@pytest.fixture
def beside(done: AnalyseRig) -> AnalyseRig:
    """The clip with its result and a second video of 2 s at 30 fps, open."""
    done.view.second.open(numbered(done.folder / "stimulus.mp4", SECOND_S["30"]))
    settle(done)
    return done


def settle(rig: AnalyseRig) -> None:
    rig.until(lambda: rig.view.second.follower.video is not None)
    rig.settle()


def pane_of(rig: AnalyseRig) -> SecondPane:
    pane = rig.view.findChild(SecondPane)
    assert pane is not None
    return pane


def shown(rig: AnalyseRig) -> int | None:
    """The number of the second video's frame on the page."""
    rgb = pane_of(rig).canvas._rgb
    return None if rgb is None else shown_number(rgb)


def test_an_offset_is_typed_undone_saved_and_there_again(beside: AnalyseRig) -> None:
    pane, view = pane_of(beside), beside.view
    assert pane.canvas.isVisible()
    assert pane.bar.name.toolTip().endswith("stimulus.mp4")
    assert shown(beside) == 0
    box = pane.bar.offset
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "-1.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle(beside)
    assert beside.edits.second == SecondVideo(path="stimulus.mp4", offset_s=-1.5)
    assert shown(beside) == 45
    assert view.timeline.hasFocus()
    beside.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(beside)
    assert (shown(beside), box.value()) == (0, 0.0)
    beside.press(
        Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle(beside)
    assert shown(beside) == 45
    assert saved(beside).second == SecondVideo(path="stimulus.mp4", offset_s=-1.5)
    video = beside.document.video
    assert video is not None
    view.document.close_document()
    assert not pane.canvas.isVisible()
    beside.open(video)
    settle(beside)
    assert shown(beside) == 45
    view.commands["second-remove"].trigger()
    assert beside.edits.second is None
    assert not pane.canvas.isVisible()
    assert not pane.bar.isVisible()
    assert (beside.folder / "stimulus.mp4").exists()


def test_freeze_each_and_align(beside: AnalyseRig) -> None:
    view = beside.view
    assert not view.commands["second-align"].isEnabled()
    view.player.seek(1.0)
    settle(beside)
    beside.press(Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert not pane_of(beside).bar.offset.isEnabled()
    view.player.seek(4.0)
    settle(beside)
    assert shown(beside) == 30
    beside.press(Qt.Key.Key_Period, Qt.KeyboardModifier.AltModifier)
    settle(beside)
    assert shown(beside) == 31
    assert beside.edits.second == SecondVideo(path="stimulus.mp4")
    beside.press(Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    settle(beside)
    assert not view.second.follower.frozen
    assert shown(beside) == 31
    second, frame = beside.edits.second, view.frames.frame
    assert second is not None
    assert frame is not None
    assert second.time_s(frame.t_s) == pytest.approx(31 / 30, abs=1e-3)
    before_s = second.offset_s
    for count in (2, 3):
        beside.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.AltModifier)
        settle(beside)
        assert shown(beside) == 32 - count
    assert beside.edits.second is not None
    assert beside.edits.second.offset_s == pytest.approx(before_s + 2 / 30, abs=1e-3)
    assert view.steps.undo_text == "Offset"


def test_before_and_after_it_a_word_says_so(beside: AnalyseRig) -> None:
    beside.view.second.set_offset(3.0)
    settle(beside)
    canvas = pane_of(beside).canvas
    assert (shown(beside), canvas._message) == (None, "Starts at 0:03.00")
    assert not beside.view.commands["second-freeze"].isEnabled()
    beside.view.player.seek(6.0)
    settle(beside)
    assert shown(beside) is None
    assert canvas._message.startswith("Ended at 0:05.0")
    beside.view.second.set_offset(-30.0)
    settle(beside)
    assert canvas._message == "Ended before this video starts"


def test_its_sound_is_heard_once_it_is_chosen(done: AnalyseRig) -> None:
    view = done.view
    own = view.player.sound_of
    assert own is not None
    other = write_video(done.folder / "loud.mp4", SECOND_S["30"], sound=True)
    view.second.open(other)
    view.second.set_offset(1.5)
    settle(done)
    assert view.player._sound.source == own
    view.commands["second-sound"].trigger()
    source = view.player._sound.source
    assert source is not None
    assert (source.path, source.starts_s) == (other, 1.5)
    assert view.commands["second-sound"].isChecked()
    assert view.player.sound_of == own
    view.commands["undo"].trigger()
    assert view.player._sound.source == own
    view.commands["redo"].trigger()
    view.commands["second-remove"].trigger()
    assert view.player._sound.source == own


def test_one_that_has_gone_is_named_and_found_again(
    beside: AnalyseRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, video = beside.view, beside.document.video
    assert video is not None
    view.second.set_offset(-1.0)
    settle(beside)
    view.document.close_document()
    away = beside.folder / "other" / "moved.mp4"
    away.parent.mkdir()
    shutil.move(beside.folder / "stimulus.mp4", away)
    beside.open(video)
    beside.until(lambda: view.second.failed)
    assert newest(view).text.text() == "The second video stimulus.mp4 was not found"
    assert view.commands["second-find"].isEnabled()
    answer = (str(away), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: answer)
    newest(view).retry.click()
    settle(beside)
    assert beside.edits.second == SecondVideo(path="other/moved.mp4", offset_s=-1.0)
    assert shown(beside) == 30
    assert view.notices.of("second-video") is None


def test_what_is_no_video_says_so(done: AnalyseRig) -> None:
    path = done.folder / "notes.mp4"
    path.write_text("no video")
    done.view.second.open(path)
    done.until(lambda: done.view.second.failed)
    notice = done.view.notices.of("second-video")
    assert notice is not None
    assert "notes.mp4" in str(notice.text)


def test_two_videos_share_the_room_and_one_has_it_alone(beside: AnalyseRig) -> None:
    pane, window = pane_of(beside), beside.window
    window.resize(1280, 720)
    beside.until(lambda: window.size().toTuple() == (1280, 720))
    beside.settle()
    first, second = beside.view.canvas, pane.canvas
    assert pane.splitter.orientation() is Qt.Orientation.Horizontal
    assert abs(first.width() - second.width()) <= 2
    assert pane.bar.minimumSizeHint().width() <= pane.width()
    beside.view.second.remove()
    beside.settle()
    assert first.width() == pane.width()
