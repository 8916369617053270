"""Models as folders: `model.safetensors` and `card.json`. Reads and writes no pickle.

Knows nothing of where such folders are kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from svfap_core.atomic import PendingFile, output_errors
from svfap_core.errors import ModelError
from svfap_core.failures import reason_of
from svfap_core.inference.card import ModelCard, card_text, parse_card
from svfap_core.messages import Message, joined
from svfap_core.models import TPSBT
from svfap_core.names import CARD_FILE

WEIGHTS_FILE = "model.safetensors"

_REIMPORT = Message("Import the model again from its original file.")
_MAX_CARD_BYTES = 1_000_000
_SHOWN_PROBLEMS = 8
_FLOATS = frozenset({torch.float16, torch.bfloat16, torch.float32, torch.float64})


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A network in evaluation mode on the CPU, and its card."""

    model: TPSBT
    card: ModelCard


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


def read_card(folder: Path) -> ModelCard:
    """The card of a model folder.

    Raises:
        ModelError: There is none, or it is not valid.
    """
    path = folder / CARD_FILE
    check_is_file(path)
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_CARD_BYTES + 1)
    except OSError as error:
        raise ModelError(
            Message(
                "%1 is not a model: its %2 cannot be read (%3)", folder, CARD_FILE, reason_of(error)
            ),
            hint=Message("A model is a folder with %1 and %2.", WEIGHTS_FILE, CARD_FILE),
        ) from error
    if len(text) > _MAX_CARD_BYTES:
        raise ModelError(Message("%1 is too large for a model card", path), hint=_REIMPORT)
    return parse_card(text, str(path))


def load_model(folder: Path) -> LoadedModel:
    """Read a model folder after checking every byte and every name and shape in it.

    Raises:
        ModelError: A file is missing or damaged, or the weights are not those of the card.
    """
    card = read_card(folder)
    path = folder / WEIGHTS_FILE
    check_sha256(path, card)
    with torch.device("meta"):  # Shapes alone: a card must not make us build a giant.
        expected = shapes(TPSBT(card.encoder, card.num_outputs).state_dict())
    tensors = _read_tensors(path, card, expected)
    check_values(tensors, str(path))
    model = TPSBT(card.encoder, card.num_outputs)
    model.load_state_dict(tensors)
    return LoadedModel(model.eval(), card)


def check_is_file(path: Path) -> None:
    """Refuse pipes and devices, whose reading may never end.

    What is missing, or may not be read, is told by the attempt.

    Raises:
        ModelError: It is one.
    """
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # noqa: PTH110, PTH112, PTH113  # those of Path fail where nobody may look
        raise ModelError(Message("%1 is no file", path), hint=_REIMPORT)


def check_sha256(path: Path, card: ModelCard) -> None:
    """Compare a weights file with its card.

    Raises:
        ModelError: It cannot be read or is another file.
    """
    check_is_file(path)
    try:
        found = file_sha256(path)
    except OSError as error:
        raise ModelError(
            Message("the weights %1 cannot be read (%2)", path, reason_of(error)), hint=_REIMPORT
        ) from error
    if found != card.sha256:
        raise ModelError(
            Message(
                "the weights %1 are not those of the card: sha256 %2..., the card says %3...",
                path,
                found[:12],
                card.sha256[:12] or "nothing",
            ),
            hint=Message("The file is damaged or was exchanged. %1", _REIMPORT),
        )


def weights_sha256(model: TPSBT) -> str:
    """Of the weights file that `save_model` makes of a network, in hexadecimal."""
    return hashlib.sha256(_content(_tensors(model))).hexdigest()


def file_sha256(path: Path) -> str:
    """Of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
            Message("%1 is not a sound weights file: %2", path, error), hint=_REIMPORT
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
            hint=_REIMPORT,
        )
    bad = [name for name, value in tensors.items() if not torch.isfinite(value).all()]
    if bad:
        raise ModelError(
            Message("%1 holds values that are not numbers: %2", origin, listed(bad)),
            hint="The training broke down; use an earlier checkpoint.",
        )
