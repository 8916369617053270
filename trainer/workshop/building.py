"""Builds the task of a run of the workshop: teachers and first weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from torch import Tensor

from svfap_core.errors import ModelError
from svfap_core.messages import Message
from svfap_core.models import Head, HeadKind
from trainer.building import tell_start
from trainer.data.loader import ClipSet
from trainer.folder import CONFIG_FILE
from trainer.initial import read_weights, run_heads, saved_weights, take_weights
from trainer.plan import Plan
from trainer.progress import EventStream
from trainer.runs import read_settings_of
from trainer.specs import run_spec
from trainer.workshop.config import TeacherConfig, WorkshopConfig, parse_config
from trainer.workshop.dlib import DlibNetwork, calibrate_, load_dlib_
from trainer.workshop.kept import ENDING, read_kept, read_start
from trainer.workshop.networks import (
    ClipTPSBT,
    Network,
    PictureCNN,
    StillTPSBT,
    build_network,
)
from trainer.workshop.task import WorkshopTask

CALIBRATION_IMAGES = 1000


def build_task(
    config: WorkshopConfig,
    plan: Plan,
    *,
    total_steps: int,
    events: EventStream | None = None,
    resume: bool = False,
) -> WorkshopTask:
    """The task of a run, its teachers loaded; its network is started unless a checkpoint is."""
    heads = [learned.head for learned in plan.heads]
    task = WorkshopTask(
        config,
        plan,
        total_steps=total_steps,
        network=build_network(config, plan.spec, plan.num_outputs),
        teachers=trained_teachers(config.teacher, heads) if config.teacher else (),
    )
    if not resume:
        _start(task, plan, events)
    if config.keep_first:
        assert isinstance(task.network, ClipTPSBT)  # noqa: S101  # as the settings saw to
        task.network.keep_first_()
    task.begin_average()
    if config.recipe.compile:
        task.network.compile()
    return task


def _start(task: WorkshopTask, plan: Plan, events: EventStream | None) -> None:
    network, origin = task.network, task.config.init
    if origin is not None:
        state, heads = _weights(origin, network)
        loaded = take_weights(network, state, heads, origin=origin, heads=task.plain_heads)
        tell_start(origin, loaded, events)
        if isinstance(network, ClipTPSBT) and _network_of(origin) == "still":
            network.average_time_()
    elif task.config.cnn_weights is not None and isinstance(network, PictureCNN):
        _start_from_dlib(task, network, plan)


def _start_from_dlib(task: WorkshopTask, network: PictureCNN, plan: Plan) -> None:
    assert task.config.cnn_weights is not None  # noqa: S101  # or it starts from nothing
    assert isinstance(network.network, DlibNetwork)  # noqa: S101  # as the settings saw to
    mean, std = task.spec.mean[0], task.spec.std[0]  # A cnn sees the first channel alone.
    load_dlib_(network.network, task.config.cnn_weights, mean=mean, std=std)
    batches = _some_images(plan, CALIBRATION_IMAGES).split(100)
    clips = [task.clips(images, training=False) for images in batches]
    calibrate_(network.network, [network.image(each) for each in clips])


def _some_images(plan: Plan, count: int) -> Tensor:
    """About so many images of the training part, evenly from all of it."""
    train = ClipSet(plan, "train")
    places = range(0, len(train), max(1, len(train) // count))
    windows = [(place, train.covering(place, 1, paper=False)[0]) for place in places]
    return train.window_batch(windows).pictures


def _weights(origin: Path, network: Network) -> tuple[dict[str, Tensor], tuple[Head, ...]]:
    """As `initial.read_weights`, of runs of the workshop and of kept files too.

    What a kept file leaves out, since it was not trained, is as the network has it.
    """
    if origin.suffix == ENDING:
        state, heads = read_start(origin)
        return network.state_dict() | state, heads
    if _network_of(origin):
        return saved_weights(origin), run_heads(origin)
    return read_weights(origin)


def _network_of(origin: Path) -> str:
    """Which network the workshop trained; empty where it is something else."""
    if origin.suffix == ENDING:
        state, _ = read_start(origin)
        whole = any(name.startswith("temporal_downsamples.") for name in state)
        return "clip" if whole else "still"
    if not (origin / CONFIG_FILE).exists():
        return ""
    return read_settings_of(origin, _network_in)


def _network_in(values: Any) -> str:
    if values["kind"] != "workshop":
        return ""
    return parse_config(values).network


def trained_run(run: Path) -> tuple[WorkshopConfig, Network]:
    """The settings of a run of the workshop and its network in evaluation mode.

    Raises:
        ModelError: The run is of another kind, or has no checkpoint yet.
    """
    config = read_settings_of(run, parse_config)
    network = build_network(config, run_spec(config), sum(len(h.names) for h in run_heads(run)))
    network.load_state_dict(saved_weights(run))
    return config, network.eval().requires_grad_(requires_grad=False)


def trained_model(run: Path) -> tuple[WorkshopConfig, ClipTPSBT]:
    """The same of a run that gives a whole model.

    Raises:
        ModelError: It trained a helper, or as above.
    """
    config, network = trained_run(run)
    if not isinstance(network, ClipTPSBT):
        raise ModelError(
            Message("%1 trained a helper network, not a whole model", run),
            hint="Take the run that was begun from it.",
        )
    return config, network


def trained_teachers(
    config: TeacherConfig, heads: Sequence[Head]
) -> tuple[PictureCNN | ClipTPSBT, ...]:
    """The networks that teach a run with these heads, in evaluation mode.

    Raises:
        ModelError: One cannot be read, scores other things, or cannot teach.
    """
    teachers: list[PictureCNN | ClipTPSBT] = []
    for run in config.runs:
        network, own = _teacher(run)
        hints = config.hints and not teachers
        if isinstance(network, StillTPSBT) or (hints and not isinstance(network, PictureCNN)):
            raise ModelError(
                Message("%1 cannot teach this run", run),
                hint="A teacher is a cnn or a whole TPSBT; hints come from a cnn only.",
            )
        if own != tuple(head for head in heads if head.kind is HeadKind.CLASSES):
            raise ModelError(
                Message("%1 cannot teach this run: it tells other classes", run),
                hint="Name the same classes, in the same order, in heads of both.",
            )
        teachers.append(network)
    return tuple(teachers)


def _teacher(path: Path) -> tuple[Network, tuple[Head, ...]]:
    """The network of a run or of a kept file, and what its outputs mean."""
    if path.suffix == ENDING:
        network, about = read_kept(path)
        return network, about.heads
    return trained_run(path)[1], run_heads(path)
