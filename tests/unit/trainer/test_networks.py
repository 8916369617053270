"""The networks of runs: shapes, what carries over, dropped patches."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from svfap_core.models import create_model
from tests.unit.trainer.miniature import mini_config
from trainer.networks import (
    ClipTPSBT,
    Network,
    PictureCNN,
    StillTPSBT,
    build_network,
    take_weights,
)


def network(kind: str) -> Network:
    torch.manual_seed(0)
    return build_network(mini_config(Path("unused"), kind), 7)


def clips(frames: int, size_px: int = 112) -> torch.Tensor:
    return torch.randn(2, 3, frames, size_px, size_px)


@pytest.mark.parametrize("kind", ["cnn", "still", "clip"])
def test_clips_of_its_own_shape_give_a_logit_per_class(kind: str) -> None:
    net = network(kind)
    assert net(clips(net.frames, net.size_px)).shape == (2, 7)


def test_the_teacher_takes_the_clips_of_its_students() -> None:
    net = network("cnn").eval()
    moving = clips(8)
    assert torch.equal(net(moving), net(moving[:, :, 4:5]))


def test_the_clip_network_is_the_exported_model() -> None:
    net, model = network("clip").eval(), create_model("tiny", num_classes=7)
    model.load_state_dict(net.state_dict())
    batch = clips(8)
    assert torch.equal(net(batch), model.eval()(batch))


def test_the_still_network_trains_what_it_hands_on() -> None:
    net = network("still")
    net(clips(1)).sum().backward()
    trained = {name for name, p in net.named_parameters() if p.grad is not None}
    first_stage = {f"blocks.{i}." for i in range(6)}
    assert {f"blocks.{name.split('.')[1]}." for name in trained if "blocks" in name} == first_stage
    assert {"patch_embed.proj.weight", "fc_norm.weight", "head.weight"} <= trained

    taken, kept = take_weights(network("clip"), net.state_dict())
    assert trained <= set(taken)
    assert not kept


def test_weights_of_another_shape_are_left_out() -> None:
    net = network("clip")
    before = net.state_dict()["head.weight"].clone()
    other = create_model("tiny", num_classes=3)
    taken, kept = take_weights(net, other.state_dict())
    assert kept == ["head.bias", "head.weight"]
    assert "patch_embed.proj.weight" in taken
    assert torch.equal(net.state_dict()["head.weight"], before)


def test_patches_are_dropped_in_training_only() -> None:
    net = network("clip")
    assert isinstance(net, ClipTPSBT)
    net.keep = 0.5
    assert net.embed(clips(8))[0].shape[1] == 4 * 24
    assert net.eval().embed(clips(8))[0].shape[1] == 4 * 49


def test_dropped_places_are_the_same_in_every_slice() -> None:
    net = network("clip")
    assert isinstance(net, ClipTPSBT)
    net.keep = 0.3
    for parameter in net.patch_embed.parameters():
        nn.init.zeros_(parameter)
    tokens = net.embed(clips(8))[0].detach()
    found = (tokens[0, :, None] == net.positions(196, tokens)[0]).all(dim=-1).nonzero()[:, 1]
    places = found.reshape(4, 15) % 49
    assert (places == places[0]).all()
    assert (found.reshape(4, 15) // 49 == torch.arange(4)[:, None]).all()


def test_hints_stand_at_even_depths_and_known_places() -> None:
    net, teacher = network("still").eval(), network("cnn").eval()
    assert isinstance(net, StillTPSBT)
    assert isinstance(teacher, PictureCNN)
    still = clips(1)
    logits, tokens, places = net.forward_with_hints(still)
    assert torch.equal(logits, net(still))
    assert [t.shape for t in tokens] == [(2, 49, 192)] * 3
    assert torch.equal(tokens[0], net.depths(still)[0][1])
    assert places.tolist() == list(range(49))

    maps, teacher_logits = teacher.maps(still, 7)
    assert torch.allclose(teacher_logits, teacher(still), atol=1e-5)
    assert [m.shape for m in maps] == [(2, 49, width) for width in teacher.map_widths]


def test_time_is_averaged_where_a_clip_network_begins_from_a_still_one() -> None:
    net = network("clip")
    assert isinstance(net, ClipTPSBT)
    net.average_time_()
    slices = torch.randn(2, 4, 49, 192)
    halved = net.temporal_downsamples[0](slices.flatten(1, 2), 4).reshape(2, 2, 49, 192)
    assert torch.allclose(halved, slices.reshape(2, 2, 2, 49, 192).mean(dim=2), atol=1e-6)


def test_a_still_may_lie_in_any_time_slice() -> None:
    net = network("still")
    assert isinstance(net, StillTPSBT)
    still = clips(1)
    in_training = {round(float(net(still).detach().double().sum()), 9) for _ in range(30)}
    net.eval()
    in_use = {round(float(net(still).detach().double().sum()), 9) for _ in range(3)}
    assert (len(in_training), len(in_use)) == (4, 1)
