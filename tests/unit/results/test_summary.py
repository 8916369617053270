from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import softmax

from svfap_core.labels import derived_dimensions
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.summary import summary
from svfap_core.types import AffectResult, Status
from tests.scenes import EMOTIONS, people, talk

TALK = talk()


def ok_rows(population: Population, person: int) -> list[AffectResult]:
    return [
        row
        for row in population.rows(person)
        if row.status is Status.OK and not population.is_row_excluded(row)
    ]


def test_the_papers_protocol_averages_the_first_and_the_last_trusted_window() -> None:
    for edits in (Edits(), Edits(excluded=(TimeRange(0.0, 3.0),))):
        population = people(TALK, edits)
        cover, paper = (summary(population, protocol) for protocol in ("cover", "paper"))
        for person, covered, row in zip(population.visible, cover, paper, strict=True):
            rows = ok_rows(population, person)
            first, last = rows[0], rows[-1]
            assert first is not last
            for name in first.emotions:
                mean = (first.emotions[name] + last.emotions[name]) / 2
                assert row[f"mean_emo_{name}"] == pytest.approx(mean, abs=1e-5)
            assert row["mean_valence"] == pytest.approx(
                (first.dimensions["valence"] + last.dimensions["valence"]) / 2, abs=1e-5
            )
            top = max(first.emotions, key=lambda name: row[f"mean_emo_{name}"])
            assert row["emo_top"] == top
            assert (covered["protocol"], row["protocol"]) == ("cover", "paper")
            same = [c for c in row if not c.startswith(("mean_", "emo_top", "protocol"))]
            assert {c: row[c] for c in same} == {c: covered[c] for c in same}


# docs/reference.md: Probabilities
def test_the_papers_protocol_averages_softmax_of_plain_outputs() -> None:
    """The scene's probabilities are those of a model whose outputs were divided by 2.5."""
    softened = talk()
    softened.schema = replace(softened.schema, temperature=2.5)
    population = people(softened)
    for person, row in zip(population.visible, summary(population, "paper"), strict=True):
        rows = ok_rows(population, person)
        outputs = np.log([list(r.emotions.values()) for r in (rows[0], rows[-1])]) * 2.5
        mean = dict(zip(EMOTIONS, softmax(outputs, axis=1).mean(axis=0), strict=True))
        assert {name: row[f"mean_emo_{name}"] for name in mean} == pytest.approx(mean, abs=1e-5)
        derived = derived_dimensions(mean)
        assert {name: row[f"mean_{name}"] for name in derived} == pytest.approx(derived, abs=1e-5)
        assert row["mean_emo_happy"] != pytest.approx(rows[0].emotions["happy"], abs=0.01)
    assert summary(population, "cover") == summary(people(TALK), "cover")


def test_without_a_trusted_window_there_are_no_means_under_either_protocol() -> None:
    population = people(TALK, Edits(excluded=(TimeRange(0.0, 1e6),)))
    for protocol in ("cover", "paper"):
        for row in summary(population, protocol):
            assert row["emo_top"] is None
            assert row["rows_trusted"] == 0
