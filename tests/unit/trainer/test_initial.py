"""Weights to start from: runs, model folders, published files; what fits is taken or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.store import user_folder
from svfap_core.models import Head, HeadKind, TPSBTConfig
from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBT
from tests.models import write_untrained_model
from tests.unit.trainer.fitting import published
from tests.unit.trainer.miniature import mini_finetune, mini_pretrain, write_clips
from tests.unit.trainer.narrow import NARROW, differing, narrow_networks, silent, weights
from trainer.config import RunConfig
from trainer.fit import fit
from trainer.folder import BEST, CONFIG_FILE, DATA_FILE, LAST
from trainer.initial import initialise, read_weights, run_weights, trained_run
from trainer.runs import claim

HEADS = (Head(kind=HeadKind.CLASSES, names=("happy", "sad")),)
HEAD = {"head.weight", "head.bias"}
NOT_PRETRAINED = HEAD | {"fc_norm.weight", "fc_norm.bias"}


@pytest.fixture(autouse=True)
def narrow() -> Iterator[None]:
    with narrow_networks():
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of one epoch: `pretrain`, `clip`, `plain` without averaging, `lora`."""
    made = tmp_path_factory.mktemp("initial")
    data = write_clips(made / "data", size_px=32)

    def run(name: str, config: RunConfig) -> None:
        fit(config, made / name, listener=silent)

    with narrow_networks():
        once: dict[str, Any] = {"recipe.epochs": 1, "recipe.lr": 0.01}
        run("pretrain", mini_pretrain(data, **once))
        run("clip", mini_finetune(data, ema_decay=0.9, **once))
        run("plain", mini_finetune(data, ema_decay=0.0, **once))
        lora = {"train": "lora", "init": made / "pretrain", "ema_decay": 0.0, "lora.rank": 2}
        run("lora", mini_finetune(data, **lora, **once))
    return made


def trained_network(run: Path) -> TPSBT:
    return trained_run(run)[1]


def fresh(outputs: int = 2) -> TPSBT:
    torch.manual_seed(5)
    return TPSBT(NARROW, outputs)


def trained(state: dict[str, Tensor]) -> dict[str, Tensor]:
    torch.manual_seed(3)
    return {name: value + 0.02 * torch.randn(value.shape) for name, value in state.items()}


def test_an_encoder_starts_from_a_pre_training(folder: Path) -> None:
    network, before = fresh(), fresh().state_dict()
    loaded = initialise(network, folder / "pretrain", HEADS)
    after, saved = network.state_dict(), weights(folder / "pretrain", BEST)
    assert set(loaded.missing) == NOT_PRETRAINED
    assert set(loaded.loaded) == after.keys() - NOT_PRETRAINED
    assert {"mask_token", "norm.weight", "encoder_to_decoder.weight"} <= set(loaded.unexpected)
    assert all(torch.equal(after[n], saved[f"network.encoder.{n}"]) for n in loaded.loaded)
    assert all(torch.equal(after[n], before[n]) for n in loaded.missing)
    assert loaded.warnings == ()


@pytest.mark.parametrize("run", ["clip", "plain"])
def test_an_encoder_starts_from_a_fine_tuning(folder: Path, run: str) -> None:
    network = fresh()
    loaded = initialise(network, folder / run, HEADS)
    assert (loaded.missing, loaded.unexpected) == ((), ())
    assert differing(network.state_dict(), trained_network(folder / run).state_dict()) == []


def test_the_average_is_taken_where_there_is_one(folder: Path) -> None:
    saved = weights(folder / "clip", BEST)
    name = "blocks.0.mlp.fc1.weight"
    assert not torch.equal(saved[f"average.module.{name}"], saved[f"network.{name}"])
    assert torch.equal(run_weights(folder / "clip")[name], saved[f"average.module.{name}"])
    plain = weights(folder / "plain", BEST)
    assert not any(key.startswith("average.") for key in plain)
    assert torch.equal(run_weights(folder / "plain")[name], plain[f"network.{name}"])


def test_an_encoder_starts_from_a_model_folder(tmp_path: Path) -> None:
    model = write_untrained_model(tmp_path / "model")
    network, before = fresh(), fresh().state_dict()
    loaded = initialise(network, model, HEADS)
    assert set(loaded.missing) == HEAD
    assert not torch.equal(before["patch_embed.proj.weight"], network.patch_embed.proj.weight)
    assert (
        differing(
            {n: v for n, v in network.state_dict().items() if n not in HEAD},
            {n: v for n, v in read_weights(model)[0].items() if n not in HEAD},
        )
        == []
    )


def test_an_encoder_starts_from_a_stored_model_by_its_name() -> None:
    model = write_untrained_model(user_folder() / "untrained")
    (named, heads), (given, expected) = read_weights(Path("untrained")), read_weights(model)
    assert differing(named, given) == []
    assert heads == expected == load_model(model).card.heads


@pytest.mark.parametrize("wrapper", ["", "encoder.", "backbone."])
def test_an_encoder_starts_from_a_published_pre_training(tmp_path: Path, wrapper: str) -> None:
    encoder = {
        name.removeprefix("encoder."): value
        for name, value in trained(create_model("tiny", pretraining=True).state_dict()).items()
        if name.startswith("encoder.")
    }
    file = published(tmp_path / "c.pth", {wrapper + n: v for n, v in encoder.items()})
    network = fresh()
    loaded = initialise(network, file, HEADS)
    assert set(loaded.missing) == NOT_PRETRAINED
    assert set(loaded.unexpected) == {"norm.weight", "norm.bias"}
    assert all(torch.equal(network.state_dict()[n], encoder[n]) for n in loaded.loaded)


def test_a_head_that_does_not_say_what_it_tells_is_not_taken(tmp_path: Path) -> None:
    """A published file of as many classes may have them in another order."""
    network, before = fresh(), fresh().state_dict()
    loaded = initialise(network, published(tmp_path / "c.pth", trained(before)), HEADS)
    assert set(loaded.missing) == set(loaded.unexpected) == HEAD
    assert differing({n: network.state_dict()[n] for n in HEAD}, {n: before[n] for n in HEAD}) == []
    assert "the head starts afresh" in loaded.warnings[-1]
    assert "does not name" in loaded.warnings[-1]


def test_outputs_are_taken_by_their_names(folder: Path) -> None:
    """Not by their places: the same classes may stand in another order."""
    network, given = fresh(), run_weights(folder / "clip")
    turned = Head(kind=HeadKind.CLASSES, names=("sad", "happy"))
    loaded = initialise(network, folder / "clip", (turned,))
    assert (loaded.missing, loaded.unexpected, loaded.warnings) == ((), (), ())
    for name in HEAD:
        assert torch.equal(network.state_dict()[name], given[name].flip(0))


@pytest.mark.parametrize(
    "head",
    [
        Head(kind=HeadKind.CLASSES, names=("happy", "angry")),
        Head(kind=HeadKind.UNBOUNDED, names=("happy", "sad")),
        Head(kind=HeadKind.CLASSES, names=("happy", "sad", "angry")),
    ],
    ids=["names", "kind", "number"],
)
def test_a_head_of_other_outputs_starts_afresh(folder: Path, head: Head) -> None:
    network, before = fresh(len(head.names)), fresh(len(head.names)).state_dict()
    loaded = initialise(network, folder / "clip", (head,))
    assert set(loaded.missing) == set(loaded.unexpected) == HEAD
    assert differing({n: network.state_dict()[n] for n in HEAD}, {n: before[n] for n in HEAD}) == []
    (warning,) = loaded.warnings
    assert "happy, sad" in warning


def test_each_head_that_is_there_is_begun_from_and_a_new_one_starts_afresh(folder: Path) -> None:
    new = Head(kind=HeadKind.ACTIONS, names=("jaw_open",), low=0.0, high=1.0)
    turned = Head(kind=HeadKind.CLASSES, names=("sad", "happy"))
    network, before, given = fresh(3), fresh(3).state_dict(), run_weights(folder / "clip")
    loaded = initialise(network, folder / "clip", (new, turned))
    assert (loaded.missing, loaded.unexpected) == ((), ())
    (warning,) = loaded.warnings
    assert str(warning).endswith("start afresh: jaw_open")
    for name in HEAD:
        assert torch.equal(network.state_dict()[name][1:], given[name].flip(0))
        assert torch.equal(network.state_dict()[name][0], before[name][0])


def test_a_shape_that_is_not_the_heads_is_an_error(tmp_path: Path) -> None:
    """The reference prints such lines and trains from random weights."""
    state = trained(fresh().state_dict())
    state["blocks.1.mlp.fc1.weight"] = torch.ones(100, 32)
    network, before = fresh(), fresh().state_dict()
    with pytest.raises(ModelError, match=r"blocks\.1\.mlp\.fc1\.weight has shape \(100, 32\)"):
        initialise(network, published(tmp_path / "c.pth", state), HEADS)
    assert differing(network.state_dict(), before) == []


def test_another_width_is_an_error(tmp_path: Path, folder: Path) -> None:
    wide = TPSBT(TPSBTConfig(embed_dim=48, num_heads=3, depths=(2, 2, 2)), 2)
    with pytest.raises(ModelError, match="does not fit the encoder"):
        initialise(wide, folder / "pretrain", HEADS)
    with pytest.raises(ModelError, match="does not fit the encoder"):
        initialise(fresh(), published(tmp_path / "c.pth", wide.state_dict()), HEADS)


def test_weights_of_the_broken_pre_training_are_told(tmp_path: Path) -> None:
    """Layers that got no gradient are exactly as they were initialised."""
    state = trained(TPSBT(TPSBTConfig(embed_dim=32, num_heads=2), 2).state_dict())
    state["spatial_downsamples.0.norm.weight"] = torch.ones(32)
    state["spatial_downsamples.0.mlp.fc1.bias"] = torch.zeros(128)
    state["blocks.12.attn.q_bias"] = torch.zeros(32)
    network = TPSBT(TPSBTConfig(embed_dim=32, num_heads=2), 2)
    warning, _ = initialise(network, published(tmp_path / "c.pth", state), HEADS).warnings
    assert "exactly as they were initialised" in warning


@pytest.mark.parametrize("name", [".", "nowhere", "data"])
def test_a_place_without_weights_is_an_error(folder: Path, name: str) -> None:
    with pytest.raises(ModelError) as caught:
        read_weights(folder / name)
    assert caught.value.hint


def test_a_run_without_a_checkpoint_is_told(tmp_path: Path) -> None:
    claim(tmp_path, mini_finetune(Path("x")), resume=False)
    with pytest.raises(ModelError, match="no checkpoint yet"):
        read_weights(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04", b"\x80\x02]q\x00."])
def test_a_damaged_checkpoint_is_told(tmp_path: Path, content: bytes) -> None:
    claim(tmp_path, mini_finetune(Path("x")), resume=False)
    (tmp_path / LAST).write_bytes(content)
    with pytest.raises(ModelError, match=r"last\.ckpt cannot be read"):
        run_weights(tmp_path)


def test_a_cut_off_checkpoint_is_told(tmp_path: Path, folder: Path) -> None:
    claim(tmp_path, mini_finetune(Path("x")), resume=False)
    content = (folder / "clip" / LAST).read_bytes()
    (tmp_path / LAST).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=r"last\.ckpt cannot be read"):
        run_weights(tmp_path)


def test_a_trained_network_is_ready_for_use(folder: Path) -> None:
    network = trained_network(folder / "clip")
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())


def test_a_trained_network_with_adapters_has_them_merged(folder: Path) -> None:
    network = trained_network(folder / "lora")
    saved = weights(folder / "lora", BEST)
    name = "blocks.0.mlp.fc1"
    down = saved[f"network.{name}.lora_A.default.weight"]
    up = saved[f"network.{name}.lora_B.default.weight"]
    base = saved[f"network.{name}.base_layer.weight"]
    layer = network.get_submodule(name)
    assert isinstance(layer, nn.Linear)
    assert up.any()
    assert torch.allclose(layer.weight, base + 16.0 / 2 * up @ down, atol=1e-6)


def test_an_encoder_starts_from_adapters_merged(folder: Path) -> None:
    network = fresh()
    loaded = initialise(network, folder / "lora", HEADS)
    assert (loaded.missing, loaded.unexpected) == ((), ())
    assert differing(network.state_dict(), trained_network(folder / "lora").state_dict()) == []


def test_a_pre_training_gives_no_scores(folder: Path) -> None:
    with pytest.raises(ModelError, match="gives no scores") as caught:
        trained_network(folder / "pretrain")
    assert "init" in caught.value.hint


def test_a_config_without_its_data_still_gives_its_weights(folder: Path, tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_bytes((folder / "clip" / CONFIG_FILE).read_bytes())
    (tmp_path / LAST).write_bytes((folder / "clip" / LAST).read_bytes())
    (tmp_path / DATA_FILE).write_bytes((folder / "clip" / DATA_FILE).read_bytes())
    text = (tmp_path / CONFIG_FILE).read_text().replace(str(folder / "data"), "gone")
    (tmp_path / CONFIG_FILE).write_text(text)
    assert initialise(fresh(), tmp_path, HEADS).missing == ()
    (tmp_path / DATA_FILE).unlink()
    with pytest.raises(ModelError, match="does not say what its outputs mean"):
        read_weights(tmp_path)
