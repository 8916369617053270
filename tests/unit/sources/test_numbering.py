from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from svfap_core.sources.numbering import FrameNumbers


@st.composite
def reordered(draw: st.DrawFn) -> tuple[list[int], set[int]]:
    """Frames in the order of decoding, known by their places in display order, and lost ones."""
    order: list[int] = []
    place = 0
    while len(order) < 40:
        depth = draw(st.integers(1, 4))  # A reference, then the frames shown before it.
        group = list(range(place, place + depth))
        order += [group[-1], *draw(st.permutations(group[:-1]))]
        place += depth
    lost = draw(st.sets(st.integers(1, place - 1), max_size=15))
    return order, lost


@given(reordered(), st.integers(1, 3000))
def test_lost_frames_keep_their_numbers(frames: tuple[list[int], set[int]], step: int) -> None:
    order, lost = frames
    numbers = FrameNumbers()
    told: dict[int, int] = {}
    shown = iter(sorted(set(order) - lost))
    upcoming = next(shown, None)
    for sent, place in enumerate(order):
        numbers.enter(place * step, sent, is_key_frame=sent == 0)
        entered = set(order[: sent + 1])
        # A decoder gives a frame once all that are shown before it were entered.
        while upcoming is not None and set(range(upcoming + 1)) <= entered:
            key = upcoming * step
            told[upcoming] = numbers.number(key, order.index(upcoming), reordered=True)
            upcoming = next(shown, None)
    numbers.close()
    # What is shown before the first key frame cannot be decoded by anybody.
    start = order[0] if order[0] in told else 0
    begun = {place: number for place, number in told.items() if place >= start}
    first = min(begun)
    assert all(number - begun[first] == place - first for place, number in begun.items())


def test_frames_of_one_time_each_have_a_number() -> None:
    numbers = FrameNumbers()
    for sent in range(3):
        numbers.enter(7, sent, is_key_frame=True)
    assert [numbers.number(7, sent, reordered=False) for sent in range(3)] == [0, 1, 2]
    assert numbers.missing == 0


def test_a_wrong_time_of_a_frame_to_come_is_no_missing_frame() -> None:
    numbers = FrameNumbers()
    for sent, key in enumerate([0, 500, 40, 80]):
        numbers.enter(key, sent, is_key_frame=True)
    told = [numbers.number(key, sent, reordered=False) for sent, key in enumerate([0, 500, 40, 80])]
    assert told == [0, 1, 2, 3]


def test_second_fields_are_no_frames() -> None:
    numbers = FrameNumbers()
    for sent in range(10):
        numbers.enter(sent * 1800, sent, is_key_frame=sent == 0)
    told = [
        numbers.number(frame * 3600, 2 * frame, reordered=True, apart=2700) for frame in range(5)
    ]
    numbers.close()
    assert (told, numbers.missing) == ([0, 1, 2, 3, 4], 0)


def test_what_comes_before_the_first_key_frame_is_not_counted() -> None:
    numbers = FrameNumbers()
    for sent, key in enumerate([10, 20, 30]):
        numbers.enter(key, sent, is_key_frame=key == 30)
    assert numbers.number(30, 2, reordered=True) == 0


def test_a_damaged_first_key_frame_is_counted() -> None:
    numbers = FrameNumbers()
    for sent, key in enumerate([10, 20, 30]):
        numbers.enter(key, sent, is_key_frame=True)
    assert numbers.number(30, 2, reordered=True) == 2
    assert numbers.missing == 2
