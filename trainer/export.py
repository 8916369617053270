"""Makes a model folder of a finished run: weights, card, and on request ONNX.

The figures on the card are those of evaluations, never the user's word. Knows nothing of training.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError
from svfap_core.inference.card import Metric, ModelCard, Provenance, card_text
from svfap_core.inference.checkpoint import CARD_FILE, LoadedModel, read_card, save_model
from svfap_core.inference.predictor import pick_device
from svfap_core.models import TPSBT
from trainer.config import FinetuneConfig
from trainer.heads import resolve_heads
from trainer.initial import trained_network
from trainer.metrics import Evaluation, best_temperature
from trainer.networks import ClipTPSBT
from trainer.predict import predict
from trainer.predictions import Predictions
from trainer.report import EVALUATION_FILE
from trainer.runs import FACTS_FILE, read_config, read_facts, run_manifests, run_spec

ONNX_FILE = "model.onnx"
ONNX_TOLERANCE = 1e-4
INTENDED_USE = (
    "Research on people who agreed to be recorded. An expression is not a feeling: not for "
    "decisions about people."
)


def model_of_run(run: Path, name: str) -> LoadedModel:
    """The averaged network of a run with a card, neither calibrated nor judged.

    Raises:
        ModelError: The run is of another network, or not far enough.
    """
    config = read_config(run)
    network = trained_network(run)
    if not isinstance(network, ClipTPSBT) or not isinstance(config, FinetuneConfig):
        raise ModelError(
            f"{run} trained a helper network, not a whole model",
            hint="Take the run that was begun from it.",
        )
    manifests = run_manifests(config)
    heads = tuple(h.head for h in resolve_heads(config.heads, [m.info for m in manifests]))
    shape = replace(network.config, drop_path=0.0)  # Of training only.
    model = TPSBT(shape, sum(len(head.names) for head in heads))
    model.load_state_dict(network.state_dict())
    data_sets = tuple(manifest.info.data_set for manifest in manifests)
    card = ModelCard(
        name=name.lower().replace(" ", "-"),
        title=name,
        task=", ".join(" ".join(head.names) for head in heads),
        size=config.size,
        encoder=model.config,
        heads=heads,
        input=run_spec(config),
        licence="not stated",
        provenance=Provenance(
            trained_on=data_sets,
            initialised_from=str(config.init.name) if config.init else "",
            trained_at=datetime.now(UTC).date().isoformat(),
            software=read_facts(run, FACTS_FILE).get("software", {}),
            intended_use=INTENDED_USE,
            limits=("Not tested for equal performance across age, sex, skin colour or culture.",),
            notes=tuple(note for manifest in manifests for note in manifest.info.notes),
        ),
        created=datetime.now(UTC),
    )
    return LoadedModel(model.eval(), card)


def export_run(
    run: Path, folder: Path, name: str, *, title: str = "", licence: str = ""
) -> ModelCard:
    """Write a run as a model, calibrated on the validation part, with all figures there are of it.

    Args:
        run: The run; evaluations in it give the figures.
        folder: The model folder to make.
        name: The model's name, lower case.
        title: What people call it.
        licence: Under which it may be used.

    Raises:
        ModelError: The run gives no whole model.
        OutputError: The folder cannot be written.
    """
    loaded = model_of_run(run, name)
    config = read_config(run)
    changes: dict[str, Any] = {"title": title or name, "metrics": _figures(run)}
    if licence:
        changes["licence"] = licence
    if loaded.card.emotion_names:
        found = predict(
            loaded, run_manifests(config), "val", config.data, device=pick_device("auto")
        )
        changes["temperature"] = calibrated(found)
    return save_model(folder, loaded.model, loaded.card.model_copy(update=changes))


def calibrated(found: Predictions) -> float:
    """The temperature for predictions made at temperature 1; 1 where nothing has a label."""
    if not (found.labels >= 0).any():
        return 1.0
    return best_temperature(found.log_probabilities, found.labels)


def record(folder: Path, evaluation: Evaluation) -> None:
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
        The largest difference on random clips; at most 1e-4 of the largest output.

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
        difference = float(np.abs(found - expected.numpy()).max())
        if difference > ONNX_TOLERANCE * max(1.0, float(expected.abs().max())):
            raise ModelError(f"the ONNX model differs from the network by {difference:.1e}")
    return difference


def _needed(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise ModelError(
            f"ONNX export needs the package {package}", hint=f"Run: pip install {package}"
        ) from error


def _figures(run: Path) -> tuple[Metric, ...]:
    """Those of all evaluations that lie in a run's folder."""
    return tuple(
        metric
        for path in sorted(run.glob(f"*/{EVALUATION_FILE}"))
        for metric in Evaluation.model_validate_json(path.read_text(encoding="utf-8")).metrics()
    )
