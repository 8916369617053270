"""How repeatable a model's scores are: under changes that mean nothing, and over time.

    python -m tests.benchmarks.steadiness MODEL FILM_OR_FOLDER...

Every film is analysed as it is and once for each change; rows of the largest face at equal times
are compared. Prints a Markdown table: mean absolute difference of a probability, in hundredths;
share of windows whose first label is another; the same between windows that follow each other
without any change. Then what the windows read as, for films of people who talk without strong
expression. Knows no truth: steady is not right.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, takewhile
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from svfap_core.errors import SvfapError
from svfap_core.pipeline.analyzer import Analyzer, Tracker
from svfap_core.pipeline.engine import Engine
from svfap_core.settings import AnalysisSettings, ComputeSettings
from svfap_core.sources.video_file import VideoFile
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import RGB, AffectResult, Frame, Status, TrackedFaces

NEAR_S = 0.06
"""Rows this close in time are compared; with fewer pictures a row comes a little later."""

MOST_S = 3.0
"""Of each film."""

SHIFT_PX = 5.0

Row = tuple[str, NDArray[np.float64]]
"""The first label, and all probabilities."""

Frames = Iterable[Frame]
Change = Callable[[Frames], Iterator[Frame]]


@dataclass
class Shifted:
    """A tracker whose faces lie a little to the right and below."""

    tracker: Tracker
    by_px: float

    def update(self, frame: Frame) -> TrackedFaces:
        found = self.tracker.update(frame)
        faces = (replace(face, points_px=face.points_px + self.by_px) for face in found.faces)
        return replace(found, faces=tuple(faces))


def each(change: Callable[[RGB], RGB]) -> Change:
    """A change of every picture."""

    def changed(frames: Frames) -> Iterator[Frame]:
        for frame in frames:
            yield replace(frame, image=np.ascontiguousarray(change(frame.rgb)))

    return changed


def light(gain: float) -> Callable[[RGB], RGB]:
    return lambda rgb: np.clip(rgb * gain, 0, 255).astype(np.uint8)


def jpeg(quality: int) -> Callable[[RGB], RGB]:
    def coded(rgb: RGB) -> RGB:
        _, data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8)

    return coded


def scaled(factor: float) -> Callable[[RGB], RGB]:
    def smaller(rgb: RGB) -> RGB:
        return np.asarray(
            cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )

    return smaller


def encoded(kbits_s: int) -> Change:
    """Through H.264 at a bit rate, in colour planes of half the size as cameras have them."""

    def changed(frames: Frames) -> Iterator[Frame]:
        plain = list(frames)
        height, width = plain[0].rgb.shape[:2]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "encoded.mp4"
            with av.open(file, "w") as container:
                rate = Fraction(len(plain) / (plain[-1].end_s - plain[0].t_s)).limit_denominator(
                    100
                )
                stream = container.add_stream("libx264", rate=rate)
                stream.width, stream.height = width // 2 * 2, height // 2 * 2
                stream.pix_fmt, stream.bit_rate = "yuv420p", 1000 * kbits_s
                for frame in plain:
                    even = np.ascontiguousarray(frame.rgb[: stream.height, : stream.width])
                    container.mux(stream.encode(VideoFrame.from_ndarray(even, format="rgb24")))
                container.mux(stream.encode())
            with av.open(file) as container:
                for frame, again in zip(plain, container.decode(video=0), strict=True):
                    yield replace(frame, image=again.to_ndarray(format="rgb24"))

    return changed


def a_frame_later(frames: Frames) -> Iterator[Frame]:
    """The same video cut by its first frame: all ticks lie elsewhere."""
    before: Frame | None = None
    for frame in frames:
        if before is not None:
            yield replace(before, image=frame.rgb)
        before = frame


def every_second(frames: Frames) -> Iterator[Frame]:
    yield from (frame for frame in frames if frame.index % 2 == 0)


def twice(frames: Frames) -> Iterator[Frame]:
    """Every picture for half its time and again: twice the rate, as far as that can be had."""
    before: Frame | None = None
    for frame in frames:
        if before is not None:
            yield replace(before, t_s=(before.t_s + frame.t_s) / 2)
        yield frame
        before = frame


CHANGES: dict[str, Change] = {
    "H.264, 2000 kbit/s": encoded(2000),
    "H.264, 500 kbit/s": encoded(500),
    "H.264, 125 kbit/s": encoded(125),
    "scaled to half": each(scaled(0.5)),
    "half the frame rate": every_second,
    "mirrored": each(lambda rgb: rgb[:, ::-1]),
    "shifted by one frame": a_frame_later,
    "darker (x 0.6)": each(light(0.6)),
    "brighter (x 1.4)": each(light(1.4)),
    "JPEG, quality 30": each(jpeg(30)),
    "each frame twice": twice,
}


OTHERS = {
    "torch instead of OpenVINO": AnalysisSettings(compute=ComputeSettings(runtime="torch")),
    "the coarsest precision": AnalysisSettings(compute=ComputeSettings(precision="int8")),
}
"""Other ways to compute."""


def rows(
    engine: Engine,
    film: Path,
    change: Change = iter,
    shift_px: float = 0.0,
    most_s: float = MOST_S,
) -> dict[float, Row]:
    """What the largest face reads as, by time, in the first seconds of a film."""
    settings, predictor = engine.settings, engine.predictor
    tracker = Shifted(FaceTracker(engine.detector, settings.tracker, predictor.spec), shift_px)
    analyzer = Analyzer(
        tracker, predictor, settings.windows, predictor.card.quality, batch_size=settings.batch_size
    )
    found: list[AffectResult] = []
    with VideoFile(film) as video:
        first = takewhile(lambda frame: frame.t_s <= most_s, video.frames())
        for frame in change(first):
            found += analyzer.step(frame).results
    found += analyzer.flush()
    largest: dict[float, AffectResult] = {}
    for row in found:
        if row.status is Status.OK and row.box is not None:
            largest[row.t_s] = max(largest.get(row.t_s, row), row, key=_size)
    return {
        t_s: (max(row.emotions, key=row.emotions.__getitem__), np.array([*row.emotions.values()]))
        for t_s, row in largest.items()
    }


def _size(row: AffectResult) -> float:
    return 0.0 if row.box is None else row.box.width * row.box.height


def compared(one: dict[float, Row], other: dict[float, Row]) -> list[tuple[float, bool]]:
    """Difference and whether the label changed, of rows at equal times."""
    pairs: list[tuple[float, bool]] = []
    for t_s, (label, values) in one.items():
        at_s = min(other, key=lambda s: abs(s - t_s), default=None)
        if at_s is not None and abs(at_s - t_s) <= NEAR_S:
            pairs.append((float(np.abs(values - other[at_s][1]).mean()), label != other[at_s][0]))
    return pairs


def neighbours(found: dict[float, Row], hop_s: float) -> list[tuple[float, bool]]:
    """The same of each window and the next."""
    times_s = sorted(found)
    return [
        (float(np.abs(found[a][1] - found[b][1]).mean()), found[a][0] != found[b][0])
        for a, b in pairwise(times_s)
        if b - a < 1.5 * hop_s
    ]


def films(paths: Iterable[Path]) -> list[Path]:
    """Files, and those that lie in folders."""
    return [f for p in paths for f in (sorted(p.iterdir()) if p.is_dir() else [p]) if f.is_file()]


def main(model: str, paths: list[Path]) -> None:
    settings = AnalysisSettings()
    engine = Engine.load(model, "cpu", settings)
    others = {name: Engine.load(model, "cpu", given) for name, given in OTHERS.items()}
    found: dict[str, list[tuple[float, bool]]] = {}
    read: Counter[str] = Counter()
    count = 0
    for film in films(paths):
        try:
            plain = rows(engine, film)
        except SvfapError as error:
            print(f"{film.name}: {error}", file=sys.stderr)
            continue
        count += bool(plain)
        read.update(label for label, _ in plain.values())
        found.setdefault("the next window", []).extend(neighbours(plain, settings.windows.hop_s))
        for name, change in CHANGES.items():
            found.setdefault(name, []).extend(compared(plain, rows(engine, film, change)))
        for name, other in others.items():
            found.setdefault(name, []).extend(compared(plain, rows(other, film)))
        shifted = rows(engine, film, shift_px=SHIFT_PX)
        found.setdefault(f"points {SHIFT_PX:g} px off", []).extend(compared(plain, shifted))
        print(f"{film.name}: {len(plain)} windows", file=sys.stderr)
    print(f"{sum(read.values())} windows of {count} films, {model}\n")
    print("| compared with | difference, hundredths | other label | windows |\n|---|---|---|---|")
    for name, pairs in found.items():
        if pairs:
            apart, other = np.array(pairs, float).T
            print(f"| {name} | {100 * apart.mean():.1f} | {other.mean():.1%} | {len(pairs)} |")
    told = ", ".join(f"{label} {n / sum(read.values()):.0%}" for label, n in read.most_common())
    print(f"\nread as: {told}")


if __name__ == "__main__":
    main(sys.argv[1], [Path(argument) for argument in sys.argv[2:]])
