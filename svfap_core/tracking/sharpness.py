"""Says how much fine structure a face shows. Knows nothing of poses, tracks or models.

Structure is sought at periods of 4 to 12 px of a crop with `EYES_PX` between the eyes: fine enough
to go first with blur, coarse enough to be left in a face of 20 px between the eyes. Four things
look like structure and are none, or are not all of it:

* Noise is everywhere, structure is not: the smoothest quarter of the face says how strong the noise
  is, whatever its spectrum.
* A camera or a head that moves leaves structure across its path alone: what counts is the geometric
  mean of the strongest direction and the weakest (the structure tensor's eigenvalues).
* A compressed frame has edges at its blocks of 8 px, on a grid that no face has.
* A mask or a hand has edges, but none where the mouth or the eyes should be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import RGB, Points

Gray = NDArray[np.uint8]
Template = tuple[tuple[float, float], ...]

EYES_PX = 41.7
"""Between the eyes in the crop that is measured."""

_FINE_PX, _COARSE_PX = 1.0, 2.0
"""Deviations of the Gaussians whose difference passes what counts as structure."""
_CELL_PX = 8
_FACE_EYES, _EYE_PX, _MOUTH_PX = (0.96, 1.12), (10, 8), (18, 11)
"""Half widths and heights of the face, in distances between the eyes, of an eye and the mouth."""
_SMOOTHEST = 0.25
_NOISE_MEAN = 1.25
"""Mean energy of noise, in units of that of its smoothest quarter of cells."""
_NOISE_WEIGHT = 200.0
"""How much noise counts as contrast that the structure has to stand out from."""
_DIMMEST = 9.0
"""Variance of luma that counts as no contrast at all, in steps of 8 bits."""
_LEAST_EYES, _LEAST_MOUTH = 0.4, 0.3
"""Structure that is always there in the eyes and the mouth, in units of the whole face's."""
_BLOCK_PX, _BLOCK_REGION_PX, _BLOCK_LINES = 8, (32, 128), 32
_NO_BLOCKS, _BLOCKS = 0.02, 0.045
"""Share of a picture's differences that fall on some grid by chance; and the product of that share
and the blocks' size, in distances between the eyes, that leaves 1/e of the structure."""
_HALF = 0.0025
"""Energy of structure in units of the contrast's that is half as sharp as can be."""


@dataclass(frozen=True, slots=True, eq=False)
class _Layout:
    """Where the face lies in a crop: a part of the crop in whole cells, and boxes in that part."""

    rows: slice
    columns: slice
    inside: NDArray[np.bool_]
    eyes: tuple[tuple[slice, slice], ...]
    mouth: tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Texture:
    """What a crop shows.

    Attributes:
        sharpness: Fine structure, 0 to 1.
        brightness: Mean luma of the face, 0 to 1.
        contrast: Standard deviation of the face's luma without its fine structure, 0 to 0.5.
    """

    sharpness: float
    brightness: float
    contrast: float


def texture(crop: Gray, template: Template, block_edges: float) -> Texture:
    """What the face in a crop shows.

    Args:
        crop: `(side, side)`, with about `EYES_PX` between the eyes.
        template: Where the five points lie in it, `(5, 2)`, fractions of its side.
        block_edges: Of the frame, as `block_edges` measures it.
    """
    layout = _layout(template, crop.shape[0])
    luma = crop[layout.rows, layout.columns].astype(np.float32)
    cells_xy = layout.inside.shape[::-1]
    coarse = cv2.resize(luma, cells_xy, interpolation=cv2.INTER_AREA)[layout.inside]
    variance = float(coarse.var())
    return Texture(
        _structure(luma, layout, variance, block_edges),
        min(float(coarse.mean()) / 255, 1.0),
        math.sqrt(variance) / 255,
    )


def block_edges(rgb: RGB, points_px: Points) -> float:
    """How strongly a frame shows the blocks of its compression at a face.

    The share of the differences between neighbouring pixels that stands out on the best grid of
    8 px, times the size of a block in distances between the eyes. Frames that were scaled after
    they were compressed show nothing here: their blocks have another size.

    Args:
        rgb: The frame, `(height, width, 3)`.
        points_px: `(5, 2)`.
    """
    eyes_px = float(np.hypot(*(points_px[1] - points_px[0])))
    half_px = min(max(1.6 * eyes_px, _BLOCK_REGION_PX[0]), _BLOCK_REGION_PX[1])
    centre = points_px.mean(axis=0)
    x0, y0 = (max(int(at - half_px), 0) for at in centre.tolist())
    x1, y1 = (max(int(at + half_px), 0) for at in centre.tolist())
    part = rgb[y0:y1, x0:x1]
    if min(part.shape[:2]) < 3 * _BLOCK_PX or eyes_px < 1:
        return 0.0
    luma = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY).astype(np.int16)
    share = (_on_grid(luma) + _on_grid(luma.T)) / 2
    return max(share - _NO_BLOCKS, 0.0) * _BLOCK_PX / eyes_px


def _on_grid(luma: NDArray[np.int16]) -> float:
    """Share of the differences along x that stands out on the best grid."""
    lines = luma[:: max(luma.shape[0] // _BLOCK_LINES, 1)]
    steps = np.abs(np.diff(lines, axis=1)).mean(axis=0)
    above = steps[1:-1] - (steps[:-2] + steps[2:]) / 2
    whole = len(above) // _BLOCK_PX * _BLOCK_PX
    phases = above[:whole].reshape(-1, _BLOCK_PX).sum(axis=0)
    return float(phases.max()) / max(float(steps[1:-1][:whole].sum()), 1e-6)


def _structure(
    luma: NDArray[np.float32], layout: _Layout, variance: float, block_edges: float
) -> float:
    """Fine structure of a face against its contrast, 0 to 1."""
    passed = cv2.GaussianBlur(luma, (0, 0), _FINE_PX) - cv2.GaussianBlur(luma, (0, 0), _COARSE_PX)
    dx = cv2.Sobel(passed, cv2.CV_32F, 1, 0, ksize=1)
    dy = cv2.Sobel(passed, cv2.CV_32F, 0, 1, ksize=1)
    energy = np.asarray(cv2.merge([dx * dx, dy * dy, dx * dy]), np.float32)
    cells = cv2.resize(energy, layout.inside.shape[::-1], interpolation=cv2.INTER_AREA)
    cells = cells[layout.inside]
    strengths = np.sort(cells[:, 0] + cells[:, 1]) / 2
    noise = float(strengths[int(_SMOOTHEST * len(strengths))])
    floor = _NOISE_MEAN * noise
    xx, yy, xy = cells.mean(axis=0).tolist()
    mean, apart = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    found = math.sqrt(max(mean + apart - floor, 0.0) * max(mean - apart - floor, 0.0))
    whole = max(mean - floor, 1e-6)
    eyes = sum(_energy(energy, box, floor) for box in layout.eyes) / len(layout.eyes)
    mouth = _energy(energy, layout.mouth, floor)
    seen = min(eyes / whole / _LEAST_EYES, mouth / whole / _LEAST_MOUTH, 1.0)
    clean = math.exp(-((block_edges / _BLOCKS) ** 2))
    ratio = found * seen * clean / (variance + _DIMMEST + _NOISE_WEIGHT * noise)
    return ratio / (ratio + _HALF)


def _energy(energy: NDArray[np.float32], box: tuple[slice, slice], floor: float) -> float:
    xx, yy, *_ = cv2.mean(energy[box])
    return max((xx + yy) / 2 - floor, 0.0)


@lru_cache(maxsize=8)
def _layout(template: Template, side_px: int) -> _Layout:
    points = np.array(template) * side_px
    eyes, mouth = points[:2], points[3:].mean(axis=0)
    unit = max(float(np.hypot(*(eyes[1] - eyes[0]))), 1.0)
    middle = (eyes.mean(axis=0) + mouth) / 2
    half = np.array(_FACE_EYES) * unit
    low = np.clip(np.floor(middle - half), 0, side_px - _CELL_PX).astype(int)
    high = np.clip(np.ceil(middle + half), 0, side_px).astype(int)
    cells_xy = np.maximum((high - low) // _CELL_PX, 1)
    high = low + cells_xy * _CELL_PX
    y, x = np.mgrid[0 : cells_xy[1], 0 : cells_xy[0]] * _CELL_PX + _CELL_PX / 2
    inside = ((x + low[0] - middle[0]) / half[0]) ** 2 + ((y + low[1] - middle[1]) / half[1]) ** 2

    def box(at: NDArray[np.float64], half_px: tuple[int, int]) -> tuple[slice, slice]:
        """A box around a place, at least one pixel of it in the part."""
        first = np.clip(np.round(at - low - half_px), 0, high - low - 1).astype(int)
        last = np.clip(np.round(at - low + half_px), first + 1, high - low).astype(int)
        return slice(first[1], last[1]), slice(first[0], last[0])

    return _Layout(
        slice(low[1], high[1]),
        slice(low[0], high[0]),
        inside < 1,
        (box(eyes[0], _EYE_PX), box(eyes[1], _EYE_PX)),
        box(mouth, _MOUTH_PX),
    )
