"""What the tests of faults share: counts of what was tried and survived, told at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

Tally: TypeAlias = Callable[[str, int], None]

_COUNT = "fault count"


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Count something for the summary; a test does so when it has been seen to hold."""

    def add(what: str, number: int) -> None:
        record_property(_COUNT, [what, number])

    return add


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was tried."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == _COUNT:
                counts[value[0]] += value[1]
    if counts:
        terminalreporter.section("faults")
        for what, number in counts.items():
            terminalreporter.line(f"{number:8,}  {what}")
