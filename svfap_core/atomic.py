"""Files that appear under their final name whole or not at all. Knows nothing of formats."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from svfap_core.errors import OutputError
from svfap_core.failures import reason_of
from svfap_core.messages import Message
from svfap_core.system import is_in_use, is_too_long, replace

PART_ENDING = ".part"
"""Of a file that is not whole yet."""

_HINTS = {
    errno.ENOSPC: Message("The disk is full: free some space or choose another folder."),
    errno.EDQUOT: Message(
        "Your share of the disk is used up: free some space or choose another folder."
    ),
    errno.EFBIG: Message("The disk's file system takes no file of this size: choose another disk."),
    errno.EACCES: Message(
        "You may not write there: choose another folder or change its permissions."
    ),
    errno.EPERM: Message(
        "You may not write there: choose another folder or change its permissions."
    ),
    errno.EROFS: Message("That disk is read-only: choose another folder."),
    errno.ENAMETOOLONG: Message("The name is too long: choose a shorter one."),
    errno.ENOTDIR: Message("A part of the path is a file, not a folder: choose another folder."),
    errno.EISDIR: Message("A folder of that name is in the way: choose another name."),
    errno.EEXIST: Message("Something of that name is in the way: choose another name."),
    errno.EMFILE: Message(
        "Too many files are open: end other work in this program, then try again."
    ),
    errno.ENFILE: Message(
        "Too many files are open on this computer: end other programs, then try again."
    ),
}


_HINT = Message("Check that the disk is there and can be written to.")


class Closable(Protocol):
    """Anything with a `close`."""

    def close(self) -> object:
        """Give the file back."""
        ...


def _hint(error: OSError, path: Path) -> str:
    if is_in_use(error):
        return Message("Another program has the file open: close it there, then try again.")
    if is_too_long(error, path):
        return _HINTS[errno.ENAMETOOLONG]
    return _HINTS.get(error.errno or 0, _HINT)


@contextmanager
def output_errors(path: Path) -> Generator[None]:
    """Turn what the system says while `path` is written into words for the user.

    Raises:
        OutputError: In place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        reason, hint = reason_of(error), _hint(error, path)
        raise OutputError(Message("cannot write %1: %2", path, reason), hint=hint) from error


class PendingFile:
    """A place beside the final one to write to, then to keep or to drop.

    Write to `part` in any way, close it, then call `commit` or `discard`. A part left over from a
    killed process is overwritten by the next one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(path.name + PART_ENDING)
        with output_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)

    def commit(self) -> None:
        """Put the closed part on the disk for good and give it its final name.

        Raises:
            OutputError: The disk or the folder refuses.
        """
        with output_errors(self.path):
            with self.part.open("rb+") as written:
                os.fsync(written.fileno())
            replace(self.part, self.path)

    def discard(self) -> None:
        """Remove the part, if there is one."""
        with output_errors(self.path):
            self.part.unlink(missing_ok=True)


def close_unwanted(*files: Closable) -> None:
    """Close files whose content nobody wants: what they cannot write any more does not matter."""
    for file in files:
        with suppress(OSError):
            file.close()


@contextmanager
def whole_file(path: Path) -> Generator[Path]:
    """A place to write to that takes the name `path` when the block ends without an error.

    Raises:
        OutputError: In place of any `OSError` of the block or of the renaming.
    """
    pending = PendingFile(path)
    try:
        with output_errors(path):
            yield pending.part
        pending.commit()
    except BaseException:
        pending.discard()
        raise
