"""Draws boxes, names and scores of faces into a picture; sizes follow the picture's height.

Knows nothing of video files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from svfap_core.exports.palette import RGBTuple, emotion_style, person_colour, rgb
from svfap_core.results.trust import is_trusted
from svfap_core.types import RGB, AffectResult, Box, Status

_PLATE: RGBTuple = (17, 24, 39)
_PLATE_OPACITY = 0.78
_WHITE: RGBTuple = (249, 250, 251)
_GREY: RGBTuple = (156, 163, 175)
_SMALLEST_TEXT_PX = 11
_TEXT_SHARE = 0.026
"""Of the picture's height: 11 px at 240p, 19 at 720p, 28 at 1080p."""

_LONGEST_NAME = 20

_MARKS = {
    Status.WARMING_UP: "watching…",
    Status.SPARSE: "too few frames",
    Status.PARTIAL: "seen too briefly",
    Status.GAP: "gap",
    Status.LOW_QUALITY: "low quality",
}


@dataclass(frozen=True, slots=True)
class FaceMark:
    """What to draw of a face: its box and the row that speaks for its time, if there is one.

    `name` is the person's name or number; excluded time is called so, and an `unclear` emotion is
    not named.
    """

    person_id: int
    box: Box
    result: AffectResult | None
    name: str
    excluded: bool = False
    unclear: bool = False


class _Rect(NamedTuple):
    x: int
    y: int
    width: int
    height: int

    def overlaps(self, other: _Rect) -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class _Plate(NamedTuple):
    """The label of a face, drawn by itself; `bars` is empty where there is nothing to trust."""

    person: NDArray[np.uint8]
    text: NDArray[np.uint8]
    text_colour: RGBTuple
    bars: tuple[tuple[RGBTuple, float], ...]


def paint_faces(picture: RGB, marks: Sequence[FaceMark]) -> None:
    """Draw into the picture `(height, width, 3)`, in place; nearer (larger) faces come on top."""
    ordered = sorted(marks, key=lambda mark: mark.box.width * mark.box.height)
    for mark in ordered:
        _paint_box(picture, mark)
    taken: list[_Rect] = []
    for mark in reversed(ordered):
        plate = _plate(mark, text_px(picture))
        rect = _place(_plate_size(plate, text_px(picture)), mark.box, picture, taken)
        taken.append(rect)
        _paint_plate(picture, rect, plate, rgb(person_colour(mark.person_id)))


def text_px(picture: RGB) -> int:
    """Size of the type for a picture."""
    return max(_SMALLEST_TEXT_PX, round(picture.shape[0] * _TEXT_SHARE))


def _paint_box(picture: RGB, mark: FaceMark) -> None:
    """A frame in the person's colour on a dark edge, seen on bright and dark ground alike."""
    height, width = picture.shape[:2]
    line = max(2, round(height / 270))
    x0, x1 = (round(min(max(x, 0), width - 1)) for x in (mark.box.x0, mark.box.x1))
    y0, y1 = (round(min(max(y, 0), height - 1)) for y in (mark.box.y0, mark.box.y1))
    colour = rgb(person_colour(mark.person_id))
    cv2.rectangle(picture, (x0, y0), (x1, y1), _PLATE, line + 2)
    cv2.rectangle(picture, (x0, y0), (x1, y1), colour, line)


def _plate(mark: FaceMark, size_px: int) -> _Plate:
    person = _text(_short(mark.name), size_px, bold=True)
    result = mark.result
    top = result.top_emotion if result is not None else None
    if result is None or top is None or not is_trusted(result):
        status = result.status if result is not None else Status.WARMING_UP
        words = "excluded" if mark.excluded else _MARKS[status]
        return _Plate(person, _text(words, size_px), _GREY, ())
    words = _text("unclear" if mark.unclear else f"{top} {result.emotions[top]:.2f}", size_px)
    return _Plate(person, words, _WHITE, _bars(result.emotions))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _bars(emotions: Mapping[str, float]) -> tuple[tuple[RGBTuple, float], ...]:
    return tuple((rgb(emotion_style(name).dark), p) for name, p in emotions.items())


def _plate_size(plate: _Plate, size_px: int) -> tuple[int, int]:
    pad = _pad(size_px)
    width = plate.person.shape[1] + 2 * pad + plate.text.shape[1] + 2 * pad
    height = _row_height(size_px) + (_bars_height(size_px) + pad if plate.bars else 0)
    return width, height


def _place(size: tuple[int, int], box: Box, picture: RGB, taken: Sequence[_Rect]) -> _Rect:
    """Above the face, else below, else inside at the top: the first that is free, else visible."""
    height, width = picture.shape[:2]
    plate_width, plate_height = size
    x = round(min(max(box.x0 - 1, 0), max(width - plate_width, 0)))
    gap = max(2, round(height / 240))
    tops = (round(box.y0) - gap - plate_height, round(box.y1) + gap, round(box.y0) + gap)
    rects = [_Rect(x, min(max(y, 0), max(height - plate_height, 0)), *size) for y in tops]
    visible = [rect for rect, y in zip(rects, tops, strict=True) if rect.y == y] or rects[2:]
    free = [rect for rect in visible if not any(rect.overlaps(other) for other in taken)]
    return (free or visible)[0]


def _paint_plate(picture: RGB, rect: _Rect, plate: _Plate, person_rgb: RGBTuple) -> None:
    size_px = text_px(picture)
    pad, row = _pad(size_px), _row_height(size_px)
    _blend(picture, rect, _PLATE, _PLATE_OPACITY)
    chip = _Rect(rect.x, rect.y, plate.person.shape[1] + 2 * pad, rect.height)
    _blend(picture, chip, person_rgb, 1.0)
    _blend_mask(picture, rect.x + pad, rect.y + (row - size_px) // 2, plate.person, _PLATE)
    text_x = chip.x + chip.width + pad
    _blend_mask(picture, text_x, rect.y + (row - size_px) // 2, plate.text, plate.text_colour)
    if plate.bars:
        _paint_bars(picture, _Rect(text_x, rect.y + row, plate.text.shape[1], 0), plate.bars)


def _paint_bars(picture: RGB, at: _Rect, bars: Sequence[tuple[RGBTuple, float]]) -> None:
    """Upright bars in the fixed order of the model, over the width of the words."""
    full = _bars_height(text_px(picture))
    step = at.width / len(bars)
    _blend(picture, _Rect(at.x, at.y + full, at.width, 1), _GREY, 0.6)
    for position, (colour, probability) in enumerate(bars):
        left, right = round(at.x + position * step), round(at.x + (position + 1) * step)
        length = max(1, round(full * probability))
        bar = _Rect(left, at.y + full - length, max(right - left - 1, 1), length)
        _blend(picture, bar, colour, 1.0)


def _pad(size_px: int) -> int:
    return max(3, round(size_px * 0.35))


def _row_height(size_px: int) -> int:
    return round(size_px * 1.5)


def _bars_height(size_px: int) -> int:
    return round(size_px * 1.2)


def _blend(picture: RGB, rect: _Rect, colour: RGBTuple, opacity: float) -> None:
    region = picture[max(rect.y, 0) : rect.y + rect.height, max(rect.x, 0) : rect.x + rect.width]
    if opacity == 1.0:
        region[:] = colour
    else:
        region[:] = (region * (1 - opacity) + np.array(colour) * opacity + 0.5).astype(np.uint8)


def _blend_mask(picture: RGB, x: int, y: int, mask: NDArray[np.uint8], colour: RGBTuple) -> None:
    y, x = max(y, 0), max(x, 0)
    region = picture[y : y + mask.shape[0], x : x + mask.shape[1]]
    cover = mask[: region.shape[0], : region.shape[1], np.newaxis] / np.float32(255)
    region[:] = (region * (1 - cover) + np.array(colour) * cover + 0.5).astype(np.uint8)


@lru_cache(maxsize=2048)
def _text(words: str, size_px: int, *, bold: bool = False) -> NDArray[np.uint8]:
    """How much of each pixel the words cover, `(size_px, width)`; cached, read-only."""
    font = _font(size_px, bold=bold)
    width = max(1, round(font.getlength(words)))
    image = Image.new("L", (width, size_px))
    ImageDraw.Draw(image).text((0, round(size_px * 0.84)), words, fill=255, font=font, anchor="ls")
    mask = np.asarray(image)
    mask.flags.writeable = False
    return mask


@lru_cache(maxsize=16)
def _font(size_px: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """DejaVu Sans as matplotlib ships it: the same on every computer."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(mpl.get_data_path(), "fonts", "ttf", name)), size_px)
