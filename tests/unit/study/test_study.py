"""A study's folder: begun without touching a video, and read with its faults by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import OutputError, SvfapError
from svfap_core.study.study import new_study, read_study, study_and_problems

VARIABLES = {"condition": ("neutral", "funny"), "age": "number"}
HEADER = "file,participant,role,offset_s,condition,age\n"


def begun(folder: Path, *names: str) -> Path:
    videos = folder / "videos"
    for name in names or ("a.mp4", "b.mp4"):
        (videos / name).parent.mkdir(parents=True, exist_ok=True)
        (videos / name).write_bytes(b"video")
    new_study(folder / "study", [videos], variables=VARIABLES)
    return folder / "study"


def said(study: Path) -> list[str]:
    return [str(problem) for problem in study_and_problems(study)[1]]


def test_a_new_study_lists_its_videos_by_relative_paths(tmp_path: Path) -> None:
    folder = begun(tmp_path, "one/a.mp4", "two/a.mp4")
    assert sorted(path.name for path in folder.iterdir()) == [
        "events.csv", "files.csv", "study.yaml",
    ]  # fmt: skip
    text = (folder / "files.csv").read_text()
    assert text == f"{HEADER}one/a.mp4,,largest,,,\ntwo/a.mp4,,largest,,,\n"
    assert str(tmp_path) not in (folder / "study.yaml").read_text()
    study, _ = study_and_problems(folder)
    assert study.settings.name == "study"
    assert study.settings.variables == VARIABLES
    assert study.root.resolve() == (tmp_path / "videos").resolve()
    assert (tmp_path / "videos" / "one" / "a.mp4").read_bytes() == b"video"


def test_a_study_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    for name in ("study.yaml", "files.csv", "events.csv"):
        other = tmp_path / name
        other.mkdir()
        (other / name).write_text("mine")
        with pytest.raises(OutputError, match=name):
            new_study(other, [tmp_path / "videos"], variables={})
        assert (other / name).read_text() == "mine"
        assert len(list(other.iterdir())) == 1
    with pytest.raises(OutputError, match="already"):
        new_study(folder, [tmp_path / "videos"], variables={})


def test_a_missing_video_begins_no_study(tmp_path: Path) -> None:
    with pytest.raises(SvfapError, match=r"not found: .*none\.mp4"):
        new_study(tmp_path / "study", [tmp_path / "none.mp4"], variables={})
    assert not (tmp_path / "study").exists()


def test_participants_of_a_new_study_are_still_unknown(tmp_path: Path) -> None:
    found = said(begun(tmp_path))
    assert "files.csv, line 2: no participant: write who is seen, such as P01" in found
    assert any(text.startswith("files.csv, line 3: no participant") for text in found)
    with pytest.raises(SvfapError, match=r"files\.csv, line 3"):
        read_study(tmp_path / "study")


def test_a_complete_study_is_read(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    (folder / "files.csv").write_text(
        HEADER + "a.mp4,P01,largest,,neutral,31\nb.mp4,P01,person: Ann,-1.5,funny,\n"
    )
    (folder / "events.csv").write_text("file,event,time_s\n*,joke,2.5\nb.mp4,laugh,\n")
    study = read_study(folder)
    first, second = study.files
    assert (first.condition, second.condition) == (("neutral",), ("funny",))
    assert (first.offset_s, second.offset_s) == (0.0, -1.5)
    assert (first.numbers, second.numbers) == ({"age": 31.0}, {"age": None})
    assert (str(first.role), str(second.role)) == ("largest", "person: Ann")
    assert [(e.file, e.event, e.time_s) for e in study.events] == [
        ("*", "joke", 2.5), ("b.mp4", "laugh", None),
    ]  # fmt: skip
    assert study.base(first) == folder / "results" / "a.mp4"
    assert [(p.path.name, p.output) for p in study.planned()] == [("a.mp4",) * 2, ("b.mp4",) * 2]


def test_a_file_of_excel_in_europe_is_read(tmp_path: Path) -> None:
    folder = begun(tmp_path)
    text = HEADER + "a.mp4,P01,largest,0,5,neutral,31,5\n"
    text = text.replace(",", ";").replace("0;5", "0,5").replace("31;5", "31,5")
    (folder / "files.csv").write_text(text, encoding="utf-8-sig")
    (entry,) = read_study(folder).files
    assert (entry.offset_s, entry.numbers["age"]) == (0.5, 31.5)


def test_a_folder_without_a_study_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(SvfapError, match="svfap-study new"):
        read_study(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("age: number", "age: numbers", r"line \d+, variables: age: list its levels"),
        ("funny]", "yes, no]", r"put yes, no"),
        ("condition:", "status:", r"status: the tables use this name"),
        ("condition:", "emo_happy:", r"the tables use this name"),
        ("min_trusted_share: 0.5", "min_trusted_share: 5", r"line \d+, rules.min_trusted_share: "),
        ("baseline_s: 1.0", "baseline_s: 2.0", r"epochs: baseline_s must not exceed before_s"),
        ("name:", "nme:", r"did you mean name"),
        ("hop_s: 0.5", "hop_s: often", r"run.analysis.windows.hop_s"),
    ],
)
def test_faults_of_the_settings_have_their_line(
    tmp_path: Path, before: str, after: str, expected: str
) -> None:
    path = begun(tmp_path) / "study.yaml"
    lines = path.read_text().splitlines()
    place = next(
        n for n, line in enumerate(lines) if before in line and not line.strip().startswith("#")
    )
    lines[place] = lines[place].replace(before, after)
    path.write_text("\n".join(lines))
    with pytest.raises(SvfapError, match=expected) as raised:
        study_and_problems(tmp_path / "study")
    assert "study.yaml" in str(raised.value)


def test_the_line_of_a_setting_is_where_it_stands(tmp_path: Path) -> None:
    path = begun(tmp_path) / "study.yaml"
    path.write_text("name: Smiles\nrules:\n  # strict\n  min_trusted_share: 7\n")
    with pytest.raises(SvfapError, match=r"line 4, rules\.min_trusted_share: "):
        study_and_problems(tmp_path / "study")
