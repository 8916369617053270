"""Runs a network on face crops by torch, on any device. Knows no labels.

Needs torch, numpy and what the network needs, nothing else: so it can be tried on a computer that
has a GPU and little more (`python -m tests.gpu`). Not run on a GPU so far: pinned copies, float16
and CUDA graphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from svfap_core.clips.preprocess import Constants, constants_of, to_batch
from svfap_core.runtime.float32 import literal_float32
from svfap_core.runtime.window_network import FLOAT32, Numbers, Outputs

if TYPE_CHECKING:
    from svfap_core.inference.model_folder import LoadedModel

_HALVES: Mapping[Numbers, torch.dtype] = {"float16": torch.float16, "bfloat16": torch.bfloat16}


class CropNetwork(nn.Module):
    """A network with its preprocessing: bytes in, so that no step is left to the caller.

    A model whose card says `mirrored` sees each window and its mirror image; outputs are averaged.
    """

    luma: Tensor
    mean: Tensor
    std: Tensor

    def __init__(self, loaded: LoadedModel) -> None:
        super().__init__()
        self.model = loaded.model
        self._spec = loaded.card.input
        self._views = 2 if loaded.card.mirrored else 1
        luma, mean, std = constants_of(self._spec, torch.device("cpu"))
        self.register_buffer("luma", luma, persistent=False)
        self.register_buffer("mean", mean, persistent=False)
        self.register_buffer("std", std, persistent=False)

    def forward(self, faces_rgb: Tensor) -> tuple[Tensor, Tensor]:
        """`(B, T, S, S, 3)` uint8 on any device -> `(B, K)` and `(B, D)`, float32, see `Outputs`.

        The features are on the way to the outputs: to give them costs no more than their bytes.
        """
        constants = Constants(self.luma, self.mean, self.std)
        clips = to_batch(faces_rgb, self._spec, self.luma.device, constants)
        if self._views == 2:
            clips = torch.cat((clips, clips.flip(-1)))
        features = self.model.forward_features(clips)
        return self._mean(self.model.head(features)), self._mean(features)

    def _mean(self, values: Tensor) -> Tensor:
        """Over the views of each window."""
        values = values.float()
        return values.reshape(self._views, -1, values.shape[-1]).mean(dim=0)


class TorchRuntime:
    """The network as torch runs it.

    Args:
        loaded: The model.
        device: Where to compute.
        numbers: The 16-bit ones are for what autocast holds safe. There is no int8 here. float32 is
            meant literally: without TF32, which torch lets convolutions use on CUDA.
        compiled: By `torch.compile`, with CUDA graphs where there is CUDA. Takes a minute at first
            and again for every other number of windows; needs a C++ compiler on a CPU.
    """

    def __init__(
        self,
        loaded: LoadedModel,
        device: torch.device | str,
        numbers: Numbers = "float32",
        *,
        compiled: bool = False,
    ) -> None:
        network = CropNetwork(loaded).to(device).eval()
        mode = "reduce-overhead" if torch.device(device).type == "cuda" else "default"
        self._network: Any = torch.compile(network, mode=mode) if compiled else network
        self._device = torch.device(device)
        self._numbers: Numbers = numbers
        self._compiled = compiled

    @property
    def device(self) -> str:
        """Device, version and arithmetic."""
        numbers = f"{self._numbers} autocast" if self._numbers in _HALVES else "float32"
        runtime = f"torch {torch.__version__.split('+')[0]}, {numbers}"
        runtime += ", compiled" * self._compiled
        if self._device.type == "cuda":
            return f"{torch.cuda.get_device_name(self._device)} (CUDA, {runtime})"
        if self._device.type == "mps":
            return f"Apple GPU (MPS, {runtime})"
        return f"CPU, {torch.get_num_threads()} threads ({runtime})"

    @property
    def precision(self) -> str:
        """The arithmetic as far as it changes scores."""
        coarse = f"{self._numbers} (torch, {self._device.type})"
        return coarse if self._numbers in _HALVES else FLOAT32

    @torch.inference_mode()
    def run(self, faces_rgb: NDArray[np.uint8]) -> Outputs:
        """Raw outputs and features; on a GPU, fetching them is the only wait."""
        crops = torch.from_numpy(faces_rgb)
        if self._device.type == "cuda":
            # Only from pinned memory is the copy asynchronous; and it comes before the network, as
            # torch makes no CUDA graph of one whose input lies on the host.
            crops = crops.pin_memory().to(self._device, non_blocking=True)
        with arithmetic(self._numbers, self._device):
            raw, features = self._network(crops)
        return Outputs(raw.cpu().numpy(), features.cpu().numpy())


def arithmetic(numbers: Numbers, device: torch.device) -> AbstractContextManager[object]:
    """In which numbers torch multiplies while it is entered; see `TorchRuntime`."""
    if numbers not in _HALVES:
        return literal_float32()
    # Weights are used once per run: nothing would be gained by keeping them in 16 bits within it,
    # and a CUDA graph must not hold what was kept.
    return torch.autocast(device.type, _HALVES[numbers], cache_enabled=False)
