"""PySide6 6.12 on Python 3.11 loses references with every emit and aborts; ours must not."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    told = Signal(bool)
sender = Sender()
for _ in range(5000):
    sender.told.emit(True)
    sender.setObjectName("x")
"""

_IMPORTS = """
import sys
import svfap_gui.app
heavy = {"torch", "openvino", "cv2", "av", "pyarrow", "insightface", "onnxruntime"}
heavy |= {"lightning", "matplotlib", "scipy", "skimage", "timm", "trainer.tasks", "trainer.data"}
print(",".join(sorted(heavy & sys.modules.keys())))
"""


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


def test_five_thousand_signals_do_not_end_the_process() -> None:
    assert _run(_PROGRAM).returncode == 0


def test_the_window_starts_without_the_heavy_libraries() -> None:
    done = _run(_IMPORTS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""
