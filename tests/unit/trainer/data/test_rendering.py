"""Rendered clips: as analysis would cut them, moving as asked, by chance that repeats."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from torch.nn import functional as F

from svfap_core.tracking.align import align_face
from tests.unit.trainer.data.rendered import (
    ALL,
    NONE,
    chance,
    difference,
    film,
    moved,
    only,
    spec,
    stills,
)
from trainer.config import AugmentConfig
from trainer.data.rendering import affine_paths, base_map, render
from trainer.specs import FACE_TEMPLATE, Template, with_margin

# -- what comes out ------------------------------------------------------------------------------


@pytest.mark.parametrize("augment", [None, AugmentConfig(), ALL])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    ("shape", "size_px"),
    [((3, 1, 8), 56), ((2, 8, 8), 48), ((1, 1, 1), 64), ((1, 16, 16), 160), ((2, 4, 4), 33)],
)
def test_shape_and_type(
    shape: tuple[int, int, int], size_px: int, channels: int, augment: AugmentConfig | None
) -> None:
    """Clips, pictures of each that are given, frames."""
    count, given, frames = shape
    pictures = film(count, given, channels)
    clips = render(
        pictures, spec(frames, size_px), FACE_TEMPLATE, augment=augment, generator=chance()
    )
    assert (clips.shape, clips.dtype) == ((count, frames, size_px, size_px, 3), torch.uint8)
    if channels == 1:
        assert torch.equal(clips, clips[..., :1].expand_as(clips))


def test_a_wrong_number_of_pictures_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 or 8 pictures, got 5"):
        render(film(2, 5), spec(), None)


@pytest.mark.parametrize("channels", [1, 3])
def test_at_its_own_size_a_picture_stays_as_it_is(channels: int) -> None:
    pictures = film(channels=channels)
    for template in (None, FACE_TEMPLATE):
        clips = render(pictures, spec(size_px=48), template)
        assert torch.equal(clips, pictures.expand(-1, -1, -1, -1, 3))


@pytest.mark.parametrize("size_px", [64, 112, 160])
def test_without_augmentation_pictures_are_resized_and_no_more(size_px: int) -> None:
    for pictures in (stills(), film()):
        clips = render(pictures, spec(size_px=size_px), FACE_TEMPLATE)
        planes = pictures.flatten(0, 1).permute(0, 3, 1, 2).float()
        plain = F.interpolate(planes, size_px, mode="bilinear", align_corners=False)
        wanted = plain.round().byte().permute(0, 2, 3, 1).unflatten(0, pictures.shape[:2])
        assert difference(clips, wanted.expand_as(clips)) <= 1


def test_much_larger_pictures_are_averaged() -> None:
    """A pattern of single pixels becomes grey; picking pixels would give stripes that flicker."""
    pattern = torch.from_numpy(np.indices((200, 200)).sum(axis=0) % 2 * 255).byte()
    clips = render(pattern[None, None, :, :, None], spec(size_px=48), None)
    assert clips.min() > 100
    assert clips.max() < 155


def test_a_batch_of_one_is_made_as_any_other() -> None:
    for pictures in (stills(), film()):
        clips = render(pictures, spec(), None)
        for number in range(len(pictures)):
            assert torch.equal(
                render(pictures[number : number + 1], spec(), None)[0], clips[number]
            )


# -- as analysis cuts ----------------------------------------------------------------------------


def scene() -> tuple[np.ndarray, np.ndarray]:
    """A soft picture, and five points in it that no template fits exactly."""
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (50, 60, 3)).astype(np.uint8)
    rgb = cv2.GaussianBlur(cv2.resize(noise, (480, 400), interpolation=cv2.INTER_CUBIC), (9, 9), 0)
    turn = 150 * np.exp(1j * np.radians(17))
    centred = (np.array(FACE_TEMPLATE) - 0.5) @ (1, 1j) * turn + 230 + 190j
    points = np.stack([centred.real, centred.imag], axis=1) + rng.normal(0, 3, (5, 2))
    return rgb, points.astype(np.float32)


@pytest.mark.parametrize("size_px", [112, 160, 224])
@pytest.mark.parametrize("margin", [1.0, 1.25, 1.6])
def test_a_prepared_face_is_framed_as_analysis_frames_it(margin: float, size_px: int) -> None:
    rgb, points_px = scene()
    wide = with_margin(FACE_TEMPLATE, margin)
    prepared = torch.from_numpy(align_face(rgb, points_px, wide, 200))
    trained = render(prepared[None, None], spec(1, size_px), wide)[0, 0].numpy()
    used = align_face(rgb, points_px, FACE_TEMPLATE, size_px)
    assert np.abs(trained.astype(float) - used).mean() < 2.5
    half = size_px // 2
    for y in (0, half):
        for x in (0, half):
            parts = [crop[y : y + half, x : x + half, 1] for crop in (used, trained)]
            shift_px, _ = cv2.phaseCorrelate(*(part.astype(np.float64) for part in parts))
            assert np.hypot(*shift_px) < 0.15


def test_another_template_is_reached_by_turning_and_sizing() -> None:
    rgb, points_px = scene()
    turned = 0.8 * np.exp(1j * np.radians(20)) * ((np.array(FACE_TEMPLATE) - 0.5) @ (1, 1j))
    other: Any = tuple(zip((turned.real + 0.55), (turned.imag + 0.45), strict=True))
    prepared = torch.from_numpy(align_face(rgb, points_px, other, 300))
    trained = render(prepared[None, None], spec(1, 112), other)[0, 0].numpy()
    used = align_face(rgb, points_px, FACE_TEMPLATE, 112)
    inside = slice(25, 87)
    assert np.abs(trained[inside, inside].astype(float) - used[inside, inside]).mean() < 2.5


def test_the_base_map_brings_points_to_points() -> None:
    wide = with_margin(FACE_TEMPLATE, 1.25)
    wanted = torch.cat((2 * torch.tensor(FACE_TEMPLATE) - 1, torch.ones(5, 1)), dim=1)
    assert torch.allclose(
        (wanted @ base_map(FACE_TEMPLATE, wide).T)[:, :2], 2 * torch.tensor(wide) - 1, atol=1e-6
    )
    assert torch.equal(base_map(FACE_TEMPLATE, None), torch.eye(3))
    assert torch.allclose(base_map(FACE_TEMPLATE, FACE_TEMPLATE), torch.eye(3), atol=1e-6)


@pytest.mark.parametrize("template", [None, with_margin(FACE_TEMPLATE, 1.3)])
def test_an_augmentation_of_nothing_changes_nothing(template: Template | None) -> None:
    for pictures in (stills(), film()):
        plain = render(pictures, spec(), template)
        nothing = render(pictures, spec(), template, augment=NONE, generator=chance())
        assert difference(plain, nothing) <= 1


# -- chance --------------------------------------------------------------------------------------


@pytest.mark.parametrize("augment", [AugmentConfig(), ALL])
def test_equal_seeds_give_equal_clips(augment: AugmentConfig) -> None:
    for pictures in (stills(), film()):
        first = moved(augment, 1, pictures)
        assert torch.equal(first, moved(augment, 1, pictures))
        assert not torch.equal(first, moved(augment, 2, pictures))


def test_global_chance_plays_no_part_and_is_left_as_it_was() -> None:
    torch.manual_seed(0)
    first = moved(ALL)
    torch.manual_seed(99)
    before = torch.get_rng_state()
    assert torch.equal(first, moved(ALL))
    assert torch.equal(torch.get_rng_state(), before)


def test_clips_of_a_batch_differ_in_chance() -> None:
    alike = stills(1).expand(4, -1, -1, -1, -1)
    clips = moved(AugmentConfig(), pictures=alike)
    assert len({clip.numpy().tobytes() for clip in clips}) == 4


# -- movement ------------------------------------------------------------------------------------


def test_a_still_moves_smoothly() -> None:
    clips = moved(only(shift=0.05, rotation_deg=8.0, path=0.35))[..., 0].float()
    neighbours = (clips[:, 1:] - clips[:, :-1]).abs().mean(dim=(2, 3))
    ends = (clips[:, -1] - clips[:, 0]).abs().mean(dim=(1, 2))
    assert neighbours.min() > 0
    assert neighbours.mean() < ends.mean()


def test_paths_have_no_jumps() -> None:
    augment = AugmentConfig(path=1.0)
    maps = affine_paths(500, 64, augment, chance())[..., 2]
    speed, whole = maps.diff(dim=1).abs(), maps.amax(dim=1) - maps.amin(dim=1)
    assert (speed.amax(dim=1) < 0.2 * whole).all()


def test_without_a_path_a_still_stays_where_it_is() -> None:
    clips = moved(only(shift=0.05, rotation_deg=8.0, scale=0.1))
    assert torch.equal(clips, clips[:, :1].expand_as(clips))
    assert difference(clips, render(stills(), spec(), None)) > 20


def test_a_still_and_a_film_of_equal_pictures_move_alike() -> None:
    """A still is read once for all frames; that must not show."""
    for augment in (only(shift=0.05, rotation_deg=8.0, scale=0.1, path=0.5, flip=0.5), ALL):
        one = moved(augment, pictures=film(3, 1))
        many = moved(augment, pictures=film(3, 1).expand(-1, 8, -1, -1, -1))
        assert difference(one, many) <= 1


@pytest.mark.parametrize("augment", [None, NONE, only(shift=0.05, flip=1.0, path=0.1)])
def test_frames_of_a_film_keep_their_order(augment: AugmentConfig | None) -> None:
    values = torch.tensor([[30 * n for n in range(8)], [240 - 30 * n for n in range(8)]]).byte()
    pictures = values[:, :, None, None, None].expand(-1, -1, 48, 48, 3)
    clips = render(pictures, spec(), None, augment=augment, generator=chance())
    assert torch.equal(clips, values[:, :, None, None, None].expand_as(clips))


def test_paths_are_similarities_within_the_spread() -> None:
    augment = AugmentConfig(path=0.0)
    maps = affine_paths(2000, 1, augment, chance(0))[:, 0]
    scale = maps[:, :, :2].det().sqrt()
    gram = maps[:, :, :2].transpose(1, 2) @ maps[:, :, :2]
    assert torch.allclose(gram, torch.eye(2) * scale[:, None, None] ** 2, atol=1e-5)
    assert scale.log().std() == pytest.approx(0.96 * augment.scale, rel=0.1)
    assert maps[:, 0, 2].std() == pytest.approx(0.96 * 2 * augment.shift, rel=0.1)
    angle = torch.atan2(maps[:, 1, 0].abs(), maps[:, 0, 0])
    assert angle.max() <= 2 * math.radians(augment.rotation_deg) + 1e-6
