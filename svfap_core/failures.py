"""What the system and FFmpeg say of a failure, as sentences that can be said in another language.

The same words on every system; what is rare stays as they say it.
"""

from __future__ import annotations

import errno

from svfap_core.errors import SvfapError
from svfap_core.messages import Message

_OF_THE_SYSTEM = {
    errno.ENOENT: Message("No such file or directory"),
    errno.EACCES: Message("Permission denied"),
    errno.EPERM: Message("Operation not permitted"),
    errno.EEXIST: Message("File exists"),
    errno.ENOTDIR: Message("Not a directory"),
    errno.EISDIR: Message("Is a directory"),
    errno.ENAMETOOLONG: Message("File name too long"),
    errno.EIO: Message("Input/output error"),
    errno.EBUSY: Message("Device or resource busy"),
    errno.EROFS: Message("Read-only file system"),
    errno.ENOSPC: Message("No space left on device"),
    errno.EDQUOT: Message("Disk quota exceeded"),
    errno.EFBIG: Message("File too large"),
    errno.EMFILE: Message("Too many open files"),
    errno.ENFILE: Message("Too many open files in system"),
    errno.ESTALE: Message("Stale file handle"),
    errno.ETIMEDOUT: Message("Connection timed out"),
    errno.ECONNREFUSED: Message("Connection refused"),
    errno.ECONNRESET: Message("Connection reset by peer"),
    errno.EHOSTUNREACH: Message("No route to host"),
    errno.ENETDOWN: Message("Network is down"),
    errno.ENETUNREACH: Message("Network is unreachable"),
}

_OF_FFMPEG = {
    str(said): said
    for said in (
        Message("Invalid data found when processing input"),
        Message("End of file"),
        Message("Decoder not found"),
        Message("Encoder not found"),
        Message("Protocol not found"),
        Message("Server returned 400 Bad Request"),
        Message("Server returned 401 Unauthorized (authorization failed)"),
        Message("Server returned 403 Forbidden (access denied)"),
        Message("Server returned 404 Not Found"),
        Message("Server returned 5XX Server Error reply"),
        Message("Generic error in an external library"),
    )
}


def reason_of(error: BaseException) -> str:
    """Why it failed: a `Message` where the reason is a common one.

    Without the path or address, which the sentence around it names or hides.
    """
    if isinstance(error, SvfapError):
        return str(error)
    code: int = getattr(error, "errno", None) or 0
    if code in _OF_THE_SYSTEM:
        return _OF_THE_SYSTEM[code]
    said: str = getattr(error, "strerror", None) or ""
    if said:
        return _OF_FFMPEG.get(said, said)
    return str(error) if isinstance(error, OSError) else type(error).__name__
