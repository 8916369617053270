"""Weights that a run starts from, or that were made by one: runs, model folders, published files.

Knows nothing of optimisers or data.
"""

from __future__ import annotations

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from torch import Tensor, nn

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import (
    CARD_FILE,
    listed,
    load_model,
    shape_problems,
    shapes,
)
from svfap_core.inference.official import EncoderLoad, initialise_encoder, read_official_state
from svfap_core.inference.store import find_model
from trainer.adapters import merged_state, with_adapters
from trainer.config import FinetuneConfig
from trainer.heads import LearnedHead, resolve_heads
from trainer.networks import Network, build_network
from trainer.runs import CONFIG_FILE, best_checkpoint, read_config, run_manifests, run_spec

_ENCODER = "encoder."
_AVERAGE, _NETWORK = "average.module.", "network."


def initialise(network: nn.Module, origin: Path) -> EncoderLoad:
    """Start an encoder from a run, a model folder or a published `.pth`.

    Args:
        network: A TPSBT, changed in place.
        origin: Where the weights are. A head of another length keeps its fresh weights.

    Raises:
        ModelError: Nothing that can be read, or a shape that is not the head's differs.
    """
    return initialise_encoder(network, read_weights(origin), str(origin))


def continue_pretraining(network: nn.Module, run: Path) -> EncoderLoad:
    """Start encoder and decoder from those of another pre-training.

    Raises:
        ModelError: It is not one, or of another size.
    """
    state = run_weights(run)
    if problems := shape_problems(shapes(state), shapes(network.state_dict())):
        raise ModelError(
            f"{run} does not fit the network: {listed(problems)}",
            hint="Go on from a pre-training of the same size and decoder.",
        )
    network.load_state_dict(state)
    return EncoderLoad(loaded=tuple(sorted(state)), missing=(), unexpected=(), warnings=())


def read_weights(origin: Path) -> dict[str, Tensor]:
    """The tensors of an encoder, named as in `TPSBT`.

    Args:
        origin: A run, a model folder, the name of a stored model, or a published file.

    Raises:
        ModelError: It is none of these.
    """
    if not origin.exists():
        origin = find_model(origin)
    if (origin / CONFIG_FILE).exists():
        state = run_weights(origin)
        return {name.removeprefix(_ENCODER): value for name, value in state.items()}
    if (origin / CARD_FILE).exists():
        return dict(load_model(origin).model.state_dict())
    if origin.is_dir():
        raise ModelError(
            f"{origin} is neither the folder of a run nor of a model",
            hint="Give a run, a model folder or a published .pth file.",
        )
    return read_official_state(origin)


def run_weights(run: Path) -> dict[str, Tensor]:
    """The averaged network of a run, or its network where nothing was averaged; adapters merged.

    Names are those within the network.

    Raises:
        ModelError: There is no checkpoint yet, or it is damaged.
    """
    path, config = best_checkpoint(run), read_config(run)
    try:
        saved: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        state: dict[str, Tensor] = saved["state_dict"]
    except (OSError, RuntimeError, EOFError, UnpicklingError, LookupError, TypeError) as error:
        raise ModelError(
            f"{path} cannot be read: {error}", hint="Resume the run, or train it again."
        ) from error
    prefix = _AVERAGE if any(name.startswith(_AVERAGE) for name in state) else _NETWORK
    found = {
        name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)
    }
    if not isinstance(config, FinetuneConfig) or config.train != "lora":
        return found
    network = build_network(config, run_spec(config), len(found["head.weight"]))
    adapted = with_adapters(network, config.lora)
    adapted.load_state_dict(found)
    return merged_state(adapted)


def trained_network(run: Path) -> Network:
    """The network of a fine-tuning run in evaluation mode, as a plain one.

    Raises:
        ModelError: The run is of another kind, or has no checkpoint yet.
    """
    config = read_config(run)
    if not isinstance(config, FinetuneConfig):
        raise ModelError(
            f"{run} is a pre-training: it gives no scores", hint="Fine-tune from it with init."
        )
    outputs = sum(len(learned.head.names) for learned in _heads(config))
    network = build_network(config, run_spec(config), outputs)
    network.load_state_dict(run_weights(run))
    return network.eval().requires_grad_(requires_grad=False)


def run_heads(run: Path) -> tuple[LearnedHead, ...]:
    """What a run learns or has learned; nothing in a pre-training.

    Raises:
        ModelError: The folder holds no run.
        SourceError: Its data cannot be read any more.
    """
    config = read_config(run)
    return _heads(config) if isinstance(config, FinetuneConfig) else ()


def _heads(config: FinetuneConfig) -> tuple[LearnedHead, ...]:
    return resolve_heads(config.heads, [manifest.info for manifest in run_manifests(config)])
