"""Figures as they come: a line of JSON each, so that none is lost when a section is ended.

Knows nothing of what is measured.
"""

from __future__ import annotations

import gc
import json
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import torch


class Log:
    """What a section found.

    Args:
        file: Where the lines go.
        seconds: How long the section may begin new work.
    """

    def __init__(self, file: Path, seconds: float) -> None:
        self._file = file
        self._end_s = perf_counter() + seconds
        file.write_text("", encoding="utf-8")

    def attempt(self, what: dict[str, Any], work: Callable[[], dict[str, Any]]) -> None:
        """Keep what a work finds, beside what it is; or why it failed or was left out."""
        if perf_counter() > self._end_s:
            found: dict[str, Any] = {"left_out": "no time"}
        else:
            try:
                found = work()
            except torch.OutOfMemoryError:
                found = {"left_out": "not enough memory"}
            except Exception as error:  # noqa: BLE001  # one failure must not cost the others
                traceback.print_exc()
                reason = str(error).split("\n", 1)[0]
                found = {"error": f"{type(error).__name__}: {reason}"}
        line = json.dumps(what | found)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, file=sys.stderr, flush=True)
        gc.collect()
        if torch.cuda.is_initialized():
            torch.cuda.empty_cache()


def lines(file: Path) -> list[dict[str, Any]]:
    """What was kept; the last line may be cut."""
    found: list[dict[str, Any]] = []
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found
