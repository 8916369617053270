"""The import contracts of pyproject.toml are seen to break when somebody breaks them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for package in ("svfap_core", "svfap_gui", "trainer"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tree_keeps_its_contracts(checkout: Path) -> None:
    run = lint(checkout)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("svfap_core/models/heads.py", "import cv2", "Models know arrays and tensors only"),
        (
            "svfap_core/pipeline/stats.py",
            "def late() -> None:\n    import PySide6",
            "No Qt below the window",
        ),
        ("svfap_core/types.py", "import svfap_core.settings", "Floors of the core"),
        ("svfap_core/clips/ring.py", "import svfap_core.tracking.align", "Floors of the core"),
        ("svfap_core/helpers.py", "", "svfap_core.helpers"),
        ("trainer/events.py", "import svfap_gui.work.state", "the trainer on the core"),
        ("svfap_gui/work/state.py", "import trainer.tasks.finetune", "settings and events only"),
        ("trainer/export.py", "import trainer.workshop.networks", "Nothing knows the workshop"),
        ("svfap_gui/live/view.py", "import svfap_gui.batch.view", "no feature knows another"),
        ("svfap_gui/parts/stage.py", "import svfap_gui.live.view", "no feature knows another"),
        ("svfap_gui/parts/actions.py", "import svfap_gui.parts.drop_zone", "No circle"),
        ("svfap_gui/batch/run.py", "from PySide6 import QtCore", "threads and tests without Qt"),
    ],
)
def test_a_planted_violation_is_caught(checkout: Path, module: str, line: str, broken: str) -> None:
    path = checkout / module
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        run = lint(checkout)
        assert run.returncode != 0
        told = [text for text in run.stdout.splitlines() if broken in text]
        assert told
        assert "KEPT" not in told[0]
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before)
