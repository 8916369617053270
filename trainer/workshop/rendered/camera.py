"""What a camera, a codec and a tracker make of faces: mild for most sequences, bad for few.

Images are grey, T of them in a sequence. Knows nothing of heads.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from trainer.specs import RATE_FPS
from trainer.workshop.lessons import SIZE_PX, TEMPLATE, Images
from trainer.workshop.rendered.head import Floats

_FACE = (0.3, 0.75)
"""Where the face lies, for exposure."""
_BAD = 1 / 16
"""How often a fault is strong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """How one sequence is taken.

    Attributes:
        seen_px: Side of the image of the face before it is enlarged; even.
        blur: Standard deviation of the focus, as a share of the side.
        level: Mean brightness of the face, 0..1.
        gamma: Above 1: dark tones become darker.
        contrast: 1: as it is.
        noise: Standard deviation of each pixel in each image, 0..1.
        codec: How it was stored.
        coarse: `h264`: rate factor; `jpeg`: 100 - quality.
        shift: Mean error of the tracker, as a share of the side.
        scale: Mean ratio of its size.
        tilt_deg: Mean error of its angle.
        jitter: Standard deviation of its error from image to image, as a share of the side.
    """

    seen_px: int
    blur: float
    level: float
    gamma: float
    contrast: float
    noise: float
    codec: Literal["h264", "jpeg", "none"]
    coarse: int
    shift: tuple[float, float]
    scale: float
    tilt_deg: float
    jitter: float

    @classmethod
    def chance(cls, rng: np.random.Generator) -> Camera:
        """A good one, mostly; each fault is strong in one of sixteen."""

        def drawn(usual: tuple[float, float], rare: tuple[float, float]) -> float:
            return float(rng.uniform(*(rare if rng.random() < _BAD else usual)))

        codec: Literal["h264", "jpeg", "none"] = "h264"
        if rng.random() < 0.4:
            codec = "jpeg" if rng.random() < 0.5 else "none"
        coarse = drawn((18, 29), (29, 38)) if codec == "h264" else drawn((8, 50), (50, 85))
        far = rng.random() < 0.3
        return cls(
            seen_px=2 * round(drawn((50, 100) if far else (100, SIZE_PX), (30, 50)) / 2),
            blur=drawn((0, 0.006), (0.006, 0.016)),
            level=drawn((0.35, 0.65), (0.12, 0.3)),
            gamma=drawn((0.85, 1.2), (0.65, 1.6)),
            contrast=drawn((0.85, 1.2), (0.5, 1.4)),
            noise=drawn((0, 0.012), (0.012, 0.05)),
            codec=codec,
            coarse=round(coarse),
            shift=(float(rng.normal(0, 0.01)), float(rng.normal(0, 0.01))),
            scale=float(np.exp(rng.normal(0, 0.03))),
            tilt_deg=float(rng.normal(0, 2)),
            jitter=drawn((0, 0.002), (0.002, 0.006)),
        )

    def points(self, frames: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Where it puts the five points of a face, `(T, 5, 2)`, fractions of the side."""
        tilt = np.radians(self.tilt_deg)
        turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
        still = self.scale * (np.array(TEMPLATE) - 0.5) @ turn + 0.5 + self.shift
        noise = rng.normal(0, self.jitter, (frames + 2, 1, 2))
        return still + (noise[:-2] + noise[1:-1] + noise[2:]) / 3**0.5

    def taken(self, light: Floats, rng: np.random.Generator) -> Images:
        """What is stored of a sequence.

        Args:
            light: `(T, seen_px, seen_px)` brightness.
            rng: Chance.

        Returns:
            `(T, SIZE_PX, SIZE_PX)`.
        """
        if self.blur * self.seen_px > 0.2:
            sigma = self.blur * self.seen_px
            light = np.stack([cv2.GaussianBlur(one, (0, 0), sigma) for one in light])
        inner = slice(*(int(end * self.seen_px) for end in _FACE))
        exposed = light * (self.level / max(float(light[0, inner, inner].mean()), 1e-3))
        toned = np.clip(exposed, 0, None) ** self.gamma * self.level ** (1 - self.gamma)
        toned = self.level + self.contrast * (toned - self.level)
        noisy = toned + rng.normal(0, self.noise, toned.shape)
        images = np.clip(np.round(255 * noisy), 0, 255).astype(np.uint8)
        return np.stack([_enlarged(image) for image in self._stored(images)])

    def _stored(self, images: Images) -> Images:
        if self.codec == "h264":
            return through_h264(images, self.coarse)
        if self.codec == "jpeg":
            return np.stack([_through_jpeg(image, 100 - self.coarse) for image in images])
        return images


def through_h264(images: Images, rate_factor: int) -> Images:
    """Images `(T, S, S)` as they come back from a video, S even."""
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as video:
        stream = video.add_stream("libx264", rate=RATE_FPS)
        stream.width = stream.height = images.shape[1]
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1
        stream.options = {
            "crf": str(rate_factor),
            "preset": "veryfast",
            # With its tree of macroblocks it gives other images from run to run.
            "x264-params": "log-level=none:threads=1:mbtree=0",
        }
        for number, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(image, format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE_FPS)
            video.mux(stream.encode(frame))
        video.mux(stream.encode())
    file.seek(0)
    with av.open(file, "r") as stored:
        stored.streams.video[0].thread_count = 1
        back = [frame.to_ndarray(format="gray") for frame in stored.decode(video=0)]
    return np.stack(back).astype(np.uint8)


def _through_jpeg(image: Images, quality: int) -> Images:
    _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _enlarged(image: Images) -> Images:
    large = cv2.resize(image, (SIZE_PX, SIZE_PX), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, np.uint8)
