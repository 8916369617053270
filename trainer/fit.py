"""Carries out a run: builds its task and loaders and lets Lightning train.

One process or many (torchrun), on whatever device there is. Knows nothing of command lines.
"""

from __future__ import annotations

import logging
import os
import re
import time
import warnings
from pathlib import Path

import lightning as L
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader

from svfap_core.atomic import whole_file
from svfap_core.errors import SourceError
from svfap_core.inference.official import EncoderLoad
from svfap_core.inference.place import pick_device
from svfap_core.messages import Message
from trainer.adapters import with_adapters
from trainer.arithmetic import usable_precision
from trainer.callbacks import (
    Curves,
    EventStream,
    Listener,
    Signals,
    Stops,
    WholeCheckpoints,
)
from trainer.choice import BestEpoch, evidence
from trainer.config import (
    FinetuneConfig,
    PretrainConfig,
    RunConfig,
    ignored_settings,
)
from trainer.data.catalogue import Split
from trainer.data.loader import Batch, ClipSet, EpochBatches, ResumableLoader, WindowSet
from trainer.events import Checkpoint, Ended, Initialised, Warned
from trainer.export import export_run
from trainer.folder import BEST, INIT_FILE, LAST, MODEL_FOLDER, PAUSE, STOP_EARLY
from trainer.heads import LearnedHead, resolve_heads, targets_of, without_labels
from trainer.initial import continue_pretraining, initialise, trained_teachers
from trainer.networks import ClipTPSBT, Network, TrainedTPSBT
from trainer.runs import (
    add_facts,
    claim,
    common_template,
    keep_data,
    read_config,
    run_manifests,
    run_spec,
    with_whole_paths,
)
from trainer.tasks.common import Task
from trainer.tasks.finetune import FinetuneTask
from trainer.tasks.pretrain import PretrainTask
from trainer.temperature import is_bound_temperature
from trainer.whitening import whiten_

WHITENING_PICTURES = 2000
UNWANTED_HINTS = (
    ".*does not have many workers.*",  # Reading is measured against the step; one is enough.
    ".*Checkpoint directory .* exists.*",  # It holds the run's settings.
    ".*smaller than the logging interval.*",
    ".*module.s. in eval mode.*",  # The moving average.
    ".*treespec, LeafSpec.*",  # Lightning's own.
)


def fit(
    config: RunConfig,
    run: Path,
    *,
    listener: Listener,
    resume: bool = False,
    max_steps: int = -1,
) -> bool:
    """Train until the end, or until a signal or a file in the run's folder ends it: see `Stops`.

    Args:
        config: The run; with `resume` it must be the one the folder was begun with.
        run: Its folder.
        listener: Called with every event, in the first process only.
        resume: Go on from the last checkpoint.
        max_steps: Stop after this many steps as if interrupted; -1: never.

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
        return _fit(
            with_whole_paths(config),
            run,
            events,
            rank=rank,
            world=world,
            resume=resume,
            max_steps=max_steps,
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
) -> bool:
    if rank == 0:
        claim(run, config, resume=resume)
        keep_data(run, config, resume=resume)
        for request in (STOP_EARLY, PAUSE):
            (run / request).unlink(missing_ok=True)
    started_s = time.perf_counter()
    L.seed_everything(config.recipe.seed, verbose=False)
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)  # Devices, tips.
    signals = Signals()
    stops = Stops(run, run / LAST, config.recipe.checkpoint_every_steps, signals, max_steps)
    sets: dict[Split, ClipSet] = {split: clip_set(config, split) for split in ("train", "val")}
    learn = training_loader(config, sets["train"], rank, world)
    if (held := len(sets["val"])) < world:
        raise SourceError(
            Message("%1 clips to choose the model by are fewer than %2 processes", held, world),
            hint="Start fewer processes, or raise data.val_share.",
        )
    precision, slow = usable_precision(config.recipe.precision, pick_device("auto"))
    for text in filter(None, (*ignored_settings(config), *sets["train"].warnings, slow)):
        events.emit(Warned(text=text))
    task = build_task(
        config,
        sets["train"],
        total_steps=_steps(config, learn),
        events=None if resume else events,
        resume=resume,
    )
    keeps_best = _keeps_best(run, config, sets["val"], events)
    judge = BestEpoch(
        task.monitor,
        mode=task.monitor_mode,
        checkpoint=run / BEST if keeps_best else None,
        patience=config.patience if isinstance(config, FinetuneConfig) else 0,
    )
    trainer = L.Trainer(
        accelerator="auto",
        devices=int(os.environ.get("LOCAL_WORLD_SIZE", "1")),
        num_nodes=max(1, world // int(os.environ.get("LOCAL_WORLD_SIZE", "1"))),
        strategy=_strategy(config, world),
        precision=precision,
        max_epochs=config.recipe.epochs,
        accumulate_grad_batches=config.recipe.accumulate,
        gradient_clip_val=config.recipe.clip_norm or None,
        callbacks=[signals, events, judge, stops],  # What it found is part of what is saved.
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
    held_out = DataLoader(
        WindowSet(sets["val"], _part_size(config, world), rank, world), batch_size=None
    )
    with warnings.catch_warnings():
        for hint in UNWANTED_HINTS:
            warnings.filterwarnings("ignore", message=hint)
        trainer.fit(
            task, learn, held_out, ckpt_path=run / LAST if resume else None, weights_only=True
        )
    complete = trainer.global_step >= task.total_steps or judge.exhausted
    interrupted = stops.interrupted and not complete
    outcome = "interrupted" if interrupted else "stopped_early" if stops.early else "finished"
    if dist.is_initialized():
        dist.destroy_process_group()  # What follows is done by the first process alone.
    whole = isinstance(config, FinetuneConfig) and config.network == "clip"
    if outcome == "stopped_early" and whole and rank == 0:
        card = export_run(run, run / MODEL_FOLDER, _model_name(run)).card
        if is_bound_temperature(card.temperature):
            events.emit(Warned(text=card.provenance.notes[-1]))
    seconds = time.perf_counter() - started_s
    events.emit(Ended(step=trainer.global_step, outcome=outcome, seconds=seconds))
    return not interrupted


def clip_set(config: RunConfig, split: Split) -> ClipSet:
    """One part of a run's data.

    Raises:
        SourceError: It is empty, or has no labels for one of the heads.
    """
    manifests = run_manifests(config)
    heads: tuple[LearnedHead, ...] = ()
    if isinstance(config, FinetuneConfig):
        heads = resolve_heads(config.heads, [manifest.info for manifest in manifests])
    clips = ClipSet(manifests, split, config.data, run_spec(config), targets_of(heads))
    if not len(clips):
        names = ", ".join(manifest.info.data_set for manifest in manifests)
        raise SourceError(
            Message("%1 has no clips in the part %2", names, split),
            hint="It needs clips to learn from, and one more subject or clip of each class to "
            "choose the model by.",
        )
    if bare := without_labels(heads, clips):
        raise SourceError(
            Message("no clip in the part %1 has %2", split, ", ".join(bare)),
            hint="Choose what is learned with heads.",
        )
    return clips


def training_loader(
    config: RunConfig, clips: ClipSet, rank: int = 0, world: int = 1
) -> ResumableLoader:
    """Batches of a run for one process, in an order that its seed decides.

    Raises:
        SourceError: There are fewer clips than a batch takes.
    """
    recipe, data = config.recipe, config.data
    size, parts = recipe.batch_size, recipe.accumulate
    if size % (parts * world):
        raise SourceError(
            Message(
                "a batch of %1 does not divide into %2 parts on %3 processes", size, parts, world
            ),
            hint="Choose another batch_size.",
        )
    batches = EpochBatches(
        clips.labels,
        size,
        parts=parts,
        repeats=data.windows_per_clip,
        balance=data.balance,
        seed=recipe.seed,
        rank=rank,
        world=world,
    )
    part = _part_size(config, world)
    if isinstance(config, FinetuneConfig) and config.mixup + config.cutmix and part % 2:
        raise SourceError(
            Message(
                "mixup and cutmix pair clips, and %1 processes have parts of %2 clips", world, part
            ),
            hint="Choose another batch_size, or less accumulate.",
        )
    if not len(batches):
        raise SourceError(
            Message("%1 training clips are fewer than one batch of %2", len(clips), size),
            hint="Lower recipe.batch_size, or raise data.windows_per_clip.",
        )
    return ResumableLoader(clips, batches, workers=data.workers, pin=torch.cuda.is_available())


def build_task(
    config: RunConfig,
    train: ClipSet,
    *,
    total_steps: int,
    events: EventStream | None = None,
    resume: bool = False,
) -> Task:
    """The task of a run, its teachers loaded; its network is started unless a checkpoint is."""
    manifests = run_manifests(config)
    template, spec = common_template(manifests), run_spec(config)
    if isinstance(config, PretrainConfig):
        task = PretrainTask(config, spec, template, total_steps=total_steps)
        if config.init is not None and not resume:
            _tell_start(config.init, continue_pretraining(task.network, config.init), events)
        if config.recipe.compile:
            task.network.compile()
        return task
    heads = resolve_heads(config.heads, [manifest.info for manifest in manifests])
    teachers = (
        ()
        if config.teacher is None
        else trained_teachers(config.teacher, [new.head for new in heads])
    )
    made = FinetuneTask(config, spec, template, heads, total_steps=total_steps, teachers=teachers)
    if not resume:
        _start_network(made, config, train, events)
    _fix_what_is_kept(made.network, config)
    made.begin_average()
    if config.recipe.compile:
        made.network.compile()
    return made


def _start_network(
    task: FinetuneTask, config: FinetuneConfig, train: ClipSet, events: EventStream | None
) -> None:
    network = task.network
    if config.init is not None:
        _tell_start(config.init, initialise(network, config.init, task.plain_heads), events)
        if isinstance(network, ClipTPSBT) and _of_stills(config.init):
            network.average_time_()
    elif config.whiten and isinstance(network, TrainedTPSBT):
        places = range(0, len(train), max(1, len(train) // WHITENING_PICTURES))
        windows = [(place, train.covering(place, 1, paper=False)[0]) for place in places]
        pictures = train.window_batch(windows).pictures
        whiten_(network.patch_embed, task.clips(pictures, training=False))


def _fix_what_is_kept(network: Network, config: FinetuneConfig) -> None:
    """Take out of training what the settings keep as it is; put in adapters."""
    if config.whiten and isinstance(network, TrainedTPSBT):
        network.patch_embed.requires_grad_(requires_grad=False)
    if config.train == "lora":
        with_adapters(network, config.lora)
    elif config.train == "head":
        network.requires_grad_(requires_grad=False)
        network.get_submodule("head").requires_grad_(requires_grad=True)


def _tell_start(origin: Path, loaded: EncoderLoad, events: EventStream | None) -> None:
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


def _of_stills(origin: Path) -> bool:
    if not (origin / LAST).exists():
        return False
    config = read_config(origin)
    return isinstance(config, FinetuneConfig) and config.network == "still"


def _model_name(run: Path) -> str:
    """The name of a run's folder as that of a model."""
    return re.sub("[^a-z0-9]+", "-", run.resolve().name.lower())[:64].strip("-") or "model"


def _steps(config: RunConfig, learn: DataLoader[Batch]) -> int:
    return config.recipe.epochs * (len(learn) // config.recipe.accumulate)


def _part_size(config: RunConfig, world: int) -> int:
    return max(1, config.recipe.batch_size // (config.recipe.accumulate * world))


def _strategy(config: RunConfig, world: int) -> str:
    if world == 1:
        return "auto"
    # A network of stills leaves its later stages unused.
    still = isinstance(config, FinetuneConfig) and config.network == "still"
    return "ddp_find_unused_parameters_true" if still else "ddp"


def _keeps_best(run: Path, config: RunConfig, held_out: ClipSet, events: EventStream) -> bool:
    """Whether the run gives its best epoch; noted in its folder, and where it does not, reported.

    A pre-training always does: its error is a mean over thousands of patches, the same ones in
    every epoch.
    """
    if isinstance(config, PretrainConfig):
        return True
    found = evidence(held_out)
    if events.main:
        add_facts(run, validation_clips=found.clips, keeps="best" if found.enough else "last")
    if not found.enough:
        kept = "averaged weights" if config.ema_decay else "weights"
        text = Message("%1: no epoch is chosen by them, the run gives its last %2", found, kept)
        events.emit(Warned(text=text))
    return found.enough
