"""Reading FER2013: the real file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import SourceError
from svfap_core.labels import EMOTIONS
from tests.shared_data import shared
from tests.unit.trainer.miniature import write_fer2013
from trainer.data.fer2013 import LABELS, read_fer2013


def test_labels_are_names_that_the_product_knows() -> None:
    assert set(LABELS) <= set(EMOTIONS)


def test_a_split_in_the_order_of_the_file(tmp_path: Path) -> None:
    stills = read_fer2013(write_fer2013(tmp_path / "mini.parquet"), "train")
    assert stills.pictures.shape == (14, 48, 48)
    assert stills.labels.tolist() == [*range(7), *range(7)]


def test_published_counts() -> None:
    path = shared("data/fer2013.parquet")
    assert len(read_fer2013(path, "private_test")) == 3589
    counts = read_fer2013(path, "public_test").labels.bincount().tolist()
    assert counts == [467, 56, 496, 895, 653, 415, 607]


@pytest.mark.parametrize(
    ("label", "jpeg", "message"),
    [("bored", b"", "unknown labels bored"), ("happy", b"not a picture", "48 x 48")],
)
def test_wrong_rows_are_named(tmp_path: Path, label: str, jpeg: bytes, message: str) -> None:
    path = tmp_path / "wrong.parquet"
    pq.write_table(pa.table({"split": ["train"], "label": [label], "jpeg": [jpeg]}), path)
    with pytest.raises(SourceError, match=message):
        read_fer2013(path, "train")


def test_files_of_another_kind_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.parquet"
    path.write_text("hello")
    with pytest.raises(SourceError, match="cannot be read"):
        read_fer2013(path, "train")
    with pytest.raises(SourceError, match="cannot be read"):
        read_fer2013(tmp_path / "missing.parquet", "train")


def test_an_empty_split_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    pq.write_table(pa.table({"split": ["train"], "label": ["sad"], "jpeg": [b""]}), path)
    with pytest.raises(SourceError, match="public_test"):
        read_fer2013(path, "public_test")
