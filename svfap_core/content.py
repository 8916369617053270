"""Files' content as a short text, by which it is known under any name. Knows no formats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

BLOCK_BYTES = 1 << 22


def content_hash(parts: Iterable[Path], on_block: Callable[[], None] = lambda: None) -> str:
    """BLAKE2 of the hashes of files, whatever their names and dates.

    Args:
        parts: The files, in order.
        on_block: Called before each part of a file; gigabytes take a while, and what it raises
            ends them.

    Raises:
        OSError: A file cannot be read.
    """
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        of_part = hashlib.blake2b()
        with part.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                on_block()
                of_part.update(block)
        whole.update(of_part.digest())
    return whole.hexdigest()


def content_stamp(parts: Iterable[Path]) -> str:
    """Of the sizes and dates of files, in order: while it stays, so does their content.

    Raises:
        OSError: A file is not there, or nobody may look.
    """
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        about = part.stat()
        whole.update(f"{about.st_size} {about.st_mtime_ns}\n".encode())
    return whole.hexdigest()
