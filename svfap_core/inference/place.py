"""Where a model computes: the device, and in words the hardware and versions of the runtimes.

Knows no model.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
from pathlib import Path

import torch

from svfap_core.errors import DeviceError
from svfap_core.settings import Device


def pick_device(wanted: Device) -> torch.device:
    """The device to compute on; `auto` takes the best there is.

    Raises:
        DeviceError: The one asked for is not there.
    """
    present = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        return torch.device(next(name for name, here in present.items() if here))
    if not present[wanted]:
        there = ", ".join(name for name, here in present.items() if here)
        raise DeviceError(
            f"the device {wanted} is not available here",
            hint=f"Available: {there}. Use --device auto to take the best of them.",
        )
    return torch.device(wanted)


def computing_place(device: torch.device) -> str:
    """Hardware and versions of the runtimes: a measured time holds for this and nothing else."""
    if device.type == "cuda":
        hardware = torch.cuda.get_device_name(device)
    else:
        hardware = f"{_processor()}, {_threads()} threads"
    versions = ", ".join(f"{name} {_version(name)}" for name in ("torch", "openvino"))
    return f"{device.type}, {hardware}, {versions}"


def _processor() -> str:
    """The processor's name as its maker gives it, or else its kind."""
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name" and value.strip():
                return value.strip()
    return platform.processor() or platform.machine()


def _threads() -> int:
    """Those that this process may use, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
