"""Finished results found and read, in a worker thread. Knows no Qt."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from svfap_gui.adapters.worker import HEAVY_IMPORTS

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.reading import FinishedResult


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found: a result, nothing, or why it cannot be read."""

    result: FinishedResult | None = None
    error: BaseException | None = None


def open_result(path: Path) -> Opened:
    """Read a result."""
    with HEAVY_IMPORTS:
        from svfap_core.results.reading import read_result  # noqa: PLC0415  # loads pyarrow

    try:
        result = read_result(path)
        # It stays for long, and a garbage collection that walks through it holds the window up.
        gc.freeze()
        return Opened(result)
    except BaseException as error:  # noqa: BLE001  # told to the user, not lost
        return Opened(error=error)


def find_result(video: Path, folder: Path) -> Opened:
    """The result of a video: beside it, as a live recording has it, or in the results folder."""
    with HEAVY_IMPORTS:
        from svfap_core.results.reading import result_of  # noqa: PLC0415  # loads pyarrow

    try:
        beside = [video.with_name(video.name + ending) for ending in (".parquet", ".csv")]
        found = next((path for path in beside if path.is_file()), None)
        found = found or result_of(video, folder)
    except OSError as error:
        return Opened(error=error)
    return Opened() if found is None else open_result(found)
