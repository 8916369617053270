"""What coarser numbers do to the scores of svfap-tiny, on stills, on real windows and on faces.

    python -m tests.benchmarks.precision [FER2013_PARQUET] [CLIPS_FOLDER]

Compared with torch in float32. Of FER2013 each still of public_test is scored as a motionless clip,
by OpenVINO in all numbers that this computer has. Of a folder of videos each window of an analysis
is scored, in whatever computes otherwise here; beside them stand windows of noise, the rendered
faces that the product judges runtimes by (`svfap_core.inference.guard`), which should tell what the
real ones tell, and, as measures, the same windows stored as JPEG. float16 is torch's on the CPU
where there is no GPU. Knows nothing of speed: see `encoder`.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow.parquet as pq
import torch
from numpy.typing import NDArray

from svfap_core.errors import SourceError
from svfap_core.inference import conversion
from svfap_core.inference.agreement import LIMITS, apart
from svfap_core.inference.face_windows import face_windows
from svfap_core.inference.faces import read_faces
from svfap_core.inference.guard import FACES
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import open_model
from svfap_core.pipeline.engine import Engine
from svfap_core.resources import resource
from svfap_core.runtime.openvino_core import openvino_core
from svfap_core.runtime.openvino_runtime import OpenVinoRuntime
from svfap_core.runtime.torch_runtime import TorchRuntime
from svfap_core.runtime.window_network import Outputs, Runtime
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.opening import find_videos, open_source
from svfap_core.tracking.factory import create_detector
from tests.benchmarks.measuring import publish, say, table

BATCH = 16
NOISE = 48
JPEG_QUALITIES = (95, 85)

Windows = NDArray[np.uint8]
"""`(n, T, S, S, 3)`."""


def clips(jpegs: Sequence[bytes], frames: int, size_px: int) -> Iterator[list[NDArray[np.uint8]]]:
    """Stills as motionless windows `(T, S, S, 3)`."""
    for first in range(0, len(jpegs), BATCH):
        batch = jpegs[first : first + BATCH]
        stills = [cv2.imdecode(np.frombuffer(j, np.uint8), cv2.IMREAD_COLOR) for j in batch]
        sized = [cv2.resize(s, (size_px, size_px), interpolation=cv2.INTER_LINEAR) for s in stills]
        yield [np.stack([np.asarray(s, np.uint8)] * frames) for s in sized]


def of_stills(loaded: LoadedModel, file: Path) -> None:
    """Accuracy and differences on FER2013's public_test."""
    network, spec = conversion.converted(loaded), loaded.card.input
    columns = pq.read_table(file, filters=[("split", "=", "public_test")]).to_pydict()
    labels = np.array(columns["label"])
    found: dict[str, NDArray[np.float64]] = {}
    for numbers in ("float32", "bfloat16", "int8"):
        runtime = OpenVinoRuntime(network, numbers)
        predictor = Predictor(loaded.card, runtime)
        windows = clips(columns["jpeg"], spec.frames, spec.size_px)
        rows = (list(s.emotions.values()) for w in windows for s in predictor.predict(w))
        found[runtime.device] = np.array(list(rows))
    exact = next(iter(found.values()))
    figures: dict[str, dict[str, float]] = {}
    for device, scores in found.items():
        chosen = np.array(loaded.card.emotion_names)[scores.argmax(axis=1)]
        figures[device] = {
            "accuracy": float((chosen == labels).mean()),
            **apart(scores, exact)._asdict(),
        }
    lines = [
        [
            *(name, f"{row['accuracy']:.2%}", f"{row['mean']:.4f}"),
            *(f"{row['most']:.3f}", f"{row['other_labels']:.1%}"),
        ]
        for name, row in figures.items()
    ]
    head = ["numbers", "accuracy", "apart, mean", "apart, most", "other label"]
    publish("precision", figures, table(head, lines))


class Keeping:
    """In place of a network: keeps the windows that an analysis gives it."""

    device = "none"

    def __init__(self, outputs: int) -> None:
        self.windows: list[NDArray[np.uint8]] = []
        self._outputs = outputs

    def run(self, faces_rgb: Windows) -> Outputs:
        self.windows.extend(faces_rgb.copy())
        raw = np.zeros((len(faces_rgb), self._outputs), np.float32)
        return Outputs(raw, raw)


def real_windows(loaded: LoadedModel, folder: Path) -> Windows:
    """All that an analysis with its own settings scores in the videos of a folder."""
    kept = Keeping(loaded.card.num_outputs)
    predictor = Predictor(loaded.card, kept)
    engine = Engine(
        predictor, create_detector("centerface"), AnalysisSettings(), detector_sha256=""
    )
    for video in sorted(find_videos([folder])):
        analyzer = engine.analyzer()
        try:
            with open_source(video) as source:
                for frame in source.frames():
                    analyzer.step(frame)
        except SourceError as error:
            say(str(error))
        analyzer.flush()
        say(f"{video.name}: {len(kept.windows)} windows")
    return np.stack(kept.windows)


def shipped_windows(loaded: LoadedModel) -> Windows:
    """Those of the rendered faces."""
    return np.stack(list(face_windows(read_faces(resource(FACES)), loaded.card.input)))


def noise_windows(loaded: LoadedModel) -> Windows:
    """Random pixels."""
    spec = loaded.card.input
    shape = (NOISE, spec.frames, spec.size_px, spec.size_px, 3)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def runtimes(loaded: LoadedModel) -> Iterator[tuple[str, str, Runtime]]:
    """All that computes otherwise than torch in float32 here: name, numbers, runtime."""
    cpu = torch.device("cpu")
    device = torch.device("cuda") if torch.cuda.is_available() else cpu
    there = LoadedModel(copy.deepcopy(loaded.model), loaded.card)  # A runtime moves its model.
    yield f"float16, torch on {device}", "float16", TorchRuntime(there, device, "float16")
    yield f"bfloat16, torch on {device}", "bfloat16", TorchRuntime(there, device, "bfloat16")
    file, able = conversion.converted(loaded), openvino_core()
    if "BF16" in able.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        yield "bfloat16, OpenVINO", "bfloat16", OpenVinoRuntime(file, "bfloat16")
    eight = OpenVinoRuntime(file, "int8")
    yield eight.device.partition("OpenVINO ")[2].partition(", ")[2].rstrip(")"), "int8", eight


def scored(
    run: Callable[[Windows], Outputs], windows: Windows, loaded: LoadedModel
) -> NDArray[np.float64]:
    """Probabilities `(n, classes)`."""
    batches = (windows[first : first + BATCH] for first in range(0, len(windows), BATCH))
    parts = [run(batch).raw.copy() for batch in batches]
    logits = torch.from_numpy(np.concatenate(parts)).double() / loaded.card.temperature
    return logits.softmax(dim=-1).numpy()


def stored(windows: Windows, quality: int) -> Windows:
    """The same, each crop having been a JPEG."""

    def again(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
        _, jpeg = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)

    return np.stack([np.stack([again(crop) for crop in window]) for window in windows])


def of_windows(loaded: LoadedModel, folder: Path) -> None:
    """Differences on each set of windows, for each kind of numbers."""
    sets: Mapping[str, Windows] = {
        "noise": noise_windows(loaded),
        "rendered": shipped_windows(loaded),
        "real": real_windows(loaded, folder),
    }
    plain = TorchRuntime(loaded, torch.device("cpu"))
    exact = {name: scored(plain.run, windows, loaded) for name, windows in sets.items()}
    found: list[dict[str, Any]] = []

    def compare(what: str, limit: str, probabilities: Callable[[Windows], Any]) -> None:
        for name, windows in sets.items():
            figures = apart(probabilities(windows), exact[name])
            found.append({"what": what, "set": name, "n": len(windows), **figures._asdict()})
            say(str(found[-1]))
        if limit:
            found.append({"what": what, "set": "limit", "n": 0, **LIMITS[limit]._asdict()})

    for name, numbers, runtime in runtimes(loaded):
        compare(name, numbers, lambda w, run=runtime.run: scored(run, w, loaded))
    for quality in JPEG_QUALITIES:
        compare(
            f"stored as JPEG {quality}",
            "",
            lambda w, q=quality: scored(plain.run, stored(w, q), loaded),
        )
    lines = [
        [
            *(row["what"], row["set"], row["n"] or ""),
            *(f"{row['mean']:.5f}", f"{row['most']:.4f}", f"{row['other_labels']:.1%}"),
        ]
        for row in found
    ]
    head = ["what", "windows", "number", "apart, mean", "apart, most", "other label"]
    publish("windows", found, table(head, lines))


def main(inputs: Sequence[Path]) -> None:
    loaded = open_model("svfap-tiny")
    for path in inputs:
        (of_windows if path.is_dir() else of_stills)(loaded, path)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
