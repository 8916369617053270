"""A description as tables."""

from __future__ import annotations

from pathlib import Path

from tests.unit.trainer.miniature import write_clips
from trainer.data.description import describe
from trainer.data.manifest import read_manifest, write_manifest
from trainer.data.overview import class_table, tables


def test_the_first_table_counts_clips_by_class_and_part(tmp_path: Path) -> None:
    full = read_manifest(write_clips(tmp_path))
    table = class_table(describe(full))
    assert table.header == ("class", "train", "val", "test", "all", "subjects")
    assert table.rows == (
        ("happy", "4", "2", "2", "8", "4"),
        ("sad", "4", "2", "2", "8", "4"),
        ("all", "8", "4", "4", "16", "4"),
    )
    rows = full.table.to_pylist()
    bare = write_manifest(tmp_path, full.info, [rows[0] | {"label": None}, *rows[1:]])
    assert ("without a class", "", "", "", "1", "") in class_table(describe(bare)).rows
    nobody = write_manifest(tmp_path, full.info, [row | {"subject": None} for row in rows])
    table = class_table(describe(nobody))
    assert table.header[-1] == "all"
    assert table.rows[-1] == ("all", "8", "4", "4", "16")


def test_every_table_has_cells_for_its_header(tmp_path: Path) -> None:
    full = read_manifest(write_clips(tmp_path, values=("valence",), shares=True))
    labels = {"labels": {"mood": ("good",)}, "meta": ("age",)}
    info = full.info.model_copy(update=labels)
    rows = [
        row
        | {"label_mood": "good", "meta_age": "7", "content": "x", "source": str(number)}
        | {"votes_happy": 3, "votes_sad": 1, "box_w": 9.0, "box_h": 9.0}
        for number, row in enumerate(full.table.to_pylist())
    ]
    data = write_manifest(tmp_path, info, rows, with_shares=True, with_votes=True)
    (tmp_path / "problems.csv").write_text("name,reason\na,is empty\n")
    found = tables(describe(data))
    assert [table.title for table in found] == [
        "Clips by class and part",
        "Clips by subject",
        "Clips",
        "Values",
        "Further labels",
        "Also known",
        "Copies",
        "Left out, or not whole",
    ]
    for table in found:
        assert all(len(row) == len(table.header) for row in table.rows)
    assert [row[0] for row in found[2].rows] == [
        "duration (s)",
        "rate (frames/s)",
        "face (pixels)",
        "raters",
        "agreement",
    ]
    assert found[2].rows[0] == ("duration (s)", "16", "1.6", "1.6", "1.6", "1.6")
    assert found[4].rows == (("mood", "good", "16"),)
    assert found[7].rows == (("is empty", "1"),)


def test_what_a_data_set_does_not_have_is_left_out(tmp_path: Path) -> None:
    found = tables(describe(read_manifest(write_clips(tmp_path, classes=()))))
    assert [table.title for table in found] == [
        "Clips by class and part",
        "Clips by subject",
        "Clips",
    ]
    assert found[0].rows == (("all", "8", "4", "4", "16", "4"),)
