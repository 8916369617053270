"""What a user waits for before an analysis begins, and how long a folder of short clips takes.

    python -m tests.benchmarks.waiting VIDEO

Each command is run once to fill caches, then five times in turns with an empty Python, whose time
is listed too. The first frame is decoded when `VideoFile` yields it. The folder holds 200 clips of
3 seconds, cut from VIDEO at 360 lines, and is analysed by `svfap-annotate` as it is installed.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.benchmarks.measuring import publish, say, seconds, table, taking_turns
from tests.benchmarks.stages import Kind, video_of

CLIPS, CLIP_S = 200, 3
FIRST_FRAME = """
import os, sys
from svfap_core.sources.video_file import VideoFile

frames = VideoFile.frames
def first(self):
    for _ in frames(self):
        os._exit(0)
VideoFile.frames = first

from svfap_core.cli.annotate import main
main()
"""


def program(name: str, *arguments: object) -> Callable[[], object]:
    """A run of a program that lies beside this interpreter."""
    command = [str(Path(sys.executable).with_name(name)), *map(str, arguments)]
    return partial(subprocess.run, command, check=True, capture_output=True)


def further(content: bytes, number: int) -> bytes:
    """The same video as another file: with an empty box of its own length."""
    return content + struct.pack(">I4s", 8 + number, b"free") + bytes(number)


def main(source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        video = video_of(source, Path(folder) / "clip.mp4", Kind(360, 1), CLIP_S)
        works: dict[str, Callable[[], object]] = {
            "an empty Python": program("python", "-c", ""),
            "`import svfap_core`": program("python", "-c", "import svfap_core"),
            "`svfap-annotate --help`": program("svfap-annotate", "--help"),
            "`svfap-annotate` to its first frame": program(
                "python", "-c", FIRST_FRAME, video, "--out", Path(folder) / "none"
            ),
        }
        for work in works.values():
            work()
        took_s = taking_turns(works)
        rows: list[Sequence[object]] = [[name, f"{s:.2f} s"] for name, s in took_s.items()]
        clips = Path(folder) / "clips"
        clips.mkdir()
        for number in range(CLIPS):
            (clips / f"{number:03d}.mp4").write_bytes(further(video.read_bytes(), number))
        say(f"{CLIPS} clips")
        annotate = program("svfap-annotate", clips, "--out", Path(folder) / "out")
        took_s["clips"] = seconds(annotate)
    share = took_s["clips"] / (CLIPS * CLIP_S)
    length = f"{took_s['clips']:.0f} s, {share:.3f} of their length"
    rows.append([f"{CLIPS} clips of {CLIP_S} s", length])
    say(json.dumps(took_s))
    publish("waiting", took_s, table(["work", "time"], rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
