"""From a result's file to suggestions and back to its edits; personal data only when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

import svfap_core as svfap
from svfap_core.errors import ModelError, OutputError, SvfapError
from svfap_core.recognition import finding
from svfap_core.recognition.embeddings import embeddings_path
from svfap_core.recognition.finding import merge_persons, network_of, suggest_persons
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from tests.rendered_film import ONE_PERSON, write_film_result


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_film_result(tmp_path)


def persons(table: Path) -> tuple[int, ...]:
    found = read_result(table)
    return Population(found.recording, found.edits).persons


def test_a_result_that_is_only_read_makes_no_personal_data(table: Path) -> None:
    read_result(table)
    assert not embeddings_path(table.with_suffix("")).exists()


def test_persons_are_suggested_and_merged_in_lines_of_python(table: Path) -> None:
    found = svfap.suggest_persons(table)
    assert {s.persons for s in found.probable} == {ONE_PERSON["a"], ONE_PERSON["b"]}
    assert persons(table) == (1, 2, 3, 4, 5, 6)
    svfap.merge_persons(table, found.probable)
    assert persons(table) == (1, 2, 4)
    assert svfap.read(table).population.persons == (1, 2, 4)
    assert svfap.suggest_persons(table).probable == ()


def test_rejected_ones_survive_saving(table: Path) -> None:
    found = suggest_persons(table)
    (group,) = (s for s in found.probable if s.persons == ONE_PERSON["b"])
    merge_persons(table, [], [group])
    assert read_result(table).edits.apart == ((2, 5),)
    assert {s.persons for s in suggest_persons(table).probable} == {ONE_PERSON["a"]}


def test_faces_are_looked_at_once(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = suggest_persons(table)

    def forbidden(*_args: object, **_named: object) -> None:
        raise AssertionError("the video is read again")

    monkeypatch.setattr(finding, "embed_faces", forbidden)
    assert suggest_persons(table) == first


def test_another_analysis_is_looked_at_anew(table: Path) -> None:
    suggest_persons(table)
    path = embeddings_path(table.with_suffix(""))
    before = path.read_bytes()
    write_film_result(table.parent, analysis="another")
    suggest_persons(table)
    assert path.read_bytes() != before


def test_without_its_video_it_says_what_to_do(table: Path) -> None:
    (table.parent / "talk.mp4").unlink()
    with pytest.raises(SvfapError, match="was not found") as caught:
        suggest_persons(table)
    assert "Find video" in caught.value.hint


def test_what_cannot_be_kept_is_an_error_with_its_reason(table: Path) -> None:
    embeddings_path(table.with_suffix("")).mkdir()
    with pytest.raises(OutputError, match="face-embeddings"):
        suggest_persons(table)


def test_the_kept_file_says_which_network_it_is_of(table: Path) -> None:
    base = table.with_suffix("")
    assert network_of(base) == "builtin"
    suggest_persons(table)
    assert network_of(base) == "builtin"
    embeddings_path(base).write_bytes(b"nonsense")
    assert network_of(base) == "builtin"


def test_an_unknown_network_is_refused(table: Path) -> None:
    with pytest.raises(ModelError, match="there is no network magic"):
        suggest_persons(table, recogniser="magic")  # type: ignore[arg-type]


def test_a_video_elsewhere_can_be_named(table: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    video = (table.parent / "talk.mp4").rename(elsewhere / "talk.mp4")
    assert len(suggest_persons(table, video=video).probable) == 2
