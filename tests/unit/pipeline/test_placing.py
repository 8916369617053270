from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import floats

from svfap_core.pipeline.placing import Causal, Centred, Judge, Seen
from svfap_core.types import Status, Window
from tests.fakes import MEASURES

JUDGE = Judge(gap_limit_s=0.5, min_quality=0.3, min_distinct=4)


def window(*, gap_s: float = 0.0, distinct: int = 8) -> Window:
    return Window(0.0, 1.0, np.zeros((8, 1, 1, 3), np.uint8), distinct, gap_s, MEASURES)


@given(start_s=floats(0, 100), life_s=floats(0.01, 20), share=floats(0, 0.999))
def test_in_a_file_a_window_has_the_span_around_its_tick_inside_the_life(
    start_s: float, life_s: float, share: float
) -> None:
    tick_s = start_s + share * life_s
    found = Centred().interval(tick_s, Seen(start_s, start_s + life_s, over=True), 2.0)
    assert found is not None
    assert found.length_s == pytest.approx(min(2.0, life_s))
    assert found.start_s >= start_s - 1e-9
    assert found.start_s + found.length_s <= start_s + life_s + 1e-9
    middle_s = found.start_s + found.length_s / 2
    room_s = min(tick_s - start_s, start_s + life_s - tick_s)
    assert middle_s == pytest.approx(tick_s) or room_s < found.length_s / 2 + 1e-9


def test_in_a_file_a_window_waits_until_the_face_was_seen_to_its_end() -> None:
    assert Centred().interval(3.0, Seen(0, 3.9, over=False), 2.0) is None
    assert Centred().interval(3.0, Seen(0, 4.0, over=False), 2.0) == (2.0, 2.0)
    assert Centred().interval(0.5, Seen(0, 1.9, over=False), 2.0) is None
    assert Centred().interval(0.5, Seen(0, 2.0, over=False), 2.0) == (0.0, 2.0)


def test_a_live_window_ends_at_its_tick_and_grows_to_the_span() -> None:
    seen = Seen(1.0, 9.0, over=False)
    assert Causal().interval(1.5, seen, 2.0) == (1.0, 0.5)
    assert Causal().interval(4.0, seen, 2.0) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("found", "coverage", "quality", "status"),
    [
        (window(), 1.0, 0.9, Status.OK),
        (window(distinct=4), 1.0, 0.9, Status.OK),
        (window(distinct=3), 1.0, 0.9, Status.SPARSE),
        (window(distinct=3), 0.99, 0.9, Status.PARTIAL),
        (window(), 0.99, 0.29, Status.LOW_QUALITY),
        (window(gap_s=0.5), 1.0, 0.9, Status.OK),
        (window(gap_s=0.51, distinct=1), 0.5, 0.1, Status.GAP),
    ],
)
def test_the_first_status_that_applies(
    found: Window, coverage: float, quality: float, status: Status
) -> None:
    assert JUDGE.status(found, coverage, quality) is status
