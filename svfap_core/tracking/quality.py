"""Measures what decides how well a face can be judged: its size, texture, light and pose.

Knows nothing of tracks, nor of what a model makes of the measures (`quality_curves.QualityCurves`).
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import ArrayLike

from svfap_core.tracking.align import align_face
from svfap_core.tracking.pose import head_pose
from svfap_core.tracking.sharpness import EYES_PX, Template, Texture, block_edges, texture
from svfap_core.types import RGB, FaceMeasures, Points

_LARGEST_SIDE_PX = 512
"""Of the crop that is measured, for templates whose eyes lie close together."""


def measure_texture(rgb: RGB, points_px: Points, template: ArrayLike, size_px: int) -> Texture:
    """What of a face's texture and light comes to a model.

    Measured in the model's crop, brought to one size for all models; a crop of less than that is
    enlarged, and no sharper for it. Points that coincide give zeros.

    Args:
        rgb: The frame, `(height, width, 3)`.
        points_px: `(5, 2)`.
        template: The model's, `(5, 2)`, fractions of its crop.
        size_px: Height and width of the model's crop.
    """
    key: Template = tuple((x, y) for x, y in np.asarray(template, np.float64).tolist())
    eyes = math.dist(key[0], key[1])
    if eyes < 1e-3 or interocular(points_px) < 1e-3:
        return Texture(0.0, 0.0, 0.0)
    side_px = min(round(EYES_PX / eyes), _LARGEST_SIDE_PX)
    crop = align_face(rgb, points_px, template, min(size_px, side_px))
    gray = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    if side_px > size_px:
        gray = cv2.resize(gray, (side_px, side_px), interpolation=cv2.INTER_LINEAR)
    return texture(np.asarray(gray, np.uint8), key, block_edges(rgb, points_px))


def face_measures(points_px: Points, shown: Texture) -> FaceMeasures:
    """All measures of a face with these points `(5, 2)`, which shows this texture."""
    return FaceMeasures(
        interocular(points_px),
        shown.sharpness,
        shown.brightness,
        shown.contrast,
        *head_pose(points_px),
    )


def interocular(points_px: Points) -> float:
    """Distance between the eyes in pixels, of points `(5, 2)`."""
    (ax, ay), (bx, by) = points_px[:2].tolist()
    return math.hypot(bx - ax, by - ay)
