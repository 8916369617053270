"""Which cameras there are, by name. Opens none for pictures."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.messages import Message

# From linux/videodev2.h.
_VIDIOC_QUERYCAP = 0x80685600
_CAPABILITY_BYTES = 104
_DEVICE_CAPS_AT = 88
_CAP_VIDEO_CAPTURE = 0x00000001 | 0x00001000  # Single and multi-planar.


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera as users know it by `name`; `device` is what `open_source` takes.

    `identity` stays the same when this very camera is plugged in again, be it under another
    `device`, and is never that of another camera that is there; it is empty where the system does
    not tell them apart.
    """

    name: str
    device: str
    identity: str = ""


def list_cameras(
    *, sysfs: Path = Path("/sys/class/video4linux"), dev: Path = Path("/dev")
) -> tuple[CameraDevice, ...]:
    """The cameras of this computer, in the order of their numbers, without starting any.

    Args:
        sysfs: Where Linux describes them.
        dev: Where Linux has their nodes.
    """
    if sys.platform.startswith("linux"):
        return _linux_cameras(sysfs, dev) if sysfs.is_dir() else ()
    return _enumerated_cameras()


def device_of(identity: str, name: str) -> str:
    """Where a camera is plugged in now, so that no other is opened that has taken its number.

    Raises:
        SourceError: It is not there.
    """
    for camera in list_cameras():
        if camera.identity == identity:
            return camera.device
    raise SourceError(
        Message("The camera %1 is not plugged in", name), hint="Plug it in, or choose another one."
    )


def capture_backend(platform: str = sys.platform) -> int:
    """The OpenCV interface for cameras of an operating system."""
    import cv2  # noqa: PLC0415  # a list of Linux's cameras does without

    if platform.startswith("linux"):
        return cv2.CAP_V4L2
    return {"win32": cv2.CAP_DSHOW, "darwin": cv2.CAP_AVFOUNDATION}.get(platform, cv2.CAP_ANY)


def _enumerated_cameras() -> tuple[CameraDevice, ...]:
    """Names and places by the interface that also opens them, so that numbers agree."""
    from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415  # not for Linux

    found = enumerate_cameras(capture_backend())
    places = [str(camera.path or "") for camera in found]
    times = Counter(places)
    return tuple(
        CameraDevice(
            name=str(camera.name),
            device=f"camera:{camera.index}",
            identity=place if times[place] == 1 else "",
        )
        for camera, place in zip(found, places, strict=True)
    )


def _linux_cameras(sysfs: Path, dev: Path) -> tuple[CameraDevice, ...]:
    nodes = [node for node in sysfs.iterdir() if node.name.removeprefix("video").isdecimal()]
    nodes.sort(key=lambda node: int(node.name.removeprefix("video")))
    nodes = [
        node
        for node in nodes
        if _captures(dev / node.name, first_of_device=_read(node / "index") in {"", "0"})
    ]
    identities = [_identity(node) for node in nodes]
    return tuple(
        CameraDevice(
            name=_read(node / "name") or node.name,
            device=str(dev / node.name),
            # Some makers give all their cameras the same serial number.
            identity=identity if identities.count(identity) == 1 else f"{identity}@{_port(node)}",
        )
        for node, identity in zip(nodes, identities, strict=True)
    )


def _identity(node: Path) -> str:
    """Maker, model and serial number of a USB camera; else its name and its place."""
    interface = (node / "device").resolve()
    usb = interface.parent
    index = _read(node / "index") or "0"
    if not (vendor := _read(usb / "idVendor")):
        return f"{_read(node / 'name')}@{_port(node)}/{index}"
    model = f"{vendor}:{_read(usb / 'idProduct')}:{_read(usb / 'serial') or '@' + usb.name}"
    # One device may hold several cameras, such as one for infrared.
    return f"{model}/{interface.name.rpartition(':')[2]}/{index}"


def _port(node: Path) -> str:
    """Where the camera is plugged in; its node where it cannot be unplugged."""
    device = node / "device"
    return device.resolve().name if device.exists() else node.name


def _captures(node: Path, *, first_of_device: bool) -> bool:
    """Whether a node gives pictures; where it cannot be asked, as far as its place tells."""
    import fcntl  # noqa: PLC0415  # not on Windows

    answer = bytearray(_CAPABILITY_BYTES)
    try:
        descriptor = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return first_of_device
    try:
        fcntl.ioctl(descriptor, _VIDIOC_QUERYCAP, answer)
    except OSError:
        return first_of_device
    finally:
        os.close(descriptor)
    caps = int.from_bytes(answer[_DEVICE_CAPS_AT : _DEVICE_CAPS_AT + 4], sys.byteorder)
    return bool(caps & _CAP_VIDEO_CAPTURE)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
