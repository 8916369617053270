"""What adapters share."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from svfap_core.labels import EMOTIONS
from tests.unit.trainer.data.layouts.tree import pictures, write
from trainer.data.catalogue import Item, Material
from trainer.data.layouts.common import (
    BEYOND,
    Gathering,
    class_name,
    class_names,
    clip_name,
    count_notes,
    emotion,
    entries,
    fault,
    last_field,
    read_lines,
    read_table,
    renaming_notes,
    scaled,
    videos_below,
)


def item(clip: str, source: Path) -> Item:
    return Item(clip=clip, source=source, material=Material.VIDEO)


def test_sources_are_judged_by_name_and_size(root: Path) -> None:
    assert fault(write(root / "a b [1].mp4")) is None
    assert fault(pictures(root / "c")) is None
    assert fault(write(root / "empty.mp4", "")) == "is empty (0 bytes)"
    assert "by its ending" in str(fault(write(root / "sound.wav")))
    (root / "bare").mkdir()
    assert fault(root / "bare") == "holds no image"
    write(root / "other" / "notes.txt")
    write(root / "other" / ".1.jpg")
    assert fault(root / "other") == "holds no image"
    assert "is missing" in str(fault(root / "gone.mp4"))
    assert "cannot be read" in str(fault(root / "a b [1].mp4" / "below a file.mp4"))
    assert "is missing" in str(fault(root / "a\x00b.mp4"))


def test_items_come_in_natural_order_whatever_the_order_of_finding(root: Path) -> None:
    found = Gathering()
    for name in ("10", "9", "1"):
        found.add(item(name, write(root / f"{name}.mp4")))
        found.miss(f"p{name}", "is odd")
    assert [i.clip for i in found.items(root, "X", "x")] == ["1", "9", "10"]
    assert [p.name for p in found.problems()] == ["p1", "p9", "p10"]


def test_a_name_is_taken_once(root: Path) -> None:
    found = Gathering()
    found.add(item("a", write(root / "1.mp4")))
    found.add(item("a", write(root / "2.mp4")))
    assert [i.source.name for i in found.items(root, "X", "x")] == ["1.mp4"]
    assert "occurs twice" in found.problems()[0].reason
    index = found.index([("n", root / "1"), ("n", root / "2"), ("n", root / "1"), ("m", root)])
    assert index == {"n": root / "1", "m": root}
    assert [p.name for p in found.problems()] == ["a", "n"]


def test_nothing_usable_is_an_error_that_names_the_layout_and_a_reason(root: Path) -> None:
    found = Gathering()
    found.add(item("a", root / "gone.mp4"))
    with pytest.raises(SourceError, match=r"does not hold X: a is missing.*Expected: a folder"):
        found.items(root, "X", "a folder")


def test_emotions_bear_the_names_of_the_product() -> None:
    assert [emotion(name.upper()) for name in EMOTIONS] == list(EMOTIONS)
    assert emotion(" Happiness") == "happy"
    assert emotion("calm") is None
    assert class_name(" calm ") == "calm"
    assert class_name("Sadness") == "sad"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a b/[1].mp4", "a b/[1].mp4"),
        ("./x/../a.mp4", "a.mp4"),
        ("../other/a.mp4", "data/other/a.mp4"),
        ("/elsewhere/a.mp4", "elsewhere/a.mp4"),
        ("..", "data"),
        (".", "base"),
    ],
)
def test_clips_of_users_are_named_by_paths_that_stay_inside(path: str, name: str) -> None:
    for base in (Path("/data/base"), Path("/data/./x/../base")):
        assert clip_name(base / path, base) == name


def test_a_clip_is_named_alike_however_its_folder_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(root / "clips/happy/a.mp4")
    (root / "link").symlink_to(root / "clips")
    monkeypatch.chdir(root)
    for typed in ("clips", "./clips/", f"../{root.name}/clips", str(root / "clips"), "link"):
        assert clip_name(Path(typed) / "happy/a.mp4", Path(typed)) == "happy/a.mp4"
    assert clip_name(root / "link/happy/a.mp4", root / "clips") == "happy/a.mp4"
    assert clip_name(path, root / "link").endswith("clips/happy/a.mp4")


def test_words_that_differ_in_capitals_only_are_one_class() -> None:
    found = class_names(["bored", "Happiness", "BORED", "Bored", "happy", "calm"])
    assert found == {
        "BORED": "BORED",
        "Bored": "BORED",
        "bored": "BORED",
        "Happiness": "happy",
        "happy": "happy",
        "calm": "calm",
    }
    assert renaming_notes({"calm": "calm"}) == ()
    (note,) = renaming_notes({"bored": "Bored", "calm": "calm"})
    assert note == "Classes bear this program's names: bored is Bored."


def test_values_are_mapped_linearly_and_never_cut() -> None:
    assert [scaled(value, 0, 4) for value in (0, 1, 4)] == [-1, -0.5, 1]
    assert scaled(4.1, 0, 4) is None
    assert scaled(float("nan"), 0, 4) is None


def test_folders_that_are_not_there_are_empty(root: Path) -> None:
    assert entries(root / "gone") == []
    assert videos_below(root / "gone") == []
    assert videos_below(write(root / "file.mp4")) == []
    for name in ("10", "9", ".hidden"):
        write(root / "d" / name)
    assert [path.name for path in entries(root / "d")] == ["9", "10"]


def test_tables_and_lists(root: Path) -> None:
    table = write(root / "t.csv", '\ufeff path ,label\n"a, b",x\n,\nc\nd,y,z\n')
    rows = read_table(table, ("path", "label"))
    assert [row["path"] for row in rows] == ["a, b", "c", "d"]
    assert [row["label"] for row in rows] == ["x", "", "y"]
    assert BEYOND in rows[2]
    with pytest.raises(SourceError, match=r"no column fold"):
        read_table(table, ("path", "fold"))
    with pytest.raises(SourceError, match="no CSV file"):
        read_table(write(root / "big.csv", "a\n" + "x" * 200_000), ("a",))
    assert read_lines(write(root / "l.txt", "a\r\n\n b\n")) == ["a", " b"]
    assert last_field(" a [b] c  7 ") == ("a [b] c", "7")
    assert last_field("alone") == ("alone", "")


def test_files_that_are_no_text_are_refused(root: Path) -> None:
    (root / "b.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="UTF-8"):
        read_lines(root / "b.csv")
    with pytest.raises(SourceError, match="cannot be read"):
        read_lines(root / "gone.csv")


def test_another_number_than_the_published_is_noted() -> None:
    assert count_notes(1440, 1440) == ()
    assert count_notes(1439, 1440) == ("1,439 clips are there; 1,440 are published.",)
