"""Decodes one image as a person would see it: upright, in sRGB, without transparency.

Knows nothing of folders, times or sources.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.sources.access import read_errors
from svfap_core.sources.image_kinds import ImageFormat, image_kind
from svfap_core.types import RGB, frozen

MOST_PIXELS = 100_000_000
"""Of a decoded image, which then takes 300 MB; larger JPEG images are read at a smaller scale."""

_PLUGINS: dict[ImageFormat, Callable[[BinaryIO], Image.Image]] = {
    ImageFormat.AVIF: AvifImagePlugin.AvifImageFile,
    ImageFormat.BMP: BmpImagePlugin.BmpImageFile,
    ImageFormat.JPEG: JpegImagePlugin.JpegImageFile,
    ImageFormat.PNG: PngImagePlugin.PngImageFile,
    ImageFormat.TIFF: TiffImagePlugin.TiffImageFile,
    ImageFormat.WEBP: WebPImagePlugin.WebPImageFile,
}
"""Named one by one: `Image.open` would try dozens of other formats."""

_ORIENTATION = 0x0112
_NEW_SUBFILE_TYPE = 254
_BACKGROUND = (255, 255, 255, 255)

_TURNS = {
    2: (0, Image.Transpose.FLIP_LEFT_RIGHT),
    3: (180, Image.Transpose.ROTATE_180),
    4: (180, Image.Transpose.FLIP_TOP_BOTTOM),
    5: (90, Image.Transpose.TRANSPOSE),
    6: (90, Image.Transpose.ROTATE_270),
    7: (270, Image.Transpose.TRANSVERSE),
    8: (270, Image.Transpose.ROTATE_90),
}
"""By EXIF's orientation; Pillow rotates counterclockwise."""


class Still(NamedTuple):
    """A decoded image; `rotation_deg` is how far it was turned clockwise, before any mirroring.

    `note` is a sentence for users where the image was made smaller.
    """

    rgb: RGB
    format: ImageFormat
    rotation_deg: int
    note: str


def read_still(path: Path) -> Still:
    """An image and what is known of it; of several in a file, such as pages, the first.

    Raises:
        SourceError: It is missing, damaged, truncated, too large, or of an unsupported kind.
    """
    with read_errors(path), path.open("rb") as file:
        kind = image_kind(path)
        if kind is None:
            empty = path.stat().st_size == 0
            raise damaged(path, Message("it is empty") if empty else Message("of no known kind"))
        image = opened(kind.format, file, path)
        note, turned_deg = bounded(image, path), _turn(image)[0]
        return Still(pixels(image, path), kind.format, turned_deg, note)


def opened(image_format: ImageFormat, file: BinaryIO, path: Path) -> Image.Image:
    """The header of an image, its pixels not yet decoded; `path` names it in errors.

    Raises:
        SourceError: It is damaged, or nothing is installed that reads it.
    """
    plugin = _heif_plugin(path) if image_format is ImageFormat.HEIF else _PLUGINS[image_format]
    # What a decoder finds odd in a header, it says by way of warnings: nothing for users.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        return plugin(file)
    except Exception as error:  # a decoder raises anything on hostile files
        raise damaged(path, str(error) or type(error).__name__) from error


def pixels(image: Image.Image, path: Path) -> RGB:
    """The present frame of an opened image, decoded `(height, width, 3)`.

    Raises:
        SourceError: It is damaged, truncated or stored in an unsupported way.
    """
    try:
        return frozen(_decoded(image, path))
    except SourceError:
        raise
    except Exception as error:  # a decoder raises anything on hostile files
        raise damaged(path, str(error) or type(error).__name__) from error


def damaged(path: Path, reason: str) -> SourceError:
    """The error for an image that cannot be read."""
    return SourceError(
        Message("%1 is not an image that can be read (%2)", path.name, reason),
        hint="It is damaged or incomplete: copy it again from where it was made.",
    )


def bounded(image: Image.Image, path: Path) -> str:
    """Refuse what is too large or a preview only; what was done about the size, as a note."""
    width, height = image.size
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        subfile = image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)
        if isinstance(subfile, int) and subfile & 1:
            raise SourceError(
                Message("%1 begins with a preview, as the raw files of cameras do", path.name),
                hint="Export it as JPEG or PNG.",
            )
    if width * height <= MOST_PIXELS:
        return ""
    # JPEG decodes at a half, a quarter or an eighth at little cost; no other format does.
    scale = ceil((width * height / MOST_PIXELS) ** 0.5)
    image.draft("RGB", (ceil(width / scale), ceil(height / scale)))
    if image.size[0] * image.size[1] > MOST_PIXELS:
        raise SourceError(
            Message("%1 has %2 million pixels", path.name, f"{width * height / 1000000.0:.0f}"),
            hint=Message(
                "Make it smaller: at most %1 million are read.", f"{MOST_PIXELS / 1000000.0:.0f}"
            ),
        )
    return Message(
        "The image has %1 x %2 pixels; read at %3 x %4.",
        width,
        height,
        image.size[0],
        image.size[1],
    )


def _decoded(image: Image.Image, path: Path) -> RGB:
    image.load()
    if image.mode.startswith("I;16"):
        grey = (np.asarray(image) >> 8).astype(np.uint8)
        seen = Image.fromarray(np.repeat(grey[..., None], 3, axis=2))
    elif image.mode in {"F", "I"}:
        raise SourceError(
            Message("%1 holds numbers of 32 bits", path.name),
            hint="Save it as an 8-bit PNG or JPEG image.",
        )
    else:
        seen = _in_srgb(_opaque(image), image.info.get("icc_profile"))
    method = _turn(image)[1]  # None of a TIFF: Pillow has turned it.
    return np.asarray(seen if method is None else seen.transpose(method))


def _turn(image: Image.Image) -> tuple[int, Image.Transpose | None]:
    """Degrees clockwise, before any mirroring, and Pillow's word for the whole."""
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except Exception:  # noqa: BLE001  # damaged EXIF says nothing
        return 0, None
    return _TURNS.get(orientation or 1, (0, None))


def _opaque(image: Image.Image) -> Image.Image:
    """Without transparency: laid on white, as browsers and printers show it."""
    if not image.has_transparency_data:
        return image.convert("RGB") if image.mode in {"P", "PA"} else image
    background = Image.new("RGBA", image.size, _BACKGROUND)
    return Image.alpha_composite(background, image.convert("RGBA")).convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            stored = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(stored):
                srgb = ImageCms.createProfile("sRGB")
                seen = ImageCms.profileToProfile(image, stored, srgb, outputMode="RGB")
                return seen or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A damaged profile, or one for other channels: as without.
    return image if image.mode == "RGB" else image.convert("RGB")


def _heif_plugin(path: Path) -> Callable[[BinaryIO], Image.Image]:
    try:
        from pi_heif import HeifImageFile  # noqa: PLC0415  # the extra `heic`
    except ImportError as error:
        raise SourceError(
            Message(
                "%1 is an HEIC image, and the package that reads these is not installed", path.name
            ),
            hint='Install it with: pip install "svfap[heic]" (or save the image as JPEG or PNG).',
        ) from error
    return HeifImageFile
