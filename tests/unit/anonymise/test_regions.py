"""What is hidden for sure, whatever was seen where."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from svfap_core.anonymise.faces import FrameFaces, SeenFace
from svfap_core.anonymise.regions import Reach, Region, regions_of, trails_of
from svfap_core.types import Box

SIZE = (320, 240)
REACH = Reach(margin=0.25, bridge_s=1.0, lead_s=0.25)
RATE_FPS = 25.0
VISIBLE = 1

coordinates = st.floats(-40, 300)
sides = st.floats(4, 120)
boxes = st.tuples(coordinates, coordinates, sides, sides).map(
    lambda side: Box(side[0], side[1], side[0] + side[2], side[1] + side[3])
)
seen_faces = st.builds(
    SeenFace, boxes, st.floats(0, 1), st.none() | st.integers(VISIBLE, VISIBLE + 3)
)
some_frames = st.lists(
    st.tuples(st.lists(seen_faces, max_size=3), st.booleans(), st.floats(0.01, 0.7)), max_size=20
)
reaches = st.builds(Reach, margin=st.floats(0, 1), bridge_s=st.floats(0, 2), lead_s=st.floats(0, 1))


def made(given_frames: list[tuple[list[SeenFace], bool, float]]) -> list[FrameFaces]:
    """Frames that are not evenly spaced; each track is in a frame but once."""
    t_s, frames = 0.0, []
    for index, (faces, cut, step_s) in enumerate(given_frames):
        one_each = {face.track_id: face for face in faces if face.track_id is not None}
        kept = (*one_each.values(), *(face for face in faces if face.track_id is None))
        frames.append(FrameFaces(2 * index + 5, t_s, SIZE, cut and index > 0, kept))
        t_s += step_s
    return frames


def shot(index: int, *faces: SeenFace, cut: bool = False) -> FrameFaces:
    """A frame of a video with a constant rate."""
    return FrameFaces(index, index / RATE_FPS, SIZE, cut, faces)


def is_visible(track_id: int, t_s: float) -> bool:
    del t_s
    return track_id == VISIBLE


def hidden(frames: list[FrameFaces], reach: Reach = REACH) -> dict[int, tuple[Region, ...]]:
    return regions_of(frames, trails_of(frames, is_visible, bridge_s=reach.bridge_s), reach)


def covers(regions: tuple[Region, ...], box: Box) -> bool:
    """Whether one region covers all of a box that lies in the frame."""
    x0, y0 = max(box.x0, 0), max(box.y0, 0)
    x1, y1 = min(box.x1, SIZE[0]), min(box.y1, SIZE[1])
    if x1 <= x0 or y1 <= y0:
        return True
    return any(r.x0 <= x0 and r.y0 <= y0 and r.x1 >= x1 and r.y1 >= y1 for r in regions)


@given(some_frames, reaches)
def test_a_face_that_is_seen_is_covered_in_its_frame(shown: Any, reach: Reach) -> None:
    frames = made(shown)
    regions = hidden(frames, reach)
    for frame in frames:
        for face in frame.faces:
            if face.track_id != VISIBLE:
                assert covers(regions.get(frame.index, ()), face.box)


@given(some_frames, reaches)
def test_no_region_leaves_the_frame_or_is_empty(shown: Any, reach: Reach) -> None:
    for regions in hidden(made(shown), reach).values():
        for region in regions:
            assert 0 <= region.x0 < region.x1 <= SIZE[0]
            assert 0 <= region.y0 < region.y1 <= SIZE[1]


@given(some_frames, reaches)
def test_a_person_who_stays_visible_is_the_reason_of_no_region(shown: Any, reach: Reach) -> None:
    only_visible = [
        ([face for face in faces if face.track_id == VISIBLE], cut, step_s)
        for faces, cut, step_s in shown
    ]
    assert hidden(made(only_visible), reach) == {}


@given(
    corners=st.tuples(st.floats(0, 200), st.floats(0, 120)),
    shift=st.floats(-10, 10),
    missing=st.integers(1, 24),
    reach=reaches.filter(lambda reach: reach.bridge_s >= 1.0),
    tracks=st.tuples(st.none() | st.just(2), st.none() | st.just(2)),
)
def test_a_gap_up_to_the_longest_is_covered(
    corners: tuple[float, float],
    shift: float,
    missing: int,
    reach: Reach,
    tracks: tuple[int | None, int | None],
) -> None:
    """A face of 40 px that moves by up to a quarter of itself while it is not detected."""
    x, y = corners
    before, after = (Box(x + s, y, x + s + 40, y + 40) for s in (0.0, shift))
    faces = [
        (SeenFace(before, 0.9, tracks[0]),),
        *[()] * missing,
        (SeenFace(after, 0.9, tracks[1]),),
    ]
    frames = [shot(index, *shown) for index, shown in enumerate(faces)]
    regions = hidden(frames, reach)
    assert set(regions) == set(range(len(frames)))
    for index in range(1, missing + 1):
        share = index / (missing + 1)
        box = Box(x + share * shift, y, x + share * shift + 40, y + 40)
        assert covers(regions[index], box)


def still(box: Box, places: range, count: int, cuts: tuple[int, ...] = ()) -> list[FrameFaces]:
    return [
        FrameFaces(
            index, index / RATE_FPS, SIZE, index in cuts,
            (SeenFace(box, 0.9, 2),) if index in places else (),
        )
        for index in range(count)
    ]  # fmt: skip


def test_a_face_is_hidden_for_a_moment_before_and_after_it_is_seen() -> None:
    box = Box(100, 100, 140, 140)
    regions = hidden(still(box, range(20, 30), 60))
    assert set(regions) == set(range(20 - 6, 30 + 6))
    assert all(covers(each, box) for each in regions.values())


def test_nothing_is_held_beyond_a_cut() -> None:
    regions = hidden(still(Box(100, 100, 140, 140), range(20, 30), 60, cuts=(18, 31)))
    assert set(regions) == set(range(18, 31))


def test_a_gap_longer_than_the_longest_is_open() -> None:
    box = Box(100, 100, 140, 140)
    frames = [shot(index, *[SeenFace(box, 0.9)] * (index in {0, 50})) for index in range(51)]
    assert 25 not in hidden(frames)


def test_the_margin_is_in_face_sizes() -> None:
    regions = hidden(still(Box(100, 100, 140, 120), range(1), 1))
    assert regions == {0: (Region(90, 95, 150, 125),)}


def test_a_visible_face_that_an_untracked_one_follows_hides_only_that_one() -> None:
    """The frames between the two are hidden: nobody knows whose face they show."""
    box = Box(100, 100, 140, 140)
    frames = [shot(0, SeenFace(box, 0.9, VISIBLE)), shot(1), shot(2, SeenFace(box, 0.3))]
    assert set(hidden(frames)) == {1, 2}
