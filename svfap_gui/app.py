"""`svfap`: puts the window together and runs it. The only place that chooses what is used."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from svfap_core.settings import AnalysisSettings
from svfap_gui.activities import Activities
from svfap_gui.adapters.analysis import Analysis
from svfap_gui.controllers.appearance import AppearanceController
from svfap_gui.controllers.session import SessionController
from svfap_gui.main_window import MainWindow
from svfap_gui.state import AppState, CameraChoice, SourceRequest
from svfap_gui.theme import BODY_PX
from svfap_gui.views.live_view import LiveView

SIGNALS_EVERY_MS = 250

DEFAULT_MODEL = "svfap-tiny"
"""As in `svfap_core.inference.store`, which imports torch."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the app; without a display, analyse a demo clip instead.

    Returns:
        The process's exit code.
    """
    parser = argparse.ArgumentParser(
        prog="svfap", description="Analyse affect in faces on video, in a window."
    )
    parser.add_argument(
        "source", nargs="?", metavar="FILE|URL", help="a video, a stream's URL, or camera:N"
    )
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, help="name or folder of a model (default: %(default)s)"
    )
    options = parser.parse_args(argv)
    source: str | None = options.source
    if not _has_display():
        if source is not None:
            parser.error(f"no display found; svfap-annotate {source} works without one")
        from svfap_core.cli.annotate import run_demo  # noqa: PLC0415  # torch takes seconds

        return run_demo()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("svfap")
    app.setApplicationDisplayName("SVFAP")
    window, session = build(app, QSettings("svfap", "svfap"), _tables(), options.model)
    window.show()
    if source is not None:
        session.open(SourceRequest.parse(source))
    _close_on_interrupt(app, window)
    gc.freeze()
    return app.exec()


def build(
    app: QApplication, settings: QSettings, table_folder: Path, model: str
) -> tuple[MainWindow, SessionController]:
    """The window with everything behind it; nothing is shown or started yet."""
    app.setStyle("Fusion")
    font = QFont(app.font())
    font.setPixelSize(BODY_PX)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)
    state = AppState(app)
    activities = Activities(app)
    analysis = Analysis(model, "auto", AnalysisSettings())
    session = SessionController(state, activities, analysis, table_folder, app)
    appearance = AppearanceController(app, state, settings, app)
    appearance.apply()
    pages = [LiveView(state, session, settings, _cameras)]
    window = MainWindow(state, activities, pages, appearance, settings)
    window.closed.connect(app.quit)
    window.gave_up_closing.connect(os._exit)
    return window, session


def _has_display() -> bool:
    """Only Linux can be without; an explicit Qt platform, such as offscreen, counts as one."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def _tables() -> Path:
    return user_documents_path() / "SVFAP"


def _cameras() -> list[CameraChoice]:
    from svfap_core.sources.probe import list_cameras  # noqa: PLC0415  # loads OpenCV

    return [CameraChoice(camera.name, camera.device) for camera in list_cameras()]


def _close_on_interrupt(app: QApplication, window: MainWindow) -> None:
    """Ctrl-C in the terminal closes the window; the timer lets Python see the signal."""
    signal.signal(signal.SIGINT, lambda _signal, _frame: window.close())
    ticker = QTimer(app)
    ticker.timeout.connect(lambda: None)
    ticker.start(SIGNALS_EVERY_MS)


if __name__ == "__main__":
    sys.exit(main())
