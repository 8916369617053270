"""Tables of events as BORIS 7 to 9 write them."""

from __future__ import annotations

from pathlib import Path

from svfap_core.codes.boris_table import read_boris_table, write_boris
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.importing import read_codes

TABULAR_8 = """Observation id,Observation date,Description,Observation duration,Observation type,Source,Time offset (s),Media duration (s),FPS (frame/s),Subject,Behavior,Behavioral category,Modifier #1,Behavior type,Time,Media file name,Image index,Image file path,Comment
v1,2026-02-03 10:00:00,,60.0,Media file(s),player #1:v1.mp4,0.0,60.0,25.0,child,look,gaze,toy,START,1.5,v1.mp4,37,,
v1,2026-02-03 10:00:00,,60.0,Media file(s),player #1:v1.mp4,0.0,60.0,25.0,child,look,gaze,toy,STOP,3.0,v1.mp4,75,,done
v1,2026-02-03 10:00:00,,60.0,Media file(s),player #1:v1.mp4,0.0,60.0,25.0,No focal subject,touch,,,POINT,2.25,v1.mp4,56,,
v2,2026-02-04 10:00:00,,60.0,Media file(s),player #1:v2.mp4,5.0,60.0,25.0,child,look,gaze,,STOP,7.0,v2.mp4,175,,
"""  # noqa: E501  # as programs write it

TABULAR_7 = """Observation id\tv1
Media file(s)
Observation date\t2019-01-02 10:00:00
Time offset (s)\t2.5

Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus
1.5\tv1.mp4\t60\t25\tchild\tlook\tgaze\t\tSTART
3.0\tv1.mp4\t60\t25\tchild\tlook\tgaze\t\tSTOP
"""

AGGREGATED = """Observation id,Observation type,Source,Time offset (s),Media duration (s),Subject,Behavior,Behavioral category,Modifiers,Behavior type,Start (s),Stop (s),Duration (s),Media file name,Comment start,Comment stop
v1,Media file(s),x,0.0,60.0,child,look,gaze,,STATE,1.5,3.0,1.5,v1.mp4,a,b
v1,Media file(s),x,0.0,60.0,child,touch,,hard,POINT,2.25,2.25,NA,v1.mp4,,
v1,Media file(s),x,0.0,60.0,child,look,gaze,,STATE,9.0,8.0,1.0,v1.mp4,,
v1,Media file(s),x,0.0,60.0,child,look,gaze,,STATE,?,8.0,1.0,v1.mp4,,
"""  # noqa: E501  # as programs write it


def code(
    label: str, start_s: float, end_s: float | None, comment: str = "", tier: str = "child"
) -> Code:
    return Code(tier=tier, label=label, start_s=start_s, end_s=end_s, comment=comment)


def test_tabular_events_of_version_8(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABULAR_8, encoding="utf-8")
    first, second = read_codes(tmp_path / "a.csv")
    assert first.coding.codes == (
        code("look", 1.5, 3, "toy; done"),
        code("touch", 2.25, 2.25, tier="No focal subject"),
    )
    assert first.coding.video == "v1.mp4"
    assert second.coding.codes == (code("look", 7, 7),)
    assert second.offset_s == -5
    assert "no counterpart" in second.notes[0]


def test_tabular_events_of_version_7(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(TABULAR_7, encoding="utf-8")
    [imported] = read_codes(tmp_path / "a.tsv")
    assert (imported.name, imported.offset_s) == ("v1", -2.5)
    assert imported.coding.codes == (code("look", 1.5, 3),)


def test_aggregated_events(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(AGGREGATED, encoding="utf-8")
    [imported] = read_codes(tmp_path / "a.csv")
    assert imported.coding.codes == (
        code("look", 1.5, 3, "a; b"),
        code("touch", 2.25, 2.25, "hard"),
        code("look", 8, 9),
    )
    assert len(imported.notes) == 2


def test_columns_and_order_of_what_we_write(tmp_path: Path) -> None:
    codes = (code("look", 1, 2), code("look", 2, 3), code("touch", 2, 2), code("look", 3, None))
    write_boris(tmp_path / "visit.csv", Coding(codes=codes, video="v.mp4"))
    header, *lines = (tmp_path / "visit.csv").read_text(encoding="utf-8").splitlines()
    assert header == TABULAR_8.splitlines()[0].replace("Modifier #1,", "")
    assert [line.split(",")[12:14] for line in lines] == [
        ["START", "1.000000"], ["STOP", "2.000000"], ["POINT", "2.000000"], ["START", "2.000000"],
        ["STOP", "3.000000"], ["START", "3.000000"],
    ]  # fmt: skip
    assert {line.split(",")[0] for line in lines} == {"visit"}
    [imported] = read_boris_table(tmp_path / "visit.csv")
    assert imported.coding.codes == Coding(codes=codes).codes
