from __future__ import annotations

import numpy as np
import pytest

from svfap_core.exports.painting import FaceMark, paint_faces
from svfap_core.types import Box, Status
from tests.scenes import result


def painted(size: tuple[int, int], *marks: FaceMark) -> np.ndarray:
    picture = np.full((*size, 3), 128, np.uint8)
    paint_faces(picture, marks)
    return picture


@pytest.mark.parametrize("size", [(64, 48), (240, 320), (1080, 1920)])
@pytest.mark.parametrize(
    "box",
    [Box(-20, -20, 30, 30), Box(10, 10, 40, 40), Box(-500, -500, 5000, 5000), Box(40, 50, 90, 99)],
)
def test_any_box_can_be_drawn(size: tuple[int, int], box: Box) -> None:
    assert (painted(size, FaceMark(1, box, result(7, 1), "1")) != 128).any()


def test_label_lies_above_the_face_or_below_where_there_is_no_room() -> None:
    high, low = Box(100, 5, 150, 60), Box(100, 150, 150, 200)
    above = painted((360, 640), FaceMark(1, low, result(7, 1), "1"))
    assert (above[100:145] != 128).any()
    below = painted((360, 640), FaceMark(1, high, result(7, 1), "1"))
    assert (below[64:90] != 128).any()


def test_labels_of_neighbours_do_not_cover_each_other() -> None:
    left, right = Box(100, 150, 150, 200), Box(130, 150, 180, 201)
    both = painted(
        (360, 640), FaceMark(1, left, result(7, 1), "1"), FaceMark(2, right, result(7, 2), "2")
    )
    assert (both[100:145] != 128).any()
    assert (both[206:240] != 128).any()


def test_doubtful_scores_are_not_shown() -> None:
    box = Box(200, 150, 260, 220)
    ok, doubtful, waiting = (
        painted((360, 640), FaceMark(1, box, row, "1"))
        for row in (result(7, 1), result(7, 1, Status.LOW_QUALITY), None)
    )
    assert (doubtful[110:145] != ok[110:145]).any()
    assert (waiting[110:145] != doubtful[110:145]).any()
    # The bars' row is missing, so the label is lower.
    assert (ok != 128).any(axis=2).sum() > (doubtful != 128).any(axis=2).sum()


def test_a_name_takes_the_place_of_the_number_and_a_long_one_is_cut() -> None:
    box = Box(200, 150, 260, 220)
    number, short, long, longer = (
        painted((360, 640), FaceMark(1, box, result(7, 1), name))
        for name in ("", "Anna", "x" * 40, "x" * 400)
    )
    assert (number != short).any()
    assert (short != long).any()
    assert np.array_equal(long, longer)


def test_an_unclear_emotion_is_not_named_but_its_bars_stay() -> None:
    box = Box(200, 150, 260, 220)
    named, unclear, other = (
        painted((360, 640), FaceMark(1, box, row, "1", unclear=unclear))
        for row, unclear in ((result(7, 1), False), (result(7, 1), True), (result(20, 1), True))
    )
    assert (named != unclear).any()
    label = slice(107, 124)
    assert np.array_equal(unclear[label], other[label]), "neither name nor figure"
    assert (unclear != other).any(), "the bars show the scores"
