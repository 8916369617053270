from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from svfap_core.errors import ModelError, OutputError
from svfap_core.inference import checkpoint
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model, save_model
from svfap_core.inference.model_folder import WEIGHTS_FILE, file_sha256, read_card
from svfap_core.models import Head, HeadKind
from svfap_core.names import CARD_FILE
from tests.unit.inference.samples import ENCODER, model_card, network


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    card = model_card()
    save_model(tmp_path / "m", network(card), card)
    return tmp_path / "m"


def rewrite_weights(folder: Path, content: bytes) -> None:
    """Exchange the weights and make the card's sha256 agree, as a forger would."""
    (folder / WEIGHTS_FILE).write_bytes(content)
    rewrite_card(folder, sha256=file_sha256(folder / WEIGHTS_FILE))


def rewrite_card(folder: Path, **changes: Any) -> None:
    path = folder / CARD_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def rewrite_tensors(folder: Path, **changes: torch.Tensor | None) -> None:
    tensors = load_file(folder / WEIGHTS_FILE) | changes
    path = folder / "new"
    save_file({k: v for k, v in tensors.items() if v is not None}, path)
    rewrite_weights(folder, path.read_bytes())


def test_round_trip_keeps_every_bit(tmp_path: Path) -> None:
    card = model_card()
    model = network(card)
    saved = save_model(tmp_path / "m", model, card)
    loaded = load_model(tmp_path / "m")
    assert loaded.card == saved == card.model_copy(update={"sha256": saved.sha256})
    assert saved.sha256 == file_sha256(tmp_path / "m" / WEIGHTS_FILE)
    assert not loaded.model.training
    clips = torch.randn(2, 3, 8, 32, 32)
    with torch.inference_mode():
        assert torch.equal(loaded.model(clips), model(clips))


def test_only_the_two_files_are_left(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {WEIGHTS_FILE, CARD_FILE}


def test_saving_twice_gives_the_same_file(folder: Path, tmp_path: Path) -> None:
    card = model_card()
    again = save_model(tmp_path / "again", network(card), card)
    assert again.sha256 == read_card(folder).sha256


@pytest.mark.parametrize(
    "changes",
    [
        {"heads": (Head(kind=HeadKind.CLASSES, names=("a", "b")),)},
        {"encoder": replace(ENCODER, num_bottleneck=4)},
    ],
)
def test_a_card_of_another_network_is_not_saved(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        save_model(tmp_path / "m", network(model_card()), model_card(**changes))
    assert not (tmp_path / "m" / CARD_FILE).exists()


def test_a_broken_down_training_is_not_saved(tmp_path: Path) -> None:
    model = network(model_card())
    model.head.bias.data[3] = float("nan")
    with pytest.raises(ModelError, match=r"not numbers: head\.bias"):
        save_model(tmp_path, model, model_card())


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint, "card_text", full)
    with pytest.raises(OutputError, match="space"):
        save_model(tmp_path / "m", network(model_card()), model_card())
    assert not list((tmp_path / "m").iterdir())


def test_a_stop_between_the_files_is_noticed(folder: Path) -> None:
    """New weights under an old card, as a power cut between the two renames leaves them."""
    other = network(model_card())
    other.head.bias.data += 1
    fresh = folder.parent / "fresh"
    save_model(fresh, other, model_card())
    (fresh / WEIGHTS_FILE).replace(folder / WEIGHTS_FILE)
    with pytest.raises(ModelError, match="not those of the card"):
        load_model(folder)


def test_one_changed_bit_is_noticed(folder: Path) -> None:
    path = folder / WEIGHTS_FILE
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="sha256") as caught:
        load_model(folder)
    assert "damaged" in caught.value.hint


@pytest.mark.parametrize("missing", [WEIGHTS_FILE, CARD_FILE])
def test_a_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=missing.replace(".", r"\.")):
        load_model(folder)


def test_a_card_never_saved_with_weights_is_refused(folder: Path) -> None:
    rewrite_card(folder, sha256="")
    with pytest.raises(ModelError, match="the card says nothing"):
        load_model(folder)


def test_an_endless_card_is_not_read(folder: Path) -> None:
    (folder / CARD_FILE).write_bytes(b" " * 1_000_001)
    with pytest.raises(ModelError, match="too large"):
        load_model(folder)


def lying_header(**values: Any) -> bytes:
    header = json.dumps(values).encode()
    return struct.pack("<Q", len(header)) + header


@pytest.mark.parametrize("keep", [0, 7, 100, 0.5, -1])
def test_truncated_weights_under_a_matching_hash(folder: Path, keep: float) -> None:
    content = (folder / WEIGHTS_FILE).read_bytes()
    end = int(keep * len(content)) if isinstance(keep, float) else keep
    rewrite_weights(folder, content[:end])
    with pytest.raises(ModelError) as caught:
        load_model(folder)
    assert caught.value.hint


@pytest.mark.parametrize(
    "header",
    [
        struct.pack("<Q", 1 << 62),
        lying_header(**{"head.weight": {"dtype": "F32", "shape": [7, 32], "data_offsets": [0, 9]}}),
        lying_header(a={"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 1 << 42]}),
        lying_header(a={"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}),
        lying_header(a=3),
        b"\x80\x02c__builtin__\neval\n.",
    ],
)
def test_lying_headers(folder: Path, header: bytes) -> None:
    rewrite_weights(folder, header.ljust(1 << 20, b"\0"))
    with pytest.raises(ModelError, match="not a sound weights file"):
        load_model(folder)


def test_every_mismatch_is_named(folder: Path) -> None:
    rewrite_tensors(
        folder,
        **{
            "fc_norm.weight": torch.ones(31),
            "fc_norm.bias": None,
            "stranger": torch.ones(1),
        },
    )
    with pytest.raises(ModelError) as caught:
        load_model(folder)
    message = str(caught.value)
    assert "fc_norm.weight has shape (31,), expected (32,)" in message
    assert "fc_norm.bias is missing" in message
    assert "stranger is not expected" in message


def test_many_mismatches_are_counted(folder: Path) -> None:
    rewrite_card(
        folder, encoder={**json.loads((folder / CARD_FILE).read_text())["encoder"], "embed_dim": 16}
    )
    with pytest.raises(ModelError, match=r"and \d+ more"):
        load_model(folder)


def test_heads_must_name_every_output(folder: Path) -> None:
    rewrite_card(folder, heads=[{"kind": "classes", "names": ["a", "b"]}])
    with pytest.raises(ModelError, match="7 outputs, the heads of the card name 2"):
        load_model(folder)


def test_nan_in_a_file_is_refused(folder: Path) -> None:
    rewrite_tensors(folder, **{"head.bias": torch.full((7,), float("inf"))})
    with pytest.raises(ModelError, match=r"not numbers: head\.bias"):
        load_model(folder)


def test_integers_are_no_weights(folder: Path) -> None:
    rewrite_tensors(folder, **{"head.bias": torch.ones(7, dtype=torch.int64)})
    with pytest.raises(ModelError, match=r"head\.bias \(torch\.int64\)"):
        load_model(folder)


def test_half_precision_weights_are_widened(folder: Path) -> None:
    halves = {k: v.half() for k, v in load_file(folder / WEIGHTS_FILE).items()}
    rewrite_tensors(folder, **halves)
    assert load_model(folder).model.head.weight.dtype == torch.float32


def test_a_card_of_a_giant_is_refused_before_it_is_built(folder: Path) -> None:
    giant = {"embed_dim": 4096, "num_heads": 64, "depths": [200, 20, 20]}
    rewrite_card(folder, encoder=json.loads((folder / CARD_FILE).read_text())["encoder"] | giant)
    with pytest.raises(ModelError, match=r"and \d+ more"):
        load_model(folder)


def test_no_pickle_is_within_reach(folder: Path) -> None:
    assert isinstance(read_card(folder), ModelCard)
    source = Path(checkpoint.__file__).read_text()
    assert "pickle" not in source.split('"""', 2)[2]
    assert "torch.load" not in source
