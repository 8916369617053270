"""A video that is watched beside the analysed one: where it lies, and its offset.

Knows no video and no player.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from pydantic import Field, FiniteFloat

from svfap_core.settings import Frozen


class SecondVideo(Frozen):
    """A stimulus, or the view of another camera, that follows the analysed video.

    Its media time is that of the analysed video less `offset_s`.
    """

    path: str = Field(
        min_length=1, description="From the folder of the analysed video, or a whole path."
    )
    offset_s: FiniteFloat = Field(
        default=0.0,
        description="When it starts, in seconds of the analysed video; below 0: it started before.",
    )
    heard: bool = Field(
        default=False, description="Its sound is played, in place of the analysed video's."
    )

    @classmethod
    def of(cls, second: Path, first: Path) -> Self:
        """The video `second` beside the analysed video `first`, both starting together."""
        return cls(path=_from_folder(second.absolute(), first.absolute().parent))

    def found_at(self, second: Path, first: Path) -> Self:
        """The same video, which lies elsewhere now."""
        return self.model_copy(update={"path": type(self).of(second, first).path})

    def located(self, first: Path) -> Path:
        """Where it lies, beside the analysed video `first`."""
        return Path(os.path.normpath(first.absolute().parent / self.path))

    def time_s(self, first_s: float) -> float:
        """Its media time while the analysed video shows `first_s`; may lie outside of it."""
        return first_s - self.offset_s

    def aligned(self, first_s: float, second_s: float) -> Self:
        """With the offset by which it shows `second_s` while the analysed video shows `first_s`."""
        return self.shifted_to(first_s - second_s)

    def shifted_to(self, offset_s: float) -> Self:
        """With this offset, to the microsecond: text and JSON hold it exactly."""
        return self.model_copy(update={"offset_s": round(offset_s, 6) + 0.0})

    def with_sound(self, *, heard: bool) -> Self:
        """Heard in place of the analysed video, or not."""
        return self.model_copy(update={"heard": heard})


def _from_folder(path: Path, folder: Path) -> str:
    """Relative if both share a folder, so that they can be moved together; else the whole path."""
    try:
        shared = Path(os.path.commonpath([path, folder]))
    except ValueError:  # On another drive of Windows nothing leads there.
        return path.as_posix()
    if shared == Path(shared.anchor):
        return path.as_posix()
    return Path(os.path.relpath(path, folder)).as_posix()
