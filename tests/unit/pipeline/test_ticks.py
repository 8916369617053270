from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis.strategies import decimals, integers

from svfap_core.pipeline.ticks import Ticks
from svfap_core.settings import WindowSettings


def test_ticks_are_multiples_of_the_decimal_that_was_written() -> None:
    ticks = Ticks(WindowSettings(hop_s=0.1).hop)
    assert list(ticks.before(0.7)) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    assert ticks.at(0.7)
    assert not ticks.at(0.7)
    ticks.skip_before(5.0)
    assert list(ticks.before(5.25)) == [5.0, 5.1, 5.2]


def test_a_new_origin_leaves_the_ticks_before_it() -> None:
    ticks = Ticks(WindowSettings(hop_s=0.5).hop)
    assert list(ticks.before(0.6)) == [0, 0.5]
    ticks.count_from(1.2)
    assert list(ticks.before(1.3)) == [1.0, 1.2]
    assert list(ticks.before(2.7)) == [1.7, 2.2]
    ticks.count_from(2.7)
    assert ticks.at(2.7), "the old tick at the very time is the new one, once"
    assert list(ticks.before(3.3)) == [3.2]


@given(hop=decimals("0.04", "10", places=4), n=integers(1, 3000))
def test_no_tick_is_lost_or_added_in_a_long_time(hop: object, n: int) -> None:
    exact = Fraction(str(hop))
    ticks = Ticks(WindowSettings(hop_s=float(exact)).hop)
    found = [t for step in range(1, 4) for t in ticks.before(float(exact * n * step / 3))]
    assert found == [float(k * exact) for k in range(n)]
