"""The mesh of 478 points that the face landmarker finds: regions of it, and the pose of its head.

Points are numbered as in MediaPipe: 0 to 467 on the face, 468 to 477 on the irises. Knows no
networks and no files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.pose import HeadPose, pose_of
from svfap_core.types import Points

NUM_POINTS: Final = 478

BLENDSHAPE_POINTS: Final = np.array(
    [
        *(0, 1, *range(4, 9), 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, *range(52, 56), 58, 61, 63),
        *(65, 66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132),
        *(133, 136, 144, 145, 146, *range(148, 151), *range(152, 156), *range(157, 164), 168, 172),
        *(173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276),
        *(*range(282, 286), 288, 291, 293, *range(295, 298), 300, 308, *range(310, 313), 314, 317),
        *(318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, *range(373, 376)),
        *(*range(377, 383), *range(384, 391), 397, 398, 400, 402, 405, 409, 415, 454, 466),
        *range(468, 478),
    ]
)
"""The 146 points that the blendshape network takes
(https://github.com/google-ai-edge/mediapipe, face_blendshapes_graph.cc)."""

OUTER_EYE_CORNERS: Final = (33, 263)
"""The line between them is level in the crop: in the image the left one first."""

_ROI_SCALE = 1.5
"""Side of the square crop over the longer side of the box around the face."""
_BELOW_EYES, _AGAINST_NOSE, _SCALE_OF_FIVE = 0.46, 1.7, 3.7
"""Where `roi_of_mesh` lies, by five points of CenterFace on faces in videos. Its centre: a share of
the way from eyes to mouth, and of the nose's way aside, to the other side, where the rest of a
turned head is. Its side: by the longer one of the distances eye to eye and eyes to mouth."""


class Roi(NamedTuple):
    """A square region of an image: centre and side in pixels, turned clockwise by `angle` (rad)."""

    x: float
    y: float
    side: float
    angle: float


def roi_of_mesh(points: NDArray[np.float32]) -> Roi:
    """The region from which MediaPipe finds the points in the next frame.

    A box around all points, its longer side times 1.5, turned so that the outer corners of the
    eyes are level (face_landmarks_detector_graph.cc).

    Args:
        points: `(478, 2 or more)`, pixels.
    """
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    x, y = (low + high) / 2
    dx, dy = (points[OUTER_EYE_CORNERS[1]] - points[OUTER_EYE_CORNERS[0]])[:2]
    side = _ROI_SCALE * float((high - low).max())
    return Roi(float(x), float(y), side, float(np.arctan2(dy, dx)))


def roi_of_five(points_px: Points) -> Roi:
    """About the same region, of five points `(5, 2)`: to find the mesh for the first time."""
    points = np.asarray(points_px, np.float64)
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    across, down = points[1] - points[0], mouth - eyes
    size = float(max(np.hypot(*across), np.hypot(*down)))
    nose = float((points[2] - eyes) @ across) / max(float(across @ across), 1e-6)
    aside = -_AGAINST_NOSE * min(max(nose, -0.5), 0.5)
    x, y = eyes + _BELOW_EYES * down + aside * across
    angle = float(np.arctan2(across[1], across[0]))
    return Roi(float(x), float(y), _SCALE_OF_FIVE * size, angle)


class Geometry(NamedTuple):
    """A generic face: vertices `(468, 3)` in cm, axes as `pose.GENERIC_FACE`, and weights `(468,)`.

    The weights say how much each vertex counts for the pose: those that expressions hardly move.
    """

    vertices: NDArray[np.float64]
    weights: NDArray[np.float64]


def read_geometry(content: bytes) -> Geometry:
    """The generic face in a landmarker file (`GeometryPipelineMetadata`, protocol buffers)."""
    fields = [*_fields(content)]
    mesh = next(value for number, value in fields if number == 1)
    # Of each vertex: x, y, z, and a place in a texture.
    buffer = b"".join(value for number, value in _fields(mesh) if number == 3)
    vertices = np.frombuffer(buffer, "<f4").reshape(-1, 5)[:, :3].astype(np.float64)
    weights = np.zeros(len(vertices))
    for value in (value for number, value in fields if number == 2):
        entry = dict(_fields(value))
        (weights[_varint(entry.get(1, b"\0"), 0)[0]],) = struct.unpack("<f", entry[2])
    return Geometry(vertices, weights)


def mesh_pose(points: NDArray[np.float32], geometry: Geometry) -> HeadPose:
    """The pose in which the generic face lies nearest to points, by weighted least squares.

    Rotation as in Kabsch 1976, "A solution for the best rotation to relate two sets of vectors".
    Depth is scaled as x and y are, so the angles are those against the line of sight.

    Args:
        points: `(478, 3)`, pixels: x to the right, y down, z away from the camera.
        geometry: The generic face.
    """
    weights = geometry.weights / geometry.weights.sum()
    seen = points[: len(weights)].astype(np.float64) * (1.0, -1.0, -1.0)
    model = geometry.vertices - weights @ geometry.vertices
    seen = seen - weights @ seen
    u, _, vt = np.linalg.svd((seen * weights[:, None]).T @ model)
    mirror = np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    return pose_of(u @ mirror @ vt)


def _fields(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each field of a message."""
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        kind, end = tag & 7, at
        if kind == 2:
            length, at = _varint(content, at)
            end = at + length
        elif kind == 0:
            _, end = _varint(content, at)
        else:
            end = at + {1: 8, 5: 4}[kind]
        yield tag >> 3, content[at:end]
        at = end


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A whole number of 7 bits a byte, the lowest first, and the place after it."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
