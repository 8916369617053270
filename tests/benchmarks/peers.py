r"""This product against other packages that can be installed: same film, same machine, same run.

    python -m tests.benchmarks.peers FILM PEER_PYTHON

PEER_PYTHON is the interpreter of an environment with fer. Version 25.10 asks for packages that do
not go together; these do:

    pip install tensorflow-cpu "opencv-python-headless<5" pandas requests "setuptools<80" \
        "moviepy<2" Pillow matplotlib tqdm ffmpeg-python
    pip install --no-deps fer

Each program runs in a
process of its own with its default settings, in turns, three times; the time to load models is not
counted. fer scores single pictures; svfap-tiny scores windows of pictures, here every half second
(its default) and at every picture. Knows nothing of who is right.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.measuring import publish, say, table

REPEATS = 3

FER = """
import json, resource, sys, time
import cv2
from fer.fer import FER
film = cv2.VideoCapture(sys.argv[1])
detector = FER()
pictures = faces = 0
start_s = None
while True:
    more, bgr = film.read()
    if not more:
        break
    found = detector.detect_emotions(bgr)
    if start_s is None:  # The first call loads.
        start_s = time.perf_counter()
        continue
    pictures, faces = pictures + 1, faces + len(found)
taken_s = time.perf_counter() - start_s
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
print(json.dumps({"pictures": pictures, "faces": faces, "s": taken_s, "peak_mb": peak_mb}))
"""

OURS = """
import json, resource, sys, time
from pathlib import Path
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.session import Prepared, Session
from svfap_core.settings import AnalysisSettings, WindowSettings
from svfap_core.sinks.base import Sink
from svfap_core.sources.video_file import VideoFile

class Counting(Sink):
    pictures = faces = 0
    def write_frame(self, frame, faces):
        self.pictures += 1
    def write_results(self, rows):
        self.faces += sum(bool(row.emotions) for row in rows)
    def commit(self): ...
    def discard(self): ...

windows = WindowSettings(hop_s=float(sys.argv[2]))
engine = Engine.load("svfap-tiny", "cpu", AnalysisSettings(windows=windows))
sink = Counting()
def prepare(info):
    return Prepared(engine.analyzer(), [sink])
start_s = time.perf_counter()
Session(lambda stop: VideoFile(Path(sys.argv[1])), prepare).run()
taken_s = time.perf_counter() - start_s
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
told = {"pictures": sink.pictures, "faces": sink.faces, "s": taken_s, "peak_mb": peak_mb}
print(json.dumps(told))
"""


def run(python: str, code: str, *arguments: str) -> dict[str, float]:
    """What a program prints last."""
    done = subprocess.run(
        [python, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main(film: Path, peer: str) -> None:
    programs = {
        "svfap-tiny, every 0.5 s": (sys.executable, OURS, str(film), "0.5"),
        "svfap-tiny, every picture": (sys.executable, OURS, str(film), "0.02"),
        "fer": (peer, FER, str(film)),
    }
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
    for _ in range(REPEATS):
        for name, (python, code, *arguments) in programs.items():
            found[name].append(run(python, code, *arguments))
            say(f"{name}: {found[name][-1]}")
    rows: list[list[object]] = []
    for name, repeats in found.items():
        rates = {key: median(r[key] / r["s"] for r in repeats) for key in ("pictures", "faces")}
        peak_mb = median(r["peak_mb"] for r in repeats)
        rows.append(
            [name, f"{rates['pictures']:.0f}", f"{rates['faces']:.1f}", f"{peak_mb:.0f} MB"]
        )
    head = ["program", "pictures/s", "scored faces/s", "peak memory"]
    publish("peers", found, table(head, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
