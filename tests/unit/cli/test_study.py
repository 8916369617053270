"""`svfap-study` as a user types it, but for the analysis: see integration/test_study.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svfap_core.cli.study import app
from svfap_core.study.study import read_study
from tests.unit.study.simulated import recording, simulated, study_of, write_result

LINES = ("a.mp4,P01,largest,,neutral,30", "b.mp4,P01,largest,,funny,30")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_study_is_begun_with_its_variables(tmp_path: Path) -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"video")
    options = ("--variable", "condition=neutral, funny", "--variable", "age=number")
    begun = run("new", tmp_path / "study", video, *options, "--name", "Smiles")
    assert begun.exit_code == 0, begun.output
    assert begun.stdout.startswith(f"{tmp_path / 'study'}: 1 video\n")
    text = (tmp_path / "study" / "files.csv").read_text()
    assert text == "file,participant,role,offset_s,condition,age\na.mp4,,largest,,,\n"
    assert "name: Smiles" in (tmp_path / "study" / "study.yaml").read_text()
    again = run("new", tmp_path / "study", video)
    assert again.exit_code == 2
    assert "holds a study.yaml already" in again.stderr


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("condition", "write NAME=LEVEL,LEVEL"),
        ("status=a,b", "status: the tables use this name"),
        ("condition=a,a", "condition: levels must differ"),
    ],
)
def test_a_variable_of_no_use_begins_no_study(tmp_path: Path, option: str, expected: str) -> None:
    (tmp_path / "a.mp4").write_bytes(b"video")
    begun = run("new", tmp_path / "study", tmp_path / "a.mp4", "--variable", option)
    assert begun.exit_code == 2
    assert expected in " ".join(begun.stderr.replace("│", " ").split())
    assert not (tmp_path / "study").exists()


def test_check_lists_problems_and_what_is_not_analysed(tmp_path: Path) -> None:
    folder = study_of(tmp_path, LINES)
    sound = run("check", folder)
    assert (sound.exit_code, sound.stdout.splitlines()) == (
        0,
        [
            "study: 1 participant, 2 videos, 0 events; no problems",
            "2 of 2 lines have no result yet: run svfap-study analyse",
        ],
    )
    (tmp_path / "videos" / "b.mp4").unlink()
    found = run("check", folder)
    assert found.exit_code == 1
    assert found.stdout.startswith("files.csv, line 3: b.mp4 not found")
    assert "1 problem\n" in found.stdout
    assert run("check", tmp_path / "nowhere").exit_code == 2


def test_nothing_is_analysed_while_a_video_is_missing(tmp_path: Path) -> None:
    folder = study_of(tmp_path, LINES)
    (tmp_path / "videos" / "b.mp4").unlink()
    refused = run("analyse", folder)
    assert refused.exit_code == 2
    assert "files.csv, line 3: b.mp4 not found" in refused.stderr
    assert not (folder / "results").exists()
    assert run("analyse", folder, "--workers", 2).exit_code == 2


def test_tables_are_made_and_the_participants_left_out_are_named(tmp_path: Path) -> None:
    study = simulated(tmp_path)
    made = run("tables", study.folder)
    assert made.exit_code == 0, made.output
    assert "left out: P3: too little trusted time" in made.stdout
    assert len(list((study.folder / "tables").iterdir())) == 11


def test_tables_without_results_are_refused(tmp_path: Path) -> None:
    folder = study_of(tmp_path, LINES)
    write_result(folder / "results" / "a.mp4", recording("a.mp4", seed=0))
    refused = run("tables", folder)
    assert refused.exit_code == 2
    assert "files.csv, line 3: b.mp4 has no result yet" in refused.stderr
    assert "line 2" not in refused.stderr
    assert not (folder / "tables").exists()
    assert len(read_study(folder).files) == 2
