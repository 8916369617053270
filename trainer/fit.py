"""Carries out a run: builds its task and loaders and lets Lightning train.

One process or many (torchrun), on whatever device there is. Knows nothing of command lines.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import lightning as L
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader

from svfap_core.messages import Message
from svfap_core.runtime.place import pick_device
from trainer.arithmetic import usable_precision
from trainer.building import Builder, build_task
from trainer.callbacks import Curves, Signals, Stops, WholeCheckpoints
from trainer.choice import BestEpoch, Selection, select
from trainer.config import FinetuneConfig, RunConfig
from trainer.data.loader import Batch, ClipSet, ResumableLoader, WindowSet
from trainer.events import Checkpoint, Ended, Warned
from trainer.export import export_run
from trainer.folder import BEST, LAST, MODEL_FOLDER, PAUSE, STOP_EARLY
from trainer.head_fit import fit_head
from trainer.ignored import ignored_settings
from trainer.initial import with_span_of_start
from trainer.memory import free_mb, shortage, step_mb
from trainer.plan import Plan, batch_size, epoch_batches, plan_training
from trainer.progress import EventStream, Listener, ProgressReport
from trainer.quiet import quiet
from trainer.runs import add_facts, claim, keep_data, read_settings_of, with_whole_paths
from trainer.tasks.common import Task
from trainer.temperature import is_bound_temperature


def fit(
    config: RunConfig,
    run: Path,
    *,
    listener: Listener,
    resume: bool = False,
    max_steps: int = -1,
    build: Builder = build_task,
) -> bool:
    """Train until the end, or until a signal or a file in the run's folder ends it: see `Stops`.

    Args:
        config: The run; with `resume` it must be the one the folder was begun with.
        run: Its folder.
        listener: Called with every event, in the first process only.
        resume: Go on from the last checkpoint.
        max_steps: Stop after this many steps as if interrupted; -1: never.
        build: Makes the task of the run, as `build_task` does.

    Returns:
        Whether the run is complete; otherwise it can be resumed.

    Raises:
        ModelError: The folder holds a run already, or none to resume, or of another config or data.
        SourceError: The data cannot be read, or does not suit the run.
        OutputError: Something cannot be written; the last whole checkpoint is kept.
        FloatingPointError: The loss or a gradient is not a number.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    events = EventStream(run, listener, main=rank == 0)
    try:
        with quiet():
            return _fit(
                _as_begun(with_whole_paths(config), run, resume=resume),
                run,
                events,
                rank=rank,
                world=world,
                resume=resume,
                max_steps=max_steps,
                build=build,
            )
    except Exception as error:
        events.fail(error)
        raise


def _fit(
    config: RunConfig,
    run: Path,
    events: EventStream,
    *,
    rank: int,
    world: int,
    resume: bool,
    max_steps: int,
    build: Builder,
) -> bool:
    if rank == 0:
        claim(run, config, resume=resume)
    plan = plan_training(config, world)
    if rank == 0:
        keep_data(run, plan, resume=resume)
        for request in (STOP_EARLY, PAUSE):
            (run / request).unlink(missing_ok=True)
    if isinstance(config, FinetuneConfig) and config.train == "head":
        # One process does it: others have nothing to share.
        return rank > 0 or fit_head(config, plan, run, events, resume=resume)
    started_s = time.perf_counter()
    L.seed_everything(config.recipe.seed, verbose=False)
    signals = Signals()
    stops = Stops(run, run / LAST, config.recipe.checkpoint_every_steps, signals, max_steps)
    learn = training_loader(config, plan, rank, world)
    chosen = _selection(run, config, plan, events)
    precision, slow = usable_precision(config.recipe.precision, torch.device(pick_device("auto")))
    size = batch_size(config, plan, world)
    fewer = _smaller(config, plan, size)
    for text in filter(None, (*ignored_settings(config), *plan.warnings, fewer, slow)):
        events.emit(Warned(text=text))
    task = build(config, plan, total_steps=_steps(config, learn), events=events, resume=resume)
    part = max(1, size // (config.recipe.accumulate * world))
    needed_mb = step_mb(task, part, precision)
    if short := shortage(needed_mb, free_mb(torch.device(pick_device("auto")))):
        events.emit(Warned(text=short))
    judge = BestEpoch(
        task.figure(chosen.by),
        checkpoint=None if chosen.by == "last" else run / BEST,
        patience=config.patience if isinstance(config, FinetuneConfig) else 0,
    )
    trainer = L.Trainer(
        accelerator="auto",
        devices=int(os.environ.get("LOCAL_WORLD_SIZE", "1")),
        num_nodes=max(1, world // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))),
        strategy=_strategy(task, world),
        precision=precision,
        max_epochs=config.recipe.epochs,
        accumulate_grad_batches=config.recipe.accumulate,
        gradient_clip_val=config.recipe.clip_norm or None,
        # What was found is part of what `stops` saves.
        callbacks=[signals, ProgressReport(events, stops, needed_mb), judge, stops],
        plugins=[
            WholeCheckpoints(
                lambda path: events.emit(Checkpoint(step=trainer.global_step, path=str(path)))
            )
        ],
        default_root_dir=run,
        logger=Curves(run, name="", version="tensorboard"),
        log_every_n_steps=20,
        enable_checkpointing=False,  # By Lightning: `judge` and `stops` do.
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        use_distributed_sampler=False,
    )
    held_out = WindowSet(ClipSet(plan, "val"), part, rank, world)
    trainer.fit(
        task,
        learn,
        DataLoader(held_out, batch_size=None) if plan.size("val") else None,
        ckpt_path=run / LAST if resume else None,
        weights_only=True,
    )
    complete = trainer.global_step >= task.total_steps or judge.exhausted
    interrupted = stops.interrupted and not complete
    outcome = "interrupted" if interrupted else "stopped_early" if stops.early else "finished"
    if dist.is_initialized():
        dist.destroy_process_group()  # What follows is done by the first process alone.
    if outcome == "stopped_early" and config.kind == "finetune" and rank == 0:
        card = export_run(run, run / MODEL_FOLDER, _model_name(run)).card
        if is_bound_temperature(card.temperature):
            events.emit(Warned(text=card.provenance.notes[-1]))
    seconds = time.perf_counter() - started_s
    events.emit(Ended(step=trainer.global_step, outcome=outcome, seconds=seconds))
    return not interrupted


def _as_begun(config: RunConfig, run: Path, *, resume: bool) -> RunConfig:
    """The config with the span that its start gives it; of a resumed run, that it began with.

    What a run starts from need not be there any more when it is resumed.
    """
    if not resume:
        return with_span_of_start(config)
    began: Any = read_settings_of(run, lambda values: values)
    span_s = began.get("data", {}).get("span_s")
    if config.data.span_s or config.data.stride or span_s is None:
        return config
    return config.model_copy(update={"data": config.data.model_copy(update={"span_s": span_s})})


def training_loader(
    config: RunConfig, plan: Plan, rank: int = 0, world: int = 1
) -> ResumableLoader:
    """Batches of a run for one process, in an order that its seed decides."""
    return ResumableLoader(
        ClipSet(plan, "train"),
        epoch_batches(config, plan, rank, world),
        workers=plan.data.workers,
        pin=torch.cuda.is_available(),
    )


def _model_name(run: Path) -> str:
    """The name of a run's folder as that of a model."""
    return re.sub("[^a-z0-9]+", "-", run.resolve().name.lower())[:64].strip("-") or "model"


def _steps(config: RunConfig, learn: DataLoader[Batch]) -> int:
    return config.recipe.epochs * (len(learn) // config.recipe.accumulate)


def _smaller(config: RunConfig, plan: Plan, size: int) -> str:
    """What is told where a batch is smaller than was asked for."""
    if size == (asked := config.recipe.batch_size):
        return ""
    return Message(
        "%1 training clips: a batch is %2 clips, not %3, so that an epoch has two steps",
        plan.size("train"),
        size,
        asked,
    )


def _strategy(task: Task, world: int) -> str:
    if world == 1:
        return "auto"
    return "ddp_find_unused_parameters_true" if task.leaves_weights_unused else "ddp"


def _selection(run: Path, config: RunConfig, plan: Plan, events: EventStream) -> Selection:
    """What the weights are chosen by; noted in the run's folder, and reported if by nothing."""
    chosen = select(config, plan)
    if events.main:
        add_facts(run, selection=chosen.model_dump())
    if chosen.by == "last" and chosen.why != "asked":
        averaged = isinstance(config, FinetuneConfig) and config.ema_decay > 0
        kept = "averaged weights" if averaged else "weights"
        text = Message("%1: the run keeps its last %2", chosen.reason, kept)
        events.emit(Warned(text=text))
    return chosen
