"""Low-rank adapters on a TPSBT, by peft. Knows nothing of runs or data."""

from __future__ import annotations

import importlib
from typing import Any, TypeVar

from torch import Tensor, nn

from svfap_core.errors import ModelError
from trainer.config import LoraConfig

TARGETS = r"blocks\.\d+\.(attn\.proj|cross_attn\.proj|mlp\.fc1|mlp\.fc2)"
"""The linear layers of blocks that are called as such. Queries, keys and values are one product
with a bias of its own, as in the published weights, which adapters cannot reach."""

_LORA, _BASE = "lora_", ".base_layer."

Adapted = TypeVar("Adapted", bound=nn.Module)


def with_adapters(network: Adapted, config: LoraConfig) -> Adapted:
    """Put adapters (Hu et al. 2022, section 4.1) into a network and fix all else but its head.

    Raises:
        ModelError: peft is not installed.
    """
    peft = _peft()
    settings: Any = peft.LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=TARGETS,
    )
    adapted: Adapted = peft.inject_adapter_in_model(settings, network)
    for name, parameter in adapted.named_parameters():
        parameter.requires_grad_(_LORA in name or name.startswith(("head.", "fc_norm.")))
    return adapted


def merged_state(network: nn.Module) -> dict[str, Tensor]:
    """The state of an adapted network as that of a plain one, adapters added to the weights."""
    layer_kind: Any = importlib.import_module("peft.tuners.lora").LoraLayer
    for module in network.modules():
        if isinstance(module, layer_kind):
            merging: Any = module
            merging.merge()
    return {
        name.replace(_BASE, "."): value
        for name, value in network.state_dict().items()
        if _LORA not in name
    }


def _peft() -> Any:
    try:
        return importlib.import_module("peft")
    except ImportError as error:
        raise ModelError(
            "low-rank adapters need the package peft, which is not installed",
            hint="Run: pip install peft",
        ) from error
