"""Judges runs and models: predictions of a part of the data, figures, report.

Several runs of one cross-validation are pooled: figures are of all their predictions together, as
the paper has it, never means of folds. Knows nothing of training.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch.distributed as dist

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.inference.checkpoint import CARD_FILE, LoadedModel, load_model
from svfap_core.inference.predictor import pick_device
from svfap_core.settings import Device
from trainer.config import DataConfig
from trainer.data.catalogue import Split
from trainer.data.manifest import read_manifest
from trainer.export import model_of_run, record
from trainer.metrics import Evaluation, as_levels, measure
from trainer.predict import predict
from trainer.predictions import Predictions, pool, write_predictions
from trainer.report import write_report
from trainer.runs import CONFIG_FILE, read_config, software

PREDICTIONS_FILE, LEVELS_FILE = "predictions.parquet", "levels.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How a model is judged.

    Attributes:
        split: Part of the data.
        windows: Windows of each clip; none: enough to cover it, or 2 with `paper`.
        paper: Windows by index, as the reference code has them: head and tail.
        device: Where to compute.
        levels: Score dimensions as so many levels too, as AVCAffe is (5).
    """

    split: Split = "test"
    windows: int | None = None
    paper: bool = False
    device: Device = "auto"
    levels: int | None = None

    def __str__(self) -> str:
        """In words, for cards and reports."""
        number = f"{self.windows} windows" if self.windows else "windows over the whole clip"
        if self.paper:
            number = f"{self.windows or 2} windows by frame index, from head to tail"
        return f"{number}, probabilities averaged; one crop, not mirrored; by svfap-train"


def evaluate(
    sources: Sequence[Path],
    out: Path | None,
    protocol: Protocol,
    *,
    data: Sequence[Path] = (),
    keep: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Judge a run, a model folder, or the runs of all folds together.

    Args:
        sources: Folders of runs or models.
        out: Where predictions, figures and report go; none: into the run's folder.
        protocol: How.
        data: Prepared data sets; none: those that each run learned from.
        keep: Put the figures on the card of the one model.
        progress: Hears how many clips of a source are done, and how many there are.

    Raises:
        ModelError: A source is neither run nor model, or there is no place for the results.
        SourceError: Data cannot be read.
        ValueError: Nothing in the data has a truth to judge by.
    """
    if out is None:
        if len(sources) != 1 or not (sources[0] / CONFIG_FILE).exists():
            raise ModelError("say where the results should go with --out")
        out = sources[0] / f"evaluation-{protocol.split}"
    if keep and (len(sources) != 1 or not (sources[0] / CARD_FILE).exists()):
        raise ModelError("figures can be put on the card of one model folder only")
    with _process_group():
        parts, names, facts = [], [], {}
        for source in sources:
            loaded, config = _open(source, data)
            manifests = [read_manifest(path) for path in config.manifests]
            names += [manifest.info.data_set for manifest in manifests]
            facts[source.name] = f"sha256 {loaded.card.sha256[:16] or 'of a run, not exported'}"
            device = pick_device(protocol.device)
            parts.append(
                predict(
                    loaded,
                    manifests,
                    protocol.split,
                    config,
                    device=device,
                    windows=protocol.windows,
                    paper=protocol.paper,
                    progress=progress,
                )
            )
        predictions = pool(parts)
        found = _judge(predictions, tuple(dict.fromkeys(names)), protocol, len(sources))
        if _first_process():
            write_predictions(out / PREDICTIONS_FILE, predictions)
            title = ", ".join(source.name for source in sources)
            write_report(out, found, predictions, title=title, facts=facts | software())
            if protocol.levels:
                _write_levels(out / LEVELS_FILE, predictions, protocol.levels)
            if keep:
                record(sources[0], found)
    return found


def _open(source: Path, data: Sequence[Path]) -> tuple[LoadedModel, DataConfig]:
    if (source / CARD_FILE).exists():
        if not data:
            raise ModelError(f"{source} is a model: name the data to judge it on with --data")
        return load_model(source), DataConfig(manifests=tuple(data))
    config = read_config(source).data
    if data:
        config = config.model_copy(update={"manifests": tuple(data)})
    return model_of_run(source, source.name), config


def _judge(
    predictions: Predictions, names: Sequence[str], protocol: Protocol, count: int
) -> Evaluation:
    return measure(
        predictions,
        data_set=", ".join(names),
        split=f"{protocol.split}, {count} folds pooled" if count > 1 else protocol.split,
        protocol=str(protocol),
    )


def _write_levels(path: Path, predictions: Predictions, levels: int) -> None:
    found = as_levels(predictions, levels)
    values = {name: figures.model_dump() for name, figures in found.items()}
    with whole_file(path) as part:
        part.write_text(json.dumps(values, indent=2), encoding="utf-8")


def _first_process() -> bool:
    return not dist.is_initialized() or dist.get_rank() == 0


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
