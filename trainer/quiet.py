"""Keeps to itself what Lightning and torch say to whoever writes a training script."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Generator
from contextlib import contextmanager

_LIBRARIES = "lightning|torch"
"""Beginnings of the names of their modules, torchmetrics among them."""


@contextmanager
def quiet() -> Generator[None]:
    """Without their warnings and tips: users of a program can do nothing about them."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)  # Devices, tips.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=_LIBRARIES)
        yield
