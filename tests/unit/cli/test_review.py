"""`svfap review`: what is left to look at, and what was found there."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svfap_core.anonymise.report import read_report
from svfap_core.cli.review import app
from svfap_gui.app import main
from tests.unit.anonymise.test_report import CLEAR, DOUBTFUL, DOUBTS, made, names


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_stretches_are_listed_by_the_time_of_the_new_video(tmp_path: Path) -> None:
    found = run(made(tmp_path, *DOUBTS))
    assert found.exit_code == 1
    assert "   1  00:01.00 to 00:02.00  not reviewed" in found.stdout
    assert "A face vanishes within the frame" in found.stdout
    assert "Stretches left to review: 2 of 2." in found.stdout
    assert names(tmp_path) == DOUBTFUL


def test_a_review_in_two_steps_renames_the_videos(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    first = run(path, "--hidden", "1", "--by", "Ada", "--note", "a lamp")
    assert first.exit_code == 1
    assert "hidden, says Ada" in first.stdout
    assert "a lamp" in first.stdout
    assert run(path, "--hidden", "2", "--by", "Bob").exit_code == 0
    assert names(tmp_path) == CLEAR
    assert run(path, "--exposed", "2", "--by", "Cleo").exit_code == 1
    assert names(tmp_path) == DOUBTFUL


def test_all_stretches_at_once(tmp_path: Path) -> None:
    path = made(tmp_path, *DOUBTS)
    assert run(path, "--hidden", "all", "--by", "Ada").exit_code == 0
    assert str(tmp_path / "talk.mp4.anonymised.mp4") in run(path).stdout


@pytest.mark.parametrize(
    "arguments", [["--hidden", "1"], ["--hidden", "9", "--by", "Ada"], ["--hidden", "x"]]
)
def test_what_cannot_be_done_changes_nothing(tmp_path: Path, arguments: list[str]) -> None:
    path = made(tmp_path, *DOUBTS)
    assert run(path, *arguments).exit_code == 2
    assert not any(stretch.reviews for stretch in read_report(path).stretches)
    assert run(tmp_path / "none.json").exit_code == 2


def test_the_window_program_has_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["review", str(made(tmp_path, *DOUBTS))])
    assert end.value.code == 1
    assert "not reviewed" in capsys.readouterr().out
