"""Reads the published SVFAP checkpoints without running anything that is in them.

Such a file is a pickle that also holds the training arguments and optimiser. It is opened with
torch's restricted reader and a short allow-list, and only tensors are taken out of it.
Knows nothing of our own model folders.
"""

from __future__ import annotations

import argparse
import errno
import pickle
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast, get_args

import numpy as np
import torch
from torch import Tensor, nn

from svfap_core.errors import ModelError
from svfap_core.failures import reason_of
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import check_values, first_size, listed, shape_problems, shapes
from svfap_core.inference.model_folder import check_is_file
from svfap_core.inference.official_cards import official_card
from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.messages import Message
from svfap_core.models import MODEL_SIZES
from svfap_core.models.tpsbt import TPSBT

OfficialDataset: TypeAlias = Literal["dfew", "ferv39k", "mafw"]

_HEAD = frozenset({"head.weight", "head.bias"})
_NOT_PRETRAINED = _HEAD | {"fc_norm.weight", "fc_norm.bias"}
_PRETRAINING_ONLY = ("decoder.", "encoder_to_decoder.", "mask_token")
_WRAPPERS = ("backbone.", "encoder.")

_SCALAR = np.float64(0).__reduce__()[0]
_ALLOWED: list[Any] = [
    argparse.Namespace,
    # A learning rate in the optimiser's state, under the name of NumPy 1 and of NumPy 2.
    (_SCALAR, "numpy.core.multiarray.scalar"),
    (_SCALAR, "numpy._core.multiarray.scalar"),
    np.dtype,
    np.dtypes.Float64DType,
]

_BROKEN_GRAPH = Message(
    "the bottleneck layers are exactly as they were initialised: the weights come from the public "
    "pre-training code, which leaves these layers (38 % of the encoder) untrained and lets masked "
    "patches reach the encoder; results may fall behind the paper's"
)


@dataclass(frozen=True, slots=True)
class EncoderLoad:
    """What became of the tensors of a checkpoint: names loaded, missing and not used."""

    loaded: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OfficialImport:
    """A published model, the card made for it, and what its user should be told."""

    model: TPSBT
    card: ModelCard
    warnings: tuple[str, ...]


def import_official(path: Path, dataset: OfficialDataset) -> OfficialImport:
    """A published fine-tuned model.

    Args:
        path: The downloaded `.pth` file.
        dataset: What it was fine-tuned on; decides names and order of the outputs.

    Raises:
        ModelError: Not such a file, of another size or data set, or with code in it.
    """
    state = read_official_state(path)
    fitting = _fitting_datasets(state, path)
    if dataset not in fitting:
        raise ModelError(
            Message(
                "%1 has %2 outputs, a model of %3 has %4",
                path,
                _outputs(state),
                dataset,
                len(OFFICIAL_LABELS[dataset]),
            ),
            hint=Message("It may be of %1: choose that data set.", " or ".join(fitting)),
        )
    width = first_size(shapes(state), "patch_embed.proj.weight")
    size = next((s for s in ("base", "small") if MODEL_SIZES[s].embed_dim == width), "base")
    model = TPSBT(MODEL_SIZES[size], len(OFFICIAL_LABELS[dataset]))
    if problems := shape_problems(shapes(state), shapes(model.state_dict())):
        raise ModelError(
            Message("%1 does not fit the published network (%2): %3", path, size, listed(problems)),
            hint="Only checkpoints of the SVFAP fine-tuning code can be imported.",
        )
    check_values(state, str(path))
    model.load_state_dict(state)
    return OfficialImport(model.eval(), official_card(dataset, size, model.config), warnings(state))


def load_encoder_weights(path: Path, model: nn.Module) -> EncoderLoad:
    """Start a fine-tuning from a published file, pre-trained or fine-tuned.

    The head is taken over where it has the same shape, as the reference does, and left as it is
    otherwise.

    Args:
        path: The downloaded `.pth` file.
        model: A `TPSBT` with a head of any length, changed in place.

    Raises:
        ModelError: A shape differs, or a tensor is missing, that is not of the head.
    """
    return initialise_encoder(model, read_official_state(path), str(path))


def initialise_encoder(model: nn.Module, state: Mapping[str, Tensor], origin: str) -> EncoderLoad:
    """`load_encoder_weights` for tensors already read, names as in `TPSBT` (no `encoder.`)."""
    wanted, found = shapes(model.state_dict()), shapes(state)
    # Head and its normalisation do not exist in pre-training.
    usable = {
        name: shape
        for name, shape in found.items()
        if name in wanted and not (name in _HEAD and shape != wanted[name])
    }
    missing = wanted.keys() - usable.keys()
    needed = {n: s for n, s in wanted.items() if n in usable or n not in _NOT_PRETRAINED}
    if problems := shape_problems(usable, needed):
        raise ModelError(
            Message("%1 does not fit the encoder: %2", origin, listed(problems)),
            hint="Choose the model size that the file was trained with (published files: base).",
        )
    kept = {name: state[name] for name in usable}
    check_values(kept, origin)
    model.load_state_dict(kept, strict=False)
    return EncoderLoad(
        loaded=tuple(sorted(usable)),
        missing=tuple(sorted(missing)),
        unexpected=tuple(sorted(found.keys() - usable.keys())),
        warnings=warnings(state),
    )


def read_official_state(path: Path) -> dict[str, Tensor]:
    """The network's tensors of a published checkpoint, without the names of its wrappers.

    Raises:
        ModelError: It cannot be read, holds more than the allow-list, or no tensors.
    """
    content = _read_restricted(path)
    table = _tensor_table(content)
    if table is None:
        raise ModelError(
            Message("%1 is not a checkpoint of the SVFAP code: it holds no table of tensors", path),
            hint="Choose the .pth file as it was downloaded.",
        )
    state: dict[str, Tensor] = {}
    for name, value in table.items():
        short = name
        for wrapper in _WRAPPERS:
            short = short.removeprefix(wrapper)
        if short in state:
            raise ModelError(
                Message("%1 holds %2 twice, with and without a prefix", path, short),
                hint="Download it again from where it was published.",
            )
        state[short] = value
    return state


def warnings(state: Mapping[str, Tensor]) -> tuple[str, ...]:
    """What the user of these weights should know.

    A layer without gradient stays at its initial value, as one-dimensional weights get no weight
    decay either: this shows which graph was pre-trained without needing any data.
    """
    initial = {
        "spatial_downsamples.0.norm.weight": 1.0,
        "spatial_downsamples.0.mlp.fc1.bias": 0.0,
        "blocks.12.attn.q_bias": 0.0,
    }
    untouched = all(name in state and bool((state[name] == v).all()) for name, v in initial.items())
    return (_BROKEN_GRAPH,) if untouched else ()


def possible_datasets(path: Path) -> tuple[OfficialDataset, ...]:
    """What a published fine-tuned model may have been fine-tuned on, by its number of outputs.

    Raises:
        ModelError: Not such a file, or with code in it.
    """
    return _fitting_datasets(read_official_state(path), path)


def _fitting_datasets(state: Mapping[str, Tensor], path: Path) -> tuple[OfficialDataset, ...]:
    if any(name.startswith(_PRETRAINING_ONLY) for name in state):
        raise ModelError(
            Message("%1 is a pre-trained encoder: it has no head and gives no scores", path),
            hint="Fine-tune it with svfap-train first; it is made as a starting point for that.",
        )
    rows = _outputs(state)
    known = cast("tuple[OfficialDataset, ...]", get_args(OfficialDataset))
    fitting: tuple[OfficialDataset, ...] = tuple(
        name for name in known if len(OFFICIAL_LABELS[name]) == rows
    )
    if fitting:
        return fitting
    raise ModelError(
        Message("%1 has %2 outputs, as no published model has", path, rows or "no"),
        hint="It is not one of the published fine-tuned models.",
    )


def _outputs(state: Mapping[str, Tensor]) -> int:
    return first_size(shapes(state), "head.weight")


def _tensor_table(content: object) -> dict[str, Tensor] | None:
    """The state dict in a checkpoint's content, whichever way it is wrapped."""
    if not isinstance(content, dict):
        return None
    values = cast("dict[Any, Any]", content)
    table = next((values[key] for key in ("model", "module") if key in values), values)
    if not isinstance(table, dict) or not table:
        return None
    entries = cast("dict[Any, Any]", table)
    sound = all(isinstance(k, str) and isinstance(v, Tensor) for k, v in entries.items())
    return cast("dict[str, Tensor]", entries) if sound else None


def _read_restricted(path: Path) -> object:
    check_is_file(path)
    try:
        mappable = zipfile.is_zipfile(path)
        if not mappable and tarfile.is_tarfile(path):
            return None  # Torch refuses these, but only after it made a folder to unpack them.
        if mappable:
            _check_whole(path)
        with torch.serialization.safe_globals(_ALLOWED):
            return torch.load(path, map_location="cpu", weights_only=True, mmap=mappable)
    except OSError as error:
        if error.errno == errno.EINVAL:  # The reader seeks to a place before the file's beginning.
            raise _damaged(path, error) from error
        raise ModelError(
            Message("%1 cannot be read (%2)", path, reason_of(error)),
            hint="Check the path and that the file may be read.",
        ) from error
    except pickle.UnpicklingError as error:
        raise ModelError(
            Message(
                "%1 is not a checkpoint of the SVFAP code, or holds objects that such a "
                "file does not have; nothing of it was run",
                path,
            ),
            hint="Choose the .pth file as it was downloaded; do not trust one that was changed.",
        ) from error
    except Exception as error:
        # A damaged or hostile pickle can make the restricted reader fail in any way.
        raise _damaged(path, error) from error


def _check_whole(path: Path) -> None:
    """See that all in a zip file is as it was written, and as torch writes it; torch does not look.

    Raises:
        BadZipFile: It is not.
    """
    with zipfile.ZipFile(path) as archive:
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise zipfile.BadZipFile("compressed")
        if (bad := archive.testzip()) is not None:
            raise zipfile.BadZipFile(bad)


def _damaged(path: Path, error: Exception) -> ModelError:
    return ModelError(
        Message("%1 is damaged or not a checkpoint (%2)", path, type(error).__name__),
        hint="Download it again.",
    )
