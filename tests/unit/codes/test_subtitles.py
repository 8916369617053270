"""Subtitles as players and editors write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.codes.coding import Code
from svfap_core.codes.importing import read_codes
from svfap_core.errors import SvfapError

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>Hello</i> {\\an8}there
- 2 --> 3

2
00:00:03,000 --> 00:00:04,000 X1:10 X2:20 Y1:1 Y2:2
7

3
00:00:06,000 --> 00:00:05,000
back

with a blank line
"""

VTT = """WEBVTT - made by hand
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000

STYLE
::cue { color: red }

NOTE
not said

intro
00:01.000 --> 00:02.500 align:start
<v Anna>Hi &amp; bye</v>

NOTE later

00:03.000 --> 01:00:04.000
<c.loud>no</c> voice
here
"""


def cue(label: str, start_s: float, end_s: float, tier: str = "subtitles") -> Code:
    return Code(tier=tier, label=label, start_s=start_s, end_s=end_s)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_subrip(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.srt").write_bytes(
        SRT.replace("back", "zurück").replace("\n", "\r\n").encode(encoding)
    )
    [imported] = read_codes(tmp_path / "a.srt")
    assert imported.coding.codes == (
        cue("Hello there\n- 2 --> 3", 1, 2.5),
        cue("7", 3, 4),
        cue("zurück\n\nwith a blank line", 5, 6),
    )
    assert any("swapped" in note for note in imported.notes)
    assert imported.offset_s == 0


def test_webvtt(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(VTT, encoding="utf-8")
    [imported] = read_codes(tmp_path / "a.vtt")
    assert imported.coding.codes == (
        cue("Hi & bye", 1, 2.5, "Anna"),
        cue("no voice\nhere", 3, 3604),
    )
    assert imported.offset_s == 10
    assert "10 s" in imported.notes[0]


def test_names_of_cues_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\na\n\n2\n00:02.000 --> 00:03.000\nb\n"
        "00:03.000 --> 00:04.000\nc\n",
        encoding="utf-8",
    )
    [imported] = read_codes(tmp_path / "a.vtt")
    assert [c.label for c in imported.coding.codes] == ["a", "b", "c"]


def test_time_codes_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n10:00:01,000 --> 10:00:02,000\na\n", encoding="utf-8")
    [imported] = read_codes(tmp_path / "a.srt")
    assert imported.coding.shifted(imported.offset_s).codes == (cue("a", 1, 2),)
    assert "10 h" in imported.notes[0]


def test_an_empty_webvtt_has_no_cue(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n", encoding="utf-8")
    [imported] = read_codes(tmp_path / "a.vtt")
    assert not imported.coding.codes


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"hello\n", b"1\n00:00:0x --> soon\na\n", b"\0\0\0"]
)
def test_what_holds_no_cue_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.srt").write_bytes(content)
    with pytest.raises(SvfapError) as caught:
        read_codes(tmp_path / "a.srt")
    assert caught.value.hint
