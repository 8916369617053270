"""Tables of ours and of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.csv_file import read_csv, write_csv
from svfap_core.codes.importing import read_codes
from svfap_core.errors import SvfapError


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Coding]:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    return [imported.coding for imported in read_codes(tmp_path / "a.csv")]


def test_what_our_table_looks_like(tmp_path: Path) -> None:
    codes = (
        Code(tier="face", label="smile, wide", start_s=1, end_s=2.0000004, comment="x"),
        Code(tier="face", label="blink", start_s=1.5, end_s=1.5),
        Code(tier="face", label="gaze", start_s=2, end_s=None),
    )
    write_csv(tmp_path / "a.csv", Coding(codes=codes, coder="Bo", video="v.mp4"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines() == [
        "video,coder,tier,code,start_s,end_s,comment",
        'v.mp4,Bo,face,"smile, wide",1.000000,2.000000,x',
        "v.mp4,Bo,face,blink,1.500000,1.500000,",
        "v.mp4,Bo,face,gaze,2.000000,,",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Onset;Offset;Label\n1,5;2,5;a\n", (1.5, 2.5, "a", "codes")),
        ("start (s)\tduration\tevent\tsubject\n1.5\t1\ta\tP1\n", (1.5, 2.5, "a", "P1")),
        ("onset_ms,offset_ms,code\n1500,2500,a\n", (1.5, 2.5, "a", "codes")),
        ("Begin Time,End Time,Annotation,Tier\n00:00:01.500,00:02.500,a,t\n", (1.5, 2.5, "a", "t")),
        ("time,name\n1:01.5,a\n", (61.5, 61.5, "a", "codes")),
        ("timestamp_s,text\n3.0,a\n", (3.0, 3.0, "a", "codes")),
        ("end,start,label\n1,2,a\n", (1.0, 2.0, "a", "codes")),
    ],
)
def test_usual_columns_of_others(tmp_path: Path, text: str, expected: tuple[object, ...]) -> None:
    [coding] = read(tmp_path, text)
    [code] = coding.codes
    assert (code.start_s, code.end_s, code.label, code.tier) == expected


def test_a_table_of_several_videos_and_coders(tmp_path: Path) -> None:
    codings = read(
        tmp_path, "video,coder,time,code\na.mp4,Bo,1,x\nb.mp4,Bo,1,x\na.mp4,Bo,2,x\na.mp4,Cy,2,x\n"
    )
    assert [(c.video, c.coder, len(c.codes)) for c in codings] == [
        ("a.mp4", "Bo", 2), ("b.mp4", "Bo", 1), ("a.mp4", "Cy", 1),
    ]  # fmt: skip


def test_lines_without_times_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "start,end,code\n1,2,a\nx,2,a\n1,y,a\n1e99,2,a\nnan,1,a\n,,a\n3\n", encoding="utf-8"
    )
    [imported] = read_csv(tmp_path / "a.csv")
    assert len(imported.coding.codes) == 2
    assert "5 codes are left out" in imported.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    [coding] = read(tmp_path, "time,code\r\n1,lächeln\r\n", encoding)
    assert coding.codes[0].label == "lächeln"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b",,,\n", b"a,b\n1,2\n", b'time,code\n1,"open', b"time\0",
     b"\x81\x8d,\n", b"\xff\xfe\x00", b"time,code\n1," + b"x" * 200_000],
)  # fmt: skip
def test_other_content_is_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_codes(tmp_path / "a.csv")
    assert caught.value.hint
