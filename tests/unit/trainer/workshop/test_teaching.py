"""Lessons: where teachers and raters are heard, and what windows of a moving clip are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor, nn

from svfap_core.errors import SourceError
from svfap_core.facial_actions import SHAPES
from svfap_core.tracking.landmarker import FaceLandmarker
from tests.unit.trainer.miniature import drawn_face, write_clips, write_fer2013
from trainer.data.frames import FrameReader
from trainer.data.layouts import ferplus
from trainer.data.manifest import Manifest, read_manifest
from trainer.data.prepare import prepare
from trainer.specs import with_margin
from trainer.steps import PrepareConfig
from trainer.workshop.kept import About
from trainer.workshop.lessons import (
    EMOTIONS,
    SIZE_PX,
    TEMPLATE,
    Lesson,
    middles,
    write_lessons,
)
from trainer.workshop.networks import PictureCNN
from trainer.workshop.teachers import Teacher
from trainer.workshop.teaching import LABEL_SHARE, RATERS_SHARE, STUDENT, lessons_of

HAPPY, SAD = EMOTIONS.index("happy"), EMOTIONS.index("sad")
FER = with_margin(TEMPLATE, 1 / 1.25)


class Brightness(nn.Module):
    """The share of happy is how bright an image is; the rest is sad."""

    def forward(self, clips: Tensor) -> Tensor:
        mean, std = STUDENT.mean[0], STUDENT.std[0]
        bright = (clips[:, 0].mean(dim=(1, 2, 3)) * std + mean).clamp(1e-6, 1 - 1e-6)
        logits = torch.full((len(clips), len(EMOTIONS)), -40.0)
        logits[:, HAPPY], logits[:, SAD] = bright.log(), (1 - bright).log()
        return logits


def teacher(network: nn.Module | None = None) -> Teacher:
    spec = STUDENT.model_copy(update={"frames": 1, "size_px": 32})
    about = About(cnn="none", size_px=32, emotions=EMOTIONS, spec=spec)
    return Teacher(cast("PictureCNN", network or Brightness()), about)


def votes(tmp_path: Path) -> Manifest:
    """Of each split one still of each label; two raters said happy, one contempt."""
    write_fer2013(tmp_path / "mini.parquet", 1)
    header = "parquet_row,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    rows = [f"{n},0,2,0,0,0,0,0,1,0,0" for n in range(20)] + ["20,0,0,0,0,0,0,0,3,0,0"]
    (tmp_path / "votes.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    return prepare(ferplus.read(tmp_path), tmp_path / "out", PrepareConfig()).manifest


def test_a_still_is_told_what_raters_label_and_teachers_say(tmp_path: Path) -> None:
    manifest = votes(tmp_path)
    made = {lesson.clip: lesson for lesson in lessons_of(manifest, [teacher()], hop_s=1)}
    assert len(made) == 21
    angry = made["train/00000"]  # By its old label.
    assert angry.images.shape == (1, SIZE_PX, SIZE_PX)
    said = teacher().say(angry.images, TEMPLATE)[0]
    assert said.sum() == pytest.approx(1)
    wanted = (1 - RATERS_SHARE) * said
    wanted[HAPPY] += RATERS_SHARE * (1 - LABEL_SHARE)
    wanted[EMOTIONS.index("angry")] += RATERS_SHARE * LABEL_SHARE
    assert list(angry.shares.values()) == pytest.approx(wanted.tolist())


def test_what_judges_is_what_raters_said_alone(tmp_path: Path) -> None:
    made = {one.clip: one for one in lessons_of(votes(tmp_path), [teacher()], hop_s=1)}
    for clip in ("public_test/00000", "private_test/00001"):
        assert made[clip].shares["happy"] == 1.0
    assert sum(made["private_test/00006"].shares.values()) == 0  # All said contempt.


def test_several_teachers_are_averaged(tmp_path: Path) -> None:
    class Even(nn.Module):
        def forward(self, clips: Tensor) -> Tensor:
            return torch.zeros(len(clips), len(EMOTIONS))

    (first, *_) = lessons_of(votes(tmp_path), [teacher(), teacher(Even())], hop_s=1)
    alone = teacher().say(first.images, TEMPLATE)[0]
    mean = (alone + 1 / len(EMOTIONS)) / 2
    share = first.shares["sad"]
    assert share == pytest.approx((1 - RATERS_SHARE) * mean[SAD])


def test_a_mirror_image_is_told_the_same() -> None:
    class Left(nn.Module):
        """Happy where the left half is brighter."""

        def forward(self, clips: Tensor) -> Tensor:
            logits = torch.zeros(len(clips), len(EMOTIONS))
            logits[:, HAPPY] = clips[:, 0, 0, :, :16].mean(dim=(1, 2))
            return logits

    image = np.zeros((1, SIZE_PX, SIZE_PX), np.uint8)
    image[..., : SIZE_PX // 2] = 255
    one, other = (
        teacher(Left()).say(image, TEMPLATE),
        teacher(Left()).say(image[..., ::-1].copy(), TEMPLATE),
    )
    assert one == pytest.approx(other)


def brightening(clip: int, label: int, index: int) -> np.ndarray:
    del clip, label
    return np.full((48, 48), 60 + 8 * index, np.uint8)


def moving(folder: Path, **changes: object) -> Manifest:
    """One clip of 25 images at 25 per second that grows brighter."""
    options: dict[str, object] = {
        "subjects": 1,
        "per_subject": 1,
        "classes": (),
        "frames": 25,
        "rate_fps": 25.0,
        "draw": brightening,
        "template": FER,
    }
    return read_manifest(write_clips(folder, **(options | changes)))  # type: ignore[arg-type]


def test_windows_are_as_long_as_the_students_and_told_of_their_middle(tmp_path: Path) -> None:
    manifest = moving(tmp_path)
    made = list(lessons_of(manifest, [teacher()], hop_s=0.08, split="train"))
    assert [one.clip for one in made] == [f"person1/1@{0.08 * n:.2f}" for n in range(5)]
    assert {one.images.shape for one in made} == {(16, SIZE_PX, SIZE_PX)}
    for number, one in enumerate(made):
        assert one.split == "train"
        assert one.times_s == pytest.approx(np.arange(16) / 25)
        assert abs(int(one.images[0, 0, 0]) - (60 + 8 * 2 * number)) <= 1
        assert sum(one.shares.values()) == pytest.approx(1)
    # Brightness rises evenly, and so does what is said of it: smoothing leaves the middle's.
    assert made[2].shares["happy"] == pytest.approx((60 + 8 * 12) / 255, abs=0.01)


def test_a_flash_of_one_image_is_smoothed(tmp_path: Path) -> None:
    def flash(clip: int, label: int, index: int) -> np.ndarray:
        del clip, label
        return np.full((48, 48), 250 if index == 12 else 20, np.uint8)

    made = list(lessons_of(moving(tmp_path, draw=flash), [teacher()], hop_s=0.04))
    assert max(one.shares["happy"] for one in made) < 0.2


def test_the_landmarker_tells_the_actions_of_a_window_and_of_its_middle(tmp_path: Path) -> None:
    """Here one that sees an open jaw in bright images, and no face in the darkest."""

    class Bright:
        def analyse(self, rgb: np.ndarray, points_px: np.ndarray) -> object:
            assert rgb.shape == (48, 48, 3)
            assert points_px == pytest.approx(48 * np.array(FER), abs=1e-4)
            if rgb.mean() < 65:
                return None
            shapes = np.array([rgb.mean() / 255 if name == "jawOpen" else 0.0 for name in SHAPES])
            return SimpleNamespace(shapes=shapes)

    landmarker = cast("FaceLandmarker", Bright())
    manifest = moving(tmp_path)
    made = list(lessons_of(manifest, [teacher()], hop_s=0.08, landmarker=landmarker))
    for number, one in enumerate(made):
        # The first image is too dark.
        mean, middle = ((60 + 8 * (2 * number + at)) / 255 for at in (7.5 + 0.5 * (not number), 8))
        assert one.actions["jaw_open"] == pytest.approx(mean, abs=0.01)
        assert one.middle_actions["jaw_open"] == pytest.approx(middle, abs=0.01)
        assert "cheek_squint" not in one.actions  # It never sees one.
        assert one.actions["mouth_smile"] == 0
    dark = moving(tmp_path / "dark", draw=lambda *_: np.full((48, 48), 20, np.uint8))
    (first, *_) = lessons_of(dark, [teacher()], hop_s=0.08, landmarker=landmarker)
    assert first.actions == first.middle_actions == {}


def test_clips_shorter_than_a_window_give_no_lesson(tmp_path: Path) -> None:
    assert list(lessons_of(moving(tmp_path, frames=12), [teacher()], hop_s=0.1)) == []


def test_images_whose_frame_nobody_knows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nobody knows how the images of Miniature show faces"):
        next(lessons_of(moving(tmp_path, template=None), [teacher()], hop_s=0.1))


def test_faces_keep_their_place(tmp_path: Path) -> None:
    """Crops with any margin, and stills, show a face's points where the template says."""
    for number, margin in enumerate((1.0, 1.6, 2.0)):
        template = with_margin(FER, margin)

        def dots(clip: int, label: int, index: int, at: object = template) -> np.ndarray:
            del clip, label, index
            image = np.zeros((240, 240), np.uint8)
            for x, y in cast("tuple[tuple[float, float], ...]", at):
                cv2.circle(image, (round(240 * x), round(240 * y)), 4, 255, -1)
            return image

        manifest = moving(tmp_path / str(number), draw=dots, template=template, size_px=240)
        (first, *_) = lessons_of(manifest, [teacher()], hop_s=1)
        assert all(
            first.images[0, round(SIZE_PX * y), round(SIZE_PX * x)] > 150 for x, y in TEMPLATE
        )


def test_lessons_are_a_prepared_data_set(tmp_path: Path) -> None:
    image = np.asarray(cv2.resize(drawn_face(1, 1), (SIZE_PX, SIZE_PX)), np.uint8)
    lessons = [
        Lesson(
            clip="a",
            images=np.stack([image] * 16),
            times_s=np.arange(16) / 25,
            source="a.mp4",
            shares={"happy": 0.75, "neutral": 0.25},
            actions={"mouth_smile": 0.5},
            subject="who",
            split="train",
            meta={"speech": "yes"},
        ),
        Lesson(
            clip="b", images=image[None], times_s=np.zeros(1), source="b", meta={"speech": "no"}
        ),
    ]
    manifest = write_lessons(tmp_path, "Lessons", lessons, meta=("speech",))
    assert manifest.shares(EMOTIONS)[0, HAPPY] == 0.75
    values = manifest.values(("action_mouth_smile", "action_jaw_open"))
    assert values[0, 0] == 0.5
    assert np.isnan(values).tolist() == [[False, True], [True, True]]
    assert manifest.column("meta_speech") == ["yes", "no"]
    assert (manifest.info.crop.size_px, manifest.info.crop.template) == (SIZE_PX, TEMPLATE)


def test_the_middles_of_lessons_are_stills_of_which_the_truth_is_told(tmp_path: Path) -> None:
    windows = write_lessons(
        tmp_path / "windows",
        "moving",
        [
            replace(one, split="train", actions={"jaw_open": 0.3}, middle_actions={"jaw_open": 0.7})
            for one in lessons_of(moving(tmp_path), [teacher()], hop_s=0.1)
        ],
    )
    stills = write_lessons(tmp_path / "stills", "still", middles(windows))
    assert stills.table["num_frames"].to_pylist() == [1] * len(windows)
    assert stills.values(("action_jaw_open",)) == pytest.approx(0.7)
    read = FrameReader(windows, "gray", SIZE_PX), FrameReader(stills, "gray", SIZE_PX)
    for row in range(len(windows)):
        before, after = read[0].read(row, np.array([8])), read[1].read(row, np.array([0]))
        assert np.abs(before.astype(int) - after).max() <= 1
    for name in ("clip", "subject", "split", *(f"share_{name}" for name in EMOTIONS)):
        assert stills.table[name].equals(windows.table[name])
