from __future__ import annotations

import cv2
import numpy as np
import pytest

from svfap_core.errors import DetectorError
from svfap_core.tracking.yunet import YuNet


def test_a_file_that_opencv_cannot_read_is_told(tmp_path):
    file = tmp_path / "yunet.onnx"
    file.write_bytes(b"nonsense" * 20)
    with pytest.raises(DetectorError, match="cannot run"):
        YuNet(file)


class OpenCvStandIn:
    """The interface of cv2.FaceDetectorYN, with two faces in a corner of any picture."""

    def __init__(self) -> None:
        self.size = (0, 0)

    def setInputSize(self, size: tuple[int, int]) -> None:  # noqa: N802  # OpenCV's name
        self.size = size

    def setScoreThreshold(self, score: float) -> None:  # noqa: N802
        self.min_score = score

    def detect(self, bgr: np.ndarray) -> tuple[int, np.ndarray | None]:
        assert bgr.shape == (self.size[1], self.size[0], 3)
        if not bgr.any():
            return 1, None
        assert bgr[0, 0].tolist() == [30, 20, 10]
        weak = [100, 50, 20, 30, *range(10), 0.4]
        strong = [-8, 16, 40, 48, 10, 20, 30, 20, 20, 30, 12, 40, 28, 40, 0.9]
        return 1, np.array([weak, strong], np.float32)


def test_rows_of_opencv_become_detections(tmp_path, monkeypatch):
    file = tmp_path / "yunet.onnx"
    file.touch()
    stand_in = OpenCvStandIn()
    monkeypatch.setattr(cv2.FaceDetectorYN, "create", lambda *_a, **_k: stand_in)
    detector = YuNet(file)
    strong, weak = detector.detect(np.full((720, 1280, 3), (10, 20, 30), np.uint8), min_score=0.2)
    assert stand_in.min_score == 0.2
    assert stand_in.size == (640, 384)
    assert strong.score == pytest.approx(0.9)
    assert strong.box == (0, 32, 64, 128)
    assert strong.points_px.tolist() == [[20, 40], [60, 40], [40, 60], [24, 80], [56, 80]]
    assert weak.score == pytest.approx(0.4)
    assert detector.detect(np.zeros((720, 1280, 3), np.uint8)) == ()
