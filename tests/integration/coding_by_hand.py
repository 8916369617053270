"""Codes a video as a person does: every key and every move of the mouse goes through the X server.

    xvfb-run -a -s "-screen 0 1400x900x24" python -m tests.integration.coding_by_hand VIDEO FOLDER

Opens the video, codes intervals while it plays, drags edges, exports for ELAN and as a table,
removes all codes and imports each file again, which must give back the same codes. See `by_hand`.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_gui.analyse.codes.import_dialog import ImportDialog
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.view import AnalyseView
from svfap_gui.shell.main_window import MainWindow
from tests.integration.by_hand import (
    Steps,
    dialog,
    drag,
    main,
    no_dialog,
    open_video,
    press,
    settled,
    turn_wheel,
    write,
)

CODES = 20
LEAST_S = 0.3
"""A code lasts so long at least, and as long is between two."""

SCHEME = Scheme(
    name="play",
    tiers=(
        Tier(
            name="mother",
            definitions=(
                CodeDefinition(name="smile", key="s", group="face"),
                CodeDefinition(name="frown", key="w", group="face"),
            ),
        ),
        Tier(name="child", definitions=(CodeDefinition(name="gaze", key="g"),)),
    ),
)
KEYS = {"s": "smile", "g": "gaze", "w": "frown"}
FILES = {"export-codes-elan": "ctrl+alt+1", "export-codes-csv": "ctrl+alt+2"}
IMPORT = "ctrl+alt+3"
"""Keys that the user has given to commands that have none."""


def use(window: MainWindow, video: Path, folder: Path) -> Steps:
    """What the person does; after each step it waits until what it yields comes true."""
    yield "the window is there", window.isVisible
    view = next(page for page in window.pages if isinstance(page, AnalyseView))
    press(f"ctrl+{window.pages.index(view) + 1}")
    yield "Analyse is shown", lambda: window.page is view
    yield from open_video(view, video)
    phase = AnalysePhase.READY
    yield "the video is open", lambda: view.document.phase is phase and settled(view)
    keeping = view.codes.keeping
    yield "its codes are open", lambda: keeping.is_open
    keeping.set_coder("Anna")
    yield "Anna's are", lambda: keeping.is_open and keeping.coding.coder == "Anna"
    keeping.change("scheme", keeping.coding.changed(scheme=SCHEME))
    for command, keys in (FILES | {"import-codes": IMPORT}).items():
        view.commands[command].set_shortcut(QKeySequence(keys))
    yield from _code(view)
    yield from _drag_edges(view)
    for command, name in (("export-codes-elan", "out.eaf"), ("export-codes-csv", "out.csv")):
        yield from _export(view, FILES[command], folder / name)
        yield from _import(view, folder / name)
    yield "all is written", lambda: not keeping.busy
    press("ctrl+q")


def _code(view: AnalyseView) -> Steps:
    player, work = view.player, view.codes.work
    press("F4")
    yield "keys code", lambda: work.on
    press("space")
    yield "the video plays", lambda: player.playing and player.position_s > LEAST_S
    for number, (key, label) in enumerate(islice(cycle(KEYS.items()), CODES), 1):
        press(key)
        yield "a code is open", lambda: bool(work.coding.running)
        [code] = work.coding.running
        assert code.label == label, code
        since_s = code.start_s
        yield "time passes", lambda since_s=since_s: player.position_s > since_s + LEAST_S
        press(key)
        yield (
            "a code is made while the video plays",
            lambda number=number: (
                player.playing and not work.coding.running and len(work.coding.codes) == number
            ),
        )
        ends_s = max(code.end_s or 0.0 for code in work.coding.codes)
        yield "and on", lambda ends_s=ends_s: player.position_s > ends_s + LEAST_S
    press("space")
    yield "it pauses", lambda: not player.playing and settled(view)
    assert all(code.end_s and code.end_s >= code.start_s + LEAST_S for code in work.coding.codes)


def _drag_edges(view: AnalyseView) -> Steps:
    """Of the first code the end, of the last one the start: each by a second, both outward."""
    strip, work, timeline = view.codes.strip, view.codes.work, view.timeline
    for place, by_s in ((0, 1.0), (-1, -1.0)):
        before = work.coding.codes
        code = before[place]
        edge_s = (code.end_s or 0.0) if by_s > 0 else code.start_s
        view.player.seek(edge_s)
        yield "its edge is in sight", lambda: settled(view)
        while timeline.window_shown.span_s > 20:
            span_s = timeline.window_shown.span_s
            turn_wheel(strip.viewport(), strip.place_of(code, t_s=edge_s), 2)
            yield "closer", lambda span_s=span_s: timeline.window_shown.span_s < span_s
        goal = strip.place_of(code, t_s=edge_s + by_s)
        drag(strip.viewport(), strip.place_of(code, t_s=edge_s), goal)
        yield (
            "the edge is where it was let go",
            lambda before=before: work.coding.codes != before and settled(view),
        )
        [moved] = set(work.coding.codes) - set(before)
        now_s = (moved.end_s or 0.0) if by_s > 0 else moved.start_s
        assert abs(now_s - edge_s - by_s) < 0.3, (code, moved)
        press("ctrl+0")
        yield "the whole video", lambda: timeline.window_shown.span_s >= view.length_s - 1e-6
    assert len(work.coding.codes) == CODES


def _export(view: AnalyseView, keys: str, path: Path) -> Steps:
    press(keys)
    yield from _name_file(path)
    yield "it says what the file cannot hold", lambda: dialog(QMessageBox) or path.exists()
    if not path.exists():
        press("Return")
    yield "the file is written", lambda: path.exists() and not view.codes.exchange.busy
    yield "nothing is asked any more", no_dialog


def _import(view: AnalyseView, path: Path) -> Steps:
    """Into a coding without codes and scheme."""
    keeping = view.codes.keeping
    before: Coding = keeping.coding
    keeping.change("clear", Coding(coder="Anna", source=before.source))
    assert not keeping.coding.codes
    press(IMPORT)
    yield from _name_file(path)
    yield "it asks what is added", lambda: dialog(ImportDialog)
    press("Return")
    yield "the codes are there", lambda: no_dialog() and len(keeping.coding.codes) == CODES
    yield f"{path.suffix}: identical", lambda: _plain(keeping.coding) == _plain(before)
    keeping.change("scheme", before)


def _plain(coding: Coding) -> list[tuple[str, str, float, float | None, str]]:
    def row(code: Code) -> tuple[str, str, float, float | None, str]:
        return code.tier, code.label, code.start_s, code.end_s, code.comment

    return [row(code) for code in coding.codes]


def _name_file(path: Path) -> Steps:
    yield "a file dialog opens", lambda: dialog(QFileDialog)
    press("ctrl+a")
    write(str(path))

    def typed() -> bool:
        asks = dialog(QFileDialog)
        line = asks.findChild(QLineEdit) if asks is not None else None
        return line is not None and line.text() == str(path)

    yield "the name is typed", typed
    if path.exists():
        yield "the list of completions opens", QApplication.activePopupWidget
        press("Escape")
    yield "no list is open", lambda: QApplication.activePopupWidget() is None
    press("Return")
    yield "the file dialog is gone", lambda: dialog(QFileDialog) is None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), use))
