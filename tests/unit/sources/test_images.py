from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from svfap_core.errors import SourceError
from svfap_core.settings import DecodingSettings
from svfap_core.sources.base import SourceKind
from svfap_core.sources.image_reading import Still
from svfap_core.sources.images import (
    STILL_S,
    FolderImages,
    ImageSource,
    find_images,
    natural_key,
    open_folder,
    open_image,
)
from tests import media

AT_10_FPS = DecodingSettings(image_rate_fps=10)
BROKEN = (b"damaged", b"", b"\x89PNG\r\n\x1a\n")


def write(path: Path, index: int = 0) -> None:
    Image.fromarray(media.picture(index)).save(path)


def test_images_come_in_natural_order_with_times_of_the_rate(tmp_path: Path) -> None:
    for index in (10, 2, 1):
        write(tmp_path / f"Bild {index}.png", index)
    write(tmp_path / "._Bild 3.png")
    write(tmp_path / "old.csv.curves.png")
    (tmp_path / "Thumbs.db").write_text("no image")
    (tmp_path / "4.png").mkdir()
    with open_folder(tmp_path, AT_10_FPS) as source:
        frames = list(source.frames())
        assert source.info.kind is SourceKind.IMAGES
        assert source.info.frame_count == 3
        assert source.info.duration_s == 0.3
        assert source.info.rate_fps == 10
        assert source.info.codec == "png"
        assert "10 per second" in source.info.notes[0]
        assert source.counts.frames == 3
    assert [(f.index, f.t_s, f.pts_s, f.end_s) for f in frames] == [
        (0, 0, 0, 0.1),
        (1, 0.1, 0.1, 0.2),
        (2, 0.2, 0.2, 0.3),
    ]
    for frame, index in zip(frames, (1, 2, 10), strict=True):
        assert np.array_equal(frame.rgb, media.picture(index))
        assert not frame.rgb.flags.writeable


@pytest.mark.parametrize("content", BROKEN)
def test_an_unreadable_image_leaves_a_gap_and_counts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    for number in (1, 4):
        write(tmp_path / f"{number}.png")
    whole = (tmp_path / "1.png").read_bytes()
    (tmp_path / "2.png").write_bytes(content)
    (tmp_path / "3.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "5.png").write_bytes(content)
    with open_folder(tmp_path, AT_10_FPS) as source:
        frames = list(source.frames())
        assert source.counts.damaged_packets == 3
        assert source.info.duration_s == 0.5
    assert [(f.index, f.t_s, f.end_s) for f in frames] == [(0, 0, 0.1), (3, 0.3, 0.4)]
    assert capfd.readouterr().err == ""


def test_time_starts_at_the_first_readable_image(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"damaged")
    write(tmp_path / "2.png")
    write(tmp_path / "3.png")
    with open_folder(tmp_path, AT_10_FPS) as source:
        frames = list(source.frames())
        assert [(f.index, f.t_s, f.pts_s, f.end_s) for f in frames] == [
            (1, 0, 0.1, 0.1),
            (2, 0.1, 0.2, 0.2),
        ]
        assert source.info.duration_s == 0.2
        assert source.counts.damaged_packets == 1


def test_folders_without_a_readable_image_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no image") as caught:
        open_folder(tmp_path, AT_10_FPS)
    assert ".heic" in caught.value.hint
    (tmp_path / "1.png").write_bytes(b"damaged")
    with pytest.raises(SourceError, match=r"None of the 1 images .* 1\.png is not an image"):
        open_folder(tmp_path, AT_10_FPS)


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "photo.webp", "photo.tiff", "p.avif"])
def test_one_image_is_one_frame(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    with open_image(tmp_path / name) as source:
        info = source.info
        assert (info.kind, info.name, info.path) == (SourceKind.IMAGES, name, tmp_path / name)
        assert (info.frame_count, info.duration_s, info.rate_fps) == (1, 0.04, None)
        assert (info.width_px, info.height_px) == (media.WIDTH_PX, media.HEIGHT_PX)
        assert info.notes == ()
        (frame,) = source.frames()
    assert (frame.index, frame.t_s, frame.pts_s, frame.end_s) == (0, 0, 0, 0.04)
    assert float(STILL_S) == frame.end_s


def test_sizes_may_differ(tmp_path: Path) -> None:
    for number, size in enumerate([(40, 30), (30, 40)]):
        Image.new("RGB", size).save(tmp_path / f"{number}.png")
    with open_folder(tmp_path, AT_10_FPS) as source:
        assert [frame.rgb.shape for frame in source.frames()] == [(30, 40, 3), (40, 30, 3)]


def test_interrupt_ends_it(tmp_path: Path) -> None:
    write(tmp_path / "1.png")
    write(tmp_path / "2.png")
    with open_folder(tmp_path, AT_10_FPS) as source:
        frames = source.frames()
        next(frames)
        source.interrupt()
        assert list(frames) == []


class Numbers(FolderImages):
    """So many images without files; some are damaged."""

    def __init__(self, rate_fps: Fraction, damaged: set[int], count: int) -> None:
        self.paths = [Path(f"{number}.png") for number in range(count)]
        self._rate_fps = rate_fps
        self._damaged = damaged

    def read(self, index: int) -> Still:
        if index in self._damaged:
            raise SourceError("damaged")
        return Still(np.zeros((2, 2, 3), np.uint8), "png", 0, "")  # type: ignore[arg-type]


def test_a_rate_is_the_decimal_that_was_written() -> None:
    assert DecodingSettings(image_rate_fps=29.97).image_rate == Fraction(2997, 100)


@given(
    rate_fps=st.one_of(
        st.integers(1, 1000).map(float),
        st.sampled_from([23.976, 29.97, 59.94, 0.1, 12.5, 1 / 3, 30000 / 1001]),
        st.floats(0.01, 1000),
    ),
    count=st.integers(1, 60),
    damaged=st.sets(st.integers(0, 59)),
)
def test_times_are_exact(rate_fps: float, count: int, damaged: set[int]) -> None:
    """Each is the float nearest to index / rate; nothing adds up, and each begins where the one
    before has ended."""
    rate = DecodingSettings(image_rate_fps=rate_fps).image_rate
    assert float(rate) == rate_fps
    readable = [index for index in range(count) if index not in damaged]
    if not readable:
        return
    source = ImageSource(Numbers(rate, damaged, count), Path("x"), rate_fps=rate)
    frames = list(source.frames())
    assert [frame.index for frame in frames] == readable
    assert source.counts.damaged_packets == count - len(readable)
    for frame in frames:
        place = frame.index - readable[0]
        assert frame.pts_s == float(frame.index / rate)
        assert frame.t_s == float(place / rate)
        assert frame.end_s == float((place + 1) / rate)
    assert source.info.duration_s == float((count - readable[0]) / rate)


@given(
    st.lists(st.integers(0, 10**12), min_size=1, max_size=30, unique=True),
    st.sampled_from(["", "frame_", "IMG ", "s2-", "β"]),
    st.integers(0, 8),
)
def test_numbered_names_sort_by_their_numbers(numbers: list[int], stem: str, padding: int) -> None:
    names = [f"{stem}{number:0{padding}d}.png" for number in numbers]
    by_number = [f"{stem}{number:0{padding}d}.png" for number in sorted(numbers)]
    assert sorted(names, key=natural_key) == by_number


NAMES = st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1), max_size=8)


@given(NAMES.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_any_names_have_one_order(orders: tuple[list[str], list[str]]) -> None:
    given_order, another = orders
    assert sorted(given_order, key=natural_key) == sorted(another, key=natural_key)


def test_natural_key_sorts_numbers_by_value() -> None:
    names = ["b10", "B2", "b1x3", "b", "10", "9", "b²"]
    assert sorted(names, key=natural_key) == ["9", "10", "b", "b1x3", "B2", "b10", "b²"]


def test_find_images_of_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        find_images(tmp_path / "missing")
