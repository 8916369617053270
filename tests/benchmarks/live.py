"""Age and gaps of drawn frames, result lag and losses of the window, at 30 and 60 frames a second.

    python -m tests.benchmarks.live VIDEO

`live_window`, once for each; it needs the programs ffmpeg and xvfb-run.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measuring import publish, say, table

SECONDS = 45
WAYS = ((30, 0.5), (30, 0.12), (60, 0.5))
"""Frames per second, and seconds between windows."""


def measured(video: Path, fps: int, hop_s: float) -> dict[str, float]:
    module = ("tests.benchmarks.live_window", str(video), str(SECONDS), str(hop_s), str(fps))
    command = ["xvfb-run", "-a", sys.executable, "-m", *module]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    say(done.stdout)
    return {"hop_s": hop_s} | json.loads(done.stdout.splitlines()[-1])


def main(video: Path) -> None:
    found = [measured(video, fps, hop_s) for fps, hop_s in WAYS]
    rows = [
        [
            f"{row['fps']:.0f}",
            f"{row['rows_per_s']:.1f}",
            f"{row['age_ms']:.0f}, {row['age_p95_ms']:.0f} ms",
            f"{row['longest_gap_ms']:.0f} ms",
            f"{row['lag_ms']:.0f}, {row['lag_p95_ms']:.0f} ms",
            f"{row['dropped']} of {row['of']}",
        ]
        for row in found
    ]
    head = [
        "frames/s",
        "windows/s",
        "age of a frame: median, p95",
        "longest gap",
        "lag of a result",
    ]
    head.append("lost")
    publish("live", found, table(head, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
