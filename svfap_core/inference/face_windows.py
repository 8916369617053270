"""Windows of the faces that the product ships, as a model wants to see them.

Knows nothing of networks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from svfap_core.inference.faces import Faces
from svfap_core.settings import ClipSpec
from svfap_core.tracking.align import align_face
from svfap_core.types import RGB

TREMBLE = 0.01
"""Deviation of a tracked point from frame to frame, as a share of the distance of the eyes."""
NOISE = 2.0
"""Deviation of a sensor's noise, in steps of 1/255."""


def face_windows(faces: Faces, spec: ClipSpec) -> Iterator[RGB]:
    """A window `(T, S, S, 3)` of each face: it changes from its first image to its last.

    The crop trembles as one by a tracker does, and the pixels are noisy: the same at every call.
    """
    for index in range(len(faces)):
        rng = np.random.default_rng(index)
        shares = np.linspace(0, 1, spec.frames)
        frames = np.stack([_crop(faces, index, share, spec, rng) for share in shares])
        yield faces.coloured(index, frames + rng.normal(0, NOISE, frames.shape))


def _crop(
    faces: Faces, index: int, share: float, spec: ClipSpec, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Grey `(S, S)`: both images aligned, and faded from one to the other."""
    eyes_px = float(np.linalg.norm(np.diff(faces.points_px[index, 0, :2], axis=0)))
    tremble_px = rng.normal(0, TREMBLE * eyes_px, (5, 2))
    crops: list[NDArray[np.float64]] = []
    for image, points_px in zip(faces.grey[index], faces.points_px[index], strict=True):
        rgb = np.repeat(image[..., None], 3, axis=2)
        points = (points_px + tremble_px).astype(np.float32)
        crops.append(align_face(rgb, points, spec.template, spec.size_px)[..., 0].astype(float))
    first, last = crops
    return (1 - share) * first + share * last
