"""Makes the detector that the settings name."""

from __future__ import annotations

from pathlib import Path

from svfap_core.errors import DetectorError
from svfap_core.settings import DetectorName, Device
from svfap_core.tracking.base import Detector
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.insightface_scrfd import InsightFace
from svfap_core.tracking.yunet import YuNet


def create_detector(
    name: DetectorName,
    file: Path | str | None = None,
    *,
    device: Device = "auto",
    accept_licence: bool = False,
) -> Detector:
    """A detector, ready to run.

    Args:
        name: Which one.
        file: Model file; yunet needs one, insightface can do with an installed pack.
        device: Where to run; `auto` is the CPU.
        accept_licence: Whether the user accepts the non-commercial licence of insightface's
            packs, so that one may be downloaded.

    Raises:
        DetectorError: The detector or its file cannot be used; the hint says what to do.
        DeviceError: The device is not there.
    """
    path = Path(file) if file is not None else None
    if name == "insightface":
        return InsightFace(path, device=device, accept_licence=accept_licence)
    if name == "yunet":
        if path is None:
            raise DetectorError("yunet needs its model file", hint="Give the .onnx file")
        return YuNet(path, device=device)
    return CenterFace(device=device)
