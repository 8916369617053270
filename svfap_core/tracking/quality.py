"""Says how well a face can be judged: its size, sharpness and pose. Knows nothing of tracks."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import ArrayLike

from svfap_core.tracking.align import align_face, fit_similarity
from svfap_core.types import RGB, FaceMeasures, Points

_MIN_SIDE_PX, _MAX_SIDE_PX = 32, 96
_NOSE_DEPTH = 0.55
"""How far the nose tip stands out, in distances from eyes to mouth."""
_EYE_DISTANCE = 0.95
"""Distance of the eyes, in the same unit, of a face seen from the front."""
_NOSE_HEIGHT = 0.57
"""Where the nose tip lies between eyes (0) and mouth (1), seen from the front."""


def measure_face(rgb: RGB, points_px: Points, template: ArrayLike, size_px: int) -> FaceMeasures:
    """Measure a face.

    Args:
        rgb: The frame, `(height, width, 3)`.
        points_px: `(5, 2)`.
        template: The model's, `(5, 2)`, fractions of its crop.
        size_px: Height and width of the model's crop.
    """
    interocular_px = float(np.hypot(*(points_px[1] - points_px[0])))
    matrix = fit_similarity(points_px, np.asarray(template, np.float64) * size_px)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 1e-6:
        return FaceMeasures(interocular_px, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    side_px = int(np.clip(round(size_px / scale), _MIN_SIDE_PX, _MAX_SIDE_PX))
    crop = align_face(rgb, points_px, template, side_px)
    luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) / 255
    yaw_deg = math.degrees(math.acos(min(pose(points_px), 1.0)))
    return FaceMeasures(
        interocular_px, sharpness(crop), float(luma.mean()), float(luma.std()), yaw_deg, 0.0, 0.0
    )


def overall_quality(measures: FaceMeasures) -> float:
    """How well a face with these measures can be judged, 0 to 1."""
    return min(
        1.0,
        measures.interocular_px / 24,
        measures.sharpness,
        math.cos(math.radians(measures.yaw_deg)),
    )


def sharpness(crop_rgb: RGB) -> float:
    """How much fine structure an aligned face shows, 0..1.

    The spread of the Laplacian (Pech-Pacheco et al. 2000) in units of the crop's contrast, so
    that dim light alone does not count as blur.
    """
    gray = cv2.cvtColor(crop_rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    contrast = float(gray.std())
    if contrast < 1.0:
        return 0.0
    detail = float(cv2.Laplacian(gray, cv2.CV_32F).std()) / contrast
    return 1 - math.exp(-detail / 0.35)


def pose(points_px: Points) -> float:
    """How squarely a face looks at the camera: 1 from the front, 0 in profile.

    The cosine of the turn and nod that the five points suggest. Turned, the nose tip leaves the
    line from eyes to mouth and the eyes close up; nodding moves it up or down that line.
    """
    eyes, mouth = points_px[:2].mean(axis=0), points_px[3:].mean(axis=0)
    down = (mouth - eyes).astype(np.float64)
    length = float(np.hypot(*down))
    if length < 1e-3:
        return 0.0
    down /= length
    right = np.array([down[1], -down[0]])
    nose = (points_px[2] - eyes) / length
    width = max(float((points_px[1] - points_px[0]) @ right) / length, 0.0)
    turn = math.atan2(abs(float(nose @ right)) / _NOSE_DEPTH, width / _EYE_DISTANCE)
    nod = min(abs(float(nose @ down) - _NOSE_HEIGHT) / _NOSE_DEPTH, 1.0)
    return math.cos(turn) * math.sqrt(1 - nod * nod)
