from __future__ import annotations

import subprocess
import sys

import pytest
import torch
from torch.nn import functional as F

from svfap_core.models.layers import (
    ConvStem,
    DropPath,
    PatchEmbed,
    SpatialAttentionPool,
    TemporalConv,
    attention,
    sinusoid_table,
)


def test_drop_path_keeps_the_mean_and_drops_whole_clips() -> None:
    torch.manual_seed(0)
    layer = DropPath(0.25)
    dropped = layer(torch.ones(4000, 2, 3))
    assert set(dropped.unique().tolist()) == {0.0, torch.tensor(1 / 0.75).item()}
    assert (dropped == dropped[:, :1, :1]).all()
    assert abs(dropped.mean().item() - 1) < 0.03
    assert torch.equal(layer.eval()(torch.ones(4, 2)), torch.ones(4, 2))


def test_each_slice_is_pooled_by_itself() -> None:
    torch.manual_seed(0)
    pool = SpatialAttentionPool(16, 3).eval()
    tokens = torch.randn(1, 4 * 5, 16)
    changed = tokens.clone()
    changed[:, 5:10] += 1
    with torch.inference_mode():
        one, other = pool(tokens, 4), pool(changed, 4)
    assert one.shape == (1, 12, 16)
    differs = (one != other).any(dim=-1)[0].tolist()
    assert differs == [3 <= token < 6 for token in range(12)]


def test_time_shrinks_at_every_place_by_itself() -> None:
    torch.manual_seed(0)
    conv = TemporalConv(8, 2)
    tokens = torch.randn(1, 4 * 3, 8)
    changed = tokens.clone()
    changed[:, 1::3] += 1
    differs = (conv(tokens, 4) != conv(changed, 4)).any(dim=-1)[0].tolist()
    assert differs == [token % 3 == 1 for token in range(6)]


def test_positions_do_not_depend_on_how_many_there_are() -> None:
    assert torch.equal(sinusoid_table(50, 12), sinusoid_table(80, 12)[:, :50])
    assert sinusoid_table(1, 4)[0, 0].tolist() == [0.0, 1.0, 0.0, 1.0]


SHAPES_OF_A_MODEL = """
import sys, torch, svfap_core.pipeline.engine
from svfap_core.models.create import create_model
with torch.device("meta"):
    assert create_model("tiny", num_classes=7).pos_table.shape == (1, 196, 192)
print(*sorted({"timm", "torch._dynamo", "sympy"} & set(sys.modules)))
"""


def test_scoring_waits_for_neither_timm_nor_the_compiler_of_torch() -> None:
    run = subprocess.run(
        [sys.executable, "-c", SHAPES_OF_A_MODEL], capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("\n", "")


@pytest.mark.parametrize("training", [True, False])
def test_attention_in_half_precision_is_that_of_full(training: bool) -> None:  # noqa: FBT001
    generator = torch.Generator().manual_seed(0)
    full = [torch.randn(2, 3, 20, 16, generator=generator) for _ in range(3)]
    half = [part.bfloat16().requires_grad_(training) for part in full]
    exact = [part.detach().float().requires_grad_(training) for part in half]
    found, expected = attention(*half), F.scaled_dot_product_attention(*exact)
    assert found.dtype is torch.bfloat16
    torch.testing.assert_close(found.float(), expected, atol=0.01, rtol=0.02)
    if training:
        found.sum().backward()
        expected.sum().backward()
        for part, exact_part in zip(half, exact, strict=True):
            assert part.grad is not None
            torch.testing.assert_close(part.grad.float(), exact_part.grad, atol=0.03, rtol=0.03)


def test_a_stem_gives_tokens_where_patches_would_in_the_same_order() -> None:
    """A spot in the middle of one patch changes its token most of all, no other time slice."""
    stem = ConvStem(32, 16).eval()
    for parameter in stem.parameters():
        torch.nn.init.constant_(parameter, 0.02)
    clips = torch.rand(1, 3, 4, 64, 48)
    plain = stem(clips)
    assert plain.shape == PatchEmbed(32, 16)(clips).shape == (1, 2 * 4 * 3, 32)
    for place in range(24):
        t, y, x = place // 12, 16 * (place // 3 % 4), 16 * (place % 3)
        spotted = clips.clone()
        spotted[..., 2 * t : 2 * t + 2, y + 4 : y + 12, x + 4 : x + 12] += 3
        changed = (stem(spotted) - plain).norm(dim=2)[0]
        assert changed.argmax() == place
        assert not changed.unflatten(0, (2, 12))[1 - t].any()


def test_a_mirrored_stem_sees_the_mirror_image() -> None:
    """Whatever lies around a patch is seen evenly on all sides."""
    torch.manual_seed(0)
    stem, mirrored = ConvStem(32, 16).eval(), ConvStem(32, 16).eval()
    mirrored.load_state_dict(
        {name: w.flip(-1) if w.ndim == 4 else w for name, w in stem.state_dict().items()}
    )
    clips = torch.rand(1, 3, 4, 64, 48)
    tokens = stem(clips).unflatten(1, (2, 4, 3)).flip(3)
    again = mirrored(clips.flip(-1)).unflatten(1, (2, 4, 3))
    torch.testing.assert_close(again, tokens, atol=1e-5, rtol=1e-4)


def test_a_frozen_stem_keeps_its_statistics() -> None:
    stem = ConvStem(32, 16)
    before = {name: value.clone() for name, value in stem.state_dict().items()}
    stem.requires_grad_(requires_grad=False).train()
    stem(torch.rand(2, 3, 2, 32, 32))
    assert all(torch.equal(value, before[name]) for name, value in stem.state_dict().items())
    stem.requires_grad_(requires_grad=True).train()
    stem(torch.rand(2, 3, 2, 32, 32))
    assert not torch.equal(stem.state_dict()["halving.0.1.running_mean"], torch.zeros(32))
