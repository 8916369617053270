"""Runs a small ONNX network with one picture as input. Knows nothing of faces.

OpenVINO is by far the fastest on CPUs and comes first; onnxruntime serves where OpenVINO is not
installed, torch where another device is asked for. They are imported when a network is made, since
importing them costs a good part of a second.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import DetectorError
from svfap_core.messages import Message
from svfap_core.runtime.openvino_core import openvino_core
from svfap_core.settings import Device

Tensor: TypeAlias = NDArray[np.float32]

MAX_SHAPES = 8
"""Compiled networks that are kept; one is some 35 MB, and pictures of a folder may all differ."""


class Network(Protocol):
    """A network that takes one tensor `(1, C, H, W)`, H and W free, and gives several."""

    @property
    def device(self) -> str:
        """The device and runtime really in use."""
        ...

    def run(self, tensor: Tensor) -> Sequence[Tensor]:
        """The outputs, in the order of the file."""
        ...


class OpenVinoNetwork:
    """An ONNX file compiled for the CPU, for each shape of the input that was used of late.

    Numbers are float32 even where the CPU has bfloat16, so that the same video gives the same
    table on every computer.
    """

    device = "CPU (OpenVINO, f32)"

    def __init__(self, file: Path) -> None:
        self._core = openvino_core()
        self._compiled: dict[tuple[int, ...], Callable[..., Any]] = {}
        try:
            self._model = self._core.read_model(file)
        except RuntimeError as error:
            raise _unreadable(file) from error

    def run(self, tensor: Tensor) -> Sequence[Tensor]:
        """The outputs, in the order of the file."""
        compiled = self._compiled.pop(tensor.shape, None)
        if compiled is None:
            compiled = self._compile(tensor.shape)
        self._compiled[tensor.shape] = compiled  # The last in order is the last that was used.
        if len(self._compiled) > MAX_SHAPES:
            del self._compiled[next(iter(self._compiled))]
        results = compiled(tensor, share_inputs=True)
        return [results[index] for index in range(len(results))]

    def _compile(self, shape: tuple[int, ...]) -> Callable[..., Any]:
        model = self._model.clone()
        model.reshape(list(shape))
        hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
        return self._core.compile_model(model, "CPU", hints)


class OnnxRuntimeNetwork:
    """An ONNX file run by onnxruntime on the CPU."""

    device = "CPU (onnxruntime, f32)"

    def __init__(self, file: Path) -> None:
        onnxruntime: Any = importlib.import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            _with_free_size(file), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def run(self, tensor: Tensor) -> Sequence[Tensor]:
        """The outputs, in the order of the file."""
        return self._session.run(None, {self._input: tensor})


def open_network(file: Path, device: Device = "auto") -> Network:
    """A network on the device asked for, by the fastest runtime that is installed.

    Args:
        file: An ONNX model.
        device: `auto` is the CPU.

    Raises:
        DetectorError: The file is missing or no ONNX model.
        DeviceError: The device is not there.
    """
    if not file.is_file():
        raise DetectorError(
            Message("the detector's model file %1 is missing", file),
            hint="Check its path, or install again",
        )
    if device in {"cuda", "mps"}:
        from svfap_core.runtime.torch_network import TorchNetwork  # noqa: PLC0415  # loads torch

        return TorchNetwork(file, device)
    if importlib.util.find_spec("openvino") is not None:
        return OpenVinoNetwork(file)
    return OnnxRuntimeNetwork(file)


def read_onnx(file: Path) -> Any:
    """The model in an ONNX file, as the package onnx holds it.

    Raises:
        DetectorError: It is none.
    """
    onnx: Any = importlib.import_module("onnx")
    decode_error: type[Exception] = importlib.import_module("google.protobuf.message").DecodeError
    try:
        return onnx.load(file)
    except decode_error as error:
        raise _unreadable(file) from error


def _with_free_size(file: Path) -> bytes:
    """The model with batch, height and width left open; onnxruntime insists on fixed ones."""
    model = read_onnx(file)
    for index, value in enumerate([*model.graph.input[:1], *model.graph.output]):
        dims = value.type.tensor_type.shape.dim
        for axis in (0, 2, 3):
            dims[axis].dim_param = f"axis_{index}_{axis}"
    return model.SerializeToString()


def _unreadable(file: Path) -> DetectorError:
    return DetectorError(Message("%1 is no readable ONNX model", file), hint="Choose another file")
