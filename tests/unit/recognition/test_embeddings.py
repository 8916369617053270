"""Embeddings beside a result: what is written is read, says that it is personal, and goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from svfap_core.errors import OutputError, SvfapError
from svfap_core.recognition.embeddings import (
    FaceEmbeddings,
    current,
    delete_embeddings,
    embeddings_path,
    read_embeddings,
    write_embeddings,
)
from svfap_core.results.digests import NO_DIGESTS, Digests
from svfap_core.results.files import base_of

OURS = Digests("method", "analysis")


def some(digests: Digests = OURS) -> FaceEmbeddings:
    vectors = np.random.default_rng(1).normal(size=(5, 128)).astype(np.float32)
    return FaceEmbeddings(
        "net:1", digests, np.arange(5, dtype=np.int32), np.arange(5, dtype=np.int32) * 7,
        np.arange(5) / 3, vectors,
    )  # fmt: skip


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = embeddings_path(tmp_path / "talk.mp4")
    assert path.name == "talk.mp4.face-embeddings.parquet"
    assert base_of(path) == tmp_path / "talk.mp4"
    assert read_embeddings(path) is None
    write_embeddings(path, some())
    found = read_embeddings(path)
    assert found is not None
    assert (found.made_by, found.digests) == ("net:1", OURS)
    for name in ("track_ids", "frames", "times_s", "vectors"):
        assert np.array_equal(getattr(found, name), getattr(some(), name))
    assert b"Personal data" in pq.read_schema(path).metadata[b"svfap.personal_data"]


def test_no_face_at_all_is_kept_too(tmp_path: Path) -> None:
    path = embeddings_path(tmp_path / "talk.mp4")
    none = FaceEmbeddings(
        "net:1", OURS, np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0),
        np.zeros((0, 128), np.float32),
    )  # fmt: skip
    write_embeddings(path, none)
    found = read_embeddings(path)
    assert found is not None
    assert found.vectors.shape == (0, 128)


def test_others_are_out_of_date(tmp_path: Path) -> None:
    path = embeddings_path(tmp_path / "talk.mp4")
    write_embeddings(path, some())
    assert current(path, "net:1", OURS) is not None
    assert current(path, "net:2", OURS) is None
    assert current(path, "net:1", Digests("method", "another")) is None
    write_embeddings(path, some(NO_DIGESTS))
    assert current(path, "net:1", NO_DIGESTS) is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PAR1 nonsense PAR1"])
def test_a_damaged_file_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    path = embeddings_path(tmp_path / "talk.mp4")
    path.write_bytes(content)
    with pytest.raises(SvfapError, match="embeddings of faces"):
        read_embeddings(path)
    assert current(path, "net:1", OURS) is None


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa

    path = embeddings_path(tmp_path / "talk.mp4")
    pq.write_table(pa.table({"embedding": [1, 2]}), path)
    with pytest.raises(SvfapError, match="cannot be read"):
        read_embeddings(path)


def test_deleting_says_whether_there_were_any(tmp_path: Path) -> None:
    base = tmp_path / "talk.mp4"
    assert not delete_embeddings(base)
    write_embeddings(embeddings_path(base), some())
    assert delete_embeddings(base)
    assert not embeddings_path(base).exists()
    embeddings_path(base).mkdir()
    with pytest.raises(OutputError):
        delete_embeddings(base)
