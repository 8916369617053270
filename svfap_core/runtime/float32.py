"""float32 as it is written, without TF32: its 10 bits of fraction are what CUDA uses by default.

Torch keeps these settings for the whole process, and threads compute side by side: the settings
are changed by the first that enters and given back by the last that leaves.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

import torch

_lock = Lock()
_inside = 0
_before = ("highest", False)


@contextmanager
def literal_float32() -> Generator[None]:
    """Products and convolutions keep all 24 bits of float32 while this is entered."""
    global _inside, _before  # noqa: PLW0603  # torch's settings are global, too
    with _lock:
        if not _inside:
            _before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
            _set("highest", tf32=False)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                _set(_before[0], tf32=_before[1])


def _set(products: str, *, tf32: bool) -> None:
    if torch.get_float32_matmul_precision() != products:
        torch.set_float32_matmul_precision(products)
    torch.backends.cudnn.allow_tf32 = tf32
