"""Packs clips into tar files, in the layout of WebDataset: `CLIP.000012.jpg` is picture 12 of CLIP.

Tar files are not compressed, so a picture is read by its place and size: the same loader reads
folders and shards, in any order, from any number of processes. Before the pictures of a clip lies
`CLIP.index`, which says where each begins, counted from the index, and how long it is: two
little-endian uint64 each. The manifest keeps the place of the index only, so that its size does not
grow with the number of pictures. Knows nothing of labels.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from svfap_core.atomic import PendingFile, close_unwanted, output_errors
from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.sources.images import find_images
from trainer.data.catalogue import Item, Material

Row: TypeAlias = dict[str, Any]

_PLACE = np.dtype("<u8")
SHARD_FOLDER = "shards"
SHARD_BYTES = 512 * 1024 * 1024
"""A shard is closed once it is this large: few files even for a million clips, yet enough of them
to be copied and cached one by one."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a clip lies, columns of a manifest: the shard, and the byte where its index begins."""

    path: str
    offset: int


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
            places = np.zeros((len(pictures), 2), _PLACE)
            index, header = _entry(tar, f"{key}.index", places.nbytes)
            start = tar.offset + header
            entries: list[tarfile.TarInfo] = []
            end = _padded(places.nbytes)
            for number, picture in enumerate(pictures):
                entry, header = _entry(tar, f"{key}.{number:06d}{ending}", len(picture))
                entries.append(entry)
                places[number] = end + header, len(picture)
                end += header + _padded(len(picture))
            tar.addfile(index, io.BytesIO(places.tobytes()))
            for entry, picture in zip(entries, pictures, strict=True):
                tar.addfile(entry, io.BytesIO(picture))
            if tar.offset >= self._shard_bytes:
                self._close()
        return Packed(path, start)

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


def read_packed(shard: Path, offset: int, count: int, indices: NDArray[np.int64]) -> list[bytes]:
    """Some coded pictures of a clip; what lies beyond the end of a broken shard is empty.

    Args:
        shard: The file.
        offset: Where the clip's index begins.
        count: Pictures of the clip.
        indices: Which of them.

    Raises:
        OSError: The file cannot be read.
    """
    with shard.open("rb", buffering=0) as file:
        file.seek(offset)
        coded = file.read(count * 2 * _PLACE.itemsize)
        places = np.zeros((count, 2), _PLACE)
        known = len(coded) // (2 * _PLACE.itemsize)
        places[:known] = np.frombuffer(coded, _PLACE, 2 * known).reshape(-1, 2)
        found: list[bytes] = []
        for place, size in places[indices].tolist():
            file.seek(offset + place)
            found.append(file.read(size))
        return found


def _entry(tar: tarfile.TarFile, name: str, size: int) -> tuple[tarfile.TarInfo, int]:
    """An entry, and how many bytes its headers are."""
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry, len(entry.tobuf(tar.format, tar.encoding, tar.errors))


def _padded(size: int) -> int:
    """Bytes that an entry of a size takes in a tar file."""
    return -(-size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE


def pack_clips(
    clips: Iterable[tuple[Item, Mapping[str, Any]]], out: Path, miss: Callable[[Item, str], None]
) -> Iterator[Row]:
    """Pack clips one after another.

    Args:
        clips: What each is made of, and its row of the manifest, with `clip`, and `path` below
            `out` unless it is a still.
        out: Folder of the prepared data set.
        miss: Called with a clip that is left out and why: its pictures cannot be read any more.

    Yields:
        The rows, with `path` and `offset` of the packed clip.

    Raises:
        OutputError: A shard cannot be written.
    """
    with ShardWriter(out) as shards:
        for item, row in clips:
            if item.material is Material.STILL:
                packed = shards.add(row["clip"], [item.data])
            else:
                try:
                    coded, ending = _pictures(out / row["path"])
                except SourceError as error:
                    miss(item, str(error))
                    continue
                packed = shards.add(row["clip"], coded, ending)
            yield {**row, "path": packed.path, "offset": packed.offset}


def _pictures(folder: Path) -> tuple[list[bytes], str]:
    """The coded pictures of a clip, and their ending."""
    paths = find_images(folder)
    if not paths:
        raise SourceError(Message("%1 holds no image", folder))
    coded: list[bytes] = []
    for path in paths:
        try:
            coded.append(path.read_bytes())
        except OSError as error:
            raise SourceError(Message("%1 cannot be read: %2", path, reason_of(error))) from error
    return coded, paths[0].suffix.lower()
