"""Rows of a table read back into results, of earlier versions too. Knows no file format."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from svfap_core.facial_actions import ACTIONS
from svfap_core.labels import AFFECT_DIMENSIONS, BIG_FIVE, DimensionsOrigin
from svfap_core.results.action_columns import action_column, landmarker_column
from svfap_core.results.layout import Row
from svfap_core.results.schema import (
    EMO_AMBIGUITY,
    EMO_TOP,
    MEASURE_COLUMNS,
    ORIGIN,
    ResultSchema,
    class_column,
    dimension_column,
    emotion_column,
    top_column,
)
from svfap_core.types import AffectResult, Box, FaceMeasures, Status


def schema_of_table(rows: Sequence[Row], video: str) -> ResultSchema:
    """The schema of a table that nothing else is known of, by its columns and their values."""
    prefix = emotion_column("")
    names = list(rows[0]) if rows else []
    others = {EMO_TOP.name, EMO_AMBIGUITY.name}
    emotions = [n.removeprefix(prefix) for n in names if n.startswith(prefix) and n not in others]
    dimensions = [
        name
        for name in (*AFFECT_DIMENSIONS, *BIG_FIVE)
        if any(row.get(dimension_column(name)) is not None for row in rows)
    ]
    origins = {row.get(ORIGIN.name) for row in rows}
    origin: DimensionsOrigin | None = None
    if "learned" in origins:
        origin = "learned"
    elif "derived" in origins:
        origin = "derived"
    ambiguity = EMO_AMBIGUITY.name in names
    tops = [name for name in names if name.endswith(top_column("")) and name != EMO_TOP.name]
    classes = {
        head: [
            name.removeprefix(class_column(head, ""))
            for name in names
            if name.startswith(class_column(head, "")) and name not in tops
        ]
        for head in (name.removesuffix(top_column("")) for name in tops)
    }
    return ResultSchema(
        emotions,
        dimensions,
        origin,
        video,
        ambiguity=ambiguity,
        classes=classes,
        actions=_actions(names, action_column("")),
        landmarker=_actions(names, landmarker_column("")),
    )


def _actions(names: Sequence[str], prefix: str) -> list[str]:
    """Facial actions whose columns begin so, in the order of the table."""
    found = (name.removeprefix(prefix) for name in names if name.startswith(prefix))
    return [name for name in found if name in ACTIONS]


def result_of_row(row: Row, schema: ResultSchema) -> AffectResult:
    """The result that a row was made of, as exactly as the row has it.

    Rows of version 1 describe the middle of their window and lack the columns that came later.

    Raises:
        KeyError: A column is missing.
        ValueError: A cell holds what it cannot.
    """
    cells: dict[str, Any] = row
    box = None
    if cells["bbox_x"] is not None:
        x, y = cells["bbox_x"], cells["bbox_y"]
        box = Box(x, y, x + cells["bbox_w"], y + cells["bbox_h"])
    measures: dict[str, Any] = {f: cells.get(name) for name, f in MEASURE_COLUMNS.items()}
    return AffectResult(
        frame_index=cells["frame"],
        pts_s=cells["pts_s"],
        t_s=cells["timestamp_s"],
        describes_s=_described_s(cells),
        status=Status(cells["status"]),
        track_id=cells["track_id"],
        box=box,
        score=cells["det_score"],
        quality=cells["face_quality"],
        measures=None if None in measures.values() else FaceMeasures(**measures),
        window_start_s=cells["window_start_s"],
        window_end_s=cells["window_end_s"],
        coverage=cells.get("coverage"),
        max_gap_s=cells.get("max_gap_s"),
        num_frames=cells["n_frames_in_window"],
        emotions=_probabilities(
            cells, {name: emotion_column(name) for name in schema.emotion_names}, EMO_TOP.name
        ),
        dimensions=_known(cells, {name: dimension_column(name) for name in schema.dimension_names}),
        ambiguity=cells[EMO_AMBIGUITY.name] if schema.ambiguity else None,
        classes={
            head: found
            for head, labels in schema.classes.items()
            if (found := _of_head(cells, head, labels))
        },
        actions=_known(cells, {name: action_column(name) for name in schema.actions}),
        landmarker=_known(cells, {name: landmarker_column(name) for name in schema.landmarker}),
    )


def _known(cells: dict[str, Any], columns: Mapping[str, str]) -> dict[str, float]:
    """Scores by name, of those that the row has."""
    return {name: value for name, column in columns.items() if (value := cells[column]) is not None}


def _described_s(cells: dict[str, Any]) -> float:
    if cells["schema_version"] > 1:
        return cells["describes_s"]
    start_s, end_s = cells["window_start_s"], cells["window_end_s"]
    return cells["timestamp_s"] if start_s is None or end_s is None else (start_s + end_s) / 2


def _of_head(cells: dict[str, Any], head: str, labels: Sequence[str]) -> dict[str, float]:
    columns = {label: class_column(head, label) for label in labels}
    return _probabilities(cells, columns, top_column(head))


def _probabilities(
    cells: dict[str, Any], columns: Mapping[str, str], top_name: str
) -> dict[str, float]:
    """Probabilities by label; where rounding made two equal, the stronger one stays so."""
    found = {label: p for label, column in columns.items() if (p := cells[column]) is not None}
    top = cells[top_name]
    strongest = max(found, key=found.__getitem__, default=top)
    if top != strongest and found.get(top) == found[strongest]:
        found[top] = math.nextafter(found[top], math.inf)
    return found
