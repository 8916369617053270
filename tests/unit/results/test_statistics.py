from __future__ import annotations

from dataclasses import replace
from statistics import fmean, stdev

import pytest

from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.results.statistics import statistics
from svfap_core.results.stretches import merged, spans, trusted_emotion
from svfap_core.types import Status
from tests.scenes import people, result, schema, talk

TALK = talk()


def test_shares_are_of_time_and_follow_the_stretches() -> None:
    found = statistics(people(TALK), 1)
    stretches = people(TALK).emotion_stretches(1)
    total_s = sum(s.end_s - s.start_s for s in stretches)
    assert found.seconds == pytest.approx(total_s)
    for name, share in found.time_shares.items():
        seconds = sum(s.end_s - s.start_s for s in stretches if s.label == name)
        assert share == pytest.approx(seconds / total_s)
    assert sum(found.time_shares.values()) == pytest.approx(1)
    assert found.strongest_emotion == next(iter(found.time_shares))


def test_uneven_rows_count_by_their_time_not_their_number() -> None:
    recording = Recording(schema())
    happy = {"happy": 0.9, "sad": 0.1}
    # A window of 2 s each; the first speaks for 3 s, both others for 1 s together.
    for start_s, top in ((0.0, happy), (4.0, {"happy": 0.1, "sad": 0.9}), (4.5, happy)):
        row = replace(
            result(start_s + 2, 1), describes_s=start_s + 1, window_start_s=start_s,
            window_end_s=start_s + 2,
        )  # fmt: skip
        recording.add_results([replace(row, emotions=top, dimensions={})])
    found = statistics(people(recording), 1)
    stretches = merged(spans(recording.of_track(1)), trusted_emotion)
    assert found.seconds == pytest.approx(sum(s.end_s - s.start_s for s in stretches))
    assert found.time_shares["happy"] != pytest.approx(2 / 3)


def test_figures_are_of_trusted_rows_and_the_rest_is_counted() -> None:
    found = statistics(people(TALK), 0)
    rows = TALK.of_track(0)
    ok = [row.emotions["happy"] for row in rows if row.status is Status.OK]
    assert found.rows == len(ok)
    happy = found.scores["happy"]
    assert (happy.mean, happy.sd) == pytest.approx((fmean(ok), stdev(ok)))
    assert (happy.minimum, happy.maximum) == (min(ok), max(ok))
    assert set(found.scores) >= {"valence", "arousal", "dominance"}
    assert sum(found.left_out.values()) == len(rows) - len(ok)
    assert found.left_out[Status.GAP] > 0
    assert found.z_scores == {}


def test_a_range_cuts_stretches_to_the_second_and_rows_by_their_middle() -> None:
    found = statistics(people(TALK), 1, TimeRange(6.13, 8.41))
    assert found.seconds == pytest.approx(8.41 - 6.13)
    assert found.rows == len([r for r in TALK.of_track(1) if 6.13 <= r.describes_s < 8.41])


def test_excluded_time_is_left_out_and_its_rows_are_counted() -> None:
    whole = statistics(people(TALK), 1)
    less = statistics(people(TALK, Edits().exclude(TimeRange(6, 7)).exclude(TimeRange(6.5, 8))), 1)
    assert whole.seconds - less.seconds == pytest.approx(2)
    assert less.excluded == whole.rows - less.rows > 0


def test_nothing_in_the_range_gives_no_figures() -> None:
    found = statistics(people(TALK), 1, TimeRange(500, 600))
    assert (found.rows, found.seconds, found.scores, found.time_shares) == (0, 0, {}, {})
    assert found.strongest_emotion is None
    assert statistics(people(TALK), 77).rows == 0


def test_a_single_row_has_no_standard_deviation() -> None:
    recording = Recording(schema())
    recording.add_results([result(4.0, 1)])
    assert statistics(people(recording), 1).scores["happy"].sd is None


def test_figures_against_a_baseline_are_those_of_the_rows_z_scores() -> None:
    found = people(TALK, Edits().set_baseline(1, TimeRange(0, 6)))
    figures = statistics(found, 1).z_scores
    zs = [
        z["happy"]
        for row, z in zip(found.rows(1), found.z_scores(1), strict=True)
        if row.status is Status.OK
    ]
    happy = figures["happy"]
    assert (happy.mean, happy.sd) == pytest.approx((fmean(zs), stdev(zs)))
    assert (happy.minimum, happy.maximum) == pytest.approx((min(zs), max(zs)))


def test_a_baseline_of_too_few_rows_says_so_and_gives_no_numbers() -> None:
    found = statistics(people(TALK, Edits().set_baseline(1, TimeRange(6, 6.2))), 1)
    assert found.baseline is not None
    assert found.baseline.too_few_rows
    assert found.z_scores == {}


def test_a_model_without_emotions_has_time_but_no_shares() -> None:
    recording = Recording(ResultSchema((), ("valence",), "learned", "v"))
    recording.add_results([replace(result(t / 2, 1), emotions={}) for t in range(8, 20)])
    found = statistics(people(recording), 1)
    assert found.seconds > 0
    assert found.time_shares == {}
    assert found.scores["valence"].sd is not None
