"""Werewolf-XL in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import by_clip, reasons, sides_of_subjects, write
from trainer.data.layouts import werewolf_xl

HEADER = "Session,VideoName,Mean_P_1_2_3_4,Mean_A_1_2,Mean_D_1_2_4\n"


def write_ratings(root: Path, rows: dict[str, str]) -> Path:
    text = HEADER + "".join(f"1,{name},{cells}\n" for name, cells in rows.items())
    return write(root / "labels [all]/PAD.csv", text)


def test_ratings_on_a_scale_of_minus_one_to_one(root: Path) -> None:
    write_ratings(root, {"01_02_128": "0.75,1.5,-0.5"})
    write(root / "speaker videos/01/01_02_128.mp4")
    found = werewolf_xl.read(root)
    assert found.values == ("valence", "arousal", "dominance")
    item = by_clip(found)["01_02_128"]
    assert item.values == {"valence": 0.375, "arousal": 0.75, "dominance": -0.25}
    assert (item.subject, item.label, found.classes) == ("01_02", None, ())
    assert found.problems == ()
    assert "Own scale: -2..2, mapped linearly to -1..1." in found.notes[2]
    assert "1 rated clips are there; 14,457 are published." in found.notes
    assert [n for n in found.notes if "UNVERIFIED" in n] == [
        "UNVERIFIED: the name and place of the table of ratings; it is known by its columns."
    ]


def test_the_whole_range_of_published_ratings_is_kept(root: Path) -> None:
    write_ratings(root, {"01_01_1": "-1.5,2.0,0.25"})
    write(root / "01_01_1.mp4")
    found = werewolf_xl.read(root)
    assert list(found.items[0].values.values()) == [-0.75, 1, 0.125]
    assert found.problems == ()


def test_the_older_names_of_columns(root: Path) -> None:
    header = "speaker_audio,Pleasure_average,Arousal_average,Dominance_average"
    write(root / "ratings.csv", f"{header}\n30_09_1.wav,2,0,-2\n")
    write(root / "features.csv", "VideoName,Mean_A_1_2\n30_09_1,1\n")
    write(root / "30_09_1.mp4")
    item = werewolf_xl.read(root).items[0]
    assert list(item.values.values()) == [1, 0, -1]
    assert item.fold == 5


def test_folds_of_six_consecutive_sessions(root: Path) -> None:
    clips = [f"{session:02}_{seat:02}_{7}" for session in range(1, 31) for seat in (1, 9)]
    write_ratings(root, dict.fromkeys(clips, "0,0,0"))
    for clip in clips:
        write(root / "videos" / f"{clip}.mp4")
    found = werewolf_xl.read(root)
    assert {item.clip[:2]: item.fold for item in found.items} == {
        f"{session:02}": (session - 1) // 6 + 1 for session in range(1, 31)
    }
    assert all(len(folds) == 1 for folds in sides_of_subjects(found).values())


def test_what_is_no_item_is_named(root: Path) -> None:
    rows = {
        "01_01_1": "0,0,0",
        "01_01_2": "0,2.5,0",
        "01_01_3": "0,,0",
        "01_01_4": "0,0,0",
        "31_01_1": "0,0,0",
        "01_01_6": "0,0,0",
    }
    path = write_ratings(root, rows)
    path.write_text(path.read_text() + "1,01_01_1,1,1,1\n")
    for name in ("01_01_1", "01_01_2", "01_01_3", "31_01_1", "game 1"):
        write(root / f"videos/{name}.mp4")
    write(root / "videos/01_01_6.mp4", "")
    found = werewolf_xl.read(root)
    assert list(by_clip(found)) == ["01_01_1"]
    problems = reasons(found)
    assert "occurs twice" in problems["01_01_1"]
    assert problems["01_01_2"] == "has '2.5' for arousal, which is not in -2..2"
    assert problems["01_01_3"] == "has '' for arousal, which is not in -2..2"
    assert problems["01_01_4"].startswith("is missing")
    assert problems["01_01_6"] == "is empty (0 bytes)"
    assert problems["31_01_1"].startswith("is not named")
    assert problems["game 1"] == "has no rating"


def test_there_must_be_one_table(root: Path) -> None:
    write(root / "01_01_1.mp4")
    with pytest.raises(SourceError, match=r"does not hold Werewolf-XL.*VideoName"):
        werewolf_xl.read(root)
    write_ratings(root, {"01_01_1": "0,0,0"})
    write(root / "copy.csv", HEADER)
    with pytest.raises(SourceError, match=r"several tables.*Leave one"):
        werewolf_xl.read(root)
