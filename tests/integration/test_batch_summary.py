"""`summary.csv` of a batch that is killed and run again is that of one that was not."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.material import head_film

COUNT = 4


def annotate(films: Path, out: Path) -> subprocess.Popen[str]:
    words = [films, "--out", out, "--hop", "0.25", "--no-curves", "--format", "csv", "--json"]
    command = [sys.executable, "-c", "from svfap_core.cli.annotate import main; main()"]
    return subprocess.Popen([*command, *map(str, words)], stdout=subprocess.PIPE, text=True)


@pytest.mark.timeout(300)
def test_kill_and_resume(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for number in range(COUNT):
        head_film(films / f"{number}.mp4", step_px=number + 1)
    with annotate(films, tmp_path / "whole") as run:
        assert run.stdout is not None
        run.stdout.read()
    whole = (tmp_path / "whole" / "summary.csv").read_text("utf-8")
    assert whole.count("\n") == COUNT + 1

    out = tmp_path / "killed"
    with annotate(films, out) as run:
        assert run.stdout is not None
        ended = 0
        while ended < 2:
            line = run.stdout.readline()
            assert line, "ended before it was killed"
            ended += '"file_ended"' in line
        run.send_signal(signal.SIGKILL)
    with annotate(films, out) as run:
        assert run.stdout is not None
        run.stdout.read()
    assert (out / "summary.csv").read_text("utf-8") == whole
