"""Random views: what the reference draws, in its order, the same in all frames of a clip."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis.strategies import integers
from PIL import Image
from timm.data import auto_augment
from torch import Tensor
from torch.nn import functional as F

from tests.unit.trainer.data.rendered import (
    SIZE_PX,
    chance,
    difference,
    film,
    moved,
    only,
    spec,
)
from trainer.data.rendering import render
from trainer.data.views import erased_by_noise, random_views

REFERENCE = "rand-m7-n4-mstd0.5-inc1"
RANDOM = only(rand_augment=REFERENCE)
CROPPED = only(crop_scale=(0.08, 1.0))
ERASED = 1.0


def clips(count: int, frames: int = 1, size_px: int = 48) -> Tensor:
    return film(count, frames)[:, :, :size_px, :size_px]


def places(count: int, frames: int = 1, size_px: int = SIZE_PX) -> Tensor:
    """Every pixel says where it lies: x, y."""
    ramp = torch.arange(size_px).mul(255 // size_px).byte().expand(size_px, size_px)
    return torch.stack((ramp, ramp.T, ramp), dim=-1).expand(count, frames, -1, -1, -1)


# -- RandAugment -----------------------------------------------------------------------------------


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of operations, as they are applied."""
    applied: list[str] = []

    def noting(name: str, operate: Callable[..., Any]) -> Callable[..., Any]:
        def operated(*args: Any, **kwargs: Any) -> Any:
            applied.append(name)
            return operate(*args, **kwargs)

        return operated

    for name, operate in auto_augment.NAME_TO_OP.items():
        monkeypatch.setitem(auto_augment.NAME_TO_OP, name, noting(name, operate))
    return applied


# docs/reference.md: RandAugment
def test_each_of_four_drawn_operations_is_applied_with_probability_one_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applied, generator, numbers = counted(monkeypatch), chance(), Counter[int]()
    picture = clips(1, size_px=16)
    for _ in range(800):
        before = len(applied)
        random_views(picture, RANDOM, generator)
        numbers[len(applied) - before] += 1
    assert sum(n * times for n, times in numbers.items()) / 800 == pytest.approx(2.0, abs=0.1)
    binomial = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]
    assert [numbers[n] / 800 for n in range(5)] == pytest.approx(binomial, abs=0.05)
    # Each operation is as likely as any other, and they are those that grow with the magnitude.
    increasing = {
        "AutoContrast", "Equalize", "Invert", "Rotate", "PosterizeIncreasing",
        "SolarizeIncreasing", "SolarizeAdd", "ColorIncreasing", "ContrastIncreasing",
        "BrightnessIncreasing", "SharpnessIncreasing", "ShearX", "ShearY", "TranslateXRel",
        "TranslateYRel",
    }  # fmt: skip
    shares = Counter(applied)
    assert shares.keys() == increasing
    assert [n / len(applied) for n in shares.values()] == pytest.approx([1 / 15] * 15, abs=0.022)


# docs/reference.md: RandAugment
@given(integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_operations_are_timms_own(seed: int) -> None:
    """Bicubic, in place of which timm would take one of two at random; edges are filled grey."""
    picture = clips(1)
    drawn = int(torch.randint(2**32, (), generator=chance(seed)))
    random.seed(drawn)
    np.random.seed(drawn)  # noqa: NPY002
    values = {"img_mean": (128, 128, 128), "interpolation": Image.Resampling.BICUBIC}
    operate = auto_augment.rand_augment_transform(REFERENCE, values)
    wanted = np.array(operate(Image.fromarray(picture[0, 0].numpy())))
    assert np.array_equal(random_views(picture, RANDOM, chance(seed))[0, 0].numpy(), wanted)


# docs/reference.md: RandAugment
@given(integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_all_frames_of_a_clip_have_the_operations_of_each_alone(seed: int) -> None:
    whole = random_views(clips(1, 4), RANDOM, chance(seed))
    for t in range(4):
        alone = random_views(clips(1, 4)[:, t : t + 1], RANDOM, chance(seed))
        assert torch.equal(whole[:, t : t + 1], alone)


@pytest.mark.parametrize("channels", [1, 3])
def test_equal_frames_stay_equal(channels: int) -> None:
    pictures = film(16, 1, channels)
    changed = moved(RANDOM, pictures=pictures, frames=4)
    assert torch.equal(changed, changed[:, :1].expand_as(changed))
    plain = render(pictures, spec(4), None)
    touched = [difference(clip, other) > 5 for clip, other in zip(changed, plain, strict=True)]
    assert sum(touched) > 10


def test_operations_differ_between_clips() -> None:
    alike = film(1, 1).expand(8, -1, -1, -1, -1)
    assert len({clip.numpy().tobytes() for clip in moved(RANDOM, pictures=alike, frames=2)}) > 4


# -- crops and mirrors -----------------------------------------------------------------------------


# docs/reference.md: Order
def test_operations_come_before_the_crop_and_the_mirror_after_it() -> None:
    """One after the other, from one generator: the same as all at once."""
    steps = (RANDOM, CROPPED, only(flip=0.5))
    whole = only(rand_augment=REFERENCE, crop_scale=(0.08, 1.0), flip=0.5)
    for order, same in ((steps, True), ((CROPPED, RANDOM, only(flip=0.5)), False)):
        found, generator = clips(16, 2), chance()
        for step in order:
            found = random_views(found, step, generator)
        assert torch.equal(found, random_views(clips(16, 2), whole, chance())) is same


def boxes(shown: Tensor) -> Tensor:
    """Left, right, top and bottom of what clips of `places` show, in pixels."""
    step = 255 // SIZE_PX
    x, y = shown[:, 0, SIZE_PX // 2, :, 0].float(), shown[:, 0, :, SIZE_PX // 2, 1].float()
    edges = [line[:, at] / step + 0.5 for line in (x, y) for at in (0, -1)]
    return torch.stack(edges, dim=-1)


# docs/reference.md: Crop
def test_a_crop_shows_an_area_and_aspect_within_bounds_anywhere() -> None:
    found = boxes(random_views(places(1500), CROPPED, chance()))
    # The outermost pixels show the middle of what they stand for.
    width, height = ((found[:, 2 * n + 1] - found[:, 2 * n]) * SIZE_PX / 55 for n in (0, 1))
    area, aspect = width * height / SIZE_PX**2, width / height
    rng = np.random.default_rng(0)
    wanted, ratio = rng.uniform(0.08, 1, 10**5), np.exp(rng.uniform(-1, 1, 10**5) * np.log(4 / 3))
    fits = (wanted * ratio <= 1) & (wanted / ratio <= 1)  # Others are drawn again.
    assert area.mean() == pytest.approx(wanted[fits].mean(), abs=0.02)
    assert area.std() == pytest.approx(wanted[fits].std(), abs=0.02)
    assert area.min() == pytest.approx(0.08, abs=0.03)
    assert area.max() > 0.9
    assert aspect.log().abs().max() < np.log(4 / 3) + 0.15  # Sides are whole pixels.
    assert aspect.log().mean() == pytest.approx(0, abs=0.02)
    assert found.min() >= 0
    assert found.max() <= SIZE_PX
    assert found[:, ::2].min() < 2
    assert found[:, 1::2].max() > SIZE_PX - 2


# docs/reference.md: Crop
def test_a_crop_of_whole_pixels_is_enlarged_bilinearly() -> None:
    frames = clips(1, 3, size_px=24)
    crop = random_views(frames, only(crop_scale=(0.25, 0.25)), chance(4))
    planes = frames[0].permute(0, 3, 1, 2).float()
    sides = [(h, w) for h in range(10, 15) for w in range(10, 15) if 130 < h * w < 160]
    found = [
        F.interpolate(planes[..., top : top + h, left : left + w], (24, 24), mode="bilinear")
        for h, w in sides
        for top in range(24 - h + 1)
        for left in range(24 - w + 1)
    ]
    wanted = (one.round().byte().permute(0, 2, 3, 1) for one in found)
    assert min(difference(one, crop[0]) for one in wanted) <= 1


def references_crops(size_px: int) -> Tensor:
    """All that GroupMultiScaleCrop of the reference can give, by Pillow, `(n, S, S, 3)`."""
    whole = Image.fromarray(places(1, size_px=size_px)[0, 0].numpy())
    sides = [int(size_px * share) for share in (1, 0.875, 0.75, 0.66)]
    found: dict[tuple[int, ...], np.ndarray] = {}
    for i, h in enumerate(sides):
        for w in sides[max(0, i - 1) : i + 2]:
            dx, dy = (size_px - w) // 4, (size_px - h) // 4
            corners = [(0, 0), (4, 0), (0, 4), (4, 4), (2, 2)]
            middles = [(0, 2), (4, 2), (2, 4), (2, 0)]
            quarters = [(1, 1), (3, 1), (1, 3), (3, 3)]
            for x, y in corners + middles + quarters:
                box = (x * dx, y * dy, x * dx + w, y * dy + h)
                part = whole.crop(box).resize((size_px, size_px), Image.Resampling.BILINEAR)
                found[box] = np.array(part)
    return torch.from_numpy(np.stack(list(found.values())))


def lines(images: Tensor) -> Tensor:
    """Where the columns and rows of images of `places` lie: that says all."""
    return torch.cat((images[:, 0, :, 0], images[:, :, 0, 1]), dim=1).int()


# docs/reference.md: Crop in pre-training
def test_crops_of_pre_training_are_the_references_and_all_of_them() -> None:
    wanted = references_crops(32)
    crops = random_views(places(2000, 2, 32), only(multi_scale_crop=True), chance())
    assert torch.equal(crops[:, 0], crops[:, 1])
    apart = (lines(crops[:, 0])[:, None] - lines(wanted)).abs().amax(dim=2)
    alike = apart <= 1
    assert (alike.sum(dim=1) == 1).all()
    assert difference(crops[:, 0], wanted[alike.int().argmax(dim=1)]) <= 1
    times = alike.sum(dim=0)
    assert times.min() > 0
    # All 13 places of one of ten pairs of sides show the whole.
    assert times[0] / 2000 == pytest.approx(1 / 10, abs=0.025)


def test_nearly_the_whole_is_the_whole() -> None:
    """At 16 px 0.875 of it are 14, fewer than three short of it."""
    crops = random_views(places(300, size_px=16), only(multi_scale_crop=True), chance())[:, 0]
    wholes = (crops == places(1, size_px=16)[0, 0]).all(dim=(1, 2, 3)).float().mean()
    assert wholes == pytest.approx(4 / 10, abs=0.09)


# docs/reference.md: Mirror
@pytest.mark.parametrize("given", [1, 8])
def test_mirrored_clips_are_mirrored_in_all_frames(given: int) -> None:
    pictures = film(4, given)
    plain = render(pictures, spec(), None)
    assert difference(moved(only(flip=1.0), pictures=pictures), plain.flip(-2)) <= 1
    some = moved(only(flip=0.5), pictures=pictures, seed=5)
    flipped = [difference(some[n], plain[n].flip(-2)) <= 1 for n in range(4)]
    assert [difference(some[n], plain[n]) > 1 for n in range(4)] == flipped
    assert set(flipped) == {False, True}


# -- noise -----------------------------------------------------------------------------------------


# docs/reference.md: Erasing
def test_noise_fills_one_rectangle_in_all_frames_and_is_of_each_its_own() -> None:
    given_clips = torch.full((60, 3, 4, 40, 40), 7.0)
    erased = erased_by_noise(given_clips.clone(), ERASED, chance())
    holes = (erased != 7).all(dim=1).all(dim=1)
    assert torch.equal(holes, (erased != 7).any(dim=1).any(dim=1))
    areas = []
    for hole, clip in zip(holes, erased, strict=True):
        rows, columns = hole.any(dim=1).nonzero(), hole.any(dim=0).nonzero()
        height, width = (int(line.max() - line.min()) + 1 for line in (rows, columns))
        assert hole.sum() == height * width
        assert 0.25 < height / width < 4
        areas.append(height * width / 1600)
        inside = clip[..., hole].flatten(0, 1)
        assert len({frame.numpy().tobytes() for frame in inside}) == 12
    assert min(areas) == pytest.approx(0.02, abs=0.03)
    assert max(areas) == pytest.approx(1 / 3, abs=0.06)
    values = erased[erased != 7]
    assert values.mean() == pytest.approx(0, abs=0.02)
    assert values.std() == pytest.approx(1, abs=0.02)


# docs/reference.md: Erasing
def test_a_quarter_of_clips_is_erased() -> None:
    erased = erased_by_noise(torch.zeros(2000, 1, 1, 8, 8), 0.25, chance())
    assert (erased != 0).any(dim=-1).any(dim=-1).float().mean() == pytest.approx(0.25, abs=0.03)


# -- chance ----------------------------------------------------------------------------------------


def test_all_global_generators_go_on_as_before() -> None:
    every = only(rand_augment=REFERENCE, crop_scale=(0.3, 1.0), flip=0.5)

    def state() -> int:
        _, keys, *rest = np.random.get_state()  # noqa: NPY002
        own = torch.get_rng_state().numpy().tobytes()
        return hash((random.getstate(), bytes(keys), *rest, own))

    before = state()
    first = erased_by_noise(random_views(clips(4, 2), every, chance()).float(), 0.5, chance())
    assert state() == before
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    torch.manual_seed(5)
    again = erased_by_noise(random_views(clips(4, 2), every, chance()).float(), 0.5, chance())
    assert torch.equal(first, again)
