"""Which clips belong together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.trainer.fitting import classes
from tests.unit.trainer.miniature import write_clips
from trainer.data.groups import groups_of
from trainer.data.manifest import read_manifest, write_manifest
from trainer.plan import plan_run


def grouped(folder: Path, columns: dict[str, list[Any]]) -> list[int]:
    manifest = read_manifest(folder)
    rows = manifest.table.to_pylist()
    bare = {"subject": None, "group": None, "source": None}
    changed = [
        row | bare | {name: values[number] for name, values in columns.items()}
        for number, row in enumerate(rows)
    ]
    write_manifest(folder, manifest.info, changed)
    return groups_of(plan_run(classes(folder, **{"data.val_share": 0.0})), "train").tolist()


def test_what_shares_a_subject_a_group_or_a_video_is_one_group(tmp_path: Path) -> None:
    folder = write_clips(tmp_path / "a", subjects=1, per_subject=4, splits=("train",), size_px=32)
    assert grouped(folder, {}) == [0, 1, 2, 3]
    assert grouped(folder, {"subject": ["x", "y", "x", ""]}) == [0, 1, 0, 2]
    assert grouped(folder, {"subject": ["x", "y", None, None], "source": ["1", "2", "2", "3"]}) == [
        0, 1, 1, 2,
    ]  # fmt: skip
    chain = {"subject": ["x", "x", "y", "z"], "group": [None, "g", "g", None]}
    assert grouped(folder, chain) == [0, 0, 0, 1]


def test_data_sets_are_never_connected_and_stills_not_by_their_file(tmp_path: Path) -> None:
    folders = [write_clips(tmp_path / n, subjects=1, splits=("train",), size_px=32) for n in "ab"]
    plan = plan_run(classes(folders, **{"data.val_share": 0.0}))  # type: ignore[arg-type]
    assert groups_of(plan, "train").tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    stills = write_clips(
        tmp_path / "c", subjects=1, per_subject=3, splits=("train",), size_px=32, frames=1
    )
    assert grouped(stills, {"source": ["one.parquet"] * 3}) == [0, 1, 2]
