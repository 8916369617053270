from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svfap_core.results.trust import is_trusted, is_unclear
from svfap_core.types import Status
from tests.scenes import people, result, talk, voted

SHARES = st.floats(0, 1)


@given(SHARES, SHARES)
def test_a_row_is_unclear_from_the_threshold_on(ambiguity: float, threshold: float) -> None:
    row = replace(result(7.0, 1), ambiguity=ambiguity)
    assert is_unclear(row, threshold) is (ambiguity >= threshold)
    assert is_unclear(row, ambiguity), "equality counts"
    assert not is_unclear(row, None)


@given(st.none() | SHARES, st.none() | SHARES, st.sampled_from(Status))
def test_what_lacks_scores_ambiguity_or_a_threshold_never_is(
    ambiguity: float | None, threshold: float | None, status: Status
) -> None:
    none = replace(result(7.0, 1, Status.WARMING_UP), ambiguity=ambiguity, status=status)
    assert not is_unclear(none, threshold)
    assert not is_unclear(result(7.0, 1), threshold), "no ambiguity"
    without = replace(result(7.0, 1), emotions={}, ambiguity=ambiguity)
    assert not is_unclear(without, threshold), "dimensions alone"


def test_it_is_not_a_question_of_trust() -> None:
    for status in (Status.OK, Status.LOW_QUALITY):
        assert is_unclear(replace(result(7.0, 1, status), ambiguity=0.9), 0.8)


@pytest.mark.parametrize("threshold", [0.0, 0.7])
def test_persons_are_unclear_where_their_trusted_rows_are(threshold: float) -> None:
    population = people(voted(threshold))
    assert any(population.unclear_stretches(person) for person in population.visible)
    for person in population.visible:
        found = population.unclear_stretches(person)
        for span in population.spans(person):
            middle_s = (span.start_s + span.end_s) / 2
            inside = any(part.start_s <= middle_s < part.end_s for part in found)
            assert inside is (is_trusted(span.row) and is_unclear(span.row, threshold))


def test_without_a_threshold_nobody_is_unclear() -> None:
    for recording in (talk(), voted(None)):
        population = people(recording)
        assert not any(population.unclear_stretches(person) for person in population.visible)
