"""Playback of real and made videos by their own times, in a thread, with exact seeking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from svfap_core.sources.video_file import VideoFile
from svfap_core.types import Frame
from svfap_gui.analyse.playback import ShownFrame
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.seeking import VideoReader
from tests import media
from tests.media import even_times, uneven_times, write_video
from tests.shared_data import shared

CLIPS = (
    "face_then_none_vfr.mov",
    "rotated_meta.mp4",
    "scene_cuts.mp4",
    "truncated.mp4",
    "two_men_small.mp4",
    "corrupt.mp4",
)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[PlayerController]:
    player = PlayerController()
    yield player
    player.shut_down()


def frames_of(path: Path) -> list[Frame]:
    with VideoFile(path) as source:
        return list(source.frames())


@pytest.mark.parametrize("name", CLIPS)
def test_every_picture_is_found_by_its_time(name: str) -> None:
    path = shared(f"data/clips/{name}")
    frames = frames_of(path)
    order = np.random.default_rng(1).permutation(len(frames))[:12]
    with VideoReader(path) as reader:
        for index in order:
            frame = frames[index]
            later_s = frames[index + 1].t_s if index + 1 < len(frames) else frame.t_s + 0.04
            found = reader.at(frame.t_s + 0.7 * (later_s - frame.t_s))
            assert found is not None
            assert found.t_s == pytest.approx(frame.t_s, abs=1e-6)
            assert np.array_equal(reader.rgb(found), frame.rgb)
            earlier = reader.before(frame.t_s)
            assert (earlier.t_s if earlier else None) == (
                pytest.approx(frames[index - 1].t_s, abs=1e-6) if index else None
            )


H264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", 12]
ODD: dict[str, list[object]] = {
    "reordered.avi": [*H264, "-bf", 3, "-vf", "select='not(between(n,20,29))'", "-vsync", "vfr"],
    "interlaced.ts": [*H264, "-flags", "+ildct+ilme"],
    "wraps.ts": [*H264, "-muxdelay", 0, "-output_ts_offset", 95_442],
    "raw.h264": [*H264, "-bf", 2],
    "hdr.mkv": [*H264[:-4], "-pix_fmt", "yuv420p10le", "-g", 12, "-color_trc", "smpte2084"],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_videos_look_as_they_did_in_the_analysis(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    media.ffmpeg(*media.drawn(25, 3), *ODD[name], path)
    frames = frames_of(path)
    with VideoReader(path) as reader:
        for index in np.random.default_rng(1).permutation(len(frames))[:20]:
            found = reader.at(frames[index].t_s + 0.001)
            assert found is not None
            assert found.t_s == pytest.approx(frames[index].t_s, abs=1e-6)
            # After a seek, de-interlacing lacks the frame before its first one.
            error = np.abs(reader.rgb(found).astype(int) - frames[index].rgb).mean()
            assert error < (2 if name == "interlaced.ts" else 1e-9)


def test_the_stream_is_the_chosen_one(tmp_path: Path) -> None:
    path = tmp_path / "two.mkv"
    media.ffmpeg(*media.drawn(10, 1), *media.drawn(10, 1, (96, 64)), "-map", 0, "-map", 1, path)
    for number, width_px in ((None, 160), (0, 160), (1, 96)):
        with VideoReader(path, number) as reader:
            assert (reader.info.width_px, reader.info.video_stream) == (width_px, number or 0)


def test_steps_back_within_what_is_kept_decode_nothing_again(tmp_path: Path) -> None:
    times_s = uneven_times(200)
    with VideoReader(write_video(tmp_path / "a.mp4", times_s, gop=200)) as reader:
        stamped = reader.at(times_s[180])
        pictures = reader._frames
        for index in range(179, 100, -1):
            assert stamped is not None
            stamped = reader.before(stamped.t_s)
            assert stamped is not None
            assert stamped.t_s == pytest.approx(times_s[index], abs=1e-4)
        assert reader._frames is pictures
        assert len(reader._kept) <= 120


def test_a_large_picture_is_made_smaller_not_larger() -> None:
    with VideoReader(shared("data/clips/crowd.mp4")) as reader:
        first = reader.advance()
        assert first is not None
        assert reader.rgb(first, (960, 2000)).shape == (540, 960, 3)
        assert reader.rgb(first, (9600, 9600)).shape == (1080, 1920, 3)


def opened(qtbot: QtBot, player: PlayerController, path: Path) -> list[ShownFrame]:
    """Open, wait for the first picture, and collect all."""
    frames: list[ShownFrame] = []
    player.pictured.connect(frames.append)
    with qtbot.waitSignal(player.opened, timeout=10_000):
        player.open(path)
    qtbot.waitUntil(lambda: bool(frames), timeout=10_000)
    return frames


def settled(qtbot: QtBot, player: PlayerController, act: Callable[[], object]) -> float:
    """Do something, wait until its picture is shown, and say where the player stands."""
    act()
    qtbot.waitUntil(lambda: player.idle, timeout=10_000)
    return player.position_s


def test_seek_and_single_steps_follow_the_files_own_times(
    qtbot: QtBot, player: PlayerController, tmp_path: Path
) -> None:
    times_s = uneven_times(60)
    pictures = opened(qtbot, player, write_video(tmp_path / "uneven.mp4", times_s))
    near = lambda index: pytest.approx(times_s[index], abs=1e-4)  # noqa: E731
    assert settled(qtbot, player, lambda: player.seek(times_s[30] + 0.01)) == near(30)
    assert settled(qtbot, player, lambda: player.step(1)) == near(31)
    assert settled(qtbot, player, lambda: player.step(1)) == near(32)
    assert settled(qtbot, player, lambda: player.step(-1)) == near(31)
    assert settled(qtbot, player, lambda: [player.step(-1), player.step(-1)]) == near(29)
    assert settled(qtbot, player, lambda: player.seek(1e9)) == near(59)
    assert settled(qtbot, player, lambda: player.step(1)) == near(59)
    assert settled(qtbot, player, lambda: player.seek(-5)) == 0.0
    assert settled(qtbot, player, lambda: player.step(-1)) == 0.0
    assert pictures[-1].t_s == 0.0


def test_playing_shows_pictures_in_order_and_stops_at_the_end(
    qtbot: QtBot, player: PlayerController, tmp_path: Path
) -> None:
    pictures = opened(qtbot, player, write_video(tmp_path / "a.mp4", even_times(25)))
    player.set_speed(2.0)
    player.play()
    assert player.playing
    qtbot.waitUntil(lambda: not player.playing, timeout=10_000)
    times_s = [picture.t_s for picture in pictures]
    assert times_s == sorted(times_s)
    assert times_s[-1] == player.position_s == pytest.approx(0.96, abs=1e-4)
    player.toggle()
    qtbot.waitUntil(lambda: 0 < player.position_s < 0.9, timeout=10_000)
    player.stop()
    assert (player.playing, player.speed) == (False, 1.0)
    assert player.position_s == pictures[-1].t_s


def test_after_a_pause_steps_go_on_from_the_picture_that_is_shown(
    qtbot: QtBot, player: PlayerController, tmp_path: Path
) -> None:
    times_s = even_times(100)
    opened(qtbot, player, write_video(tmp_path / "a.mp4", times_s))
    player.play()
    qtbot.waitUntil(lambda: player.position_s > 0.3, timeout=10_000)
    player.pause()
    index = round(player.position_s * 25)
    assert settled(qtbot, player, lambda: player.step(1)) == pytest.approx(times_s[index + 1])
    player.play()
    qtbot.waitUntil(lambda: player.position_s > times_s[index + 3], timeout=10_000)
    player.seek(3.0)
    qtbot.waitUntil(lambda: player.position_s > 3.1, timeout=10_000)
    assert player.playing


def test_faster_plays_first_and_slower_goes_down(
    qtbot: QtBot, player: PlayerController, tmp_path: Path
) -> None:
    opened(qtbot, player, write_video(tmp_path / "a.mp4", even_times(200)))
    player.faster()
    assert (player.playing, player.speed) == (True, 1.0)
    player.faster()
    assert player.speed == 1.5
    for _ in range(5):
        player.slower()
    assert player.speed == 0.25


def test_a_file_without_pictures_is_told(qtbot: QtBot, player: PlayerController) -> None:
    with qtbot.waitSignal(player.failed, timeout=10_000) as told:
        player.open(shared("data/clips/no_index.mp4"))
    assert "moov" in str(told.args[0])
    player.play()
    assert not player.playing


def test_another_video_takes_the_place_of_the_first(
    qtbot: QtBot, player: PlayerController, tmp_path: Path
) -> None:
    opened(qtbot, player, shared("data/clips/single_face.mp4"))
    player.play()
    pictures = opened(qtbot, player, write_video(tmp_path / "b.mp4", even_times(20)))
    assert pictures[-1].rgb.shape == (96, 160, 3)
    assert (player.playing, player.position_s) == (False, 0.0)
