from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from svfap_core.results.facts import decoding_of
from svfap_core.settings import DEFAULT_DECODING, AnalysisSettings, DecodingSettings
from svfap_core.sources.base import SourceKind
from svfap_core.sources.opening import open_source
from svfap_core.types import Box
from svfap_gui.analyse.playback import ShownFrame
from svfap_gui.analyse.player import PlayerController
from svfap_gui.analyse.readers import ImageReader, open_reader
from svfap_gui.analyse.seeking import VideoReader
from svfap_gui.analyse.thumbnail_cuts import BestFace, cut_faces
from svfap_gui.live.analysis import AnalysisRun
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.state import SourceRequest
from tests import media

AT_10_FPS = DecodingSettings(image_rate_fps=10)


def sources(folder: Path) -> list[Path]:
    images = media.write_images(folder / "images", 12)
    damaged = media.write_images(folder / "damaged", 12)
    for number in (1, 2, 6, 7, 12):
        (damaged / f"{number:03d}.png").write_bytes(b"damaged")
    durations_ms = tuple(range(20, 260, 20))
    webp = media.write_animation(folder / "a.webp", "WEBP", durations_ms)
    avif = media.write_animation(folder / "a.avif", "AVIF", durations_ms)
    (one,) = media.write_images(folder / "one", 1).iterdir()
    return [images, damaged, webp, avif, one]


def test_every_image_is_found_by_its_time(tmp_path: Path) -> None:
    for path in sources(tmp_path):
        with open_source(path, decoding=AT_10_FPS) as source:
            frames = list(source.frames())
        times_s = [frame.t_s for frame in frames]
        with open_reader(path, AT_10_FPS) as reader:
            assert isinstance(reader, ImageReader)
            for index in np.random.default_rng(1).permutation(len(frames)):
                frame = frames[index]
                later_s = times_s[index + 1] if index + 1 < len(frames) else frame.t_s + 1
                found = reader.at(frame.t_s + 0.7 * (later_s - frame.t_s))
                assert found is not None
                assert found.t_s == frame.t_s
                assert np.array_equal(reader.rgb(found), frame.rgb)
                earlier = reader.before(frame.t_s)
                assert (earlier.t_s if earlier else None) == (times_s[index - 1] if index else None)
            first = reader.at(-1)
            assert first is not None
            walked = [first, *iter(reader.advance, None)]
            assert [stamped.t_s for stamped in walked if stamped] == times_s


def test_an_image_is_made_smaller_not_larger(tmp_path: Path) -> None:
    with open_reader(media.write_images(tmp_path, 1), DEFAULT_DECODING) as reader:
        first = reader.advance()
        assert first is not None
        assert reader.rgb(first, (80, 2000)).shape == (48, 80, 3)
        assert reader.rgb(first, (9600, 9600)).shape == (96, 160, 3)


def test_a_video_has_a_reader_of_videos(tmp_path: Path) -> None:
    path = media.write_video(tmp_path / "a.mp4", media.even_times(3))
    with open_reader(path, DEFAULT_DECODING) as reader:
        assert isinstance(reader, VideoReader)


def test_faces_are_cut_out_of_images_at_the_rate_of_their_analysis(tmp_path: Path) -> None:
    media.write_images(tmp_path, 12)
    face = BestFace(1, 0.75, Box(0, 0, 96, 96))
    [(_, rgb)] = cut_faces(tmp_path, [face], AT_10_FPS)
    assert np.array_equal(rgb, media.picture(7)[:, :96])


@pytest.mark.parametrize("rate_fps", [5, 10])
def test_the_player_shows_images(qtbot: QtBot, tmp_path: Path, rate_fps: float) -> None:
    media.write_images(tmp_path, 6)
    player = PlayerController()
    pictures: list[ShownFrame] = []
    player.pictured.connect(pictures.append)
    with qtbot.waitSignal(player.opened, timeout=10_000):
        player.open(tmp_path, DecodingSettings(image_rate_fps=rate_fps))
    player.set_speed(4.0)
    player.play()
    qtbot.waitUntil(lambda: not player.playing, timeout=10_000)
    player.shut_down()
    assert pictures[-1].t_s == 5 / rate_fps
    assert np.array_equal(pictures[-1].rgb, media.picture(5))


def test_live_plays_images_at_the_rate_of_the_settings(tmp_path: Path) -> None:
    media.write_images(tmp_path, 3)
    wanted = EngineOrder("svfap-tiny", "cpu", AnalysisSettings(decoding=AT_10_FPS))
    order = SimpleNamespace(source=SourceRequest(SourceKind.FILE, str(tmp_path)))
    run = AnalysisRun(order, Engines(lambda: wanted))  # type: ignore[arg-type]
    with run._open_source(threading.Event()) as source:
        assert source.info.rate_fps == 10


@pytest.mark.parametrize(
    ("facts", "rate_fps"),
    [
        ({"settings": {"decoding": {"image_rate_fps": 10.0}}}, 10),
        ({"settings": {"decoding": {"image_rate_fps": "fast"}}}, 25),
        ({"settings": {}}, 25),
        ({}, 25),
    ],
)
def test_a_result_says_how_its_source_was_read(facts: dict[str, object], rate_fps: float) -> None:
    assert decoding_of(facts).image_rate_fps == rate_fps
