"""`svfap`: puts the window together and runs it. The only place that chooses what is used."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from svfap_core.resources import models_folder
from svfap_core.sources.base import SourceKind
from svfap_core.system import has_display
from svfap_gui.analyse.panes import make_analyse_view
from svfap_gui.batch.controller import BatchController
from svfap_gui.batch.run import BatchOrder
from svfap_gui.batch.view import BatchView
from svfap_gui.live.analysis import AnalysisRun, RunOrder
from svfap_gui.live.session import SessionController
from svfap_gui.live.view import LiveView
from svfap_gui.models.controller import ModelsController
from svfap_gui.models.view import ModelsView
from svfap_gui.parts.app_log import LogBook, log_folder
from svfap_gui.parts.i18n import install_language
from svfap_gui.parts.style import AppStyle
from svfap_gui.parts.text_size import adopt_system_font
from svfap_gui.shell.appearance import AppearanceController
from svfap_gui.shell.first_start import is_first_start
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.shell.unexpected import UnexpectedErrors
from svfap_gui.train.controller import TrainingController
from svfap_gui.train.view import TrainView
from svfap_gui.work.activities import Activities
from svfap_gui.work.engines import EngineOrder, Engines
from svfap_gui.work.preferences import Preferences, PreferencesStore, batch_list_file
from svfap_gui.work.state import AppState, CameraChoice, SourceRequest

SIGNALS_EVERY_MS = 250

SWITCH_S = 0.0005
"""How long a thread may keep Python's lock while the window waits for it: at the usual 5 ms a
repaint, which gives the lock back at many calls, would take a tenth of a second."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the app, or one of its commands; without a display, analyse a demo clip instead.

    Returns:
        The process's exit code.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["info"]:
        from svfap_core.cli.info import main as info  # noqa: PLC0415  # it needs no window

        info(arguments[1:])
    if arguments[:1] == ["review"]:
        from svfap_core.cli.review import main as review  # noqa: PLC0415  # it needs no window

        review(arguments[1:])
    if arguments[:1] == ["persons"]:
        from svfap_core.cli.persons import main as persons  # noqa: PLC0415  # it needs no window

        persons(arguments[1:])
    parser = argparse.ArgumentParser(
        prog="svfap",
        description="Analyse affect in faces on video, in a window.",
        epilog="svfap info RESULT [OTHER] says in words what a result is of, or how two differ; "
        "svfap review REPORT lists what to look at in a video with hidden faces; "
        "svfap persons RESULT lists persons that are probably one.",
    )
    parser.add_argument(
        "source",
        nargs="?",
        metavar="FILE|URL",
        help="a video, a result or a folder; a stream's URL, or camera:N",
    )
    parser.add_argument(
        "--model", help="name or folder of a model; else the one chosen in the settings"
    )
    parser.add_argument("--version", action="version", version=f"svfap {version('svfap')}")
    options = parser.parse_args(arguments)
    source: str | None = options.source
    if not has_display():
        if source is not None:
            parser.error(f"no display found; svfap-annotate {source} works without one")
        from svfap_core.cli.annotate import run_demo  # noqa: PLC0415  # torch takes seconds

        return run_demo()
    sys.setswitchinterval(SWITCH_S)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("svfap")
    app.setApplicationDisplayName("SVFAP")
    settings = QSettings("svfap", "svfap")
    preferences = PreferencesStore(settings, app)
    install_language(app, preferences.value.language)
    log_book = LogBook(app)
    log_book.start(log_folder())
    unexpected = UnexpectedErrors(app)
    unexpected.install()
    window, session = build(app, settings, preferences, model=options.model, log_book=log_book)
    unexpected.raised.connect(window.dialogs.tell_unexpected)
    window.show()
    if source is None and is_first_start(settings):
        window.dialogs.show_intended_use()
    if source is not None:
        open_source(window, session, source)
    _close_on_interrupt(app, window)
    gc.freeze()
    code = app.exec()
    unexpected.remove()
    log_book.stop()
    return code


def build(
    app: QApplication,
    settings: QSettings,
    preferences: PreferencesStore,
    *,
    model: str | None = None,
    log_book: LogBook | None = None,
) -> tuple[MainWindow, SessionController]:
    """The window with everything behind it; nothing is shown or started yet.

    Args:
        app: The application.
        settings: Where geometry, last folders and the like are kept.
        preferences: What the user has chosen.
        model: Used in place of the chosen one, this time only.
        log_book: What the log panel shows; none: nothing is listened to.
    """
    app.setStyle(AppStyle())
    adopt_system_font(app)
    state = AppState(app)
    activities = Activities(app)

    def engine_order() -> EngineOrder:
        chosen = preferences.value
        return EngineOrder(model or chosen.model, chosen.device, chosen.analysis)

    engines = Engines(engine_order)

    def make_run(order: RunOrder) -> AnalysisRun:
        return AnalysisRun(order, engines)

    def recordings_folder() -> Path:
        return preferences.value.recordings_folder

    def keep_recordings_in(folder: Path) -> None:
        preferences.update(recordings_folder=folder)

    session = SessionController(state, activities, make_run, recordings_folder, app)
    appearance = AppearanceController(app, settings, app)
    appearance.apply()

    def batch_order() -> BatchOrder:
        chosen = preferences.value
        return BatchOrder(engine_order(), chosen.outputs, chosen.results_folder, again=False)

    batch = BatchController(state, activities, batch_order, engines, app, kept=batch_list_file())
    training = TrainingController(activities, preferences.value.runs_folder, app)

    def move_training(chosen: Preferences) -> None:
        training.set_folder(chosen.runs_folder)

    preferences.changed.connect(move_training)
    live = LiveView(state, session, settings, _cameras)
    live.folder_chosen.connect(keep_recordings_in)
    analyse = make_analyse_view(
        state, activities, preferences, settings, engines, engine_order=engine_order, parent=app
    )
    train = TrainView(state, training, models_folder())

    def use_model(name: str) -> None:
        preferences.update(model=name)
        state.toast(train.tr("%1 scores faces from now on").replace("%1", name))

    train.model_wanted.connect(use_model)
    pages = [
        live,
        analyse,
        BatchView(batch, preferences, settings, state),
        train,
        ModelsView(
            state, ModelsController(state, activities, preferences, settings, app), settings
        ),
    ]
    window = MainWindow(
        state,
        activities,
        pages,
        appearance,
        settings,
        preferences=preferences,
        log_book=log_book or LogBook(app),
    )
    window.closed.connect(analyse.shut_down)
    window.closed.connect(app.quit)
    window.gave_up_closing.connect(os._exit)
    return window, session


def open_source(window: MainWindow, session: SessionController, text: str) -> None:
    """Open what the command line names, in the view that is made for it, and show that view.

    Args:
        window: Takes files and folders.
        session: Plays cameras and streams.
        text: As `SourceRequest.parse` reads it.
    """
    request = SourceRequest.parse(text)
    if request.kind is SourceKind.FILE:
        window.door.open_all([Path(request.locator)], prefer_shown=False)
    else:
        window.door.show_live()
        session.open(request)


def _cameras() -> list[CameraChoice]:
    from svfap_core.sources.probe import list_cameras  # noqa: PLC0415  # loads OpenCV

    return [CameraChoice(c.name, c.device, c.identity) for c in list_cameras()]


def _close_on_interrupt(app: QApplication, window: MainWindow) -> None:
    """Ctrl-C in the terminal closes the window; the timer lets Python see the signal."""
    signal.signal(signal.SIGINT, lambda _signal, _frame: window.close())
    ticker = QTimer(app)
    ticker.timeout.connect(lambda: None)
    ticker.start(SIGNALS_EVERY_MS)


if __name__ == "__main__":
    sys.exit(main())
