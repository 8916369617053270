"""Simulated studies: results as an analysis leaves them, without videos of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from svfap_core.labels import derived_dimensions
from svfap_core.pipeline.result import Result
from svfap_core.results.digests import Digests
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import write_edits
from svfap_core.results.files import EDITS_ENDING, endings_of, with_ending
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import OutputSettings
from svfap_core.study.study import Study, new_study, read_study
from svfap_core.types import AffectResult, Box, Status
from tests.scenes import DIMENSIONS, EMOTIONS, MEASURES, face, frame

HOP_S = 0.5
SPAN_S = 2.56
FPS = 4.0
HEADER = "file,participant,role,offset_s,condition,age"
FACES_PX = {0: Box(10.0, 10.0, 90.0, 110.0), 1: Box(200.0, 10.0, 240.0, 60.0)}
"""Person 0 is large and at the left, person 1 small and at the right."""


def recording(
    video: str,
    *,
    seed: int,
    seconds: float = 12.0,
    lives: Sequence[tuple[float, float]] = ((0.0, 12.0), (3.0, 9.0)),
    doubtful: float = 0.15,
    method: str = "m1",
) -> Recording:
    """Two persons with noisy scores; some rows cannot be trusted, with `doubtful` odds."""
    draw = np.random.default_rng(seed)
    made = Recording(
        ResultSchema(
            EMOTIONS, DIMENSIONS, "derived", video, identity=Digests(method, f"{method}-{video}")
        )
    )
    for index in range(round(seconds * FPS)):
        t_s = index / FPS
        alive = [n for n, (start, end) in enumerate(lives) if start <= t_s < end]
        made.add_frame(frame(index, t_s), [face(n, FACES_PX[n]) for n in alive])
    made.end_s = seconds
    rows: list[AffectResult] = []
    for tick in range(round(seconds / HOP_S)):
        t_s = tick * HOP_S
        alive = [n for n, (start, end) in enumerate(lives) if start <= t_s < end]
        rows += [_row(t_s, n, draw, doubtful) for n in alive]
        if not alive:
            rows.append(AffectResult(tick, t_s, t_s, t_s, Status.NO_FACE))
    made.add_results(rows)
    return made


def _row(t_s: float, person: int, draw: np.random.Generator, doubtful: float) -> AffectResult:
    weights = np.exp(draw.normal(0, 1.5, len(EMOTIONS)))
    p = dict(zip(EMOTIONS, (weights / weights.sum()).tolist(), strict=True))
    kinds = (Status.GAP, Status.LOW_QUALITY, Status.PARTIAL)
    status = kinds[draw.integers(3)] if draw.random() < doubtful else Status.OK
    coverage = float(draw.choice([0.3, 0.7])) if status is Status.PARTIAL else 1.0
    return AffectResult(
        round(t_s * FPS), t_s, t_s, t_s, status, person, FACES_PX[person], 0.9, 0.8, MEASURES,
        t_s - SPAN_S / 2, t_s + SPAN_S / 2, coverage, 0.0, 16, p, derived_dimensions(p),
    )  # fmt: skip


def write_result(
    base: Path, made: Recording, edits: Edits | None = None, *, file_bytes: int = 5
) -> None:
    """The files of a result, and a user's edits beside them."""
    digests = made.schema.identity
    facts = {
        "identity": digests._asdict(),
        "source": {"content": f"content of {made.schema.video}", "file_bytes": file_bytes},
        "model": {
            "emotions": list(EMOTIONS),
            "dimensions": list(DIMENSIONS),
            "dimensions_origin": "derived",
        },
    }
    outputs = OutputSettings()
    base.parent.mkdir(parents=True, exist_ok=True)
    Result(made, facts, video=None).write(
        base,
        [e for e in endings_of(outputs) if e.endswith((".csv", ".parquet", ".json"))],
        outputs=outputs,
        home=base.parent,
        progress=lambda _: None,
        should_stop=lambda: False,
    )
    if edits is not None:
        write_edits(with_ending(base, EDITS_ENDING), edits.on(digests.analysis))


def study_of(
    folder: Path, lines: Sequence[str], *, events: Sequence[str] = (), header: str = HEADER
) -> Path:
    """A study with the lines of files.csv and events.csv; its videos are dummies of five bytes."""
    names = sorted({line.partition(",")[0] for line in lines})
    for name in names:
        (folder / "videos" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "videos" / name).write_bytes(b"video")
    study = folder / "study"
    variables = {"condition": ("neutral", "funny"), "age": "number"}
    new_study(study, [folder / "videos" / name for name in names], variables=variables)
    (study / "files.csv").write_text("\n".join((header, *lines)) + "\n")
    (study / "events.csv").write_text("\n".join(("file,event,time_s", *events)) + "\n")
    return study


def simulated(folder: Path, *, participants: int = 4) -> Study:
    """Participants under both conditions; of the first, two videos of one condition.

    Scores are noise. Some rows are doubtful, some time is excluded, the last participant is hardly
    seen, and videos begin before and after the study's time 0.
    """
    lines: list[str] = []
    for number in range(participants):
        for condition, offset in (("neutral", "1.2"), ("funny", "-0.5")):
            lines.append(
                f"p{number}-{condition}.mp4,P{number},largest,{offset},{condition},{20 + number}"
            )
    lines.append("p0-again.mp4,P0,right,,funny,20")
    study = read_study(
        study_of(folder, lines, events=["*,joke,3.1", "*,joke,8", "*,start,0", "*,laugh,"])
    )
    for seed, entry in enumerate(study.files):
        last = entry.participant == f"P{participants - 1}"
        lives = ((0.0, 4.0), (0.0, 3.0)) if last else ((0.0, 12.0), (3.0, 9.0))
        edits = Edits.model_validate(
            {"excluded": [[5.13, 6.4], [6.9, 6.95]], "markers": [{"t_s": 4.4, "text": "Laugh"}]}
        )
        made = recording(entry.file, seed=seed, lives=lives)
        write_result(study.base(entry), made, edits if seed % 2 else None)
    return study
