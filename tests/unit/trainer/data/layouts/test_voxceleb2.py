"""VoxCeleb2 in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import by_clip, reasons, sides_of_subjects, write
from trainer.data.catalogue import Material
from trainer.data.layouts import voxceleb2


# docs/reference.md: Faces in pre-training
def test_celebrities_are_subjects_and_there_are_no_labels(root: Path) -> None:
    write(root / "dev/mp4/id00012/21Uxsk56VDQ/00001.mp4")
    write(root / "dev/mp4/id00012/_x [y] z/00010.mp4")
    write(root / "dev/mp4/id00012/_x [y] z/00009.mp4")
    write(root / "test/id00017/01dfn2spqyE/00001.mp4")
    found = voxceleb2.read(root)
    assert [item.clip for item in found.items] == [
        "dev/id00012/21Uxsk56VDQ/00001",
        "dev/id00012/_x [y] z/00009",
        "dev/id00012/_x [y] z/00010",
        "test/id00017/01dfn2spqyE/00001",
    ]
    assert sides_of_subjects(found) == {"id00012": {"train"}, "id00017": {"test"}}
    assert {item.material for item in found.items} == {Material.VIDEO}
    assert (found.classes, found.values) == ((), ())
    assert found.problems == ()


def test_what_is_no_item_is_named(root: Path) -> None:
    write(root / "dev/mp4/id00012/a/00001.mp4")
    write(root / "dev/mp4/id00012/a/00002.mp4", "")
    write(root / "dev/trailer.mp4")
    found = voxceleb2.read(root)
    assert list(by_clip(found)) == ["dev/id00012/a/00001"]
    problems = reasons(found)
    assert problems["dev/id00012/a/00002"] == "is empty (0 bytes)"
    assert problems["dev/trailer"] == "does not lie in the folder of a celebrity"


def test_other_folders_are_refused(root: Path) -> None:
    write(root / "id00012/a/00001.mp4")
    with pytest.raises(SourceError, match=r"does not hold VoxCeleb2.*Expected: dev/mp4"):
        voxceleb2.read(root)
