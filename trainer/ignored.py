"""Names settings that were given and have no effect. Knows nothing of what runs do with them."""

from __future__ import annotations

from svfap_core.settings import Frozen
from trainer.config import FinetuneConfig, PretrainConfig, RecipeConfig, RunConfig


def ignored_settings(config: RunConfig) -> tuple[str, ...]:
    """Settings that differ from their default and yet have no effect, each with the reason."""
    data, augment, recipe = config.data, config.augment, config.recipe
    rates = recipe.layer_decay < 1
    found = {
        "data.span_s has no effect with clip, which gives the span of a window": (
            data.sampling == "time" and config.clip is not None and data.span_s is not None
        ),
        "data.span_s has no effect with sampling: paper, which counts frames": (
            data.sampling == "paper" and data.span_s is not None
        ),
        "data.stride has no effect with clip, which gives the span of a window": (
            data.sampling == "time" and config.clip is not None and _differ(data, "stride")
        ),
    }
    if isinstance(config, PretrainConfig):
        found |= {
            "recipe.layer_decay has no effect in pre-training": rates,
            "recipe.compat has no effect in pre-training": recipe.compat,
            "data.balance has no effect in pre-training, which reads no labels": data.balance > 0,
            "augment.erase_noise has no effect in pre-training": augment.erase_noise > 0,
        }
    elif config.train == "head":
        found |= dict.fromkeys(_ignored_by_a_head(config), True)
    else:
        found |= {
            f"recipe.layer_decay has no effect with train: {config.train}": (
                rates and config.train != "all"
            ),
            "recipe.compat has no effect without recipe.layer_decay": (
                recipe.compat and not (rates and config.train == "all")
            ),
            "lora has no effect without train: lora": (
                config.train != "lora" and _differ(config, "lora")
            ),
        }
    return tuple(text for text, ignored in found.items() if ignored)


def _ignored_by_a_head(config: FinetuneConfig) -> tuple[str, ...]:
    """A head is fitted at once, on clips as they are."""
    own = ("drop_path", "label_smoothing", "mixup", "cutmix", "ema_decay", "patience", "lora")
    names = [name for name in (*own, "augment") if _differ(config, name)]
    if _differ(config.data, "windows_per_clip"):
        names.append("data.windows_per_clip")
    steps = RecipeConfig.model_fields.keys() - {"epochs", "lr", "seed"}
    if config.recipe.epochs > 1 or _differ(config.recipe, *steps):
        names.append("recipe, except its seed,")
    if any(head.loss or head.weight != 1 for head in config.heads):
        names.append("heads[].loss or heads[].weight")
    return tuple(f"{name} has no effect with train: head" for name in names)


def _differ(group: Frozen, *names: str) -> bool:
    """Whether one of the fields is not at its default."""
    fields = type(group).model_fields
    return any(getattr(group, name) != fields[name].get_default() for name in names)
