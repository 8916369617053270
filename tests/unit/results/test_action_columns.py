"""Columns of facial actions, from rows to a table and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svfap_core.facial_actions import ACTIONS
from svfap_core.results.action_columns import ActionsOrigin, actions_origin, described
from svfap_core.results.rows import result_of_row, schema_of_table
from svfap_core.results.schema import ResultSchema
from tests.scenes import schema, talk

NAMES = tuple(ACTIONS)[:3]


def made(origin: ActionsOrigin, landmarker: tuple[str, ...] = ()) -> ResultSchema:
    return replace(schema(), actions=NAMES, actions_origin=origin, landmarker=landmarker)


@pytest.mark.parametrize("landmarker", [(), NAMES])
def test_rows_come_back(landmarker: tuple[str, ...]) -> None:
    result = next(row for row in talk().results if row.emotions)
    scored = replace(
        result,
        actions=dict(zip(NAMES, (0.0, 0.25, 1.0), strict=True)),
        landmarker=dict.fromkeys(landmarker, 0.5),
    )
    of = made("model", landmarker)
    rows = [of.row(scored), of.row(replace(result, emotions={}))]
    assert rows[0]["action_brow_outer_up"] == 0.25
    assert rows[1]["action_brow_outer_up"] is None
    for known in (of, schema_of_table(rows, of.video)):
        again = [result_of_row(row, known) for row in rows]
        assert (again[0].actions, again[0].landmarker) == (scored.actions, scored.landmarker)
        assert (again[1].actions, again[1].landmarker) == ({}, {})
        assert (tuple(known.actions), tuple(known.landmarker)) == (NAMES, landmarker)


def test_columns_say_what_the_action_is_and_who_gives_it() -> None:
    of = made("model", NAMES)
    about = {column["name"]: column for column in of.description()}
    assert "AU1" in about["action_brow_inner_up"]["meaning"]
    assert "by the model" in about["action_brow_inner_up"]["meaning"]
    assert "by the face landmarker" in about["landmarker_brow_inner_up"]["meaning"]
    assert about["action_brow_inner_up"]["maximum"] == 1
    assert of.action_columns[-3:] == tuple(f"landmarker_{name}" for name in NAMES)
    assert set(of.action_columns) <= {*of.further_columns} <= {*of.names}


def test_where_nobody_knows_who_gave_them_the_column_does_not_say() -> None:
    assert described("action_jaw_open", "jaw_open", None).meaning == (
        "Facial action: jaw drop, AU26."
    )


def test_the_model_comes_first() -> None:
    assert actions_origin(NAMES, NAMES) == actions_origin(NAMES, ()) == "model"
    assert actions_origin((), NAMES) == "landmarker"
    assert actions_origin((), ()) is None
