"""Work that dies or hangs where it is told to, to try the pool itself. Loads next to nothing."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.workers import Answer, Tell, Verdict, Work


@dataclass(frozen=True)
class Planted:
    """An input, and what it does to its process."""

    name: str
    fault: str = ""


def prepare_planted() -> Work:
    def work(inputs: Sequence[Planted], tell: Tell) -> None:
        for one in inputs:
            tell.turn(one.name)
            if one.fault == "crash":
                print("last words", flush=True)
                os.abort()
            if one.fault == "hang":
                threading.Event().wait()
            tell.answer(Answer(one.name, Verdict.RESULTS))

    return work
