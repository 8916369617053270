"""A head from USC ICT FaceKit (MIT) that can be given an identity, an expression and paint.

Lengths are cm: x to the person's left, y up, z to the front. Knows no light or camera.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from svfap_core.errors import SourceError
from svfap_core.messages import Message

Floats = NDArray[np.float32]

_SKIN, _NECK, _MOUTH, _SOCKETS, _GUMS, _TEETH, _EYES = (
    *(slice(0, 9409), slice(9409, 11248), slice(11248, 13294), slice(13294, 14062)),
    *(slice(14062, 17039), slice(17039, 21451), slice(21451, 24591)),
)
"""What vertices belong to; the films of tears and the lashes after them are left out."""

_NOSTRIL_CM, _NOSTRIL_SIZE_CM = (0.9, -0.3, 10.3), (0.5, 0.6, 0.65)
_FOLD_CM = 0.5
"""So much room is before skin that is not in a fold."""

FIRST_IDENTITIES = 40
"""They shape more of the face than those after them."""

_PUPIL_DEG, _IRIS_DEG = 11.0, 27.0


class Geometry:
    """The published shapes and where things lie on them.

    Args:
        folder: With `ict_light.npz` and `vertex_indices.json`.
        identities: How many of the 100 identity shapes persons are made of.

    Raises:
        SourceError: The folder does not hold them.
    """

    def __init__(self, folder: Path, identities: int = FIRST_IDENTITIES) -> None:
        try:
            stored = np.load(folder / "ict_light.npz")
            indices = json.loads((folder / "vertex_indices.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise SourceError(
                Message("%1 does not hold the shapes of ICT FaceKit: %2", folder, error),
                hint="It needs ict_light.npz and vertex_indices.json.",
            ) from error
        self.neutral: Floats = stored["neutral"].astype(np.float32)
        quads = stored["faces"]
        self.quads: NDArray[np.int32] = quads[quads.max(axis=1) < _EYES.stop]
        names = [str(name) for name in stored["expression_names"]]
        self.actions = dict(zip(names, stored["expressions"].astype(np.float32), strict=True))
        self.identities: Floats = stored["identities"][:identities].astype(np.float32)
        self.landmarks = np.array(indices["idx_to_landmark_verts"])
        numbers = np.arange(_EYES.start, _EYES.stop)
        self.eyes = [numbers[self.neutral[_EYES, 0] * side > 0] for side in (-1, 1)]
        """Vertices of each eyeball, the person's right one first: it is left in the image."""
        self._corners = _corners(self.quads, len(self.neutral))
        self.openings = self._openings()
        """Pairs: quads that are seen through an opening only, and landmarks around it."""

    def normals(self, vertices: Floats) -> Floats:
        """Direction out of the head at each vertex, of length 1, by the quads around it."""
        across = vertices[self.quads[:, 2]] - vertices[self.quads[:, 0]]
        along = vertices[self.quads[:, 3]] - vertices[self.quads[:, 1]]
        summed: Floats = self._corners @ np.cross(across, along)
        return summed / (np.linalg.norm(summed, axis=1, keepdims=True) + 1e-9)

    def part(self, where: slice) -> Floats:
        """1 for the vertices of a part, 0 for all others."""
        found = np.zeros(len(self.neutral), np.float32)
        found[where] = 1
        return found

    @cached_property
    def brows(self) -> Floats:
        """How much each vertex is brow, 0..1."""
        marks = self.neutral[self.landmarks]
        lines = np.minimum(self._distance(marks[17:22]), self._distance(marks[22:27]))
        return self.part(_SKIN) * np.clip(1.5 - lines / 0.45, 0, 1).astype(np.float32)

    @cached_property
    def lips(self) -> Floats:
        """How much each vertex is lip, 0..1."""
        outline = self.neutral[self.landmarks[48:60], :2][None]
        inside = np.array(
            [cv2.pointPolygonTest(outline, (float(x), float(y)), True) for x, y, _ in self.neutral]  # noqa: FBT003
        )
        front = self.part(_SKIN) * (self.neutral[:, 2] > 5)
        return (front * np.clip(0.5 + inside / 0.3, 0, 1)).astype(np.float32)

    @cached_property
    def hair(self) -> Floats:
        """How much each vertex is covered by hair, 0..1."""
        x, y, z = self.neutral.T
        front = self.part(_SKIN) * np.clip(y - 9.3 + 0.045 * x**2, 0, 1)
        back = self.part(_NECK) * np.clip((y - 1 + 0.9 * np.clip(-z - 1, -6, 6)) / 1.5, 0, 1)
        return np.maximum(front, back)

    @cached_property
    def beard(self) -> Floats:
        """How much each vertex could be bearded, 0..1."""
        _, y, z = self.neutral.T
        return self.part(_SKIN) * np.clip((-3.2 - y) / 1.5, 0, 1) * np.clip(z / 3, 0, 1)

    @cached_property
    def folds(self) -> Floats:
        """How little light reaches a vertex of the skin, 0..1, where skin lies before skin."""
        out = self.neutral[_SKIN] + _FOLD_CM * self.normals(self.neutral)[_SKIN]
        free_cm, _ = KDTree(self.neutral[_SKIN]).query(out)
        folds = self.part(_SKIN)
        folds[_SKIN] = np.clip((0.85 - free_cm / _FOLD_CM) / 0.5, 0, 1)
        one_sided = self.neutral[_SKIN].copy()
        one_sided[:, 0] = np.abs(one_sided[:, 0])
        from_nostril = np.linalg.norm((one_sided - _NOSTRIL_CM) / _NOSTRIL_SIZE_CM, axis=1)
        folds[_SKIN] = np.maximum(folds[_SKIN], np.clip(2.5 - 2 * from_nostril, 0, 1))
        return folds

    @cached_property
    def depth_of_mouth(self) -> Floats:
        """How deep in the mouth gums, tongue and teeth are, 0..1."""
        inside = self.part(_GUMS) + self.part(_TEETH)
        return inside * np.clip((10 - self.neutral[:, 2]) / 4, 0, 1).astype(np.float32)

    @cached_property
    def wrinkles(self) -> dict[str, Floats]:
        """Facial action -> how much darker wrinkles make each vertex, 0..1."""
        x, y, _ = self.neutral.T
        front = self.part(_SKIN) * (self.neutral[:, 2] > 6)
        lines = np.exp(-(((y - 7.3) / 0.22) ** 2)) + np.exp(-(((y - 8.4) / 0.22) ** 2))
        inner = np.clip(3 - np.abs(x), 0, 1)
        upright = np.exp(-(((np.abs(x) - 0.6) / 0.25) ** 2)) * np.exp(-(((y - 5.9) / 0.8) ** 2))
        across = np.exp(-(((y - 3.6) / 0.25) ** 2)) * np.clip(1.3 - np.abs(x), 0, 1)
        return {
            "browInnerUp": front * lines * inner,
            "browOuterUp": front * lines * (1 - inner) * np.clip(5.5 - np.abs(x), 0, 1),
            "browDown": front * upright,
            "noseSneer": front * across,
        }

    def _openings(self) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]:
        first = self.quads[:, 0]
        in_mouth = (first >= _MOUTH.start) & (first < _MOUTH.stop)
        in_mouth |= (first >= _GUMS.start) & (first < _TEETH.stop)
        in_eyes = (first >= _SOCKETS.start) & (first < _SOCKETS.stop) | (first >= _EYES.start)
        right = self.neutral[first, 0] < 0
        marks = self.landmarks
        return (
            (np.flatnonzero(in_mouth), marks[60:68]),
            (np.flatnonzero(in_eyes & right), marks[36:42]),
            (np.flatnonzero(in_eyes & ~right), marks[42:48]),
        )

    def _distance(self, line: Floats) -> Floats:
        """Of each vertex from a line of points."""
        nearest = np.full(len(self.neutral), np.inf, np.float32)
        for start, end in pairwise(line):
            way = end - start
            share = np.clip((self.neutral - start) @ way / (way @ way), 0, 1)[:, None]
            gap = np.linalg.norm(self.neutral - start - share * way, axis=1)
            nearest = np.minimum(nearest, gap.astype(np.float32))
        return nearest


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A head at a moment: where its vertices are, how light each is, and what lies inside it."""

    vertices: Floats
    normals: Floats
    albedo: Floats
    hidden: Floats
    """How little ambient light reaches a vertex, 0..1."""
    deeper_cm: Floats
    """How far behind its place a vertex counts in drawing: teeth lie behind lips."""


class Person:
    """Somebody who does not exist: a shape and a complexion drawn by chance.

    Attributes:
        shape: `(V, 3)` places of the vertices without expression, without hair.

    Args:
        geometry: The shapes.
        rng: Chance.
        lifelike: Whether nostrils and other folds are dark, gums light, and skin wrinkles.
    """

    def __init__(
        self, geometry: Geometry, rng: np.random.Generator, *, lifelike: bool = False
    ) -> None:
        self._geometry = geometry
        weights = rng.normal(0, 0.8, len(geometry.identities)).astype(np.float32)
        self.shape: Floats = geometry.neutral + np.tensordot(weights, geometry.identities, 1)
        self._hair, self._hair_cm = geometry.hair, rng.uniform(0.1, 1.2)
        self._iris, self._gaze = rng.uniform(0.05, 0.35), rng.normal(0, 0.15, 2)
        self._albedo = self._painted(rng)
        inside = geometry.part(_GUMS) + geometry.part(_TEETH)
        self._deeper_cm = 1.2 * inside
        self._hidden = 0.55 * (geometry.part(_MOUTH) + geometry.part(_GUMS))
        self._hidden += 0.25 * geometry.part(_TEETH) + 0.15 * geometry.part(_EYES)
        self._wrinkles: dict[str, Floats] = {}
        if lifelike:
            self._albedo[_GUMS] *= rng.uniform(1.4, 2)
            self._hidden[_GUMS] = 0.25
            self._hidden += 0.65 * geometry.depth_of_mouth
            self._hidden += rng.uniform(0.5, 0.8) * geometry.folds
            deep = rng.choice([0.15, 0.25, 0.4])
            self._wrinkles = {n: deep * field for n, field in geometry.wrinkles.items()}

    def mesh(self, expression: Mapping[str, float], gaze: tuple[float, float] = (0, 0)) -> Mesh:
        """The head with an expression.

        Args:
            expression: Facial action, of one side or of both -> weight, about 0 to 1.
            gaze: Where the eyes look beside their usual direction: tangents of the angles to the
                person's left, and up.
        """
        vertices = self.shape.copy()
        for name, weight in expression.items():
            for side in ("", "_L", "_R"):
                if (action := self._geometry.actions.get(name + side)) is not None:
                    vertices += weight * action
        normals = self._geometry.normals(vertices)
        vertices += normals * (self._hair * self._hair_cm)[:, None]
        albedo = self._with_eyes(vertices, gaze) * (1 - self._wrinkled(expression))
        return Mesh(vertices, normals, albedo, self._hidden, self._deeper_cm)

    def _wrinkled(self, expression: Mapping[str, float]) -> Floats:
        darker = np.zeros(len(self.shape), np.float32)
        for name, field in self._wrinkles.items():
            sides = [expression.get(name + side, 0.0) for side in ("_L", "_R")]
            darker += field * min(expression.get(name, sum(sides) / 2), 1.5)
        return darker

    def _painted(self, rng: np.random.Generator) -> Floats:
        """Reflectance of each vertex, 0..1, eyes apart."""
        g = self._geometry
        skin = rng.uniform(0.3, 0.85)
        hair = rng.uniform(0.03, 0.5) if rng.random() < 0.85 else skin
        waves = rng.normal(0, 1, (24, 3)) * rng.choice([0.3, 0.8, 2.0], 24)[:, None]
        patches = np.cos(g.neutral @ waves.T + rng.uniform(0, 2 * np.pi, 24)).sum(axis=1) / 24**0.5
        painted = skin * (1 + 0.05 * patches)
        lips, brows, beard = g.lips, g.brows, g.beard
        painted += (skin * rng.uniform(0.55, 0.9) - painted) * lips
        bearded = rng.choice([0, 0, 0, 0.35, 0.7])
        painted += (hair * 0.6 + 0.05 - painted) * beard * (1 - lips) * bearded
        painted += (0.7 * min(hair, 0.3) - painted) * brows * rng.uniform(0.4, 0.95)
        painted += (hair * (1 + 0.25 * patches) - painted) * self._hair
        cloth = g.part(_NECK) * np.clip(-15 - g.neutral[:, 1], 0, 1)
        painted += (rng.uniform(0.05, 0.9) - painted) * cloth
        for part, value in (
            *((_MOUTH, skin * 0.35), (_SOCKETS, skin * 0.5)),
            *((_GUMS, 0.25), (_TEETH, 0.8), (_EYES, 0.62)),
        ):
            painted[part] = value
        return painted.astype(np.float32)

    def _with_eyes(self, vertices: Floats, gaze: tuple[float, float]) -> Floats:
        """The paint, with iris and pupil where the eyes look to."""
        painted = self._albedo.copy()
        ahead = np.array([*(self._gaze + gaze), 1.0])
        ahead /= np.linalg.norm(ahead)
        for eye in self._geometry.eyes:
            out = vertices[eye] - vertices[eye].mean(axis=0)
            out /= np.linalg.norm(out, axis=1, keepdims=True)
            angle_deg = np.degrees(np.arccos(np.clip(out @ ahead, -1, 1)))
            inner = np.where(angle_deg < _PUPIL_DEG, 0.02, self._iris)
            painted[eye] = np.where(angle_deg < _IRIS_DEG, inner, painted[eye])
        return painted


def _corners(quads: NDArray[np.int32], vertices: int) -> csr_array:
    """`(V, Q)`: adds up over the quads at each vertex, first those that begin there."""
    at = quads.T.ravel()
    order = np.argsort(at, kind="stable")
    ends = np.cumsum(np.bincount(at, minlength=vertices))
    rows = np.concatenate([[0], ends])
    return csr_array(
        (np.ones(len(at), np.float32), order % len(quads), rows), shape=(vertices, len(quads))
    )
