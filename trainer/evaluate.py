"""Judges runs and models: predictions of a part of the data, figures, report.

Several runs of one cross-validation are pooled: figures are of all their predictions together, as
the paper has it, never means of folds. Knows nothing of training.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist

from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.messages import Message
from svfap_core.names import CARD_FILE
from svfap_core.runtime.place import pick_device
from svfap_core.settings import Device
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.description import Description, describe
from trainer.export import judged_model, model_of_run, record_figures
from trainer.folder import CONFIG_FILE, FOLDS, PREDICTIONS_FILE
from trainer.metrics import Evaluation, JudgedModel, measure
from trainer.plan import Plan, plan_judging, plan_run
from trainer.pooling import average_groups, pool
from trainer.predictions import Predictions, write_predictions
from trainer.report import write_report
from trainer.runs import read_config, read_data, software
from trainer.scoring import score
from trainer.specs import stride_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How a model is judged.

    Attributes:
        split: Part of the data.
        fold: Test fold, for models and data sets that are judged by cross-validation.
        windows: Windows of each clip; none: enough to cover it, or 2 with `paper`.
        paper: Windows by index, as the reference code has them: head and tail; not calibrated.
        device: Where to compute.
        levels: Score dimensions as so many levels too, as AVCAffe is (5).
        calibrated: Divide class outputs by the card's temperature; if not, as they come.
    """

    split: Split = "test"
    fold: int | None = None
    windows: int | None = None
    paper: bool = False
    device: Device = "auto"
    levels: int | None = None
    calibrated: bool = True

    @property
    def as_exported(self) -> bool:
        """Whether probabilities are those that people get; the reference code knows no others."""
        return self.calibrated and not self.paper

    def __str__(self) -> str:
        """In words, for cards and reports."""
        number = f"{self.windows} windows" if self.windows else "windows over the whole clip"
        if self.paper:
            number = f"{self.windows or 2} windows by frame index, from head to tail"
        return f"{number}, probabilities averaged; one crop; by svfap-train"


def results_folder(sources: Sequence[Path], split: Split) -> Path:
    """Where the results of a run go if nobody says.

    Raises:
        ModelError: It is not one run.
    """
    if len(sources) != 1 or not (sources[0] / CONFIG_FILE).exists():
        raise ModelError("say where the results should go with --out")
    return sources[0] / f"evaluation-{split}"


def evaluate(
    sources: Sequence[Path],
    out: Path,
    protocol: Protocol,
    *,
    data: Sequence[Path] = (),
    title: str = "",
    record: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Judge a run, a model folder, or the runs of all folds together.

    Args:
        sources: Folders of runs or models. A run is judged as the model that it gives, calibrated.
        out: Where predictions, figures and report go.
        protocol: How.
        data: Prepared data sets; none: those that each run learned from.
        title: Of the report; none: the names of the sources.
        record: Put the figures on the card of the one model.
        progress: Hears in the first process how many clips of a source are done, of how many.

    Raises:
        ModelError: A source is neither run nor model, or is not to be judged so.
        SourceError: Data cannot be read.
        ValueError: Nothing in the data has a truth to judge by.
    """
    if record and (len(sources) != 1 or not (sources[0] / CARD_FILE).exists()):
        raise ModelError("figures can be put on the card of one model folder only")
    if record and not protocol.as_exported:
        raise ModelError("a card holds figures of the calibrated model: leave one of both out")
    progress = progress if first_process() else None
    with _process_group():
        device = process_device(protocol.device)
        parts: list[Predictions] = []
        models: list[JudgedModel] = []
        folds: list[int] = []
        names: dict[str, None] = {}
        plans: list[Plan] = []
        notes: dict[str, None] = {}
        for source in sources:
            loaded, plan = _open(source, data, protocol, device, progress)
            if not protocol.as_exported:
                plain = loaded.card.model_copy(update={"temperature": 1.0})
                loaded = LoadedModel(loaded.model, plain)
                notes["not calibrated"] = None
            names |= dict.fromkeys(manifest.info.data_set for manifest in plan.manifests)
            plans.append(plan)
            notes |= dict.fromkeys(_doubts(source, plan, protocol.split))
            notes["mirrored too, outputs averaged" if loaded.card.mirrored else "not mirrored"] = (
                None
            )
            models.append(judged_model(loaded.card))
            part = score(
                loaded,
                plan,
                protocol.split,
                device=device,
                windows=protocol.windows,
                paper=protocol.paper,
                progress=progress,
            )
            parts.append(part)
            if plan.data.fold and any(fold is not None for fold in part.folds):
                folds.append(plan.data.fold)
        predictions = pool(parts)
        judged = predictions
        if any(predictions.groups):
            judged = average_groups(predictions)
            notes["scores of a group's clips averaged"] = None
        found = measure(
            judged,
            data_set=", ".join(names),
            split=_part(protocol.split, folds),
            protocol="; ".join((str(protocol), *notes)),
            models=models,
            levels=protocol.levels,
            caution=_caution(sources, data, protocol.split),
        )
        if first_process():
            write_predictions(out / PREDICTIONS_FILE, predictions)
            facts = {
                _called(source): f"sha256 {model.sha256[:16]}, temperature {model.temperature:g}"
                for source, model in zip(sources, models, strict=True)
            }
            write_report(
                out,
                found,
                judged,
                title=title or ", ".join(map(_called, sources)),
                facts=facts | software(),
                data=_described(plans),
            )
            if record:
                record_figures(sources[0], found)
    return found


def first_process() -> bool:
    """Whether this process is the one that writes and speaks, of all that torchrun started."""
    return os.environ.get("RANK", "0") == "0"


def process_device(wanted: Device) -> torch.device:
    """The device of this process: of several GPUs its own.

    Raises:
        DeviceError: The one asked for is not there.
    """
    device = torch.device(pick_device(wanted))
    if device.type != "cuda":
        return device
    return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))


def _open(
    source: Path,
    data: Sequence[Path],
    protocol: Protocol,
    device: torch.device,
    progress: Callable[[int, int], None] | None,
) -> tuple[LoadedModel, Plan]:
    """A model, and the plan by which it is judged."""
    if (source / CARD_FILE).exists():
        if not data:
            raise ModelError(
                Message("%1 is a model: name the data to judge it on with --data", source)
            )
        loaded = load_model(source)
        stride = stride_of(loaded.card.input)
        asked = DataConfig(manifests=tuple(data), fold=protocol.fold, stride=stride)
        return loaded, plan_judging(asked, loaded.card.heads, loaded.card.input)
    config = read_config(source).data
    if protocol.fold not in (None, config.fold):
        raise ModelError(
            Message(
                "%1 was trained with fold %2 as its test part, not %3",
                source,
                config.fold,
                protocol.fold,
            ),
            hint="Leave --fold out: a run knows its own.",
        )
    if not data:  # Before the model is calibrated, which takes a while.
        plan_run(read_config(source), read_data(source).heads).require(protocol.split)
    loaded, plan = model_of_run(source, source.name, device, progress)
    if not data:
        return loaded, plan
    other = config.model_copy(update={"manifests": tuple(data)})
    return loaded, plan_judging(other, loaded.card.heads, loaded.card.input)


def _doubts(source: Path, plan: Plan, split: Split) -> list[str]:
    """What speaks against figures of a part; only a run knows what it has not learned from."""
    if split != "val" or not (source / CARD_FILE).exists():
        return []
    return [
        Message(
            "the part val of %1 was cut out of its training part: the model may have "
            "learned from it",
            manifest.info.data_set,
        )
        for manifest in plan.manifests
        if "val" not in manifest.column("split")
    ]


def _caution(sources: Sequence[Path], data: Sequence[Path], split: Split) -> str:
    """What must be known before figures of clips that a model learned from, or may have."""
    if split != "train":
        return ""
    if data or any((source / CARD_FILE).exists() for source in sources):
        return Message(
            "These clips may have been learned from: then the figures say nothing about new ones."
        )
    return Message("These clips were learned from: the figures say nothing about new ones.")


def _called(source: Path) -> str:
    return f"fold {source.name}" if source.parent.name == FOLDS else source.name


def _described(plans: Sequence[Plan]) -> list[Description]:
    """The data sets of all plans, each once."""
    shares = {
        manifest.folder: (manifest, plan.data.val_share, plan.data.test_share)
        for plan in plans
        for manifest in plan.manifests
    }
    return [
        describe(manifest, val_share=val_share, test_share=test_share)
        for manifest, val_share, test_share in shares.values()
    ]


def _part(split: Split, folds: Sequence[int]) -> str:
    """What a part is called where it depends on folds."""
    if not folds:
        return split
    return f"{split}, {len(folds)} folds pooled" if len(folds) > 1 else f"{split}, fold {folds[0]}"


@contextmanager
def _process_group() -> Generator[None]:
    """Join the other processes, where torchrun started several."""
    many = int(os.environ.get("WORLD_SIZE", "1")) > 1 and not dist.is_initialized()
    if many:
        dist.init_process_group("gloo")
    try:
        yield
    finally:
        if many:
            dist.destroy_process_group()
