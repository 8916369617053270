"""Columns of class heads that say other things than emotions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from svfap_core.results.named_ranges import whole_video
from svfap_core.results.recording import Recording
from svfap_core.results.rows import result_of_row, schema_of_table
from svfap_core.results.schema import ResultSchema, arrow_type
from svfap_core.results.statistics_table import statistics_rows
from svfap_core.results.summary import summary, summary_schema
from svfap_core.types import AffectResult, Status
from tests.scenes import people, result, schema, talk

LEVELS = ("low", "middle", "high")
NAMED = {"arousal": LEVELS, "tone": ("dull", "witty")}
BOTH = replace(schema(), classes=NAMED)
ALONE = ResultSchema((), (), None, "talk.mp4", classes=NAMED)


def levels(row: AffectResult, *, alone: bool = False) -> AffectResult:
    """The row with further scores, which follow from those it has; or with these alone."""
    if not row.emotions:
        return row
    happy = row.emotions["happy"]
    found = {
        "arousal": {"low": (1 - happy) / 3, "middle": 2 * (1 - happy) / 3, "high": happy},
        "tone": {"dull": 1 - happy, "witty": happy},
    }
    row = replace(row, classes=found)
    return replace(row, emotions={}, dimensions={}) if alone else row


def recording(table: ResultSchema, *, alone: bool = False) -> Recording:
    seen = talk()
    made = Recording(table)
    made.faces, made.lives, made.clock = seen.faces, seen.lives, seen.clock
    made.frame_count, made.end_s = seen.frame_count, seen.end_s
    made.add_results([levels(row, alone=alone) for row in seen.results])
    return made


def test_every_head_has_its_columns_between_dimensions_and_status() -> None:
    assert BOTH.names == (
        *schema().names[:-1], "arousal_low", "arousal_middle", "arousal_high", "arousal_top",
        "tone_dull", "tone_witty", "tone_top", "status",
    )  # fmt: skip
    about = {each["name"]: each for each in BOTH.description()}
    assert about["arousal_low"]["meaning"] == "Probability that arousal is low."
    assert (about["arousal_low"]["minimum"], about["arousal_low"]["maximum"]) == (0, 1)
    assert (about["tone_top"]["type"], about["tone_top"]["meaning"]) == (
        "text",
        "The most probable tone.",
    )
    assert arrow_type("tone_top") == arrow_type("emo_top")
    assert arrow_type("tone_dull") == arrow_type("emo_happy")


@pytest.mark.parametrize("alone", [False, True])
def test_a_row_leads_back_to_its_result(*, alone: bool) -> None:
    table = ALONE if alone else BOTH
    rows = []
    for t_s, status in ((7.0, Status.OK), (1.0, Status.WARMING_UP), (1.0, Status.NO_FACE)):
        row = table.row(levels(result(t_s, 1, status), alone=alone))
        assert table.row(result_of_row(row, table)) == row
        assert result_of_row(row, table).is_scored == (status is Status.OK)
        rows.append(row)
    assert rows[0]["tone_top"] in ("dull", "witty")
    assert rows[1]["tone_top"] is rows[1]["tone_dull"] is None
    found = schema_of_table(rows, "talk.mp4")
    assert found.names == table.names
    assert found.classes == {head: list(names) for head, names in NAMED.items()}


@pytest.mark.parametrize("alone", [False, True])
def test_summary_and_statistics_have_means_of_every_label(*, alone: bool) -> None:
    population = people(recording(ALONE if alone else BOTH, alone=alone))
    rows = summary(population)
    assert summary_schema(population).names[-7:] == (
        "arousal_top", "mean_arousal_low", "mean_arousal_middle", "mean_arousal_high",
        "tone_top", "mean_tone_dull", "mean_tone_witty",
    )  # fmt: skip
    for person, row in zip(population.visible, rows, strict=True):
        ok = [r for r in population.rows(person) if r.status is Status.OK]
        mean = np.mean([r.classes["tone"]["witty"] for r in ok])
        assert row["mean_tone_witty"] == pytest.approx(mean, abs=1e-5)
        assert row["tone_top"] == ("witty" if mean > 0.5 else "dull")
        assert row["trusted_s"]
    found = {
        (row["person_id"], row["score"]): row
        for row in statistics_rows(population, [whole_video(60.0)])
    }
    person = population.visible[0]
    assert found[person, "tone_witty"]["mean"] == rows[0]["mean_tone_witty"]


def test_without_calibration_they_are_softmax_of_plain_outputs() -> None:
    made = recording(replace(BOTH, temperature=2.5))
    population = people(made)
    for person, row in zip(population.visible, summary(population, "paper"), strict=True):
        ok = [r for r in population.rows(person) if r.status is Status.OK]
        ends = np.array([[*r.classes["arousal"].values()] for r in (ok[0], ok[-1])]) ** 2.5
        mean = (ends / ends.sum(axis=1, keepdims=True)).mean(axis=0)
        assert [row[f"mean_arousal_{n}"] for n in LEVELS] == pytest.approx(mean, abs=1e-5)
