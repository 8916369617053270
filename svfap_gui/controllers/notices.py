"""What went wrong in the background, in words for the banner. Knows no work."""

from __future__ import annotations

import logging

from svfap_core.errors import SvfapError
from svfap_gui.state import Notice

log = logging.getLogger(__name__)


def notice_of(error: BaseException) -> Notice:
    """What happened and what to do; what nobody foresaw is also noted in the log."""
    if isinstance(error, SvfapError):
        return Notice(text=str(error.args[0]), hint=error.hint, error=True)
    log.warning("not foreseen: %s", error, exc_info=error)
    return Notice(text=f"{type(error).__name__}: {error}", error=True)
