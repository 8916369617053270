"""Says by a file's first bytes what kind of image it is, whatever its name. Decodes nothing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple

_HEAD_BYTES = 256
_PNG = b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the second header of a bitmap (BITMAPCOREHEADER to BITMAPV5HEADER)."""

_STILL_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_WEBP_ANIMATION_FLAG = 0x02
_STREAMS = frozenset({".mjpeg", ".mjpg"})
"""A motion JPEG stream is JPEG images one after the other, without a header of its own."""


class ImageFormat(StrEnum):
    """Formats of images that are read here; GIF is read as a video."""

    AVIF = "avif"
    BMP = "bmp"
    HEIF = "heif"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    WEBP = "webp"


class ImageKind(NamedTuple):
    """A format, and whether the file holds a sequence of frames with durations."""

    format: ImageFormat
    animated: bool = False


def image_kind(path: Path) -> ImageKind | None:
    """What kind of image a file is; nothing for any other file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if head.startswith(_PNG):
            return ImageKind(ImageFormat.PNG, animated=_is_apng(file))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        animated = head[12:16] == b"VP8X" and bool(head[20] & _WEBP_ANIMATION_FLAG)
        return ImageKind(ImageFormat.WEBP, animated=animated)
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    still = _still_format(head, path.suffix.lower())
    return ImageKind(still) if still else None


def _still_format(head: bytes, ending: str) -> ImageFormat | None:
    if head.startswith(b"\xff\xd8\xff") and ending not in _STREAMS:
        return ImageFormat.JPEG
    if head.startswith(_TIFF):
        return ImageFormat.TIFF
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return ImageFormat.BMP
    return None


def _of_brands(head: bytes) -> ImageKind | None:
    """By the brands of an ISO base media file (ISO/IEC 14496-12, 4.3; 23008-12, 10)."""
    major = head[8:12]
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {major, *(head[place : place + 4] for place in range(16, end, 4))}
    if brands & {b"avif", b"avis"}:
        return ImageKind(ImageFormat.AVIF, animated=b"avis" in brands)
    return ImageKind(ImageFormat.HEIF) if major in _STILL_HEIF else None


def _is_apng(file: BinaryIO) -> bool:
    """Whether the chunk `acTL` stands before the image (PNG, third edition, 11.3.6.1)."""
    place = len(_PNG)
    while True:
        file.seek(place)
        chunk = file.read(8)
        if len(chunk) < 8 or chunk[4:] in {b"IDAT", b"IEND"}:
            return False
        if chunk[4:] == b"acTL":
            return True
        place += 12 + int.from_bytes(chunk[:4], "big")
