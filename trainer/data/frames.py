"""Reads pictures of clips: from folders or from shards. Knows nothing of times, labels or models.

A picture that is missing or damaged is an error that names it; nothing takes its place.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.settings import ClipSpec
from svfap_core.sources.images import find_images
from trainer.data.manifest import Manifest
from trainer.data.shards import read_packed

HINT = Message("Prepare the data set again.")

Pictures = NDArray[np.uint8]


class FrameReader:
    """Pictures of the clips of one manifest, in the colours that a model sees.

    Args:
        manifest: Whose clips.
        colour: Of the model; grey pictures are a third of the work.
        size_px: Side that pictures are brought to where they are not all of one size.
    """

    def __init__(self, manifest: Manifest, colour: str, size_px: int) -> None:
        self.manifest = manifest
        self._grey = colour == "gray"
        self._size_px = manifest.info.crop.size_px or size_px

    @property
    def size_px(self) -> int:
        """Side of the pictures that `read` gives."""
        return self._size_px

    @property
    def channels(self) -> int:
        """1 for grey, 3 for RGB."""
        return 1 if self._grey else 3

    def read(self, row: int, indices: NDArray[np.int64]) -> Pictures:
        """Some pictures of a clip, `(T, size_px, size_px, channels)`, in the order of `indices`.

        Raises:
            SourceError: One of them cannot be read.
        """
        different, back = np.unique(indices, return_inverse=True)
        columns = ("path", "num_frames", "offset")
        entry = {name: self.manifest.table[name][row].as_py() for name in columns}
        path = self.manifest.folder / entry["path"]
        if entry["offset"] is None:
            coded = _from_folder(path, entry["num_frames"], different)
        else:
            coded = _from_shard(path, entry["offset"], entry["num_frames"], different)
        pictures = [self._decode(data, path, i) for data, i in zip(coded, different, strict=True)]
        return np.stack(pictures)[back]

    def _decode(self, data: bytes, path: Path, index: Any) -> Pictures:
        flag = cv2.IMREAD_GRAYSCALE if self._grey else cv2.IMREAD_COLOR_RGB
        try:
            found: Any = cv2.imdecode(np.frombuffer(data, np.uint8), flag) if data else None
        except cv2.error:  # It announces more pixels than any picture has.
            found = None
        if found is None:
            raise SourceError(Message("image %1 of %2 cannot be read", index, path), hint=HINT)
        if found.shape[:2] != (self._size_px, self._size_px):
            # Squashed to a square by Pillow as in the reference (no aspect is kept).
            side = (self._size_px, self._size_px)
            found = np.asarray(Image.fromarray(found).resize(side, Image.Resampling.BILINEAR))
        return found.reshape(self._size_px, self._size_px, self.channels)


def is_readable(path: Path) -> bool:
    """Whether a picture can be decoded, as `FrameReader` does it: HEIC, for one, is not."""
    try:
        data = np.fromfile(path, np.uint8)
        found: Any = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except (OSError, cv2.error):  # The latter: more pixels than memory holds.
        return False
    return found is not None


def reader_for(manifest: Manifest, spec: ClipSpec) -> FrameReader:
    """The reader of a manifest for a model's input."""
    return FrameReader(manifest, spec.colour, spec.size_px)


def _from_folder(folder: Path, count: int, indices: NDArray[np.int64]) -> list[bytes]:
    try:
        changed_ns = folder.stat().st_mtime_ns
    except OSError as error:
        raise SourceError(
            Message("%1 cannot be read: %2", folder, reason_of(error)), hint=HINT
        ) from error
    paths = _pictures_of(folder, changed_ns)
    if len(paths) != count:
        # With one missing, or one too many, all behind it would be other pictures than before.
        raise SourceError(
            Message(
                "%1 holds %2 pictures, not the %3 that it was prepared with",
                folder,
                len(paths),
                count,
            ),
            hint=HINT,
        )
    try:
        return [paths[i].read_bytes() for i in indices]
    except OSError as error:
        raise SourceError(
            Message("%1 cannot be read: %2", error.filename, reason_of(error)), hint=HINT
        ) from error


@lru_cache(maxsize=4096)
def _pictures_of(folder: Path, changed_ns: int) -> list[Path]:
    del changed_ns  # What was listed before the folder changed is forgotten.
    return find_images(folder)


def _from_shard(shard: Path, offset: int, count: int, indices: NDArray[np.int64]) -> list[bytes]:
    try:
        return read_packed(shard, offset, count, indices)
    except OSError as error:
        raise SourceError(
            Message("%1 cannot be read: %2", shard, reason_of(error)), hint=HINT
        ) from error
