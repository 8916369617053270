"""Manifests: written and read back, refused where they are something else."""

from __future__ import annotations

import json
import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError, SourceError
from tests.unit.trainer.miniature import CREATED
from trainer.data import manifest as module
from trainer.data.manifest import (
    MANIFEST_FILE,
    SCHEMA_VERSION,
    CropGeometry,
    Manifest,
    ManifestInfo,
    read_manifest,
    write_manifest,
)
from trainer.data.splits import parts_of
from trainer.specs import FACE_TEMPLATE

INFO = ManifestInfo(
    data_set="Mini",
    classes=("happy", "sad"),
    values=("valence", "arousal"),
    crop=CropGeometry(size_px=200, template=FACE_TEMPLATE),
    protocol="own",
    notes=("UNVERIFIED: all of it",),
    software={"svfap": "1"},
    created=CREATED,
)
PLAIN: dict[str, Any] = {"clip": "b", "path": "/faces/b", "num_frames": 3}
FULL: dict[str, Any] = {
    "clip": "a/ü 1",
    "path": "shards/000000.tar",
    "offset": 2**40,
    "num_frames": 2,
    "rate_fps": 29.97,
    "times_s": [0.0, 0.1],
    "source": "a.mp4",
    "content": "0f",
    "start_s": 4.5,
    "label": "sad",
    "subject": "Ann",
    "group": "Ann at work",
    "split": "val",
    "fold": 2,
    "box_x": 1.0,
    "box_y": 2.0,
    "box_w": 3.0,
    "box_h": 4.0,
    "share_happy": 0.25,
    "share_sad": 0.75,
    "value_valence": -0.5,
    "value_arousal": 1.0,
}


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    written = write_manifest(tmp_path, INFO, [FULL, PLAIN], with_shares=True)
    for path in (tmp_path, tmp_path / MANIFEST_FILE):
        found = read_manifest(path)
        assert (found.folder, found.info, len(found)) == (tmp_path, INFO, 2)
        assert found.table.equals(written.table)
        full, plain = found.table.to_pylist()
        assert full.pop("times_s") == pytest.approx(FULL["times_s"])
        assert full == {name: value for name, value in FULL.items() if name != "times_s"}
        assert {name for name, value in plain.items() if value is not None} == set(PLAIN)


def test_any_parquet_tool_sees_columns_and_what_they_mean(tmp_path: Path) -> None:
    write_manifest(tmp_path, INFO, [PLAIN])
    schema = pq.read_schema(tmp_path / MANIFEST_FILE)
    assert {"value_valence", "value_arousal"} <= set(schema.names)
    assert not [name for name in schema.names if name.startswith("share_")]
    assert all(schema.field(name).metadata for name in ("clip", "start_s", "box_h"))
    assert json.loads(schema.metadata[b"svfap"])["classes"] == ["happy", "sad"]


def test_folders_named_like_partitions_add_no_columns(tmp_path: Path) -> None:
    folder = tmp_path / "fold=7" / "label=none [x]"
    folder.mkdir(parents=True)
    written = write_manifest(folder, INFO, [FULL], with_shares=True)
    assert read_manifest(folder).table.equals(written.table)


def test_a_clip_that_occurs_twice_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="clip b occurs twice"):
        write_manifest(tmp_path, INFO, iter([PLAIN, FULL, PLAIN]), with_shares=True)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_manifest_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(tmp_path, INFO, [PLAIN])

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", refuse)
    with pytest.raises(OutputError, match=MANIFEST_FILE):
        write_manifest(tmp_path, INFO, [FULL], with_shares=True)
    assert read_manifest(tmp_path).column("clip") == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST_FILE]


def test_what_is_no_manifest_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere holds no manifest.*svfap-train prepare"):
        read_manifest(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="holds no manifest"):
        read_manifest(tmp_path)
    (tmp_path / "text.parquet").write_text("hello")
    with pytest.raises(SourceError, match=r"text\.parquet holds no manifest"):
        read_manifest(tmp_path / "text.parquet")
    pq.write_table(pa.table({"clip": ["a"]}), tmp_path / "other.parquet")
    with pytest.raises(SourceError, match=r"other\.parquet is not a manifest"):
        read_manifest(tmp_path / "other.parquet")


@pytest.mark.parametrize("changes", [{}, {"language": "of tomorrow"}, {"created": 7}])
def test_a_newer_manifest_is_said_to_be_newer(tmp_path: Path, changes: dict[str, Any]) -> None:
    values = INFO.model_dump(mode="json") | {"schema_version": SCHEMA_VERSION + 1} | changes
    told(tmp_path, json.dumps(values))
    with pytest.raises(SourceError, match=r"made by a newer version.*Update the program"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"data_set": "Mini"}', '{"schema_version": "x"}', '{"schema_version": 1}']
)
def test_metadata_that_says_something_else_is_refused(tmp_path: Path, text: str) -> None:
    told(tmp_path, text)
    with pytest.raises(SourceError, match="not a manifest of this program"):
        read_manifest(tmp_path)


def told(folder: Path, text: str) -> None:
    """A manifest with this metadata."""
    table = pa.table({"clip": ["a"]}).replace_schema_metadata({"svfap": text})
    pq.write_table(table, folder / MANIFEST_FILE)


def test_labels_by_their_place_among_the_wanted(tmp_path: Path) -> None:
    manifest = labelled(tmp_path)
    assert manifest.label_indices(("sad", "angry", "happy")).tolist() == [2, 0, -1, 0]
    assert manifest.label_indices(()).tolist() == [-1] * 4
    assert manifest.label_indices(("sad",)).dtype == np.int64


def test_shares_and_values_with_those_that_are_missing(tmp_path: Path) -> None:
    manifest = labelled(tmp_path)
    shares = manifest.shares(("sad", "angry", "happy"))
    assert shares.dtype == np.float32
    assert shares.tolist() == [[0.25, 0, 0.75], [1, 0, 0], [0, 0, 0], [0, 0, 0]]
    values = manifest.values(("arousal", "dominance", "valence"))
    assert values.dtype == np.float32
    assert (
        np.isnan(values).tolist() == [[False, True, False], [True, True, False]] + [[True] * 3] * 2
    )
    assert values[0, [0, 2]].tolist() == [0.5, -1.0]
    assert manifest.values(()).shape == (4, 0)


def test_shares_follow_from_votes_where_there_are_none(tmp_path: Path) -> None:
    rows = [
        {"votes_happy": 3, "votes_sad": 1},
        {"votes_happy": 9, "votes_sad": 1, "share_happy": 0.5, "share_sad": 0.5},
        {"label": "happy", "votes_happy": 0, "votes_sad": 7},
        {},
    ]
    named = [PLAIN | {"clip": str(number)} | row for number, row in enumerate(rows)]
    manifest = write_manifest(tmp_path, INFO, named, with_shares=True, with_votes=True)
    assert manifest.table.schema.field("votes_sad").type == pa.int16()
    votes = manifest.votes(("sad", "angry", "happy"))
    assert np.issubdtype(votes.dtype, np.integer)
    assert votes.tolist() == [[1, 0, 3], [1, 0, 9], [7, 0, 0], [0, 0, 0]]
    shares = manifest.shares(("sad", "angry", "happy"))
    assert shares.dtype == np.float32
    assert shares.tolist() == [[0.25, 0, 0.75], [0.5, 0, 0.5], [1, 0, 0], [0, 0, 0]]
    assert manifest.shares(("sad",)).ravel().tolist() == [0.25, 0.5, 1, 0], "of all votes"
    assert manifest.choices().tolist() == [0, 0, 0, -1]
    assert labelled(tmp_path).votes(("sad",)).tolist() == [[0]] * 4


def test_further_labels_and_what_else_is_known(tmp_path: Path) -> None:
    info = INFO.model_copy(
        update={"labels": {"arousal": ("Calm", "Dull")}, "meta": ("age", "first language")}
    )
    rows = [
        PLAIN | {"clip": "a", "label_arousal": "Dull", "meta_age": "51"},
        PLAIN | {"clip": "b", "label": "sad", "meta_first language": "Ewe"},
    ]
    manifest = write_manifest(tmp_path, info, rows)
    assert read_manifest(tmp_path).info == info
    assert manifest.label_indices(info.labels["arousal"], "label_arousal").tolist() == [1, -1]
    assert manifest.column("meta_age") == ["51", None]
    assert manifest.column("meta_first language") == [None, "Ewe"]


def test_what_the_version_before_wrote_is_read(tmp_path: Path) -> None:
    table = write_manifest(tmp_path, INFO, [FULL], with_shares=True).table
    told = INFO.model_dump(mode="json", exclude={"labels", "meta"}) | {"schema_version": 2}
    table = table.drop_columns(["content"]).replace_schema_metadata({"svfap": json.dumps(told)})
    pq.write_table(table, tmp_path / MANIFEST_FILE)
    found = read_manifest(tmp_path)
    assert found.column("content") == [None]
    assert (found.info.labels, found.info.meta) == ({}, ())
    assert parts_of(found, fold=2, val_share=0.1).rows["test"].tolist() == [0]


def labelled(folder: Path) -> Manifest:
    rows = [
        {"label": "happy", "share_happy": 0.75, "share_sad": 0.25}
        | {"value_valence": -1.0, "value_arousal": 0.5},
        {"label": "sad", "share_sad": 1.0, "value_valence": 0.0},
        {},
        {"label": "sad"},
    ]
    named = [PLAIN | {"clip": str(number)} | row for number, row in enumerate(rows)]
    return write_manifest(folder, INFO, named, with_shares=True)


def test_a_column_that_there_is_not_is_no_row_of_the_manifest(tmp_path: Path) -> None:
    """It would be lost without a word."""
    with pytest.raises(ValueError, match=r"clip a/ü 1 has the columns .*share_happy"):
        write_manifest(tmp_path, INFO, [FULL])
    assert not list(tmp_path.iterdir())


def test_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH_ROWS", 4)
    manifest = write_manifest(tmp_path, INFO, ({"clip": str(n), "path": "x"} for n in range(10)))
    assert manifest.column("clip") == [str(n) for n in range(10)]
    assert pq.ParquetFile(tmp_path / MANIFEST_FILE).num_row_groups == 3


def test_another_process_gets_the_path_and_reads_what_it_needs(tmp_path: Path) -> None:
    rows = [PLAIN | {"clip": f"a clip with a name {n}"} for n in range(1000)]
    manifest = write_manifest(tmp_path, INFO, rows)
    sent = pickle.dumps(manifest)
    assert len(sent) < 2000
    assert b"with a name" not in sent
    received = pickle.loads(sent)
    assert (received.folder, received.info, len(received)) == (tmp_path, INFO, 1000)
    assert received.column("path") == manifest.column("path")
    assert "source" not in received.table.column_names
    later = INFO.model_copy(update={"created": CREATED + timedelta(1)})
    write_manifest(tmp_path, later, rows[:10])
    with pytest.raises(SourceError, match="was prepared again meanwhile"):
        pickle.loads(sent)


@pytest.mark.parametrize("packed", [False, True])
def test_folders_that_an_older_version_prepared_are_read(tmp_path: Path, *, packed: bool) -> None:
    """Not so what it packed: the places of pictures were kept elsewhere."""
    table = write_manifest(tmp_path, INFO, [PLAIN]).table.drop_columns(["offset", "group"])
    offsets = pa.array([[512] if packed else None], pa.list_(pa.int64()))
    old = INFO.model_copy(update={"schema_version": 1}).model_dump_json()
    table = table.append_column("offsets", offsets).replace_schema_metadata({"svfap": old})
    pq.write_table(table, tmp_path / MANIFEST_FILE)
    if packed:
        with pytest.raises(SourceError, match=r"older version.*Prepare the data set again"):
            read_manifest(tmp_path)
    else:
        found = read_manifest(tmp_path)
        assert (found.column("group"), found.column("offset")) == ([None], [None])
        assert pickle.loads(pickle.dumps(found)).column("offset") == [None]
