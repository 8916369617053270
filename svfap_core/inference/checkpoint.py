"""Writes and reads the weights of model folders, by torch. Reads and writes no pickle.

Knows nothing of where such folders are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from svfap_core.atomic import PendingFile, output_errors
from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard, card_text
from svfap_core.inference.model_folder import (
    REIMPORT,
    WEIGHTS_FILE,
    LoadedModel,
    check_sha256,
    read_card,
)
from svfap_core.messages import Message, joined
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE

_SHOWN_PROBLEMS = 8
_FLOATS = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})


def save_model(folder: Path, model: TPSBT, card: ModelCard) -> ModelCard:
    """Write a model folder; the card comes last, so weights without it never pass for a model.

    Args:
        folder: Made if missing; its name need not be the model's.
        model: The network; its head has `card.num_outputs` rows.
        card: Its `sha256` is ignored.

    Returns:
        The card as written, with the sha256 of the weights file.

    Raises:
        ModelError: Card and network do not belong together.
        OutputError: The files cannot be written.
    """
    tensors = _tensors(model)
    if model.config != card.encoder:
        raise ModelError(
            Message("the network was built as %1, the card says %2", model.config, card.encoder),
            hint="Take the card's encoder settings from the network's config.",
        )
    _check_outputs(card, shapes(tensors), "the network")
    check_values(tensors, "the network")
    content = _content(tensors)
    saved = card.model_copy(update={"sha256": hashlib.sha256(content).hexdigest()})
    weights, described = PendingFile(folder / WEIGHTS_FILE), PendingFile(folder / CARD_FILE)
    try:
        with output_errors(folder):
            weights.part.write_bytes(content)
            described.part.write_text(card_text(saved), encoding="utf-8")
        weights.commit()
        described.commit()
    finally:
        weights.discard()
        described.discard()
    return saved


def load_model(folder: Path) -> LoadedModel:
    """Read a model folder after checking every byte and every name and shape in it.

    Raises:
        ModelError: A file is missing or damaged, or the weights are not those of the card.
    """
    card = read_card(folder)
    return LoadedModel(read_network(folder, card), card)


def read_network(folder: Path, card: ModelCard) -> TPSBT:
    """The network of a model folder in evaluation mode, on the CPU.

    Raises:
        ModelError: The weights are damaged, or not those of the card.
    """
    path = folder / WEIGHTS_FILE
    check_sha256(path, card)
    with torch.device("meta"):  # Shapes alone: a card must not make us build a giant.
        expected = shapes(TPSBT(card.encoder, card.num_outputs).state_dict())
    tensors = _read_tensors(path, card, expected)
    check_values(tensors, str(path))
    model = TPSBT(card.encoder, card.num_outputs)
    model.load_state_dict(tensors)
    return model.eval()


def weights_sha256(model: TPSBT) -> str:
    """Of the weights file that `save_model` makes of a network, in hexadecimal."""
    return hashlib.sha256(_content(_tensors(model))).hexdigest()


def shape_problems(
    found: Mapping[str, tuple[int, ...]], expected: Mapping[str, tuple[int, ...]]
) -> list[str]:
    """What keeps tensors from fitting a network, one line per name, in order of name."""
    problems: list[str] = [
        Message("%1 is missing", name) for name in sorted(expected.keys() - found.keys())
    ]
    problems += [
        Message("%1 is not expected", name) for name in sorted(found.keys() - expected.keys())
    ]
    problems += [
        Message("%1 has shape %2, expected %3", name, found[name], expected[name])
        for name in sorted(found.keys() & expected.keys())
        if found[name] != expected[name]
    ]
    return problems


def listed(problems: list[str]) -> str:
    """The first problems in one line, and how many more there are."""
    more = len(problems) - _SHOWN_PROBLEMS
    rest = [Message("and %1 more", more)] if more > 0 else []
    return joined([*problems[:_SHOWN_PROBLEMS], *rest])


def _tensors(model: TPSBT) -> dict[str, Tensor]:
    return {name: value.detach().cpu() for name, value in model.state_dict().items()}


def _content(tensors: Mapping[str, Tensor]) -> bytes:
    return save({name: value.contiguous() for name, value in tensors.items()}, {"format": "pt"})


def _read_tensors(
    path: Path, card: ModelCard, expected: Mapping[str, tuple[int, ...]]
) -> dict[str, Tensor]:
    """All tensors of a safetensors file, once its header is seen to fit the card."""
    try:
        with safe_open(path, framework="pt") as file:
            names = list(file.keys())
            found = {name: tuple(file.get_slice(name).get_shape()) for name in names}
            _check_outputs(card, found, str(path))
            if problems := shape_problems(found, expected):
                raise ModelError(
                    Message("%1 does not fit its card: %2", path, listed(problems)),
                    hint="The card's encoder settings are not those of the weights.",
                )
            return {name: file.get_tensor(name) for name in names}
    except (SafetensorError, OSError) as error:
        raise ModelError(
            Message("%1 is not a sound weights file: %2", path, error), hint=REIMPORT
        ) from error


def _check_outputs(card: ModelCard, found: Mapping[str, tuple[int, ...]], origin: str) -> None:
    rows = first_size(found, "head.weight")
    if rows != card.num_outputs:
        raise ModelError(
            Message(
                "%1 gives %2 outputs, the heads of the card name %3", origin, rows, card.num_outputs
            ),
            hint="The card's heads must name every output once.",
        )


def shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """Name -> shape."""
    return {name: tuple(value.shape) for name, value in tensors.items()}


def first_size(shapes: Mapping[str, tuple[int, ...]], name: str) -> int:
    """Rows of a tensor; 0 where there is none, or it is a single number."""
    return (shapes.get(name) or (0,))[0]


def check_values(tensors: Mapping[str, Tensor], origin: str) -> None:
    """Refuse tensors that are not plain arrays of floats, or have NaN or infinity in them.

    Raises:
        ModelError: There are; their names are in the message.
    """
    # Other formats may hold sparse tensors, and such that have a shape and no numbers.
    plain = {n for n, t in tensors.items() if t.layout is torch.strided and not t.is_meta}
    odd = [
        f"{name} ({t.dtype})"
        for name, t in tensors.items()
        if t.dtype not in _FLOATS or name not in plain
    ]
    if odd:
        raise ModelError(
            Message("%1 holds weights of another kind than floats: %2", origin, listed(odd)),
            hint=REIMPORT,
        )
    bad = [name for name, value in tensors.items() if not torch.isfinite(value).all()]
    if bad:
        raise ModelError(
            Message("%1 holds values that are not numbers: %2", origin, listed(bad)),
            hint="The training broke down; use an earlier checkpoint.",
        )
