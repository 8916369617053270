"""Ends a process that makes a data set where a file asks for it, as on systems without signals.

It ends as if it were killed, in the middle of its items: that costs those, and nothing else.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from trainer.folder import PAUSE

LOOK_EVERY_S = 0.25
PAUSED = 1
"""Exit code: the data set is not made."""


@contextmanager
def paused_by_file(folder: Path, tell: Callable[[], object]) -> Generator[None]:
    """Look for a file named `pause` in a folder meanwhile, and end the process when it is there.

    Args:
        folder: That of the data set. A file from before is removed.
        tell: Called before the process ends, in another thread.
    """
    request, done = folder / PAUSE, threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_EVERY_S):
            if request.exists():
                tell()
                _remove(request)
                os._exit(PAUSED)  # Workers are waiting for items, and end with their parent.

    _remove(request)
    thread = threading.Thread(target=watch, name="pause", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        _remove(request)


def _remove(request: Path) -> None:
    with suppress(OSError):
        request.unlink()
