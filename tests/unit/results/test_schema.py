from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from svfap_core.results.rows import result_of_row, schema_of_table
from svfap_core.results.schema import Edited, ResultSchema
from svfap_core.types import Status
from tests.scenes import DIMENSIONS, EMOTIONS, result, schema


def test_columns_stand_in_the_published_order() -> None:
    names = ResultSchema(("happy", "sad"), (*DIMENSIONS, "openness"), "learned", "v").names
    assert names == (
        "schema_version", "video", "frame", "pts_s", "timestamp_s", "describes_s", "track_id",
        "person_id", "bbox_x", "bbox_y", "bbox_w", "bbox_h", "det_score", "face_quality",
        "interocular_px", "sharpness", "brightness", "contrast", "head_yaw_deg", "head_pitch_deg",
        "head_roll_deg", "window_start_s", "window_end_s", "coverage", "max_gap_s",
        "n_frames_in_window", "emo_happy", "emo_sad", "emo_top", "valence", "arousal",
        "dominance", "dimensions_origin", "big5_openness", "status",
    )  # fmt: skip


def test_personality_has_columns_only_when_the_model_has_it() -> None:
    assert not [name for name in schema().names if name.startswith("big5")]


def test_row_is_complete_and_rounded() -> None:
    row = schema("v.mp4").row(replace(result(7.0000004, 1), score=np.float32(0.123456789)))
    assert list(row) == list(schema().names)
    assert row["timestamp_s"] == 7.0
    assert row["det_score"] == 0.12346
    assert row["person_id"] == row["track_id"] == 1
    assert row["dimensions_origin"] == "derived"
    assert row["emo_top"] in EMOTIONS
    assert {type(value) for value in row.values()} <= {int, float, str}
    top = f"emo_{row['emo_top']}"
    assert row[top] == max(row[f"emo_{name}"] for name in EMOTIONS)


def test_row_without_a_face_has_no_scores() -> None:
    row = schema().row(result(1.0, 0, Status.NO_FACE))
    assert row["status"] == "no_face"
    filled = {name for name, value in row.items() if value is not None}
    assert filled == {
        "schema_version", "video", "frame", "pts_s", "timestamp_s", "describes_s",
        "n_frames_in_window", "status",
    }  # fmt: skip


def test_no_value_is_neither_minus_zero_nor_not_a_number() -> None:
    odd = replace(result(7, 0), dimensions={"valence": -1e-9, "arousal": float("nan")})
    row = schema().row(odd)
    assert str(row["valence"]) == "0.0"
    assert row["arousal"] is None


def test_score_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="emo_bored"):
        schema().row(replace(result(7, 0), emotions={"bored": 1.0}))


def test_every_column_describes_itself() -> None:
    table = schema()
    for column, field in zip(table.columns, table.arrow, strict=True):
        assert json.loads(field.metadata[b"svfap"]) == column.description()
        assert column.meaning.endswith(".")
    described = json.loads(table.arrow.metadata[b"svfap.columns"])
    assert [about["name"] for about in described] == list(table.names)
    valence = next(about for about in described if about["name"] == "valence")
    assert (valence["minimum"], valence["maximum"]) == (-1, 1)


def test_edits_add_columns_and_change_none() -> None:
    plain = ResultSchema(("happy", "sad"), ("valence", "openness"), "learned", "v")
    edited = replace(plain, edited=True)
    compared = replace(plain, edited=True, z_scores=True)
    assert set(edited.names) - set(plain.names) == {"person_name", "excluded"}
    assert compared.names[len(edited.names) :] == (
        "z_emo_happy", "z_emo_sad", "z_valence", "z_big5_openness",
    )  # fmt: skip
    assert [name for name in compared.names if name in plain.names] == list(plain.names)
    described = {about["name"]: about for about in compared.description()}
    assert described["z_valence"]["unit"] == "sd"
    assert described["excluded"]["maximum"] == 1


def test_an_edited_row_says_who_and_whether_it_counts() -> None:
    table = replace(schema(), edited=True, z_scores=True)
    measured = schema().row(result(7.0, 4))
    row = table.row(
        result(7.0, 4), Edited(2, "Anna", excluded=True, z_scores={"happy": 1.23456789})
    )
    assert (row["track_id"], row["person_id"], row["person_name"]) == (4, 2, "Anna")
    assert (row["excluded"], row["z_emo_happy"], row["z_valence"]) == (1, 1.23457, None)
    assert {name: row[name] for name in measured} == {**measured, "person_id": 2}


def test_a_row_leads_back_to_its_result() -> None:
    for t_s, status in ((7.0, Status.OK), (1.0, Status.WARMING_UP), (1.0, Status.NO_FACE)):
        row = schema().row(result(t_s, 1, status))
        assert schema().row(result_of_row(row, schema())) == row


def test_a_table_tells_its_own_schema() -> None:
    rows = [schema().row(result(7.0, 1)), schema().row(result(1.0, 1, Status.NO_FACE))]
    assert schema_of_table(rows, "talk.mp4").names == schema().names
    assert schema_of_table(rows, "talk.mp4").dimensions_origin == "derived"
    bare = ResultSchema(("happy",), (), None, "v")
    assert schema_of_table([bare.row(result(1.0, 1, Status.NO_FACE))], "v").names == bare.names


def test_dimensions_declare_the_range_of_their_head() -> None:
    learned = ResultSchema(
        ("happy",), ("valence", "arousal", "openness"), "learned", "v",
        ranges={"valence": (1.0, 9.0), "openness": (0.0, 10.0)},
    )  # fmt: skip
    described = {about["name"]: about for about in learned.description()}
    assert (described["valence"]["minimum"], described["valence"]["maximum"]) == (1, 9)
    assert (described["big5_openness"]["minimum"], described["big5_openness"]["maximum"]) == (0, 10)
    assert "minimum" not in described["arousal"], "an unbounded head promises nothing"
    assert learned.scale(["valence", "dominance"]) == (1, 9), "of those that the model has"
    assert learned.scale(["valence", "arousal"]) == (-1, 9)
