"""Synthetic motion: shapes, ranges, seeds, and that it does what it says."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from tests.unit.trainer.miniature import drawn_face
from trainer.config import AugmentConfig
from trainer.data.motion import affine_paths, render

NONE = AugmentConfig.model_validate(dict.fromkeys(AugmentConfig.model_fields, 0))


def stills(count: int = 4) -> Tensor:
    return torch.stack([torch.from_numpy(drawn_face(k % 7, k)) for k in range(count)])


def moved(seed: int, augment: AugmentConfig, frames: int = 8) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return render(stills(), frames, 112, augment=augment, generator=generator)


@pytest.mark.parametrize(("frames", "size_px"), [(1, 64), (8, 112), (16, 160)])
def test_shape_and_type(frames: int, size_px: int) -> None:
    clips = render(stills(3), frames, size_px, augment=AugmentConfig())
    assert clips.shape == (3, frames, size_px, size_px)
    assert clips.dtype == torch.uint8


def test_equal_seeds_give_equal_clips() -> None:
    assert torch.equal(moved(1, AugmentConfig()), moved(1, AugmentConfig()))
    assert not torch.equal(moved(1, AugmentConfig()), moved(2, AugmentConfig()))


def test_global_chance_plays_no_part() -> None:
    torch.manual_seed(0)
    first = moved(1, AugmentConfig())
    torch.manual_seed(99)
    assert torch.equal(first, moved(1, AugmentConfig()))


def test_without_augmentation_nothing_moves() -> None:
    clips = render(stills(), 8, 48)
    assert torch.equal(clips, stills()[:, None].expand(-1, 8, -1, -1))


def test_with_every_spread_zero_the_still_stays() -> None:
    clips = moved(1, NONE)
    assert (clips.int() - render(stills(), 8, 112).int()).abs().max() <= 1


def test_frames_of_a_clip_differ_but_are_near_each_other() -> None:
    only_path = NONE.model_copy(update={"shift": 0.05, "rotation_deg": 8.0, "path": 0.35})
    clips = moved(1, only_path).float()
    neighbours = (clips[:, 1:] - clips[:, :-1]).abs().mean(dim=(2, 3))
    ends = (clips[:, -1] - clips[:, 0]).abs().mean(dim=(1, 2))
    assert neighbours.min() > 0
    assert neighbours.mean() < ends.mean()


def test_paths_are_similarities_within_the_spread() -> None:
    augment = AugmentConfig(path=0.0)
    maps = affine_paths(2000, 1, augment, torch.Generator().manual_seed(0))[:, 0]
    scale = maps[:, :, :2].det().abs().sqrt()
    gram = maps[:, :, :2].transpose(1, 2) @ maps[:, :, :2]
    assert torch.allclose(gram, torch.eye(2) * scale[:, None, None] ** 2, atol=1e-5)
    assert scale.log().std() == pytest.approx(0.96 * augment.scale, rel=0.1)
    assert maps[:, 0, 2].std() == pytest.approx(0.96 * 2 * augment.shift, rel=0.1)
    angle = torch.atan2(maps[:, 1, 0].abs(), maps[:, 0, 0].abs())
    assert angle.max() <= 2 * math.radians(augment.rotation_deg) + 1e-6


def test_mirrored_clips_are_mirrored() -> None:
    always = NONE.model_copy(update={"flip": 1.0})
    difference = moved(1, always).int() - render(stills(), 8, 112).flip(-1).int()
    assert difference.abs().max() <= 1


@pytest.mark.parametrize("name", ["blur", "sharpen", "noise", "compress", "erase", "side_light"])
def test_each_effect_changes_the_picture(name: str) -> None:
    changed = NONE.model_copy(update={name: 0.9})
    assert not torch.equal(moved(3, changed), moved(3, NONE))


def test_blur_takes_detail_away_and_sharpening_adds_it() -> None:
    def detail(augment: AugmentConfig) -> float:
        return float(moved(5, augment).float().diff(dim=-1).abs().mean())

    plain = detail(NONE)
    assert detail(NONE.model_copy(update={"blur": 0.9})) < plain
    assert detail(NONE.model_copy(update={"sharpen": 1.0})) > plain
