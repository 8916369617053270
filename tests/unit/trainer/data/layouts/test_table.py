"""CSV files that describe clips."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import by_clip, labels, pictures, reasons, write
from trainer.data.catalogue import Material
from trainer.data.layouts import table


def test_every_column(root: Path) -> None:
    write(root / "clips/a b [1].mp4")
    pictures(root / "faces/x")
    path = write(
        root / "mine.csv",
        "path,label,valence,openness,share_happiness,share_sad,subject,fold,split,start_s,end_s\n"
        "clips/a b [1].mp4,happiness,-0.5,0.25,0.75,0.25,p 1,2,,1.5,4\n"
        "faces/x,,,,,,p 2,,validation,,\n"
        "faces/x,sad,,1,,,p 2,,val,,2\n",
    )
    found = table.read(path)
    assert found.data_set == "mine"
    assert found.classes == ("happy", "sad")
    assert found.values == ("valence", "openness")
    video = by_clip(found)["clips/a b [1].mp4@1.5-4"]
    assert (video.source, video.material) == (root / "clips/a b [1].mp4", Material.VIDEO)
    assert (video.label, video.shares) == ("happy", {"happy": 0.75, "sad": 0.25})
    assert video.values == {"valence": -0.5, "openness": 0.25}
    assert (video.subject, video.fold, video.split) == ("p 1", 2, None)
    assert (video.start_s, video.end_s) == (1.5, 4)
    faces = by_clip(found)["faces/x@0-2"]
    assert (faces.material, faces.shares, faces.split) == (Material.FACES, {}, "val")
    assert faces.values == {"openness": 1}
    assert reasons(found) == {"faces/x": "has neither label nor value"}


def test_facial_actions_are_values(root: Path) -> None:
    for name in ("1", "2", "3"):
        write(root / f"{name}.mp4")
    header = "path,action_jaw_open,action_wink\n"
    path = write(root / "t.csv", header + "1.mp4,0.5,1\n2.mp4,,0\n3.mp4,-0.5,0\n")
    found = table.read(path)
    assert found.values == ("action_jaw_open",)
    assert by_clip(found)["1.mp4"].values == {"action_jaw_open": 0.5}
    assert reasons(found) == {
        "2.mp4": "has neither label nor value",
        "3.mp4": "has -0.5 in action_jaw_open, outside 0..1",
    }
    assert found.notes[-1] == "Columns that nothing is learned from: action_wink."


def test_classes_are_the_labels_in_order(root: Path) -> None:
    for name in ("1", "2", "3"):
        write(root / f"{name}.mp4")
    path = write(root / "t.csv", f"path,label,age\n1.mp4,sad\n{root}/2.mp4,Anger\n3.mp4,class 9\n")
    found = table.read(path)
    assert found.classes == ("angry", "class 9", "sad")
    assert labels(found) == {"1.mp4": "sad", "2.mp4": "angry", "3.mp4": "class 9"}
    assert found.notes[-1] == "Columns that nothing is learned from: age."


def test_votes_further_labels_and_columns_without_a_meaning(root: Path) -> None:
    for name in ("1", "2", "3"):
        write(root / f"{name}.mp4")
    path = write(
        root / "t.csv",
        "path,votes_Sadness,votes_happy,label_effort,label_mood,age,meta_site,\n"
        "1.mp4,3,7,high,Good,51,A,\n"
        "2.mp4,,,LOW,good,,B,x\n"
        "3.mp4,2.5,0,low,,20,,\n",
    )
    found = table.read(path)
    assert found.classes == ("sad", "happy")
    first, second = found.items
    assert (first.votes, first.shares, first.label) == ({"sad": 3, "happy": 7}, {}, None)
    assert (first.labels, second.labels) == (
        {"effort": "high", "mood": "Good"},
        {"effort": "LOW", "mood": "Good"},
    )
    assert found.labels == {"effort": ("high", "LOW"), "mood": ("Good",)}
    assert (first.meta, second.meta) == ({"age": "51", "site": "A"}, {"site": "B"})
    assert second.votes == {}
    assert reasons(found) == {"3.mp4": "has '2.5' in votes_Sadness, which is no number of raters"}
    assert found.notes[-1] == "Columns that nothing is learned from: age, meta_site."


def test_labels_that_differ_in_capitals_only_are_one_class(root: Path) -> None:
    for name in "123":
        write(root / f"{name}.mp4")
    rows = "1.mp4,bored\n2.mp4,Bored\n3.mp4,Joy\n"
    found = table.read(write(root / "t.csv", "path,label\n" + rows))
    assert found.classes == ("Bored", "happy")
    assert "bored is Bored, Joy is happy" in found.notes[-1]


@pytest.mark.parametrize("columns", ["share_happy,share_Joy", "votes_bored,votes_Bored"])
def test_two_columns_for_one_class_are_refused(root: Path, columns: str) -> None:
    write(root / "1.mp4")
    with pytest.raises(SourceError, match="two columns for one class"):
        table.read(write(root / "t.csv", f"path,{columns}\n1.mp4,1,0\n"))


def test_a_path_that_no_disk_takes_costs_no_other_row(root: Path) -> None:
    write(root / "1.mp4")
    long, odd = "n" * 300, "a\x00b"
    found = table.read(write(root / "t.csv", f"path,label\n{long},sad\n{odd},sad\n1.mp4,sad\n"))
    assert labels(found) == {"1.mp4": "sad"}
    assert "cannot be read" in reasons(found)[long]
    assert len(reasons(found)) == 2


def test_paths_elsewhere(root: Path) -> None:
    write(root / "other/1.mp4")
    path = write(root / "lists/t.csv", "path,valence\n../other/1.mp4,1\n")
    (item,) = table.read(path).items
    assert item.clip.endswith("other/1.mp4")
    assert ".." not in item.clip
    assert not item.clip.startswith("/")


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("label", "2.mp4,sad", "is missing"),
        ("label", "empty.mp4,sad", "is empty (0 bytes)"),
        ("label", "bare,sad", "holds no image"),
        ("label", "t.csv,sad", "by its ending"),
        ("label", "1.mp4,", "neither label nor value"),
        ("label", "1.mp4,sad", "occurs twice"),
        ("label", "1.mp4,sad,x", "more cells"),
        ("valence", "1.mp4,1.01", "1.01 in valence, outside -1..1"),
        ("openness", "1.mp4,-0.01", "-0.01 in openness, outside 0..1"),
        ("valence", "1.mp4,much", "'much' in valence, which is no number"),
        ("valence", "1.mp4,nan", "'nan' in valence, which is no number"),
        ("label,share_sad", "1.mp4,happy,1", "unknown label 'happy'"),
        ("share_sad,share_happy", "1.mp4,0.5,0.4", "their sum is 0.9"),
        ("share_sad,share_happy", "1.mp4,1.5,-0.5", "no parts of one"),
        ("label,split", "1.mp4,sad,dev", "the part 'dev'"),
        ("label,fold", "1.mp4,sad,0", "the fold 0"),
        ("label,fold", "1.mp4,sad,1.5", "the fold 1.5"),
        ("label,start_s", "1.mp4,sad,-1", "lasts from -1"),
        ("label,start_s,end_s", "1.mp4,sad,3,3", "lasts from 3 to 3"),
    ],
)
def test_rows_that_are_no_items_are_named(root: Path, header: str, row: str, reason: str) -> None:
    for name in ("1", "good"):
        write(root / f"{name}.mp4")
    write(root / "empty.mp4", "")
    (root / "bare").mkdir()
    cells = {"share_sad,share_happy": "1,0", "label,share_sad": "sad,1", "valence": "0"}
    good = cells.get(header, "0" if header == "openness" else "sad")
    first = "1.mp4,sad\n" if reason == "occurs twice" else ""
    path = write(root / "t.csv", f"path,{header}\n{first}good.mp4,{good}\n{row}\n")
    found = table.read(path)
    assert "good.mp4" in labels(found)
    ((name, why),) = reasons(found).items()
    assert name == row.partition(",")[0]
    assert reason in why


def test_a_row_without_a_path_is_named_by_its_number(root: Path) -> None:
    write(root / "1.mp4")
    found = table.read(write(root / "t.csv", "path,label\n1.mp4,sad\n,sad\n"))
    assert reasons(found) == {"row 3": "names no path"}


def test_rounded_shares_sum_to_one(root: Path) -> None:
    write(root / "1.mp4")
    found = table.read(write(root / "t.csv", "path,share_sad,share_fear\n1.mp4,0.33,0.66\n"))
    assert sum(found.items[0].shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("column", ["split", "fold"])
def test_a_subject_on_both_sides_is_refused(root: Path, column: str) -> None:
    write(root / "1.mp4")
    write(root / "2.mp4")
    sides = ("train", "test") if column == "split" else ("1", "2")
    rows = "".join(f"{n}.mp4,sad,p1,{side}\n" for n, side in enumerate(sides, 1))
    path = write(root / "t.csv", f"path,label,subject,{column}\n{rows}")
    with pytest.raises(SourceError, match=r"subject p1 in .* and in .*people it has learned"):
        table.read(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label\n1.mp4,sad\n", "no column path"),
        ("path,tag\n1.mp4,sad\n", "neither labels nor values.*Add a column label"),
        ("path,label\n", "no row"),
        ("path,label\ngone.mp4,sad\n", "gone.mp4 is missing.*Expected: rows"),
    ],
)
def test_other_tables_are_refused(root: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        table.read(write(root / "t.csv", text))
    with pytest.raises(SourceError, match="Give the CSV file"):
        table.read(root)
