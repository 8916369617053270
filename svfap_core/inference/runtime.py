"""Runs a network on face crops: by torch on any device, by OpenVINO on CPUs. Knows no labels.

On a CPU, OpenVINO runs the whole network in one call without holding Python's lock, so capture and
drawing go on beside it. Which runtime is faster depends on the processor: see `choosing`.

Not run on a GPU so far: the CUDA path, its pinned copies, float16 and CUDA graphs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from svfap_core.clips.preprocess import to_batch
from svfap_core.inference.checkpoint import LoadedModel
from svfap_core.inference.eight_bits import GROUP, to_eight_bits
from svfap_core.tracking.runtime import load_openvino, openvino_core

Outputs: TypeAlias = NDArray[np.float32]
Numbers: TypeAlias = Literal["float32", "half", "int8"]

FLOAT32 = "float32"
"""The precision of all runtimes in full numbers, which agree to 1e-4."""


class Runtime(Protocol):
    """A network that is ready to run. One thread at a time may use it."""

    @property
    def device(self) -> str:
        """The device and arithmetic really in use, for people."""
        ...

    @property
    def precision(self) -> str:
        """The arithmetic as far as it changes scores: "float32", whatever computes it.

        Coarser numbers differ between runtimes and kinds of device by more than the last digits,
        so there both are named, as in "bfloat16 (torch, cpu)".
        """
        ...

    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        """Crops `(B, T, S, S, 3)` uint8 -> raw outputs `(B, K)`.

        Raises:
            ValueError: The crops are not what the model's card asks for.
        """
        ...


class CropNetwork(nn.Module):
    """A network with its preprocessing: bytes in, so that no step is left to the caller.

    A model whose card says `mirrored` sees each window and its mirror image; outputs are averaged.
    """

    def __init__(self, loaded: LoadedModel) -> None:
        super().__init__()
        self.model = loaded.model
        self._spec = loaded.card.input
        self._views = 2 if loaded.card.mirrored else 1

    def forward(self, faces_rgb: Tensor) -> Tensor:
        """`(B, T, S, S, 3)` uint8 on any device -> `(B, K)` float32 on the network's."""
        clips = to_batch(faces_rgb, self._spec, next(self.model.parameters()).device)
        if self._views == 2:
            clips = torch.cat((clips, clips.flip(-1)))
        outputs: Tensor = self.model(clips).float()
        return outputs.reshape(self._views, -1, outputs.shape[-1]).mean(dim=0)


class TorchRuntime:
    """The network as torch runs it.

    Args:
        loaded: The model.
        device: Where to compute.
        numbers: half means float16 on CUDA and bfloat16 on a CPU, for what autocast holds safe.
            There is no int8 here.
        compiled: By `torch.compile`, with CUDA graphs where there is CUDA. Takes a minute at first
            and again for every other number of windows; needs a C++ compiler on a CPU.
    """

    def __init__(
        self,
        loaded: LoadedModel,
        device: torch.device,
        numbers: Numbers = "float32",
        *,
        compiled: bool = False,
    ) -> None:
        network = CropNetwork(loaded).to(device).eval()
        mode = "reduce-overhead" if device.type == "cuda" else "default"
        self._network: Any = torch.compile(network, mode=mode) if compiled else network
        self._device = device
        self._half = torch.float16 if device.type == "cuda" else torch.bfloat16
        self._autocast = numbers == "half"
        self._compiled = compiled

    @property
    def device(self) -> str:
        """Device, version and arithmetic."""
        half = f"{str(self._half).removeprefix('torch.')} autocast"
        arithmetic = half if self._autocast else "float32"
        runtime = f"torch {torch.__version__.split('+')[0]}, {arithmetic}"
        runtime += ", compiled" * self._compiled
        if self._device.type == "cuda":
            return f"{torch.cuda.get_device_name(self._device)} (CUDA, {runtime})"
        if self._device.type == "mps":
            return f"Apple GPU (MPS, {runtime})"
        return f"CPU, {torch.get_num_threads()} threads ({runtime})"

    @property
    def precision(self) -> str:
        """The arithmetic as far as it changes scores."""
        if not self._autocast:
            return FLOAT32
        runtime = "compiled" if self._compiled else "torch"
        return f"{str(self._half).removeprefix('torch.')} ({runtime}, {self._device.type})"

    @torch.inference_mode()
    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        """Raw outputs `(B, K)`; on a GPU, fetching them is the only wait."""
        crops = torch.from_numpy(faces_rgb)
        if self._device.type == "cuda":
            crops = crops.pin_memory()  # Only then is the copy to the device asynchronous.
        with torch.autocast(self._device.type, self._half, enabled=self._autocast):
            outputs: Tensor = self._network(crops)
        return outputs.cpu().numpy()


class OpenVinoRuntime:
    """A converted network (see `conversion`), compiled for the CPU, for any number of windows.

    Args:
        file: The network, as `conversion.converted` leaves it.
        numbers: float32 is meant literally, even where the CPU has bfloat16: the same video then
            gives the same table on every computer. int8 is for linear layers, half for the rest.
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
        """Raw outputs `(B, K)`."""
        if faces_rgb.shape[1:] != self._input:
            raise ValueError(
                f"the model takes clips of (frames, height, width, 3) {self._input}, "
                f"got {faces_rgb.shape[1:]}"
            )
        [outputs] = self._compiled(faces_rgb, share_inputs=True).values()
        return outputs
