"""Teachers: as a run and as a file they say the same; what is none is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from svfap_core.errors import ModelError
from tests.unit.trainer.miniature import mini_workshop, write_clips
from tests.unit.trainer.narrow import narrow_networks, silent
from trainer.fit import fit
from trainer.workshop.building import build_task, trained_teachers
from trainer.workshop.config import TeacherConfig
from trainer.workshop.keeping import keep
from trainer.workshop.teachers import read_teacher, read_teachers

IMAGES = np.random.default_rng(0).integers(0, 255, (5, 48, 48)).astype(np.uint8)


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def trained(folder: Path, *, network: str = "cnn", classes: tuple[str, ...] = ("a", "b")) -> Path:
    """A short run of a cnn on clips with votes; the class names tell runs apart."""
    data = write_clips(folder / "data", classes=classes, raters=4)
    changes: dict[str, object] = {"cnn": "dlib", "cnn_size_px": 48} if network == "cnn" else {}
    config = mini_workshop(data, network, heads=[{"kind": "shares"}], **changes)
    fit(config, folder / "run", listener=silent, build=build_task)
    return folder / "run"


def test_a_kept_file_says_what_the_run_says(tmp_path: Path) -> None:
    run, file = trained(tmp_path), tmp_path / "teacher.safetensors"
    keep(run, file)
    own, kept = read_teacher(run), read_teacher(file)
    about = kept.about
    assert (about.cnn, about.size_px, about.emotions) == ("dlib", 48, ("a", "b"))
    said = own.say(IMAGES, None)
    assert said.sum(axis=1) == pytest.approx(np.ones(5))
    assert kept.say(IMAGES, None) == pytest.approx(said, abs=0.02)
    assert file.stat().st_size < 1.2 * sum(p.numel() for p in own.network.parameters())
    # It teaches as its run does.
    heads = kept.about.heads
    (first,), (second,) = (
        trained_teachers(TeacherConfig(runs=(path,)), heads) for path in (run, file)
    )
    clips = torch.randn(2, 3, 1, 48, 48)
    assert torch.allclose(first(clips), second(clips), atol=0.1)


def test_a_mirror_image_is_told_the_same(tmp_path: Path) -> None:
    teacher = read_teacher(trained(tmp_path))
    mirrored = teacher.say(IMAGES[..., ::-1].copy(), None)
    assert mirrored == pytest.approx(teacher.say(IMAGES, None), abs=1e-5)


def test_what_is_no_teacher_is_named(tmp_path: Path) -> None:
    text = tmp_path / "text.safetensors"
    text.write_text("hello")
    for wrong in (text, tmp_path / "missing.safetensors"):
        with pytest.raises(ModelError, match="holds no teacher"):
            read_teacher(wrong)
    with pytest.raises(ModelError, match="no teacher of single images"):
        read_teacher(trained(tmp_path, network="still"))


def test_teachers_of_other_classes_are_not_averaged(tmp_path: Path) -> None:
    runs = [trained(tmp_path / str(n), classes=names) for n, names in enumerate(("ab", "ac"))]
    with pytest.raises(ModelError, match="scores other things"):
        read_teachers(runs)
