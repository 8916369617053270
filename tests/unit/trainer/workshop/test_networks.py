"""The networks of runs: shapes, what carries over, dropped patches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from svfap_core.models import Head, HeadKind
from svfap_core.models.create import create_model
from tests.unit.trainer.miniature import mini_workshop
from tests.unit.trainer.narrow import narrow_networks
from trainer.initial import initialise
from trainer.specs import default_spec
from trainer.workshop.networks import (
    ClipTPSBT,
    Network,
    PictureCNN,
    StillTPSBT,
    build_network,
)

FRAMES, SIZE_PX, SLICES, PLACES, WIDTH = 8, 64, 4, 16, 32


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


def network(kind: str, outputs: int = 7, **changes: object) -> Network:
    torch.manual_seed(0)
    spec = default_spec("tiny").model_copy(update={"size_px": SIZE_PX})
    return build_network(mini_workshop(Path("unused"), kind, **changes), spec, outputs)


def clip_network(**changes: object) -> ClipTPSBT:
    found = network("clip", **changes)
    assert isinstance(found, ClipTPSBT)
    return found


def still_network() -> StillTPSBT:
    found = network("still")
    assert isinstance(found, StillTPSBT)
    return found


def clips(frames: int, size_px: int = SIZE_PX) -> Tensor:
    return torch.randn(2, 3, frames, size_px, size_px)


@pytest.mark.parametrize("kind", ["cnn", "still", "clip"])
def test_clips_of_its_own_shape_give_an_output_per_name(kind: str) -> None:
    net = network(kind)
    assert net(clips(net.frames, net.size_px)).shape == (2, 7)


def test_clips_are_as_the_spec_has_them() -> None:
    assert (network("clip").frames, network("clip").size_px) == (FRAMES, SIZE_PX)
    assert (network("still").frames, network("still").size_px) == (1, SIZE_PX)
    assert network("cnn").size_px == 64


def test_the_teacher_takes_the_clips_of_its_students() -> None:
    net = network("cnn").eval()
    moving = clips(FRAMES)
    assert torch.equal(net(moving), net(moving[:, :, 4:5]))


def test_the_clip_network_is_the_exported_model() -> None:
    net = clip_network(drop_path=0.2).eval()
    model = create_model("tiny", num_classes=7, image_size=SIZE_PX)
    model.load_state_dict(net.state_dict())
    batch = clips(FRAMES)
    assert torch.equal(net(batch), model.eval()(batch))


def test_stochastic_depth_is_that_of_the_run() -> None:
    assert clip_network(drop_path=0.2).config.drop_path == 0.2


def test_the_still_network_trains_what_it_hands_on(tmp_path: Path) -> None:
    net = still_network()
    net(clips(1)).sum().backward()
    trained = {name for name, p in net.named_parameters() if p.grad is not None}
    assert {name.split(".")[1] for name in trained if "blocks." in name} == {"0", "1"}
    assert {"patch_embed.proj.weight", "fc_norm.weight", "head.weight"} <= trained

    torch.save(net.state_dict(), tmp_path / "still.pth")
    heads = (Head(kind=HeadKind.CLASSES, names=tuple("abcdefg")),)
    loaded = initialise(clip_network(), tmp_path / "still.pth", heads)
    head = {"head.weight", "head.bias"}  # The file does not say what it tells.
    assert trained - head <= set(loaded.loaded)
    assert set(loaded.missing) == set(loaded.unexpected) == head


def test_patches_are_dropped_in_training_only() -> None:
    net = clip_network()
    net.keep = 0.5
    assert net.embed(clips(FRAMES))[0].shape[1] == SLICES * PLACES // 2
    assert net.eval().embed(clips(FRAMES))[0].shape[1] == SLICES * PLACES


@pytest.mark.parametrize(("keep", "places"), [(0.3, 5), (0.01, 1), (1.0, PLACES)])
def test_dropped_places_are_the_same_in_every_slice(keep: float, places: int) -> None:
    net = clip_network()
    net.keep = keep
    for parameter in net.patch_embed.parameters():
        nn.init.zeros_(parameter)
    tokens = net.embed(clips(FRAMES))[0].detach()
    table = net.positions(SLICES * PLACES, tokens)[0]
    found = (tokens[0, :, None] == table).all(dim=-1).nonzero()[:, 1].reshape(SLICES, places)
    assert (found % PLACES == found[0] % PLACES).all()
    assert (found // PLACES == torch.arange(SLICES)[:, None]).all()


def test_a_clip_network_learns_with_dropped_patches() -> None:
    net = clip_network()
    net.keep = 0.5
    assert isinstance(net.head, nn.Linear)
    nn.init.normal_(net.head.weight)
    net(clips(FRAMES)).square().sum().backward()
    assert [name for name, p in net.named_parameters() if p.grad is None] == []


def test_hints_stand_at_even_depths_and_known_places() -> None:
    net, teacher = still_network().eval(), network("cnn").eval()
    assert isinstance(teacher, PictureCNN)
    still = clips(1)
    logits, tokens, places = net.forward_with_hints(still)
    assert torch.equal(logits, net(still))
    assert [t.shape for t in tokens] == [(2, PLACES, WIDTH)] * 3
    assert torch.equal(tokens[-1], net.depths(still)[0][-1])
    assert places.tolist() == list(range(PLACES))

    maps, teacher_logits = teacher.maps(still, 4)
    assert torch.allclose(teacher_logits, teacher(still), atol=1e-5)
    assert [m.shape for m in maps] == [(2, PLACES, width) for width in teacher.map_widths]


def test_time_is_averaged_where_a_clip_network_begins_from_a_still_one() -> None:
    net = clip_network()
    net.average_time_()
    slices = torch.randn(2, SLICES, PLACES, WIDTH)
    halved = net.temporal_downsamples[0](slices.flatten(1, 2), SLICES)
    expected = slices.reshape(2, SLICES // 2, 2, PLACES, WIDTH).mean(dim=2).flatten(1, 2)
    assert torch.allclose(halved, expected, atol=1e-6)


def test_a_still_may_lie_in_any_time_slice() -> None:
    net = still_network()
    still = clips(1)
    in_training = {round(float(net(still).detach().double().sum()), 9) for _ in range(30)}
    net.eval()
    in_use = {round(float(net(still).detach().double().sum()), 9) for _ in range(3)}
    assert (len(in_training), len(in_use)) == (SLICES, 1)
