"""The whole window: what it loads, its keys, and that its words fit in each language and scale."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_BUILT = """
import os
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from svfap_gui.app import build
from svfap_gui.preferences import PreferencesStore
app = QApplication([])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window, _ = build(app, settings, PreferencesStore(settings, app))
"""

_HEAVY = """
window.show()
assert window.isVisible()
heavy = {
    "torch", "openvino", "cv2", "av", "pyarrow", "insightface", "onnxruntime", "lightning",
    "matplotlib", "scipy", "skimage", "timm", "trainer.tasks", "trainer.data",
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

_END = """
sys.stdout.flush()
os._exit(0)
"""


def test_the_window_is_shown_without_the_heavy_libraries(tmp_path: object) -> None:
    done = _run("-c", _BUILT + _HEAVY + _END, f"{tmp_path}/settings.ini")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_no_two_actions_of_a_view_have_the_same_keys(tmp_path: object) -> None:
    done = _run("-c", _BUILT + _CONFLICTS + _END, f"{tmp_path}/settings.ini")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("scale", ["1", "1.25", "2"])
def test_no_word_is_cut_off(language: str, scale: str) -> None:
    done = _run("-m", "tests.gui.fit", language, QT_SCALE_FACTOR=scale)
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
