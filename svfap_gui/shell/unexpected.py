"""Exceptions that nobody caught, from any thread, reported to the window. Knows no widget.

They are faults of the app. What a user can do something about is an `SvfapError` and is shown by
the part that met it.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class UnexpectedErrors(QObject):
    """Hooks into the interpreter between `install` and `remove`."""

    raised = Signal(str, str)
    """What in one line, and the traceback."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self) -> None:
        """Take what nobody catches from now on."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def _on_exception(
        self, kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value, trace)
            return
        self._tell(value, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._tell(args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._tell(args.exc_value, args.exc_traceback)

    def _tell(self, error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(type(error), error, trace))
        log.critical("unexpected error\n%s", details)
        self.raised.emit(f"{type(error).__name__}: {error}", details)
