"""Makes the detector that the settings name, and tells it apart from others by its weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

from svfap_core.errors import DetectorError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.settings import DetectorName, Device
from svfap_core.system import user_path
from svfap_core.tracking.base import Detector
from svfap_core.tracking.centerface import CenterFace, weights_file
from svfap_core.tracking.insightface_scrfd import InsightFace, installed_model
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
        device: Where to run, `auto` the CPU; yunet always takes the CPU, insightface wherever
            the installed onnxruntime cannot do what is asked for.
        accept_licence: Whether the user accepts the non-commercial licence of insightface's
            packs, so that one may be downloaded.

    Raises:
        DetectorError: The detector or its file cannot be used; the hint says what to do.
        DeviceError: The device is not there.
    """
    path = user_path(file) if file is not None else None
    if name == "insightface":
        return InsightFace(path, device=device, accept_licence=accept_licence)
    if name == "yunet":
        if path is None:
            raise DetectorError("yunet needs its model file", hint="Give the .onnx file")
        return YuNet(path)
    return CenterFace(device=device)


def detector_weights_sha256(name: DetectorName, file: Path | str | None = None) -> str | None:
    """Of the weights that `create_detector` loads; `None` where it would first download them.

    Raises:
        DetectorError: They cannot be read.
    """
    if name == "centerface":
        path = weights_file()
    elif file is not None:
        path = user_path(file)
    elif (found := installed_model()) is not None:
        path = found
    else:
        return None
    try:
        with path.open("rb") as weights:
            return hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise DetectorError(
            Message("the detector's model file %1 cannot be read (%2)", path, reason_of(error)),
            hint="Check its path and your right to read it.",
        ) from error
