"""When scores follow a face that changes: half-rise times, for files and live.

    python -m tests.benchmarks.step_response [MODEL] [--faces N]

A scene stands still but for a face, which drifts as a head does and turns from one expression into
another at known times: pairs of FER2013 stills of the public test (where the shared material is
there) and a drawn face. The half-rise time of a step is when the score that rises most crosses the
middle between its levels before and after it; the hop is one frame. A scene counts only if the face
stays one track all the while. Prints a Markdown table.

A model may be quick to see one expression and slow to let go of it, which says nothing about where
its scores stand in time. So every scene is shown backwards, too: what comes late one way, by the
model's preference, comes as early the other way. The mean of the two is the error in time.
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

    @property
    def length_s(self) -> float:
        return self.count * STEP_S

    def frames(self, *, backwards: bool = False) -> Iterator[Frame]:
        total = round(self.length_s * RATE)
        for index in range(total):
            t, shown = index / RATE, (total - 1 - index if backwards else index) / RATE
            rgb = self.draw(int(shown // Fraction(STEP_S)), float(shown))
            yield Frame(index, float(t), float(t), frozen(rgb), float((index + 1) / RATE))


@dataclass(frozen=True, slots=True)
class Step:
    """A change of expression: when, how much later the score that rises most was half risen, and
    how much later it was half fallen where the scene runs backwards."""

    at_s: float
    label: str
    late_s: float
    late_backwards_s: float

    @property
    def misplaced_s(self) -> float:
        """What is left when the model's preference for one of two expressions is taken out."""
        return (self.late_s + self.late_backwards_s) / 2


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


def rows_of(
    scene: Scene, engine: Engine, *, live: bool, backwards: bool = False
) -> list[AffectResult]:
    """All rows of a scene."""
    analyzer = engine.analyzer(live=live)
    frames = scene.frames(backwards=backwards)
    rows = [row for frame in frames for row in analyzer.step(frame).results]
    return [*rows, *analyzer.flush()]


def steps(
    rows: Sequence[AffectResult],
    rows_backwards: Sequence[AffectResult],
    length_s: float,
    span_s: float,
    *,
    live: bool,
) -> list[Step]:
    """The steps that can be read from the rows of a scene of this length.

    A step counts where the score of an expression rises by `LEAST_RISE` or more between its levels,
    each the median of the ticks whose windows show one expression only.
    """
    forwards, backwards = _Curves(rows, span_s, live), _Curves(rows_backwards, span_s, live)
    found: list[Step] = []
    for at_s in np.arange(STEP_S, length_s - STEP_S / 2, STEP_S).tolist():
        low, high = forwards.levels(at_s)
        place = int(np.argmax(high - low))
        if high[place] - low[place] < LEAST_RISE:
            continue
        late_s = forwards.half_s(at_s, place) - at_s
        back_s = length_s - at_s
        late_backwards_s = backwards.half_s(back_s, place) - back_s
        found.append(Step(at_s, forwards.names[place], late_s, late_backwards_s))
    return found


class _Curves:
    """The scores of all ticks."""

    def __init__(self, rows: Sequence[AffectResult], span_s: float, live: bool) -> None:  # noqa: FBT001
        self.names = list(rows[-1].emotions)
        self._times_s = np.array([row.t_s for row in rows])
        scores = [[row.emotions.get(name, np.nan) for name in self.names] for row in rows]
        self._scores = np.array(scores)
        self._span_s = span_s
        self._ahead_s, self._delay_s = (0.0, span_s) if live else (span_s / 2, span_s / 2)

    def levels(self, at_s: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Before and after a change."""
        times_s = self._times_s
        before = (times_s >= at_s - STEP_S + self._delay_s) & (times_s < at_s - self._ahead_s)
        after = (times_s >= at_s + self._delay_s) & (times_s < at_s + STEP_S - self._ahead_s)
        return np.median(self._scores[before], axis=0), np.median(self._scores[after], axis=0)

    def half_s(self, at_s: float, place: int) -> float:
        """When a score crosses the middle between its levels, be it rising or falling."""
        low, high = (level[place] for level in self.levels(at_s))
        times_s = self._times_s
        near = (times_s >= at_s - self._span_s) & (times_s <= at_s + 2 * self._span_s)
        sign = 1 if high > low else -1
        return _crossing(times_s[near], sign * self._scores[near, place], sign * (low + high) / 2)


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
    print("| | scenes (one track) | steps | half-rise after the change | misplaced |")
    print("|---|---|---|---|---|")
    for live in (False, True):
        found: list[Step] = []
        good = 0
        for scene in scenes:
            rows = rows_of(scene, engine, live=live)
            back = rows_of(scene, engine, live=live, backwards=True)
            if is_one_track(rows) and is_one_track(back):
                good += 1
                found += steps(rows, back, scene.length_s, span_s, live=live)
        late = _quartiles([step.late_s for step in found])
        misplaced = _quartiles([step.misplaced_s for step in found])
        name = "live" if live else "file"
        print(
            f"| {name} | {good} of {len(scenes)} | {len(found)} | {late} | {misplaced} |",
            flush=True,
        )


def _quartiles(times_s: Sequence[float]) -> str:
    if not times_s:
        return "none"
    low, half, high = np.nanpercentile(np.array(times_s) * 1000, [25, 50, 75])
    return f"{half:+.0f} ms ({low:+.0f} to {high:+.0f})"


if __name__ == "__main__":
    main()
