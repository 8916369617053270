"""Follows faces from one picture to the next, for a tenth of what finding them costs.

Pyramidal Lucas-Kanade (Bouguet 2001) moves the five points and a grid over the face; points that
do not come back when followed in reverse are dropped (forward-backward error, Kalal et al. 2010);
the rest must agree on one similarity. Where too few do, the face is lost.

Knows nothing of detectors or identities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import Box, Points

_GRID = 5
_MIN_AGREEING = 0.45
_MAX_SCALE_STEP = 1.25
_WINDOW_PX = 13
_LEVELS = 3
_COARSEST_PX = 2**_LEVELS
"""What a pixel of the pyramid's smallest image spans. Parts begin on this grid, so that their
pyramids have the pixels of the whole's."""
_MARGIN_PX = _WINDOW_PX * _COARSEST_PX
"""Beside a face: what a window sees in the smallest image, and as much motion."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Where a face has gone."""

    box: Box
    points_px: Points


def follow(
    before: NDArray[np.uint8],
    now: NDArray[np.uint8],
    faces: Sequence[tuple[Box, Points]],
    scale_xy: NDArray[np.float64],
) -> list[Followed | None]:
    """Follow faces between two pictures.

    Args:
        before: Gray picture `(h, w)`, scaled down or not.
        now: The next one, of the same size.
        faces: Boxes and points `(5, 2)` in `before`, in pixels of the full picture.
        scale_xy: Gray pixels per full pixel, in x and y.

    Returns:
        For each face its new place in full pixels, or `None` where it is lost.
    """
    if not faces:
        return []
    starts = [_sample(box, points, scale_xy) for box, points in faces]
    moved: list[Followed | None] = []
    for face, start, (end, ok) in zip(faces, starts, _flows(before, now, starts), strict=True):
        size = float(np.sqrt(max(face[0].width * face[0].height * scale_xy.prod(), 1.0)))
        matrix = _agree(start, end, ok & (_error(start, end) < size), size)
        moved.append(None if matrix is None else _move(face, matrix, scale_xy))
    return moved


def _sample(box: Box, points_px: Points, scale_xy: NDArray[np.float64]) -> NDArray[np.float32]:
    """Points to follow, in gray pixels counted from pixel middles as OpenCV does."""
    # The rim of the box is background and hair.
    fractions = np.linspace(0.2, 0.8, _GRID)
    x, y = np.meshgrid(box.x0 + fractions * box.width, box.y0 + fractions * box.height)
    grid = np.stack([x.ravel(), y.ravel()], axis=1)
    return (np.concatenate([points_px, grid]) * scale_xy - 0.5).astype(np.float32)


def _flows(
    before: NDArray[np.uint8], now: NDArray[np.uint8], starts: Sequence[NDArray[np.float32]]
) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """`_flow` of each face: in parts of the pictures as long as these are less than the whole."""
    parts = [_part(start, now.shape) for start in starts]
    if sum(now[part].size for part in parts) >= now.size:
        ends, good = _flow(before, now, np.concatenate(starts))
        bounds = np.cumsum([len(start) for start in starts])[:-1]
        return list(zip(np.split(ends, bounds), np.split(good, bounds), strict=True))
    found: list[tuple[NDArray[np.float32], NDArray[np.bool_]]] = []
    for start, part in zip(starts, parts, strict=True):
        corner = np.array([part[1].start, part[0].start], np.float32)
        end, good = _flow(before[part], now[part], start - corner)
        found.append((end + corner, good))
    return found


def _part(points: NDArray[np.float32], shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns around points `(n, 2)`."""
    low = np.floor((points.min(axis=0) - _MARGIN_PX) / _COARSEST_PX).astype(int) * _COARSEST_PX
    high = np.ceil(points.max(axis=0) + _MARGIN_PX).astype(int)
    limit = np.array(shape[::-1])
    (x0, y0), (x1, y1) = np.clip(low, 0, limit - 1), np.clip(high, 1, limit)
    return slice(int(y0), int(max(y1, y0 + 1))), slice(int(x0), int(max(x1, x0 + 1)))


def _flow(
    before: NDArray[np.uint8], now: NDArray[np.uint8], start: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Where points `(n, 2)` go, and which of them return when followed in reverse."""
    window = (_WINDOW_PX, _WINDOW_PX)
    end, there, _ = cv2.calcOpticalFlowPyrLK(
        before, now, start, np.empty_like(start), winSize=window, maxLevel=_LEVELS
    )
    back, again, _ = cv2.calcOpticalFlowPyrLK(
        now, before, end, np.empty_like(start), winSize=window, maxLevel=_LEVELS
    )
    good = (
        (there.ravel() == 1)
        & (again.ravel() == 1)
        & (_error(start, np.asarray(back, np.float32)) < 1.0)
    )
    return end.astype(np.float32), good


def _agree(
    start: NDArray[np.float32], end: NDArray[np.float32], good: NDArray[np.bool_], size: float
) -> NDArray[np.float64] | None:
    """The similarity `(2, 3)` that most of the points share; `None` where too few do."""
    needed = _MIN_AGREEING * len(start)
    if good.sum() < max(needed, 4):
        return None
    tolerance = max(0.7, 0.03 * size)
    matrix, inliers = cv2.estimateAffinePartial2D(
        start[good], end[good], method=cv2.RANSAC, ransacReprojThreshold=tolerance, maxIters=200
    )
    if matrix is None or inliers.sum() < needed:  # pyright: ignore[reportUnnecessaryComparison]  # None where nothing fits
        return None
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if not 1 / _MAX_SCALE_STEP < scale < _MAX_SCALE_STEP:
        return None
    return np.asarray(matrix, np.float64)


def _move(
    face: tuple[Box, Points], matrix: NDArray[np.float64], scale_xy: NDArray[np.float64]
) -> Followed:
    """A face taken along; its box stays upright."""
    box, points_px = face
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    middle = np.array([[(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]])
    gray = np.concatenate([points_px, middle]) * scale_xy - 0.5
    moved = (gray @ matrix[:, :2].T + matrix[:, 2] + 0.5) / scale_xy
    x, y = moved[5].tolist()
    half_w, half_h = box.width * scale / 2, box.height * scale / 2
    new_box = Box(x - half_w, y - half_h, x + half_w, y + half_h)
    return Followed(new_box, moved[:5].astype(np.float32))


def _error(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.linalg.norm(a - b, axis=1).astype(np.float32)
