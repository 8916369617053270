"""A finished result opened again: its rows, faces, facts, the user's work, and where its video is.

A result is known by any of its files, a live recording also by its folder. Knows nothing of
images, and nothing of how a result is made.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svfap_core.errors import SvfapError
from svfap_core.labels import Range
from svfap_core.messages import Message
from svfap_core.results.action_columns import actions_origin
from svfap_core.results.clock import MediaClock
from svfap_core.results.digests import (
    NO_DIGESTS,
    Digests,
    digests_of_parquet,
    digests_of_sidecar,
)
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.edits_beside import edits_beside, source_of
from svfap_core.results.edits_file import SourceId, digest_of
from svfap_core.results.files import (
    BATCH_SUMMARY,
    EDITS_ENDING,
    EMBEDDINGS_ENDING,
    FEATURES_ENDING,
    HIDING_LIST_ENDING,
    LANDMARKS_ENDING,
    MARKERS_ENDING,
    SIDECAR_ENDING,
    STATISTICS_ENDING,
    SUMMARY_ENDING,
    TABLE_ENDINGS,
    TRACKS_ENDING,
    base_of,
    with_ending,
)
from svfap_core.results.layout import Row
from svfap_core.results.notes import not_made, remarks
from svfap_core.results.recording import FACE, FaceLog, Recording
from svfap_core.results.rows import result_of_row, schema_of_table
from svfap_core.results.schema import (
    MEASURE_COLUMNS,
    ResultSchema,
    dimension_column,
)
from svfap_core.results.table import read_whole_rows
from svfap_core.results.tracks import Tracks, read_tracks
from svfap_core.results.unreadable import unreadable
from svfap_core.types import AffectResult

_NOT_TABLES = (
    TRACKS_ENDING,
    FEATURES_ENDING,
    LANDMARKS_ENDING,
    EMBEDDINGS_ENDING,
    MARKERS_ENDING,
    HIDING_LIST_ENDING,
    STATISTICS_ENDING,
    SUMMARY_ENDING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedResult:
    """What was read.

    `base` is the path of the result's files without their endings; `sidecar` is empty where there
    is none; `video` is `None` where it is not found; `edits` are on the tracks of this analysis,
    whichever they were made on, `edits_digest` is that of their file as it was read; `notes` are
    sentences that a user should see.
    """

    base: Path
    recording: Recording
    sidecar: dict[str, Any]
    video: Path | None
    edits: Edits
    edits_digest: str
    notes: tuple[str, ...]

    @property
    def source(self) -> SourceId | None:
        """The video by its content, where the facts say it."""
        return source_of(self.sidecar)

    @property
    def edits_path(self) -> Path:
        """Where the user's work is kept."""
        return with_ending(self.base, EDITS_ENDING)


def read_result(path: Path) -> FinishedResult:
    """Open a result.

    Args:
        path: Its table, sidecar, tracks or any other of its files, its video where that lies
            beside them, or the folder of a live recording.

    Raises:
        SvfapError: There is no result, or it cannot be read; the hint says what to do.
    """
    base = _base(path)
    notes: list[str] = []
    table = _table(base)
    facts = read_sidecar(with_ending(base, SIDECAR_ENDING), notes)
    rows, cut = read_whole_rows(table)
    if cut:
        notes.append(Message("The table breaks off in its last line, which is left out."))
    schema = replace(_schema(facts, rows, base), identity=_digests(base, facts, notes))
    results = _results(rows, schema, table)
    tracks = _tracks(base, results, facts, notes)
    recording = Recording(schema, _baseline(facts))
    recording.faces = FaceLog(tracks.faces)
    recording.frame_count, recording.end_s = tracks.frame_count, tracks.end_s
    recording.lives, recording.clock = tracks.lives, tracks.clock
    recording.add_results(sorted(results, key=_place))  # Earlier versions had late rows.
    try:
        seen = digest_of(with_ending(base, EDITS_ENDING))
    except OSError:
        seen = ""  # `edits_beside` says why.
    edits = edits_beside(base, facts, recording, notes)
    return FinishedResult(
        base=base,
        recording=recording,
        sidecar=facts,
        video=_video(base, edits, facts),
        edits=edits,
        edits_digest=seen,
        notes=(*not_made(facts), *remarks(facts), *notes),
    )


def _base(path: Path) -> Path:
    if path.is_dir():
        tables = (
            name
            for ending in TABLE_ENDINGS
            for name in path.glob(f"*{ending}")
            if name.name != BATCH_SUMMARY
        )
        try:
            bases = sorted({_base(t) for t in tables if not t.name.endswith(_NOT_TABLES)})
        except OSError as error:
            raise unreadable(
                path, Message("a folder of results"), error, if_damaged="Check that it is there."
            ) from error
        if len(bases) == 1:
            return bases[0]
        raise SvfapError(
            Message("%1 holds %2 results", path, len(bases) or "no"),
            hint="Choose one of its tables." if bases else "Choose a table or a recording.",
        )
    return base_of(path)


def _table(base: Path) -> Path:
    for ending in TABLE_ENDINGS:
        if (table := with_ending(base, ending)).is_file():
            return table
    raise SvfapError(
        Message("there is no result table of %1 in %2", base.name, base.parent),
        hint="Keep the files of a result in one folder, or analyse the video again.",
    )


def read_sidecar(path: Path, notes: list[str]) -> dict[str, Any]:
    """The facts of an analysis; none if they cannot be read, and `notes` say why."""
    try:
        facts = json.loads(path.read_bytes())
    except FileNotFoundError:
        notes.append(Message("The file with the facts of the analysis is missing."))
        return {}
    except (OSError, ValueError):
        notes.append(Message("The file with the facts of the analysis is damaged."))
        return {}
    return facts if isinstance(facts, dict) else {}


def _schema(facts: dict[str, Any], rows: Sequence[Row], base: Path) -> ResultSchema:
    model = facts.get("model", {})
    video = str(rows[0]["video"]) if rows else base.name
    learned = tuple(model.get("actions", ()))
    landmarked = tuple((facts.get("landmarker") or {}).get("actions", ()))
    if {"emotions", "dimensions", "dimensions_origin"} <= model.keys():
        return ResultSchema(
            tuple(model["emotions"]),
            tuple(model["dimensions"]),
            model["dimensions_origin"],
            video,
            ranges=_ranges(facts, model["dimensions"]),
            temperature=_temperature(facts),
            ambiguity=model.get("ambiguity", False),
            ambiguity_threshold=model.get("ambiguity_threshold"),
            classes={name: tuple(labels) for name, labels in model.get("classes", {}).items()},
            actions=learned or landmarked,
            actions_origin=actions_origin(learned, landmarked),
            landmarker=landmarked if learned else (),
        )
    return schema_of_table(rows, video)


def _baseline(facts: dict[str, Any]) -> TimeRange | None:
    stretch = facts.get("settings", {}).get("baseline")
    return TimeRange(*stretch) if stretch else None


def _ranges(facts: dict[str, Any], dimensions: Sequence[str]) -> dict[str, Range]:
    """The ranges of dimensions as the facts describe their columns."""
    described = {about["name"]: about for about in facts.get("table", {}).get("columns", ())}
    columns = {name: described.get(dimension_column(name), {}) for name in dimensions}
    return {n: (c["minimum"], c["maximum"]) for n, c in columns.items() if "minimum" in c}


def _temperature(facts: dict[str, Any]) -> float:
    """Of the model, by the card that the facts have; 1 in facts of before they had one."""
    return ((facts.get("identity") or {}).get("card") or {}).get("temperature", 1.0)


def _digests(base: Path, facts: dict[str, Any], notes: list[str]) -> Digests:
    """What made the result, as its files say; a note where they say different things."""
    parquet = (with_ending(base, ending) for ending in (".parquet", TRACKS_ENDING))
    # The table's own word counts first: a run that was killed may leave older facts beside it.
    found = [*map(digests_of_parquet, parquet), digests_of_sidecar(facts)]
    known = [digests for digests in found if digests.analysis]
    if len(set(known)) > 1:
        notes.append(
            Message(
                "The files of this result are from different analyses. Analyse the video again."
            )
        )
    return known[0] if known else NO_DIGESTS


def _results(rows: Iterable[Row], schema: ResultSchema, table: Path) -> list[AffectResult]:
    try:
        return [result_of_row(row, schema) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise SvfapError(
            Message("%1 does not hold what its columns promise: %2", table, error),
            hint="It was changed or is of a later version: analyse the video again.",
        ) from error


def _tracks(
    base: Path, results: Sequence[AffectResult], facts: dict[str, Any], notes: list[str]
) -> Tracks:
    path = with_ending(base, TRACKS_ENDING)
    if path.is_file():
        return read_tracks(path)
    notes.append(
        Message(
            "There is no record of the faces in every frame: boxes show at the rows' frames only."
        )
    )
    # The facts of a recording that was killed are those of its start.
    counts = facts.get("counts", {})
    frames = max((row.frame_index + 1 for row in results), default=0)
    last_s = max((row.t_s for row in results), default=0.0)
    return Tracks(
        _faces_of_rows(results),
        max(frames, int(counts.get("frames") or 0)),
        max(last_s, float(counts.get("read_s") or 0.0)),
        {},
        MediaClock(),
    )


def _faces_of_rows(results: Sequence[AffectResult]) -> NDArray[Any]:
    """A face for each row that has one; where its points were is not known."""
    rows = [
        (row.frame_index, row.t_s, row.pts_s, row.track_id, tuple(row.box), np.full((5, 2), np.nan),
         row.score, row.quality, *_measures(row), True)
        for row in results
        if row.box is not None and row.track_id is not None
    ]  # fmt: skip
    return np.array(sorted(rows, key=lambda face: (face[0], face[3])), FACE)


def _measures(row: AffectResult) -> tuple[float, ...]:
    return (math.nan,) * len(MEASURE_COLUMNS) if row.measures is None else astuple(row.measures)


def _place(row: AffectResult) -> tuple[float, int]:
    return row.t_s, -1 if row.track_id is None else row.track_id


def _video(base: Path, edits: Edits, facts: dict[str, Any]) -> Path | None:
    """Where the user last had it, else beside the result, else where a batch found it."""
    size = facts.get("source", {}).get("file_bytes") if "recording" not in facts else None
    for path in (Path(edits.video) if edits.video else None, base, _input_of_batch(base)):
        if path is None:
            continue
        if path.is_dir() or (path.is_file() and size in {None, path.stat().st_size}):
            return path
    return None


def _input_of_batch(base: Path) -> Path | None:
    """What the record of a batch, in the output folder, names as the input of a result."""
    for folder in base.parents:
        ledger = folder / ".svfap" / "ledger.sqlite"
        if ledger.is_file():
            query = "SELECT input FROM jobs WHERE output = ?"
            output = base.relative_to(folder).as_posix()
            try:
                with closing(
                    sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)
                ) as db:
                    found = db.execute(query, (output,)).fetchone()
            except sqlite3.Error:
                return None
            return Path(found[0]) if found else None
    return None
