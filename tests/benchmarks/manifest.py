"""Memory that a manifest of a million clips takes: python -m tests.benchmarks.manifest

The table is as that of VoxCeleb2 in shards (names, paths and columns of their lengths), without the
pictures. A worker holds what it was sent and what it read again by itself.
"""

from __future__ import annotations

import multiprocessing
import pickle
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.fakes import SPEC
from trainer.config import DataConfig
from trainer.data.loader import ClipSet
from trainer.data.manifest import CropGeometry, ManifestInfo, write_manifest
from trainer.data.order import EpochBatches
from trainer.plan import plan_judging

CLIPS, CLIPS_OF_A_PERSON, CLIPS_OF_A_SHARD = 1_000_000, 182, 270


def rows() -> Iterator[dict[str, Any]]:
    for number in range(CLIPS):
        person = f"id{number // CLIPS_OF_A_PERSON:05}"
        clip = f"dev/{person}/{number:011}/{number % 1000:05}"
        yield {
            "clip": clip,
            "path": f"shards/{number // CLIPS_OF_A_SHARD:06}.tar",
            "offset": number % CLIPS_OF_A_SHARD * 2_000_000,
            "num_frames": 400,
            "rate_fps": 25.0,
            "source": f"/data/voxceleb2/{clip}.mp4",
            "start_s": 0.0,
            "subject": person,
            "split": "train",
            **dict.fromkeys(("box_x", "box_y", "box_w", "box_h"), 100.0),
        }


def memory_mb(name: str = "VmRSS") -> int:
    """Of this process, as Linux tells it: now, or its peak (`VmHWM`)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith(name))
    return int(line.split()[1]) // 1024


def report(name: str) -> None:
    print(f"{name:26} {memory_mb():6} MB, at most {memory_mb('VmHWM')} MB", flush=True)


def write(folder: Path) -> None:
    info = ManifestInfo(
        data_set="Synthetic", crop=CropGeometry(size_px=200), created=datetime.now(UTC)
    )
    write_manifest(folder, info, rows())
    report("writing")


def work(clips: ClipSet | None) -> None:
    report("worker without a data set" if clips is None else "worker")


def main() -> None:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        writer = context.Process(target=write, args=(Path(name),))
        writer.start()
        writer.join()
        report("training without a data set")
        config = DataConfig(manifests=(Path(name),))
        clips = ClipSet(plan_judging(config, (), SPEC), "train")
        next(iter(EpochBatches(clips.labels, 256)))
        report("training")
        print(f"sent to a worker: {len(pickle.dumps(clips)) / 1e6:.0f} MB")
        for sent in (None, clips):
            worker = context.Process(target=work, args=(sent,))
            worker.start()
            worker.join()


if __name__ == "__main__":
    main()
