"""Stores the linear layers of an OpenVINO network in 8 bits.

OpenVINO multiplies such layers in 8 bits where the processor can, rounding their inputs as they
come, in groups (dynamic quantisation): no pictures are needed to find their ranges beforehand.
Knows nothing of speed: see `choosing`.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUP = "64"
"""Inputs that share a scale; it divides the widths of all sizes, and smaller groups are slower."""


def to_eight_bits(network: Any) -> Any:
    """The network with each linear layer's weights as int8, one scale per output.

    Args:
        network: An `openvino.Model`; changed in place.
    """
    ops = importlib.import_module("openvino.opset13")
    for node in network.get_ordered_ops():
        if node.get_type_name() != "MatMul":
            continue
        weights = node.input_value(1).get_node()
        if weights.get_type_name() != "Constant" or len(weights.shape) != 2:
            continue
        values, scale = quantised(
            weights.data, axis=1 if node.get_attributes()["transpose_b"] else 0
        )
        whole = ops.multiply(ops.convert(ops.constant(values), "f32"), ops.constant(scale))
        node.input(1).replace_source_output(whole.output(0))
    return network


def quantised(
    weights: NDArray[np.float32], axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric: integers -127..127 and a scale for each line along `axis`; their product is near.

    A line of zeros has the scale 1.
    """
    largest = np.abs(weights).max(axis=axis, keepdims=True)
    scale = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.round(weights / scale).astype(np.int8), scale
