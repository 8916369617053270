"""A pack's network runs through insightface; none is downloaded without consent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from svfap_core.errors import DetectorError, ModelError
from svfap_core.recognition.insightface_arcface import ArcFaceRecogniser, installed_recogniser

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def write_model(path: Path, side: int = 112) -> Path:
    """A network in ArcFace's shape: the mean of each channel, as 3 numbers."""
    nodes = [helper.make_node("ReduceMean", ["input", "axes"], ["output"], keepdims=0)]
    axes = numpy_helper.from_array(np.array([2, 3], np.int64), "axes")
    crop = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, side, side])
    out = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", 3])
    graph = helper.make_graph(nodes, "arcface", [crop], [out], [axes])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.save(model, path)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def test_crops_are_seen_as_rgb_around_zero(tmp_path: Path) -> None:
    network = ArcFaceRecogniser(write_model(tmp_path / "w600k_test.onnx"))
    crops = np.zeros((33, 112, 112, 3), np.uint8)
    crops[..., 0] = 255  # Red, and black elsewhere: 1, -1, -1.
    found = network.embed(crops)
    np.testing.assert_allclose(found, np.tile([1, -1, -1], (33, 1)) / np.sqrt(3), atol=1e-3)
    assert network.embed(crops[:0]).shape[0] == 0
    assert network.identity.startswith("arcface:")
    assert "w600k_test.onnx" in network.name
    assert not network.limits.measured


def test_the_pack_of_an_earlier_consent_is_found(home: Path) -> None:
    assert installed_recogniser() is None
    folder = home / ".insightface" / "models" / "buffalo_sc"
    folder.mkdir(parents=True)
    (folder / "det_500m.onnx").touch()
    assert installed_recogniser() is None
    write_model(folder / "w600k_mbf.onnx")
    assert installed_recogniser() == folder / "w600k_mbf.onnx"
    assert "w600k_mbf.onnx" in ArcFaceRecogniser().name


def test_without_consent_nothing_is_downloaded(home: Path) -> None:
    with pytest.raises(DetectorError, match="non-commercial") as caught:
        ArcFaceRecogniser()
    assert "built-in" in caught.value.hint
    assert not list(home.iterdir())


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        ArcFaceRecogniser(tmp_path / "missing.onnx")
    (tmp_path / "w.onnx").write_bytes(b"nonsense")
    with pytest.raises(DetectorError, match="no readable ONNX"):
        ArcFaceRecogniser(tmp_path / "w.onnx")
    with pytest.raises(ModelError, match="does not recognise faces"):
        ArcFaceRecogniser(write_model(tmp_path / "det.onnx", side=640))
