"""Projects and tables as Datavyu writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from svfap_core.codes.coding import Code
from svfap_core.codes.datavyu import read_opf
from svfap_core.codes.importing import read_codes
from svfap_core.errors import SvfapError

DATABASE = """#4
look (MATRIX,true,)-code01|NOMINAL
00:00:01:000,00:00:02:500,(toy)
00:00:03:000,00:00:03:000,(mom\\, dad \\(both\\))
00:00:04:000,00:00:00:000,()
speech (MATRIX,false,checked twice)-who|NOMINAL,words|NOMINAL
01:00:05:250,01:00:06:000,(m,two
lines)
00:00:07:000,00:00:06:000,(c,)
empty column (MATRIX,true,)-code01|NOMINAL
"""

PROJECT = """!project
dbFile: db
name: visit
viewerSettings:
- !vs
  feed: C:\\study\\v1.mp4
  plugin: Native
  offset: '1500'
version: 5
"""

CODES = {
    Code(tier="look", label="toy", start_s=1, end_s=2.5),
    Code(tier="look", label="mom, dad (both)", start_s=3, end_s=3),
    Code(tier="look", label="", start_s=4, end_s=4),
    Code(tier="speech.who", label="m", start_s=3605.25, end_s=3606),
    Code(tier="speech.words", label="two\nlines", start_s=3605.25, end_s=3606),
    Code(tier="speech.who", label="c", start_s=6, end_s=7),
}


def opf(path: Path, database: str | bytes = DATABASE, project: str = PROJECT) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("db", database)
        archive.writestr("project", project)
    return path


def test_a_project(tmp_path: Path) -> None:
    [imported] = read_codes(opf(tmp_path / "a.opf"))
    assert set(imported.coding.codes) == CODES
    assert imported.coding.video == "v1.mp4"
    assert imported.offset_s == -1.5
    assert "empty column" in imported.coding.tier_names
    notes = "\n".join(imported.notes)
    assert "speech" in notes
    assert "1.5 s" in notes
    assert "1 codes ended before they started" in notes


def test_the_database_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(DATABASE, encoding="utf-8", newline="\r\n")
    [imported] = read_codes(tmp_path / "a.csv")
    assert set(imported.coding.codes) == CODES


def test_a_table_exported_by_cell(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "look.ordinal,look.onset,look.offset,look.code01,talk.ordinal,talk.onset,talk.offset,talk.a,talk.b\n"
        "1,1000,2500,toy,1,100,200,x,y\n"
        "2,3000,3000,mom,,,,,\n"
        "3,soon,3000,mom,,,,,\n",
        encoding="utf-8",
    )
    [imported] = read_codes(tmp_path / "a.csv")
    assert set(imported.coding.codes) == {
        Code(tier="look", label="toy", start_s=1, end_s=2.5),
        Code(tier="look", label="mom", start_s=3, end_s=3),
        Code(tier="talk.a", label="x", start_s=0.1, end_s=0.2),
        Code(tier="talk.b", label="y", start_s=0.1, end_s=0.2),
    }
    assert any("1 codes are left out" in note for note in imported.notes)


@pytest.mark.parametrize(
    "database",
    ["", "hello", DATABASE[:-60], DATABASE.replace("00:00:03:000,0", "x,0"),
     DATABASE.replace("look (MAT", "look (NAT"), b"\xff\xfe\x00", b"\0\0\0\0"],
)  # fmt: skip
def test_broken_databases_are_refused_with_a_hint(tmp_path: Path, database: str | bytes) -> None:
    if (
        isinstance(database, str)
        and database.startswith("#4\nlook (MATRIX")
        and len(database) < len(DATABASE)
    ):
        database = DATABASE.split("lines)", maxsplit=1)[0]  # Ends inside a cell.
    with pytest.raises(SvfapError) as caught:
        read_opf(opf(tmp_path / "a.opf", database))
    assert caught.value.hint


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    good = opf(tmp_path / "a.opf").read_bytes()
    for content in (b"", b"PK\x03\x04", good[:-30], good[:40] + b"xx" + good[42:], b"text"):
        (tmp_path / "b.opf").write_bytes(content)
        with pytest.raises(SvfapError) as caught:
            read_opf(tmp_path / "b.opf")
        assert caught.value.hint
    with zipfile.ZipFile(tmp_path / "b.opf", "w") as archive:
        archive.writestr("other", "x")
    with pytest.raises(SvfapError):
        read_opf(tmp_path / "b.opf")


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_core.codes.datavyu.MAX_BYTES", 1 << 16)
    with pytest.raises(SvfapError, match="too large"):
        read_opf(opf(tmp_path / "a.opf", b"#4\n" + b" " * (1 << 20)))
