"""Muon (Jordan et al. 2024) that is fast on every CPU. Knows nothing of networks or recipes."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from timm.optim import muon
from timm.optim.muon import Muon

from trainer.arithmetic import has_bf16_units


class Float32Muon(Muon):
    """Muon for computers that multiply bfloat16 slowly.

    timm makes gradients orthogonal in bfloat16 and leaves no choice. A CPU without units for it
    takes twelve times as long as in float32, and a step ten times as long as its network needs.
    """

    def step(self, closure: Any = None) -> Any:
        """One step, orthogonal in float32."""
        usual = muon.zeropower_via_newtonschulz
        muon.zeropower_via_newtonschulz = partial(usual, dtype=torch.float32)
        try:
            return super().step(closure)
        finally:
            muon.zeropower_via_newtonschulz = usual


def muon_for(device: torch.device) -> type[Muon]:
    """The one that is fast on a device."""
    return Float32Muon if device.type == "cpu" and not has_bf16_units() else Muon
