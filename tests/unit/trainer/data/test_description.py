"""What a prepared data set holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.trainer.miniature import CREATED, write_clips, write_fer2013
from trainer.config import DataConfig
from trainer.data.description import BINS, MOST_SUBJECTS, Description, describe
from trainer.data.layouts import fer2013
from trainer.data.layouts.fer2013 import SPLITS
from trainer.data.manifest import (
    CropGeometry,
    Manifest,
    ManifestInfo,
    read_manifest,
    write_manifest,
)
from trainer.data.prepare import prepare
from trainer.steps import PrepareConfig

INFO = ManifestInfo(
    data_set="Mini", classes=("happy", "sad"), crop=CropGeometry(size_px=None), created=CREATED
)


def manifest(folder: Path, rows: list[dict[str, Any]], **info: Any) -> Manifest:
    named = [{"clip": str(number), "path": "x", "num_frames": 9} | row
             for number, row in enumerate(rows)]  # fmt: skip
    votes = any(name.startswith("votes_") for row in rows for name in row)
    return write_manifest(folder, INFO.model_copy(update=info), named, with_votes=votes)


def test_classes_by_part_and_subject(tmp_path: Path) -> None:
    found = describe(read_manifest(write_clips(tmp_path, subjects=5)))
    assert (found.data_set, found.clips, found.subjects) == ("Miniature", 20, 5)
    assert list(found.parts.items()) == [("train", 12), ("val", 4), ("test", 4)]
    happy, sad = found.classes
    assert (happy.name, happy.clips, happy.subjects) == ("happy", 10, 5)
    assert happy.parts == sad.parts == {"train": 6, "val": 2, "test": 2}
    assert found.unlabelled == 0
    first = found.by_subject[0]
    assert (first.name, first.clips, first.parts) == ("person1", 4, ("train",))
    assert first.classes == {"happy": 2, "sad": 2}
    assert found.warnings == ()
    assert (
        Description.model_validate_json(found.model_dump_json(exclude={"clips", "warnings"}))
        == found
    )


def test_parts_are_those_of_a_run_with_these_settings(tmp_path: Path) -> None:
    data = read_manifest(write_clips(tmp_path, subjects=10, splits=(None,)))
    defaults = DataConfig(manifests=(tmp_path,))
    own = describe(data, val_share=defaults.val_share, test_share=defaults.test_share)
    assert describe(data) == own
    assert own.parts == {"train": 36, "val": 4}
    assert describe(data, test_share=0.2).parts == {"train": 28, "val": 4, "test": 8}


def test_folds_are_parts_unless_one_is_chosen(tmp_path: Path) -> None:
    full = read_manifest(write_clips(tmp_path, subjects=12, folds=12))
    found = describe(full)
    assert list(found.parts) == [f"fold {n}" for n in range(1, 13)]
    assert found.classes[0].parts["fold 3"] == 2
    assert found.leaks == ()
    assert describe(full, fold=2).parts == {"train": 40, "val": 4, "test": 4}
    rows = [row | {"subject": f"{n % 5}"} for n, row in enumerate(full.table.to_pylist())]
    leaky = describe(write_manifest(tmp_path, full.info, rows))
    assert leaky.warnings == (
        "Miniature: 5 subject(s) are in both train and test (48 clips of test)",
    )


def test_a_class_that_a_part_lacks_is_said(tmp_path: Path) -> None:
    rows = [{"label": "happy", "split": "val"}, {"label": "sad", "split": "val"}] * 2
    rows += [{"label": "sad", "split": part} for part in ("train", "test")]
    texts = describe(manifest(tmp_path, rows)).warnings
    assert texts == (
        "Mini: no clip of train is of the class happy, which has 2 in other parts",
        "Mini: no clip of test is of the class happy, which has 2 in other parts",
    )


def test_clips_in_numbers(tmp_path: Path) -> None:
    rows = [
        {"label": "happy", "num_frames": 50, "rate_fps": 25.0, "box_w": 90.0, "box_h": 40.0},
        {"label": "sad", "num_frames": 300, "rate_fps": 30.0},
        {"num_frames": 9},
        {"num_frames": 1, "votes_happy": 3, "votes_sad": 1},
        {"num_frames": 1, "votes_happy": 2, "votes_sad": 6},
    ]
    found = describe(manifest(tmp_path, rows))
    assert found.duration_s is not None
    assert (found.duration_s.n, found.duration_s.least, found.duration_s.most) == (2, 2, 10)
    assert found.rate_fps is not None
    assert found.rate_fps.mean == 27.5
    assert found.face_px is not None
    assert (found.face_px.n, found.face_px.median) == (1, 60)
    assert found.raters is not None
    assert (found.raters.n, found.raters.least, found.raters.most) == (2, 4, 8)
    assert found.agreement is not None
    assert found.agreement.mean == 0.75
    assert [each.clips for each in found.classes] == [2, 2]
    assert found.unlabelled == 1


def test_values_further_labels_and_what_else_is_known(tmp_path: Path) -> None:
    rows = [
        {
            "value_valence": value,
            "label_arousal": ("Calm", "Dull", None)[n % 3],
            "meta_age": ("20", "30", "30")[n % 3],
        }
        for n, value in enumerate((-1.0, -0.95, 0.05, 1.0, None, None))
    ]
    found = describe(
        manifest(
            tmp_path,
            rows,
            classes=(),
            values=("valence",),
            labels={"arousal": ("Calm", "Dull", "Excited")},
            meta=("age",),
        )
    )
    assert found.classes == ()
    assert found.unlabelled == 0
    dimension = found.values["valence"]
    assert dimension.spread is not None
    assert (dimension.spread.n, dimension.spread.least) == (4, -1)
    assert dimension.histogram == (2, 0, 0, 0, 0, 1, 0, 0, 0, 1)
    assert len(dimension.histogram) == BINS
    assert found.labels == {"arousal": {"Calm": 2, "Dull": 2, "Excited": 0}}
    assert found.meta == {"age": {"30": 4, "20": 2}}
    assert list(found.meta["age"]) == ["30", "20"]


def test_many_subjects_are_only_counted(tmp_path: Path) -> None:
    rows = [{"subject": str(n)} for n in range(MOST_SUBJECTS + 1)]
    found = describe(manifest(tmp_path, rows))
    assert (found.subjects, found.by_subject) == (MOST_SUBJECTS + 1, ())


def test_stills_have_neither_length_nor_source_in_common(tmp_path: Path) -> None:
    """Though copies of each other lie in two parts."""
    file = write_fer2013(tmp_path / "copies.parquet")
    rows = pq.read_table(file).to_pylist()
    by_part = {part: [row for row in rows if row["split"] == part] for part in SPLITS}
    for judged, chosen in zip(by_part["private_test"], by_part["public_test"], strict=True):
        judged["jpeg"] = chosen["jpeg"]
    pq.write_table(pa.Table.from_pylist(rows), file)
    found = describe(prepare(fer2013.read(file), tmp_path / "out", PrepareConfig()).manifest)
    assert (found.duration_s, found.rate_fps, found.face_px) == (None, None, None)
    assert {leak.bond for leak in found.leaks} == {"content"}
    assert (found.copies.clips, found.copies.contradicting) == (14, 0)
    assert found.parts == {"train": 14, "val": 14, "test": 14}


@pytest.mark.parametrize("rows", [[], [{}], [{"subject": ""}]])
def test_hardly_anything_can_be_described(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    found = describe(manifest(tmp_path, rows))
    assert found.clips == len(rows)
    assert found.subjects == 0
    assert np.isfinite(found.clips)
