"""Builds every registered size of the network, with or without a decoder."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Literal, overload

from svfap_core.models.config import DECODERS, MODEL_SIZES, DecoderConfig, TPSBTConfig
from svfap_core.models.mae import MaskedAutoencoder
from svfap_core.models.tpsbt import TPSBT


@overload
def create_model(
    size: str, *, num_classes: int = ..., pretraining: Literal[False] = ..., **overrides: Any
) -> TPSBT: ...
@overload
def create_model(
    size: str, *, pretraining: Literal[True], **overrides: Any
) -> MaskedAutoencoder: ...
def create_model(
    size: str, *, num_classes: int = 0, pretraining: bool = False, **overrides: Any
) -> TPSBT | MaskedAutoencoder:
    """Build a network with fresh weights.

    Args:
        size: A name in `MODEL_SIZES`.
        num_classes: Length of the output vector, 0 for features only; not used in pre-training.
        pretraining: Build the masked autoencoder instead of encoder and head.
        **overrides: Any field of `TPSBTConfig`; with a `decoder_` prefix, of `DecoderConfig`.

    Returns:
        `TPSBT`, called with clips `(B, 3, T, H, W)`, or `MaskedAutoencoder`, called with clips and
        a boolean mask `(B, N)`, true = masked.

    Raises:
        ValueError: Unknown size or field, or a combination that does not fit.
    """
    if size not in MODEL_SIZES:
        raise ValueError(f"unknown model size {size!r}; there are {', '.join(MODEL_SIZES)}")
    decoder_fields = {f"decoder_{field.name}" for field in fields(DecoderConfig)}
    unknown = overrides.keys() - {field.name for field in fields(TPSBTConfig)} - decoder_fields
    if unknown or (not pretraining and overrides.keys() & decoder_fields):
        names = ", ".join(sorted(unknown or overrides.keys() & decoder_fields))
        raise ValueError(f"the model has no setting {names}")
    config, decoder = MODEL_SIZES[size], DECODERS[size]
    encoder_values = {
        f.name: overrides.get(f.name, getattr(config, f.name)) for f in fields(config)
    }
    if not pretraining:
        return TPSBT(TPSBTConfig(**encoder_values), num_classes)
    decoder_values = {
        f.name: overrides.get(f"decoder_{f.name}", getattr(decoder, f.name))
        for f in fields(decoder)
    }
    return MaskedAutoencoder(TPSBTConfig(**encoder_values), DecoderConfig(**decoder_values))
