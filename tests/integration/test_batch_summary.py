"""`summary.csv` of a batch: what its tables say, and the same after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from svfap_core.cli.annotate import app
from tests.faults.material import head_film
from tests.shared_data import shared
from tests.summaries import assert_is_what_pandas_makes

COUNT = 4


def words(films: Path, out: Path) -> list[str]:
    options = ["--hop", "0.25", "--no-curves", "--format", "csv", "--json"]
    return [str(films), "--out", str(out), *options]


def annotate(films: Path, out: Path) -> None:
    CliRunner().invoke(app, words(films, out), catch_exceptions=False)


def annotate_in_a_process(films: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from svfap_core.cli.annotate import main; main()"]
    return subprocess.Popen([*command, *words(films, out)], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_kill_and_resume(tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for number in range(COUNT):
        head_film(films / f"{number}.mp4", step_px=number + 1)
    annotate(films, tmp_path / "whole")
    whole = (tmp_path / "whole" / "summary.csv").read_text("utf-8")
    assert whole.count("\n") == COUNT + 1

    out = tmp_path / "killed"
    with annotate_in_a_process(films, out) as run:
        assert run.stdout is not None
        ended = 0
        while ended < 2:
            line = run.stdout.readline()
            assert line, "ended before it was killed"
            ended += '"file_ended"' in line
        run.send_signal(signal.SIGKILL)
    annotate(films, out)
    assert (out / "summary.csv").read_text("utf-8") == whole


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_it_is_what_pandas_makes_of_the_tables_of_real_clips(tmp_path: Path) -> None:
    annotate(shared("data/clips"), tmp_path)
    summary = pd.read_csv(tmp_path / "summary.csv")
    tables = sorted(p for p in tmp_path.rglob("*.csv") if p.with_suffix(".json").exists())
    assert len(tables) > 10
    assert set(summary.result) == {
        p.relative_to(tmp_path).with_suffix("").as_posix() for p in tables
    }
    for path in tables:
        name = path.relative_to(tmp_path).with_suffix("").as_posix()
        assert_is_what_pandas_makes(summary[summary.result == name], pd.read_csv(path))
