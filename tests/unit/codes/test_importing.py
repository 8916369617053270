"""Whatever a file holds, reading it gives codes or an error with a hint."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.coding_file import write_coding
from svfap_core.codes.importing import ENDINGS, read_codes
from svfap_core.codes.reading import MAX_BYTES, beyond_note
from svfap_core.errors import SvfapError
from tests.unit.codes.test_boris_table import AGGREGATED, TABULAR_7, TABULAR_8
from tests.unit.codes.test_datavyu import DATABASE
from tests.unit.codes.test_eaf_reading import ELAN
from tests.unit.codes.test_subtitles import SRT, VTT
from tests.unit.codes.test_textgrid import LONG, SHORT

SAMPLES = [AGGREGATED, TABULAR_7, TABULAR_8, DATABASE, ELAN, SRT, VTT, LONG, SHORT]
JUNK = [
    "\0",
    "\n",
    '"',
    "9" * 40,
    "-1",
    "<",
    ",",
    "\t",
    "\ud7ff",
    "é",
    ":",
    "1e9",
    "-->",
    "(",
    "\\",
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(0, 4))):
        at, to = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        text = text[:at] + draw(st.sampled_from([*JUNK, ""])) + text[min(to, at + 9) :]
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-16"])))
    return content[: draw(st.sampled_from([len(content), len(content) // 2, 99]))]


@given(damaged(), st.sampled_from(ENDINGS))
def test_damaged_files_of_any_name_give_codes_or_a_hint(content: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(content)
        try:
            for imported in read_codes(path):
                assert all(c.end_s is None or c.end_s >= c.start_s for c in imported.coding.codes)
        except SvfapError as error:
            assert error.hint  # noqa: PT017
        assert path.read_bytes() == content


def test_our_own_files_are_read_too(tmp_path: Path) -> None:
    coding = Coding(codes=(Code(tier="t", start_s=1, end_s=2),))
    write_coding(tmp_path / "talk.mp4.bo.codes.json", coding)
    [imported] = read_codes(tmp_path / "talk.mp4.bo.codes.json")
    assert (imported.name, imported.coding) == ("talk.mp4.bo", coding)


@pytest.mark.parametrize("name", ["gone.eaf", "gone.csv", "gone.opf", "a.docx", "a"])
def test_missing_and_unknown_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(SvfapError) as caught:
        read_codes(tmp_path / name)
    assert caught.value.hint


def test_a_video_is_not_read_into_memory(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 2)
    with pytest.raises(SvfapError, match="too large"):
        read_codes(tmp_path / "a.csv")


def test_codes_after_the_end_are_noticed() -> None:
    coding = Coding(codes=tuple(Code(tier="t", start_s=t, end_s=t) for t in (1, 9, 11)))
    assert "1 of 3 codes" in beyond_note(coding, 10)[0]
    assert beyond_note(coding, 11) == ()
