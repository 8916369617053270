"""The error for a file of a result that cannot be read. Knows nothing of what is in it."""

from __future__ import annotations

import errno
from pathlib import Path

from svfap_core.errors import SvfapError
from svfap_core.failures import reason_of
from svfap_core.messages import Message


def unreadable(path: Path, wanted: str, error: Exception, *, if_damaged: str) -> SvfapError:
    """The error for the user.

    Args:
        path: The file.
        wanted: What it should have been.
        error: What came of reading it.
        if_damaged: What to do if it is missing or not what it should be. Where the system refuses
            for another reason the file may be sound, and nobody is advised to rebuild it.
    """
    code = error.errno if isinstance(error, OSError) else None
    if code is not None and code != errno.ENOENT:
        return SvfapError(
            Message("%1 cannot be read: %2", path, reason_of(error)),
            hint="Check that the disk is there and that you may read the file, then try again.",
        )
    return SvfapError(Message("%1 cannot be read as %2", path, wanted), hint=if_damaged)
