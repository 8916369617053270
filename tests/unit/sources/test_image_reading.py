from __future__ import annotations

import builtins
import io
import struct
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from svfap_core.errors import SourceError
from svfap_core.sources import image_reading
from svfap_core.sources.image_kinds import ImageFormat, image_kind
from svfap_core.sources.image_reading import read_still
from tests import media

EXIF_ORIENTATION = 0x0112


def drawn(index: int = 0) -> Image.Image:
    return Image.fromarray(media.picture(index))


@pytest.mark.parametrize(
    ("suffix", "saved_as", "tolerance"),
    [
        (".png", "PNG", 0),
        (".jpg", "JPEG", 6),
        (".JPEG", "JPEG", 6),
        (".bmp", "BMP", 0),
        (".webp", "WEBP", 6),
        (".tif", "TIFF", 0),
        (".avif", "AVIF", 6),
    ],
)
def test_formats_are_known_by_content(
    tmp_path: Path, suffix: str, saved_as: str, tolerance: int
) -> None:
    for path in (tmp_path / f"ä{suffix}", tmp_path / "photo", tmp_path / "photo.mp4"):
        drawn().save(path, saved_as)
        kind = image_kind(path)
        assert kind is not None
        assert (kind.format.value.upper(), kind.animated) == (saved_as, False)
        rgb = read_still(path).rgb
        assert np.abs(rgb.astype(int) - media.picture(0)).mean() <= tolerance
        assert not rgb.flags.writeable


def test_other_files_are_no_images(tmp_path: Path) -> None:
    contents = (b"", b"BM", b"BMX not a bitmap at all", b"GIF89a", b"RIFF\0\0\0\0AVI LIST", b"\xff")
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.png"
        path.write_bytes(content)
        assert image_kind(path) is None
    stream = tmp_path / "a.mjpeg"
    drawn().save(stream, "JPEG")
    assert image_kind(stream) is None
    video = media.write_video(tmp_path / "a.mp4", media.even_times(2))
    assert image_kind(video) is None


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("saved_as", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_orientation(tmp_path: Path, orientation: int, saved_as: str) -> None:
    """What is stored is what a camera held otherwise sees, so the result is always the same."""
    stored = {
        1: lambda image: image,
        2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda image: image.transpose(Image.Transpose.ROTATE_180),
        4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
        6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
        7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
        8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
    }[orientation](drawn())
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    stored.save(tmp_path / "a", saved_as, exif=exif, quality=95)
    still = read_still(tmp_path / "a")
    assert still.rgb.shape == media.picture(0).shape
    assert np.abs(still.rgb.astype(int) - media.picture(0)).mean() < 6
    assert still.rotation_deg == {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}.get(orientation, 0)


def test_sixteen_bits_keep_their_upper_eight(tmp_path: Path) -> None:
    grey = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    colour = np.dstack([grey, grey[::-1], grey.T])
    for name in ("a.png", "a.tif"):
        cv2.imwrite(str(tmp_path / name), grey)
        rgb = read_still(tmp_path / name).rgb
        assert np.array_equal(rgb, np.dstack([grey >> 8] * 3))
        cv2.imwrite(str(tmp_path / name), colour)
        assert np.array_equal(read_still(tmp_path / name).rgb, colour[..., ::-1] >> 8)


def test_grey_palette_bilevel_and_cmyk(tmp_path: Path) -> None:
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([0, 0, 0, 250, 100, 50])
    cases = {
        "L.png": (Image.new("L", (4, 4), 77), (77, 77, 77)),
        "P.png": (palette, (250, 100, 50)),
        "1.png": (Image.new("1", (4, 4), 1), (255, 255, 255)),
        "CMYK.jpg": (Image.new("CMYK", (4, 4), (255, 0, 0, 0)), (0, 255, 255)),
        "YCbCr.jpg": (Image.new("YCbCr", (4, 4), (128, 128, 128)), (128, 128, 128)),
    }
    for name, (image, colour) in cases.items():
        image.save(tmp_path / name)
        rgb = read_still(tmp_path / name).rgb
        assert rgb.shape == (4, 4, 3)
        assert np.abs(rgb.astype(int) - colour).max() <= 1, name


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 127)).save(tmp_path / "a.png")
    assert read_still(tmp_path / "a.png").rgb[0, 0].tolist() == [255, 128, 128]
    Image.new("LA", (4, 4), (10, 0)).save(tmp_path / "b.png")
    assert read_still(tmp_path / "b.png").rgb[0, 0].tolist() == [255, 255, 255]
    clear = Image.new("P", (4, 4), 1)
    clear.putpalette([0, 0, 0, 250, 100, 50])
    clear.save(tmp_path / "c.png", transparency=1)
    assert read_still(tmp_path / "c.png").rgb[0, 0].tolist() == [255, 255, 255]


def test_a_colour_profile_is_followed(tmp_path: Path) -> None:
    """A profile in which values mean light itself: half of it is 188 in sRGB."""
    linear = ImageCms.ImageCmsProfile(io.BytesIO(linear_profile()))
    Image.new("RGB", (4, 4), (128, 128, 128)).save(tmp_path / "a.png", icc_profile=linear.tobytes())
    assert np.abs(read_still(tmp_path / "a.png").rgb.astype(int) - 188).max() <= 1
    Image.new("RGB", (4, 4), (128, 128, 128)).save(tmp_path / "b.png", icc_profile=b"damaged")
    assert read_still(tmp_path / "b.png").rgb[0, 0].tolist() == [128, 128, 128]


def linear_profile() -> bytes:
    """sRGB with its curves replaced by straight lines, under another name."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    for entry in range(132, 132 + 12 * count, 12):
        start = int.from_bytes(profile[entry + 4 : entry + 8], "big")
        if profile[entry + 1 : entry + 4] == b"TRC":
            profile[start : start + 12] = b"curv" + bytes(8)
    return bytes(profile.replace("sRGB".encode("utf-16-be"), "line".encode("utf-16-be")))


@pytest.mark.parametrize("saved_as", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "AVIF"])
def test_one_that_breaks_off_is_damaged(
    tmp_path: Path, saved_as: str, capfd: pytest.CaptureFixture[str]
) -> None:
    drawn().save(tmp_path / "a", saved_as)
    whole = (tmp_path / "a").read_bytes()
    for share in (0.4, 0.8, 0.9):
        (tmp_path / "a").write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(SourceError, match="a is not an image that can be read") as caught:
            read_still(tmp_path / "a")
        assert caught.value.hint
    assert capfd.readouterr().err == ""


def test_reasons(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    cv2.imwrite(str(tmp_path / "real.tif"), np.ones((4, 4), np.float32))
    Image.new("L", (4, 4)).save(tmp_path / "raw.nef", "TIFF", tiffinfo={254: 1})
    for name, reason in (
        ("missing.png", "does not exist"),
        ("empty.png", "it is empty"),
        ("real.tif", "32 bits"),
        ("raw.nef", "preview"),
    ):
        with pytest.raises(SourceError, match=reason) as caught:
            read_still(tmp_path / name)
        assert caught.value.hint


def test_a_huge_jpeg_is_read_smaller_and_others_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_reading, "MOST_PIXELS", 5000)
    drawn().save(tmp_path / "a.jpg")
    still = read_still(tmp_path / "a.jpg")
    assert still.rgb.shape == (48, 80, 3)
    assert still.note == "The image has 160 x 96 pixels; read at 80 x 48."
    drawn().save(tmp_path / "a.png")
    with pytest.raises(SourceError, match="million pixels"):
        read_still(tmp_path / "a.png")


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    """30,000 x 30,000 pixels in some kilobytes; decoded they would take gigabytes."""
    drawn().save(tmp_path / "a.png")
    content = bytearray((tmp_path / "a.png").read_bytes())
    content[16:24] = struct.pack(">II", 30_000, 30_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(SourceError, match="900 million pixels"):
        read_still(tmp_path / "a.png")


def test_heic_stands_upright(tmp_path: Path) -> None:
    pytest.importorskip("pi_heif", reason="the extra `heic` is not installed")
    rgb = media.picture(0)
    plain = read_still(media.write_heic(tmp_path / "a.heic", rgb))
    assert plain.format is ImageFormat.HEIF
    assert np.abs(plain.rgb.astype(int) - rgb).mean() < 6
    turned = read_still(media.write_heic(tmp_path / "b.heic", rgb, quarter_turns=1))
    assert np.abs(turned.rgb.astype(int) - np.rot90(rgb)).mean() < 6


def test_heic_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = media.write_heic(tmp_path / "a.heic", media.picture(0))
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(SourceError, match="HEIC") as caught:
        read_still(path)
    assert 'pip install "svfap[heic]"' in caught.value.hint


def test_a_decoder_may_raise_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn().save(tmp_path / "a.png")
    for error in (builtins.MemoryError(), ZeroDivisionError("oops"), SyntaxError("bad")):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(Image.Image, "getexif", fail)
        assert read_still(tmp_path / "a.png").rotation_deg == 0
    monkeypatch.setattr(image_reading, "_decoded", fail)
    with pytest.raises(SourceError, match="bad"):
        read_still(tmp_path / "a.png")
