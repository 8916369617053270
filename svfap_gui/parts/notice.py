"""What went wrong in the background, in words for the banner. Knows no work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SvfapError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line for the banner: what happened and what to do about it.

    `path` is a file that the notice is about; `retry` does again what has failed.
    """

    text: str
    hint: str = ""
    error: bool = False
    path: Path | None = None
    retry: Callable[[], None] | None = None


def notice_of(error: BaseException) -> Notice:
    """What happened and what to do; what nobody foresaw is also noted in the log."""
    if isinstance(error, SvfapError):
        return Notice(text=error.args[0], hint=error.hint, error=True)
    log.warning("not foreseen: %s", error, exc_info=error)
    return Notice(text=f"{type(error).__name__}: {error}", error=True)
