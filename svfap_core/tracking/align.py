"""Cuts a face upright and to scale, by its five points. Knows nothing of tracks or models.

Points count from the corner of the picture's first pixel, whose middle is (0.5, 0.5).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from svfap_core.types import RGB, Points


def fit_similarity(source: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """The rotation, uniform scale and shift that bring points nearest to others.

    Least squares in closed form, after Umeyama 1991, "Least-squares estimation of transformation
    parameters between two point patterns", equations 40 to 42. In the plane its singular values
    reduce to two sums; a reflection cannot come out.

    Args:
        source: Points `(n, 2)`, n >= 2.
        target: Where they should go, `(n, 2)`.

    Returns:
        `(2, 3)`: rotation times scale, then shift. Where all source points coincide, the scale
        is 0.
    """
    a, b = np.asarray(source, np.float64), np.asarray(target, np.float64)
    mean_a, mean_b = a.mean(axis=0), b.mean(axis=0)
    a, b = a - mean_a, b - mean_b
    spread = float((a * a).sum()) or 1.0
    cos = float((a * b).sum()) / spread
    sin = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.column_stack([turn, mean_b - turn @ mean_a])


def align_face(rgb: RGB, points_px: Points, template: ArrayLike, size_px: int) -> RGB:
    """The crop in which the five points lie on the template, as nearly as a similarity can.

    Faces much larger than the crop are averaged down first, since plain interpolation would pick
    single pixels of them and flicker. Beyond the picture's edge its last pixels repeat: black
    would add an edge stronger than anything in the face, and darken the crop's statistics.

    Args:
        rgb: The picture, `(height, width, 3)`.
        points_px: `(5, 2)`.
        template: `(5, 2)`, fractions of the crop.
        size_px: Height and width of the crop.

    Returns:
        `(size_px, size_px, 3)` uint8.
    """
    matrix = fit_similarity(points_px, np.asarray(template, np.float64) * size_px)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 1e-6:
        return np.zeros((size_px, size_px, 3), np.uint8)
    shrink = round(1 / scale)
    if shrink > 1:
        rgb, to_part = _shrunk_part(rgb, matrix, size_px, shrink)
        matrix = matrix @ to_part
    return _warp(rgb, matrix, size_px)


def _shrunk_part(
    rgb: RGB, matrix: NDArray[np.float64], size_px: int, shrink: int
) -> tuple[RGB, NDArray[np.float64]]:
    """The part of a picture that the crop needs, smaller by a whole factor.

    Returns:
        The part, and the `(3, 3)` matrix from its coordinates to the picture's.
    """
    height, width = rgb.shape[:2]
    back = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0, 1], [size_px, 0, 1], [0, size_px, 1], [size_px, size_px, 1]])
    corners_px = corners @ back.T
    limit = np.array([width, height])
    low = np.clip(np.floor(corners_px.min(axis=0)).astype(int) - 2 * shrink, 0, limit - 1)
    high = np.clip(np.ceil(corners_px.max(axis=0)).astype(int) + 2 * shrink, low + 1, limit)
    x0, y0 = low.tolist()
    # Whole multiples of the factor are averaged several times faster than other lengths.
    w, h = (max((n // shrink) * shrink, min(n, shrink)) for n in (high - low).tolist())
    part = rgb[y0 : y0 + h, x0 : x0 + w]
    small_w, small_h = max(w // shrink, 1), max(h // shrink, 1)
    small = cv2.resize(part, (small_w, small_h), interpolation=cv2.INTER_AREA)
    to_picture = np.array([[w / small_w, 0, x0], [0, h / small_h, y0], [0, 0, 1]])
    return small.astype(np.uint8, copy=False), to_picture


def _warp(rgb: RGB, matrix: NDArray[np.float64], size_px: int) -> RGB:
    """`cv2.warpAffine`, which counts from the middle of the first pixel, not from its corner."""
    half = np.array([0.5, 0.5])
    shift = matrix[:, :2] @ half + matrix[:, 2] - half
    crop = cv2.warpAffine(
        rgb,
        np.column_stack([matrix[:, :2], shift]),
        (size_px, size_px),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return crop.astype(np.uint8, copy=False)
