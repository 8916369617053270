"""Packs clips into tar files, in the layout of WebDataset: `CLIP.000012.jpg` is picture 12 of CLIP.

Tar files are not compressed, so a picture is read by its place and size, which the manifest keeps:
the same loader reads folders and shards, in any order, from any number of processes. Knows nothing
of labels.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from svfap_core.atomic import PendingFile, close_unwanted, output_errors

SHARD_FOLDER = "shards"
SHARD_BYTES = 512 * 1024 * 1024
"""A shard is closed once it is this large: few files even for a million clips, yet enough of them
to be copied and cached one by one."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Where the pictures of a clip lie: columns of a manifest."""

    path: str
    offsets: list[int]
    sizes: list[int]


class ShardWriter:
    """Writes one shard after another; each takes its name when it is whole.

    Args:
        folder: The folder of the manifest.
        shard_bytes: About how large a shard becomes.
    """

    def __init__(self, folder: Path, *, shard_bytes: int = SHARD_BYTES) -> None:
        self._folder = folder
        self._shard_bytes = shard_bytes
        self._count = 0
        self._pending: PendingFile | None = None
        self._tar: tarfile.TarFile | None = None

    def add(self, clip: str, pictures: Sequence[bytes], ending: str = ".jpg") -> Packed:
        """Append the coded pictures of a clip.

        Raises:
            OutputError: The disk refuses.
        """
        with output_errors(self._folder / SHARD_FOLDER):
            tar = self._tar or self._open()
            path = f"{SHARD_FOLDER}/{self._count - 1:06d}.tar"
            key = clip.replace(".", "_")  # A key ends at the first dot.
            offsets: list[int] = []
            for index, picture in enumerate(pictures):
                entry = tarfile.TarInfo(f"{key}.{index:06d}{ending}")
                entry.size = len(picture)
                header = len(entry.tobuf(tar.format, tar.encoding, tar.errors))
                offsets.append(tar.offset + header)
                tar.addfile(entry, io.BytesIO(picture))
            if tar.offset >= self._shard_bytes:
                self._close()
        return Packed(path, offsets, [len(picture) for picture in pictures])

    def _open(self) -> tarfile.TarFile:
        self._pending = PendingFile(self._folder / SHARD_FOLDER / f"{self._count:06d}.tar")
        self._tar = tarfile.open(self._pending.part, "w", format=tarfile.PAX_FORMAT)  # noqa: SIM115  # closed in _close
        self._count += 1
        return self._tar

    def _close(self) -> None:
        if self._tar is not None and self._pending is not None:
            self._tar.close()
            self._pending.commit()
        self._tar = self._pending = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                with output_errors(self._folder / SHARD_FOLDER):
                    self._close()
        finally:
            if self._tar is not None and self._pending is not None:
                close_unwanted(self._tar)
                self._pending.discard()
