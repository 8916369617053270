"""Light, camera and drawing of a head. Knows nothing of whose head it is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.tracking.align import fit_similarity
from trainer.workshop.rendered.head import Floats, Geometry, Mesh

FINER = 3
"""Drawn so many times larger, then averaged, which smooths all edges."""

_SUBPIXEL_BITS = 4
_BEYOND_CM = 0.8
"""What lies inside is drawn this far beyond the landmarks of an opening. From 0.6 cm down, single
pixels differ from an image in which all is drawn."""


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
    """`(N, N)`, brightness 0..1."""

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


def turned(yaw_deg: float, pitch_deg: float, roll_deg: float = 0) -> NDArray[np.float64]:
    """Rotation `(3, 3)` of a head; of the roll only the light shows: framing takes it away."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    sin, cos = np.sin, np.cos
    about_y = np.array([[cos(yaw), 0, sin(yaw)], [0, 1, 0], [-sin(yaw), 0, cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, cos(pitch), -sin(pitch)], [0, sin(pitch), cos(pitch)]])
    about_z = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    return about_z @ about_x @ about_y


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """How a camera sees a head.

    Attributes:
        rotation: `(3, 3)` of the head.
        distance_cm: Of the camera from its middle.
        framing: `(2, 3)`, from the camera's plane to pixels.
        places_px: `(V, 2)` of the vertices in the image.
        near_cm: `(V,)` how near they are to the camera, from the middle of the head.
        points_px: `(5, 2)` eyes, tip of the nose and corners of the mouth in the image.
    """

    rotation: NDArray[np.float64]
    distance_cm: float
    framing: NDArray[np.float64]
    places_px: NDArray[np.float64]
    near_cm: NDArray[np.float64]
    points_px: NDArray[np.float64]

    def px(self, places_cm: NDArray[np.floating]) -> NDArray[np.float64]:
        """Places on the head `(N, 3)` -> `(N, 2)` in the image."""
        return _framed(_flat(places_cm @ self.rotation.T, self.distance_cm), self.framing)


def viewed(
    geometry: Geometry,
    mesh: Mesh,
    distance_cm: float,
    rotation: NDArray[np.float64],
    points_px: NDArray[np.float64],
) -> View:
    """The view in which the five points of a head come nearest to given ones, `(5, 2)`."""
    places = mesh.vertices @ rotation.T
    flat = _flat(places, distance_cm)
    framing = fit_similarity(_five_points(geometry, flat), points_px)
    places_px = _framed(flat, framing)
    return View(
        rotation=rotation,
        distance_cm=distance_cm,
        framing=framing,
        places_px=places_px,
        near_cm=places[:, 2],
        points_px=_five_points(geometry, places_px),
    )


def drawn(geometry: Geometry, mesh: Mesh, scene: Scene, view: View, side_px: int) -> Floats:
    """A head before its background, `(side_px, side_px)`, brightness 0..1 and a little more."""
    canvas = cv2.resize(scene.background, (side_px, side_px), interpolation=cv2.INTER_CUBIC)
    quads = _seen(geometry, view)
    order = np.argsort((view.near_cm - mesh.deeper_cm)[quads].mean(axis=1), kind="stable")
    quads = quads[order]  # The farthest first.
    outlines = np.round(view.places_px[quads] * 2**_SUBPIXEL_BITS).astype(np.int32)
    values = _lit(mesh, mesh.normals @ view.rotation.T, scene)[quads].mean(axis=1)
    for outline, value in zip(outlines, values.tolist(), strict=True):
        cv2.fillConvexPoly(canvas, outline, value, cv2.LINE_8, _SUBPIXEL_BITS)
    return np.asarray(canvas, np.float32)


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
    side_px = size_px * FINER
    view = viewed(geometry, mesh, scene.distance_cm, rotation, template * side_px)
    canvas = drawn(geometry, mesh, scene, view, side_px)
    small = cv2.resize(canvas, (size_px, size_px), interpolation=cv2.INTER_AREA)
    grey = np.clip(np.round(255 * small), 0, 255).astype(np.uint8)
    return grey, (view.points_px / FINER).astype(np.float32)


def _flat(places_cm: NDArray[np.float64], distance_cm: float) -> NDArray[np.float64]:
    """Turned places `(N, 3)` as a camera in front sees them, `(N, 2)`, y downwards."""
    nearness = distance_cm / (distance_cm - places_cm[:, 2])
    return np.column_stack([places_cm[:, 0] * nearness, -places_cm[:, 1] * nearness])


def _framed(flat: NDArray[np.float64], framing: NDArray[np.float64]) -> NDArray[np.float64]:
    return flat @ framing[:, :2].T + framing[:, 2]


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


def _seen(geometry: Geometry, view: View) -> NDArray[np.int32]:
    """Quads that look this way and are not behind skin: teeth are seen between lips only."""
    places_px, quads = view.places_px, geometry.quads
    hidden = np.zeros(len(quads), np.bool_)
    beyond = _BEYOND_CM * np.hypot(*view.framing[:, 0])
    for inside, around in geometry.openings:
        low, high = places_px[around].min(axis=0) - beyond, places_px[around].max(axis=0) + beyond
        first_px = places_px[quads[inside, 0]]
        hidden[inside] = ((first_px < low) | (first_px > high)).any(axis=1)
    quads = quads[~hidden]
    a, b, c, d = places_px[quads.T]
    across, along = c - a, d - b
    return quads[across[:, 0] * along[:, 1] < across[:, 1] * along[:, 0]]  # y grows downwards here.
