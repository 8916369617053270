"""Finds the files in what the user adds to a batch, and reads their lengths, in a thread.

Knows no list, no analysis and no Qt.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from svfap_core.errors import SvfapError
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_gui.batch.memory import look_for
from svfap_gui.batch.updates import (
    FilesFound,
    Found,
    LeftOut,
    LengthRead,
    NotSearched,
    ScanEnded,
    Unreadable,
    Update,
)

if TYPE_CHECKING:
    from svfap_gui.work.task import Task

log = logging.getLogger(__name__)

CHUNK_FILES = 500


class BatchScan:
    """All that is added while it goes on: listing goes before reading lengths.

    Args:
        tell: Called from the thread.
        decoding: How files will be read.
        known: Files of an earlier list, looked at first.
        out: Where their results went.
    """

    def __init__(
        self,
        tell: Callable[[Update], None],
        decoding: DecodingSettings = DEFAULT_DECODING,
        known: Sequence[Found] = (),
        out: Path = Path(),
    ) -> None:
        self._tell = tell
        self._decoding = decoding
        self._known = look_for(known, out, tell) if known else iter(())
        self._lock = threading.Lock()
        self._inputs: deque[Path] = deque()
        self._unread: deque[Found] = deque()
        self._ended = False

    def add(self, paths: Sequence[Path]) -> bool:
        """Search these as well; false when it has just ended."""
        with self._lock:
            if not self._ended:
                self._inputs.extend(paths)
            return not self._ended

    def run(self, task: Task[object]) -> None:
        """Search, in the thread of the task; `ScanEnded` comes last."""
        for file in self._known:
            self._unread.append(file)
            if task.stopped():
                break
        while (work := self._next(task)) is not None:
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

    def _next(self, task: Task[object]) -> Path | Found | None:
        with self._lock:
            if task.stopped() or not (self._inputs or self._unread):
                self._ended = True
                return None
            return self._inputs.popleft() if self._inputs else self._unread.popleft()

    def _search(self, path: Path) -> None:
        from svfap_core.batch.plan import plan  # noqa: PLC0415  # loads OpenCV and FFmpeg

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
