"""The whole window: what it loads, its keys, and that its words fit in each language and scale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_BUILT = """
import os
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from svfap_gui.app import build
from svfap_gui.work.preferences import PreferencesStore
app = QApplication([])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window, session = build(app, settings, PreferencesStore(settings, app))
"""

_HEAVY = """
window.show()
assert window.isVisible()
heavy = {
    "torch", "openvino", "cv2", "av", "pyarrow", "insightface", "onnxruntime", "lightning",
    "matplotlib", "scipy", "skimage", "timm", "trainer.tasks", "trainer.data", "sounddevice",
}
print(",".join(sorted(heavy & sys.modules.keys())))
"""

_CONFLICTS = """
book = window.shortcuts
names = [action.objectName() for scope in book.scopes for action in scope.actions]
print(*(name for name in set(names) if names.count(name) > 1 or not name))
for scope in book.scopes:
    for action in scope.actions:
        other = book.conflict(action, action.default_shortcut)
        if other is not None:
            print(action.objectName(), other.objectName())
"""

_OPENED = """
from pathlib import Path
from PySide6.QtWidgets import QFileDialog
from svfap_gui.app import open_source
folder = Path(sys.argv[2])
(folder / "study.v2").mkdir()
for name in ("talk.mp4", "notes.txt", "talk.mp4.csv"):
    (folder / name).touch()

def opened(what, act):
    for shown in (0, 1, 3):
        window.show_page(shown)
        name = window.page.icon_name
        app.processEvents()
        window.page.notices.clear()
        act()
        refused = any("cannot be opened" in n.text for n in window.page.notices.shown)
        print(what, name, window.page.icon_name, session.active, refused, sep="|")

window.show()
for name in ("talk.mp4", "study.v2", "notes.txt", "talk.mp4.csv"):
    opened(f"svfap {name}", lambda: open_source(window, session, str(folder / name)))
opened("window notes.txt", lambda: window.door.open(folder / "notes.txt"))
opened("window talk.mp4", lambda: window.door.open(folder / "talk.mp4"))
opened("window study.v2", lambda: window.door.open(folder / "study.v2"))
QFileDialog.getOpenFileName = lambda *_: (str(folder / "talk.mp4"), "")
opened("first start", window.dialogs.file_wanted.emit)
opened("svfap stream", lambda: open_source(window, session, "rtsp://127.0.0.1:9/x"))
"""

_END = """
sys.stdout.flush()
os._exit(0)
"""


def test_the_window_is_shown_without_the_heavy_libraries(tmp_path: object) -> None:
    done = _run("-c", _BUILT + _HEAVY + _END, f"{tmp_path}/settings.ini")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_files_open_where_work_on_them_is_kept_whatever_was_shown(tmp_path: Path) -> None:
    done = _run("-c", _BUILT + _OPENED + _END, f"{tmp_path}/settings.ini", str(tmp_path))
    assert done.returncode == 0, done.stderr
    told = [line.split("|") for line in done.stdout.splitlines()]
    into = {
        "svfap talk.mp4": "analyse",
        "svfap talk.mp4.csv": "analyse",
        "svfap study.v2": "batch",
        "first start": "analyse",
        "window talk.mp4": "analyse",
        "svfap stream": "live",
    }
    for what, shown, opened_in, playing, refused in told:
        assert playing == str(what == "svfap stream"), what
        assert refused == str("notes.txt" in what), what
        if what in into:
            assert opened_in == into[what], (what, shown)
        elif "notes.txt" in what:
            assert opened_in == shown, what
        else:
            assert opened_in == ("train" if shown == "train" else "batch"), (what, shown)
    assert len(told) == 27


def test_no_two_actions_of_a_view_have_the_same_keys(tmp_path: object) -> None:
    done = _run("-c", _BUILT + _CONFLICTS + _END, f"{tmp_path}/settings.ini")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


FAST = (("en", "18", "1"), ("zh_CN", "12", "1.25"))
"""The longest words in the largest letters, and sizes that are no whole numbers."""


@pytest.mark.parametrize(
    ("language", "text_px", "scale"),
    [
        pytest.param(language, *sizes, marks=[] if (language, *sizes) in FAST else pytest.mark.slow)
        for language in ("en", "zh_CN")
        for sizes in (("12", "1"), ("12", "1.25"), ("12", "2"), ("18", "1"))
    ],
)
def test_no_word_is_cut_off(language: str, text_px: str, scale: str) -> None:
    done = _run("-m", "tests.gui.fit", language, text_px, QT_SCALE_FACTOR=scale)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )
