"""Where a model computes: the device, and in words the hardware and versions of the runtimes.

Knows no model.
"""

from __future__ import annotations

import importlib.metadata

import torch

from svfap_core.errors import DeviceError
from svfap_core.settings import Device
from svfap_core.system import processor_name, usable_cores


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
        hardware = f"{processor_name()}, {len(usable_cores())} threads"
    versions = ", ".join(f"{name} {_version(name)}" for name in ("torch", "openvino"))
    return f"{device.type}, {hardware}, {versions}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
