"""A disk with little room, for tests of what happens when it is full."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file of this process may grow beyond ``size`` bytes meanwhile.

    Only inside a ``with`` block, never as a fixture: a fixture's limit would still
    hold when pytest writes the result of the test to its own, longer log.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
