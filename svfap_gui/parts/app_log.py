"""The app's own log: in a file that does not grow for ever, and line by line for the window.

Holds what `svfap_core`, `svfap_gui` and `trainer` note, and warnings of everybody else. Knows no
widget.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path
from PySide6.QtCore import QObject, Qt, Signal, Slot

OURS = ("svfap_core", "svfap_gui", "trainer")
MOST_LINES = 2000
FILE_BYTES = 1_000_000
FILES_KEPT = 3
FILE_NAME = "svfap.log"

_FORMAT = "%(asctime)s  %(levelname)s  %(name)s: %(message)s"

log = logging.getLogger(__name__)


def log_folder() -> Path:
    """Where the log files lie."""
    return user_log_path("svfap", appauthor=False)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One note: how grave it is, as in `logging`, and its text with any traceback."""

    level: int
    text: str


class LogBook(QObject):
    """What has been noted since the start; empty until `start`."""

    noted = Signal(object)
    """A new `LogLine`, in the thread of this object."""

    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: deque[LogLine] = deque(maxlen=MOST_LINES)
        self._handlers: list[logging.Handler] = []
        self._levels: dict[str, int] = {}
        self._came.connect(self._on_came, Qt.ConnectionType.AutoConnection)

    def start(self, folder: Path) -> None:
        """Listen, and write to a file in a folder; a folder that refuses is noted, no more."""
        handlers: list[logging.Handler] = [_Relay(self)]
        problem: OSError | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handlers.append(
                RotatingFileHandler(
                    folder / FILE_NAME,
                    maxBytes=FILE_BYTES,
                    backupCount=FILES_KEPT,
                    encoding="utf-8",
                )
            )
        except OSError as error:
            problem = error
        for handler in handlers:
            handler.setFormatter(logging.Formatter(_FORMAT))
            handler.addFilter(_worth_noting)
            logging.getLogger().addHandler(handler)
            self._handlers.append(handler)
        for name in OURS:
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.setLevel(logging.INFO)
        if problem is not None:
            log.warning("no log file can be written: %s", problem)

    def stop(self) -> None:
        """Listen no longer and close the file."""
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        self._handlers.clear()
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
        self._levels.clear()

    def at_least(self, level: int) -> Iterator[LogLine]:
        """The lines that are as grave as a level, or graver."""
        return (line for line in self.lines if line.level >= level)

    def take(self, line: LogLine) -> None:
        """A new line, from any thread."""
        self._came.emit(line)

    @Slot(object)
    def _on_came(self, line: LogLine) -> None:
        self.lines.append(line)
        self.noted.emit(line)


class _Relay(logging.Handler):
    def __init__(self, book: LogBook) -> None:
        super().__init__()
        self._book = book

    def emit(self, record: logging.LogRecord) -> None:
        """Hand on the line as it would stand in the file."""
        self._book.take(LogLine(record.levelno, self.format(record)))


def _worth_noting(record: logging.LogRecord) -> bool:
    ours = record.name.partition(".")[0] in OURS
    return ours or record.levelno >= logging.WARNING
