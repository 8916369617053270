"""Finds the files in what the user adds to a batch, and reads their lengths, in a thread.

Knows no list and no analysis.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from svfap_core.errors import SvfapError
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_gui.batch.news import (
    FilesFound,
    Found,
    LeftOut,
    LengthRead,
    News,
    NotSearched,
    ScanEnded,
    Unreadable,
)

log = logging.getLogger(__name__)

CHUNK_FILES = 500


class BatchScan:
    """One thread for all that is added while it lives: listing goes before reading lengths.

    Args:
        tell: Called from the thread.
        decoding: How files will be read.
    """

    def __init__(
        self, tell: Callable[[News], None], decoding: DecodingSettings = DEFAULT_DECODING
    ) -> None:
        self._tell = tell
        self._decoding = decoding
        self._lock = threading.Lock()
        self._inputs: deque[Path] = deque()
        self._unread: deque[Found] = deque()
        self._ended = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="svfap-batch-scan")

    def start(self) -> None:
        """Begin; `ScanEnded` comes last."""
        self._thread.start()

    def add(self, paths: Sequence[Path]) -> bool:
        """Search these as well; false when the thread has just ended."""
        with self._lock:
            if not self._ended:
                self._inputs.extend(paths)
            return not self._ended

    def request_stop(self) -> None:
        """End soon; from any thread, returns at once."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                if isinstance(work, Found):
                    self._read_length(work)
                else:
                    self._search(work)
            except Exception as error:  # A bug, which must cost no other file.
                log.exception("%s could not be looked at", work)
                reason = f"internal error: {type(error).__name__}: {error}"
                is_file = isinstance(work, Found)
                self._tell(
                    Unreadable(work.output, reason) if is_file else NotSearched(work, reason)
                )
        self._tell(ScanEnded())

    def _next(self) -> Path | Found | None:
        with self._lock:
            if self._stop.is_set() or not (self._inputs or self._unread):
                self._ended = True
                return None
            return self._inputs.popleft() if self._inputs else self._unread.popleft()

    def _search(self, path: Path) -> None:
        from svfap_core.pipeline.plan import plan  # noqa: PLC0415  # loads OpenCV and FFmpeg

        try:
            planned = plan(
                [path],
                recursive=True,
                shard=(1, 1),
                note=lambda text: self._tell(LeftOut(text)),
            )
        except SvfapError as error:
            self._tell(NotSearched(path, str(error)))
            return
        found = iter([Found(file.path, file.output) for file in planned])
        while chunk := tuple(islice(found, CHUNK_FILES)):
            self._unread.extend(chunk)
            self._tell(FilesFound(chunk))

    def _read_length(self, file: Found) -> None:
        from svfap_core.sources.opening import open_source  # noqa: PLC0415  # see above

        try:
            with open_source(file.path, decoding=self._decoding) as source:
                self._tell(LengthRead(file.output, source.info.duration_s))
        except SvfapError as error:
            self._tell(Unreadable(file.output, str(error)))
