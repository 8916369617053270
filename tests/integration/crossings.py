"""Drawn people who pass in front of each other, with the truth about who is where.

Heads are the rendered faces of the package, cut out and put on plain bodies; whoever is drawn
later is in front. Everything follows from the place in a list: no run differs from another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.inference.faces import Faces, read_faces
from svfap_core.inference.guard import FACES
from svfap_core.resources import resource
from svfap_core.types import RGB, Box, Frame

WIDTH, HEIGHT = 640, 360
_MIDDLE, _RADII = (0.5, 0.55), (0.33, 0.44)
"""Of the head, in fractions of its image."""
_FACE = (0.21, 0.19, 0.79, 0.91)
"""What a detector takes for the face, in the same fractions."""
HEADS = (2, 10, 14, 15, 18, 19, 24, 25, 26, 29, 35, 38, 40, 41, 42)
"""Those that CenterFace finds with a score of 0.7 and more."""

Stops: TypeAlias = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Walker:
    """Somebody on their way.

    Attributes:
        head: Which face.
        stops: (seconds, x, y) of the middle of the face; straight and even in between.
        size_px: Height and width of the image of the head; about 1.7 widths of the face.
    """

    head: int
    stops: Stops
    size_px: int = 130

    def middle(self, t_s: float) -> tuple[float, float]:
        times, xs, ys = zip(*self.stops, strict=True)
        return float(np.interp(t_s, times, xs)), float(np.interp(t_s, times, ys))

    def box(self, t_s: float) -> Box:
        x, y = self.middle(t_s)
        x0, y0, x1, y1 = ((v - m) * self.size_px for v, m in zip(_FACE, _MIDDLE * 2, strict=True))
        return Box(x + x0, y + y0, x + x1, y + y1)


@dataclass(frozen=True)
class Pillar:
    """Something that hides whoever is behind it."""

    x0: int
    x1: int


@dataclass(frozen=True)
class Crossing:
    """Layers from back to front; the first one is the person who gets hidden."""

    name: str
    layers: tuple[Walker | Pillar, ...]
    fps: float
    seconds: float

    @property
    def people(self) -> tuple[Walker, ...]:
        return tuple(layer for layer in self.layers if isinstance(layer, Walker))

    def frames(self) -> Iterator[tuple[Frame, tuple[float, ...]]]:
        """Each frame, and what share of each person's face can be seen in it."""
        rng = np.random.default_rng(len(self.name))
        ground = _ground(rng)
        for index in range(round(self.seconds * self.fps)):
            t_s = index / self.fps
            canvas = ground.copy()
            shown: list[NDArray[np.float32]] = []
            for layer in self.layers:
                cover = _draw(canvas, layer, t_s, t_s / self.seconds)
                shown = [mask * (1 - cover) for mask in shown]
                if isinstance(layer, Walker):
                    shown.append(cover * _inside(layer.box(t_s)))
            noise = rng.integers(-4, 5, canvas.shape, np.int16)
            rgb = np.clip(canvas + noise, 0, 255).astype(np.uint8)
            shares = (
                float(mask.sum()) / _face_area_px(person)
                for mask, person in zip(shown, self.people, strict=True)
            )
            yield Frame(index, t_s, t_s, rgb), tuple(shares)


def _ground(rng: np.random.Generator) -> RGB:
    coarse = rng.integers(60, 190, (6, 10, 3)).astype(np.uint8)
    return cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


@cache
def _faces() -> Faces:
    return read_faces(resource(FACES))


@cache
def _head(head: int, size_px: int, share: float) -> tuple[RGB, NDArray[np.float32]]:
    """A head's image `(s, s, 3)` whose expression has gone so far, and how opaque it is."""
    faces = _faces()
    grey = faces.grey[head].astype(np.float64)
    image = faces.coloured(head, (1 - share) * grey[0] + share * grey[1])
    image = cv2.resize(image, (size_px, size_px), interpolation=cv2.INTER_AREA)
    cover = np.zeros((size_px, size_px), np.float32)
    middle = (round(_MIDDLE[0] * size_px), round(_MIDDLE[1] * size_px))
    radii = (round(_RADII[0] * size_px), round(_RADII[1] * size_px))
    cv2.ellipse(cover, middle, radii, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    return image, cv2.GaussianBlur(cover, (3, 3), 0)


def _draw(canvas: RGB, layer: Walker | Pillar, t_s: float, share: float) -> NDArray[np.float32]:
    """Paint it; gives how much of each pixel it covers."""
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    if isinstance(layer, Pillar):
        cover[:, layer.x0 : layer.x1] = 1
        canvas[:, layer.x0 : layer.x1] = (96, 88, 80)
        return cover
    x, y = layer.middle(t_s)
    size = layer.size_px
    body = np.array([(-0.55, 4), (-0.45, 0.5), (-0.2, 0.36), (0.2, 0.36), (0.45, 0.5), (0.55, 4)])
    body = np.round((body * size + (x, y)) * 16).astype(np.int32)
    cloth = np.random.default_rng(layer.head).integers(30, 200, 3).tolist()
    cv2.fillPoly(canvas, [body], cloth, cv2.LINE_AA, 4)
    cv2.fillPoly(cover, [body], 1.0, cv2.LINE_8, 4)
    image, opaque = _head(layer.head, size, round(share, 1))
    left, top = x - _MIDDLE[0] * size, y - _MIDDLE[1] * size
    column, row = int(np.floor(left)), int(np.floor(top))
    matrix = np.array([[1, 0, left - column], [0, 1, top - row]])
    image = cv2.warpAffine(image, matrix, (size + 1, size + 1), borderMode=cv2.BORDER_REPLICATE)
    opaque = cv2.warpAffine(opaque, matrix, (size + 1, size + 1))
    place = slice(row, row + size + 1), slice(column, column + size + 1)
    under, opacity = canvas[place], opaque[..., None]
    canvas[place] = np.round(under + (image - under.astype(np.float32)) * opacity)
    cover[place] = np.maximum(cover[place], opaque)
    return cover


def _inside(box: Box) -> NDArray[np.float32]:
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    middle = round((box.x0 + box.x1) / 2), round((box.y0 + box.y1) / 2)
    cv2.ellipse(mask, middle, (round(box.width / 2), round(box.height / 2)), 0, 0, 360, 1.0, -1)
    return mask


def _face_area_px(person: Walker) -> float:
    box = person.box(0)
    return np.pi / 4 * box.width * box.height


def crossings() -> Iterator[Crossing]:
    """45 of them: nine kinds, each with five pairs of people, sizes, speeds and frame rates."""
    for n in range(5):
        fps = (25, 30, 15, 24, 60)[n]
        heads = tuple(HEADS[(3 * n + 7 * k) % len(HEADS)] for k in range(18))
        speed = (70, 120, 220, 95, 180)[n]
        y, lower = 150 + 6 * n, (0, 14, -10, 22, -18)[n]
        across_s = 340 / speed
        way = ((0.0, 150, y), (across_s, 490, y))
        back = ((0.0, 490, y + lower), (across_s, 150, y + lower))
        size = (120, 130, 140, 125, 150)[n]

        def pair(
            kind: int,
            rear: Stops,
            front: Stops,
            *,
            rear_px: int = size,
            front_px: int = size,
            heads: tuple[int, ...] = heads,
        ) -> tuple[Walker, Walker]:
            return (
                Walker(heads[2 * kind], rear, rear_px),
                Walker(heads[2 * kind + 1], front, front_px),
            )

        yield Crossing(f"both move {n}", pair(0, way, back), fps, across_s)
        half = tuple((t, x, y + 0.3 * size) for t, x, _ in back)
        yield Crossing(f"half hidden {n}", pair(1, way, half), fps, across_s)
        stands = ((0.0, 320, y),)
        yield Crossing(f"passed by {n}", pair(2, stands, back), fps, across_s)
        near = ((0.0, 320, y + lower),)
        yield Crossing(f"behind one who stands {n}", pair(3, way, near), fps, across_s)
        wait_s = (0.3, 0.5, 0.7, 0.4, 0.6)[n]
        half_s = across_s / 2
        stops = ((0.0, 490, y), (half_s, 320, y), (half_s + wait_s, 320, y),
                 (across_s + wait_s, 150, y))  # fmt: skip
        yield Crossing(f"one stops {n}", pair(4, stands, stops), fps, across_s + wait_s)
        turn = ((0.0, 150, y), (half_s, 320, y), (across_s, 150, y))
        yield Crossing(f"turns back {n}", pair(5, turn, near), fps, across_s)
        pillar = Pillar(320 - round(0.36 * size), 320 + round(0.36 * size))
        walker, other = pair(6, way, back if n % 2 else ((0.0, 570, y),), rear_px=120, front_px=120)
        yield Crossing(f"behind a pillar {n}", (walker, other, pillar), fps, across_s)
        large = round(size * (1.2, 1.35, 1.5, 1.3, 1.25)[n])
        nearer = pair(7, way, back, rear_px=round(0.85 * size), front_px=large)
        yield Crossing(f"one is nearer {n}", nearer, fps, across_s)
        past_s = min(across_s, 3.0)
        slow = ((0.0, 230, y), (past_s, 410, y))
        fast = ((0.0, 110, y + lower), (past_s, 530, y + lower))
        yield Crossing(f"overtaken {n}", pair(8, slow, fast), fps, past_s)
