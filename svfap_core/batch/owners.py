"""Who claims files: one run of a process on a computer; and whether it is still there.

Knows nothing of what is claimed.
"""

from __future__ import annotations

import itertools
import os
import socket
from datetime import UTC, datetime, timedelta
from weakref import WeakValueDictionary

import psutil

from svfap_core.system import process_start

SILENT_AFTER = timedelta(minutes=5)
"""A claim of another computer counts as abandoned when it was not renewed for this long."""


class Owner:
    """One run. It is gone when this object or the process is.

    `name` is its computer, process, and number in the process: two runs of one app are as foreign
    to each other as two apps.
    """

    def __init__(self) -> None:
        pid = os.getpid()
        self.name = f"{socket.gethostname()}:{pid}:{process_start(pid)}.{next(_numbers)}"
        _here[self.name] = self


_numbers = itertools.count()
_here: WeakValueDictionary[str, Owner] = WeakValueDictionary()


def now() -> datetime:
    """By this computer's clock."""
    return datetime.now(UTC)


def is_alive(owner: str, heard_at: str) -> bool:
    """Whether an owner is still at work, as far as can be told from here.

    Args:
        owner: Its name.
        heard_at: When it was last heard of, in ISO 8601.
    """
    host, pid, start = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return now() - datetime.fromisoformat(heard_at) < SILENT_AFTER
    if not psutil.pid_exists(int(pid)):
        return False
    if int(pid) == os.getpid() and start.partition(".")[0] == process_start(os.getpid()):
        return owner in _here
    # Where the system does not tell now, such as without a file handle left, nobody is robbed.
    return process_start(int(pid)) in {start.partition(".")[0], ""}
