"""When scores follow a face that changes: half-rise times, for files and live.

    python -m tests.benchmarks.step_response [MODEL] [--faces N]

A scene stands still but for a face, which drifts as a head does and turns from one expression into
another at known times: pairs of FER2013 stills of the public test (where the shared material is
there) and a drawn face. The half-rise time of a step is when the score that rises most crosses the
middle between its levels before and after it; the hop is one frame. A scene counts only if the face
stays one track all the while. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from PIL import Image

from svfap_core.pipeline.engine import Engine
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.tracking.align import align_face
from svfap_core.tracking.base import Detector
from svfap_core.types import RGB, AffectResult, Frame, frozen
from tests.drawn import EXPRESSIONS, portrait_at
from tests.shared_data import SHARED

RATE = Fraction(25)
STEP_S = 3.0
SIZE_PX = (640, 360)
FACE_PX = 180
LEAST_RISE = 0.25
TEMPLATE = ((0.33, 0.37), (0.67, 0.37), (0.5, 0.57), (0.37, 0.75), (0.63, 0.75))

Draw = Callable[[int, float], RGB]
"""The frame at a time in which the n-th expression is shown."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Expressions in their order, one every `STEP_S` seconds."""

    name: str
    draw: Draw
    count: int

    def frames(self) -> Iterator[Frame]:
        total = round(self.count * STEP_S * RATE)
        for index in range(total):
            t = index / RATE
            rgb = self.draw(min(int(t // Fraction(STEP_S)), self.count - 1), float(t))
            yield Frame(index, float(t), float(t), frozen(rgb), float((index + 1) / RATE))


@dataclass(frozen=True, slots=True)
class Step:
    """A change of expression: when, and by how much later its score was half risen."""

    at_s: float
    label: str
    late_s: float


def drawn_scene() -> Scene:
    """A drawn person who smiles, frowns and wonders in turn."""
    moods = [EXPRESSIONS[name] for name in ("frowning", "smiling", "wondering", "smiling")]
    return Scene("drawn", lambda n, t_s: portrait_at(moods[n], t_s, SIZE_PX), len(moods))


def still_scene(faces: Sequence[RGB], name: str) -> Scene:
    """Aligned faces `(FACE_PX, FACE_PX, 3)`, which drift over a plain ground."""
    width, height = SIZE_PX
    mask = np.zeros((FACE_PX, FACE_PX), np.float32)
    cv2.ellipse(mask, (FACE_PX // 2,) * 2, (FACE_PX * 9 // 20,) * 2, 0, 0, 360, 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), 5)
    ground = np.tile(np.linspace(90, 150, width, dtype=np.float32), (height, 1))[..., None]

    def draw(n: int, t_s: float) -> RGB:
        x = width / 2 - FACE_PX / 2 + 5 * math.sin(1.1 * t_s)
        y = height / 2 - FACE_PX / 2 + 4 * math.cos(0.8 * t_s)
        move = np.array([[1, 0, x], [0, 1, y]], np.float32)
        face = cv2.warpAffine(faces[n].astype(np.float32), move, SIZE_PX)
        share = cv2.warpAffine(mask, move, SIZE_PX)[..., None]
        return np.clip(ground * (1 - share) + face * share, 0, 255).astype(np.uint8)

    return Scene(name, draw, len(faces))


def still_scenes(engine: Engine, count: int) -> list[Scene]:
    """Pairs of FER2013 stills of the public test, each of another label; none without the set.

    Both faces are aligned alike, so that the face changes and does not jump.
    """
    path = SHARED / "data" / "fer2013.parquet"
    if not path.is_file():
        return []
    table = pq.read_table(path, filters=[("split", "=", "public_test")])
    labels, jpegs = table["label"].to_pylist(), table["jpeg"].to_pylist()
    chance = np.random.default_rng(0)
    scenes: list[Scene] = []
    while len(scenes) < count:
        one, other = (int(row) for row in chance.integers(0, len(labels), 2))
        faces = [_aligned(engine.detector, jpegs[row]) for row in (one, other)]
        if labels[one] != labels[other] and faces[0] is not None and faces[1] is not None:
            name = f"{labels[one]} to {labels[other]}"
            scenes.append(still_scene([faces[0], faces[1]], name))
    return scenes


def _aligned(detector: Detector, jpeg: bytes) -> RGB | None:
    """A still enlarged and aligned; `None` where the detector finds no face."""
    gray = np.array(Image.open(io.BytesIO(jpeg)).convert("L"))
    large = cv2.resize(gray, (FACE_PX, FACE_PX), interpolation=cv2.INTER_CUBIC)
    margin = FACE_PX // 3
    rgb = np.repeat(cv2.copyMakeBorder(large, *[margin] * 4, cv2.BORDER_REPLICATE)[..., None], 3, 2)
    found = detector.detect(rgb.astype(np.uint8))
    return align_face(rgb, found[0].points_px, TEMPLATE, FACE_PX) if len(found) == 1 else None


def rows_of(scene: Scene, engine: Engine, *, live: bool) -> list[AffectResult]:
    """All rows of a scene."""
    analyzer = engine.analyzer(live=live)
    rows = [row for frame in scene.frames() for row in analyzer.step(frame).results]
    return [*rows, *analyzer.flush()]


def steps(rows: Sequence[AffectResult], span_s: float, *, live: bool) -> list[Step]:
    """The steps that can be read from rows, at the ticks when they are known.

    A step counts where the score of an expression rises by `LEAST_RISE` or more between its levels,
    each the median of the ticks whose windows show one expression only.
    """
    names = list(rows[-1].emotions)
    times_s = np.array([row.t_s for row in rows])
    scores = np.array([[row.emotions.get(name, np.nan) for name in names] for row in rows])
    delay_s = span_s if live else span_s / 2
    ahead_s = 0.0 if live else span_s / 2
    found: list[Step] = []
    changes_s = np.arange(STEP_S, times_s[-1], STEP_S)
    for at_s in changes_s.tolist():
        before = scores[(times_s >= at_s - STEP_S + delay_s) & (times_s < at_s - ahead_s)]
        after = scores[(times_s >= at_s + delay_s) & (times_s < at_s + STEP_S - ahead_s)]
        low, high = np.median(before, axis=0), np.median(after, axis=0)
        place = int(np.argmax(high - low))
        if high[place] - low[place] < LEAST_RISE:
            continue
        near = (times_s >= at_s - span_s) & (times_s <= at_s + 2 * span_s)
        half_s = _crossing(times_s[near], scores[near, place], (low[place] + high[place]) / 2)
        found.append(Step(at_s, names[place], half_s - at_s))
    return found


def _crossing(times_s: NDArray[np.float64], values: NDArray[np.float64], middle: float) -> float:
    """When values first rise to the middle and stay at or above it at the next tick, too."""
    for (t0, v0), (t1, v1) in pairwise(zip(times_s.tolist(), values.tolist(), strict=True)):
        if v0 < middle <= v1:
            return t0 + (t1 - t0) * (middle - v0) / (v1 - v0)
    return math.nan


def is_one_track(rows: Sequence[AffectResult]) -> bool:
    """Whether the face kept its id from its first row to the end."""
    tracks = [row.track_id for row in rows]
    return 1 in tracks and set(tracks[tracks.index(1) :]) == {1}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("model", nargs="?", default="svfap-tiny")
    parser.add_argument("--faces", type=int, default=24, help="pairs of FER2013 stills")
    given = parser.parse_args()
    settings = AnalysisSettings(windows=WindowSettings(hop_s=float(1 / RATE)))
    engine = Engine.load(given.model, "cpu", settings)
    span_s = engine.predictor.spec.span_s
    scenes = [drawn_scene(), *still_scenes(engine, given.faces)]
    print(f"{given.model}, span {span_s:g} s, hop {float(1 / RATE):g} s\n")
    print(
        "| | scenes (one track) | steps | half-rise after the change: median | lowest | highest |"
    )
    print("|---|---|---|---|---|---|")
    for live in (False, True):
        found: list[Step] = []
        good = 0
        for scene in scenes:
            rows = rows_of(scene, engine, live=live)
            if is_one_track(rows):
                good += 1
                found += steps(rows, span_s, live=live)
        late_ms = np.array([step.late_s for step in found]) * 1000
        low, half, high = np.nanpercentile(late_ms, [25, 50, 75]) if found else [np.nan] * 3
        print(
            f"| {'live' if live else 'file'} | {good} of {len(scenes)} | {len(found)} "
            f"| {half:+.0f} ms | {low:+.0f} to {high:+.0f} ms |",
            flush=True,
        )


if __name__ == "__main__":
    main()
