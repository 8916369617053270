"""Checkpoints written here the way the reference code writes them, at a narrow width."""

from __future__ import annotations

import argparse
import functools
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from svfap_core.errors import ModelError
from svfap_core.inference.official import (
    import_official,
    initialise_encoder,
    load_encoder_weights,
    read_official_state,
)
from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.models import DECODERS, MODEL_SIZES, DecoderConfig, TPSBTConfig
from svfap_core.models.create import create_model
from svfap_core.models.tpsbt import TPSBT

NARROW = TPSBTConfig(embed_dim=32, num_heads=2)
"""The published depths and clip, a sixteenth of the width."""

HEAD = {"head.weight", "head.bias"}
FINE_TUNED_ONLY = HEAD | {"fc_norm.weight", "fc_norm.bias"}


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODEL_SIZES, "base", NARROW)
    monkeypatch.setitem(DECODERS, "base", DecoderConfig(embed_dim=16, num_heads=2, depth=1))


@functools.cache
def trained(classes: int | None) -> dict[str, Tensor]:
    """Weights off their initial values, as a training leaves them; `None` is a pre-training."""
    model = create_model("base", pretraining=True) if classes is None else TPSBT(NARROW, classes)
    generator = torch.Generator().manual_seed(0)
    return {
        name: value + 0.02 * torch.randn(value.shape, generator=generator)
        for name, value in model.state_dict().items()
    }


def fine_tuned(classes: int = 7) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in trained(classes).items()}


def pre_trained() -> dict[str, Tensor]:
    return {name: value.clone() for name, value in trained(None).items()}


def wrapped(state: dict[str, Tensor], key: str = "model", **more: Any) -> dict[str, Any]:
    """The fields of the reference's checkpoint files."""
    moments = {"step": 3, "exp_avg": torch.zeros(4), "exp_avg_sq": torch.zeros(4)}
    return {
        key: state,
        "optimizer": {
            "state": {0: moments},
            "param_groups": [{"lr": np.float64(2.5e-4), "betas": (0.9, 0.999), "params": [0]}],
        },
        "epoch": "best",
        "scaler": {"scale": 65536.0, "growth_factor": 2.0, "_growth_tracker": 0},
        "args": argparse.Namespace(model="svfap_base_patch16_160", lr=1e-3, data_path="/data"),
        **more,
    }


def saved(path: Path, content: object, **options: Any) -> Path:
    torch.save(content, path, **options)
    return path


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return saved(tmp_path / "checkpoint-best.pth", wrapped(fine_tuned()))


def test_a_default_safe_load_does_not_open_it(checkpoint: Path) -> None:
    """Otherwise the allow-list would be without a test."""
    with pytest.raises(pickle.UnpicklingError):
        torch.load(checkpoint, weights_only=True)


@pytest.mark.parametrize("dataset", ["dfew", "ferv39k", "mafw"])
def test_every_weight_arrives_under_the_labels_of_its_data_set(
    tmp_path: Path, dataset: Any
) -> None:
    state = fine_tuned(len(OFFICIAL_LABELS[dataset]))
    result = import_official(saved(tmp_path / "c.pth", wrapped(state)), dataset)
    assert result.card.emotion_names == OFFICIAL_LABELS[dataset]
    assert result.warnings == ()
    found = result.model.state_dict()
    assert found.keys() == state.keys()
    assert all(torch.equal(found[name], state[name]) for name in state)
    assert not result.model.training


def test_the_card_says_what_is_published_and_what_is_assumed(checkpoint: Path) -> None:
    card = import_official(checkpoint, "dfew").card
    assert (card.input.frames, card.input.span_s, card.input.size_px) == (16, 2.56, 160)
    assert {m.name: m.value for m in card.metrics} == {"UAR": 63.89, "WAR": 74.81}
    assert all("published" in m.protocol for m in card.metrics)
    assert any(note.startswith("UNVERIFIED: the face template") for note in card.provenance.notes)
    assert import_official(checkpoint, "ferv39k").card.input.span_s == 0.64


def old_numpy(path: Path) -> Path:
    """The same file as NumPy 1 would have written it."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    new = path.with_name("old.pth")
    with zipfile.ZipFile(new, "w", zipfile.ZIP_STORED) as target:
        for name, content in parts.items():
            renamed = content.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n")
            assert (renamed != content) == name.endswith("data.pkl")
            target.writestr(name, renamed)
    return new


@pytest.mark.parametrize(
    "write",
    [
        lambda path: saved(path, wrapped(fine_tuned(), "module")),
        lambda path: saved(path, fine_tuned()),
        lambda path: saved(path, wrapped({f"backbone.{k}": v for k, v in fine_tuned().items()})),
        lambda path: saved(path, wrapped({f"encoder.{k}": v for k, v in fine_tuned().items()})),
        lambda path: saved(path, wrapped(fine_tuned()), _use_new_zipfile_serialization=False),
        lambda path: old_numpy(saved(path, wrapped(fine_tuned()))),
        lambda path: saved(path, wrapped(fine_tuned(), epoch=99, model_ema={"a": torch.ones(1)})),
    ],
    ids=["deepspeed", "bare", "backbone", "encoder", "not-zipped", "numpy1", "ema"],
)
def test_every_way_the_reference_wraps_its_weights(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    result = import_official(write(tmp_path / "c.pth"), "dfew")
    assert torch.equal(result.model.head.weight, fine_tuned()["head.weight"])


class Canary:
    """Unpickled by a plain reader, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Path.touch, (self.path,)


def hidden_in_args(canary: Canary) -> object:
    return wrapped(fine_tuned(), args=argparse.Namespace(model=canary))


def hidden_among_weights(canary: Canary) -> object:
    return wrapped({**fine_tuned(), "head.bias": canary})  # type: ignore[dict-item]


HIDING: list[Callable[[Canary], object]] = [
    lambda canary: canary,
    hidden_in_args,
    hidden_among_weights,
    lambda canary: wrapped(fine_tuned(), optimizer={canary: 1}),
]


@pytest.mark.parametrize("hide", HIDING, ids=["bare", "args", "weights", "key"])
@pytest.mark.parametrize("zipped", [True, False])
def test_code_in_a_file_is_never_run(
    tmp_path: Path, hide: Callable[[Canary], object], *, zipped: bool
) -> None:
    proof = tmp_path / "canary"
    content = hide(Canary(proof))
    path = saved(tmp_path / "c.pth", content, _use_new_zipfile_serialization=zipped)
    for read in (lambda: import_official(path, "dfew"), lambda: read_official_state(path)):
        with pytest.raises(ModelError, match="nothing of it was run"):
            read()
    assert not proof.exists()


@pytest.mark.parametrize("protocol", range(6))
def test_code_in_a_plain_pickle_is_never_run(tmp_path: Path, protocol: int) -> None:
    proof = tmp_path / "canary"
    path = tmp_path / "c.pth"
    path.write_bytes(pickle.dumps({"model": Canary(proof)}, protocol=protocol))
    with pytest.raises(ModelError):
        import_official(path, "dfew")
    assert not proof.exists()


def test_the_canary_sings_for_a_plain_reader(tmp_path: Path) -> None:
    """Otherwise the tests above would prove nothing."""
    proof = tmp_path / "canary"
    buffer = io.BytesIO()
    torch.save(hidden_in_args(Canary(proof)), buffer)
    buffer.seek(0)
    torch.load(buffer, weights_only=False)
    assert proof.exists()


@pytest.mark.parametrize("keep", [0, 10, 5_000, 0.5, 0.99])
def test_a_damaged_download_is_an_error_with_a_hint(checkpoint: Path, keep: float) -> None:
    content = checkpoint.read_bytes()
    checkpoint.write_bytes(content[: int(keep * len(content)) if keep < 1 else int(keep)])
    with pytest.raises(ModelError) as caught:
        import_official(checkpoint, "dfew")
    assert caught.value.hint


@pytest.mark.parametrize(
    "content",
    [3, [], {}, {"model": {}}, {"model": [torch.ones(1)]}, {"model": {"a": 1}}, {"epoch": 3}],
)
def test_a_file_without_a_table_of_tensors(tmp_path: Path, content: object) -> None:
    with pytest.raises(ModelError, match="no table of tensors"):
        import_official(saved(tmp_path / "c.pth", content), "dfew")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pth", tmp_path):
        with pytest.raises(ModelError, match="cannot be read"):
            import_official(path, "dfew")


def test_a_shape_mismatch_is_an_error_not_a_training_from_scratch(tmp_path: Path) -> None:
    """The reference prints such lines and goes on with random weights."""
    state = fine_tuned()
    state["blocks.3.mlp.fc1.weight"] = torch.ones(100, 32)
    with pytest.raises(ModelError, match=r"blocks\.3\.mlp\.fc1\.weight has shape \(100, 32\)"):
        import_official(saved(tmp_path / "c.pth", wrapped(state)), "dfew")


def test_another_width_is_an_error(tmp_path: Path) -> None:
    wide = TPSBT(TPSBTConfig(embed_dim=48, num_heads=3), 7).state_dict()
    path = saved(tmp_path / "c.pth", wrapped(wide))
    with pytest.raises(ModelError, match=r"and \d+ more"):
        import_official(path, "dfew")
    with pytest.raises(ModelError, match="does not fit the encoder"):
        load_encoder_weights(path, TPSBT(NARROW, 7))


@pytest.mark.parametrize("name", ["fc_norm.weight", "blocks.20.norm1.bias"])
def test_a_missing_tensor_is_an_error(tmp_path: Path, name: str) -> None:
    state = fine_tuned()
    del state[name]
    with pytest.raises(ModelError, match=f"{name} is missing"):
        import_official(saved(tmp_path / "c.pth", wrapped(state)), "dfew")


def test_a_tensor_too_many_is_an_error(tmp_path: Path) -> None:
    state = fine_tuned() | {"aux_head.weight": torch.ones(1)}
    with pytest.raises(ModelError, match=r"aux_head\.weight is not expected"):
        import_official(saved(tmp_path / "c.pth", wrapped(state)), "dfew")


def test_a_name_twice_is_an_error(tmp_path: Path) -> None:
    state = fine_tuned() | {"encoder.head.bias": torch.ones(7)}
    with pytest.raises(ModelError, match=r"head\.bias twice"):
        import_official(saved(tmp_path / "c.pth", wrapped(state)), "dfew")


def test_a_model_of_another_data_set_is_recognised(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.pth", wrapped(fine_tuned(11)))
    with pytest.raises(ModelError, match="has 11 outputs, a model of dfew has 7") as caught:
        import_official(path, "dfew")
    assert "mafw" in caught.value.hint


def test_an_unknown_number_of_classes_is_an_error(tmp_path: Path) -> None:
    path = saved(tmp_path / "c.pth", wrapped(fine_tuned(8)))
    with pytest.raises(ModelError, match="8 outputs") as caught:
        import_official(path, "mafw")
    assert "not one of the published" in caught.value.hint


def test_a_pre_trained_file_is_to_be_fine_tuned(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="pre-trained encoder") as caught:
        import_official(saved(tmp_path / "c.pth", wrapped(pre_trained())), "dfew")
    assert "svfap-train" in caught.value.hint


def test_fine_tuning_starts_from_a_pre_trained_file(tmp_path: Path) -> None:
    state = pre_trained()
    model = TPSBT(NARROW, 3)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    load = load_encoder_weights(saved(tmp_path / "c.pth", wrapped(state)), model)
    after = model.state_dict()
    assert set(load.missing) == FINE_TUNED_ONLY
    assert {"mask_token", "norm.weight", "encoder_to_decoder.weight"} <= set(load.unexpected)
    assert set(load.loaded) == after.keys() - FINE_TUNED_ONLY
    assert all(torch.equal(after[name], state[f"encoder.{name}"]) for name in load.loaded)
    assert all(torch.equal(after[name], before[name]) for name in load.missing)
    assert load.warnings == ()


@pytest.mark.parametrize(("classes", "kept"), [(7, True), (3, False)])
def test_a_head_of_the_same_length_is_kept_as_in_the_reference(
    checkpoint: Path, classes: int, *, kept: bool
) -> None:
    load = load_encoder_weights(checkpoint, TPSBT(NARROW, classes))
    assert (set(load.loaded) >= HEAD) == kept
    assert set(load.missing) == (set() if kept else HEAD)


def test_a_part_of_an_encoder_is_not_enough_to_start_from() -> None:
    state = {k.removeprefix("encoder."): v for k, v in pre_trained().items()}
    del state["blocks.0.attn.qkv.weight"]
    with pytest.raises(ModelError, match=r"blocks\.0\.attn\.qkv\.weight is missing"):
        initialise_encoder(TPSBT(NARROW, 7), state, "some tensors")


def test_nan_is_refused(tmp_path: Path) -> None:
    state = fine_tuned()
    state["head.bias"][0] = float("nan")
    with pytest.raises(ModelError, match=r"not numbers: head\.bias"):
        import_official(saved(tmp_path / "c.pth", wrapped(state)), "dfew")


def test_weights_of_the_broken_graph_are_told_by_their_untouched_layers(tmp_path: Path) -> None:
    """Layers without gradient keep their initial values: ones and zeros, exactly."""
    state = pre_trained()
    untouched = create_model("base", pretraining=True).state_dict()
    for name in state:
        if name.startswith(("encoder.spatial_downsamples.", "encoder.blocks.12.")):
            state[name] = untouched[name]
    load = load_encoder_weights(saved(tmp_path / "c.pth", wrapped(state)), TPSBT(NARROW, 7))
    assert len(load.warnings) == 1
    assert "exactly as they were initialised" in load.warnings[0]


def test_one_moved_value_acquits_the_graph(tmp_path: Path) -> None:
    state = create_model("base", pretraining=True).state_dict()
    state["encoder.blocks.12.attn.q_bias"][5] = 1e-7
    load = load_encoder_weights(saved(tmp_path / "c.pth", wrapped(state)), TPSBT(NARROW, 7))
    assert load.warnings == ()
