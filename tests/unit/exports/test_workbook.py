from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from svfap_core.errors import OutputError
from svfap_core.exports import workbook
from svfap_core.exports.workbook import Sheet, write_sheets, write_workbook
from svfap_core.results.digests import Digests
from svfap_core.results.schema import ResultSchema
from tests.disk import small_disk
from tests.scenes import DIMENSIONS, EMOTIONS, schema, talk

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path, sheet: int) -> list[dict[str, float | str]]:
    """Each row of a sheet by the letters of its columns."""
    with zipfile.ZipFile(path) as book:
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows: list[dict[str, float | str]] = []
    for row in root.iter(f"{MAIN}row"):
        found: dict[str, float | str] = {}
        for cell in row.iter(f"{MAIN}c"):
            text = "".join(cell.itertext())
            column = re.sub(r"\d", "", cell.get("r", ""))
            found[column] = float(text) if cell.get("t") is None else text
        rows.append(found)
    return rows


def test_numbers_are_numbers_and_text_is_text(tmp_path: Path) -> None:
    table = schema("=1+1; 表.mp4")
    rows = [row | {"video": table.video} for row in talk().rows()]
    write_workbook(tmp_path / "t.xlsx", table, rows)
    names, *found = cells(tmp_path / "t.xlsx", 1)
    assert list(names.values()) == list(table.names)
    assert [{str(names[letters]): value for letters, value in row.items()} for row in found] == [
        {name: value for name, value in row.items() if value is not None} for row in rows
    ]
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert b'state="frozen"' in book.read("xl/worksheets/sheet1.xml")
        assert not [name for name in book.namelist() if "calcChain" in name]


def test_a_second_sheet_explains_the_columns(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", schema(), talk().rows())
    _, *found = cells(tmp_path / "t.xlsx", 2)
    assert [(row["A"], row.get("B", ""), row["C"]) for row in found] == [
        (c.name, c.unit, c.meaning) for c in schema().columns
    ]


def test_several_tables_have_a_sheet_each_and_one_that_explains_all(tmp_path: Path) -> None:
    tables = [("Some", schema(), talk().rows()[:3]), ("More", schema(), talk().rows()[:5])]
    write_sheets(tmp_path / "t.xlsx", [Sheet(*table) for table in tables])
    assert [len(cells(tmp_path / "t.xlsx", sheet)) for sheet in (1, 2)] == [4, 6]
    names, *found = cells(tmp_path / "t.xlsx", 3)
    assert list(names.values()) == ["Sheet", "Column", "Unit", "Meaning"]
    assert [(row["A"], row["B"], row["D"]) for row in found] == [
        (name, c.name, c.meaning) for name, table, _ in tables for c in table.columns
    ]
    with pytest.raises(OutputError, match="a sheet holds"):
        write_sheets(tmp_path / "u.xlsx", [Sheet("Many", schema(), [{}] * workbook.MOST_ROWS)])
    assert not (tmp_path / "u.xlsx").exists()


def test_equal_tables_give_equal_files_that_name_their_analysis(tmp_path: Path) -> None:
    table = ResultSchema(EMOTIONS, DIMENSIONS, "derived", "a", identity=Digests("m" * 32, "a" * 32))
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, table, talk().rows())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert b"a" * 32 in book.read("docProps/custom.xml")


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = talk().rows()
    monkeypatch.setattr(workbook, "MOST_ROWS", len(rows) + 1)
    write_workbook(tmp_path / "t.xlsx", schema(), rows)
    monkeypatch.setattr(workbook, "MOST_ROWS", len(rows))
    with pytest.raises(OutputError, match=r"a sheet holds .* CSV or Parquet"):
        write_workbook(tmp_path / "u.xlsx", schema(), rows)
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


def test_a_full_disk_leaves_no_workbook(tmp_path: Path) -> None:
    with small_disk(3000), pytest.raises(OutputError):
        write_workbook(tmp_path / "t.xlsx", schema(), talk().rows())
    assert list(tmp_path.iterdir()) == []
