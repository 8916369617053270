"""Manifests: written and read back, refused where they are something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError, SourceError
from tests.unit.trainer.miniature import CREATED
from trainer.data.manifest import (
    MANIFEST_FILE,
    SCHEMA_VERSION,
    CropGeometry,
    Manifest,
    ManifestInfo,
    read_manifest,
    write_manifest,
)
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
    "offsets": [512, 2**40],
    "sizes": [10, 20],
    "num_frames": 2,
    "rate_fps": 29.97,
    "times_s": [0.0, 0.1],
    "source": "a.mp4",
    "start_s": 4.5,
    "label": "sad",
    "subject": "Ann",
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
    written = write_manifest(tmp_path, INFO, [FULL, PLAIN])
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
    written = write_manifest(folder, INFO, [FULL])
    assert read_manifest(folder).table.equals(written.table)


def test_a_clip_that_occurs_twice_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="clip b occurs twice"):
        write_manifest(tmp_path, INFO, [PLAIN, FULL, PLAIN])
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_manifest_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(tmp_path, INFO, [PLAIN])

    def half_written(_table: object, path: Path, **_: object) -> None:
        path.write_bytes(b"PAR1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", half_written)
    with pytest.raises(OutputError, match=MANIFEST_FILE):
        write_manifest(tmp_path, INFO, [FULL])
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


def labelled(folder: Path) -> Manifest:
    rows = [
        {"label": "happy", "share_happy": 0.75, "share_sad": 0.25}
        | {"value_valence": -1.0, "value_arousal": 0.5},
        {"label": "sad", "share_sad": 1.0, "value_valence": 0.0},
        {},
        {"label": "sad"},
    ]
    named = [PLAIN | {"clip": str(number)} | row for number, row in enumerate(rows)]
    return write_manifest(folder, INFO, named)
