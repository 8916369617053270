"""Builds the task of a run: network, first weights, adapters. Trains nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from svfap_core.atomic import whole_file
from svfap_core.inference.official import EncoderLoad
from trainer.adapters import with_adapters
from trainer.callbacks import EventStream
from trainer.config import PretrainConfig, RunConfig
from trainer.events import Initialised
from trainer.folder import INIT_FILE
from trainer.initial import continue_pretraining, initialise
from trainer.plan import Plan
from trainer.tasks.common import Task
from trainer.tasks.finetune import FinetuneTask
from trainer.tasks.pretrain import PretrainTask


class Builder(Protocol):
    """What `fit` asks for a task; see `build_task`."""

    def __call__(
        self,
        config: Any,
        plan: Plan,
        *,
        total_steps: int,
        events: EventStream | None = None,
        resume: bool = False,
    ) -> Task:
        """The task of a run with this config and plan."""
        ...


def build_task(
    config: RunConfig,
    plan: Plan,
    *,
    total_steps: int,
    events: EventStream | None = None,
    resume: bool = False,
) -> Task:
    """The task of a run; its network has its first weights, unless a checkpoint will give them."""
    if isinstance(config, PretrainConfig):
        task = PretrainTask(config, plan, total_steps=total_steps)
        if config.init is not None and not resume:
            tell_start(config.init, continue_pretraining(task.network, config.init), events)
        if config.recipe.compile:
            task.network.compile()
        return task
    made = FinetuneTask(config, plan, total_steps=total_steps)
    network = made.network
    if config.init is not None and not resume:
        tell_start(config.init, initialise(network, config.init, made.plain_heads), events)
    if config.train == "lora":
        with_adapters(network, config.lora)
    made.begin_average()
    if config.recipe.compile:
        network.compile()
    return made


def tell_start(origin: Path, loaded: EncoderLoad, events: EventStream | None) -> None:
    """Which weights a run starts from, in its folder and as an event."""
    if events is None or not events.main:
        return
    told = Initialised(
        origin=str(origin),
        loaded=len(loaded.loaded),
        missing=loaded.missing,
        unexpected=loaded.unexpected,
        warnings=loaded.warnings,
    )
    with whole_file(events.run / INIT_FILE) as part:
        part.write_text(told.model_dump_json(indent=2), encoding="utf-8")
    events.emit(told)
