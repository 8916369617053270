"""Walks through the whole window by itself: every page and dialog, a film live, opened, in a batch.

    python -m tests.faults.network_walk FILM MODEL FOLDER [lsl]

Starts the app as its users do. With `lsl` scores go to the lab while the film plays.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QTimer

from svfap_gui import app as gui
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.batch.view import BatchView
from svfap_gui.live.session import SessionController
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.state import SourceRequest
from tests.gui.fit import every_dialog

LIMIT_S = 120.0

Steps = Generator[Callable[[], Any], None, None]


def walk(window: MainWindow, session: SessionController, film: Path, *, lsl: bool) -> Steps:
    """What is done; goes on when what it yields has come true."""
    yield window.isVisible
    for index in range(window.stack.count()):
        window.show_page(index)
        yield _soon()
    for name, show in every_dialog(window).items():
        show()
        yield _soon()
        if (dialog := window.dialogs.dialog(name)) is not None:
            dialog.reject()
    pages = [window.stack.widget(index) for index in range(window.stack.count())]
    window.show_page(0)
    session.outputs.set_recording(recording=True)
    session.outputs.set_streaming(streaming=lsl)
    session.open(SourceRequest.parse(str(film)))
    yield lambda: not session.active
    [analyse] = (page for page in pages if isinstance(page, AnalyseView))
    window.show_page(pages.index(analyse))
    analyse.take([film])
    yield lambda: analyse.document.phase is AnalysePhase.READY
    analyse.document.analyse()
    yield lambda: analyse.document.phase is AnalysePhase.DONE
    [batch] = (page for page in pages if isinstance(page, BatchView))
    window.show_page(pages.index(batch))
    other = film.with_name("other.mp4")
    other.write_bytes(film.read_bytes() + b"\0")
    batch._batch.add([other])
    yield lambda: not batch._batch.scanning
    batch._batch.start()
    yield _soon()
    yield lambda: batch._batch.totals.done == 1
    yield lambda: not window._activities.running
    window.close()
    yield lambda: False


def _soon() -> Callable[[], bool]:
    due_s = perf_counter() + 0.3
    return lambda: perf_counter() > due_s


def main(film: Path, model: str, folder: Path, *, lsl: bool) -> int:
    build = gui.build

    def build_and_walk(app: Any, settings: Any, preferences: Any, **more: Any) -> Any:
        preferences.update(
            model=model,
            recordings_folder=folder / "recordings",
            results_folder=folder / "results",
            runs_folder=folder / "runs",
        )
        window, session = build(app, settings, preferences, **more)
        steps = walk(window, session, film, lsl=lsl)
        timer = QTimer(window)
        due: list[Any] = [next(steps), perf_counter()]

        def look() -> None:
            if due[0]():
                due[:] = [next(steps), perf_counter()]
            elif perf_counter() - due[1] > LIMIT_S:
                print("waited in vain", steps.gi_frame and steps.gi_frame.f_lineno, flush=True)
                os._exit(3)

        timer.timeout.connect(look)
        timer.start(20)
        logging.getLogger().setLevel(logging.DEBUG)
        return window, session

    gui.build = build_and_walk  # type: ignore[assignment]
    return gui.main([])


if __name__ == "__main__":
    film, model, folder, *more = sys.argv[1:]
    sys.exit(main(Path(film), model, Path(folder), lsl="lsl" in more))
