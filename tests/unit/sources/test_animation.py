from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from svfap_core.errors import SourceError
from svfap_core.sources.animation import Animation
from svfap_core.sources.base import SourceKind
from svfap_core.sources.image_kinds import ImageFormat, ImageKind, image_kind
from svfap_core.sources.opening import open_source
from tests import media
from tests.media import write_animation

DURATIONS_MS = (40, 80, 123, 40, 200, 61)
STARTS_S = [0, 0.04, 0.12, 0.243, 0.283, 0.483]
END_S = 0.544


@pytest.mark.parametrize("name", ["a.webp", "a.png", "nothing"])
@pytest.mark.parametrize("saved_as", ["WEBP", "AVIF", "PNG"])
def test_an_animation_is_the_video_that_it_is(tmp_path: Path, saved_as: str, name: str) -> None:
    path = write_animation(tmp_path / name, saved_as, DURATIONS_MS)
    kind = image_kind(path)
    assert kind is not None
    assert kind.animated
    with open_source(path) as source:
        assert source.info.kind is SourceKind.FILE
        frames = list(source.frames())
    assert [frame.t_s for frame in frames] == STARTS_S
    for index, frame in enumerate(frames):
        assert np.abs(frame.rgb.astype(int) - media.picture(index)).mean() < 6, index


def test_a_gif_is_one_too(tmp_path: Path) -> None:
    """It counts in hundredths of a second."""
    path = write_animation(tmp_path / "a.dat", "GIF", (40, 80, 120, 40, 200, 60))
    with open_source(path) as source:
        assert [frame.t_s for frame in source.frames()] == [0, 0.04, 0.12, 0.24, 0.28, 0.48]


@pytest.mark.parametrize("saved_as", ["WEBP", "AVIF"])
def test_its_end_and_length(tmp_path: Path, saved_as: str) -> None:
    path = write_animation(tmp_path / "a", saved_as, DURATIONS_MS)
    with open_source(path) as source:
        assert source.info.duration_s == END_S
        assert source.info.frame_count == 6
        assert source.info.rate_fps == pytest.approx(6 / END_S)
        assert [frame.end_s for frame in source.frames()] == [*STARTS_S[1:], END_S]


def test_avif_at_30_fps_has_the_times_of_its_own_clock(tmp_path: Path) -> None:
    """Pillow rounds them to milliseconds."""
    path = write_animation(tmp_path / "a.avif", "AVIF", [1000] * 7)
    content = bytearray(path.read_bytes())
    clock = content.index(b"mdhd") + 24  # Ticks a second (ISO/IEC 14496-12, 8.4.2, version 1).
    assert int.from_bytes(content[clock : clock + 4]) == 1000
    content[clock : clock + 4] = (30_000).to_bytes(4)
    path.write_bytes(content)
    images = Animation(path, ImageFormat.AVIF)
    assert [images.start_s(index) for index in range(8)] == [Fraction(i, 30) for i in range(8)]


def test_frames_are_found_in_any_order(tmp_path: Path) -> None:
    for image_format in (ImageFormat.WEBP, ImageFormat.AVIF):
        images = Animation(
            write_animation(tmp_path / "a", image_format.name, DURATIONS_MS), image_format
        )
        for index in (3, 0, 5, 4, 4, 1):
            rgb = images.read(index).rgb
            assert np.abs(rgb.astype(int) - media.picture(index)).mean() < 6


def test_as_fast_as_possible_is_a_tenth_of_a_second(tmp_path: Path) -> None:
    path = write_animation(tmp_path / "a", "WEBP", (0, 10, 11))
    images = Animation(path, ImageFormat.WEBP)
    starts_s = [images.start_s(index) for index in range(4)]
    assert starts_s == [0, Fraction(1, 10), Fraction(2, 10), Fraction(211, 1000)]


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    first, *rest = [Image.new("RGBA", (16, 16), (255, 0, 0, alpha)) for alpha in (0, 127)]
    for saved_as in ("WEBP", "AVIF"):
        first.save(tmp_path / "a", saved_as, save_all=True, append_images=rest, duration=[40, 40])
        with open_source(tmp_path / "a") as source:
            colours = [frame.rgb[8, 8].astype(int) for frame in source.frames()]
        assert np.abs(colours[0] - 255).max() <= 2
        assert np.abs(colours[1] - (255, 128, 128)).max() <= 2


def test_a_webp_that_breaks_off_ends_early_and_counts(tmp_path: Path) -> None:
    path = write_animation(tmp_path / "a.webp", "WEBP", DURATIONS_MS)
    whole = path.read_bytes()
    ends = [place for place in range(len(whole)) if whole[place : place + 4] == b"ANMF"]
    path.write_bytes(whole[: ends[4] - 3])
    with open_source(path) as source:
        assert [frame.t_s for frame in source.frames()] == STARTS_S[:3]
        assert source.counts.damaged_packets == 1
    path.write_bytes(whole[: ends[0] + 20])
    with pytest.raises(SourceError, match="is not an image that can be read"):
        open_source(path)


@pytest.mark.parametrize("saved_as", ["WEBP", "AVIF"])
def test_a_damaged_frame_counts(tmp_path: Path, saved_as: str) -> None:
    path = write_animation(tmp_path / "a", saved_as, DURATIONS_MS)
    content = bytearray(path.read_bytes())
    place = place_in_webp(content, 3) if saved_as == "WEBP" else place_in_avif(path, 3)
    content[place : place + 24] = bytes(24)
    path.write_bytes(content)
    with open_source(path) as source:
        times_s = [frame.t_s for frame in source.frames()]
        assert source.counts.damaged_packets == 6 - len(times_s) > 0
    assert times_s[:3] == STARTS_S[:3]


def place_in_webp(content: bytearray, index: int) -> int:
    """Inside a frame's data, behind the headers of frame and image."""
    starts = [at for at in range(len(content)) if content[at : at + 4] == b"ANMF"]
    return starts[index] + 40


def place_in_avif(path: Path, index: int) -> int:
    with av.open(str(path), "r", format="mov") as container:
        packet = next(itertools.islice(container.demux(video=1), index, None))
        assert packet.pos is not None
        return packet.pos


@pytest.mark.parametrize("saved_as", ["WEBP", "AVIF", "PNG"])
def test_one_frame_is_no_animation(tmp_path: Path, saved_as: str) -> None:
    Image.fromarray(media.picture(0)).save(tmp_path / "a", saved_as)
    assert image_kind(tmp_path / "a") == ImageKind(ImageFormat(saved_as.lower()))
    with open_source(tmp_path / "a") as source:
        assert [frame.t_s for frame in source.frames()] == [0]
        assert source.info.kind is SourceKind.IMAGES
