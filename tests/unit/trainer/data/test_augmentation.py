"""Light, lens, codec and noise: each changes what it says, within bounds, smoothly in time."""

from __future__ import annotations

import pytest
import torch

from tests.unit.trainer.data.rendered import (
    NONE,
    SIZE_PX,
    difference,
    film,
    moved,
    only,
    spec,
    stills,
)
from trainer.config import AugmentConfig
from trainer.data.rendering import render


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
