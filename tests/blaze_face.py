"""The face landmarker's own detector (BlazeFace, short range): a second pair of eyes for tests.

Looks at the whole frame at once, as MediaPipe does. Knows nothing of tracks.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from svfap_core.runtime.openvino_core import openvino_core
from svfap_core.tracking.search import keep_best
from svfap_core.types import RGB, Box

MIN_SCORE = 0.5
"""As MediaPipe's `min_face_detection_confidence`."""

_SIDE = 128
_GRIDS = ((16, 2), (8, 6))
"""Cells a side and anchors in each: layers of stride 8 and 16, 16, 16."""


class BlazeFace:
    """The detector in a landmarker file.

    Args:
        task: The file `face_landmarker.task`.
    """

    def __init__(self, task: Path) -> None:
        content = zipfile.ZipFile(io.BytesIO(task.read_bytes())).read("face_detector.tflite")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "face_detector.tflite")
            file.write_bytes(content)
            model = openvino_core().read_model(file)
        self._network: Any = openvino_core().compile_model(
            model, "CPU", {"INFERENCE_NUM_THREADS": 1}
        )
        self._anchors = np.concatenate([_anchors(*grid) for grid in _GRIDS])

    def detect(self, rgb: RGB, min_score: float = MIN_SCORE) -> list[tuple[Box, float]]:
        """Faces of a frame `(height, width, 3)`, best first, each with its score."""
        height, width = rgb.shape[:2]
        side = max(height, width)
        square = np.zeros((side, side, 3), np.uint8)
        x, y = (side - width) // 2, (side - height) // 2
        square[y : y + height, x : x + width] = rgb
        small = cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
        found = self._network(small[None].astype(np.float32) / 127.5 - 1)
        by_width = {value.shape[-1]: value[0] for value in found.values()}
        scores = 1 / (1 + np.exp(-np.clip(by_width[1][:, 0], -80, 80)))
        good = scores >= min_score
        boxes = _boxes(by_width[16][good], self._anchors[good]) * side - (x, y, x, y)
        kept = keep_best(boxes.astype(np.float32), scores[good])
        return [(Box(*boxes[i].tolist()), float(scores[good][i])) for i in kept]


def _anchors(cells: int, each: int) -> NDArray[np.float64]:
    """Middles of the anchors `(n, 2)`, as shares of the input."""
    y, x = np.mgrid[:cells, :cells]
    middles = (np.stack([x, y], axis=-1) + 0.5) / cells
    return np.repeat(middles.reshape(-1, 2), each, axis=0)


def _boxes(raw: NDArray[np.float32], anchors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Boxes `(n, 4)` as x0, y0, x1, y1, as shares of the input."""
    middles = raw[:, :2] / _SIDE + anchors
    half = raw[:, 2:4] / _SIDE / 2
    return np.concatenate([middles - half, middles + half], axis=1)
