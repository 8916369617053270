"""A drawn film: two people of ellipses who talk, smile and look surprised. No picture of anybody.

Plain shapes with soft shading are enough for the face detector, so pictures of the window can be
made and shown without anyone's face in them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.media import write_video

RATE_FPS = 25
SIZE_PX = (640, 360)
PORTRAIT_PX = (320, 320)

_LIPS = (168, 62, 66)
_EYE, _MOUTH = (0.36, 0.12), (0.3, 0.66)
"""Places of an eye (aside, up) and of a mouth corner (aside, down), in half widths of a head."""
_SCALE = 2
"""Drawn larger and made smaller, which smooths all edges."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looks like; colours are RGB."""

    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    shirt: tuple[int, int, int]
    iris: tuple[int, int, int]
    long_hair: bool
    beard: bool = False


@dataclass(frozen=True, slots=True)
class Mood:
    """How a face looks at a moment, each -1 to 1: mouth corners, mouth opening, brows."""

    smile: float
    open: float
    brows: float
    blink: float = 0.0


EXPRESSIONS = {
    "smiling": Mood(smile=0.9, open=0.25, brows=0.1),
    "frowning": Mood(smile=-0.8, open=0.0, brows=-0.6),
    "wondering": Mood(smile=0.0, open=0.85, brows=1.0),
}

ANNA = Look((232, 186, 160), (74, 46, 30), (58, 110, 120), (70, 95, 60), long_hair=True)
BEN = Look((196, 146, 112), (28, 22, 20), (150, 92, 60), (50, 32, 20), long_hair=False)


def write_drawn_film(path: Path, seconds: float = 24.0) -> Path:
    """A film of a talk of two."""
    times = [index / RATE_FPS for index in range(round(seconds * RATE_FPS))]
    write_video(path, times, size=SIZE_PX, draw=lambda index: drawn(index / RATE_FPS), sound=True)
    return path


def write_portraits(folder: Path, each: int = 8, seconds: float = 1.4) -> Path:
    """Clips of one face each, in a folder per expression, as training takes them."""
    for name, mood in EXPRESSIONS.items():
        (folder / name).mkdir(parents=True)
        for number in range(each):
            times = [index / RATE_FPS for index in range(round(seconds * RATE_FPS))]
            path = folder / name / f"{name}_{number + 1:02d}.mp4"
            write_video(path, times, size=PORTRAIT_PX, draw=partial(_portrait, mood, number))
    return folder


def drawn_face(
    look: Look, mood: Mood, *, eyes_px: float
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A face from near, and its five points `(5, 2)`."""
    r = eyes_px / (2 * _EYE[0])
    side = round(4 * r)
    at = np.array([side / 2, side * 0.48])
    canvas = _room(side * _SCALE, side * _SCALE)
    _person(canvas, look, mood, tuple(at * _SCALE), r * _SCALE)
    corner = r * _MOUTH[0], r * _MOUTH[1]
    points = [(-_EYE[0] * r, -_EYE[1] * r), (_EYE[0] * r, -_EYE[1] * r), (0, 0.36 * r)]
    points += [(-corner[0], corner[1]), corner]
    rgb = _photograph(canvas, (side, side), seed=side)
    return rgb, (np.array(points) + at).astype(np.float32)


def _portrait(mood: Mood, number: int, index: int) -> NDArray[np.uint8]:
    """An expression that comes and stays a little, on a face that moves."""
    width, height = PORTRAIT_PX
    t_s = index / RATE_FPS
    share = 0.75 + 0.25 * math.sin(2 * t_s + number)
    now = Mood(mood.smile * share, mood.open * share, mood.brows * share)
    look = (ANNA, BEN)[number % 2]
    canvas = _room(width * _SCALE, height * _SCALE)
    x = width * (0.5 + 0.04 * math.sin(1.7 * number)) + 3 * math.sin(t_s + number)
    y = height * (0.45 + 0.02 * math.cos(2.3 * number)) + 2 * math.sin(1.4 * t_s)
    _person(canvas, look, now, (x * _SCALE, y * _SCALE), (62 + number % 5) * _SCALE)
    return _photograph(canvas, PORTRAIT_PX, seed=number * 1000 + index)


def portrait_at(mood: Mood, t_s: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    """One person in the middle of a frame of `size`, who sways a little and keeps an expression."""
    width, height = size
    canvas = _room(width * _SCALE, height * _SCALE)
    x, y = width / 2 + 4 * math.sin(t_s * 0.9), height * 0.45 + 3 * math.sin(t_s * 1.3)
    _person(canvas, ANNA, mood, (x * _SCALE, y * _SCALE), 0.2 * height * _SCALE)
    return _photograph(canvas, size, seed=round(t_s * 1000))


def drawn(t_s: float) -> NDArray[np.uint8]:
    """The picture at a time."""
    width, height = SIZE_PX
    canvas = _room(width * _SCALE, height * _SCALE)
    for place, (look, phase) in enumerate(((ANNA, 0.0), (BEN, 2.2))):
        x = width * (0.31 + 0.38 * place) + 4 * math.sin(t_s * 0.9 + phase)
        y = height * 0.47 + 3 * math.sin(t_s * 1.3 + phase)
        _person(canvas, look, mood_at(t_s, place), (x * _SCALE, y * _SCALE), 62.0 * _SCALE)
    return _photograph(canvas, SIZE_PX, seed=round(t_s * 1000))


def _photograph(
    canvas: NDArray[np.float32], size: tuple[int, int], *, seed: int
) -> NDArray[np.uint8]:
    """As a lens would: a detector that knows photographs takes no hard edges for a face."""
    soft = cv2.GaussianBlur(canvas, (0, 0), 1.3 * _SCALE)
    small = cv2.resize(soft, size, interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(seed).normal(0, 2.0, small.shape)
    return np.clip(small + noise, 0, 255).astype(np.uint8)


def mood_at(t_s: float, place: int) -> Mood:
    """One tells something that becomes funny; the other listens, is surprised and laughs."""
    laugh = _bump(t_s, 8 + 2 * place, 5) + _bump(t_s, 19 - place, 4)
    wonder = _bump(t_s, 14 + place, 2.5)
    sorrow = _bump(t_s, 3 - place, 3)
    talking = 0.25 * max(0.0, math.sin(t_s * 9 + place)) * (math.sin(t_s * 0.7 + place * 3) > 0)
    blink = 1.0 if (t_s + place * 1.3) % 3.7 < 0.12 else 0.0
    return Mood(
        smile=min(1.0, laugh) - 0.7 * min(1.0, sorrow),
        open=min(1.0, talking + 0.35 * laugh + 0.9 * wonder),
        brows=min(1.0, wonder) - 0.5 * min(1.0, sorrow),
        blink=blink,
    )


def _bump(t_s: float, middle_s: float, width_s: float) -> float:
    return math.exp(-(((t_s - middle_s) / (width_s / 2)) ** 2))


def _room(width: int, height: int) -> NDArray[np.float32]:
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    wall = np.array([196, 204, 210], np.float32) * (1 - 0.25 * rows)
    canvas = np.broadcast_to(wall, (height, width, 3)).copy()
    light = np.linspace(1.08, 0.88, width, dtype=np.float32)[None, :, None]
    return np.ascontiguousarray(canvas * light)


def _person(
    canvas: NDArray[np.float32], look: Look, mood: Mood, at: tuple[float, float], r: float
) -> None:
    x, y = at
    if look.long_hair:
        _ellipse(canvas, (x, y + 0.25 * r), (1.12 * r, 1.5 * r), look.hair)
    _ellipse(canvas, (x, y + 2.9 * r), (2.0 * r, 1.55 * r), look.shirt)
    _ellipse(canvas, (x, y + 1.3 * r), (0.42 * r, 0.7 * r), _darker(look.skin, 0.82))
    for side in (-1, 1):
        _ellipse(canvas, (x + side * 0.93 * r, y + 0.1 * r), (0.16 * r, 0.26 * r), look.skin)
    _shaded_head(canvas, (x, y), r, look.skin)
    _ellipse(canvas, (x, y - 1.06 * r), (0.9 * r, 0.42 * r), look.hair)
    for side in (-1, 1):
        _shade(canvas, (x + side * 0.37 * r, y - 0.14 * r), (0.34 * r, 0.24 * r), 0.42)
        _shade(canvas, (x + side * 0.16 * r, y + 0.12 * r), (0.1 * r, 0.3 * r), 0.18)
        _shade(canvas, (x + side * 0.6 * r, y + 0.62 * r), (0.3 * r, 0.4 * r), 0.1)
    _shade(canvas, (x, y + 0.36 * r), (0.24 * r, 0.12 * r), 0.34)
    _shade(canvas, (x, y + 0.92 * r), (0.28 * r, 0.1 * r), 0.26)
    _shade(canvas, (x, y + 0.1 * r), (0.09 * r, 0.3 * r), -0.14)
    _eyes(canvas, look, mood, at, r)
    _nose(canvas, look, at, r)
    _mouth(canvas, look, mood, at, r)


def _shaded_head(
    canvas: NDArray[np.float32],
    at: tuple[float, float],
    r: float,
    skin: tuple[int, int, int],
) -> None:
    """Lit from the upper left, darker towards the edge, as a ball is."""
    x, y = at
    head = np.zeros(canvas.shape[:2], np.uint8)
    cv2.ellipse(head, _whole(x, y), _whole(0.92 * r, 1.22 * r), 0, 0, 360, 255, -1, cv2.LINE_AA)
    top, left = max(0, int(y - 1.3 * r)), max(0, int(x - r))
    bottom, right = int(y + 1.3 * r), int(x + r)
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    u, v = (columns - x) / (0.95 * r), (rows - y) / (1.25 * r)
    depth = np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    shade = np.clip(0.62 + 0.42 * depth - 0.12 * u - 0.1 * v, 0.4, 1.1)[..., None]
    weight = (head[top:bottom, left:right].astype(np.float32) / 255)[..., None]
    part = canvas[top:bottom, left:right]
    part[:] = part * (1 - weight) + np.array(skin, np.float32) * shade * weight


def _shade(
    canvas: NDArray[np.float32], at: tuple[float, float], half: tuple[float, float], share: float
) -> None:
    """A soft shadow; light where the share is below 0."""
    (x, y), (a, b) = at, half
    top, bottom, left, right = int(y - 3 * b), int(y + 3 * b), int(x - 3 * a), int(x + 3 * a)
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    depth = np.exp(-(((columns - x) / a) ** 2) - ((rows - y) / b) ** 2)
    canvas[top:bottom, left:right] *= 1 - share * depth[..., None]


def _eyes(
    canvas: NDArray[np.float32], look: Look, mood: Mood, at: tuple[float, float], r: float
) -> None:
    x, y = at
    lift = 0.07 * r * mood.brows
    for side in (-1, 1):
        ex, ey = x + side * _EYE[0] * r, y - _EYE[1] * r
        open_eye = (1 - 0.9 * mood.blink) * (1 + 0.25 * max(0.0, mood.brows))
        open_eye *= 1 - 0.3 * max(0.0, mood.smile)
        _ellipse(canvas, (ex, ey), (0.18 * r, 0.1 * r * open_eye), (206, 202, 198))
        if mood.blink < 0.5:
            _ellipse(canvas, (ex, ey), (0.085 * r, 0.085 * r), look.iris)
            _ellipse(canvas, (ex, ey), (0.045 * r, 0.045 * r), (14, 12, 12))
            _ellipse(canvas, (ex - 0.03 * r, ey - 0.03 * r), (0.018 * r, 0.018 * r), (255,) * 3)
        _ellipse(canvas, (ex, ey - 0.09 * r * open_eye), (0.19 * r, 0.035 * r), (38, 28, 26))
        inner = ey - 0.26 * r - lift + (0.1 * r if mood.brows > -0.2 else -0.02 * r) * 0.3
        outer = ey - 0.24 * r - lift
        cv2.line(
            canvas,
            _whole(ex - side * 0.17 * r, inner),
            _whole(ex + side * 0.2 * r, outer),
            look.hair,
            max(1, round(0.065 * r)),
            cv2.LINE_AA,
        )


def _nose(canvas: NDArray[np.float32], look: Look, at: tuple[float, float], r: float) -> None:
    x, y = at
    shadow = _darker(look.skin, 0.5)
    for side in (-1, 1):
        _ellipse(canvas, (x + side * 0.1 * r, y + 0.33 * r), (0.055 * r, 0.03 * r), shadow)


def _mouth(
    canvas: NDArray[np.float32], look: Look, mood: Mood, at: tuple[float, float], r: float
) -> None:
    x, y = at[0], at[1] + _MOUTH[1] * r
    half = r * (_MOUTH[0] + 0.14 * max(0.0, mood.smile) - 0.07 * mood.open * (mood.brows > 0.3))
    bend = 0.165 * r * mood.smile
    lip = tuple(int(0.5 * part + 0.5 * red) for part, red in zip(look.skin, _LIPS, strict=True))
    steps = np.linspace(-1, 1, 25)
    upper = [_whole(x + s * half, y - bend * s**2 - 0.03 * r) for s in steps]
    shown = 0.6 if mood.smile > 0.3 else 0.25
    gap = r * (0.05 + 0.24 * mood.open + 0.1 * max(0.0, mood.smile))
    lower = [_whole(x + s * half, y - bend * s**2 + gap * (1 - s**2)) for s in steps[::-1]]
    cv2.fillPoly(canvas, [np.array(upper + lower)], (70, 24, 28), cv2.LINE_AA)
    if mood.open > 0.2 or mood.smile > 0.4:
        teeth = [_whole(x + s * half * 0.8, y - bend * s**2 + 0.02 * r) for s in steps]
        teeth += [
            _whole(x + s * half * 0.8, y - bend * s**2 + 0.02 * r + shown * gap * (1 - s**2))
            for s in steps[::-1]
        ]
        cv2.fillPoly(canvas, [np.array(teeth)], (236, 232, 226), cv2.LINE_AA)
    width = max(1, round(0.07 * r))
    for line in (upper, lower):
        cv2.polylines(canvas, [np.array(line)], False, lip, width, cv2.LINE_AA)  # noqa: FBT003


def _ellipse(
    canvas: NDArray[np.float32],
    at: tuple[float, float],
    half: tuple[float, float],
    colour: tuple[int, ...],
) -> None:
    half_px = (max(1, round(half[0])), max(1, round(half[1])))
    cv2.ellipse(canvas, _whole(*at), half_px, 0, 0, 360, colour, -1, cv2.LINE_AA)


def _darker(colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(part * share) for part in colour)
    return red, green, blue


def _whole(x: float, y: float) -> tuple[int, int]:
    return round(x), round(y)
