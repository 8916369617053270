"""What each stage of an analysis costs, and how fast whole files are, by faces, size and length.

    python -m tests.benchmarks.stages VIDEO [LINES ...]
    taskset -c 0 python -m tests.benchmarks.stages --core VIDEO

VIDEO shows one face from near. From it videos of 1, 3 and 7 faces are put together at 360, 720,
1080 and 2160 lines, and one of 240 frames a second. Stage costs are taken one after another in one
thread; whole files go through the code of `svfap-annotate` in a process of their own, whose peak
memory and processor time are read at its end, without the seconds that models take to load. The
same process decodes the same file by PyAV with nothing else to do, for the ratio of both. With
`--core` only the stages of one face at 360 lines are measured and printed, for one core to itself.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar

import av
import cv2
import numpy as np

from svfap_core.batch.job import FileJob, Task
from svfap_core.inference.card import ModelCard
from svfap_core.inference.predictor import Scores
from svfap_core.inference.store import DEFAULT_MODEL, open_model
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity
from svfap_core.results.recording import Recording
from svfap_core.settings import AnalysisSettings, ClipSpec, OutputSettings
from svfap_core.sinks.base import Sink
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.recording import RecordingSink
from svfap_core.sources.video_file import VideoFile
from svfap_core.types import RGB, Detection
from tests.benchmarks.measuring import publish, say, seconds, table
from tests.media import even_times, write_video

GRIDS = {1: (1, 1), 3: (3, 1), 7: (4, 2)}
"""Faces in a frame -> columns and rows of the grid that they fill."""

LENGTHS_S = (10, 40)
FPS = 30
STAGES = ("decode", "detect", "follow", "align, sample", "encode", "write")
T = TypeVar("T")


@dataclass(frozen=True)
class Kind:
    """Of videos: lines, faces, frames a second, and the lengths that are measured."""

    lines: int
    faces: int
    fps: int = FPS
    lengths_s: Sequence[int] = LENGTHS_S


KINDS = (
    *(Kind(lines, faces) for lines in (360, 720, 1080) for faces in GRIDS),
    Kind(2160, 1, lengths_s=LENGTHS_S[:1]),
    Kind(720, 1, fps=240, lengths_s=LENGTHS_S[:1]),
)


def video_of(source: Path, target: Path, kind: Kind, length_s: int) -> Path:
    """A video that shows the middle of another's frames once per face, forwards and back."""
    with av.open(str(source)) as container:
        frames = [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]
    frames += frames[::-1]
    width, height = kind.lines * 16 // 9, kind.lines
    columns, rows = GRIDS[kind.faces]
    cell = (width // columns, height // rows)

    def draw(index: int) -> RGB:
        rgb = np.full((height, width, 3), 90, np.uint8)
        for face in range(kind.faces):
            whole = frames[(index * FPS // kind.fps + 7 * face) % len(frames)]
            tile = cv2.resize(_middle(whole, cell[0] / cell[1]), cell, interpolation=cv2.INTER_AREA)
            row, column = divmod(face, columns)
            top, left = row * cell[1], column * cell[0]
            rgb[top : top + cell[1], left : left + cell[0]] = tile
        return rgb

    times_s = even_times(length_s * kind.fps, kind.fps)
    return write_video(target, times_s, size=(width, height), draw=draw)


def _middle(rgb: RGB, aspect: float) -> RGB:
    height, width = rgb.shape[:2]
    kept = min(width, round(height * aspect))
    left = (width - kept) // 2
    return rgb[: round(kept / aspect), left : left + kept]


@dataclass
class Clock:
    """Adds up the seconds of named stages; one within another is taken off the outer one."""

    taken_s: Counter[str] = field(default_factory=Counter[str])
    _inner_s: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start_s, outer_s, self._inner_s = perf_counter(), self._inner_s, 0.0
        try:
            yield
        finally:
            whole_s = perf_counter() - start_s
            self.taken_s[name] += whole_s - self._inner_s
            self._inner_s = outer_s + whole_s

    def timed(self, name: str, work: Callable[..., T]) -> Callable[..., T]:
        def measured(*args: Any, **named: Any) -> T:
            with self.stage(name):
                return work(*args, **named)

        return measured


@dataclass
class Timed:
    """An engine's detector and predictor, whose calls are timed."""

    engine: Engine
    clock: Clock

    @property
    def spec(self) -> ClipSpec:
        return self.engine.predictor.spec

    @property
    def card(self) -> ModelCard:
        return self.engine.predictor.card

    def detect(self, rgb: RGB, **asked: float) -> Sequence[Detection]:
        return self.clock.timed("detect", self.engine.detector.detect)(rgb, **asked)

    def predict(self, windows: Sequence[RGB]) -> list[Scores]:
        return self.clock.timed("encode", self.engine.predictor.predict)(windows)


def stage_costs(engine: Engine, source: Path) -> dict[str, float]:
    """Milliseconds per frame of each stage, one after another in this thread."""
    clock = Clock()
    timed: Any = Timed(engine, clock)
    analyzer = Engine(timed, timed, engine.settings, detector_sha256="").analyzer()
    count = 0
    with VideoFile(source) as video, tempfile.TemporaryDirectory() as folder:
        sinks = tables(engine, Path(folder))
        frames = iter(video.frames())
        while (frame := clock.timed("decode", next)(frames, None)) is not None:
            tracked = clock.timed("follow", analyzer.track)(frame)
            rows = clock.timed("align, sample", analyzer.score)(frame, tracked)
            with clock.stage("write"):
                for sink in sinks:
                    sink.write_frame(frame, tracked.faces)
                    sink.write_results(rows)
            count += 1
        rows = clock.timed("align, sample", analyzer.flush)()
        with clock.stage("write"):
            for sink in sinks:
                sink.write_results(rows)
                sink.commit()
    return {name: 1000 * clock.taken_s[name] / count for name in STAGES}


def tables(engine: Engine, folder: Path) -> list[Sink]:
    """What takes the rows of an analysis: memory, as of a file, and a table, as of a recording."""
    schema = engine.schema("video.mp4")
    return [RecordingSink(Recording(schema)), CsvSink(folder / "video.csv", schema)]


def analyse(source: Path) -> None:
    """Analyse a video as a batch does and print what it took: the child process."""
    settings = AnalysisSettings()
    engine = Engine.load(DEFAULT_MODEL, "cpu", settings)
    job = FileJob(lambda: engine, open_model().card, settings, OutputSettings(curves=False))
    job.load()
    before = _peak_mb()
    start_s, cpu_s = perf_counter(), process_time()
    with tempfile.TemporaryDirectory() as staging:
        identity = AnalysisIdentity(method=engine.method(), source=job.source(source))
        job.run(Task(source, identity), Path(staging), lambda _: None)
    wall_s, cpu_s = perf_counter() - start_s, process_time() - cpu_s
    found = {"s": wall_s, "cpu": cpu_s / wall_s / (os.cpu_count() or 1)}
    found |= {"peak_mb": _peak_mb(), "loaded_mb": before}
    print(json.dumps(found | {"decoding_s": seconds(lambda: decode(source))}))


def decode(source: Path) -> None:
    """Decode a video on all cores and do nothing with it."""
    with av.open(str(source)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for _ in container.decode(video=0):
            pass


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def whole_file(source: Path) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.stages", "--one", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main(source: Path, lines: Sequence[int]) -> None:
    engine = Engine.load(DEFAULT_MODEL, "cpu", AnalysisSettings())
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            if lines and kind.lines not in lines:
                continue
            row: dict[str, Any] = {"lines": kind.lines, "faces": kind.faces, "fps": kind.fps}
            for length_s in kind.lengths_s:
                video = video_of(source, Path(folder) / "video.mp4", kind, length_s)
                if length_s == LENGTHS_S[0]:
                    row["stages_ms"] = stage_costs(engine, video)
                row[f"{length_s} s"] = whole_file(video)
            found.append(row)
            say(json.dumps(row))
    short, long = (f"{length_s} s" for length_s in LENGTHS_S)
    head = ["lines, frames/s", "faces", *(f"{name}, ms" for name in STAGES), "analysed, frames/s"]
    head += ["of pure decoding", "processor", f"memory, {short}", f"memory, {long}"]
    rows = [
        [
            f"{row['lines']}, {row['fps']}",
            row["faces"],
            *(f"{row['stages_ms'][name]:.2f}" for name in STAGES),
            *_speed(row, long if long in row else short),
            f"{row[short]['peak_mb']:.0f} MB",
            f"{row[long]['peak_mb']:.0f} MB" if long in row else "",
        ]
        for row in found
    ]
    publish("stages", found, table(head, rows))


def _speed(row: dict[str, Any], length: str) -> tuple[str, str, str]:
    """Frames analysed a second, that as a share of pure decoding, and of the processor."""
    took = row[length]
    rate = int(length.split(maxsplit=1)[0]) * row["fps"] / took["s"]
    return f"{rate:.0f}", f"{took['decoding_s'] / took['s']:.0%}", f"{took['cpu']:.0%}"


def one_core(source: Path) -> None:
    """Print what docs/scale.md reckons with."""
    engine = Engine.load(DEFAULT_MODEL, "cpu", AnalysisSettings())
    with tempfile.TemporaryDirectory() as folder:
        video = video_of(source, Path(folder) / "video.mp4", KINDS[0], LENGTHS_S[0])
        costs_ms = stage_costs(engine, video)
        took = whole_file(video)
    rows = [[name, f"{ms:.2f}"] for name, ms in costs_ms.items()]
    rows.append(["a whole file", f"{1000 * took['s'] / (LENGTHS_S[0] * FPS):.2f}"])
    print(table(["stage", "ms per frame"], rows))


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        analyse(Path(sys.argv[2]))
    elif sys.argv[1] == "--core":
        one_core(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), [int(lines) for lines in sys.argv[2:]])
