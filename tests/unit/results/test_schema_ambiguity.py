"""The column `emo_ambiguity`: where it is, what it says, and what is made of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from svfap_core.labels import ambiguity, vote_shares
from svfap_core.results.named_ranges import whole_video
from svfap_core.results.recording import Recording
from svfap_core.results.rows import result_of_row, schema_of_table
from svfap_core.results.schema import ResultSchema
from svfap_core.results.statistics_table import statistics_rows
from svfap_core.results.summary import summary, summary_schema
from svfap_core.sinks.lsl import LslDescription
from svfap_core.types import AffectResult, Status
from tests.scenes import people, probabilities, result, schema, talk

VOTED = replace(schema(), ambiguity=True)


def rated(row: AffectResult) -> AffectResult:
    return replace(row, ambiguity=ambiguity(row.emotions))


@pytest.fixture
def recording() -> Recording:
    seen = talk()
    made = Recording(VOTED)
    made.faces, made.lives, made.clock = seen.faces, seen.lives, seen.clock
    made.frame_count, made.end_s = seen.frame_count, seen.end_s
    made.add_results([rated(row) for row in seen.results])
    return made


@given(st.lists(st.floats(1e-6, 1), min_size=2, max_size=8), st.floats(0.2, 5))
def test_shares_of_votes_are_probabilities_without_their_temperature(
    outputs: list[float], temperature: float
) -> None:
    logits = np.log(outputs)
    named = {str(n): p for n, p in enumerate(special.softmax(logits / temperature).tolist())}
    found = list(vote_shares(named, temperature).values())
    assert found == pytest.approx(special.softmax(logits).tolist(), abs=1e-9)
    assert vote_shares({}, temperature) == {}


def test_it_is_the_entropy_over_the_log_of_the_number_of_classes() -> None:
    p = probabilities(6.5, 0)
    assert ambiguity(p) == pytest.approx(stats.entropy(list(p.values()), base=7))
    assert ambiguity({"happy": 1.0, "sad": 0.0}) == 0
    assert ambiguity(dict.fromkeys("abc", 1 / 3)) == pytest.approx(1)
    assert ambiguity({}) is ambiguity({"only": 1.0}) is None


def test_only_tables_of_models_that_learned_from_raters_have_the_column() -> None:
    added = [name for name in VOTED.names if name not in schema().names]
    assert added == ["emo_ambiguity"]
    assert VOTED.names[VOTED.names.index("emo_top") + 1] == "emo_ambiguity"
    about = next(a for a in VOTED.description() if a["name"] == "emo_ambiguity")
    assert (about["type"], about["minimum"], about["maximum"]) == ("number", 0, 1)
    assert "disagreement of raters" in about["meaning"]


def test_a_row_has_it_where_it_has_scores_and_leads_back_to_it() -> None:
    scored, none = rated(result(7.0, 1)), rated(result(1.0, 1, Status.WARMING_UP))
    row = VOTED.row(scored)
    assert row["emo_ambiguity"] == pytest.approx(scored.ambiguity, abs=1e-5)
    assert VOTED.row(none)["emo_ambiguity"] is None
    for each in (row, VOTED.row(none)):
        assert VOTED.row(result_of_row(each, VOTED)) == each
    found = schema_of_table([row], "talk.mp4")
    assert found.emotion_names == list(schema().emotion_names), "it is no emotion"
    assert found.ambiguity
    assert found.names == VOTED.names


def test_summary_and_statistics_have_it_as_they_have_dimensions(recording: Recording) -> None:
    population = people(recording)
    for person, row in zip(population.visible, summary(population), strict=True):
        ok = [r.ambiguity for r in population.rows(person) if r.status is Status.OK]
        assert row["mean_emo_ambiguity"] == pytest.approx(np.mean(np.array(ok, float)), abs=1e-5)
        assert row["max_emo_ambiguity"] == pytest.approx(max(a or 0 for a in ok), abs=1e-5)
    names = summary_schema(population).names
    assert names[-4:] == tuple(f"{s}_emo_ambiguity" for s in ("mean", "sd", "min", "max"))
    assert not [n for n in summary_schema(people(talk())).names if "ambiguity" in n]
    rows = [
        row
        for row in statistics_rows(population, [whole_video(60.0)])
        if row["score"] == "emo_ambiguity"
    ]
    assert len(rows) == len(population.visible)
    assert all(row["mean"] is not None and row["share"] is None for row in rows)


def test_without_calibration_it_is_that_of_probabilities_without_calibration(
    recording: Recording,
) -> None:
    recording.schema = replace(VOTED, temperature=2.5)
    population = people(recording)
    for person, row in zip(population.visible, summary(population, "paper"), strict=True):
        rows = [r for r in population.rows(person) if r.status is Status.OK]
        expected = [
            stats.entropy(np.array(list(r.emotions.values())) ** 2.5, base=7)
            for r in (rows[0], rows[-1])
        ]
        assert row["mean_emo_ambiguity"] == pytest.approx(np.mean(expected), abs=1e-5)


def test_a_lab_stream_has_a_channel_of_it() -> None:
    about = LslDescription(schema=VOTED, model_name="m", span_s=1.0)
    assert about.channels[-1] == ("emo_ambiguity", "score", "0..1")


def test_a_table_without_it_stays_as_it_was() -> None:
    assert schema().row(result(7.0, 1)).keys() == set(schema().names)
    with pytest.raises(ValueError, match="emo_ambiguity"):
        ResultSchema(schema().emotion_names, schema().dimension_names, "derived", "v").row(
            rated(result(7.0, 1))
        )
