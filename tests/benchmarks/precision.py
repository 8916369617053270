"""What coarser numbers do to the scores of svfap-tiny on stills that it has not learned from.

    python -m tests.benchmarks.precision FER2013_PARQUET

Each still of public_test is scored as a motionless clip, by OpenVINO in all numbers that it has.
Compared with float32. Knows nothing of speed: see `encoder`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from svfap_core.inference import conversion
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.runtime import OpenVinoRuntime
from svfap_core.inference.store import open_model
from tests.benchmarks.measuring import publish, table

BATCH = 16


def clips(jpegs: Sequence[bytes], frames: int, size_px: int) -> Iterator[list[NDArray[np.uint8]]]:
    """Stills as motionless windows `(T, S, S, 3)`."""
    for first in range(0, len(jpegs), BATCH):
        batch = jpegs[first : first + BATCH]
        stills = [cv2.imdecode(np.frombuffer(j, np.uint8), cv2.IMREAD_COLOR) for j in batch]
        sized = [cv2.resize(s, (size_px, size_px), interpolation=cv2.INTER_LINEAR) for s in stills]
        yield [np.stack([np.asarray(s, np.uint8)] * frames) for s in sized]


def main(file: Path) -> None:
    loaded = open_model("svfap-tiny")
    network, spec = conversion.converted(loaded), loaded.card.input
    columns = pq.read_table(file, filters=[("split", "=", "public_test")]).to_pydict()
    labels = np.array(columns["label"])
    found: dict[str, NDArray[np.float64]] = {}
    for numbers in ("float32", "half", "int8"):
        predictor = Predictor(loaded.card, OpenVinoRuntime(network, numbers))
        windows = clips(columns["jpeg"], spec.frames, spec.size_px)
        rows = (list(s.emotions.values()) for w in windows for s in predictor.predict(w))
        found[numbers] = np.array(list(rows))
    figures: dict[str, dict[str, float]] = {}
    for numbers, scores in found.items():
        apart = abs(scores - found["float32"])
        chosen = scores.argmax(axis=1)
        figures[numbers] = {
            "accuracy": float((np.array(loaded.card.emotion_names)[chosen] == labels).mean()),
            "mean": float(apart.mean()),
            "most": float(apart.max()),
            "labels": float((chosen != found["float32"].argmax(axis=1)).mean()),
        }
    lines = [
        [n, f"{f['accuracy']:.2%}", f"{f['mean']:.4f}", f"{f['most']:.3f}", f"{f['labels']:.1%}"]
        for n, f in figures.items()
    ]
    head = ["numbers", "accuracy", "apart, mean", "apart, most", "other label"]
    publish("precision", figures, table(head, lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
