from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from svfap_core.errors import SourceError
from svfap_core.sources.images import ImageFolder, natural_key
from tests import media


def write(path: Path, index: int = 0) -> None:
    bgr = np.ascontiguousarray(media.picture(index)[..., ::-1])
    path.write_bytes(cv2.imencode(path.suffix, bgr)[1].tobytes())


def test_pictures_come_in_natural_order_with_times_of_the_rate(tmp_path: Path) -> None:
    for index in (10, 2, 1):
        write(tmp_path / f"Bild {index}.png", index)
    write(tmp_path / ".hidden.png")
    (tmp_path / "note.txt").write_text("no picture")
    with ImageFolder(tmp_path, rate_fps=10) as source:
        frames = list(source.frames())
        assert source.info.frame_count == 3
        assert source.info.duration_s == pytest.approx(0.3)
        assert "10 per second" in source.info.notes[0]
        assert source.counts.frames == 3
    assert [frame.t_s for frame in frames] == pytest.approx([0, 0.1, 0.2])
    for frame, index in zip(frames, (1, 2, 10), strict=True):
        assert np.array_equal(frame.rgb, media.picture(index))
        assert not frame.rgb.flags.writeable


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".JPEG", ".bmp", ".webp", ".tif", ".tiff"])
def test_formats(tmp_path: Path, suffix: str) -> None:
    write(tmp_path / f"ä{suffix}")
    with ImageFolder(tmp_path) as source:
        (frame,) = source.frames()
        assert source.info.rate_fps == 25
    assert np.abs(frame.rgb.astype(int) - media.picture(0)).mean() < 6


def test_an_unreadable_picture_leaves_a_gap_and_counts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "1.png")
    (tmp_path / "2.png").write_bytes(b"damaged")
    (tmp_path / "3.png").write_bytes(b"")
    write(tmp_path / "4.png")
    with ImageFolder(tmp_path, rate_fps=10) as source:
        assert [frame.t_s for frame in source.frames()] == pytest.approx([0, 0.3])
        assert source.counts.damaged_packets == 2
    assert capfd.readouterr().err == ""


def test_folders_without_a_readable_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no picture"):
        ImageFolder(tmp_path)
    (tmp_path / "1.png").write_bytes(b"damaged")
    with pytest.raises(SourceError, match="None of the 1 pictures"):
        ImageFolder(tmp_path)


def test_time_starts_at_the_first_readable_picture(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(b"damaged")
    write(tmp_path / "2.png")
    with ImageFolder(tmp_path) as source:
        assert [frame.t_s for frame in source.frames()] == [0]


def test_interrupt_ends_it(tmp_path: Path) -> None:
    write(tmp_path / "1.png")
    write(tmp_path / "2.png")
    with ImageFolder(tmp_path) as source:
        frames = source.frames()
        next(frames)
        source.interrupt()
        assert list(frames) == []


def test_natural_key_sorts_numbers_by_value() -> None:
    names = ["b10", "B2", "b1x3", "b", "10", "9", "b²"]
    assert sorted(names, key=natural_key) == ["9", "10", "b", "b1x3", "B2", "b10", "b²"]
