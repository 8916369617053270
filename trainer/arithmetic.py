"""In which arithmetic a step is fast on this computer."""

from __future__ import annotations

import platform

import torch

from trainer.config import Precision

_X86 = frozenset({"x86_64", "amd64"})


def has_bf16_units() -> bool:
    """Whether this CPU multiplies bfloat16 itself; others convert each number, which is slow.

    oneDNN's own question counts any AVX-512 on x86, where it emulates.
    """
    if platform.machine().lower() in _X86:
        # Older versions that are supported have no public word for it.
        asked = (torch.cpu._is_avx512_bf16_supported, torch.cpu._is_amx_tile_supported)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        return any(ask() for ask in asked)
    check = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return check is not None and bool(check())


def usable_precision(wanted: Precision, device: torch.device) -> tuple[Precision, str]:
    """The arithmetic to train in, and a sentence where that is not the one asked for.

    Args:
        wanted: What the recipe says.
        device: Where the run computes.
    """
    if wanted == "bf16-mixed" and device.type == "cpu" and not has_bf16_units():
        return "32-true", (
            "This CPU has no units for bfloat16 and would be several times slower in bf16-mixed: "
            "the run computes in 32-true."
        )
    return wanted, ""
