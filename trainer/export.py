"""Makes a model folder of a finished run: weights, card, and on request ONNX.

The figures on the card are those of evaluations, never the user's word. Knows nothing of training.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.inference.card import Metric, ModelCard, Provenance, card_text
from svfap_core.inference.checkpoint import save_model, weights_sha256
from svfap_core.inference.model_folder import LoadedModel, read_card
from svfap_core.inference.official_cards import ASSUMED_TEMPLATE
from svfap_core.messages import Message
from svfap_core.models import HeadKind, split_outputs
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE
from svfap_core.runtime.place import pick_device
from trainer.choice import Selection
from trainer.config import FinetuneConfig
from trainer.doubt import disagreement_threshold
from trainer.folder import BEST, CROSS_VALIDATION, EVALUATION_FILE, FACTS_FILE, PREDICTIONS_FILE
from trainer.initial import trained_run
from trainer.metrics import Evaluation, JudgedModel
from trainer.plan import Plan, plan_run
from trainer.predictions import Predictions, read_predictions
from trainer.runs import chosen_checkpoint, read_data, read_facts
from trainer.scoring import score
from trainer.temperature import is_bound_temperature, shared_temperature

ONNX_FILE = "model.onnx"
ONNX_TOLERANCE = 1e-4
INTENDED_USE = (
    "Research on people who agreed to be recorded. An expression is not a feeling: not for "
    "decisions about people."
)
ASSUMED_NOTE = (
    "UNVERIFIED: the face template is an assumption, as the crops of the data set come without "
    "one. `svfap-train template` measures it on the prepared data set."
)
ACTIONS_NOTE = (
    "Facial actions are learned from the data sets' values of them. Where these are scores of "
    "another program (a teacher), the model's are estimates of its scores, errors included."
)

Reader: TypeAlias = Callable[[Path], tuple[FinetuneConfig, TPSBT]]


@dataclass(frozen=True, slots=True)
class Exported:
    """The card of an exported model, and which evaluations in the run are not on it, and why."""

    card: ModelCard
    left_out: tuple[str, ...]


def model_of_run(
    run: Path,
    name: str,
    device: torch.device,
    progress: Callable[[int, int], None] | None = None,
    read: Reader = trained_run,
) -> tuple[LoadedModel, Plan]:
    """The averaged network of a run with a card, calibrated on the validation part, not judged.

    Clips of a cross-validation calibrate it where there was one. Without such and without
    validation clips it is not calibrated, and its notes say so.

    Args:
        run: The run.
        name: The model's name.
        device: Where to compute what calibration needs.
        progress: Hears how many clips are scored for it, and how many there are.
        read: Gives the settings and the network of a run.

    Returns:
        The model, and the plan of the run.

    Raises:
        ModelError: The run gives no model, or is not far enough.
        SourceError: Its data cannot be read any more.
    """
    config, network = read(run)
    plan = plan_run(config, read_data(run).heads)
    shape = replace(network.config, drop_path=0.0)  # Of training only.
    model = TPSBT(shape, plan.num_outputs).eval()
    model.load_state_dict(network.state_dict())
    notes = [note for manifest in plan.manifests for note in manifest.info.notes]
    notes.append(_which_weights(run, config))
    spec = plan.spec
    if config.clip is None and plan.template is None:
        spec = spec.model_copy(update={"template": ASSUMED_TEMPLATE})
        notes.append(ASSUMED_NOTE)
    if config.data.fold:
        notes.append(
            Message("Learned without fold %1 of its data, its test part.", config.data.fold)
        )
    if (run / CROSS_VALIDATION).exists():
        notes.append(
            "Its cross-validated figures are of models that learned the same way, each without the "
            "fold that it was judged on; this one learned from all folds."
        )
    if any(learned.head.kind is HeadKind.ACTIONS for learned in plan.heads):
        notes.append(ACTIONS_NOTE)
    heads = tuple(replace(learned.head, votes=learned.shares) for learned in plan.heads)
    card = ModelCard(
        name=name.lower().replace(" ", "-"),
        title=name,
        task=", ".join(" ".join((head.name, *head.names)).strip() for head in heads),
        size=config.size,
        encoder=model.config,
        heads=heads,
        input=spec,
        mirrored=config.mirrored,
        licence="not stated",
        provenance=Provenance(
            trained_on=tuple(manifest.info.data_set for manifest in plan.manifests),
            initialised_from=str(config.init.name) if config.init else "",
            trained_at=datetime.now(UTC).date().isoformat(),
            software=read_facts(run, FACTS_FILE).get("software", {}),
            intended_use=INTENDED_USE,
            limits=("Not tested for equal performance across age, sex, skin colour or culture.",),
            notes=tuple(notes),
        ),
        sha256=weights_sha256(model),
        created=datetime.now(UTC),
    )
    loaded = LoadedModel(model, card)
    if not (card.emotion_names or card.named_classes):
        return loaded, plan
    found, note = _calibration(run, loaded, plan, device, progress)
    return LoadedModel(model.cpu(), with_note(card.model_copy(update=found), note)), plan


def _calibration(
    run: Path,
    loaded: LoadedModel,
    plan: Plan,
    device: torch.device,
    progress: Callable[[int, int], None] | None,
) -> tuple[dict[str, float | None], str]:
    """What suits labelled clips that were not learned from, and what is to be said of it.

    Fields of the card: the temperature, and where raters disagree.
    """
    crossed = Message("Calibrated by cross-validation over %1 clips that it learned from.")
    tested = run / CROSS_VALIDATION / PREDICTIONS_FILE
    if tested.exists():
        found = read_predictions(tested)
        told = [found.labels, *(answers.labels for answers in found.further.values())]
        known = int((np.stack(told) >= 0).any(axis=0).sum())
        return {"temperature": _best_temperature(found)}, Message(crossed, known)
    fitted = read_facts(run, FACTS_FILE).get("head", {})
    if fitted.get("temperature") is not None:
        return {"temperature": fitted["temperature"]}, Message(crossed, fitted["unseen"])
    known = plan.counts("val").labelled
    if not known:
        return {}, "Not calibrated (temperature 1): there are no labelled validation clips."
    found = score(loaded, plan, "val", device=device, progress=progress)
    temperature = _best_temperature(found)
    fields: dict[str, float | None] = {"temperature": temperature}
    if loaded.card.has_ambiguity:  # Scored at temperature 1: as shares of votes.
        fields["ambiguity_threshold"] = disagreement_threshold(found)
    if is_bound_temperature(temperature):
        return fields, _bound_note(temperature, known)
    return fields, Message("Calibrated on %1 validation clips.", known)


def _best_temperature(found: Predictions) -> float:
    """One for all class heads."""
    pairs = [(found.log_probabilities, found.labels)] if found.classes else []
    pairs += [(a.log_probabilities, a.labels) for a in found.further.values()]
    return shared_temperature(pairs)


def _bound_note(temperature: float, clips: int) -> str:
    """What a card says of a calibration that ended at the edge of its range."""
    why = "nearly all answers are right" if temperature < 1 else "answers are as good as random"
    return Message(
        "Calibration ended at the edge of its range (temperature %1, %2 validation "
        "clips), as where %3: probabilities may be off.",
        f"{temperature:g}",
        clips,
        why,
    )


def export_run(
    run: Path,
    folder: Path,
    name: str,
    *,
    title: str = "",
    licence: str = "",
    read: Reader = trained_run,
) -> Exported:
    """Write a run as a model, calibrated on the validation part, with all figures there are of it.

    Args:
        run: The run; evaluations in it of this very model give the figures.
        folder: The model folder to make.
        name: The model's name, lower case.
        title: What people call it.
        licence: Under which it may be used.
        read: Gives the settings and the network of a run.

    Raises:
        ModelError: The run gives no model.
        SourceError: Its data cannot be read any more.
        OutputError: The folder cannot be written.
    """
    loaded, _ = model_of_run(run, name, torch.device(pick_device("auto")), read=read)
    metrics, left_out = _figures(run, loaded.card)
    changes: dict[str, Any] = {"title": title or name, "metrics": metrics}
    if licence:
        changes["licence"] = licence
    card = save_model(folder, loaded.model, loaded.card.model_copy(update=changes))
    return Exported(card, left_out)


def judged_model(card: ModelCard) -> JudgedModel:
    """What an evaluation says of the model that it judged."""
    return JudgedModel(sha256=card.sha256, temperature=card.temperature)


def _which_weights(run: Path, config: FinetuneConfig) -> str:
    """Of which epoch the exported weights are, chosen by what, and why."""
    path = chosen_checkpoint(run)
    if fitted := read_facts(run, FACTS_FILE).get("head"):
        return Message("A linear head on fixed features, fitted on %1 clips.", fitted["clips"])
    saved: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    kind = "averaged weights" if config.ema_decay else "weights"
    epoch = Message("epoch %1 of %2", saved["epoch"] + 1, config.recipe.epochs)
    facts = read_facts(run, FACTS_FILE).get("selection")
    if facts is None:  # As older versions trained it.
        return Message("The %1 of %2.", kind, epoch)
    chosen = Selection.model_validate(facts)
    if path.name == BEST:
        by = "validation loss" if chosen.by == "loss" else chosen.by.upper()
        return Message(
            "The %1 of %2, the best by %3 on %4 validation clips: %5.",
            kind, epoch, by, chosen.clips, chosen.reason,
        )  # fmt: skip
    why = chosen.reason if chosen.by == "last" else "no epoch has ended yet"
    return Message("The last %1 (of %2), not those of a best epoch: %3.", kind, epoch, why)


def with_note(card: ModelCard, note: str) -> ModelCard:
    """The card with one more note on where its model comes from."""
    told = card.provenance.model_copy(update={"notes": (*card.provenance.notes, note)})
    return card.model_copy(update={"provenance": told})


def record_figures(folder: Path, evaluation: Evaluation) -> None:
    """Put figures on the card of a model, in place of those of the same data set and split."""
    card = read_card(folder)
    same = (evaluation.data_set, evaluation.split)
    others = tuple(m for m in card.metrics if (m.data_set, m.split) != same)
    changed = card.model_copy(update={"metrics": (*evaluation.metrics(), *others)})
    with whole_file(folder / CARD_FILE) as part:
        part.write_text(card_text(changed), encoding="utf-8")


def export_onnx(loaded: LoadedModel, folder: Path) -> float:
    """Write the network as ONNX, batch size free, and compare it with torch.

    Input `clips` `(B, 3, T, S, S)` float32 as `svfap_core.clips.preprocess` makes it; output
    `outputs`, raw, in the order of the card's heads.

    Returns:
        The largest difference of a probability or value on random clips; at most 1e-4.

    Raises:
        ModelError: A package is missing, or the two do not agree: then no file is left.
    """
    _needed("onnxscript")
    spec = loaded.card.input
    shape = (3, 3, spec.frames, spec.size_px, spec.size_px)
    clips = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    with whole_file(folder / ONNX_FILE) as part:
        torch.onnx.export(
            loaded.model,
            (clips[:2],),
            part,
            input_names=["clips"],
            output_names=["outputs"],
            dynamic_shapes={"clips": {0: torch.export.Dim.DYNAMIC}},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        with torch.inference_mode():
            expected: Tensor = loaded.model(clips)
        session: Any = _needed("onnxruntime").InferenceSession(
            part.read_bytes(), providers=["CPUExecutionProvider"]
        )
        [found] = session.run(None, {"clips": clips.numpy()})
        difference = _difference(loaded.card, found, expected.numpy())
        if not difference <= ONNX_TOLERANCE:
            raise ModelError(
                Message("the ONNX model differs from the network by %1", f"{difference:.1e}")
            )
    return difference


def _difference(
    card: ModelCard, found: NDArray[np.float32], expected: NDArray[np.float32]
) -> float:
    """The largest between the probabilities and values of two raw outputs `(B, K + D)`."""
    largest = 0.0
    parts = (split_outputs(outputs, card.heads) for outputs in (found, expected))
    for head, own, other in zip(card.heads, *parts, strict=True):
        divisor = card.temperature if head.kind is HeadKind.CLASSES else 1.0
        apart = head.scores(own / divisor) - head.scores(other / divisor)
        largest = max(largest, float(np.abs(apart).max()))
    return largest


def _needed(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise ModelError(
            Message("ONNX export needs the package %1", package),
            hint=Message("Run: pip install %1", package),
        ) from error


def _figures(run: Path, card: ModelCard) -> tuple[tuple[Metric, ...], tuple[str, ...]]:
    """Those of all evaluations in a run's folder of this model, and why others are left out.

    A cross-validation judges what makes the model, by runs that learned from one fold less.
    """
    metrics: list[Metric] = []
    left_out: list[str] = []
    for path in sorted(run.glob(f"*/{EVALUATION_FILE}")):
        try:
            found = Evaluation.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            left_out.append(Message("%1: damaged, or made by another version", path.parent.name))
            continue
        if path.parent.name != CROSS_VALIDATION and found.models != (judged_model(card),):
            left_out.append(
                Message("%1: of another checkpoint, calibration or model", path.parent.name)
            )
            continue
        metrics += found.metrics()
    return tuple(metrics), tuple(left_out)
