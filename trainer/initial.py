"""Weights that a run starts from, or that were made by one: runs, model folders, published files.

Knows nothing of optimisers or data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor, nn

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import listed, load_model, shape_problems, shapes
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.official import EncoderLoad, initialise_encoder, read_official_state
from svfap_core.inference.store import find_model
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE
from trainer.adapters import merged_state, with_adapters
from trainer.config import FinetuneConfig
from trainer.folder import CONFIG_FILE
from trainer.runs import ConfigT, chosen_checkpoint, read_config, read_data
from trainer.specs import run_spec
from trainer.tasks.finetune import build_network

_ENCODER = "encoder."
_HEAD = ("head.weight", "head.bias")
_AVERAGE, _NETWORK = "average.module.", "network."


def initialise(network: nn.Module, origin: Path, heads: Sequence[Head]) -> EncoderLoad:
    """Start an encoder from a run, a model folder or a published `.pth`.

    Args:
        network: A TPSBT, changed in place.
        origin: Where the weights are.
        heads: What the outputs of `network` mean. Each is begun from one of the same outputs, in
            whatever order they stand there; the others keep their fresh weights.

    Raises:
        ModelError: Nothing that can be read, or a shape that is not the head's differs.
    """
    return take_weights(network, *read_weights(origin), origin=origin, heads=heads)


def take_weights(
    network: nn.Module,
    state: dict[str, Tensor],
    known: Sequence[Head],
    *,
    origin: Path,
    heads: Sequence[Head],
) -> EncoderLoad:
    """The same from tensors that were read, whose outputs mean `known`.

    Raises:
        ModelError: A shape that is not the head's differs.
    """
    rows = {name: state[name] for name in _HEAD if name in state}
    others = {name: value for name, value in state.items() if name not in rows}
    same = _same_outputs(known, heads)
    if not rows or not same:
        loaded = initialise_encoder(network, others, str(origin))
        return _afresh(loaded, known, origin) if rows else loaded
    own = network.state_dict()
    begun = {name: own[name].clone() for name in rows}
    for name, value in rows.items():
        begun[name][list(same)] = value[list(same.values())]
    loaded = initialise_encoder(network, others | begun, str(origin))
    new = [name for place, (*_, name) in enumerate(_outputs(heads)) if place not in same]
    if not new:
        return loaded
    note = Message("%1 does not score these, which start afresh: %2", origin, ", ".join(new))
    return replace(loaded, warnings=(*loaded.warnings, note))


def _same_outputs(known: Sequence[Head], heads: Sequence[Head]) -> dict[int, int]:
    """Place of each output whose whole head is among those known -> its place there.

    Of classes that are others in part, no output means what it did.
    """
    there = {frozenset(_outputs([head])) for head in known}
    outputs = _outputs(known)
    same = [o for head in heads if frozenset(_outputs([head])) in there for o in _outputs([head])]
    return {
        place: outputs.index(output)
        for place, output in enumerate(_outputs(heads))
        if output in same
    }


def _afresh(loaded: EncoderLoad, known: Sequence[Head], origin: Path) -> EncoderLoad:
    told = ", ".join(name for *_, name in _outputs(known)) or "things that its file does not name"
    return replace(
        loaded,
        unexpected=tuple(sorted((*loaded.unexpected, *_HEAD))),
        warnings=(
            *loaded.warnings,
            Message("the head starts afresh: that of %1 tells %2", origin, told),
        ),
    )


def continue_pretraining(network: nn.Module, run: Path) -> EncoderLoad:
    """Start encoder and decoder from those of another pre-training.

    Raises:
        ModelError: It is not one, or of another size.
    """
    state = run_weights(run)
    if problems := shape_problems(shapes(state), shapes(network.state_dict())):
        raise ModelError(
            Message("%1 does not fit the network: %2", run, listed(problems)),
            hint="Continue from a pre-training run of the same size and decoder.",
        )
    network.load_state_dict(state)
    return EncoderLoad(loaded=tuple(sorted(state)), missing=(), unexpected=(), warnings=())


def read_weights(origin: Path) -> tuple[dict[str, Tensor], tuple[Head, ...]]:
    """The tensors of an encoder, named as in `TPSBT`, and what the outputs of its head mean.

    Published files do not say what they mean, and a pre-training has no head: then there is none.

    Args:
        origin: A run, a model folder, the name of a stored model, or a published file.

    Raises:
        ModelError: It is none of these.
    """
    if not origin.exists():
        origin = find_model(origin)
    if (origin / CONFIG_FILE).exists():
        state = run_weights(origin)
        encoder = {name.removeprefix(_ENCODER): value for name, value in state.items()}
        return encoder, run_heads(origin)
    if (origin / CARD_FILE).exists():
        loaded = load_model(origin)
        return dict(loaded.model.state_dict()), loaded.card.heads
    if origin.is_dir():
        raise ModelError(
            Message("%1 is neither the folder of a run nor of a model", origin),
            hint="Give a run, a model folder or a published .pth file.",
        )
    return read_official_state(origin), ()


def with_span_of_start(config: ConfigT) -> ConfigT:
    """The config with the span of the model that the run starts from, where none is asked for.

    Published files do not say theirs.

    Raises:
        ModelError: There is no such model.
    """
    data = config.data
    open_ = config.clip is None and data.sampling == "time" and not (data.span_s or data.stride)
    if not open_ or config.init is None or (span_s := _span_s(config.init)) is None:
        return config
    return config.model_copy(update={"data": data.model_copy(update={"span_s": span_s})})


def _span_s(origin: Path) -> float | None:
    if not origin.exists():
        origin = find_model(origin)
    if (origin / CONFIG_FILE).exists():
        return run_spec(read_config(origin)).span_s
    return read_card(origin).input.span_s if (origin / CARD_FILE).exists() else None


def run_weights(run: Path) -> dict[str, Tensor]:
    """The averaged network of a run, or its network where nothing was averaged; adapters merged.

    Names are those within the network.

    Raises:
        ModelError: There is no checkpoint yet, or it is damaged.
    """
    found, config = saved_weights(run), read_config(run)
    if not isinstance(config, FinetuneConfig) or config.train != "lora":
        return found
    network = build_network(config, run_spec(config), len(found["head.weight"]))
    adapted = with_adapters(network, config.lora)
    adapted.load_state_dict(found)
    return merged_state(adapted)


def saved_weights(run: Path) -> dict[str, Tensor]:
    """The same as they were saved, with adapters beside what they adapt.

    Raises:
        ModelError: There is no checkpoint yet, or it is damaged.
    """
    path = chosen_checkpoint(run)
    try:
        saved: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state: dict[str, Tensor] = saved["state_dict"]
    except (OSError, RuntimeError, EOFError, UnpicklingError, LookupError, TypeError) as error:
        raise ModelError(
            Message("%1 cannot be read: %2", path, error), hint="Resume the run, or train it again."
        ) from error
    prefix = _AVERAGE if any(name.startswith(_AVERAGE) for name in state) else _NETWORK
    return {
        name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)
    }


def trained_run(run: Path) -> tuple[FinetuneConfig, TPSBT]:
    """The settings of a fine-tuning run and its network in evaluation mode, without adapters.

    Raises:
        ModelError: The run is of another kind, or has no checkpoint yet.
    """
    config = read_config(run)
    if not isinstance(config, FinetuneConfig):
        raise ModelError(
            Message("%1 is a pre-training: it gives no scores", run),
            hint="Fine-tune from it with init.",
        )
    network = build_network(config, run_spec(config), len(_outputs(run_heads(run))))
    network.load_state_dict(run_weights(run))
    return config, network.eval().requires_grad_(requires_grad=False)


def run_heads(run: Path) -> tuple[Head, ...]:
    """What the outputs of a run mean; nothing in a pre-training.

    Raises:
        ModelError: The folder holds no run.
    """
    return tuple(learned.head for learned in read_data(run).heads)


def _outputs(heads: Sequence[Head]) -> list[tuple[HeadKind, str, str]]:
    """Kind and name of every output, in order."""
    return [(head.kind, head.name, name) for head in heads for name in head.names]
