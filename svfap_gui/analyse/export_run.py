"""Writes what the user takes out of a result, in a thread. Knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svfap_core.results.dialect import COMMAS, CsvDialect
from svfap_core.results.edits import TimeRange
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings

if TYPE_CHECKING:
    # It loads pyarrow.
    from svfap_core.results.people import Population


class ExportOrder(NamedTuple):
    """Which files (fields of `ExportChoice`), of which time (all: `None`), where to.

    `out` is the path of the files without their endings; `decoding` is how the video was read;
    `dialect` is of CSV files.
    """

    kinds: Mapping[str, bool]
    range: TimeRange | None
    out: Path
    decoding: DecodingSettings = DEFAULT_DECODING
    dialect: CsvDialect = COMMAS


class ExportProgress(NamedTuple):
    """The share done, 0 to 1."""

    share: float


class ExportEnded(NamedTuple):
    """The files that lie there whole; an error that ended it, if one did."""

    files: tuple[Path, ...]
    error: BaseException | None = None


ExportNews: TypeAlias = ExportProgress | ExportEnded

ENDINGS = {
    "csv": ".csv",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
    "eaf": ".eaf",
    "png": ".curves.png",
    "svg": ".curves.svg",
    "overlay": ".overlay.mp4",
    "markers": ".markers.csv",
}
"""What each kind adds to the name."""


class ExportRun:
    """One export.

    Args:
        order: What to write.
        population: The recording under the edits that hold now.
        video: Needed for the overlay only.
        tell: Called from the thread; `ExportEnded` comes last, once.
        video_stream: Which of the video's streams was analysed, where that is known.
    """

    def __init__(
        self,
        order: ExportOrder,
        population: Population,
        video: Path | None,
        tell: Callable[[ExportNews], None],
        video_stream: int | None = None,
    ) -> None:
        self._order = order
        self._population = population
        self._video = video
        self._video_stream = video_stream
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="svfap-export")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def request_stop(self) -> None:
        """End soon; files that are whole stay. Returns at once."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether the user ended it."""
        return self._stop.is_set()

    def _run(self) -> None:
        files: list[Path] = []
        error: BaseException | None = None
        try:
            from svfap_core.exports.selection import (  # noqa: PLC0415  # loads matplotlib
                ExportChoice,
                export_selection,
            )

            order = self._order
            order.out.parent.mkdir(parents=True, exist_ok=True)
            files = export_selection(
                self._population,
                order.out,
                ExportChoice(**order.kinds),
                order.range,
                self._video,
                decoding=order.decoding,
                dialect=order.dialect,
                progress=lambda share: self._tell(ExportProgress(share)),
                should_stop=self._stop.is_set,
            )
        except BaseException as failure:  # noqa: BLE001  # thread entry: told, not lost
            error = failure
        self._tell(ExportEnded(tuple(files), error))
