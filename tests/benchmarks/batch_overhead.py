"""What a file costs the process that leads a batch, beside its analysis.

    python -m tests.benchmarks.batch_overhead FOLDER [FILES] [WORKERS]

Workers that only write five small files take FILES files (1000), WORKERS (8) at once, results going
to FOLDER. Prints files per second: claims, names and the ledger, which one process does however
many computers analyse. FOLDER decides: it must lie on the disk that is to be judged.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from svfap_core.batch.batch import Batch, FileOutcome
from svfap_core.batch.job import Task
from svfap_core.batch.output import Output
from svfap_core.batch.plan import Planned
from svfap_core.batch.worker import Staged
from svfap_core.pipeline.analysis import Progress
from svfap_core.pipeline.identity import MethodIdentity, SourceIdentity
from tests.identities import method

ENDINGS = (".csv", ".parquet", ".tracks.parquet", ".curves.png", ".json")


class Idle:
    """A worker without work."""

    def wait(self, wanted: Callable[[], bool]) -> bool:
        return wanted()

    def source(self, path: Path) -> SourceIdentity:
        return SourceIdentity(content=path.name)

    def method(self) -> MethodIdentity:
        return method()

    def wanted(self, path: Path) -> tuple[str, ...]:
        return tuple(path.name + ending for ending in ENDINGS)

    def load(self) -> MethodIdentity:
        return method()

    def run(
        self, task: Task, output: Output, stage: str, on_progress: Callable[[Progress], None]
    ) -> Staged:
        def make(folder: Path) -> list[Path]:
            made = [folder / (task.path.name + ending) for ending in ENDINGS]
            for file in made:
                file.write_bytes(b"x" * 1000)
            return made

        return Staged(output.fill(stage, make), {})

    def request_stop(self) -> None:
        pass

    def close(self) -> None:
        pass


def main(folder: Path, files: int, workers: int) -> None:
    planned = [Planned(Path(f"{n}.mp4"), f"{n % 100}/{n}.mp4") for n in range(files)]
    with tempfile.TemporaryDirectory(dir=folder) as out:
        batch = Batch(Path(out), [Idle() for _ in range(workers)], lambda _: None)
        began_s, busy_s = perf_counter(), process_time()
        counts = batch.run(planned)
        took_s, used_s = perf_counter() - began_s, process_time() - busy_s
    assert counts[FileOutcome.DONE] == files
    print(f"{files / took_s:.0f} files/s, {1000 * used_s / files:.1f} ms of CPU time a file")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0]), *(int(text) for text in (given[1:] + ["1000", "8"][len(given) - 1 :])))
