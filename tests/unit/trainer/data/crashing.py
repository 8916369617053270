"""Work that can end the process that does it; imports little, as every process begins with it."""

from __future__ import annotations

import os
import signal


def doubled(number: int) -> int:
    """Twice a number; 0 is an error, a negative one ends the process as a fault in C does."""
    if number == 0:
        raise ValueError("0 cannot be doubled")
    if number < 0:
        os.kill(os.getpid(), signal.SIGSEGV if number == -1 else signal.SIGKILL)
    return 2 * number
