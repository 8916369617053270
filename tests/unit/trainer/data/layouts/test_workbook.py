"""Tables in workbooks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from svfap_core.errors import SourceError
from trainer.data.layouts import workbook
from trainer.data.layouts.workbook import read_sheet

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        book.add_worksheet().write_row(0, 0, ("other",))
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def write_parts(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(f"xl/{name.replace('_', '/')}.xml", text)
    return path


def test_rows_by_the_names_in_the_first(root: Path) -> None:
    path = write_sheet(
        root / "t.xlsx", ("order", " 1happy ", "", "note"), (1, 7, "lost", "a <b>"), (2, 0.5)
    )
    assert read_sheet(path) == [
        {"order": "1", "1happy": "7", "note": "a <b>"},
        {"order": "2", "1happy": "0.5", "note": ""},
    ]


def test_texts_may_stand_in_their_cells(root: Path) -> None:
    rows = (
        '<row><c r="A1" t="inlineStr"><is><r><t>or</t></r><r><t>der</t></r></is></c></row>'
        '<row><c r="A2"><f>1+1</f><v>2</v></c></row><row><c r="A3" t="s"><v>9</v></c></row>'
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    path = write_parts(root / "t.xlsx", worksheets_sheet1=sheet)
    assert read_sheet(path) == [{"order": "2"}, {"order": ""}]


def test_what_is_no_workbook_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "text.xlsx").write_text("hello")
    write_parts(root / "empty.xlsx", other="")
    write_parts(root / "torn.xlsx", worksheets_sheet1="<worksheet>")
    for name in ("text", "empty", "torn"):
        with pytest.raises(SourceError, match=rf"{name}\.xlsx is no workbook"):
            read_sheet(root / f"{name}.xlsx")
    with pytest.raises(SourceError, match="cannot be read"):
        read_sheet(root / "gone.xlsx")
    monkeypatch.setattr(workbook, "_MOST_BYTES", 10)
    with pytest.raises(SourceError, match="larger than 10 bytes"):
        read_sheet(write_sheet(root / "t.xlsx", ("order",)))


def test_entities_are_not_blown_up(root: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE x [<!ENTITY e0 "{"a" * 1000}">{entities}]><x>&e9;</x>'
    path = write_parts(root / "bomb.xlsx", worksheets_sheet1=text)
    with pytest.raises(SourceError, match="is no workbook"):
        read_sheet(path)
