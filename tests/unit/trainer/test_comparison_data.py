"""What manifests know of clips: their columns as groups, their frames as images."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.miniature import write_clips
from trainer.comparison_data import (
    UNKNOWN,
    Places,
    frames_of,
    grouping_of,
    named_grouping,
    places_of,
)
from trainer.data.manifest import Manifest, read_manifest

CLIPS = ("person1/1", "person1/2", "person2/1", "person9/1")


def with_column(manifest: Manifest, name: str, values: list[Any]) -> Manifest:
    table = manifest.table.append_column(name, pa.array(values))
    return Manifest(manifest.folder, manifest.info, table)


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return read_manifest(write_clips(tmp_path / "one", subjects=2, frames=5))


def places(manifest: Manifest) -> Places:
    return places_of([manifest], CLIPS)


def test_clips_are_found_by_the_names_that_evaluations_give(
    manifest: Manifest, tmp_path: Path
) -> None:
    found = places(manifest)
    assert {clip: row for clip, (_, row) in found.items()} == {
        "person1/1": 0, "person1/2": 1, "person2/1": 4,
    }  # fmt: skip
    other = read_manifest(write_clips(tmp_path / "two", subjects=1, data_set="Other", frames=2))
    both = places_of([manifest, other], ["Other/person1/2", "Miniature/person2/1", "person1/1"])
    assert {clip: (m.info.data_set, row) for clip, (m, row) in both.items()} == {
        "Miniature/person2/1": ("Miniature", 4), "Other/person1/2": ("Other", 1),
    }  # fmt: skip


def test_words_are_groups_in_their_order_and_unknown_comes_last(manifest: Manifest) -> None:
    found = grouping_of("label", CLIPS, places(manifest))
    assert found.values == ["happy", "sad", "happy", UNKNOWN]
    assert found.order == ["happy", "sad", UNKNOWN]
    assert named_grouping("subject", ["b", "a"]).order == ["a", "b"]


def test_numbers_are_groups_of_quarters(manifest: Manifest) -> None:
    ages = [20.0, 21.0, 40.0, 60.0, 33.0, 34.5, None, 70.0]
    aged = with_column(manifest, "meta_age", ages)
    clips = aged.column("clip")
    found = grouping_of("age", clips, places_of([aged], clips))
    # Quartiles of seven numbers: 27, 34.5 and 50.
    assert found.order == ["20 to 21", "33 to 34.5", "40", "60 to 70", UNKNOWN]
    assert found.values[:4] == ["20 to 21", "20 to 21", "40", "60 to 70"]
    assert found.values[6] == UNKNOWN
    few = with_column(manifest, "takes", [3, 1, 1, 2, 3, 3, 1, 2])
    named = grouping_of("takes", clips, places_of([few], clips))
    assert (named.order, named.values[:3]) == (["1", "2", "3"], ["3", "1", "1"])
    alike = with_column(manifest, "rate", [1.0, 1, 1, 1, 1, 1, 2, 9])
    assert grouping_of("rate", clips, places_of([alike], clips)).order == ["1", "2", "9"]
    split = with_column(manifest, "size", [float(i // 2) for i in range(7)] + [9.0])
    many = grouping_of("size", clips, places_of([split], clips))
    assert set(many.values) == set(many.order)
    yes = with_column(manifest, "glasses", [True, False] * 4)
    assert grouping_of("glasses", clips, places_of([yes], clips)).order == ["False", "True"]


def test_a_column_that_cannot_be_is_named(manifest: Manifest) -> None:
    with pytest.raises(SourceError, match=r"no column age.*It has: clip, path"):
        grouping_of("age", CLIPS, places(manifest))
    lists = with_column(manifest, "marks", [[1.0, 2.0]] * 8)
    with pytest.raises(SourceError, match="by marks: it holds lists"):
        grouping_of("marks", CLIPS, places(lists))


def test_the_first_middle_and_last_frame_are_shown_in_their_colours(tmp_path: Path) -> None:
    def drawn(clip: int, label: int, index: int) -> Any:
        picture = np.zeros((48, 48, 3), np.uint8)
        picture[..., 2] = 50 * index  # Red, as OpenCV writes it.
        return picture

    manifest = read_manifest(write_clips(tmp_path / "set", subjects=1, frames=5, draw=drawn))
    found = frames_of("person1/1", places_of([manifest], ["person1/1"]))
    reds = []
    for address in found:
        head, _, data = address.partition(",")
        assert head == "data:image/jpeg;base64"
        decoded: Any = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), 1)
        reds.append(decoded[..., 2].mean())
        assert decoded[..., 0].mean() < 10
    assert reds == pytest.approx([0, 100, 200], abs=8)
    assert frames_of("person7/1", {}) == ()
    single = read_manifest(write_clips(tmp_path / "still", subjects=1, frames=1))
    assert len(frames_of("person1/1", places_of([single], ["person1/1"]))) == 1
    for path in (tmp_path / "set/clips/person1/1").glob("*.jpg"):
        path.write_bytes(b"no image")
    with pytest.raises(SourceError, match="cannot be read"):
        frames_of("person1/1", places_of([manifest], ["person1/1"]))
