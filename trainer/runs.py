"""A run and its folder: config, checkpoints, averaged network. Knows nothing of command lines.

config.yaml     what was asked for
last.ckpt       where a resumed run starts from
best.ckpt       the highest validation accuracy
events.jsonl    progress
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import lightning as L
import torch
import yaml
from lightning.pytorch.callbacks import ModelCheckpoint
from pydantic import ValidationError
from torch import Tensor

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.models import MODEL_SIZES
from svfap_core.settings import ClipSpec
from trainer.callbacks import EventStream, Listener, StopOnSignal
from trainer.config import ClassifierConfig
from trainer.data.dataset import EpochBatches, ResumableLoader, evaluation_loader
from trainer.data.fer2013 import LABELS, TEMPLATE, Stills, read_fer2013
from trainer.events import Ended
from trainer.networks import (
    ClipTPSBT,
    Network,
    PictureCNN,
    StillTPSBT,
    TrainedTPSBT,
    build_network,
    take_weights,
)
from trainer.tasks.finetune import ClassifierTask
from trainer.whitening import whiten_

CONFIG_FILE, LAST, BEST = "config.yaml", "last.ckpt", "best.ckpt"

SPAN_S = 1.28
"""Of a window of the exported model: half the paper's, for half its frames at the same spacing."""

WHITENING_PICTURES = 2000

GREY_MEAN, GREY_STD = 0.508, 0.255
"""Of all training pictures of FER2013, in 0..1."""


def fit(
    config: ClassifierConfig,
    run: Path,
    *,
    listener: Listener,
    resume: bool = False,
    max_steps: int = -1,
) -> bool:
    """Train until the end or until a signal asks to stop.

    Args:
        config: The run; with `resume` it must be the one the folder was begun with.
        run: Its folder.
        listener: Called with every event.
        resume: Go on from the last checkpoint.
        max_steps: Stop after this many steps as if asked to; -1: never.

    Returns:
        Whether the run is complete.

    Raises:
        ModelError: The folder holds a run already, or none to resume, or of another config.
    """
    _claim(run, config, resume=resume)
    started_s = time.perf_counter()
    L.seed_everything(config.seed, verbose=False)
    train = read_fer2013(config.data, "train")
    task = build_task(config, train)
    events, stop = EventStream(run, listener), StopOnSignal(run / LAST, max_steps)
    trainer = L.Trainer(
        accelerator="auto",
        precision=config.precision,
        max_epochs=config.epochs,
        gradient_clip_val=config.clip_norm or None,
        callbacks=[events, stop, *_checkpoints(run, config)],
        default_root_dir=run,
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        use_distributed_sampler=False,
    )
    trainer.fit(
        task,
        training_loader(config, train),
        evaluation_loader(read_fer2013(config.data, "public_test"), config.batch_size),
        ckpt_path=run / LAST if resume else None,
        weights_only=True,
    )
    if not stop.stopped:
        trainer.save_checkpoint(run / LAST, weights_only=False)
    events.emit(
        Ended(
            step=trainer.global_step,
            completed=not stop.stopped,
            seconds=time.perf_counter() - started_s,
        )
    )
    return not stop.stopped


def build_task(config: ClassifierConfig, train: Stills) -> ClassifierTask:
    """The task of a run, its network initialised and its teacher loaded."""
    teacher = None if config.teacher is None else averaged_network(config.teacher)
    if teacher is not None and not isinstance(teacher, PictureCNN):
        raise ModelError(f"{config.teacher} is not a run of a teacher (network: cnn)")
    task = ClassifierTask(
        config,
        clip_spec(config),
        LABELS,
        total_steps=config.epochs * len(training_loader(config, train)),
        teacher=teacher,
    )
    if config.init is not None:
        begun = averaged_network(config.init)
        taken, _ = take_weights(task.network, begun.state_dict())
        if not taken:
            raise ModelError(f"nothing in {config.init} fits the network of this run")
        if isinstance(task.network, ClipTPSBT) and isinstance(begun, StillTPSBT):
            task.network.average_time_()
    elif config.whiten and isinstance(task.network, TrainedTPSBT):
        chosen = train.pictures[:: max(1, len(train) // WHITENING_PICTURES)]
        whiten_(task.network.patch_embed, task.clips(chosen, training=False))
    if config.whiten and isinstance(task.network, TrainedTPSBT):
        task.network.patch_embed.requires_grad_(requires_grad=False)
    task.average.set(task.network)
    return task


def clip_spec(config: ClassifierConfig) -> ClipSpec:
    """How clips reach a run's network; the template is that of the exported model."""
    shape = MODEL_SIZES[config.size]
    return ClipSpec(
        frames=shape.num_frames,
        span_s=SPAN_S,
        size_px=shape.image_size,
        template=TEMPLATE,
        colour="gray",
        mean=(GREY_MEAN, GREY_MEAN, GREY_MEAN),
        std=(GREY_STD, GREY_STD, GREY_STD),
    )


def training_loader(config: ClassifierConfig, stills: Stills) -> ResumableLoader:
    """Batches of a run, in an order that its seed decides."""
    batches = EpochBatches(
        stills.labels, config.batch_size, balance=config.balance, seed=config.seed
    )
    return ResumableLoader(stills, batches)


def read_config(run: Path) -> ClassifierConfig:
    """The config a run was begun with.

    Raises:
        ModelError: The folder holds no run, or one that this version does not know.
    """
    try:
        values = yaml.safe_load((run / CONFIG_FILE).read_text(encoding="utf-8"))
        return ClassifierConfig.model_validate(values)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ModelError(f"{run} is not the folder of a training run: {error}") from error


def averaged_network(run: Path, checkpoint: str = BEST) -> Network:
    """The averaged network of a run, in evaluation mode.

    Raises:
        ModelError: There is none.
    """
    config = read_config(run)
    try:
        saved: dict[str, Any] = torch.load(run / checkpoint, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ModelError(f"the run {run} has no checkpoint {checkpoint} yet") from error
    prefix = "average.module."
    weights: dict[str, Tensor] = {
        name.removeprefix(prefix): value
        for name, value in saved["state_dict"].items()
        if name.startswith(prefix)
    }
    network = build_network(config, len(LABELS))
    network.load_state_dict(weights)
    return network.eval().requires_grad_(requires_grad=False)


def _claim(run: Path, config: ClassifierConfig, *, resume: bool) -> None:
    """Make the folder, or see that it holds this very run."""
    if resume:
        if read_config(run) != config:
            raise ModelError(
                f"the run in {run} was begun with other settings",
                hint="Resume with the settings in its config.yaml, or choose a new folder.",
            )
        if not (run / LAST).exists():
            raise ModelError(f"the run in {run} has no checkpoint to go on from")
        return
    if (run / CONFIG_FILE).exists():
        raise ModelError(f"{run} holds a run already", hint="Use --resume, or choose a new folder.")
    run.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False)
    with whole_file(run / CONFIG_FILE) as part:
        part.write_text(text, encoding="utf-8")


def _checkpoints(run: Path, config: ClassifierConfig) -> list[ModelCheckpoint]:
    return [
        ModelCheckpoint(
            run,
            filename=Path(LAST).stem,
            every_n_train_steps=config.checkpoint_every_steps,
            enable_version_counter=False,
        ),
        ModelCheckpoint(
            run,
            filename=Path(BEST).stem,
            monitor="val/war",
            mode="max",
            save_on_train_epoch_end=False,
            enable_version_counter=False,
        ),
    ]
