from __future__ import annotations

import numpy as np
import pytest

from svfap_core.results.recording import FaceLog, Recording
from svfap_core.types import Status
from tests.scenes import box_at, face, frame, result, schema, talk


def test_faces_of_a_frame_and_of_a_track() -> None:
    log = FaceLog()
    for index in range(0, 9000, 3):
        log.append(
            frame(index, index / 25), [face(n, box_at(index / 25, n)) for n in range(index % 4)]
        )
    assert log.in_frame(3001).size == 0
    there = log.in_frame(3003)
    assert there["track_id"].tolist() == [0, 1, 2]
    assert there["t_s"].tolist() == [3003 / 25] * 3
    assert there["box_xyxy_px"][1] == pytest.approx(box_at(3003 / 25, 1))
    assert np.all(np.diff(log.of_track(2)["frame"]) > 0)


def test_memory_per_face_stays_small() -> None:
    log = FaceLog()
    worst = 0.0
    for index in range(40_000):
        log.append(frame(index, index / 25), [face(0, box_at(0, 0))])
        if index > 5000:
            worst = max(worst, log.nbytes / len(log))
    assert worst <= 150


def test_view_is_read_only_and_stays_as_it_was() -> None:
    log = FaceLog()
    log.append(frame(0, 0), [face(0, box_at(0, 0))])
    before = log.view()
    for index in range(1, 5000):
        log.append(frame(index, index), [face(1, box_at(0, 1))])
    assert before["track_id"].tolist() == [0]
    with pytest.raises(ValueError, match="read-only"):
        before["score"] = 0


def test_latest_row_is_the_newest_whose_time_has_come() -> None:
    recording = Recording(schema())
    rows = [result(3.0, 0), result(3.5, 0, Status.WARMING_UP), result(4.0, 0)]
    recording.add_results(rows)
    assert recording.latest(0, 2.9) is None
    assert recording.latest(0, 3.2) is rows[0]
    assert recording.latest(0, 3.5) is rows[1]
    assert recording.latest(0, 99) is rows[2]
    assert recording.latest(7, 99) is None
    assert recording.of_track(0) == recording.results == rows


def test_counts_frames_with_and_without_faces() -> None:
    recording = talk(seconds=4, persons=0)
    assert recording.frame_count == 100
    assert recording.end_s == pytest.approx(3.96)
    assert recording.track_ids == ()
    assert len(recording.of_track(None)) == len(recording.results) == len(recording.rows()) > 0


def test_faces_are_found_by_time_as_by_number() -> None:
    log = talk(persons=3, seconds=20).faces
    for index in (0, 30, 249, 499):
        t_s = index / 25
        assert log.at(t_s + 1e-5).tobytes() == log.in_frame(index).tobytes()
    assert log.at(9.02).size == log.at(500.0).size == 0


def test_a_log_goes_on_where_another_ended() -> None:
    before = talk(seconds=2).faces.view()
    log = FaceLog(before)
    log.append(frame(99, 3.0), [face(1, box_at(0, 1))])
    assert len(log) == len(before) + 1
    assert log.in_frame(99)["track_id"].tolist() == [1]
