"""Heads rendered in known poses, from the geometry of ICT-FaceKit beside the checkout.

A head is plain, painted in a few colours, or bears the face of a frame: its five points then lie
where the frame's were, and the rest of the texture follows. Hair and whatever the frame does not
show has the colour of the skin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.align import fit_similarity
from svfap_core.tracking.pose import HeadPose, rotation_of
from svfap_core.types import RGB, Points
from tests.shared_data import shared

CAMERA_CM, EYES_CM = 75.0, 6.3
BACKGROUND = (120, 118, 115)
FACE_VERTICES, HEAD_VERTICES, EYEBALLS = 9409, 11248, (21451, 24591)
_SCALE = 2
"""Drawn larger and made smaller, which smooths all edges."""
_REACH_CM = 3.0
"""How far a point draws the texture around it along."""


class Geometry(NamedTuple):
    """Vertices `(n, 3)` in cm (x to the image's right, y up, z near), quads, the five points."""

    vertices: NDArray[np.float64]
    quads: NDArray[np.int32]
    five: NDArray[np.float64]


class Rendered(NamedTuple):
    """A picture, and where the five points truly are in it, seen or not."""

    rgb: RGB
    points_px: Points


@lru_cache
def geometry() -> Geometry:
    """The neutral head, or a skip where it is not here."""
    data = np.load(shared("data/ict_facekit/ict_light.npz"))
    marks = json.loads(shared("data/ict_facekit/vertex_indices.json").read_text())
    vertices, quads = data["neutral"].astype(np.float64), data["faces"]
    skin = quads.max(axis=1) < HEAD_VERTICES
    eyes = (quads.min(axis=1) >= EYEBALLS[0]) & (quads.max(axis=1) < EYEBALLS[1])
    at = vertices[marks["idx_to_landmark_verts"]]
    eye, other = at[36:42].mean(axis=0), at[42:48].mean(axis=0)
    five = np.array([eye, other, at[30], at[48], at[54]])
    middle = five[:2].mean(axis=0) - [0, 3, 6]
    return Geometry(vertices - middle, quads[skin | eyes], five - middle)


def shaped(expressions: Mapping[str, float], identity: Sequence[float] = ()) -> NDArray[np.float64]:
    """Vertices of a head that moves its face, and is somebody.

    Args:
        expressions: Name of a blend shape -> how strong, 0..1.
        identity: Weights of the first identity shapes.
    """
    data = np.load(shared("data/ict_facekit/ict_light.npz"))
    names = data["expression_names"].tolist()
    found = geometry().vertices.copy()
    for name, strength in expressions.items():
        found += strength * data["expressions"][names.index(name)].astype(np.float64)
    for weight, shape in zip(identity, data["identities"], strict=False):
        found += weight * shape.astype(np.float64)
    return found


def painted() -> NDArray[np.float64]:
    """Colours `(n, 3)` of a drawn head: skin, brows, lips, eyes."""
    vertices, _, five = geometry()
    colours = np.tile([205.0, 160.0, 130.0], (len(vertices), 1))
    eyes, mouth = five[:2], five[3:].mean(axis=0)
    for x, y, z in eyes:
        away = vertices - [x, y + 1.5, z]
        brow = (abs(away[:, 0]) < 1.7) & (abs(away[:, 1] + 0.06 * away[:, 0] ** 2) < 0.3)
        colours[brow & (away[:, 2] > -2)] = (60, 40, 30)
    away = (vertices - mouth) / [2.6, 0.75, 2.0]
    colours[(away**2).sum(axis=1) < 1] = (165, 70, 75)
    balls = slice(*EYEBALLS)
    colours[balls] = (235, 230, 225)
    for x, y, _ in eyes:
        away = np.hypot(vertices[balls, 0] - x, vertices[balls, 1] - y)
        colours[balls][away < 0.62] = (70, 50, 35)
        colours[balls][away < 0.28] = (12, 10, 10)
    return colours


def textured(rgb: RGB, points_px: Points) -> NDArray[np.float64]:
    """Colours `(n, 3)` of a head that bears the frontal face of a frame."""
    vertices, _, five = geometry()
    flat = five[:, :2] * [1, -1]
    matrix = fit_similarity(flat, points_px)

    def placed(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return points @ matrix[:, :2].T + matrix[:, 2]

    places, targets = placed(vertices[:, :2] * [1, -1]), placed(flat)
    reach = _REACH_CM * float(np.hypot(matrix[0, 0], matrix[1, 0]))

    def pull(points: NDArray[np.float64]) -> NDArray[np.float64]:
        apart = ((points[:, None] - targets[None]) ** 2).sum(axis=-1)
        return np.exp(-apart / (2 * reach**2))

    weights = np.linalg.solve(pull(targets) + 1e-6 * np.eye(5), points_px - targets)
    places = (places + pull(places) @ weights - 0.5).astype(np.float32)
    x, y = places[:, :1], places[:, 1:]
    colours = cv2.remap(rgb, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colours = colours[:, 0].astype(np.float64)
    front = five[:, 2].min() - 4
    skin = np.median(colours[:FACE_VERTICES][vertices[:FACE_VERTICES, 2] > front], axis=0)
    across = np.hypot(vertices[:, 0] / 7.0, (vertices[:, 1] - five[2, 1]) / 9.5)
    plain = np.clip((across - 0.85) / 0.15, 0, 1)[:, None]
    plain = np.maximum(plain, (vertices[:, 2] < front - 3)[:, None])
    return colours * (1 - plain) + skin * plain


def render(
    colours: NDArray[np.float64],
    pose: HeadPose,
    *,
    eyes_px: float = 54.0,
    light: float = 0.0,
    vertices: NDArray[np.float64] | None = None,
) -> Rendered:
    """A head in a pose, in the middle of a square picture.

    Args:
        colours: Of the vertices, `(n, 3)`.
        pose: Signed as in `FaceMeasures`.
        eyes_px: Distance between the eyes, seen from the front.
        light: Share of the light that comes from the camera's upper left; the rest is everywhere.
        vertices: Of the head (`shaped`); none: of the neutral one.
    """
    neutral, quads, five = geometry()
    vertices = neutral if vertices is None else vertices
    rotation = rotation_of(pose)
    size_px = round(4.2 * eyes_px)

    def seen(points: NDArray[np.float64]) -> NDArray[np.float64]:
        turned = points @ rotation.T
        scale = eyes_px / EYES_CM * CAMERA_CM / (CAMERA_CM - turned[:, 2])
        return np.c_[turned[:, 0] * scale, -turned[:, 1] * scale] + size_px / 2

    places = seen(vertices)[quads] * _SCALE
    a, b = places[:, 2] - places[:, 0], places[:, 3] - places[:, 1]
    facing = np.flatnonzero(a[:, 0] * b[:, 1] < a[:, 1] * b[:, 0])
    turned = (vertices @ rotation.T)[quads]
    shown = colours[quads].mean(axis=1)
    if light:
        normals = np.cross(turned[:, 2] - turned[:, 0], turned[:, 3] - turned[:, 1])
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
        shade = np.clip(normals @ np.array([-0.35, 0.45, 0.82]), 0, 1)
        shown = shown * (1 - light + light * 1.2 * shade)[:, None]
    rgb = np.full((size_px * _SCALE, size_px * _SCALE, 3), BACKGROUND, np.uint8)
    corners = np.round(places * 16).astype(np.int32)
    for i in facing[np.argsort(turned[facing, :, 2].mean(axis=1))].tolist():
        cv2.fillConvexPoly(rgb, corners[i], shown[i].tolist(), cv2.LINE_8, 4)
    small = cv2.resize(rgb, (size_px, size_px), interpolation=cv2.INTER_AREA)
    return Rendered(small, seen(five).astype(np.float32))
