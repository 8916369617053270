"""The first window: what it loads, and that its words fit, in each language and at each scale."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_SHOWN = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from svfap_gui.app import build
from svfap_gui.preferences import PreferencesStore
app = QApplication([])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window, _ = build(app, settings, PreferencesStore(settings, app))
window.show()
assert window.isVisible()
heavy = {
    "torch", "openvino", "cv2", "av", "pyarrow", "insightface", "onnxruntime", "lightning",
    "matplotlib", "scipy", "skimage", "timm", "trainer.tasks", "trainer.data",
}
print(",".join(sorted(heavy & sys.modules.keys())))
sys.stdout.flush()
import os
os._exit(0)
"""


def test_the_window_is_shown_without_the_heavy_libraries(tmp_path: object) -> None:
    done = _run("-c", _SHOWN, f"{tmp_path}/settings.ini")
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
