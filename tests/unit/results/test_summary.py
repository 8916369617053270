from __future__ import annotations

from dataclasses import replace
from statistics import fmean, stdev

import pytest

from svfap_core.results.recording import Recording
from svfap_core.results.summary import summarise
from svfap_core.types import Status
from tests.scenes import SPAN_S, result, schema, talk


def test_only_rows_that_are_ok_count_in_the_scores() -> None:
    recording = talk()
    [video] = summarise(recording.rows())
    first = video.persons[0]
    ok = [r for r in recording.of_track(0) if r.status is Status.OK]
    happy = [round(r.emotions["happy"], 5) for r in ok]
    assert first.scores["emo_happy"].mean == pytest.approx(fmean(happy))
    assert first.scores["emo_happy"].sd == pytest.approx(stdev(happy))
    assert set(first.scores) == {f"emo_{name}" for name in recording.schema.emotion_names} | {
        "valence", "arousal", "dominance",
    }  # fmt: skip
    assert first.dominant_emotion == "happy"
    assert sum(first.emotion_shares.values()) == pytest.approx(1)
    assert first.status_shares[Status.LOW_QUALITY] == pytest.approx(4 / first.rows)
    assert video.rows == len(recording.results)


def test_seconds_are_the_union_of_windows() -> None:
    recording = Recording(schema())
    recording.add_results([result(t, 0) for t in (5.0, 5.5, 20.0)])
    [video] = summarise(recording.rows())
    assert video.persons[0].seconds == pytest.approx(2 * SPAN_S + 0.5)


def test_one_row_has_no_deviation_and_no_face_no_person() -> None:
    recording = Recording(schema())
    recording.add_results([result(1.0, 0, Status.NO_FACE), replace(result(5.0, 3), dimensions={})])
    [video] = summarise(recording.rows())
    [person] = video.persons
    assert person.person_id == 3
    assert person.scores["emo_sad"].sd is None
    assert "valence" not in person.scores
    assert video.status_shares[Status.NO_FACE] == 0.5
    assert summarise([]) == []
