"""All figures of docs/performance.md: `make bench`, on a machine that does nothing else.

    python -m tests.benchmarks [NAME ...]

Names: encoder, precision, waiting, stages, live, training, peers; all, without any. VIDEO in the
environment is a video of one face from near (the real clip beside the checkout, if it is there);
PEER_PYTHON, an interpreter that has the package fer. What lacks its input is left out, and said.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from svfap_core.demo import make_demo_clip
from tests.benchmarks.measuring import say
from tests.shared_data import SHARED


def video() -> str:
    """The video to measure with."""
    if given := os.environ.get("VIDEO"):
        return given
    real = SHARED / "data" / "clips" / "single_face.mp4"
    return str(real if real.exists() else make_demo_clip(Path(tempfile.mkdtemp())))


def fer2013() -> str | None:
    """The file of FER2013, if it is there."""
    source = SHARED / "data" / "fer2013.parquet"
    return str(source) if source.exists() else None


def videos() -> str | None:
    """A folder of videos with faces, if it is there."""
    source = SHARED / "data" / "clips"
    return str(source) if source.exists() else None


def manifest() -> str | None:
    """FER2013 made ready for training."""
    if (source := fer2013()) is None:
        return None
    out = Path(tempfile.mkdtemp()) / "fer2013"
    run("trainer", "prepare", "fer2013", source, "--out", str(out))
    return str(out)


def run(module: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode


NEEDS: dict[str, Sequence[Callable[[], str | None]]] = {
    "encoder": (),
    "precision": (fer2013, videos),
    "waiting": (video,),
    "stages": (video,),
    "live": (video,),
    "training": (manifest,),
    "peers": (video, lambda: os.environ.get("PEER_PYTHON")),
}


def main(names: Sequence[str]) -> int:
    failed: list[str] = []
    for name in names or NEEDS:
        inputs = [need() for need in NEEDS[name]]
        given = [value for value in inputs if value is not None]
        if len(given) < len(inputs):
            say(f"{name}: left out, what it needs is not there")
        elif run(f"tests.benchmarks.{name}", *given):
            failed.append(name)
    if failed:
        say(f"failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
