from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from svfap_core.errors import DetectorError
from svfap_core.tracking import insightface_scrfd
from svfap_core.tracking.insightface_scrfd import InsightFace

SIDE = 640


def write_model(path, *, points: bool = True) -> None:
    """A network in SCRFD's shape that always sees one face, at cell (20, 10) of stride 16."""
    nodes, outputs = [], []
    for kind, width in (("score", 1), ("box", 4), ("points", 10))[: 3 if points else 2]:
        for stride in (8, 16, 32):
            values = np.zeros(((SIDE // stride) ** 2 * 2, width), np.float32)
            if stride == 16:
                cell = (10 * (SIDE // 16) + 20) * 2
                values[cell] = {"score": 0.9, "box": 2.0, "points": np.arange(10) / 10}[kind]
            name = f"{kind}{stride}"
            # The input takes part with weight 0, or the runtime would drop it.
            nodes += [
                helper.make_node(
                    "Constant", [], [f"c{name}"], value=numpy_helper.from_array(values)
                ),
                helper.make_node("Add", [f"c{name}", "nothing"], [name]),
            ]
            outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, values.shape))
    zero = numpy_helper.from_array(np.zeros(1, np.float32), "zero")
    first = [
        helper.make_node("ReduceMean", ["input"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
    ]
    picture = helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    graph = helper.make_graph(first + nodes, "scrfd", [picture], outputs, [zero])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_local_file_runs_through_insightface(tmp_path):
    write_model(tmp_path / "det_test.onnx")
    detector = InsightFace(tmp_path / "det_test.onnx", device="cpu")
    assert detector.device == "CPU (onnxruntime, f32)"
    assert "det_test.onnx" in detector.name
    (face,) = detector.detect(np.zeros((360, 1280, 3), np.uint8))
    # The cell lies at (320, 160) of 640; the picture is twice as large. 2 cells each way.
    np.testing.assert_allclose(face.box, [2 * 288, 2 * 128, 2 * 352, 360])
    np.testing.assert_allclose(face.points_px[1], [2 * (320 + 0.2 * 16), 2 * (160 + 0.3 * 16)])
    assert face.score == pytest.approx(0.9)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_model_without_points_is_refused(tmp_path):
    write_model(tmp_path / "det.onnx", points=False)
    with pytest.raises(DetectorError, match="no eyes, nose and mouth"):
        InsightFace(tmp_path / "det.onnx")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "det.onnx").write_bytes(b"nonsense")
    with pytest.raises(DetectorError, match="no readable ONNX"):
        InsightFace(tmp_path / "det.onnx")
    with pytest.raises(DetectorError, match="missing"):
        InsightFace(tmp_path / "other.onnx")


def test_without_consent_nothing_is_downloaded(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with pytest.raises(DetectorError, match="non-commercial") as caught:
        InsightFace()
    assert "centerface" in caught.value.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_offline_is_told_clearly(tmp_path, monkeypatch):
    import requests

    def offline(*_args, **_kwargs):
        raise requests.ConnectionError("no network")

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(requests, "get", offline)
    with pytest.raises(DetectorError, match="Check the connection"):
        InsightFace(accept_licence=True)


def test_an_installed_pack_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert insightface_scrfd.installed_model() is None
    for pack in ("buffalo_sc", "buffalo_l"):
        folder = tmp_path / ".insightface" / "models" / pack
        folder.mkdir(parents=True)
        (folder / "det_10g.onnx").touch()
    found = insightface_scrfd.installed_model()
    assert found is not None
    assert found.parent.name == "buffalo_l"
