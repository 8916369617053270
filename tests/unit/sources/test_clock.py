from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from svfap_core.sources.clock import (
    LONGEST_HOLD_S,
    LOOK_AHEAD,
    MPEG_WRAP_S,
    ClockShift,
    FrameClock,
    Stamp,
)

RATES = st.one_of(
    st.integers(1, 240).map(Fraction),
    st.sampled_from([Fraction(n * 1000, 1001) for n in (24, 30, 60, 120, 240)]),
)


def clock(
    rate: Fraction | int | None = 25, *, may_jump: bool = False, length_s: Fraction | None = None
) -> FrameClock:
    """A clock of milliseconds."""
    return FrameClock(
        Fraction(1, 1000),
        None if rate is None else Fraction(rate),
        may_jump=may_jump,
        wrap_s=MPEG_WRAP_S if may_jump else None,
        length_s=lambda: length_s,
    )


def times(of: FrameClock, *frames: tuple[int | None, int] | int | None) -> list[Stamp]:
    """Stamps of frames given as times, or as times and durations."""
    pairs = [frame if isinstance(frame, tuple) else (frame, 0) for frame in frames]
    said = [time for time, _ in pairs]
    return [
        of.stamp(time, duration, lambda after=n + 1: said[after : after + LOOK_AHEAD])
        for n, (time, duration) in enumerate(pairs)
    ]


@given(rate=RATES, count=st.integers(1, 100), start=st.integers(-(10**9), 10**9))
def test_times_and_ends_are_exact(rate: Fraction, count: int, start: int) -> None:
    base_s = 1 / (rate * 1001)
    exact = FrameClock(base_s, rate)
    stamps = [exact.stamp(start + 1001 * k, 1001) for k in range(count)]
    assert [s.t_s for s in stamps] == [float(k / rate) for k in range(count)]
    assert [s.pts_s for s in stamps] == [float(start * base_s + k / rate) for k in range(count)]
    assert [s.end_s for s in stamps] == [float((k + 1) / rate) for k in range(count)]


def test_a_minute_ends_after_a_minute() -> None:
    exact = FrameClock(Fraction(1, 90_000), Fraction(30))
    assert [exact.stamp(3000 * k, 3000) for k in range(1800)][-1].end_s == 60.0


@given(
    frames=st.lists(
        st.tuples(st.none() | st.integers(-(2**40), 2**40), st.integers(0, 10**6)), min_size=1
    ),
    base=st.sampled_from([Fraction(1, 1000), Fraction(1, 90_000), Fraction(1001, 30_000)]),
    may_jump=st.booleans(),
    wraps=st.booleans(),
)
def test_whatever_a_container_says_times_never_fall(
    frames: list[tuple[int | None, int]], base: Fraction, *, may_jump: bool, wraps: bool
) -> None:
    odd = FrameClock(base, None, may_jump=may_jump, wrap_s=MPEG_WRAP_S if wraps else None)
    stamps = times(odd, *frames)
    assert stamps[0].t_s == 0
    assert all(b.t_s >= a.t_s and b.pts_s >= a.pts_s for a, b in pairwise(stamps))
    assert all(stamp.end_s > stamp.t_s for stamp in stamps)
    for stamp in stamps:
        assert stamp.pts_s - stamps[0].pts_s == pytest.approx(stamp.t_s, rel=1e-9, abs=1e-3)


@given(start=st.integers(0, 2**33 - 1), gaps=st.lists(st.integers(1, 9 * 90_000), max_size=50))
def test_the_33_bits_of_mpeg_are_unwrapped(start: int, gaps: list[int]) -> None:
    ticks = [start]
    for gap in gaps:
        ticks.append(ticks[-1] + gap)
    mpeg = FrameClock(Fraction(1, 90_000), Fraction(25), may_jump=True, wrap_s=MPEG_WRAP_S)
    stamps = [mpeg.stamp(tick % 2**33, 3600) for tick in ticks]
    assert [s.t_s for s in stamps] == [float(Fraction(t - start, 90_000)) for t in ticks]
    assert mpeg.notes == ()


def test_a_missing_time_follows_by_the_duration_or_the_rate() -> None:
    stamps = times(clock(), (0, 50), None, None, 200)
    assert [s.t_s for s in stamps] == pytest.approx([0, 0.05, 0.09, 0.2])
    untimed = clock(10)
    assert [s.t_s for s in times(untimed, None, None)] == pytest.approx([0, 0.1])
    assert untimed.notes == ("The file carries no times; its frames are taken at 10 per second.",)
    assert [s.t_s for s in times(clock(None), None, None)] == pytest.approx([0, 0.04])


def test_a_last_frame_without_duration_is_as_long_as_usual() -> None:
    assert times(clock(), 0, 100, 200, 500, 600)[-1].end_s == pytest.approx(0.7)
    assert times(clock(None), 3)[-1].end_s == pytest.approx(0.04)


def test_a_glitch_holds_the_time_and_shifts_no_later_one() -> None:
    of = clock()
    assert [s.t_s for s in times(of, 0, 100, 70, 140)] == pytest.approx([0, 0.1, 0.1, 0.14])
    assert of.notes[0].startswith("1 frame(s) carry a time before")


def test_after_a_splice_time_goes_on() -> None:
    of = clock()
    stamps = times(of, 5000, (9000, 40), 200, 260)
    assert [s.t_s for s in stamps] == pytest.approx([0, 4, 4.04, 4.1])
    assert [s.pts_s for s in stamps] == pytest.approx([5, 9, 9.04, 9.1])
    assert "jumps at 4.04 s" in of.notes[0]


def test_only_clocks_that_may_jump_jump_ahead() -> None:
    long_gap = (0, 40, 3_600_040)
    assert times(clock(), *long_gap)[-1].t_s == pytest.approx(3600.04)
    assert times(clock(may_jump=True), *long_gap)[-1].t_s == pytest.approx(0.08)


def test_shifts_lead_from_the_containers_clock_to_ours() -> None:
    joined = clock(25, may_jump=True)
    stamps = times(joined, 1000, 1040, 1080, 0, 40, 90_000)
    assert joined.shifts == (ClockShift(1.0, 0.0), ClockShift(0.0, 1.12), ClockShift(90.0, -88.8))
    assert [s.pts_s for s in stamps] == [1.0, 1.04, 1.08, 1.12, 1.16, 1.2]


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from([Fraction(10), Fraction(25), Fraction(30_000, 1001), Fraction(60)]),
            st.floats(0.3, 3),
        ),
        min_size=1,
        max_size=6,
    ),
    start=st.integers(0, 2**33 - 1),
    knows_duration=st.booleans(),
)
def test_joined_parts_last_as_long_as_all_of_them(
    parts: list[tuple[Fraction, float]], start: int, *, knows_duration: bool
) -> None:
    """Each part begins at the same time, as recordings of one camera do."""
    frames: list[tuple[int, int]] = []
    length_s = Fraction(0)
    for rate, part_s in parts:
        count = max(3, round(part_s * rate))
        gap = 90_000 / rate
        frames += [
            ((start + round(n * gap)) % 2**33, round(gap) if knows_duration else 0)
            for n in range(count)
        ]
        length_s += count / rate
    joined = FrameClock(Fraction(1, 90_000), parts[0][0], may_jump=True, wrap_s=MPEG_WRAP_S)
    stamps = times(joined, *frames)
    assert all(b.t_s > a.t_s for a, b in pairwise(stamps))
    longest_s = float(max(1 / rate for rate, _ in parts))
    tolerance_s = longest_s if knows_duration else len(parts) * longest_s
    assert stamps[-1].end_s == pytest.approx(length_s, abs=tolerance_s)
    assert len(joined.shifts) >= len(parts)
    assert not any("before that of the frame ahead" in note for note in joined.notes)


@given(
    rate=st.sampled_from([5, 10, 25, 50]),
    at=st.integers(3, 10),
    wrong_ms=st.integers(1, 900),
    follow=st.integers(0, 20),
)
def test_where_the_clock_may_jump_one_glitch_is_still_one(
    rate: int, at: int, wrong_ms: int, follow: int
) -> None:
    gap = 1000 // rate
    said = [1000 + n * gap for n in range(at + 1 + follow)]
    said[at] = said[at - 1] - wrong_ms
    of = clock(rate, may_jump=True)
    stamps = times(of, *said)
    held = [*said[:at], said[at - 1], *said[at + 1 :]]
    assert [s.t_s for s in stamps] == pytest.approx([(time - 1000) / 1000 for time in held])
    assert len(of.shifts) == 1


@pytest.mark.parametrize(
    "said",
    [
        (0, 40, 120, 80, 160, 200, 240),  # swapped
        (0, 40, 160, 80, 120, 200, 240),  # one comes early
        (0, 40, 120, 160, 80, 200, 240, 280),  # one comes late
        (0, 40, 80, 10, 20, 200, 240, 280),  # two without sense
        (0, 40, 300, 120, 160, 200, 240, 280, 320, 360),  # one far ahead
        (0, 40, 80, 10),
        (0, 40, 80, 10, 20),
    ],
)
def test_frames_out_of_order_are_no_splice(said: tuple[int, ...]) -> None:
    of = clock(25, may_jump=True)
    stamps = times(of, *said)
    highest = [max(said[: n + 1]) / 1000 for n in range(len(said))]
    assert [s.t_s for s in stamps] == pytest.approx(highest)
    assert len(of.shifts) == 1


# -- damaged times ---------------------------------------------------------------------------------

HOUR_MS = 3_600_000
HOLDS_MS = st.lists(
    st.one_of(st.sampled_from([20, 40, 100]), st.integers(1, 5000), st.integers(1, HOUR_MS)),
    min_size=4,
    max_size=40,
)
"""How long each frame of a recording stays on screen."""


def of_holds(holds_ms: list[int]) -> list[int]:
    """When frames come on screen that stay there for so long."""
    return [sum(holds_ms[:n]) for n in range(len(holds_ms))]


@given(holds_ms=HOLDS_MS, knows_length=st.booleans(), knows_duration=st.booleans())
def test_frames_may_be_held_for_as_long_as_the_file_lasts(
    holds_ms: list[int], *, knows_length: bool, knows_duration: bool
) -> None:
    said = of_holds(holds_ms)
    length_s = Fraction(sum(holds_ms), 1000) if knows_length else None
    of = clock(length_s=length_s)
    frames = [(t, held if knows_duration else 0) for t, held in zip(said, holds_ms, strict=True)]
    stamps = times(of, *frames)
    assert [s.t_s for s in stamps] == [t / 1000 for t in said]
    if knows_duration:
        assert stamps[-1].end_s == sum(holds_ms) / 1000
    assert of.notes == ()


@given(data=st.data(), holds_ms=HOLDS_MS)
def test_damaged_times_make_a_file_no_longer_than_it_says(
    data: st.DataObject, holds_ms: list[int]
) -> None:
    frames = list(zip(of_holds(holds_ms), holds_ms, strict=True))
    wrong = data.draw(st.sets(st.integers(1, len(frames) - 1), max_size=3))
    assume(not any({n, n + 1, n + 2} <= wrong for n in wrong))
    for n in wrong:
        anything = st.integers(-(10**12), 10**12)
        time_ms = data.draw(st.one_of(anything, st.integers(0, sum(holds_ms))))
        frames[n] = time_ms, data.draw(st.one_of(st.just(frames[n][1]), st.integers(1, 10**12)))
    length_s = Fraction(sum(holds_ms), 1000)
    stamps = times(clock(length_s=length_s), *frames)
    assert stamps[-1].end_s <= length_s + 60
    assert all(b.t_s >= a.t_s for a, b in pairwise(stamps))


@pytest.mark.parametrize("may_jump", [False, True])
@pytest.mark.parametrize("wrong_ms", [-(10**9), 40, 4000, 60_000, 10**9])
@pytest.mark.parametrize("count", [1, 2])
def test_frames_astray_between_others_move_none_of_them(
    wrong_ms: int, count: int, *, may_jump: bool
) -> None:
    true = [1200 + 40 * n for n in range(20)]
    said = [*true[:9], *(wrong_ms + 40 * n for n in range(count)), *true[9 + count :]]
    of = clock(may_jump=may_jump, length_s=Fraction(100))
    assert [s.pts_s for s in times(of, *said)] == [time / 1000 for time in true]
    assert of.notes == (
        f"{count} frame(s) carry a time far from that of the frames around them; each was put one "
        "frame after the one before it.",
    )
    assert len(of.shifts) == 1


def test_where_times_go_on_from_one_that_the_file_cannot_hold_there_is_no_gap() -> None:
    said = (0, 40, 80, 253_952_000, 253_952_040, 253_952_080)
    of = clock(length_s=Fraction(5))
    assert [s.t_s for s in times(of, *said)] == pytest.approx([n * 0.04 for n in range(6)])
    assert of.notes == (
        "The file's times are damaged: they leap at 0.12 s by more than the file can hold; time "
        "goes on there without a gap.",
    )
    assert of.shifts == (ClockShift(0.0, 0.0), ClockShift(253_952.0, -253_951.88))


@pytest.mark.parametrize("length_s", [None, Fraction(10**9)])
def test_no_file_holds_a_frame_for_longer_than_a_day(length_s: Fraction | None) -> None:
    day_ms = int(LONGEST_HOLD_S * 1000)
    said = (0, 40, 40 + day_ms, 41 + 2 * day_ms)
    stamps = times(clock(length_s=length_s), *said)
    assert [s.t_s for s in stamps] == pytest.approx([0, 0.04, 86_400.04, 86_400.08])
    last = times(clock(length_s=length_s), (0, 40), (40, day_ms + 1))[-1]
    assert last.end_s == pytest.approx(0.08)


def test_a_last_frame_that_outlasts_its_file_is_as_long_as_the_others() -> None:
    of = clock(length_s=Fraction(1))
    assert times(of, (0, 40), (40, 27_881_000))[-1].end_s == pytest.approx(0.08)
    assert of.notes == (
        "The last frame is marked as longer than the file can hold; it was taken to be as long as "
        "the others.",
    )
    lone = clock(Fraction(1, 27_881), length_s=Fraction(1))
    assert times(lone, (0, 27_881_000))[-1].end_s == pytest.approx(0.04)


def test_a_file_that_announces_its_length_as_it_is_read_may_hold_frames() -> None:
    """Fragmented files know the length of what was read only."""
    lengths_s = iter([Fraction(1), Fraction(700), Fraction(700)])
    of = FrameClock(Fraction(1, 1000), Fraction(25), length_s=lambda: next(lengths_s))
    assert of.stamp(0, 40_000).end_s == pytest.approx(0.04)
    assert of.stamp(600_000, 40).t_s == 600
