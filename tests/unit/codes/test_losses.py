"""Whatever a coding holds, each format gives it back but for what its exporter reports."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.codes.boris_table import read_boris_table, write_boris
from svfap_core.codes.coding import Coding
from svfap_core.codes.coding_file import read_coding, read_scheme, write_coding, write_scheme
from svfap_core.codes.csv_file import read_csv, write_csv
from svfap_core.codes.eaf_reading import read_eaf
from svfap_core.codes.eaf_writing import write_eaf
from svfap_core.codes.losses import Loss, LossNote
from svfap_core.codes.reading import Imported
from svfap_core.codes.textgrid import read_textgrid, write_textgrid
from svfap_core.results.dialect import CsvDialect
from tests.unit.codes.drawn import codings, erased

Write = Callable[[Path, Coding], tuple[LossNote, ...]]
Read = Callable[[Path], tuple[Imported, ...]]


def returned(coding: Coding, write: Write, read: Read) -> tuple[Coding, tuple[LossNote, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.file"
        losses = write(path, coding)
        [imported] = read(path)
    return imported.coding, losses


@given(codings())
def test_our_file_holds_all(coding: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_coding(Path(folder) / "a.codes.json", coding)
        write_scheme(Path(folder) / "a.scheme.json", coding.scheme)
        assert read_coding(Path(folder) / "a.codes.json").coding == coding
        assert read_scheme(Path(folder) / "a.scheme.json") == coding.scheme


@given(codings())
def test_an_elan_document_of_ours_holds_all(coding: Coding) -> None:
    back, _ = returned(coding, write_eaf, read_eaf)
    assert back == coding


@given(codings(), st.sampled_from([CsvDialect(), CsvDialect(";", ",", bom=True), CsvDialect("\t")]))
def test_csv_holds_codes(coding: Coding, dialect: CsvDialect) -> None:
    if not coding.codes:
        coding = coding.changed(coder="", video="")  # A table says them of its codes.
    back, losses = returned(coding, lambda path, c: write_csv(path, c, dialect), read_csv)
    assert erased(back, losses) == erased(coding, losses)
    assert {t.loss for t in losses} <= {Loss.SCHEME, Loss.SOURCE}


@given(codings())
def test_a_textgrid_holds_what_it_does_not_report_as_lost(coding: Coding) -> None:
    back, losses = returned(coding, write_textgrid, read_textgrid)
    assert erased(back.changed(scheme=coding.scheme), losses) == erased(coding, losses)


@given(codings())
def test_boris_events_hold_what_they_do_not_report_as_lost(coding: Coding) -> None:
    back, losses = returned(coding, write_boris, read_boris_table)
    assert erased(back, losses) == erased(coding, losses)
    assert {t.loss for t in losses} <= {Loss.SCHEME, Loss.CODER, Loss.SOURCE, Loss.TIERS}


@given(codings())
def test_elan_shows_what_is_not_reported_as_lost(coding: Coding) -> None:
    """The document without our own property, as another program would read it."""

    def write(path: Path, coding: Coding) -> tuple[LossNote, ...]:
        losses = write_eaf(path, coding)
        document = ET.parse(path)
        [header] = document.iter("HEADER")
        for found in header.findall("PROPERTY"):
            header.remove(found)
        document.write(path, encoding="UTF-8")
        return losses

    back, losses = returned(coding, write, read_eaf)
    if Loss.SOURCE not in {t.loss for t in losses}:
        assert back.video == coding.video
    # Tiers without codes of their own are in the scheme of a document anyway.
    assert erased(back.changed(scheme=coding.scheme), losses) == erased(coding, losses)


@given(codings())
def test_what_is_not_reported_is_held(coding: Coding) -> None:
    """A coding without anything that a format loses comes back as it was, unreported."""
    held = (c.changed(comment="") for c in coding.codes if c.label and not c.is_running)
    bare = Coding(codes=tuple(held))
    back, losses = returned(bare, write_textgrid, read_textgrid)
    assert {t.loss for t in losses} <= {Loss.TIERS}
    assert erased(back.changed(scheme=bare.scheme), losses) == erased(bare, losses)


@pytest.mark.parametrize("write", [write_eaf, write_csv, write_textgrid, write_boris])
def test_an_empty_coding_can_be_written(tmp_path: Path, write: Write) -> None:
    assert write(tmp_path / "a", Coding()) == ()
