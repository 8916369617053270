"""files.csv and events.csv: each fault is reported with its file and line, none hides another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.study.lists import Problem, read_events, read_files, write_list
from svfap_core.study.roles import Role
from svfap_core.study.settings import FILE_COLUMNS, StudySettings

SETTINGS = StudySettings(variables={"condition": ("neutral", "funny"), "age": "number"})
HEADER = "file,participant,role,offset_s,condition,age"
GOOD = "a.mp4,P01,largest,0,neutral,31"


def faults(path: Path, *lines: str) -> list[str]:
    path = path / "files.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    problems: list[Problem] = []
    read_files(path, SETTINGS, problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("b.mp4,,largest,0,funny,31", "no participant"),
        (",P02,largest,0,funny,31", "no file"),
        ("/tmp/b.mp4,P02,largest,0,funny,31", "below the root"),
        ("../b.mp4,P02,largest,0,funny,31", "below the root"),
        ("C:\\b.mp4,P02,largest,0,funny,31", "below the root"),
        ("b.mp4,P02,biggest,0,funny,31", "unknown role 'biggest': write largest, left"),
        ("b.mp4,P02,person:,0,funny,31", "unknown role"),
        ("b.mp4,P02,largest,soon,funny,31", "offset_s must be a number, got 'soon'"),
        ("b.mp4,P02,largest,nan,funny,31", "offset_s must be a number"),
        ("b.mp4,P02,largest,0,funy,31", "got 'funy' (did you mean funny?)"),
        ("b.mp4,P02,largest,0,funny,old", "age must be a number"),
        ("b.mp4,P02,largest,0,funny", "5 cells where the first line has 6"),
        ("a.mp4,P01,left,0,neutral,31", "P01 is in this video already, in line 2"),
        ("a.mp4,P02,largest,0,neutral,31", "the role largest already, in line 2"),
        ("b.mp4,p01,largest,0,funny,31", "unknown participant p01: line 2 has P01"),
        ("b.mp4,P01,largest,0,neutral,32", "age of P01 differs from line 2"),
    ],
)
def test_a_fault_has_its_line(tmp_path: Path, line: str, expected: str) -> None:
    assert faults(tmp_path, GOOD) == []
    (found,) = faults(tmp_path, GOOD, "", line)
    assert found.startswith("files.csv, line 4: ")
    assert expected in found


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "b.mp4,,largest,x,fun,31", GOOD, GOOD)
    assert [text.partition(":")[0] for text in found] == [
        "files.csv, line 2", "files.csv, line 2", "files.csv, line 2", "files.csv, line 4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"file,participant,role,offset_s,condition\n", "line 1: the column age is missing"),
        (f"{HEADER},sex\n".encode(), "line 1: sex is no variable of study.yaml"),
        (f"{HEADER},age\n".encode(), "line 1: the column age is there twice"),
        (f"{HEADER}\n".encode(), "lists no videos"),
        (f'{HEADER}\n"a.mp4,P01\n'.encode(), "is not CSV"),
        (f"{HEADER}\nJürgen.mp4,P01,largest,0,funny,31\n".encode("cp1252"), "is not UTF-8"),
    ],
)
def test_a_file_of_no_use_says_why(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "files.csv"
    path.write_bytes(content)
    problems: list[Problem] = []
    assert read_files(path, SETTINGS, problems) == ()
    assert expected in str(problems[0])


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    problems: list[Problem] = []
    read_files(tmp_path / "files.csv", SETTINGS, problems)
    assert str(problems[0]).startswith("files.csv: cannot be read")


def test_two_participants_of_one_video(tmp_path: Path) -> None:
    assert faults(tmp_path, "a.mp4,P01,left,0,funny,31", "a.mp4,P02,right,0,funny,40") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("c.mp4,joke,1", "c.mp4 is not in files.csv (did you mean a.mp4?)"),
        ("a.mp4,,1", "no event"),
        ("a.mp4,joke,late", "time_s must be a number"),
        ("*,joke,2.5", "repeats line 2"),
    ],
)
def test_a_fault_of_events_has_its_line(tmp_path: Path, line: str, expected: str) -> None:
    files, problems = tmp_path / "files.csv", list[Problem]()
    files.write_text(f"{HEADER}\n{GOOD}\n")
    entries = read_files(files, SETTINGS, problems)
    path = tmp_path / "events.csv"
    path.write_text(f"file,event,time_s\n*,joke,2.5\n{line}\n")
    assert len(read_events(path, entries, problems)) == 1
    (found,) = problems
    assert str(found).startswith("events.csv, line 3: ")
    assert expected in str(found)


def test_a_study_without_events_needs_no_file(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_events(tmp_path / "events.csv", (), problems) == ()
    assert problems == []


_WORD = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=8)
_NAMES = _WORD.map(str.strip).filter(bool)


@given(
    st.lists(
        st.tuples(_NAMES, st.floats(-1e6, 1e6)), min_size=1, unique_by=lambda r: r[0].casefold()
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    path = tmp_path_factory.mktemp("study") / "files.csv"
    lines = [(f"v{n}.mp4", who, "left", repr(at)) for n, (who, at) in enumerate(rows)]
    write_list(path, FILE_COLUMNS, lines)
    problems: list[Problem] = []
    found = read_files(path, StudySettings(), problems)
    assert problems == []
    assert [(e.participant, e.offset_s, e.role) for e in found] == [
        (who, at, Role("left")) for who, at in rows
    ]
