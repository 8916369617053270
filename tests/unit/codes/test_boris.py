"""Projects and tables as BORIS 7 to 9 write them."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from svfap_core.codes.boris_project import read_boris_project
from svfap_core.codes.boris_table import read_boris_table, write_boris
from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.importing import read_codes
from svfap_core.errors import SvfapError

PROJECT: dict[str, Any] = {
    "time_format": "hh:mm:ss",
    "project_name": "play",
    "project_format_version": "7.0",
    "subjects_conf": {"0": {"key": "1", "name": "child", "description": ""}},
    "behaviors_conf": {
        "0": {"type": "State event", "key": "l", "code": "look", "description": "at the toy",
              "color": "#FF0000", "category": "gaze", "modifiers": "", "excluded": "away",
              "coding map": ""},
        "1": {"type": "State event", "key": "a", "code": "away", "description": "", "color": "red",
              "category": "gaze", "modifiers": "", "excluded": "look", "coding map": ""},
        "2": {"type": "Point event", "key": "a", "code": "touch", "description": "",
              "category": "", "modifiers": "", "excluded": "", "coding map": ""},
    },
    "observations": {
        "visit 1": {
            "file": {"1": ["C:\\study\\v1.mp4"], "2": ["C:\\study\\v1b.mp4"]},
            "type": "MEDIA", "date": "2026-02-03T10:00:00", "description": "", "time offset": 10.0,
            "events": [
                [11.5, "child", "look", "", "", 38],
                [12.25, "child", "touch", "left|soft", "late", 56],
                [13.0, "child", "look", "", "end seen", 75],
                [14.0, "", "away", "", ""],
                ["x", "child", "look", "", ""],
                [20.125, "child", "look", "", "", 254],
            ],
            "media_info": {"length": {"C:\\study\\v1.mp4": 60.0}, "offset": {"1": 0.0, "2": 2.5}},
        },
        "visit 2": {"file": {}, "events": []},
    },
}  # fmt: skip

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


def test_a_project_has_a_coding_per_observation(tmp_path: Path) -> None:
    (tmp_path / "a.boris").write_text(json.dumps(PROJECT), encoding="utf-8")
    first, second = read_codes(tmp_path / "a.boris")
    assert (first.name, second.name) == ("visit 1", "visit 2")
    assert first.coding.codes == (
        code("look", 11.5, 13, "end seen"),
        code("touch", 12.25, 12.25, "left|soft; late"),
        code("away", 14, None, tier="No focal subject"),
        code("look", 20.125, None),
    )
    assert first.coding.video == "v1.mp4"
    assert first.offset_s == -10
    assert first.coding.shifted(first.offset_s).codes[0].start_s == 1.5
    notes = "\n".join(first.notes)
    assert "BORIS counts from 10 s" in notes
    assert "player 2 with an offset of 2.5 s" in notes
    assert "1 codes are left out" in notes
    tier = first.coding.scheme.tier("child")
    assert tier is not None
    look, away, touch = tier.definitions
    assert (look.key, look.color, look.kind, look.description) == (
        "l",
        "#ff0000",
        "interval",
        "at the toy",
    )
    assert look.group == away.group != ""
    assert (touch.kind, touch.key, touch.group) == ("point", "", ""), "its key is that of away"
    assert not second.coding.codes


def test_a_compressed_project_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.boris").write_text(json.dumps(PROJECT), encoding="utf-8")
    (tmp_path / "a.boris.gz").write_bytes(gzip.compress(json.dumps(PROJECT).encode()))
    plain, compressed = read_codes(tmp_path / "a.boris"), read_codes(tmp_path / "a.boris.gz")
    assert [i.coding for i in plain] == [i.coding for i in compressed]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b"[" * 200_000, b"\x1f\x8b\x08", gzip.compress(b"{}" * 99)[:30],
     json.dumps(PROJECT).encode()[:-40], b"\x89PNG\r\n\x1a\n\0\0"],
)  # fmt: skip
def test_broken_projects_are_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.boris").write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_boris_project(tmp_path / "a.boris")
    assert caught.value.hint


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_core.codes.boris_project.MAX_BYTES", 1 << 16)
    (tmp_path / "a.boris").write_bytes(zlib.compress(b" " * (1 << 20), wbits=31))
    with pytest.raises(SvfapError):
        read_boris_project(tmp_path / "a.boris")


@pytest.mark.parametrize(
    "changes",
    [{"events": None}, {"events": {"a": 1}}, {"events": [[], [1], None, 3]}, {"file": "x"},
     {"file": ["a.mp4"]}, {"time offset": None}, {"time offset": "x"}, {"media_info": []},
     {"events": [["\ud800", 3, 4], [1, "\ud800", "\ud800"]]}, {"events": [[1e300, "a", "b"]]}],
)  # fmt: skip
def test_odd_observations_are_read_as_far_as_they_go(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    odd = {**PROJECT, "observations": {"o": {**PROJECT["observations"]["visit 1"], **changes}}}
    (tmp_path / "a.boris").write_text(json.dumps(odd), encoding="utf-8")
    [imported] = read_boris_project(tmp_path / "a.boris")
    assert imported.name == "o"


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
