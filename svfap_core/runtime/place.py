"""Where a model computes: the device, and in words the hardware and versions of the runtimes.

torch, whose import takes seconds, is asked only where there may be a GPU or a user asks for one.
Knows no model.
"""

from __future__ import annotations

import importlib.metadata
from typing import Literal, TypeAlias

from svfap_core.errors import DeviceError
from svfap_core.messages import Message
from svfap_core.settings import Device
from svfap_core.system import may_have_gpu, processor_name, usable_cores

Place: TypeAlias = Literal["cuda", "mps", "cpu"]
"""A device that is there, as torch calls it."""


def pick_device(wanted: Device) -> Place:
    """The device to compute on; `auto` takes the best there is.

    Raises:
        DeviceError: The one asked for is not there.
    """
    if wanted == "cpu" or (wanted == "auto" and not may_have_gpu()):
        return "cpu"
    present = devices()
    if wanted == "auto":
        return present[0]
    if wanted not in present:
        raise DeviceError(
            Message("the device %1 is not available here", wanted),
            hint=Message(
                "Available: %1. Use --device auto to take the best of them.", ", ".join(present)
            ),
        )
    return wanted


def devices() -> tuple[Place, ...]:
    """What torch can compute on here, the best first."""
    import torch  # noqa: PLC0415  # see above

    found: dict[Place, bool] = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    return tuple(name for name, here in found.items() if here)


def computing_place(device: Place) -> str:
    """Hardware and versions of the runtimes: a measured time holds for this and nothing else."""
    if device == "cuda":
        import torch  # noqa: PLC0415  # see above

        hardware = torch.cuda.get_device_name(device)
    else:
        hardware = f"{processor_name()}, {len(usable_cores())} threads"
    versions = ", ".join(f"{name} {_version(name)}" for name in ("torch", "openvino"))
    return f"{device}, {hardware}, {versions}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
