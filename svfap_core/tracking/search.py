"""Shows a picture to a detector so that no face is too small for it. Knows no detector by name.

A detector finds faces of some `LEAST_PX` of its input and more; the points of those that nearly
fill it are less exact. So the whole picture is looked at for large faces, and where smaller ones
are asked for, an enlarged one too, in overlapping tiles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import RGB, Box, Detection, Points, frozen

SIDE_PX = 640
"""Longer side of an input at least: the points of small faces are less exact."""
LEAST_PX = 16
"""Shorter side of a face in the input, from which on nearly all are found: of 29 faces of real
videos, scaled down, CenterFace gave 97 % a score of 0.5 at 16 px, 84 % at 14 px, 65 % at 12 px."""
TILE_PX = 1280
"""Longer side of what is looked at in one piece, without its margins."""

_MULTIPLE_PX = 32
"""The networks halve their input five times."""
_MAX_ENLARGEMENT = 2.0
_MAX_IOU = 0.3


class Found(NamedTuple):
    """Faces of an input, in its pixels: boxes `(n, 4)` as x0, y0, x1, y1; scores `(n,)`, 0..1."""

    boxes: NDArray[np.float32]
    points_px: NDArray[np.float32]
    """`(n, 5, 2)`"""
    scores: NDArray[np.float32]


Find: TypeAlias = Callable[[RGB], Found]
"""Finds the faces of an input, whose sides are multiples of 32 px, padded with black."""


class _Tile(NamedTuple):
    """A stretch of one axis, and the part of it whose faces are this tile's own."""

    low: int
    high: int
    own_low: float
    own_high: float


def search(
    find: Find, rgb: RGB, *, smallest_px: float, side_px: int = SIDE_PX
) -> tuple[Detection, ...]:
    """The faces of a picture, best first, boxes in its own pixels.

    Args:
        find: Looks at one input.
        rgb: `(height, width, 3)`.
        smallest_px: Faces whose shorter side has this many pixels are looked for, as far as
            doubling the picture makes them visible. Smaller ones may be found too.
        side_px: Longer side of an input at least.
    """
    whole = min(side_px / max(rgb.shape[:2]), _MAX_ENLARGEMENT)
    close = min(LEAST_PX / smallest_px, _MAX_ENLARGEMENT)
    found = _look(find, rgb, whole)
    if close > whole:
        small = _in_tiles(find, rgb, close, margin_px=2 * LEAST_PX / whole)
        found = Found(*map(np.concatenate, zip(found, small, strict=True)))
    return _best(rgb, found)


def found_at_a_glance_px(size: tuple[int, int], side_px: int = SIDE_PX) -> float:
    """The smallest face that the quickest search finds in a picture of size (height, width)."""
    return LEAST_PX / min(side_px / max(size), _MAX_ENLARGEMENT)


def _scaled(rgb: RGB, scale: float) -> tuple[RGB, NDArray[np.float64]]:
    height, width = rgb.shape[:2]
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    if size != (width, height):
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        rgb = cv2.resize(rgb, size, interpolation=method).astype(np.uint8, copy=False)
    return rgb, np.array(size) / (width, height)


def _look(find: Find, rgb: RGB, scale: float) -> Found:
    """Look at a picture in one piece."""
    seen, scale_xy = _scaled(rgb, scale)
    height, width = (-(-side // _MULTIPLE_PX) * _MULTIPLE_PX for side in seen.shape[:2])
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[: seen.shape[0], : seen.shape[1]] = seen
    found = find(canvas)
    return Found(
        (found.boxes / np.tile(scale_xy, 2)).astype(np.float32),
        (found.points_px / scale_xy).astype(np.float32),
        found.scores,
    )


def _in_tiles(find: Find, rgb: RGB, scale: float, margin_px: float) -> Found:
    """The faces of at most `margin_px`, each from the tile in whose own part it lies."""
    parts: list[Found] = []
    height, width = rgb.shape[:2]
    for y, x in product(_tiles(height, scale, margin_px), _tiles(width, scale, margin_px)):
        corner = np.array([x.low, y.low], np.float32)
        found = _look(find, np.ascontiguousarray(rgb[y.low : y.high, x.low : x.high]), scale)
        boxes = found.boxes + np.tile(corner, 2)
        middle_x, middle_y = (boxes[:, :2] + boxes[:, 2:]).T / 2
        own = (x.own_low <= middle_x) & (middle_x < x.own_high)
        own &= (y.own_low <= middle_y) & (middle_y < y.own_high)
        own &= (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0) <= margin_px
        parts.append(Found(boxes[own], found.points_px[own] + corner, found.scores[own]))
    return Found(*map(np.concatenate, zip(*parts, strict=True)))


def _tiles(length_px: int, scale: float, margin_px: float) -> Iterator[_Tile]:
    """Tiles of one size, so that a network is compiled for one shape."""
    count = math.ceil(length_px * scale / TILE_PX)
    core_px = length_px / count
    size_px = min(math.ceil(core_px + 2 * margin_px), length_px)
    for index in range(count):
        low = min(max(round(index * core_px - margin_px), 0), length_px - size_px)
        first, last = index == 0, index == count - 1
        yield _Tile(
            low,
            low + size_px,
            -math.inf if first else index * core_px,
            math.inf if last else (index + 1) * core_px,
        )


def _best(rgb: RGB, found: Found) -> tuple[Detection, ...]:
    size = rgb.shape[0], rgb.shape[1]
    kept = (
        _detection(found.boxes[i], found.points_px[i], found.scores[i], size)
        for i in keep_best(found.boxes, found.scores)
    )
    return tuple(detection for detection in kept if detection is not None)


def keep_best(boxes: NDArray[np.float32], scores: NDArray[np.float32]) -> list[int]:
    """Greedy non-maximum suppression: indices of the boxes to keep, best first.

    Args:
        boxes: `(n, 4)` as x0, y0, x1, y1; those that overlap a better one by more than 0.3
            (intersection over union) are dropped.
        scores: `(n,)`.
    """
    order = np.argsort(-scores, kind="stable")
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept: list[int] = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        order = rest[shared <= _MAX_IOU * (areas[best] + areas[rest] - shared)]
    return kept


def _detection(
    corners: NDArray[np.float32], points_px: Points, score: float, size: tuple[int, int]
) -> Detection | None:
    """Its box cut at the picture's edges; `None` where it lies outside of them."""
    x0, y0, x1, y1 = corners.tolist()
    height, width = size
    box = Box(max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box.width <= 0 or box.height <= 0:
        return None
    return Detection(box, frozen(np.array(points_px, np.float32)), float(score))
