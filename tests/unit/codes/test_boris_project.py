"""Projects as BORIS 7 to 9 write them."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from svfap_core.codes.boris_project import read_boris_project
from svfap_core.codes.coding import Code
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
    assert "time offset of 10 s" in notes
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


def test_videos_in_turn_and_creation_dates_are_noticed(tmp_path: Path) -> None:
    visit = {
        "file": {"1": ["a.mp4", "b.mp4"]},
        "time offset": 2,
        "events": [[1764551234.5, "child", "touch", "", ""]],
        "media_creation_date_as_offset": True,
        "media_info": {"media_creation_time": {"a.mp4": 1764551230.0}},
    }
    project = {**PROJECT, "observations": {"o": visit}}
    (tmp_path / "a.boris").write_text(json.dumps(project), encoding="utf-8")
    [imported] = read_boris_project(tmp_path / "a.boris")
    assert imported.coding.shifted(imported.offset_s).codes[0].start_s == 2.5
    assert any("2 videos one after another" in note for note in imported.notes)
