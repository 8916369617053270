"""What went wrong or should be known, in words for a view. Knows no work and no Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from svfap_core.errors import SvfapError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What happened and what to do about it.

    `cause` names what it is about: a new notice of the same cause replaces it, `Notices.retract`
    removes it. `path` is a file that it is about; `retry` repeats what has failed, or
    does what `verb` says.
    """

    text: str
    hint: str = ""
    error: bool = False
    cause: str = ""
    path: Path | None = None
    retry: Callable[[], None] | None = None
    verb: str = ""

    @property
    def key(self) -> str:
        """Its place in a list: the cause, else the text, so that nothing is listed twice."""
        return self.cause or self.text


def notice_of(error: BaseException, cause: str = "") -> Notice:
    """What happened and what to do; what nobody foresaw is also noted in the log."""
    if isinstance(error, SvfapError):
        return Notice(text=error.args[0], hint=error.hint, error=True, cause=cause)
    log.warning("not foreseen: %s", error, exc_info=error)
    return Notice(text=f"{type(error).__name__}: {error}", error=True, cause=cause)
