"""Errors that a user can do something about. Anything else is a bug and stays a plain exception."""

from __future__ import annotations

from svfap_core.messages import Message, joined


class SvfapError(Exception):
    """What happened, to which thing; `hint` says what to do about it.

    Both are a `Message` where they name things, so that the window can translate them.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        """Both as one `Message`."""
        return joined((text for text in (self.args[0], self.hint) if text), ". ")


class SourceError(SvfapError):
    """A video, camera, stream or folder cannot be opened or read."""


class DetectorError(SvfapError):
    """A face detector cannot be made, or its file is missing or wrong."""


class ModelError(SvfapError):
    """A model file or card is missing, damaged or of another shape than it says."""


class DeviceError(SvfapError):
    """The computing device that was asked for is not there."""


class OutputError(SvfapError):
    """A result cannot be written."""


class ClusterError(SvfapError):
    """The cluster that was asked for is not there, or has no room."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of any library means that memory is short."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    said = str(error).casefold()
    return any(words in said for words in ("not enough memory", "insufficient memory", "bad alloc"))


def out_of_memory(name: str) -> SourceError:
    """The error for a source that needs more memory than there is."""
    return SourceError(
        Message("%1 needs more memory than is free", name),
        hint="Close other programs or analyse fewer files at once; or make the video smaller, for "
        "example with: ffmpeg -i IN -vf scale=1280:-2 OUT.mp4",
    )
