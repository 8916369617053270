"""TextGrids as Praat writes them, in both forms; praatio is the independent reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.codes.coding import Code, Coding
from svfap_core.codes.textgrid import read_textgrid, write_textgrid
from svfap_core.errors import SvfapError

LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.5
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Mary ""M"" 1"
        xmin = 0
        xmax = 2.5
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 0.75
            text = ""
        intervals [2]:
            xmin = 0.75
            xmax = 1.25
            text = "says ""é"", 3 times"
        intervals [3]:
            xmin = 1.25
            xmax = 2.5
            text = ""
    item [2]:
        class = "TextTier"
        name = "bell"
        xmin = 0
        xmax = 2.5
        points: size = 1
        points [1]:
            number = 1.5
            mark = "ding"
"""

SHORT = """File type = "ooTextFile"
Object class = "TextGrid"

0
2.5
<exists>
2
"IntervalTier"
"Mary ""M"" 1"
0
2.5
3
0
0.75
""
0.75
1.25
"says ""é"", 3 times"
1.25
2.5
""
"TextTier"
"bell"
0
2.5
1
1.5
"ding"
"""

CODES = (
    Code(tier='Mary "M" 1', label='says "é", 3 times', start_s=0.75, end_s=1.25),
    Code(tier="bell", label="ding", start_s=1.5, end_s=1.5),
)


@pytest.mark.parametrize("form", [LONG, SHORT])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_forms_in_all_encodings(tmp_path: Path, form: str, encoding: str, end: str) -> None:
    (tmp_path / "a.TextGrid").write_bytes(form.replace("\n", end).encode(encoding))
    [imported] = read_textgrid(tmp_path / "a.TextGrid")
    assert imported.coding.codes == CODES
    assert imported.coding.tier_names == ('Mary "M" 1', "bell")
    assert bool(imported.notes) == (encoding == "cp1252"), "a guess is noted"


def test_praatio_reads_what_we_write(tmp_path: Path) -> None:
    praatio = pytest.importorskip("praatio.textgrid")
    path = tmp_path / "a.TextGrid"
    lasting = Code(tier="bell", label="dong", start_s=0.1, end_s=0.2)
    losses = write_textgrid(path, Coding(codes=(*CODES, lasting)), duration_s=9.0)
    assert [t.loss.value for t in losses] == ["tiers"]
    grid = praatio.openTextgrid(str(path), includeEmptyIntervals=False)
    assert grid.maxTimestamp == 9.0
    assert [tuple(entry) for entry in grid.getTier("bell").entries] == [(0.1, 0.2, "dong")]
    assert [tuple(entry) for entry in grid.getTier("bell (2)").entries] == [(1.5, "ding")]


@pytest.mark.parametrize("form", ["long_textgrid", "short_textgrid"])
def test_we_read_what_praatio_writes(tmp_path: Path, form: str) -> None:
    praatio = pytest.importorskip("praatio.textgrid")
    grid = praatio.Textgrid()
    grid.addTier(praatio.IntervalTier("a", [(0.5, 1.25, "x y")], 0, 3))
    grid.addTier(praatio.PointTier("b", [(2.0, "p")], 0, 3))
    path = tmp_path / "a.TextGrid"
    grid.save(str(path), form, includeBlankSpaces=True)
    [imported] = read_textgrid(path)
    assert imported.coding.codes == (
        Code(tier="a", label="x y", start_s=0.5, end_s=1.25),
        Code(tier="b", label="p", start_s=2, end_s=2),
    )


def test_reversed_intervals_and_repeated_names_are_reported(tmp_path: Path) -> None:
    text = SHORT.replace("0.75\n1.25", "1.25\n0.75").replace('"bell"', '"Mary ""M"" 1"')
    (tmp_path / "a.TextGrid").write_text(text, encoding="utf-8")
    [imported] = read_textgrid(tmp_path / "a.TextGrid")
    assert [(c.start_s, c.end_s) for c in imported.coding.codes] == [(0.75, 1.25), (1.5, 1.5)]
    assert len(imported.notes) == 2


@pytest.mark.parametrize("cut", range(0, len(SHORT) - 4, 23))
def test_a_truncated_file_is_refused(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.TextGrid").write_text(SHORT[:cut], encoding="utf-8")
    with pytest.raises(SvfapError) as caught:
        read_textgrid(tmp_path / "a.TextGrid")
    assert caught.value.hint


@pytest.mark.parametrize(
    "content",
    [b"ooBinaryFile\x08TextGrid", b'"Praat chronological TextGrid text file"\n0 1', b"\xff\xfe\x00",
     SHORT.replace("\n3\n", "\n1e99\n").encode(), SHORT.replace("2.5", "1e400").encode(),
     SHORT.replace("IntervalTier", "Pitch").encode(), b"\0\0\0\0", b"hello"],
)  # fmt: skip
def test_other_content_is_refused_with_a_hint(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.TextGrid").write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_textgrid(tmp_path / "a.TextGrid")
    assert caught.value.hint
