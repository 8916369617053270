"""A made-up video whose faces are patches of texture, with a detector that knows the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from svfap_core.settings import ClipSpec
from svfap_core.types import RGB, Box, Detection, Frame

TEMPLATE = ((0.32, 0.4), (0.68, 0.4), (0.5, 0.6), (0.36, 0.78), (0.64, 0.78))
SPEC = ClipSpec(
    frames=8,
    span_s=1.28,
    size_px=64,
    template=TEMPLATE,
    colour="rgb",
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
)
SIZE_PX = 60
Path = Callable[[int], "tuple[float, float] | None"]


def texture(height: int, width: int, seed: int) -> RGB:
    noise = np.random.default_rng(seed).integers(0, 255, (height // 4, width // 4, 3), np.uint8)
    return cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


@dataclass
class Person:
    path: Path
    """Frame number -> corner of the face; None while out of the picture."""
    seed: int
    score: float = 0.9
    size_px: int = SIZE_PX

    def detection(self, index: int, factor: float = 1.0) -> Detection | None:
        place = self.path(index)
        if place is None:
            return None
        x, y = place
        size = self.size_px
        box = Box(*(factor * np.array([x, y, x + size, y + size])).tolist())
        points = (np.array(TEMPLATE) * size + [x, y]) * factor
        return Detection(box, points.astype(np.float32), self.score)


@dataclass
class Scene:
    """Frames on demand; also the detector, which answers for the frame made last."""

    people: list[Person]
    fps: float = 25.0
    height: int = 240
    width: int = 320
    seeds: Callable[[int], int] = lambda _: 1
    """Frame number -> which background."""
    blind: Callable[[int], bool] = lambda _: False
    """Frame number -> whether the detector sees nothing."""
    factor: Callable[[int], float] = lambda _: 1.0
    """Frame number -> scale of the picture."""
    calls: list[int] = field(default_factory=list)
    index: int = 0

    name = "scene"
    device = "none"

    def frame(self, index: int) -> Frame:
        self.index = index
        rgb = texture(self.height, self.width, self.seeds(index))
        for person in self.people:
            place = person.path(index)
            if place is None:
                continue
            size = person.size_px
            patch = cv2.GaussianBlur(texture(64, 64, person.seed), (5, 5), 0)
            patch = cv2.resize(patch, (size, size), interpolation=cv2.INTER_AREA)
            matrix = np.array([[1, 0, place[0]], [0, 1, place[1]]], np.float64)
            cv2.warpAffine(
                patch,
                matrix,
                (self.width, self.height),
                dst=rgb,
                flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_TRANSPARENT,
            )
        factor = self.factor(index)
        if factor != 1:
            rgb = cv2.resize(rgb, None, fx=factor, fy=factor)
        return Frame(index, index / self.fps, index / self.fps, rgb)

    def detect(self, rgb: RGB, **_: float) -> tuple[Detection, ...]:
        self.calls.append(self.index)
        if self.blind(self.index):
            return ()
        factor = self.factor(self.index)
        found = [person.detection(self.index, factor) for person in self.people]
        return tuple(sorted((d for d in found if d), key=lambda d: -d.score))
