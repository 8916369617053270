"""Whatever dialect a table is written in, it reads back to the same values."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from pydantic import ValidationError

from svfap_core.results.dialect import (
    BYTE_ORDER_MARK,
    COMMAS,
    CsvDialect,
    dialect_of,
    dialect_of_settings,
    read_lines,
)
from svfap_core.results.edits import Edits
from svfap_core.results.markers import TimedText, read_markers, write_markers
from svfap_core.results.people import Population
from svfap_core.results.summary import summary, summary_schema
from svfap_core.results.table import read_rows, read_table, read_whole_rows, write_table
from svfap_core.settings import OutputSettings
from tests.scenes import schema, talk

DIALECTS = [
    CsvDialect(delimiter, decimal, bom)
    for delimiter, decimal, bom in product(",;\t", ".,", (False, True))
    if delimiter != decimal
]
HARD = 'Zoë; "a, b"\t1,5\r\nümlaut 表.mp4'


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_reads_back_bit_for_bit(tmp_path: Path, dialect: CsvDialect) -> None:
    rows = [row | {"video": HARD} for row in talk().rows()]
    write_table(tmp_path / "a.csv", schema(HARD), rows)
    write_table(tmp_path / "b.csv", schema(HARD), rows, dialect)
    assert dialect_of((tmp_path / "b.csv").read_bytes()) == dialect
    assert read_table(tmp_path / "b.csv").equals(read_table(tmp_path / "a.csv"))
    write_table(tmp_path / "c.csv", schema(HARD), read_rows(tmp_path / "b.csv"))
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_a_spreadsheet_of_a_country_of_decimal_commas_sees_columns_and_numbers(
    tmp_path: Path,
) -> None:
    dialect = CsvDialect(";", ",", bom=True)
    write_table(tmp_path / "t.csv", schema(), talk().rows(), dialect)
    content = (tmp_path / "t.csv").read_bytes()
    assert content.startswith(BYTE_ORDER_MARK)
    names, first, *_ = (line.split(";") for line in content.decode("utf-8-sig").splitlines())
    assert names == list(schema().names)
    assert first[names.index("timestamp_s")] == f"{talk().results[0].t_s:.6f}".replace(".", ",")


def test_a_table_saved_again_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", schema(), talk().rows(), CsvDialect(";", ",", bom=True))
    content = (tmp_path / "a.csv").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "b.csv").write_bytes(content)
    assert read_rows(tmp_path / "b.csv") == talk().rows()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_that_breaks_off_is_read_up_to_there(tmp_path: Path, dialect: CsvDialect) -> None:
    write_table(tmp_path / "t.csv", schema(), talk().rows(), dialect)
    whole = (tmp_path / "t.csv").read_bytes()
    (tmp_path / "t.csv").write_bytes(whole[:-9])
    assert read_whole_rows(tmp_path / "t.csv") == (talk().rows()[:-1], True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_markers_and_summaries_are_in_the_dialect(tmp_path: Path, dialect: CsvDialect) -> None:
    markers = [TimedText(1.25, HARD), TimedText(2.0, "1,5; 2")]
    write_markers(tmp_path / "m.csv", markers, dialect)
    assert read_markers(tmp_path / "m.csv") == markers
    population = Population(talk(), Edits())
    write_table(tmp_path / "s.csv", summary_schema(population), summary(population), dialect)
    content = (tmp_path / "s.csv").read_bytes()
    assert dialect_of(content) == dialect
    assert read_lines(content)[0] == list(summary_schema(population).names)


def test_settings_name_a_dialect_that_can_be_read() -> None:
    assert dialect_of_settings(OutputSettings()) == COMMAS
    chosen = OutputSettings(csv_delimiter="semicolon", csv_decimal="comma", csv_bom=True)
    assert dialect_of_settings(chosen) == CsvDialect(";", ",", bom=True)
    with pytest.raises(ValidationError, match="csv_delimiter to semicolon"):
        OutputSettings(csv_decimal="comma")


def test_an_empty_file_has_the_dialect_of_programs() -> None:
    assert dialect_of(b"") == COMMAS
