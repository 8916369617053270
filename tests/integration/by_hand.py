"""Uses the real window as a person does: every key and click goes through the X server.

    xvfb-run -a -s "-screen 0 1400x900x24" python -m tests.integration.by_hand VIDEO FOLDER [PART]

Opens the video, analyses it, seeks, sets a marker, merges two persons, exports and closes. PART
`killed` marks before the analysis, names, merges all persons, excludes, undoes and is killed;
`after` opens the video again and exports. Ends with exit code 0, or says at which step it waited in
vain and leaves a picture of the window in FOLDER. The keys are xdotool's; the program itself only
tells where its widgets are.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QLineEdit, QWidget

from svfap_gui.analyse.export_dialog import ExportDialog
from svfap_gui.analyse.merge_dialog import MergeDialog
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.app import build
from svfap_gui.shell.main_window import MainWindow
from svfap_gui.work.preferences import PreferencesStore

STEP_LIMIT_S = 60.0
LOOK_EVERY_MS = 30

MANY = 8
"""Persons in the clip of a crowd."""

Steps = Generator[tuple[str, Callable[[], Any]], None, None]
Use = Callable[[MainWindow, Path, Path], Steps]
Dialog = TypeVar("Dialog", bound=QDialog)


def press(*keys: str) -> None:
    """Keys as xdotool names them, pressed one after another."""
    _give_focus()
    _xdotool("key", "--delay", "20", *keys)


def write(text: str) -> None:
    """Words, key by key."""
    _give_focus()
    _xdotool("type", "--delay", "5", text)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """The left button, in the middle of a widget or at a point of it."""
    point = widget.mapToGlobal(widget.rect().center() if at is None else at)
    _xdotool("mousemove", str(point.x()), str(point.y()), "click", "1")


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """The left button, pressed at a point of a widget and let go at another, by a point between."""
    places = (start, (start + end) / 2, end)
    first, *others = (map(str, widget.mapToGlobal(place).toTuple()) for place in places)
    _xdotool("mousemove", *first, "mousedown", "1")
    for place in others:
        _xdotool("mousemove", *place)
    _xdotool("mouseup", "1")


def turn_wheel(widget: QWidget, at: QPoint, steps: int) -> None:
    """The wheel, away from the user while Ctrl is held, at a point of a widget."""
    place = map(str, widget.mapToGlobal(at).toTuple())
    turns = ("click", "4") * steps
    _xdotool("mousemove", *place, "keydown", "ctrl", *turns, "keyup", "ctrl")


def _give_focus() -> None:
    """To the dialog in front, else the window, as a window manager does; here there is none."""
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    front = QApplication.activeModalWidget() or windows[0]
    _xdotool("windowfocus", str(int(front.winId())))


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, timeout=20)


def dialog(kind: type[Dialog]) -> Dialog | None:
    """The dialog in front, if it is of that kind."""
    found = QApplication.activeModalWidget()
    return found if isinstance(found, kind) else None


def no_dialog() -> bool:
    return QApplication.activeModalWidget() is None


def use(window: MainWindow, video: Path, folder: Path) -> Steps:
    """What the person does; after each step it waits until what it yields comes true."""
    yield "the window is there", window.isVisible
    press("ctrl+2")
    yield "Ctrl+2 shows Analyse", lambda: isinstance(window.page, AnalyseView)
    view = window.page
    assert isinstance(view, AnalyseView)
    yield from _analyse(view, video)
    yield from _mark(view)
    yield from _merge(view)
    yield from _export(view, folder)
    press("ctrl+q")


def work_and_be_killed(window: MainWindow, video: Path, folder: Path) -> Steps:
    """All of a person's work, from before the analysis to a power cut."""
    del folder
    yield "the window is there", window.isVisible
    view = next(page for page in window.pages if isinstance(page, AnalyseView))
    press(f"ctrl+{window.pages.index(view) + 1}")
    yield "Analyse is shown", lambda: window.page is view
    document, persons = view.document, view.inspector.persons
    yield from open_video(view, video)
    yield "the video is open", lambda: document.phase is AnalysePhase.READY and settled(view)
    press("e")
    yield "a marker asks for its name", lambda: dialog(QInputDialog)
    write("before the analysis")
    press("Return")
    yield "it is set", lambda: no_dialog() and len(document.edits.markers) == 1
    press("ctrl+Return")
    yield "the analysis is done", lambda: document.phase is AnalysePhase.DONE and settled(view)
    yield "there are persons", lambda: persons.count() >= MANY
    click(persons.viewport(), persons.visualItemRect(persons.item(0)).center())
    yield "a click chooses a person", lambda: document.person == persons.current and settled(view)
    press("F2")
    yield "a name can be typed", lambda: persons.findChild(QLineEdit)
    write("Anna")
    press("Return")
    yield "the person has it", lambda: "Anna" in document.edits.names.values()
    yield "the editor is gone", lambda: persons.hasFocus() and settled(view)
    press("ctrl+a")
    yield "all are selected", lambda: len(persons.selected) == persons.count()
    press("m")
    yield "merging asks once for all", lambda: dialog(MergeDialog)
    press("Return")
    yield "one person is left", lambda: no_dialog() and len(document.lanes.lanes) == 1
    timeline = view.timeline
    middle = timeline.viewport().height() // 2
    click(timeline.viewport(), QPoint(round(timeline.window_shown.x(1.0)), middle))
    yield "a click seeks", lambda: abs(view.player.position_s - 1.0) < 0.2 and settled(view)
    press("i", "Right", "o")
    yield "a second is chosen", lambda: document.range is not None and settled(view)
    press("x")
    yield "it is excluded", lambda: len(document.edits.excluded) == 1
    press("ctrl+z")
    yield "undone", lambda: document.edits.excluded == ()
    press("ctrl+shift+z")
    yield "and done again", lambda: len(document.edits.excluded) == 1
    yield "all is written", lambda: not document.history.document.due
    os.kill(os.getpid(), signal.SIGKILL)


def go_on(window: MainWindow, video: Path, folder: Path) -> Steps:
    """After the power cut: everything is there, and is exported."""
    yield "the window is there", window.isVisible
    view = next(page for page in window.pages if isinstance(page, AnalyseView))
    press(f"ctrl+{window.pages.index(view) + 1}")
    yield "Analyse is shown", lambda: window.page is view
    yield from open_video(view, video)
    document = view.document
    yield "its result is open", lambda: document.phase is AnalysePhase.DONE and settled(view)
    edits = document.edits
    assert [marker.text for marker in edits.markers] == ["before the analysis"], edits.markers
    assert list(edits.names.values()) == ["Anna"], edits.names
    assert len(document.lanes.lanes) == 1, document.lanes.lanes
    assert len(edits.excluded) == 1, edits.excluded
    yield from _export(view, folder)
    press("ctrl+q")


def open_video(view: AnalyseView, video: Path) -> Steps:
    press("ctrl+shift+o")
    yield "a file dialog opens", lambda: dialog(QFileDialog)
    write(str(video))
    yield "the list of completions opens", QApplication.activePopupWidget
    press("Escape")
    yield "Escape closes it", lambda: QApplication.activePopupWidget() is None
    press("Return")


def settled(view: AnalyseView) -> bool:
    return view.player.idle and not view.document.active and not view.thumbnails.busy


def _analyse(view: AnalyseView, video: Path) -> Steps:
    document = view.document
    yield from open_video(view, video)
    yield "the video is open", lambda: document.phase is AnalysePhase.READY and settled(view)
    press("ctrl+Return")
    yield "the analysis is done", lambda: document.phase is AnalysePhase.DONE and settled(view)
    assert len(document.lanes.lanes) == 2, document.lanes.lanes


def _mark(view: AnalyseView) -> Steps:
    timeline, player = view.timeline, view.player
    middle = timeline.viewport().height() // 2
    click(timeline.viewport(), QPoint(round(timeline.window_shown.x(4.0)), middle))
    yield "a click seeks", lambda: abs(player.position_s - 4.0) < 0.2 and settled(view)
    press("Right")
    yield "an arrow goes on by a second", lambda: player.position_s > 4.7 and settled(view)
    press("e")
    yield "a marker asks for its name", lambda: dialog(QInputDialog)
    write("second question")
    press("Return")
    wanted = ["second question"]
    yield "the marker has it", lambda: [m.text for m in view.document.edits.markers] == wanted
    yield "the dialog is gone", lambda: no_dialog() and settled(view)


def _merge(view: AnalyseView) -> Steps:
    document, persons = view.document, view.inspector.persons
    second = document.lanes.lanes[1].person_id
    click(persons.viewport(), persons.visualItemRect(persons.item(1)).center())
    yield "a click chooses a person", lambda: document.person == second and settled(view)
    press("m")
    yield "merging asks into whom", lambda: dialog(QInputDialog)
    press("Return")
    yield "both are seen together: it asks again", lambda: dialog(MergeDialog)
    press("Return")
    yield "one person is left", lambda: len(document.lanes.lanes) == 1
    yield "that dialog is gone too", lambda: no_dialog() and settled(view)


def _export(view: AnalyseView, folder: Path) -> Steps:
    press("ctrl+e")
    yield "the export asks what", lambda: dialog(ExportDialog)
    export = dialog(ExportDialog)
    assert export is not None
    markers = export.kinds["markers"]
    click(markers, QPoint(8, markers.height() // 2))
    yield "a click chooses the markers", markers.isChecked
    click(export.folder)
    press("ctrl+a")
    write(str(folder / "out"))
    yield "the folder is typed", lambda: export.order.out.parent == folder / "out"
    click(export.export)
    yield (
        "the files are written",
        lambda: (folder / "out").is_dir() and not view.exporting.active and no_dialog(),
    )


class Watcher:
    """Goes from step to step in the window's own thread."""

    def __init__(self, window: MainWindow, steps: Steps, folder: Path) -> None:
        self._window = window
        self._steps = steps
        self._folder = folder
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_EVERY_MS)
        self._next()

    def _next(self) -> None:
        try:
            self._name, self._done = next(self._steps)
        except StopIteration:
            self._timer.stop()
        self._since_s = perf_counter()

    def _look(self) -> None:
        try:
            if self._done():
                print(f"{perf_counter() - self._since_s:6.2f} s  {self._name}", flush=True)
                self._next()
            elif perf_counter() - self._since_s > STEP_LIMIT_S:
                self._fail("waited in vain")
        except Exception as error:  # noqa: BLE001  # any failure must end the process
            self._fail(repr(error))

    def _fail(self, why: str) -> None:
        print(f"FAILED at: {self._name}: {why}", flush=True)
        self._window.screen().grabWindow().save(str(self._folder / "failed.png"))
        os._exit(1)


PARTS = {"use": use, "killed": work_and_be_killed, "after": go_on}


def main(video: Path, folder: Path, use: Use) -> int:
    """Open a window and use it; the exit code."""
    app = QApplication([])
    # The dialogs of a desktop are not this program's.
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    preferences = PreferencesStore(settings, app)
    preferences.update(results_folder=folder / "results")
    window, _ = build(app, settings, preferences)
    window.setGeometry(QRect(0, 0, 1360, 860))
    window.show()
    window.activateWindow()
    watcher = Watcher(window, use(window, video, folder), folder)
    code = app.exec()
    del watcher
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), PARTS[(*sys.argv, "use")[3]]))
