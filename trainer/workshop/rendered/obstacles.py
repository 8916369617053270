"""What lies between a camera and a face: glasses, which turn with the head, and a hand.

Lengths of what is worn are cm on the head, those of a hand are distances of the eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from trainer.workshop.rendered.head import Floats, Geometry
from trainer.workshop.rendered.image import View

_SUBPIXEL_BITS = 4
_IN_FRONT_CM = 2.5
"""Of the middle of an eyeball."""
_EAR_CM = np.array([7.9, 4.6, 2.5])
"""Where a temple of glasses ends on the person's left."""


@dataclass(frozen=True, slots=True, eq=False)
class Glasses:
    """A frame, and how dark its glass is.

    Attributes:
        rims_cm: `(2, N, 3)`, each a closed line.
        rest_cm: Further lines `(2, 3)`: the bridge, then the temples, the right one first.
        thick_cm: Of the frame.
        frame: Brightness of the frame, 0..1.
        tint: Brightness of the glass, 0..1.
        opaque: How much of the eye it hides, 0..1.
    """

    rims_cm: NDArray[np.float64]
    rest_cm: tuple[NDArray[np.float64], ...]
    thick_cm: float
    frame: float
    tint: float
    opaque: float

    @classmethod
    def chance(cls, geometry: Geometry, shape: Floats, rng: np.random.Generator) -> Glasses:
        """Some that fit a head without expression, `shape` `(V, 3)`; one in six pairs is dark."""
        middles = np.stack([shape[eye].mean(axis=0) for eye in geometry.eyes])
        middles += np.array([0, rng.uniform(-0.5, 0), _IN_FRONT_CM])
        wide, high = rng.uniform(2.2, 2.9), rng.uniform(1.5, 2.3)
        corners = rng.uniform(0.5, 1)
        angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        x, y = np.cos(angle), np.sin(angle)
        outline = np.column_stack(
            [
                wide * np.sign(x) * np.abs(x) ** corners,
                high * np.sign(y) * np.abs(y) ** corners,
                -0.12 * (1 + x) ** 2,
            ]
        )
        rims = np.stack([middles[0] + outline * (-1, 1, 1), middles[1] + outline])
        inner, outer = 20, 0
        bridge = rims[:, inner] + (0, 0.4, 0)
        ears = [_EAR_CM * (-1, 1, 1), _EAR_CM]
        temples = [np.stack([rims[side, outer], ears[side]]) for side in (0, 1)]
        dark = rng.random() < 1 / 6
        return cls(
            rims_cm=rims,
            rest_cm=(bridge, *temples),
            thick_cm=rng.choice([0.12, 0.2, 0.4]),
            frame=rng.uniform(0.02, 0.5),
            tint=rng.uniform(0.02, 0.15) if dark else rng.uniform(0.3, 1),
            opaque=rng.uniform(0.75, 0.97) if dark else rng.uniform(0, 0.12),
        )

    def draw(self, canvas: Floats, view: View) -> None:
        """Put them on the head in an image."""
        rims = [_fixed(view.px(rim)) for rim in self.rims_cm]
        glass = canvas.copy()
        cv2.fillPoly(glass, rims, self.tint, cv2.LINE_AA, _SUBPIXEL_BITS)
        canvas += self.opaque * (glass - canvas)
        thick_px = max(1, round(self.thick_cm * float(np.hypot(*view.framing[:, 0]))))
        cv2.polylines(canvas, rims, True, self.frame, thick_px, cv2.LINE_AA, _SUBPIXEL_BITS)  # noqa: FBT003
        left_is_near = view.rotation[2, 0]
        shown = (True, left_is_near < 0.05, left_is_near > -0.05)
        lines = [_fixed(view.px(p)) for p, s in zip(self.rest_cm, shown, strict=True) if s]
        cv2.polylines(canvas, lines, False, self.frame, thick_px, cv2.LINE_AA, _SUBPIXEL_BITS)  # noqa: FBT003


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A hand, or something as large, that covers a part of a face for a while.

    Attributes:
        over: What it covers.
        side: 1: it comes from the right of the image, -1: from the left.
        begin: When it is there, as a share of the sequence.
        end: When it leaves.
        fingers: How many are seen; 0: it is a thing, such as a cup.
        light: Its brightness as a share of that of the nose.
        size: Of the palm.
    """

    over: Literal["mouth", "cheek"]
    side: int
    begin: float
    end: float
    fingers: int
    light: float
    size: float

    @classmethod
    def chance(cls, rng: np.random.Generator) -> Hand:
        """Somebody's."""
        begin = rng.uniform(0, 0.7)
        return cls(
            over="mouth" if rng.random() < 0.5 else "cheek",
            side=int(rng.choice([-1, 1])),
            begin=begin,
            end=begin + rng.uniform(0.2, 0.5),
            fingers=int(rng.choice([0, 3, 4, 4])),
            light=rng.uniform(0.6, 1.2),
            size=rng.uniform(0.4, 0.65),
        )

    def draw(self, canvas: Floats, points_px: NDArray[np.float64], at: float) -> None:
        """Put it before a face.

        Args:
            canvas: The image.
            points_px: `(5, 2)` of the face.
            at: Share of the sequence that is over, 0..1.
        """
        away = 1 - min(1.0, max(0.0, min(at - self.begin, self.end - at) / 0.1))
        if away >= 1:
            return
        unit = float(np.linalg.norm(points_px[1] - points_px[0]))
        mouth, eyes = points_px[3:].mean(axis=0), points_px[:2].mean(axis=0)
        x, y = mouth
        if self.over == "cheek":
            x, y = x + 0.75 * self.side * unit, 0.7 * y + 0.3 * eyes[1]
        x, y = x + 1.5 * away * self.side * unit, y + 2.5 * away * unit
        palm_px = self.size * unit
        mask = np.zeros(canvas.shape, np.float32)
        cv2.ellipse(mask, ((x, y), (2 * palm_px, 2.1 * palm_px), 0), 1, -1)
        lean = -0.35 * self.side
        for finger in range(self.fingers):
            across = (finger / max(1, self.fingers - 1) - 0.5) * 1.5 * palm_px
            start = (round(x + across), round(y))
            end = (round(x + across + 2 * lean * palm_px), round(y - 1.6 * palm_px))
            cv2.line(mask, start, end, 1, max(1, round(0.4 * palm_px)))
        smooth = max(1.0, 0.1 * palm_px)
        shade = 0.75 + 0.25 * cv2.GaussianBlur(mask, (0, 0), 2 * smooth)
        nose = canvas[tuple(np.clip(points_px[2, ::-1].astype(int), 0, len(canvas) - 1))]
        soft = cv2.GaussianBlur(mask, (0, 0), 0.15 * smooth + 0.5)
        canvas += soft * (self.light * float(nose) * shade - canvas)


def _fixed(places_px: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(places_px * 2**_SUBPIXEL_BITS).astype(np.int32)
