"""Runs a detector's network by torch, on a GPU. Knows nothing of faces.

torch is there wherever the model runs on a GPU; an onnxruntime for that GPU mostly is not. The six
kinds of ONNX nodes that CenterFace is made of are all that it knows.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from torch.nn import functional

from svfap_core.errors import DetectorError, DeviceError
from svfap_core.messages import Message
from svfap_core.runtime.float32 import literal_float32
from svfap_core.runtime.onnx_network import Tensor, read_onnx

_Node: TypeAlias = Callable[[Sequence[torch.Tensor], Mapping[str, Any]], torch.Tensor]


class TorchNetwork:
    """An ONNX file run by torch in float32."""

    def __init__(self, file: Path, device: str) -> None:
        """Load a network.

        Raises:
            DetectorError: No ONNX model, or one with other nodes.
            DeviceError: The device is not there.
        """
        graph = read_onnx(file).graph
        helper: Any = importlib.import_module("onnx.helper")
        arrays: Any = importlib.import_module("onnx.numpy_helper")
        unknown = {node.op_type for node in graph.node} - _NODES.keys()
        if unknown:
            raise DetectorError(
                Message("torch cannot run %1: it holds %2", file.name, ", ".join(sorted(unknown))),
                hint="Use the device cpu.",
            )
        self._place = torch.device(device)
        try:
            self._weights = {
                weight.name: torch.from_numpy(arrays.to_array(weight).copy()).to(self._place)
                for weight in graph.initializer
            }
        except (RuntimeError, AssertionError) as error:
            raise DeviceError(
                Message("the device %1 is not available here", device),
                hint="Use the device auto or cpu.",
            ) from error
        self._input = next(i.name for i in graph.input if i.name not in self._weights)
        self._outputs = [output.name for output in graph.output]
        last_use = {name: i for i, node in enumerate(graph.node) for name in node.input}
        self._nodes = [
            (
                _NODES[node.op_type],
                list(node.input),
                node.output[0],
                {a.name: helper.get_attribute_value(a) for a in node.attribute},
                [name for name in dict.fromkeys(node.input) if last_use[name] == index],
            )
            for index, node in enumerate(graph.node)
        ]

    @property
    def device(self) -> str:
        """The device and runtime really in use."""
        return f"{self._place.type.upper()} (torch, f32)"

    def run(self, tensor: Tensor) -> Sequence[Tensor]:
        """The outputs, in the order of the file."""
        values = dict(self._weights)
        # TF32 would move boxes by a pixel and more: the same video, the same table.
        with torch.inference_mode(), literal_float32():
            values[self._input] = torch.from_numpy(tensor).to(self._place)
            for compute, inputs, output, attributes, spent in self._nodes:
                values[output] = compute([values[name] for name in inputs], attributes)
                for name in spent:
                    del values[name]
            return [values[name].cpu().numpy().astype(np.float32) for name in self._outputs]


def _with_strides(convolve: Callable[..., torch.Tensor]) -> _Node:
    return lambda inputs, given: convolve(
        *inputs,
        stride=given["strides"],
        padding=given["pads"][:2],
        dilation=given["dilations"],
        groups=given["group"],
    )


def _normalised(inputs: Sequence[torch.Tensor], given: Mapping[str, Any]) -> torch.Tensor:
    x, weight, bias, mean, variance = inputs
    return functional.batch_norm(x, mean, variance, weight, bias, eps=given["epsilon"])


_NODES: Mapping[str, _Node] = {
    "Add": lambda inputs, _: inputs[0] + inputs[1],
    "BatchNormalization": _normalised,
    "Conv": _with_strides(functional.conv2d),
    "ConvTranspose": _with_strides(functional.conv_transpose2d),
    "Relu": lambda inputs, _: inputs[0].relu(),
    "Sigmoid": lambda inputs, _: inputs[0].sigmoid(),
}
