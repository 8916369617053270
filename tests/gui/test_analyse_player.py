"""The player in the Analyse page: sound, loops, going to a place, snapshots; by keys."""

# ruff: noqa: F811  # fixtures are asked for by their names

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from svfap_core.results.edits import TimeRange
from svfap_core.sources.video_file import VideoFile
from svfap_gui.analyse.playback import ShownFrame
from svfap_gui.analyse.prompts import parse_frame, parse_time
from svfap_gui.analyse.seeking import VideoReader
from svfap_gui.analyse.sound.output import Problem
from svfap_gui.analyse.sound_choice import SoundChoice
from svfap_gui.analyse.timeline_geometry import clock
from tests.gui.analyse_rig import AnalyseRig, clip, done, model, rig  # noqa: F401  # fixtures
from tests.gui.null_output import NullOutput
from tests.media import uneven_times, write_flashes, write_video
from tests.shared_data import shared


@given(st.integers(0, 359_999_999), st.sampled_from([1, 0.1, 0.01, 0.001]))
def test_times_are_read_back_as_they_are_written(milliseconds: int, step_s: float) -> None:
    t_s = milliseconds / 1000
    read_s = parse_time(clock(t_s, step_s))
    assert read_s is not None
    assert abs(read_s - t_s) <= step_s / 2 + 1e-6
    assert parse_time(str(t_s) if t_s >= 1e-3 else "0") == pytest.approx(t_s)


@pytest.mark.parametrize("text", ["83.2", "1:23.2", "0:01:23.200", " 1:23,2 "])
def test_one_time_in_all_writings(text: str) -> None:
    assert parse_time(text) == pytest.approx(83.2)
    assert parse_frame(text) is None


@given(st.integers(0, 999_999_999))
def test_numbers_of_frames_are_read(number: int) -> None:
    assert parse_frame(f"#{number}") == parse_frame(f" # {number} ") == number
    assert parse_time(f"#{number}") is None


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_time_a_frame_or_neither(text: str) -> None:
    assert parse_time(text) is None or parse_frame(text) is None


@pytest.mark.parametrize("name", ["uneven.mp4", "two_men_small.mp4", "face_then_none_vfr.mov"])
def test_frames_are_found_by_the_number_that_tables_have(tmp_path: Path, name: str) -> None:
    if name == "uneven.mp4":
        path = write_video(tmp_path / name, uneven_times(60))
    else:
        path = shared(f"data/clips/{name}")
    with VideoFile(path) as source:
        frames = [(frame.index, frame.t_s) for frame in source.frames()]
    with VideoReader(path) as reader:
        for number, t_s in frames[:: max(1, len(frames) // 12)]:
            assert reader.time_of(number) == pytest.approx(t_s, abs=1e-4)
        assert reader.time_of(10**6) == pytest.approx(frames[-1][1], abs=1e-4)


def test_the_volume_is_remembered_and_turning_it_up_unmutes(settings: QSettings) -> None:
    choice = SoundChoice(settings, settings)
    assert (choice.volume, choice.muted) == (1.0, False)
    choice.turn_muted()
    choice.turn(-0.4)
    assert not choice.muted
    choice.turn_muted()
    again = SoundChoice(settings, settings)
    assert (again.volume, again.muted) == (0.6, True)
    again.turn(5)
    assert again.volume == 1.0
    settings.setValue("analyse/volume", "loud")
    assert SoundChoice(settings, settings).volume == 1.0


def with_output(rig: AnalyseRig, fails: Problem | None = None) -> list[NullOutput]:
    outputs: list[NullOutput] = []

    def make_output() -> NullOutput:
        outputs.append(NullOutput(fails=fails))
        return outputs[-1]

    rig.view.player._sound._make_output = make_output
    return outputs


def test_sound_follows_keys_and_slider(done: AnalyseRig) -> None:
    outputs = with_output(done)
    done.view.player._sound.try_again()
    view, player = done.view, done.view.player
    done.window.resize(1280, 720)
    done.until(lambda: done.window.width() == 1280)
    assert view.transport.volume.isVisible()
    done.press(Qt.Key.Key_Space)
    done.until(lambda: outputs and len(outputs[0].heard) > 20)
    done.press(Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert view.sound.muted
    assert view.commands["mute"].icon_name == "muted"
    at_s = player.position_s
    done.until(lambda: player.position_s > at_s + 0.2)
    count = len(outputs[0].heard)
    done.qtbot.wait(50)
    assert len(outputs[0].heard) == count
    view.transport.volume.setValue(50)
    assert (view.sound.volume, view.sound.muted) == (0.5, False)
    done.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.sound.volume == pytest.approx(0.4)
    assert view.transport.volume.value() == 40
    done.until(lambda: len(outputs[0].heard) > count)
    player.pause()
    done.settle()


def test_without_a_device_one_notice_says_so_for_all_videos(
    rig: AnalyseRig,
    clip: Path,
    tmp_path: Path,
) -> None:
    outputs = with_output(rig, Problem.NO_DEVICE)
    player = rig.view.player
    rig.open(clip)
    rig.press(Qt.Key.Key_Space)
    rig.until(lambda: rig.view.notices.of("sound"))
    rig.until(lambda: player.position_s > 0.5)
    player.pause()
    notice = rig.view.notices.of("sound")
    assert notice is not None
    assert notice.retry is not None
    rig.view.notices.retract("sound")
    rig.open(write_flashes(tmp_path / "other.mp4", 3))
    rig.press(Qt.Key.Key_Space)
    rig.until(lambda: player.position_s > 0.5)
    player.pause()
    rig.settle()
    assert rig.view.notices.of("sound") is None
    del outputs


def test_a_range_is_played_once_or_again_and_again(done: AnalyseRig) -> None:
    player = done.view.player
    player.set_volume(0, muted=True)
    assert not done.view.commands["play-range"].isEnabled()
    done.document.set_range(TimeRange(2.0, 2.5))
    shown: list[float] = []
    player.pictured.connect(lambda frame: shown.append(frame.t_s))
    done.press(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    done.until(lambda: not player.playing)
    done.settle()
    assert min(shown) >= 1.95
    assert 2.4 < max(shown) < 2.5
    shown.clear()
    done.press(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert done.view.commands["loop"].isChecked()
    done.press(Qt.Key.Key_Space)
    done.until(lambda: sum(b < a for a, b in pairwise(shown)) >= 2)
    assert max(shown) < 2.5
    done.press(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    done.until(lambda: player.position_s > 2.6)
    done.press(Qt.Key.Key_K)
    done.settle()


def test_go_to_takes_the_number_of_a_frame(done: AnalyseRig) -> None:
    with VideoFile(done.folder / "talk.mp4") as source:
        times_s = {frame.index: frame.t_s for frame in source.frames()}
    for text, t_s in (("#77", times_s[77]), ("0:00:03.200", 3.2), ("#0", 0.0)):
        done.press("g")
        done.answer(text)
        done.settle()
        assert done.view.player.position_s == pytest.approx(t_s, abs=0.04)


def frame_at(path: Path, t_s: float) -> np.ndarray:
    with VideoReader(path) as reader:
        stamped = reader.at(t_s)
        assert stamped is not None
        return reader.rgb(stamped)


def test_a_snapshot_is_the_frame_itself(
    done: AnalyseRig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = done.view
    view.player.seek(3.2)
    done.settle()
    frame = view.frames.frame
    assert isinstance(frame, ShownFrame)
    wanted = frame_at(done.folder / "talk.mp4", frame.t_s)
    asked: list[str] = []

    def choose(*arguments: object) -> tuple[str, str]:
        asked.append(str(arguments[2]))
        return str(done.folder / "shot"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    done.press(
        Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    done.until((done.folder / "shot.png").exists)
    done.until(lambda: not view.frames.busy)
    assert Path(asked[0]).name == f"talk 0-0{frame.t_s:.3f}.png"
    assert np.array_equal(np.asarray(Image.open(done.folder / "shot.png")), wanted)
    view.commands["save-marked-frame"].trigger()
    done.until(lambda: not view.frames.busy)
    marked = np.asarray(Image.open(done.folder / "shot.png"))[..., :3]
    differs = (marked != wanted).any(axis=2)
    assert marked.shape == wanted.shape
    assert 0.002 < differs.mean() < 0.2
    QGuiApplication.clipboard().clear()
    view.commands["copy-frame"].trigger()
    done.until(lambda: not QGuiApplication.clipboard().image().isNull() and not view.frames.busy)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (wanted.shape[1], wanted.shape[0])
    colour = image.pixelColor(100, 80)
    assert (colour.red(), colour.green(), colour.blue()) == tuple(wanted[80, 100])


def test_a_snapshot_of_a_video_that_is_gone_says_so(done: AnalyseRig) -> None:
    shutil.move(done.folder / "talk.mp4", done.folder / "moved.mp4")
    done.view.frames.copy()
    done.until(lambda: done.view.notices.shown and not done.view.frames.busy)
    shutil.move(done.folder / "moved.mp4", done.folder / "talk.mp4")
