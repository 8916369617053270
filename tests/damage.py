"""What happens to faces on video, in rising strength: for tests and benchmarks of quality.

Each takes a frame, the five points in it and a strength, and gives the damaged frame and where the
points are then. Lengths count in distances between the eyes, so that a strength means the same on
faces of all sizes. Noise is the same for equal frames. Knows nothing of measures or models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zlib import crc32

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.types import RGB, Points

Damaged = tuple[RGB, Points]


@dataclass(frozen=True, slots=True)
class Damage:
    """A kind of damage; `strengths` from the mildest on, in a unit told by `unit`."""

    name: str
    unit: str
    strengths: tuple[float, ...]
    apply: Callable[[RGB, Points, float], Damaged]


def eyes_px(points_px: Points) -> float:
    return float(np.hypot(*(points_px[1] - points_px[0])))


def blurred(rgb: RGB, points_px: Points, sigma: float) -> Damaged:
    """Out of focus: a Gaussian of so many distances between the eyes."""
    soft = cv2.GaussianBlur(rgb, (0, 0), max(sigma * eyes_px(points_px), 1e-3))
    return np.asarray(soft, np.uint8), points_px


def moved(rgb: RGB, points_px: Points, length: float) -> Damaged:
    """The head or the camera moved sideways while the frame was exposed."""
    length_px = max(length * eyes_px(points_px), 1.0)
    offsets = np.arange(int(length_px) // 2 * 2 + 3) - (int(length_px) // 2 + 1)
    kernel = np.clip((length_px + 1) / 2 - abs(offsets), 0, 1)[None]
    return np.asarray(cv2.filter2D(rgb, -1, kernel / kernel.sum()), np.uint8), points_px


def noisy(rgb: RGB, points_px: Points, deviation: float) -> Damaged:
    """Sensor noise, normal, in steps of 8 bits."""
    noise = np.random.default_rng(crc32(np.ascontiguousarray(rgb))).standard_normal(
        rgb.shape, np.float32
    )
    return _byte(rgb + deviation * noise), points_px


def rescaled(rgb: RGB, points_px: Points, left_px: float) -> Damaged:
    """Made smaller, until so many pixels lie between the eyes, and enlarged again."""
    small, _ = shrunk(rgb, points_px, left_px)
    size = rgb.shape[1], rgb.shape[0]
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8), points_px


def shrunk(rgb: RGB, points_px: Points, left_px: float) -> Damaged:
    """Made smaller, until so many pixels lie between the eyes."""
    share = min(left_px / eyes_px(points_px), 1.0)
    height, width = rgb.shape[:2]
    size = max(round(width * share), 1), max(round(height * share), 1)
    small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    return small, (points_px * np.array(size) / [width, height]).astype(np.float32)


def exposed(rgb: RGB, points_px: Points, gain: float) -> Damaged:
    """Darker below 1, brighter above, cut off where 8 bits end."""
    return _byte(rgb * gain), points_px


def flattened(rgb: RGB, points_px: Points, gain: float) -> Damaged:
    """Less contrast around medium gray, as in haze."""
    return _byte((rgb - 128.0) * gain + 128.0), points_px


def dim_and_noisy(rgb: RGB, points_px: Points, gain: float) -> Damaged:
    """Low light: darker, with the noise of a sensor that sees little."""
    return noisy(*exposed(rgb, points_px, gain), 6.0)


def jpeg(rgb: RGB, points_px: Points, quality: float) -> Damaged:
    _, data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, round(quality)])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[:, :, ::-1], np.uint8), points_px


def turned(rgb: RGB, points_px: Points, angle_deg: float) -> Damaged:
    """Turned in the image plane around the face, clockwise as seen."""
    x, y = points_px.mean(axis=0).tolist()
    matrix = cv2.getRotationMatrix2D((x, y), -angle_deg, 1.0)
    size = rgb.shape[1], rgb.shape[0]
    rgb = np.asarray(cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    return rgb, (points_px @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


def masked(rgb: RGB, points_px: Points, luma: float) -> Damaged:
    """A mask of this luma over nose and mouth."""
    outline = [(-0.15, 0.45), (0.5, 0.22), (1.15, 0.45), (1.05, 1.45), (0.5, 1.7), (-0.05, 1.45)]
    return _painted(rgb, points_px, [outline], luma), points_px


def with_dark_glasses(rgb: RGB, points_px: Points, luma: float) -> Damaged:
    """Glasses of this luma over both eyes."""
    around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    lens = np.c_[0.42 * np.cos(around), 0.28 * np.sin(around) + 0.05]
    bridge = [(0.3, -0.08), (0.7, -0.08), (0.7, 0.0), (0.3, 0.0)]
    return _painted(rgb, points_px, [lens, lens + np.array([1, 0]), bridge], luma), points_px


def behind_a_hand(rgb: RGB, points_px: Points, _: float) -> Damaged:
    """A hand of the colour of a cheek over the mouth and one side."""
    outline = [(0.1, 0.75), (1.3, 0.55), (1.9, 0.9), (1.9, 2.0), (0.4, 2.0)]
    x, y = points_px.mean(axis=0).round().astype(int).tolist()
    skin = float(rgb[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].mean())
    return _painted(rgb, points_px, [outline], skin), points_px


def h264(frames: Sequence[RGB], crf: float) -> list[RGB]:
    """Frames of one size as they come back from H.264; odd sizes lose a row or a column."""
    height, width = (side // 2 * 2 for side in frames[0].shape[:2])
    with BytesIO() as file:
        with av.open(file, "w", format="matroska") as container:
            stream = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.options = {
                "crf": str(crf),
                "preset": "veryfast",
                "x264-params": "log-level=none",
            }
            for rgb in frames:
                part = np.ascontiguousarray(rgb[:height, :width])
                container.mux(stream.encode(av.VideoFrame.from_ndarray(part, format="rgb24")))
            container.mux(stream.encode())
        file.seek(0)
        with av.open(file) as container:
            return [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]


DAMAGES = (
    Damage("blur", "sigma, eye distances", (0.02, 0.045, 0.08, 0.11, 0.15, 0.25), blurred),
    Damage("motion blur", "length, eye distances", (0.1, 0.2, 0.3, 0.45, 0.65), moved),
    Damage("noise", "deviation, 8 bits", (10, 20, 30, 45, 70, 110), noisy),
    Damage("down and up", "px between the eyes", (22, 15, 11, 8, 6, 4), rescaled),
    Damage("size", "px between the eyes", (30, 20, 14, 10, 7, 5), shrunk),
    Damage("darkness", "gain", (0.6, 0.4, 0.25, 0.15, 0.1, 0.05), exposed),
    Damage("overexposure", "gain", (1.4, 1.8, 2.4, 3.2, 5.0), exposed),
    Damage("contrast", "gain", (0.6, 0.4, 0.25, 0.15, 0.08), flattened),
    Damage("low light", "gain, noise of 6", (0.6, 0.4, 0.25, 0.15, 0.08), dim_and_noisy),
    Damage("JPEG", "quality", (50, 25, 15, 8, 4, 2), jpeg),
    Damage("mask", "luma", (190, 30), masked),
    Damage("dark glasses", "luma", (20,), with_dark_glasses),
    Damage("hand", "", (1,), behind_a_hand),
)


def _byte(values: NDArray[np.floating]) -> RGB:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def _painted(rgb: RGB, points_px: Points, outlines: list, luma: float) -> RGB:
    """Outlines in one gray; 0, 0 is the eye further left, 1, 0 the other, 0, 1 below the first."""
    corner, across = points_px[0], points_px[1] - points_px[0]
    down = np.array([-across[1], across[0]])
    canvas = rgb.copy()
    for outline in outlines:
        places = np.array([corner + x * across + y * down for x, y in outline])
        fixed = np.round(places * 16).astype(np.int32)
        cv2.fillPoly(canvas, [fixed], (luma,) * 3, cv2.LINE_AA, 4)
    return canvas
