"""What the system says about a path, in words for users. Knows nothing of what is in a file."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.messages import Message

_MISSING = Message("%1 does not exist")
_REFUSED = (
    Message("%1 may not be read"),
    Message("Give yourself the right to read it and its folder."),
)
_REASONS = {
    errno.ENOENT: (_MISSING, Message("Check the path.")),
    errno.ENOTDIR: (_MISSING, Message("Check the path: a part of it is a file, not a folder.")),
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.ELOOP: (
        Message("%1 is a link that leads back to itself"),
        Message("Delete it, and choose the file itself."),
    ),
    errno.ENAMETOOLONG: (
        _MISSING,
        Message("Check the path: its name is too long for any file."),
    ),
}
_UNREADABLE = (
    Message("%1 cannot be read (%2)"),
    Message("Check that the disk is there and sound."),
)


@contextmanager
def read_errors(path: Path) -> Generator[None]:
    """Turn what the system says while `path` is read into words for the user.

    Raises:
        SourceError: In place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        what, hint = _REASONS.get(error.errno or 0, _UNREADABLE)
        raise SourceError(Message(what, path, reason_of(error)), hint=hint) from error


def check_source(path: Path) -> None:
    """See that a path leads to a file or folder, before anything waits for it to be read.

    Reading a pipe would last until somebody writes to it, and reading a device for ever.

    Raises:
        SourceError: It leads nowhere, or to something else.
    """
    with read_errors(path):
        path.stat()
    if not path.is_file() and not path.is_dir():
        raise SourceError(
            Message("%1 is neither a file nor a folder", path), hint="Choose one of these."
        )


def is_folder(path: Path) -> bool:
    """Whether a path is surely a folder; `Path.is_dir` fails where nobody may look."""
    return os.path.isdir(path)  # noqa: PTH112


def real(path: Path) -> Path:
    """Where a path leads, as far as links can be followed; `Path.resolve` fails at a loop."""
    return Path(os.path.realpath(path))
