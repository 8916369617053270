"""Light, camera and drawing of a head. Knows nothing of whose head it is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.align import fit_similarity
from tests.rendered.head import Floats, Geometry, Mesh

FINER = 3
"""Drawn so many times larger, then averaged, which smooths all edges."""

_SUBPIXEL_BITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is around a head."""

    light: NDArray[np.float64]
    """Direction to the lamp, of length 1."""
    soft: float
    ambient: float
    lamp: float
    shine: float
    distance_cm: float
    background: Floats
    """`(4, 4)`, brightness 0..1."""

    @classmethod
    def chance(cls, rng: np.random.Generator) -> Scene:
        """A lamp somewhere in front, a background out of focus."""
        light = np.array([rng.uniform(-1, 1), rng.uniform(-0.2, 1), rng.uniform(0.5, 1.2)])
        return cls(
            light=light / np.linalg.norm(light),
            soft=rng.uniform(0, 0.4),
            ambient=rng.uniform(0.25, 0.7),
            lamp=rng.uniform(0.5, 1.1),
            shine=rng.uniform(0, 0.15),
            distance_cm=rng.uniform(50, 120),
            background=rng.uniform(0.1, 0.9, (4, 4)).astype(np.float32),
        )


def turned(yaw_deg: float, pitch_deg: float) -> NDArray[np.float64]:
    """Rotation `(3, 3)` of a head; roll is missing, as the framing would take it away again."""
    yaw, pitch = np.radians([yaw_deg, pitch_deg])
    sin, cos = np.sin, np.cos
    about_y = np.array([[cos(yaw), 0, sin(yaw)], [0, 1, 0], [-sin(yaw), 0, cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, cos(pitch), -sin(pitch)], [0, sin(pitch), cos(pitch)]])
    return about_x @ about_y


def photograph(
    geometry: Geometry,
    mesh: Mesh,
    scene: Scene,
    rotation: NDArray[np.float64],
    *,
    template: NDArray[np.float64],
    size_px: int,
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A grey image of a head, so framed that its five points lie on a template.

    Args:
        geometry: Where quads and landmarks are.
        mesh: The head.
        scene: Light and background.
        rotation: Of the head.
        template: `(5, 2)`, fractions of the image.
        size_px: Height and width.

    Returns:
        `(size_px, size_px)` uint8, and the five points `(5, 2)` in pixels.
    """
    places, normals = mesh.vertices @ rotation.T, mesh.normals @ rotation.T
    nearness = scene.distance_cm / (scene.distance_cm - places[:, 2])
    flat = np.column_stack([places[:, 0] * nearness, -places[:, 1] * nearness])
    side_px = size_px * FINER
    framing = fit_similarity(_five_points(geometry, flat), template * side_px)
    flat_px = flat @ framing[:, :2].T + framing[:, 2]
    canvas = cv2.resize(scene.background, (side_px, side_px), interpolation=cv2.INTER_CUBIC)
    _draw(
        canvas, geometry.quads, flat_px, places[:, 2] - mesh.deeper_cm, _lit(mesh, normals, scene)
    )
    small = cv2.resize(canvas, (size_px, size_px), interpolation=cv2.INTER_AREA)
    grey = np.clip(np.round(255 * small), 0, 255).astype(np.uint8)
    return grey, (_five_points(geometry, flat_px) / FINER).astype(np.float32)


def _five_points(geometry: Geometry, flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Eyes, tip of the nose and corners of the mouth, `(5, 2)`."""
    eyes = [flat[eye].mean(axis=0) for eye in geometry.eyes]
    return np.stack([*eyes, *flat[geometry.landmarks[[30, 48, 54]]]])


def _lit(mesh: Mesh, normals: NDArray[np.float64], scene: Scene) -> Floats:
    """Brightness of each vertex: a lamp that wraps around a little, the room, and some shine."""
    facing = np.clip((normals @ scene.light + scene.soft) / (1 + scene.soft), 0, None)
    room = scene.ambient * (0.75 + 0.25 * normals[:, 1])
    half = scene.light + np.array([0, 0, 1])
    shine = scene.shine * np.clip(normals @ (half / np.linalg.norm(half)), 0, 1) ** 18
    lit = mesh.albedo * (room + scene.lamp * facing) + shine
    return (lit * (1 - mesh.hidden)).astype(np.float32)


def _draw(
    canvas: Floats,
    quads: NDArray[np.int32],
    flat_px: NDArray[np.float64],
    depth_cm: NDArray[np.float64],
    lit: Floats,
) -> None:
    """All quads that look this way, the farthest first."""
    corners = flat_px[quads]
    a, b = corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]
    seen = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] < 0  # y grows downwards here.
    order = np.argsort(depth_cm[quads[seen]].mean(axis=1), kind="stable")
    outlines = np.round(corners[seen][order] * 2**_SUBPIXEL_BITS).astype(np.int32)
    values = lit[quads[seen][order]].mean(axis=1)
    for outline, value in zip(outlines, values.tolist(), strict=True):
        cv2.fillConvexPoly(canvas, outline, value, cv2.LINE_8, _SUBPIXEL_BITS)
