"""Analyses bad files as a batch does, a sound one after them, and judges what comes of each."""

from __future__ import annotations

import json
import logging
import math
import re
import resource
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import torch

from svfap_core.batch.batch import Batch, BatchEvent, FileEnded, FileOutcome
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import Planned
from svfap_core.errors import SvfapError
from svfap_core.names import plain
from svfap_core.pipeline.engine import Engine
from svfap_core.results.files import SUMMARY_ENDING
from svfap_core.results.table import read_rows
from svfap_core.settings import AnalysisSettings, OutputSettings, TrackerSettings, WindowSettings
from svfap_core.tracking.base import MIN_SCORE
from svfap_core.tracking.centerface import CenterFace
from svfap_core.types import RGB, Detection
from tests.faults.workers import Answer, Tell, Verdict, Work
from tests.media import even_times, write_video

MEMORY_BYTES = 16 << 30
"""Of address space: what asks for more fails in Python and not by the system's hand."""

SOUND = "zz-sound.mp4"

DETECT_AT_PX = 256
"""Finding faces takes most of the time, and a coarse look at them reads files as well."""

QUICK = AnalysisSettings(
    tracker=TrackerSettings(detect_every_s=0.4, faces=2), windows=WindowSettings(hop_s=0.5)
)
TABLES = OutputSettings(curves=False)
EVERYTHING = OutputSettings(curves=True, overlay=True, eaf=True, faces=True)


class Glance(CenterFace):
    """One coarse look at a picture, however small the faces that are asked for."""

    def __init__(self) -> None:
        super().__init__(side_px=DETECT_AT_PX)

    def detect(
        self, rgb: RGB, *, smallest_px: float = math.inf, min_score: float = MIN_SCORE
    ) -> tuple[Detection, ...]:
        return super().detect(rgb, min_score=min_score)


class Written(Protocol):
    """An input that can be put into a folder, under its name."""

    @property
    def name(self) -> str: ...

    def write(self, folder: Path) -> Path: ...


def prepare(model: Path, outputs: OutputSettings = TABLES) -> Work:
    """Everything loaded, on one processor of its own as far as there are enough.

    Args:
        model: Folder of the model.
        outputs: What is made of each file.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)  # Of files that are bad, on purpose.
    engine = Engine.load(str(model), "cpu", QUICK)
    engine.detector = Glance()

    def work(inputs: Sequence[Written], tell: Tell) -> None:
        with tempfile.TemporaryDirectory() as name:
            job = FileJob(lambda: engine, engine.predictor.card, QUICK, outputs)
            analyse(inputs, Path(name), job, tell)

    return work


def analyse(inputs: Sequence[Written], folder: Path, job: FileJob, tell: Tell) -> None:
    """One batch of bad inputs, a sound one last."""
    source, out = folder / "in", folder / "out"
    source.mkdir()
    sound = write_video(source / SOUND, even_times(12, 25))

    def files() -> Iterator[Planned]:
        for one in inputs:
            path = one.write(source)
            tell.turn(one.name)
            yield Planned(path, plain(one.name))
        yield Planned(sound, SOUND)

    def hear(event: BatchEvent) -> None:
        if not isinstance(event, FileEnded):
            return
        answer = judged(event, out)
        if event.planned.output == SOUND:
            assert answer.verdict is Verdict.RESULTS, answer
        else:
            tell.answer(answer)

    Batch(out, job, hear).run(files())
    problems = left_behind(out)
    assert not problems, problems


def judged(ended: FileEnded, out: Path) -> Answer:
    """Whether a file came to whole results or to a clear error, and left nothing else."""
    name = ended.planned.path.name
    if ended.outcome is FileOutcome.DONE:
        problems = [problem for file in ended.files for problem in flaws(file)]
        found = Verdict.RESULTS
    else:
        problems = unclear(ended)
        left = [p.name for p in out.iterdir() if p.name.startswith(ended.planned.output)]
        problems += [f"left {name}" for name in left]
        found = Verdict.ERROR
    if problems:
        return Answer(name, Verdict.WRONG, "; ".join(problems))
    return Answer(name, found, ended.reason)


def unclear(ended: FileEnded) -> list[str]:
    """What is wrong with the words for a file that failed: they say what happened, and then, in a
    sentence of its own, what to do."""
    if ended.outcome is not FileOutcome.FAILED:
        return [f"outcome {ended.outcome}"]
    if ended.reason.startswith("internal error"):
        return [ended.reason]
    return [] if re.search(r"\. [A-Z]", ended.reason) else [f"no hint: {ended.reason}"]


def flaws(file: Path) -> list[str]:
    """What is wrong with a file of results."""
    if not file.exists():
        return [f"{file.name} is missing"]
    if file.is_file() and not file.stat().st_size:
        return [f"{file.name} is empty"]
    try:
        if file.name.endswith(SUMMARY_ENDING):
            return [] if file.read_text("utf-8").count("\n") > 1 else [f"{file.name} has no row"]
        if file.suffix == ".csv":
            return [] if read_rows(file) else [f"{file.name} has no row"]
        if file.suffix == ".json":
            json.loads(file.read_text("utf-8"))
    except (SvfapError, ValueError) as error:
        return [f"{file.name} cannot be read back: {error}"]
    return []


def left_behind(out: Path) -> list[str]:
    """What a finished batch has left in its output folder that is no result."""
    parts = [p for p in out.rglob("*") if p.name.endswith((".part", ".tmp"))]
    work = [p for p in (out / ".svfap").iterdir() if not p.name.startswith("ledger.sqlite")]
    return [p.relative_to(out).as_posix() for p in (*parts, *work) if p.is_file() or any_file(p)]


def any_file(folder: Path) -> bool:
    """Whether there is a file anywhere in a folder."""
    return any(path.is_file() for path in folder.rglob("*"))
