"""Sources' content as a short text, by which they are known under any name.

A source is a file or a folder of images. The one place that hashes them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from svfap_core.sources.access import check_source, read_errors
from svfap_core.sources.images import find_images
from svfap_core.sources.known_files import LEAST_BYTES, keep_digest, known_digest

BLOCK_BYTES = 1 << 22


def content_hash(source: Path, on_block: Callable[[], None] = lambda: None) -> str:
    """BLAKE2 of the hashes of a source's files, whatever their names and dates.

    A large file that was hashed before and is unchanged since is not read again (`known_files`).

    Args:
        source: A video or image, or a folder, of which its images in order count.
        on_block: Called before each part of a file; gigabytes take a while, and what it raises
            ends them.

    Raises:
        SourceError: It cannot be read.
    """
    whole = hashlib.blake2b(digest_size=16)
    files = _files(source)
    with read_errors(source):
        for path in files:
            whole.update(_digest(path, on_block))
    return whole.hexdigest()


def bytes_hash(content: bytes) -> str:
    """What `content_hash` gives for a file with these bytes."""
    return hashlib.blake2b(hashlib.blake2b(content).digest(), digest_size=16).hexdigest()


def content_stamp(source: Path) -> str:
    """Of the sizes and dates of a source's files, in order: while it stays, so does their content.

    Raises:
        SourceError: It is not there, or nobody may look.
    """
    whole = hashlib.blake2b(digest_size=16)
    files = _files(source)
    with read_errors(source):
        for path in files:
            about = path.stat()
            whole.update(f"{about.st_size} {about.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def content_bytes(source: Path) -> int:
    """How many bytes `content_hash` would read.

    Raises:
        SourceError: It is not there, or nobody may look.
    """
    files = _files(source)
    with read_errors(source):
        return sum(path.stat().st_size for path in files)


def _digest(path: Path, on_block: Callable[[], None]) -> bytes:
    """Of a file's content; of a large one that was read before, without reading it."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        is_large = before.st_size >= LEAST_BYTES
        if is_large and (known := known_digest(before)) is not None:
            return known
        found = hashlib.blake2b()
        while block := file.read(BLOCK_BYTES):
            on_block()
            found.update(block)
        if is_large:
            keep_digest(before, os.fstat(file.fileno()), found.digest())
    return found.digest()


def _files(source: Path) -> list[Path]:
    check_source(source)
    return find_images(source) if source.is_dir() else [source]
