"""`summary.csv` of a batch: what its tables say, and the same after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.faults.material import head_film
from tests.shared_data import shared
from tests.summaries import assert_is_what_pandas_makes

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


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_it_is_what_pandas_makes_of_the_tables_of_real_clips(tmp_path: Path) -> None:
    with annotate(shared("data/clips"), tmp_path) as run:
        assert run.stdout is not None
        run.stdout.read()
    summary = pd.read_csv(tmp_path / "summary.csv")
    tables = sorted(p for p in tmp_path.rglob("*.csv") if p.with_suffix(".json").exists())
    assert len(tables) > 10
    assert set(summary.result) == {
        p.relative_to(tmp_path).with_suffix("").as_posix() for p in tables
    }
    for path in tables:
        name = path.relative_to(tmp_path).with_suffix("").as_posix()
        assert_is_what_pandas_makes(summary[summary.result == name], pd.read_csv(path))
