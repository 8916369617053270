"""Reads a video again and turns good faces of each track into embeddings.

Knows no files but the video, and not what the embeddings are for.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from svfap_core.recognition.base import Embeddings, Recogniser
from svfap_core.recognition.embeddings import FaceEmbeddings
from svfap_core.recognition.sampling import sampled
from svfap_core.results.recording import Recording
from svfap_core.settings import DecodingSettings
from svfap_core.sources.opening import open_source
from svfap_core.tracking.align import align_face
from svfap_core.types import RGB

SAMPLING: Final = "1"
"""Goes up with any change in the choice of faces."""
_BATCH: Final = 32


def made_by(recogniser: Recogniser) -> str:
    """What decides the embeddings of a result: network, alignment, choice of faces."""
    return f"{recogniser.identity}:{SAMPLING}"


def embed_faces(
    video: Path,
    recording: Recording,
    recogniser: Recogniser,
    *,
    decoding: DecodingSettings,
    progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> FaceEmbeddings | None:
    """The embeddings of a few faces of each track.

    Args:
        video: What was analysed.
        recording: Its analysis.
        recogniser: The network.
        decoding: How the video was read when it was analysed.
        progress: Called with the share done, 0..1.
        should_stop: Asked at each frame.

    Returns:
        `None` where that was stopped.

    Raises:
        SourceError: The video cannot be read.
    """
    faces = recording.faces.view()
    faces = faces[sampled(faces)]
    wanted = {frame: list(own) for frame, own in groupby(faces, key=_frame)}
    last, found = max(wanted, default=-1), _Embedded(recogniser)
    with open_source(video, decoding=decoding.whole) as source:
        for frame in source.frames():
            if should_stop():
                return None
            if frame.index > last:
                break
            for face in wanted.get(frame.index, ()):
                found.add(face, frame.rgb)
            progress(min(max(frame.index / max(last, 1), 0.0), 1.0))
    return found.all(recording)


class _Embedded:
    """Faces as they come, in batches."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._crops: list[RGB] = []
        self._vectors: list[Embeddings] = []
        self._faces: list[Any] = []

    def add(self, face: Any, rgb: RGB) -> None:
        recogniser = self._recogniser
        crop = align_face(rgb, face["points_px"], recogniser.template, recogniser.size_px)
        self._faces.append(face)
        self._crops.append(crop)
        if len(self._crops) == _BATCH:
            self._embed()

    def all(self, recording: Recording) -> FaceEmbeddings:
        self._embed()
        return FaceEmbeddings(
            made_by(self._recogniser),
            recording.schema.identity,
            self._column("track_id", np.int32),
            self._column("frame", np.int32),
            self._column("t_s", np.float64),
            np.concatenate(self._vectors),
        )

    def _embed(self) -> None:
        size = self._recogniser.size_px
        crops = np.array(self._crops, np.uint8).reshape(-1, size, size, 3)
        self._vectors.append(self._recogniser.embed(crops))
        self._crops = []

    def _column(self, name: str, kind: type[Any]) -> NDArray[Any]:
        return np.array([face[name] for face in self._faces], kind)


def _frame(face: Any) -> int:
    return int(face["frame"])
