from __future__ import annotations

import pytest

from svfap_core.errors import DetectorError
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.factory import create_detector


def test_centerface_needs_nothing():
    assert isinstance(create_detector("centerface"), CenterFace)


def test_yunet_needs_its_file(tmp_path):
    with pytest.raises(DetectorError, match="needs its model file"):
        create_detector("yunet")
    with pytest.raises(DetectorError, match="missing"):
        create_detector("yunet", tmp_path / "none.onnx")


def test_a_text_is_taken_as_a_path(tmp_path):
    with pytest.raises(DetectorError, match=r"none\.onnx is missing"):
        create_detector("insightface", str(tmp_path / "none.onnx"))
