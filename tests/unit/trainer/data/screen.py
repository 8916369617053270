"""Videos of a made-up scene, and a detector that knows the truth of whatever picture it sees."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from svfap_core.types import RGB, Detection
from tests.unit.tracking.scene import Scene

_BLOCK_PX, _BITS = 8, 8
_TIME_BASE = Fraction(1, 1000)


def film(path: Path, scene: Scene, times: Sequence[float] | int, *, first: int = 0) -> Path:
    """The scene as a lossless video, every picture with its number in the corner.

    Args:
        path: Where to write; the ending says the container.
        scene: What to show.
        times: Of each picture in seconds, or how many at 25 per second.
        first: Number of the first picture.
    """
    times_s = [index / 25 for index in range(times)] if isinstance(times, int) else times
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = scene.width, scene.height, "bgr0"
        stream.time_base = stream.codec_context.time_base = _TIME_BASE
        for index, t_s in enumerate(times_s, first):
            rgb = scene.frame(index).rgb
            bits = [(index >> bit) & 1 for bit in range(_BITS)]
            rgb[:_BLOCK_PX, : _BITS * _BLOCK_PX] = np.repeat(bits, _BLOCK_PX)[None, :, None] * 255
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="bgr0")
            frame.pts, frame.time_base = round(t_s / _TIME_BASE), _TIME_BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


class Screen:
    """Finds what the scene has in the picture whose number it reads in the corner."""

    name = device = "none"

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def detect(self, rgb: RGB, **_: float) -> tuple[Detection, ...]:
        half = _BLOCK_PX // 2
        bits = rgb[half, half : _BITS * _BLOCK_PX : _BLOCK_PX, 0] > 127
        self.scene.index = int(sum(1 << bit for bit, on in enumerate(bits) if on))
        return self.scene.detect(rgb)
