"""Runs a network on face crops: by OpenVINO on CPUs, by torch elsewhere. Knows no labels or files.

On a CPU OpenVINO takes about half the time of eager torch, and one call runs the whole network
without holding Python's lock, so that capture and drawing go on beside it.
"""

from __future__ import annotations

import importlib.util
import warnings
from typing import Protocol

import torch
from torch import Tensor, nn

from svfap_core.clips.preprocess import to_batch
from svfap_core.settings import ClipSpec
from svfap_core.tracking.runtime import load_openvino


class Runtime(Protocol):
    """A network that is ready to run. One thread at a time may use it."""

    @property
    def device(self) -> str:
        """The device and arithmetic really in use, for people."""
        ...

    def run(self, faces_rgb: Tensor) -> Tensor:
        """Crops `(B, T, S, S, 3)` uint8 on the CPU -> raw outputs `(B, K)` float32 on the CPU."""
        ...


class TorchRuntime:
    """Eager torch: float16 autocast on CUDA, else float32."""

    def __init__(self, model: nn.Module, spec: ClipSpec, device: torch.device) -> None:
        self._model = model.to(device).eval()
        self._spec = spec
        self._device = device
        self._half = device.type == "cuda"

    @property
    def device(self) -> str:
        """Device, version and arithmetic."""
        arithmetic = "float16 autocast" if self._half else "float32"
        runtime = f"torch {torch.__version__.split('+')[0]}, {arithmetic}"
        if self._device.type == "cuda":
            return f"{torch.cuda.get_device_name(self._device)} (CUDA, {runtime})"
        if self._device.type == "mps":
            return f"Apple GPU (MPS, {runtime})"
        return f"CPU, {torch.get_num_threads()} threads ({runtime})"

    @torch.inference_mode()
    def run(self, faces_rgb: Tensor) -> Tensor:
        """Raw outputs `(B, K)`."""
        if self._half:
            faces_rgb = faces_rgb.pin_memory()
        clips = to_batch(faces_rgb, self._spec, self._device)
        with torch.autocast(self._device.type, torch.float16, enabled=self._half):
            outputs = self._model(clips)
        return outputs.float().cpu()


class _FromCrops(nn.Module):
    """A network with its preprocessing: bytes in, so that no step is left to Python."""

    def __init__(self, model: nn.Module, spec: ClipSpec) -> None:
        super().__init__()
        self._model = model
        self._spec = spec

    def forward(self, faces_rgb: Tensor) -> Tensor:
        """`(B, T, S, S, 3)` uint8 -> `(B, K)`."""
        return self._model(to_batch(faces_rgb, self._spec, torch.device("cpu")))


class OpenVinoRuntime:
    """The network compiled for the CPU, for any number of windows.

    Numbers are float32 even where the CPU has bfloat16, so that the same video gives the same
    table on every computer.
    """

    def __init__(self, model: nn.Module, spec: ClipSpec) -> None:
        openvino = load_openvino()
        side = spec.size_px
        example = torch.zeros(1, spec.frames, side, side, 3, dtype=torch.uint8)
        whole = _FromCrops(model.cpu().eval(), spec)
        with warnings.catch_warnings(), torch.inference_mode():
            # Tracing warns of every check of a shape, which is fixed here but for the batch.
            warnings.simplefilter("ignore")
            converted = openvino.convert_model(
                whole, example_input=example, input=[-1, *example.shape[1:]]
            )
        hints = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
        self._compiled = openvino.Core().compile_model(converted, "CPU", hints)
        self._threads = self._compiled.get_property("INFERENCE_NUM_THREADS")
        self._version = openvino.__version__.split("-")[0]

    @property
    def device(self) -> str:
        """Device, version and arithmetic."""
        return f"CPU, {self._threads} threads (OpenVINO {self._version}, float32)"

    def run(self, faces_rgb: Tensor) -> Tensor:
        """Raw outputs `(B, K)`."""
        [outputs] = self._compiled(faces_rgb.numpy(), share_inputs=True).values()
        return torch.from_numpy(outputs)


def make_runtime(model: nn.Module, spec: ClipSpec, device: torch.device) -> Runtime:
    """The fastest runtime that is installed for a device.

    Args:
        model: Clips `(B, 3, T, S, S)` -> raw outputs `(B, K)`.
        spec: The model's input, from its card.
        device: Where to compute.
    """
    if device.type == "cpu" and importlib.util.find_spec("openvino") is not None:
        return OpenVinoRuntime(model, spec)
    return TorchRuntime(model, spec, device)
