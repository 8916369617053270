"""Two results of one drawn video: persons found again, units compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from svfap_core.results.comparison import (
    OTHER,
    UNIT_S,
    compare_labels,
    compare_results,
    same_persons,
)
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.results.stretches import Stretch
from svfap_core.results.trust import is_trusted
from tests.scenes import people, talk

TALK = talk()


def other_model(renumber: int = 0, shift: float = 0.0) -> Recording:
    """The same video by another model: other numbers of tracks, other scores."""
    recording = talk()
    rows = [
        row if row.track_id is None else replace(
            row,
            track_id=row.track_id + renumber,
            dimensions={name: value - shift for name, value in row.dimensions.items()},
        )
        for row in recording.results
    ]  # fmt: skip
    found = Recording(recording.schema)
    found.faces, found.frame_count, found.end_s = recording.faces, recording.frame_count, 19.96
    faces = found.faces.view()
    faces.flags.writeable = True
    faces["track_id"] += renumber
    found.lives = {track + renumber: life for track, life in recording.lives.items()}
    found.add_results(rows)
    return found


def test_persons_are_found_by_their_boxes() -> None:
    a, b = people(TALK), people(other_model(renumber=40))
    assert same_persons(a, b) == {0: 40, 1: 41}
    assert same_persons(a, people(other_model(40), Edits().hide(41))) == {0: 40}
    swapped = people(other_model(1), Edits())
    assert same_persons(a, swapped) == {0: 1, 1: 2}


def test_merged_tracks_are_one_person() -> None:
    merged = people(other_model(40), Edits().merge(41, 40))
    assert same_persons(people(TALK), merged) == {0: 40}


def test_a_result_agrees_with_itself() -> None:
    found = compare_results(people(TALK), people(other_model(40)), (0, 40))
    assert len(found.times_s) == 199
    assert found.times_s[:3].tolist() == pytest.approx([0.05, 0.15, 0.25]), "middles of units"
    assert set(found.scores) >= {"happy", "sad", "valence", "arousal"}
    for name in found.scores:
        agreement = found.score_agreement(name)
        assert agreement.ccc == pytest.approx(1)
        assert agreement.mean_abs_difference == 0
        assert agreement.n > 100
    labels = found.label_agreement()
    assert (labels.agreement, labels.kappa) == (1.0, 1.0)
    assert OTHER not in found.names


def test_units_are_those_of_pandas() -> None:
    """Every unit of both, looked up row by row."""
    a, b = people(TALK, Edits().exclude(TimeRange(3, 4))), people(other_model(40, shift=0.2))
    found = compare_results(a, b, (0, 40))
    units = pd.DataFrame({"t_s": [(k + 0.5) * UNIT_S for k in range(199)]})
    for name, population, person in (("a", a, 0), ("b", b, 40)):
        rows = [population.speaking_at(person, t_s) for t_s in units.t_s]
        units[name] = [
            row.dimensions["valence"] if row is not None and is_trusted(row) else np.nan
            for row in rows
        ]
    units = units[~units.t_s.between(3, 4)].dropna()
    chosen = units[units.t_s.between(2, 15)]
    agreement = found.score_agreement("valence", [TimeRange(2, 15)])
    assert agreement.n == len(chosen) > 50
    assert agreement.r == pytest.approx(chosen.a.corr(chosen.b))
    assert agreement.mean_difference == pytest.approx((chosen.a - chosen.b).mean()) == 0.2
    assert agreement.mean_abs_difference == pytest.approx(0.2)
    assert found.score_agreement("valence").n == len(units)
    difference = found.difference("valence")
    assert np.isfinite(difference).sum() == len(units)
    assert np.nanmax(np.abs(difference - 0.2)) < 1e-9


def test_scores_on_other_scales_are_not_compared() -> None:
    recording = other_model(40)
    recording.schema = replace(
        recording.schema, dimensions_origin="learned", ranges={"valence": (0.0, 1.0)}
    )
    found = compare_results(people(TALK), people(recording), (0, 40))
    assert "valence" in found.other_scales
    assert "valence" not in found.scores
    assert "happy" in found.scores


def test_a_label_that_one_model_lacks_is_a_disagreement() -> None:
    recording = other_model(40)
    names = tuple(n for n in recording.schema.emotion_names if n != "surprise")
    recording.schema = replace(recording.schema, emotion_names=names)
    recording.results[:] = [
        replace(row, emotions={n: p for n, p in row.emotions.items() if n != "surprise"})
        for row in recording.results
    ]
    found = compare_results(people(TALK), people(recording), (0, 40)).label_agreement()
    surprise = next(one for one in found.each if one.label == "surprise")
    assert surprise.n_a > 5
    assert (surprise.n_b, surprise.n_both) == (0, 0)
    assert found.agreement is not None
    assert found.agreement < 1


def test_a_coder_who_sees_the_same_agrees() -> None:
    a = people(TALK)
    stretches = a.emotion_stretches(0)
    found = compare_labels(a, 0, stretches, {"happy", "sad", "surprise"})
    assert found.names == ("happy", "sad", "surprise", OTHER)
    assert found.scores == ()
    labels = found.label_agreement()
    assert labels.kappa == 1.0
    assert labels.n == pytest.approx(sum(s.end_s - s.start_s for s in stretches) / UNIT_S, abs=4)


def test_uncoded_time_and_other_emotions_are_one_label() -> None:
    a = people(TALK)
    found = compare_labels(a, 0, [Stretch(0, 3, "happy"), Stretch(2, 4, "odd")], {"happy", "odd"})
    assert found.names == ("happy", OTHER)
    labels = found.label_agreement([TimeRange(0, 5)])
    # The model says sad from 0 to 5 s, the coder happy for 3 s of it.
    assert labels.confusion.tolist() == [[0, 0], [30, 20]]
    assert found.label_agreement([TimeRange(9, 13)]).n == 0, "nothing can be trusted there"


def test_the_code_that_began_last_counts() -> None:
    stretches = [Stretch(0, 5, "happy"), Stretch(1, 2, "sad")]
    found = compare_labels(people(TALK), 0, stretches, {"happy", "sad"})
    assert [found.other_label_at(t_s) for t_s in (-1.0, 0.5, 1.55, 6.0, 99.0)] == [
        "", "happy", "sad", OTHER, "",
    ]  # fmt: skip
    assert found.b.labels[:30].tolist() == [0] * 10 + [1] * 10 + [0] * 10
