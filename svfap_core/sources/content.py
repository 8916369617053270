"""Sources' content as a short text, by which they are known under any name.

A source is a file or a folder of images. The one place that hashes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from svfap_core.sources.access import check_source, read_errors
from svfap_core.sources.images import find_images

BLOCK_BYTES = 1 << 22


def content_hash(source: Path, on_block: Callable[[], None] = lambda: None) -> str:
    """BLAKE2 of the hashes of a source's files, whatever their names and dates.

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
            of_file = hashlib.blake2b()
            with path.open("rb") as file:
                while block := file.read(BLOCK_BYTES):
                    on_block()
                    of_file.update(block)
            whole.update(of_file.digest())
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


def _files(source: Path) -> list[Path]:
    check_source(source)
    return find_images(source) if source.is_dir() else [source]
