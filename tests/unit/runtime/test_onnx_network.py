from __future__ import annotations

import importlib.util
import subprocess
import sys
import weakref

import numpy as np
import onnx
import pytest
import torch

from svfap_core.errors import DetectorError, DeviceError
from svfap_core.runtime.onnx_network import (
    MAX_SHAPES,
    OnnxRuntimeNetwork,
    OpenVinoNetwork,
    open_network,
)
from svfap_core.runtime.torch_network import TorchNetwork
from svfap_core.tracking.centerface import weights_file

PICTURE = np.random.default_rng(0).uniform(0, 255, (1, 3, 64, 96)).astype(np.float32)


@pytest.mark.parametrize(
    ("make", "device"),
    [
        (OnnxRuntimeNetwork, "CPU (onnxruntime, f32)"),
        (lambda file: TorchNetwork(file, "cpu"), "CPU (torch, f32)"),
    ],
)
def test_all_runtimes_give_the_same_numbers(make, device):
    one, other = OpenVinoNetwork(weights_file()), make(weights_file())
    assert one.device == "CPU (OpenVINO, f32)"
    assert other.device == device
    outputs = one.run(PICTURE)
    assert [o.shape for o in outputs] == [(1, n, 16, 24) for n in (1, 2, 2, 10)]
    for a, b in zip(outputs, other.run(PICTURE), strict=True):
        np.testing.assert_allclose(a, b, atol=2e-4)


def test_torch_names_what_it_cannot_run(tmp_path):
    network = onnx.load(weights_file())
    network.graph.node[0].op_type = "Loop"
    onnx.save(network, tmp_path / "other.onnx")
    with pytest.raises(DetectorError, match=r"other\.onnx.*Loop"):
        TorchNetwork(tmp_path / "other.onnx", "cpu")


def test_any_size_and_back_again():
    network = open_network(weights_file())
    before = [output.copy() for output in network.run(PICTURE)]
    assert network.run(PICTURE[:, :, :32, :32])[0].shape == (1, 1, 8, 8)
    for a, b in zip(before, network.run(PICTURE), strict=True):
        np.testing.assert_array_equal(a, b)


def test_pictures_of_ever_new_sizes_do_not_fill_the_memory(monkeypatch):
    network = OpenVinoNetwork(weights_file())
    compiled = []
    alive = weakref.WeakSet()

    class Compiled:
        def __call__(self, tensor, *, share_inputs):
            return [tensor]

    def compile_(shape):
        compiled.append(shape)
        made = Compiled()
        alive.add(made)
        return made

    monkeypatch.setattr(network, "_compile", compile_)
    for width in range(1, 50):
        network.run(np.zeros((1, 3, 32, 32 * width), np.float32))
        network.run(PICTURE)
        assert len(alive) <= MAX_SHAPES
    assert compiled.count(PICTURE.shape) == 1
    assert len(compiled) == 50


def test_onnxruntime_serves_where_openvino_is_missing(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda n: None if n == "openvino" else find(n))
    assert open_network(weights_file()).device == "CPU (onnxruntime, f32)"


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_missing_device_is_an_error(device):
    if torch.cuda.is_available() or torch.backends.mps.is_available():
        pytest.skip("has one")
    with pytest.raises(DeviceError, match="not available"):
        open_network(weights_file(), device)


def test_a_missing_file_and_one_that_is_no_model(tmp_path):
    with pytest.raises(DetectorError, match="missing"):
        open_network(tmp_path / "none.onnx")
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model at all" * 10)
    with pytest.raises(DetectorError, match="no readable ONNX"):
        OpenVinoNetwork(broken)
    with pytest.raises(DetectorError, match="no readable ONNX"):
        OnnxRuntimeNetwork(broken)


OFFLINE = """
import socket
def refuse(*args, **kwargs):
    raise SystemExit(f"a connection was opened: {args}")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import threading
import numpy as np
from svfap_core.tracking.centerface import CenterFace
CenterFace().detect(np.zeros((64, 64, 3), np.uint8))
assert threading.active_count() == 1, threading.enumerate()
print("quiet")
"""


def test_no_connection_is_opened():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", OFFLINE], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "quiet", done.stdout + done.stderr


def test_a_signal_finds_its_stack_when_the_networks_are_gone():
    """OpenVINO's plugin gives and takes the signal stack of the thread that loads it."""
    code = (
        "import signal, threading\n"
        "from svfap_core.tracking.centerface import weights_file\n"
        "from svfap_core.runtime.onnx_network import OpenVinoNetwork\n"
        "import numpy as np\n"
        "networks = [OpenVinoNetwork(weights_file())]\n"
        "networks[0].run(np.zeros((1, 3, 32, 32), np.float32))\n"
        "ending = threading.Thread(target=networks.clear)\n"
        "ending.start(); ending.join()\n"
        "signal.signal(signal.SIGINT, lambda *_: print('heard'))\n"
        "signal.raise_signal(signal.SIGINT)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "heard\n")
