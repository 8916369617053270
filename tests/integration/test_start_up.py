"""What an analysis loads: libraries that take seconds only where they are needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.faults.material import head_film

RUN = """
import sys

from svfap_core.cli.annotate import main

try:
    main()
finally:
    heavy = {"torch", "scipy", "matplotlib", "ray", "lightning", "timm", "sympy", "onnxruntime"}
    print("loaded:", ",".join(sorted(heavy & sys.modules.keys())))
"""
OUTPUTS = ("--no-curves", "--no-eaf")


def annotated(film: Path, out: Path, *options: str) -> str:
    """The heavy libraries that `svfap-annotate` loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, film, "--out", out, *OUTPUTS, "--json", *options],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env=os.environ,
    )
    return done.stdout.splitlines()[-1].removeprefix("loaded: ").strip()


def test_a_kept_network_is_run_without_torch(tmp_path: Path) -> None:
    film = head_film(tmp_path / "film.mp4")
    annotated(
        film, tmp_path / "first", "--runtime", "openvino"
    )  # Converts, and keeps what it chose.
    assert annotated(film, tmp_path / "second", "--runtime", "openvino") == ""
