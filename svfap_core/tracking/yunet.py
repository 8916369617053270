"""YuNet through OpenCV, from a file that the user gives. Knows no tracks."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np

from svfap_core.errors import DetectorError
from svfap_core.messages import Message
from svfap_core.tracking.base import MIN_SCORE
from svfap_core.tracking.search import Found, search
from svfap_core.types import RGB, Detection


class YuNet:
    """Faces of a picture by YuNet (Wu et al. 2023, https://doi.org/10.1007/s11633-023-1423-y)."""

    device = "CPU (OpenCV, f32)"

    def __init__(self, file: Path) -> None:
        """Load a network.

        Args:
            file: face_detection_yunet_*.onnx of the OpenCV model zoo.

        Raises:
            DetectorError: The file is missing, or OpenCV cannot run it.
        """
        if not file.is_file():
            raise DetectorError(
                Message("the detector's model file %1 is missing", file), hint="Check its path"
            )
        self._file = file
        try:
            self._net = cv2.FaceDetectorYN.create(str(file), "", (32, 32))
            self._find(np.zeros((64, 64, 3), np.uint8))
        except cv2.error as error:
            raise DetectorError(
                Message("OpenCV %1 cannot run %2", cv2.__version__, file),
                hint="Choose a face_detection_yunet_*.onnx of the OpenCV model zoo; "
                "OpenCV 5 needs the one of 2026may",
            ) from error

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        return f"YuNet ({self._file.name})"

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = MIN_SCORE
    ) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`; see `Detector.detect`."""
        self._net.setScoreThreshold(min_score)
        return search(self._find, rgb, smallest_px=smallest_px)

    def _find(self, canvas: RGB) -> Found:
        self._net.setInputSize((canvas.shape[1], canvas.shape[0]))
        rows = self._net.detect(np.ascontiguousarray(canvas[:, :, ::-1]))[1]
        if rows is None:  # pyright: ignore[reportUnnecessaryComparison]  # None where no face
            rows = np.zeros((0, 15))
        # Of OpenCV: x, y, width, height, five points, score.
        rows = np.asarray(rows, np.float32)
        boxes = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
        return Found(boxes, rows[:, 4:14].reshape(-1, 5, 2), rows[:, 14])
