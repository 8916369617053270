"""FER2013: the real file, how it is packed, and what is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import SourceError
from svfap_core.labels import EMOTIONS
from tests.shared_data import shared
from tests.unit.trainer.miniature import drawn_face, prepare_mini_fer2013, write_fer2013
from trainer.data.frames import FrameReader
from trainer.data.layouts.fer2013 import LABELS, SIZE_PX, SPLITS, read, read_fer2013
from trainer.data.manifest import read_manifest
from trainer.data.prepare import prepare
from trainer.data.splits import parts_of
from trainer.steps import PrepareConfig

JPEG = cv2.imencode(".jpg", drawn_face(0, 0))[1].tobytes()
LARGE = cv2.imencode(".jpg", np.zeros((49, 48), np.uint8))[1].tobytes()


def test_labels_are_names_that_the_product_knows() -> None:
    assert set(LABELS) <= set(EMOTIONS)


def test_published_counts() -> None:
    table = read_fer2013(shared("data/fer2013.parquet")).select(["split", "label"])
    counts = Counter(zip(*(column.to_pylist() for column in table.columns), strict=True))
    assert [counts["public_test", label] for label in LABELS] == [467, 56, 496, 895, 653, 415, 607]
    assert sum(counts["private_test", label] for label in LABELS) == 3589
    assert sum(counts["train", label] for label in LABELS) == 28709


def test_prepared_stills_are_those_of_the_file(tmp_path: Path) -> None:
    manifest = read_manifest(prepare_mini_fer2013(tmp_path))
    rows = read_fer2013(tmp_path / "mini.parquet").to_pylist()
    assert len(manifest) == len(rows) == 42
    reader = FrameReader(manifest, "gray", SIZE_PX)
    for number, row in enumerate(rows):
        still = reader.read(number, np.array([0]))
        wanted = cv2.imdecode(np.frombuffer(row["jpeg"], np.uint8), cv2.IMREAD_GRAYSCALE)
        assert np.array_equal(still[0, :, :, 0], wanted)
        assert manifest.column("label")[number] == row["label"]
        assert manifest.column("split")[number] == SPLITS[row["split"]]
    assert set(manifest.column("num_frames")) == {1}
    assert set(manifest.column("rate_fps")) == {None}
    assert len(set(manifest.column("clip"))) == 42


def test_the_official_parts_are_kept(tmp_path: Path) -> None:
    """Chosen by `public_test`, judged by `private_test`, which is never anything else."""
    manifest = read_manifest(prepare_mini_fer2013(tmp_path))
    for split, source in (("train", "train/"), ("val", "public_"), ("test", "private_")):
        rows = parts_of(manifest, fold=None, val_share=0.5).rows[split]  # type: ignore[index]
        assert len(rows) == 14
        assert all(manifest.column("clip")[row].startswith(source) for row in rows)


def test_what_is_judged_is_not_learned(tmp_path: Path) -> None:
    """By pixels: the same face encoded again, or with another label, is a copy."""
    face, other = (cv2.imencode(".png", drawn_face(n, n))[1].tobytes() for n in (1, 2))
    grey = cv2.imdecode(np.frombuffer(face, np.uint8), cv2.IMREAD_GRAYSCALE)
    again = cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 0])[1].tobytes()
    assert again != face
    rows = [("train", face), ("train", other), ("train", again), ("private_test", face)]
    path = tmp_path / "copies.parquet"
    pq.write_table(
        pa.Table.from_pylist([{"split": s, "label": "sad", "jpeg": jpeg} for s, jpeg in rows]), path
    )
    found = read(path)
    assert [item.clip for item in found.items] == ["train/00001", "private_test/00000"]
    assert [problem.name for problem in found.problems] == ["train/00000", "train/00002"]
    assert "has the pixels of private_test/00000" in found.problems[0].reason
    assert found.notes[-1].startswith("2 training stills are left out")


def test_the_copies_at_hand() -> None:
    found = read(shared("data/fer2013.parquet"))
    assert (len(found.items), len(found.problems)) == (35_887 - 703, 703)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("label", "bored", "unknown entries in label: bored"),
        ("label", None, "unknown entries in label: None"),
        ("split", "holdout", "unknown entries in split: holdout"),
    ],
)
def test_unknown_entries_are_named(
    tmp_path: Path, column: str, value: str | None, message: str
) -> None:
    path = tmp_path / "mini.parquet"
    row = {"split": "train", "label": "sad", "jpeg": JPEG}
    pq.write_table(pa.Table.from_pylist([row, row | {column: value}]), path)
    with pytest.raises(SourceError, match=message):
        read_fer2013(path)


@pytest.mark.parametrize("jpeg", [b"", b"not a picture", JPEG[:300], LARGE, None])
def test_a_bad_still_is_named_and_left_out(tmp_path: Path, jpeg: bytes | None) -> None:
    path = tmp_path / "wrong.parquet"
    good = {"split": "train", "label": "sad", "jpeg": JPEG}
    pq.write_table(pa.Table.from_pylist([good, good | {"jpeg": jpeg}, good]), path)
    made = prepare(read(path), tmp_path / "out", PrepareConfig())
    assert made.manifest.column("clip") == ["train/00000", "train/00002"]
    (problem,) = made.problems
    assert problem.name == "train/00001"
    assert problem.reason == "is not a still of 48 x 48 pixels"


@pytest.mark.parametrize("setting", [{"size_px": 64}, {"shards": False}, {"workers": 3}])
def test_settings_that_do_nothing_for_stills_are_refused(
    tmp_path: Path, setting: dict[str, int]
) -> None:
    catalogue = read(write_fer2013(tmp_path / "mini.parquet", 1))
    with pytest.raises(SourceError, match=f"{next(iter(setting))} cannot be set for FER2013"):
        prepare(catalogue, tmp_path / "out", PrepareConfig.model_validate(setting))
    shards = PrepareConfig(shards=True)
    assert len(prepare(catalogue, tmp_path / "out", shards).manifest) == 21


def test_files_of_another_kind_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.parquet"
    path.write_text("hello")
    for wrong in (path, tmp_path / "missing.parquet", tmp_path):
        with pytest.raises(SourceError, match="cannot be read as FER2013"):
            read_fer2013(wrong)
    pq.write_table(pa.table({"split": ["train"], "label": ["sad"]}), path)
    with pytest.raises(SourceError, match="columns split, label and jpeg"):
        read_fer2013(path)
