"""Runs a converted network (see `conversion`) by OpenVINO on the CPU. Knows no labels.

It runs in one call without holding Python's lock, so capture and drawing go on beside it. Whether
it is faster than torch depends on the processor: see `choosing`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from svfap_core.runtime.eight_bits import GROUP, to_eight_bits
from svfap_core.runtime.openvino_core import load_openvino, openvino_core
from svfap_core.runtime.window_network import FLOAT32, Numbers, Outputs


class OpenVinoRuntime:
    """A converted network, compiled for the CPU, for any number of windows.

    Args:
        file: The network, as `conversion.converted` leaves it.
        numbers: float32 is meant literally, even where the CPU has bfloat16: the same video then
            gives the same table on every computer. bfloat16 is used where the CPU has it. int8 is
            for linear layers, bfloat16 for the rest.
    """

    def __init__(self, file: Path, numbers: Numbers = "float32") -> None:
        openvino = load_openvino()
        precision = "f32" if numbers == "float32" else "bf16"
        hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": precision}
        core = openvino_core()
        network = core.read_model(file)
        if numbers == "int8":
            network = to_eight_bits(network)
            hints["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = GROUP
        self._compiled = core.compile_model(network, "CPU", hints)
        self._input = tuple(d.get_length() for d in self._compiled.input(0).partial_shape[1:])
        self._threads = self._compiled.get_property("INFERENCE_NUM_THREADS")
        used = self._compiled.get_property("INFERENCE_PRECISION_HINT").to_string()
        rest = {"f32": "float32", "bf16": "bfloat16", "f16": "float16"}.get(used, used)
        self._numbers = f"int8 and {rest}" if numbers == "int8" else str(rest)
        self._version = openvino.__version__.split("-")[0]

    @property
    def device(self) -> str:
        """Device, version and arithmetic."""
        return f"CPU, {self._threads} threads (OpenVINO {self._version}, {self._numbers})"

    @property
    def precision(self) -> str:
        """The arithmetic as far as it changes scores."""
        return FLOAT32 if self._numbers == FLOAT32 else f"{self._numbers} (openvino, cpu)"

    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        """Raw outputs and features."""
        if faces_rgb.shape[1:] != self._input:
            raise ValueError(
                f"the model takes clips of (frames, height, width, 3) {self._input}, "
                f"got {faces_rgb.shape[1:]}"
            )
        return Outputs(*self._compiled(faces_rgb, share_inputs=True).to_tuple())
