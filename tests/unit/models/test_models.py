from __future__ import annotations

import pytest
import torch

from svfap_core.models import MODEL_SIZES
from svfap_core.models.create import create_model
from svfap_core.models.mae import MaskedAutoencoder, masked_targets, patchify, unpatchify

SMALL = {"embed_dim": 64, "num_heads": 2, "depths": (2, 2, 2), "image_size": 64, "num_frames": 8}


def tube_mask(clips: torch.Tensor, hidden: tuple[int, ...]) -> torch.Tensor:
    side = clips.shape[-1] // 16
    mask = torch.zeros(len(clips), clips.shape[2] // 2, side * side, dtype=torch.bool)
    mask[:, :, list(hidden)] = True
    return mask.flatten(1)


def test_sizes_of_the_paper() -> None:
    def parameters(model: torch.nn.Module) -> int:
        return sum(p.numel() for p in model.parameters())

    with torch.device("meta"):
        assert parameters(create_model("base", num_classes=7)) == 77_635_351
        assert parameters(create_model("base", pretraining=True)) == 85_517_200
        assert parameters(create_model("small", num_classes=7)) == 29_678_615


@pytest.mark.parametrize("conv_stem", [False, True])
def test_pixels_hidden_by_the_mask_cannot_reach_the_encoder(conv_stem: bool) -> None:  # noqa: FBT001
    """The public pre-training code fails this: its reverse blocks see all patches.

    A stem would fail it, too, as it looks beyond each patch.
    """
    torch.manual_seed(0)
    model = create_model("base", pretraining=True, conv_stem=conv_stem, **SMALL).eval()
    clips = torch.randn(2, 3, 8, 64, 64)
    mask = tube_mask(clips, tuple(range(4, 16)))
    changed = patchify(clips, 16)
    changed[mask] += torch.randn_like(changed[mask])
    changed = unpatchify(changed, (4, 4, 4), 16)
    assert not torch.equal(changed, clips)
    with torch.inference_mode():
        assert torch.equal(model.encoder(clips, mask), model.encoder(changed, mask))


@pytest.mark.parametrize("conv_stem", [False, True])
def test_every_weight_learns_in_pre_training(conv_stem: bool) -> None:  # noqa: FBT001
    """The public pre-training graph leaves 38 % of the encoder without a gradient."""
    torch.manual_seed(0)
    model = create_model("base", pretraining=True, conv_stem=conv_stem, **SMALL)
    clips = torch.randn(2, 3, 8, 64, 64)
    mask = tube_mask(clips, tuple(range(12)))
    loss = torch.nn.functional.mse_loss(model(clips, mask), masked_targets(clips, mask, 16))
    loss.backward()
    without = [
        name for name, p in model.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0
    ]
    assert without == []


@pytest.mark.parametrize("frames", [8, 16, 32])
@pytest.mark.parametrize("size", [(64, 64), (32, 96)])
@pytest.mark.parametrize("conv_stem", [False, True])
def test_any_clip_whose_grid_divides(frames: int, size: tuple[int, int], conv_stem: bool) -> None:  # noqa: FBT001
    model = create_model("base", num_classes=5, conv_stem=conv_stem, **SMALL).eval()
    assert model(torch.randn(1, 3, frames, *size)).shape == (1, 5)


@pytest.mark.parametrize(
    ("shape", "numbers"),
    [((12, 64, 64), ("12", "8")), ((16, 60, 64), ("60", "16")), ((16, 64, 72), ("72", "16"))],
)
def test_a_clip_that_does_not_divide_is_refused(
    shape: tuple[int, int, int], numbers: tuple[str, str]
) -> None:
    model = create_model("base", num_classes=5, **SMALL)
    with pytest.raises(ValueError, match=rf"{numbers[0]}.*{numbers[1]}"):
        model(torch.randn(1, 3, *shape))


def test_without_a_head_come_features() -> None:
    model = create_model("base", **SMALL).eval()
    clips = torch.randn(2, 3, 8, 64, 64)
    assert model(clips).shape == (2, 64)
    assert torch.equal(model(clips), model.forward_features(clips))


def test_positions_are_no_weights_but_move_with_the_model() -> None:
    model = create_model("base", num_classes=5, **SMALL)
    assert not [name for name in model.state_dict() if "pos" in name]
    assert model.to(torch.float64).pos_table.dtype == torch.float64


def test_the_mask_must_be_a_tube_mask() -> None:
    model = create_model("base", pretraining=True, **SMALL)
    clips = torch.randn(1, 3, 8, 64, 64)
    mask = tube_mask(clips, (0, 1, 2))
    for wrong in (mask[:, 1:], mask.float(), mask.roll(1) & (torch.arange(64) < 16), ~mask & mask):
        with pytest.raises(ValueError, match="mask"):
            model(clips, wrong)


def test_a_size_can_be_overridden_and_mistakes_are_named() -> None:
    model = create_model("tiny", num_classes=3, num_frames=16, num_bottleneck=4)
    assert (model.config.num_frames, model.config.num_bottleneck) == (16, 4)
    assert model.config.embed_dim == MODEL_SIZES["tiny"].embed_dim
    deep = create_model("tiny", pretraining=True, decoder_depth=1)
    assert isinstance(deep, MaskedAutoencoder)
    assert len(deep.decoder.blocks) == 1
    with pytest.raises(ValueError, match="unknown model size 'huge'"):
        create_model("huge")
    with pytest.raises(ValueError, match="no setting dept"):
        create_model("tiny", dept=3)
    with pytest.raises(ValueError, match="decoder_depth"):
        create_model("tiny", num_classes=3, decoder_depth=3)
    with pytest.raises(ValueError, match="14 is no power of 2"):
        create_model("tiny-stem", num_classes=3, patch_size=14)


def test_patches_go_there_and_back() -> None:
    clips = torch.randn(2, 3, 8, 32, 64)
    assert torch.equal(unpatchify(patchify(clips, 16), (4, 2, 4), 16), clips)
