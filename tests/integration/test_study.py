"""A study of drawn faces, from videos to tables: two participants under two conditions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from svfap_core.cli.study import app
from svfap_core.results.files import BATCH_SUMMARY
from tests.drawn import write_portraits

HEADER = "file,participant,role,offset_s,expression\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.slow
def test_a_study_from_videos_to_tables(tmp_path: Path) -> None:
    videos, folder = write_portraits(tmp_path / "videos", each=2, seconds=1.6), tmp_path / "study"
    wanted = [videos / "smiling", videos / "frowning"]
    begun = run("new", folder, *wanted, "--variable", "expression=smiling,frowning")
    assert begun.exit_code == 0, begun.output
    assert run("check", folder).exit_code == 1, "nobody is named yet"
    names = [f"{e}/{e}_0{n}.mp4" for e in ("frowning", "smiling") for n in (1, 2)]
    lines = [f"{name},P{name[-5]},largest,,{name.partition('/')[0]}\n" for name in names]
    assert (folder / "files.csv").read_text() == HEADER + "".join(
        f"{name},,largest,,\n" for name in names
    )
    (folder / "files.csv").write_text(HEADER + "".join(lines))
    (folder / "events.csv").write_text("file,event,time_s\n*,onset,1\n")
    settings = folder / "study.yaml"
    text = settings.read_text().replace("after_s: 3.0", "after_s: 0.5")
    text = text.replace("runtime: auto", "runtime: torch")  # Converts no model first.
    settings.write_text(text.replace("hop_s: 0.5", "hop_s: 0.25"))

    analysed = run("analyse", folder)
    assert analysed.exit_code == 0, analysed.output
    assert (folder / "results" / BATCH_SUMMARY).is_file()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.mp4.*")}
    assert "4 skipped" in run("analyse", folder).stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.mp4.*")} == before
    assert run("check", folder).exit_code == 0

    made = run("tables", folder)
    assert made.exit_code == 0, made.output
    participants = pd.read_csv(folder / "tables" / "participants.csv")
    found = participants[["participant", "expression"]].to_numpy().tolist()
    assert found == [[p, e] for p in ("P1", "P2") for e in ("smiling", "frowning")]
    means = participants.groupby("expression").mean_emo_happy.mean()
    assert means["smiling"] > means["frowning"]
    epochs = pd.read_parquet(folder / "tables" / "epochs.parquet")
    assert len(epochs) == 4 * 16
    assert not any((tmp_path / "videos").rglob("*.json")), "nothing is written beside the videos"
