"""What is wrong with a study is found, each fault planted in a sound one."""

from __future__ import annotations

from pathlib import Path

from svfap_core.results.edits import Edits, Marker
from svfap_core.study.checking import check_study
from svfap_core.study.study import read_study
from tests.unit.study.simulated import recording, study_of, write_result

LINES = (
    "a.mp4,P01,left,,neutral,30",
    "a.mp4,P02,right,,neutral,40",
    "b.mp4,P01,largest,,funny,30",
    "c.mp4,P02,largest,1,funny,40",
)


def analysed(folder: Path, *, events: tuple[str, ...] = ("*,joke,2",)) -> Path:
    path = study_of(folder, LINES, events=events)
    study = read_study(path)
    for seed, entry in enumerate(study.files):
        write_result(study.base(entry), recording(entry.file, seed=seed))
    return path


def said(path: Path) -> list[str]:
    return [str(problem) for problem in check_study(path).problems]


def test_a_sound_study_has_no_problems(tmp_path: Path) -> None:
    found = check_study(analysed(tmp_path))
    assert (found.problems, found.unanalysed) == ((), ())


def test_a_video_that_moved_is_reported_and_one_line_mends_it(tmp_path: Path) -> None:
    path = analysed(tmp_path)
    (tmp_path / "videos").rename(tmp_path / "elsewhere")
    found = said(path)
    assert len(found) == 4
    assert found[0].startswith("files.csv, line 2: a.mp4 not found in ")
    assert "root in study.yaml" in found[0]
    settings = path / "study.yaml"
    settings.write_text(settings.read_text().replace("root: ../videos", "root: ../elsewhere"))
    assert said(path) == []


def test_a_video_without_a_result_is_no_problem_yet(tmp_path: Path) -> None:
    path = study_of(tmp_path, LINES, events=["b.mp4,laugh,"])
    found = check_study(path)
    assert found.problems == ()
    assert [entry.line for entry in found.unanalysed] == [2, 3, 4, 5]


def test_a_result_of_another_method_is_reported_until_the_study_allows_it(tmp_path: Path) -> None:
    path = analysed(tmp_path)
    other = recording("b.mp4", seed=9, method="m2")
    write_result(path / "results" / "b.mp4", other)
    (found,) = said(path)
    assert found.startswith("files.csv, line 4: the result of b.mp4 is of another method")
    assert "line 2" in found
    settings = path / "study.yaml"
    text = settings.read_text()
    settings.write_text(text.replace("allow_mixed_methods: false", "allow_mixed_methods: true"))
    assert said(path) == []


def test_another_video_of_the_name_is_reported(tmp_path: Path) -> None:
    path = analysed(tmp_path)
    (tmp_path / "videos" / "c.mp4").write_bytes(b"another video")
    (found,) = said(path)
    assert found.startswith("files.csv, line 5: c.mp4 is another video")


def test_a_role_that_nobody_has_is_reported(tmp_path: Path) -> None:
    path = analysed(tmp_path)
    files = path / "files.csv"
    files.write_text(files.read_text().replace("c.mp4,P02,largest", "c.mp4,P02,person: Bob"))
    (found,) = said(path)
    assert found.startswith("files.csv, line 5: no person of the video is named Bob")
    files.write_text(files.read_text().replace("a.mp4,P02,right", "a.mp4,P02,largest"))
    assert any(
        text.startswith("files.csv, line 3: P02 is the same person of the video as in line 2")
        for text in said(path)
    )


def test_a_damaged_result_is_reported(tmp_path: Path) -> None:
    path = analysed(tmp_path)
    (path / "results" / "b.mp4.parquet").write_bytes(b"PAR1")
    (found,) = said(path)
    assert found.startswith("files.csv, line 4: ")
    assert "analyse the video again" in found


def test_events_that_happen_nowhere_are_reported(tmp_path: Path) -> None:
    path = analysed(tmp_path, events=("*,joke,99", "b.mp4,laugh,", "*,smile,", "c.mp4,late,11.5"))
    assert [text.partition(":")[0] for text in said(path)] == [
        f"events.csv, line {line}" for line in (2, 3, 4, 5)
    ]
    marked = Edits(markers=(Marker(t_s=3, text="Smile"),))
    write_result(path / "results" / "a.mp4", recording("a.mp4", seed=0), marked)
    assert len(said(path)) == 3
