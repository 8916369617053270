"""Suggestions: right groups, never of two that cannot be one, and the user's word counts."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from svfap_core.recognition.base import Limits, normalised
from svfap_core.recognition.embeddings import FaceEmbeddings
from svfap_core.recognition.suggesting import (
    Suggestion,
    accepted,
    apart_of,
    distances,
    grouped,
    rejected,
    suggest,
)
from svfap_core.results.digests import NO_DIGESTS
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from tests.rendered_film import ONE_PERSON, SHOT_FRAMES, SHOTS, film_recording

LIMITS = Limits(0.3, 0.5, measured=True)
DIRECTIONS = {"a": 0, "b": 40, "c": 80}
"""Of the film's heads, as if a network had seen them: degrees on a circle."""


def embeddings(spread_deg: float = 4.0) -> FaceEmbeddings:
    """Two faces of each track of the film, near the direction of its head."""
    tracks, times_s, angles = [], [], []
    for shot, who in enumerate(SHOTS):
        for k, aside in enumerate((-spread_deg, spread_deg)):
            tracks.append(shot + 1)
            times_s.append((shot * SHOT_FRAMES + 2 + 6 * k) / 10)
            angles.append(np.deg2rad(DIRECTIONS[who] + aside * (1 + 0.1 * shot)))
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    return FaceEmbeddings(
        "net", NO_DIGESTS, np.array(tracks, np.int32), np.zeros(len(tracks), np.int32),
        np.array(times_s), vectors,
    )  # fmt: skip


def of(edits: Edits, limits: Limits = LIMITS) -> tuple[Suggestion, ...]:
    return suggest(Population(film_recording(), edits), embeddings(), limits).suggestions


def who(suggestions: tuple[Suggestion, ...]) -> set[tuple[int, ...]]:
    return {suggestion.persons for suggestion in suggestions}


def test_tracks_of_one_head_are_one_group() -> None:
    found = of(Edits())
    assert who(found) == {ONE_PERSON["a"], ONE_PERSON["b"]}
    assert {s.certainty for s in found} == {"probably"}
    assert [s.distance for s in found] == sorted(s.distance for s in found)


def test_accepting_all_leaves_nothing_to_suggest_and_three_persons() -> None:
    recording = film_recording()
    order = {person: place for place, person in enumerate(Population(recording, Edits()).persons)}
    edits = accepted(Edits(), of(Edits()), order)
    assert Population(recording, edits).persons == (1, 2, 4)
    assert of(edits) == ()


def test_pairs_in_doubt_are_suggested_apart_from_groups() -> None:
    found = of(Edits(), Limits(0.3, 0.75, measured=True))
    assert [s.certainty for s in found] == ["probably", "probably", "possibly", "possibly"]
    assert who(found[2:]) == {(1, 2), (2, 4)}


def test_merging_does_not_change_what_else_is_suggested() -> None:
    wide = Limits(0.3, 0.75, measured=True)
    before = of(Edits(), wide)
    after = of(accepted(Edits(), before[:1], {}), wide)
    assert [round(s.distance, 9) for s in after] == [round(s.distance, 9) for s in before[1:]]


def test_rejected_persons_are_not_suggested_again_even_after_other_merges() -> None:
    (group,) = (s for s in of(Edits()) if s.persons == ONE_PERSON["b"])
    edits = rejected(Edits(), group)
    assert who(of(edits)) == {ONE_PERSON["a"]}
    both = Edits().keep_apart([(1, 6)])
    (left,) = (s for s in of(both) if s.persons != ONE_PERSON["b"])
    assert not {1, 6} <= set(left.persons)
    assert not any({1, 6} <= set(s.persons) for s in of(both.merge(3, 1)))


def test_named_differently_is_not_one() -> None:
    edits = Edits().rename(2, "Ann").rename(5, "Bea")
    assert who(of(edits)) == {ONE_PERSON["a"]}
    assert ONE_PERSON["b"] in who(of(edits.rename(5, "ann")))


def test_what_was_split_by_hand_stays_split() -> None:
    at_s = (SHOT_FRAMES + 5) / 10
    split = Edits().split(2, at_s, 1001)
    assert (5, 1001) in {tuple(sorted(s.persons)) for s in of(split)}
    # Track 5 goes to the person of the first part, which is not that of the second.
    assert who(of(split.merge(5, 2))) == {ONE_PERSON["a"]}


def test_hidden_persons_are_left_out() -> None:
    assert who(of(Edits().hide(5))) == {ONE_PERSON["a"]}


def test_who_is_merged_already_is_one_of_a_group() -> None:
    assert who(of(Edits().merge(3, 1))) == {(1, 6), ONE_PERSON["b"]}


def test_a_person_without_a_usable_face_is_listed() -> None:
    whole = embeddings()
    seen = whole.track_ids != 4
    part = FaceEmbeddings(
        "net", NO_DIGESTS, whole.track_ids[seen], whole.frames[seen], whole.times_s[seen],
        whole.vectors[seen],
    )  # fmt: skip
    assert suggest(Population(film_recording(), Edits()), part, LIMITS).unseen == (4,)


def test_the_one_with_a_name_stays() -> None:
    group = Suggestion((1, 3, 6), 0.1, "probably")
    edits = accepted(Edits().rename(3, "Ann"), [group], {1: 0, 3: 1, 6: 2})
    assert {edits.person_of(track, 0.0) for track in (1, 3, 6)} == {3}
    assert edits.name_of(3) == "Ann"


def test_suggestions_that_share_a_person_make_one() -> None:
    pairs = [Suggestion((2, 5), 0.1, "possibly"), Suggestion((1, 2), 0.2, "possibly")]
    edits = accepted(Edits(), pairs, {})
    assert {edits.person_of(track, 0.0) for track in (1, 2, 5)} == {1}


def test_on_screen_together_is_not_one() -> None:
    recording = film_recording()
    recording.lives[5] = (0.0, recording.end_s)
    population = Population(recording, Edits())
    apart = apart_of(population, population.persons)
    assert apart[4].tolist() == [True, True, True, True, False, True]
    recording.lives[5] = (recording.lives[2][1] - 0.3, recording.lives[5][1])
    assert not apart_of(Population(recording, Edits()), population.persons)[1, 4]


# -- any persons ------------------------------------------------------------------------------


@st.composite
def scenes(draw: st.DrawFn) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
    """Owners of pieces, distances of pieces, and which persons cannot be one."""
    persons = draw(st.integers(2, 8))
    extra = draw(st.lists(st.integers(0, persons - 1), max_size=6))
    owner = np.array([*range(persons), *extra], np.intp)
    seed = draw(st.integers(0, 2**32 - 1))
    spread = draw(st.floats(0.01, 1.0))
    means = np.random.default_rng(seed).normal(size=(len(owner), 3)) * spread + [1.0, 0, 0]
    apart = np.zeros((persons, persons), np.bool_)
    for i, j in draw(
        st.lists(st.tuples(st.integers(0, persons - 1), st.integers(0, persons - 1)), max_size=9)
    ):
        apart[i, j] = apart[j, i] = i != j
    return owner, distances(normalised(means.astype(np.float32))), apart


@given(scenes())
def test_two_that_cannot_be_one_are_never_in_one_suggestion(
    scene: tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]],
) -> None:
    owner, apart_by, apart = scene
    found = grouped(range(len(apart)), owner, apart_by, apart, LIMITS)
    for suggestion in found:
        for one, other in combinations(suggestion.persons, 2):
            assert not apart[one, other]
    members = [p for s in found if s.certainty == "probably" for p in s.persons]
    assert len(members) == len(set(members))


@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_tracks_changes_nothing(
    scene: tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]], random: object
) -> None:
    owner, apart_by, apart = scene
    order = list(range(len(owner)))
    random.shuffle(order)  # type: ignore[attr-defined]
    before = grouped(range(len(apart)), owner, apart_by, apart, LIMITS)
    after = grouped(range(len(apart)), owner[order], apart_by[np.ix_(order, order)], apart, LIMITS)
    assert [s.persons for s in before] == [s.persons for s in after]
    assert [s.distance for s in before] == pytest.approx([s.distance for s in after])


def test_distances_are_those_of_the_vectors() -> None:
    vectors = normalised(np.random.default_rng(0).normal(size=(4, 9)).astype(np.float32))
    wanted = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    np.testing.assert_allclose(distances(vectors), wanted, atol=1e-6)
