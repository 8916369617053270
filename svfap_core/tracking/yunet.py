"""YuNet through OpenCV, from a file that the user gives. Knows no tracks."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from svfap_core.errors import DetectorError, DeviceError
from svfap_core.settings import Device
from svfap_core.tracking.scaling import padded, scaled, to_detection
from svfap_core.types import RGB, Detection


class YuNet:
    """Faces of a picture by YuNet (Wu et al. 2023, https://doi.org/10.1007/s11633-023-1423-y)."""

    device = "CPU (OpenCV, f32)"

    def __init__(
        self,
        file: Path,
        *,
        longer_side_px: int = 640,
        min_score: float = 0.3,
        max_iou: float = 0.3,
        device: Device = "auto",
    ) -> None:
        """Load a network.

        Args:
            file: face_detection_yunet_*.onnx of the OpenCV model zoo.
            longer_side_px: Pictures are scaled to this size.
            min_score: Lowest score that is reported, 0..1.
            max_iou: Of two boxes that overlap more than this, the better one is kept, 0..1.
            device: auto or cpu.

        Raises:
            DetectorError: The file is missing, or OpenCV cannot run it.
            DeviceError: Another device was asked for.
        """
        if device not in {"auto", "cpu"}:
            raise DeviceError("yunet runs on the CPU only", hint="Choose the device auto or cpu")
        if not file.is_file():
            raise DetectorError(
                f"the detector's model file {file} is missing", hint="Check its path"
            )
        self._file = file
        self._longer_side_px = longer_side_px
        try:
            self._net = cv2.FaceDetectorYN.create(
                str(file), "", (32, 32), score_threshold=min_score, nms_threshold=max_iou
            )
            self._find(np.zeros((64, 64, 3), np.uint8))
        except cv2.error as error:
            raise DetectorError(
                f"OpenCV {cv2.__version__} cannot run {file}",
                hint="Choose a face_detection_yunet_*.onnx of the OpenCV model zoo; "
                "OpenCV 5 needs the one of 2026may",
            ) from error

    @property
    def name(self) -> str:
        """For people: detector, weights."""
        return f"YuNet ({self._file.name})"

    def detect(self, rgb: RGB) -> tuple[Detection, ...]:
        """Faces of a picture `(height, width, 3)`, best first, boxes in its own pixels."""
        small, scale_xy = scaled(rgb, self._longer_side_px)
        rows = self._find(padded(small)[:, :, ::-1])
        size = rgb.shape[0], rgb.shape[1]
        found: list[Detection] = []
        for row in rows[np.argsort(-rows[:, 14], kind="stable")]:
            corner, extent = row[:2] / scale_xy, row[2:4] / scale_xy
            corners = np.concatenate([corner, corner + extent])
            points_px = row[4:14].reshape(5, 2) / scale_xy
            detection = to_detection(corners, points_px, row[14], size)
            if detection is not None:
                found.append(detection)
        return tuple(found)

    def _find(self, bgr: np.ndarray) -> np.ndarray:
        """Rows `(n, 15)` of OpenCV: x, y, width, height, five points, score."""
        self._net.setInputSize((bgr.shape[1], bgr.shape[0]))
        rows = self._net.detect(np.ascontiguousarray(bgr))[1]
        return np.zeros((0, 15), np.float32) if rows is None else np.asarray(rows, np.float32)  # pyright: ignore[reportUnnecessaryComparison]  # None where no face
