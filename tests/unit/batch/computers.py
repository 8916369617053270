"""Several computers that share an output folder, played in one process: each has a name, all have
one clock, which the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from svfap_core.batch import lease, ledger, owners


class Computers:
    """Whose turn it is, and what time."""

    def __init__(self) -> None:
        self.host = "first"
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """What is done in the block is done on this computer."""
        before, self.host = self.host, host
        try:
            yield
        finally:
            self.host = before


@contextmanager
def several_computers() -> Iterator[Computers]:
    computers = Computers()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owners, "socket", SimpleNamespace(gethostname=lambda: computers.host))
        for module in (owners, ledger, lease):
            patch.setattr(module, "now", lambda: computers.now)
        yield computers
