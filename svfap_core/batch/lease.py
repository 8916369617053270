"""Keeps a claim while a file is worked on, whatever is being done with it. Knows no files."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from svfap_core.batch.ledger import Claim, JobState, Ledger
from svfap_core.batch.owners import SILENT_AFTER, now
from svfap_core.errors import OutputError
from svfap_core.messages import Message

log = logging.getLogger(__name__)

RENEW_EVERY_S = 30.0
ASKED_AGAIN_AFTER = timedelta(seconds=1)
"""By the clock on the wall, which goes on while a computer sleeps."""


class ClaimLost(Exception):  # noqa: N818  # no fault of the file: another run has it
    """Another run took the file over, as this one was not heard of for too long."""

    def __str__(self) -> str:
        return Message(
            "another run took it over, because this computer was not heard of for %1 minutes",
            f"{SILENT_AFTER.total_seconds() / 60:.0f}",
        )


class Lease:
    """A claim that is renewed for the time of a `with` block, in a thread of its own.

    So it is kept while models are loaded, in pauses, and while results go to a slow place; a
    computer that sleeps keeps nothing. Used by one thread.
    """

    def __init__(self, ledger: Ledger, claim: Claim) -> None:
        self._ledger = ledger
        self.claim = claim
        self._lost = False
        self._held_at = now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="svfap-claim", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._over.set()
        self._thread.join()

    def check(self) -> None:
        """See that the claim was not lost, as far as is known here; costs nothing.

        Raises:
            ClaimLost: It was.
        """
        if self._lost:
            raise ClaimLost

    def confirm(self) -> None:
        """See in the ledger that the claim holds now: before every step that others can see.

        An answer counts for a second, in which a result's files are moved.

        Raises:
            ClaimLost: It does not.
        """
        if abs(now() - self._held_at) > ASKED_AGAIN_AFTER:
            self._hold(self._ledger.holds(self.claim))
        self.check()

    def will_write(self, names: Iterable[str]) -> None:
        """Note final names before they appear; see `Ledger.will_write`.

        Raises:
            ClaimLost: Nothing may get a final name.
        """
        self._hold(self._ledger.will_write(self.claim, names))

    def end(self, state: JobState, *, made: Iterable[str] = (), error: str = "") -> bool:
        """Write down how the job ended; false if the claim was lost before."""
        return self._ledger.end(self.claim, state, made=made, error=error)

    def _hold(self, holds: bool) -> None:  # noqa: FBT001  # the answer of the ledger
        self._lost, self._held_at = not holds, now()
        self.check()

    def _renew(self) -> None:
        while not self._over.wait(RENEW_EVERY_S):
            try:
                if not self._ledger.renew(self.claim):
                    self._lost = True
                    return
            except OutputError as error:
                log.info("a claim is not renewed now: %s", error)
