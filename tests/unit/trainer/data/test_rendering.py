"""Rendered clips: as analysis would cut them, moving and lit as asked, by chance that repeats."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.settings import ClipSpec
from svfap_core.tracking.align import align_face
from tests.fakes import SPEC
from tests.unit.trainer.miniature import drawn_face
from trainer.config import AugmentConfig
from trainer.data.rendering import MOST_STRETCH, affine_paths, base_map, render
from trainer.specs import FACE_TEMPLATE, Template, with_margin

NONE = AugmentConfig.model_validate(
    dict.fromkeys(AugmentConfig.model_fields, 0) | {"crop_scale": None}
)
ALL = AugmentConfig(compress=0.5, erase=0.5, crop_scale=(0.3, 1.0), rand_augment=2)


SIZE_PX = 56


def spec(frames: int = 8, size_px: int = SIZE_PX, **changes: Any) -> ClipSpec:
    values = {"frames": frames, "size_px": size_px, "template": FACE_TEMPLATE}
    return SPEC.model_copy(update=values | changes)


def only(**changes: Any) -> AugmentConfig:
    """No augmentation but this."""
    return NONE.model_copy(update=changes)


def stills(count: int = 4) -> Tensor:
    faces = [torch.from_numpy(drawn_face(k % 7, k)) for k in range(count)]
    return torch.stack(faces)[:, None, :, :, None]


def film(count: int = 4, frames: int = 8, channels: int = 3) -> Tensor:
    """Pictures of chance, softened so that resampling does not decide all."""
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (count * frames, 12, 12, channels)).astype(np.uint8)
    large = [cv2.resize(picture, (48, 48)).reshape(48, 48, channels) for picture in noise]
    return torch.from_numpy(np.stack(large)).unflatten(0, (count, frames))


def chance(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def moved(
    augment: AugmentConfig, seed: int = 1, pictures: Tensor | None = None, frames: int = 8
) -> Tensor:
    pictures = stills() if pictures is None else pictures
    clips = render(pictures, spec(frames), None, augment=augment, generator=chance(seed))
    return clips.contiguous()


def difference(one: Tensor, other: Tensor) -> int:
    return int((one.int() - other.int()).abs().max())


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
    scale = maps[:, :, :2].det().abs().sqrt()
    gram = maps[:, :, :2].transpose(1, 2) @ maps[:, :, :2]
    assert torch.allclose(gram, torch.eye(2) * scale[:, None, None] ** 2, atol=1e-5)
    assert scale.log().std() == pytest.approx(0.96 * augment.scale, rel=0.1)
    assert maps[:, 0, 2].std() == pytest.approx(0.96 * 2 * augment.shift, rel=0.1)
    assert (maps[:, :, :2].det() < 0).float().mean() == pytest.approx(augment.flip, abs=0.05)
    angle = torch.atan2(maps[:, 1, 0].abs(), maps[:, 0, 0].abs())
    assert angle.max() <= 2 * math.radians(augment.rotation_deg) + 1e-6


@pytest.mark.parametrize("given", [1, 8])
def test_mirrored_clips_are_mirrored_in_all_frames(given: int) -> None:
    pictures = film(4, given)
    plain = render(pictures, spec(), None)
    assert difference(moved(only(flip=1.0), pictures=pictures), plain.flip(-2)) <= 1
    some = moved(only(flip=0.5), pictures=pictures, seed=3)
    flipped = [difference(some[n], plain[n].flip(-2)) <= 1 for n in range(4)]
    assert [difference(some[n], plain[n]) > 1 for n in range(4)] == flipped
    assert set(flipped) == {False, True}


# -- random crops --------------------------------------------------------------------------------


def test_crops_show_a_part_of_the_picture_the_same_in_all_frames() -> None:
    """The picture says of every pixel where it lies."""
    ramp = torch.arange(48).mul(5).byte()
    place = torch.stack((ramp.expand(48, 48), ramp[:, None].expand(48, 48)), dim=-1)
    picture = torch.cat((place, place[..., :1]), dim=-1).expand(100, 1, -1, -1, -1)
    clips = moved(only(crop_scale=(0.25, 0.25)), pictures=picture)
    assert torch.equal(clips, clips[:, :1].expand_as(clips))
    shown = clips[:, 0, :, :, :2].float()
    width = (shown[:, 28, 54, 0] - shown[:, 28, 1, 0]) / 5 / 48 * SIZE_PX / 53
    height = (shown[:, 54, 28, 1] - shown[:, 1, 28, 1]) / 5 / 48 * SIZE_PX / 53
    assert (width * height).mean() == pytest.approx(0.25, abs=0.01)
    stretch = width / height
    assert stretch.min() > 0.95 / MOST_STRETCH
    assert stretch.max() < 1.05 * MOST_STRETCH
    assert stretch.max() > 1.2
    middle = shown[:, 28, 28] / 5 / 48
    assert (middle.amin(dim=0) < 0.35).all()
    assert (middle.amax(dim=0) > 0.65).all()


def test_crops_lie_within_the_crop_of_analysis() -> None:
    maps = affine_paths(2000, 1, only(crop_scale=(0.08, 1.0)), chance(0))[:, 0]
    corners = torch.tensor([[-1.0, -1, 1], [1, -1, 1], [-1, 1, 1], [1, 1, 1]])
    places = corners @ maps.transpose(1, 2)
    assert places.abs().max() <= 1 + 1e-5
    areas = maps[:, :, :2].det()
    assert areas.min() == pytest.approx(0.08, abs=0.02)
    assert areas.max() > 0.9


def test_crops_are_shifted_turned_and_mirrored_as_a_whole() -> None:
    """First the crop, then the similarity: both of the same seed without each other."""
    both = AugmentConfig(crop_scale=(0.3, 1.0), path=0.4)
    plain = affine_paths(50, 8, both.model_copy(update={"crop_scale": None}), chance())
    whole = affine_paths(50, 8, both, chance())

    # What lies between must be one crop per clip: upright, the same in all frames.
    def square(maps: Tensor) -> Tensor:
        last = torch.tensor([0.0, 0, 1]).expand(*maps.shape[:-2], 1, 3)
        return torch.cat((maps, last), dim=-2)

    crop = torch.linalg.solve(square(plain), square(whole))
    assert torch.allclose(crop, crop[:, :1].expand_as(crop), atol=1e-4)
    assert crop[..., 0, 1].abs().max() < 1e-4
    assert crop[..., 1, 0].abs().max() < 1e-4


# -- light, sharpness, noise ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["blur", "sharpen", "noise", "compress", "erase", "side_light"])
def test_each_effect_changes_the_picture(name: str) -> None:
    for pictures in (stills(), film()):
        changed, plain = (
            moved(only(**{name: amount}), 3, pictures, frames=8) for amount in (0.9, 0.0)
        )
        assert difference(changed, plain) > 5


@pytest.mark.parametrize("name", ["brightness", "contrast", "side_light", "noise"])
def test_nothing_too_bright_or_too_dark_wraps_around(name: str) -> None:
    """From black to white, with light far beyond: nobody becomes black by more light."""
    ramp = torch.arange(48).mul(5).byte().expand(48, 48)
    pictures = ramp[None, None, :, :, None].expand(64, -1, -1, -1, -1)
    clips = moved(only(**{name: 0.95 if name != "noise" else 0.05}), 5, pictures)[..., 0].int()
    assert clips.max() == 255
    plain = render(pictures, spec(), None)[..., 0].int()
    if name == "brightness":
        changes = (clips - plain).flatten(2)
        assert not ((changes.amin(dim=2) < 0) & (changes.amax(dim=2) > 0)).any()
    elif name == "noise":
        assert (clips - plain).abs().max() < 80
    elif name == "contrast":
        assert (clips.diff(dim=-1) >= 0).all()
    else:
        assert (clips.diff(dim=-1).diff(dim=-2).abs() < 60).all()


def test_light_drifts_but_does_not_flicker() -> None:
    grey = torch.full((50, 1, 48, 48, 1), 128, dtype=torch.uint8)
    light = moved(only(brightness=0.2, contrast=0.2), pictures=grey)[:, :, 0, 0, 0].float()
    steps, whole = light.diff(dim=1).abs(), light.amax(dim=1) - light.amin(dim=1)
    assert (whole > 0).float().mean() > 0.9
    assert (steps.amax(dim=1) <= 0.7 * whole + 1).all()
    assert light[:, 0].std() > 3 * whole.mean() / 2


def test_blur_takes_detail_away_and_sharpening_adds_it() -> None:
    def detail(augment: AugmentConfig) -> float:
        return float(moved(augment, 5)[..., 0].float().diff(dim=-1).abs().mean())

    plain = detail(NONE)
    assert detail(only(blur=0.9)) < plain
    assert detail(only(sharpen=1.0)) > plain


def test_an_erased_rectangle_is_the_same_in_all_frames() -> None:
    pictures = film()
    plain = render(pictures, spec(), None)
    clips = moved(only(erase=1.0), pictures=pictures)
    changed = ((clips.int() - plain.int()).abs() > 1).any(dim=-1)
    holes = changed.any(dim=1)
    for number, hole in enumerate(holes):
        rows, columns = hole.any(dim=1).nonzero(), hole.any(dim=0).nonzero()
        height, width = (int(line.max() - line.min()) + 1 for line in (rows, columns))
        assert 0.15 * SIZE_PX < height < 0.43 * SIZE_PX
        assert 0.15 * SIZE_PX < width < 0.43 * SIZE_PX
        inside = clips[number][:, rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        assert len(inside.unique()) == 1


def test_some_clips_are_erased_and_some_compressed() -> None:
    for name in ("erase", "compress"):
        clips = moved(only(**{name: 0.5}), pictures=film(40, 1), frames=2)
        plain = render(film(40, 1), spec(2), None)
        touched = [difference(clip, other) > 2 for clip, other in zip(clips, plain, strict=True)]
        assert 8 < sum(touched) < 32


# -- RandAugment ---------------------------------------------------------------------------------

RANDOM = only(rand_augment=3, rand_magnitude=9)


@pytest.mark.parametrize("channels", [1, 3])
def test_random_operations_are_the_same_in_all_frames(channels: int) -> None:
    pictures = film(16, 1, channels)
    clips = moved(RANDOM, pictures=pictures, frames=4)
    assert torch.equal(clips, clips[:, :1].expand_as(clips))
    plain = render(pictures, spec(4), None)
    changes = [difference(clip, other) > 5 for clip, other in zip(clips, plain, strict=True)]
    assert sum(changes) > 12


def test_random_operations_differ_between_clips() -> None:
    alike = film(1, 1).expand(8, -1, -1, -1, -1)
    assert len({clip.numpy().tobytes() for clip in moved(RANDOM, pictures=alike, frames=2)}) > 6


def test_random_operations_leave_frames_in_order() -> None:
    pictures = film(8, 4)
    clips = moved(RANDOM, pictures=pictures, frames=4)
    assert torch.equal(clips, moved(RANDOM, pictures=pictures.flip(1), frames=4).flip(1))
