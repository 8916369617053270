"""First Impressions in miniature, and pickles that would run code."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from svfap_core.errors import SourceError
from svfap_core.labels import BIG_FIVE
from tests.unit.trainer.data.layouts.tree import by_clip, reasons, write
from trainer.data.layouts import first_impressions

ORDER = (
    "extraversion",
    "neuroticism",
    "agreeableness",
    "conscientiousness",
    "interview",
    "openness",
)


def write_pickle(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(content, protocol=2))
    return path


def ratings(names: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """As published; each trait is a little higher than the one before."""
    return {
        trait: {name: value + place / 100 for name, value in names.items()}
        for place, trait in enumerate(ORDER)
    }


def annotate(root: Path, part: str, names: Mapping[str, float]) -> None:
    write_pickle(root / f"annotation [v2]/annotation_{part}.pkl", ratings(names))


def test_official_parts_and_traits_by_name(root: Path) -> None:
    annotate(root, "training", {"abc.000.mp4": 0.5, "abc.001.mp4": 0.5})
    annotate(root, "validation", {"abc.002.mp4": 0.6})
    annotate(root, "test", {"-x y.003.mp4": 0.7})
    write(root / "train/training80_01/abc.000.mp4")
    write(root / "train/training80_02/abc.001.mp4")
    write(root / "Validation/abc.002.mp4")
    write(root / "test/-x y.003.mp4")
    found = first_impressions.read(root)
    assert found.values == BIG_FIVE
    parts = {item.clip: item.split for item in found.items}
    assert parts == {
        "test/-x y.003": "test",
        "train/abc.000": "train",
        "train/abc.001": "train",
        "val/abc.002": "val",
    }
    values = by_clip(found)["train/abc.000"].values
    assert tuple(values) == BIG_FIVE
    assert values == pytest.approx(
        {
            "openness": 0.55,
            "conscientiousness": 0.53,
            "extraversion": 0.5,
            "agreeableness": 0.52,
            "neuroticism": 0.51,
        }
    )
    assert found.problems == ()
    assert "1 of 2 videos have clips in more than one" in found.notes[1]
    assert {item.clip: item.subject for item in found.items} == {
        "test/-x y.003": "-x y",
        "train/abc.000": "abc",
        "train/abc.001": "abc",
        "val/abc.002": "abc",
    }
    assert not any("UNVERIFIED" in note for note in found.notes)


@pytest.mark.parametrize(
    ("videos", "label_folders"),
    [
        (
            "train-1/training80_01 train-6/training80_75 validation-1/validation80_01 "
            "test-1e/test80_01",
            "train-annotation val-annotation test-annotation-e",
        ),
        ("data/train data/train data/validation data/test", "annotations annotations annotations"),
        (
            "train/training80_01 train/training80_02 val/validation80_25 test/test80_25",
            "train/ann val/ann test/ann",
        ),
    ],
)
def test_however_it_was_unpacked(root: Path, videos: str, label_folders: str) -> None:
    names = ("a.000.mp4", "b.001.mp4", "c.000.mp4", "d.000.mp4")
    for folder, name in zip(videos.split(), names, strict=True):
        write(root / folder / name)
    parts = {"training": names[:2], "validation": names[2:3], "test": names[3:]}
    for folder, (part, own) in zip(label_folders.split(), parts.items(), strict=True):
        path = root / folder / f"annotation_{part}.pkl"
        write_pickle(path, ratings(dict.fromkeys(own, 0.5)))
    found = first_impressions.read(root)
    assert list(by_clip(found)) == ["test/d.000", "train/a.000", "train/b.001", "val/c.000"]
    assert found.problems == ()


def test_what_is_no_item_is_named(root: Path) -> None:
    annotate(root, "training", {"a.000.mp4": 0.5, "b.000.mp4": 0.5, "c.000.mp4": 0.99})
    write(root / "train/1/a.000.mp4")
    write(root / "train/2/a.000.mp4")
    write(root / "train/c.000.mp4")
    write(root / "train/d.000.mp4")
    write(root / "test/e.000.mp4")
    annotate(root, "validation", {"f.000.mp4": 0.5})
    write(root / "val/f.000.mp4", "")
    found = first_impressions.read(root)
    assert list(by_clip(found)) == ["train/a.000"]
    problems = reasons(found)
    assert "occurs twice" in problems["a.000.mp4"]
    assert problems["train/b.000"].startswith("is missing")
    assert problems["train/c.000"].startswith("has not all five ratings in 0..1")
    assert problems["d.000"] == problems["e.000"] == "has no label"
    assert problems["val/f.000"] == "is empty (0 bytes)"
    assert "annotation_test.pkl not found: the part test has no labels." in found.notes


class Harmful:
    """What unpickling must never call."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_pickles_run_no_code(root: Path) -> None:
    mark = root / "was here"
    path = write_pickle(root / "annotation_training.pkl", {"openness": Harmful(mark)})
    with pytest.raises(SourceError, match=r"it asks for .*plain dictionaries"):
        first_impressions.read(root)
    assert not mark.exists()
    pickle.loads(path.read_bytes())
    assert mark.exists(), "the pickle would have done harm"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no label file"),
        (b"no pickle at all", "no label file"),
        (pickle.dumps([1, 2]), "no ratings of openness"),
        (pickle.dumps({"openness": {"a.mp4": "high"}}), "'high' is no rating"),
        (pickle.dumps({"openness": {"a.mp4": 0.5}}), "no ratings of conscientiousness"),
        (pickle.dumps(ratings({"a.mp4": 0.5}))[:-20], "no label file"),
    ],
)
def test_other_pickles_are_refused(root: Path, content: bytes, reason: str) -> None:
    (root / "annotation_training.pkl").write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        first_impressions.read(root)


def test_texts_of_python_2_are_read(root: Path) -> None:
    traits = "".join(f"S'{trait}'\n(dS'\\xe9.0.mp4'\nF0.5\nss" for trait in ORDER)
    write(root / "annotation_training.pkl", f"(d{traits}.")
    write(root / "train/é.0.mp4")
    assert list(by_clip(first_impressions.read(root))) == ["train/é.0"]


def test_a_label_file_twice_is_refused(root: Path) -> None:
    annotate(root, "training", {"a.0.mp4": 0.5})
    write_pickle(root / "train/annotation_training.pkl", {})
    with pytest.raises(SourceError, match=r"several times.*Leave one"):
        first_impressions.read(root)
