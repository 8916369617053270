"""`svfap persons`: lists what is probably one person, merges what is said, forgets faces."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svfap_core.cli.persons import app
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from svfap_gui.app import main
from tests.rendered_film import write_film_result

FILE = "talk.mp4.face-embeddings.parquet"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_film_result(tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def persons(table: Path) -> int:
    found = read_result(table)
    return len(Population(found.recording, found.edits).persons)


def test_suggestions_are_listed_and_nothing_is_merged(table: Path) -> None:
    found = run(table)
    assert found.exit_code == 0
    assert "Persons: 6." in found.stdout
    assert "probably one person, distance 0.0" in found.stdout
    assert "Person 1, Person 3, Person 6" in found.stdout
    assert "Person 2, Person 5" in found.stdout
    assert persons(table) == 6
    assert (table.parent / FILE).is_file()


def test_all_are_merged_when_asked(table: Path) -> None:
    found = run(table, "--merge", "all")
    assert "Merged: 2. Rejected: 0. Persons now: 3." in found.stdout
    assert persons(table) == 3
    assert "No two of them are probably one person." in run(table).stdout


def test_one_is_merged_and_one_rejected(table: Path) -> None:
    assert "Persons now: " in run(table, "--merge", "1", "--reject", "2").stdout
    assert "No two of them are probably one person." in run(table).stdout
    assert read_result(table).edits.apart


def test_embeddings_are_forgotten(table: Path) -> None:
    run(table)
    assert run(table, "--forget").stdout == "Face embeddings deleted.\n"
    assert not (table.parent / FILE).exists()
    assert run(table, "--forget").stdout == "There are no face embeddings.\n"


@pytest.mark.parametrize(
    "options",
    [
        ["--merge", "3"],
        ["--merge", "x"],
        ["--reject", "0"],
        ["--merge", "1", "--reject", "1"],
    ],
)
def test_what_cannot_be_done_changes_nothing(table: Path, options: list[str]) -> None:
    assert run(table, *options).exit_code == 2
    assert persons(table) == 6


def test_a_missing_result_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    found = run(tmp_path / "nothing.csv")
    assert found.exit_code == 2
    assert "error:" in found.stderr


def test_the_window_program_has_the_command(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["persons", str(table), "--forget"])
    assert ended.value.code in {0, None}
    assert "There are no face embeddings." in capsys.readouterr().out
