"""The file of the MediaPipe Face Landmarker: where it is, whether it is the right one, its parts.

The program does not ship it. A user names one, or has it downloaded from its publisher, which
happens on request only. Knows nothing of what the networks in it do.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from svfap_core.atomic import whole_file
from svfap_core.errors import DetectorError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.system import user_path

SHA256: Final = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
"""Of version 1 in float16, the only one whose numbers are checked here."""
URL: Final = (
    "https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/"
    "face_landmarker.task"
)
LICENCE: Final = "Apache-2.0"
LANDMARKS: Final = "face_landmarks_detector.tflite"
BLENDSHAPES: Final = "face_blendshapes.tflite"
GEOMETRY: Final = "geometry_pipeline_metadata_landmarks.binarypb"

_NAME = "face_landmarker.task"
_MOST_BYTES = 64_000_000
_TIMEOUT_S = 60.0
_HOW_TO_GET_IT = Message(
    "Download it (Settings, Faces, or --download-landmarker), or choose the file (there, or "
    "--landmarker FILE); its publisher has it at %1",
    URL,
)


def downloaded_file() -> Path:
    """Where `download_landmarker` leaves the file; it may be missing."""
    return user_data_path("svfap", appauthor=False) / "landmarker" / _NAME


def landmarker_bytes(file: Path | str | None = None) -> bytes:
    """The content of the file.

    Args:
        file: As the user names it; without, the one that was downloaded.

    Raises:
        DetectorError: It is missing, cannot be read, or is another file; the hint says what to do.
    """
    path = downloaded_file() if file is None else user_path(file)
    if not path.is_file():
        raise DetectorError(
            Message("the face landmarker %1 is missing", path)
            if file is not None
            else Message("facial actions need the file %1, which is not installed", _NAME),
            hint=_HOW_TO_GET_IT,
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DetectorError(
            Message("the face landmarker %1 cannot be read (%2)", path, reason_of(error)),
            hint="Check its path and your right to read it.",
        ) from error
    _check(content, str(path))
    return content


def download_landmarker(url: str = URL) -> Path:
    """Get the file from its publisher (3.8 MB) into the user's data folder, as the user asked.

    Returns:
        Where it lies. A right one that is there already stays.

    Raises:
        DetectorError: It cannot be had, or is another file than expected.
        OutputError: It cannot be written.
    """
    path = downloaded_file()
    if path.is_file() and _sha256(path.read_bytes()) == SHA256:
        return path
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310  # a fixed https address
            content = answer.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise DetectorError(
            Message("the face landmarker could not be downloaded (%1)", _reason(error)),
            hint=Message(
                "Check the connection, or download %1 by other means and choose the file", URL
            ),
        ) from error
    _check(content, url)
    with whole_file(path) as part:
        part.write_bytes(content)
    return path


def parts_of(content: bytes) -> dict[str, bytes]:
    """The files in the right file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in (LANDMARKS, BLENDSHAPES, GEOMETRY)}


def _check(content: bytes, origin: str) -> None:
    if (found := _sha256(content)) != SHA256:
        raise DetectorError(
            Message(
                "%1 is not the face landmarker that this program knows: its sha256 is %2 and "
                "should be %3",
                origin,
                found,
                SHA256,
            ),
            hint=_HOW_TO_GET_IT,
        )


def _reason(error: Exception) -> str:
    """Why, without the words of urllib around what the system says."""
    inner = getattr(error, "reason", None)
    return reason_of(inner if isinstance(inner, OSError) else error)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
