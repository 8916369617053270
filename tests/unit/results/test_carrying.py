"""Edits in another analysis: they land on the same faces or are listed, never on another face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from svfap_core.results.carrying import edits_for
from svfap_core.results.edits import FIRST_MADE_PERSON, Edits, Marker, TimeRange
from svfap_core.results.edits_file import SavedEdits
from svfap_core.results.people import Population
from svfap_core.results.recording import FaceLog
from svfap_core.results.trajectories import Sample, same_faces, trajectories
from svfap_core.settings import TrackerSettings
from svfap_core.sources.video_file import VideoFile
from svfap_core.tracking.factory import create_detector
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import Frame
from tests.fakes import SPEC
from tests.scenes import talk
from tests.shared_data import shared
from tests.unit.results.drawn_tracks import faces_of, still
from tests.unit.results.test_edits import worked

OLD = {track: tuple(still(0, 10, 100.0 * track)) for track in range(1, 6)}
"""Five faces side by side."""


def renumbered(numbers: dict[int, int]) -> NDArray[Any]:
    """The five faces, or some of them, as another analysis has them."""
    return faces_of({new: OLD[old] for old, new in numbers.items()})


def opened(edits: Edits, faces: NDArray[Any], **changes: Any) -> Any:
    saved = SavedEdits(edits, None, {t: OLD[t] for t in edits.numbers & OLD.keys()})
    arguments: dict[str, Any] = {"analysis": "new", "table_is_newer": True} | changes
    return edits_for(
        saved, arguments["analysis"], faces, table_is_newer=arguments["table_is_newer"]
    )


# -- what is done when -------------------------------------------------------------------------


def test_edits_of_the_same_analysis_are_taken_as_they_are() -> None:
    edits = worked().on("new")
    found = opened(edits, renumbered({1: 4, 2: 5, 3: 1}))
    assert found == (edits, (), False)


def test_everything_about_persons_goes_with_their_faces() -> None:
    edits = worked().on("old")
    edits, lost, moved = opened(edits, renumbered({1: 4, 2: 5, 3: 1, 4: 2, 5: 3}))
    assert (lost, moved) == ((), True)
    assert edits.analysis == "new"
    assert edits.names == {4: "Anna B"}
    assert edits.persons == {5: 4}
    assert [(s.track_id, s.t_s, s.person_id) for s in edits.splits] == [(4, 8.0, 1001)]
    assert edits.hidden == {1}
    assert edits.baselines == {4: TimeRange(0, 9)}
    assert (edits.markers, edits.excluded) == (worked().markers, worked().excluded)
    assert edits.video == worked().video


def test_who_is_not_one_person_stays_so_under_other_numbers() -> None:
    edits = Edits(analysis="old").keep_apart([(1, 2), (1, 3)])
    found, lost, moved = opened(edits, renumbered({1: 4, 2: 5}))
    assert found.apart == ((4, 5),)
    assert moved
    assert [str(text) for text in lost] == [
        "Person 3 was not found in this analysis. Not carried over: not one with another person."
    ]


def test_who_is_not_found_is_listed_with_all_that_was_said_of_them() -> None:
    edits, lost, _ = opened(worked().on("old"), renumbered({4: 1, 5: 3}))
    assert edits == worked().about_time().on("new")
    assert lost == (
        'Person 1 ("Anna B") was not found in this analysis. '
        "Not carried over: name, baseline, merge, split.",
        "Person 3 was not found in this analysis. Not carried over: hidden.",
        "The person split from Person 1 was not found in this analysis. Not carried over: split.",
    )


def test_a_person_of_several_tracks_is_kept_by_those_that_are_found() -> None:
    edits = Edits(analysis="old").merge(2, 1).merge(3, 1).rename(1, "Anna")
    carried, lost, _ = opened(edits, renumbered({2: 1, 4: 2, 3: 5}))
    assert lost == ('Person 1 ("Anna"): 1 of 3 tracks were not found in this analysis.',)
    # Number 1 is another track now.
    assert {carried.person_of(track, 0.0) for track in (1, 5)} == {FIRST_MADE_PERSON}
    assert carried.names == {FIRST_MADE_PERSON: "Anna"}
    assert carried.name_of(carried.person_of(2, 0.0)) == ""


def test_a_new_track_with_the_number_of_a_made_person_is_not_that_person() -> None:
    edits = Edits(analysis="old").split(1, 5.0, 1001).rename(1001, "Late")
    carried, _, _ = opened(edits, renumbered({1: 7, 2: 1001}))
    assert carried.name_of(carried.person_of(1001, 6.0)) == ""
    assert carried.name_of(carried.person_of(7, 6.0)) == "Late"
    assert carried.name_of(carried.person_of(7, 4.0)) == ""


def test_what_is_about_time_needs_no_faces_and_no_words() -> None:
    edits = Edits(analysis="old").exclude(TimeRange(1, 2)).add_marker(Marker(t_s=3))
    assert opened(edits, renumbered({})) == (edits.on("new"), (), False)


def test_without_faces_only_what_is_about_time_stays_where_the_table_has_changed() -> None:
    for edits, analysis in ((worked(), "new"), (worked(), ""), (worked().on("old"), "new")):
        saved = SavedEdits(edits, None, {})
        carried, lost, moved = edits_for(saved, analysis, renumbered({1: 1}), table_is_newer=True)
        assert carried == worked().about_time().on(analysis)
        assert moved
        assert len(lost) == 3


def test_where_nothing_tells_of_a_change_edits_are_taken_as_they_are() -> None:
    for analysis in ("new", ""):
        saved = SavedEdits(worked(), None, {})
        found = edits_for(saved, analysis, renumbered({}), table_is_newer=False)
        assert found == (worked().on(analysis), (), False)


def test_where_identities_are_not_known_the_faces_tell_whether_it_is_the_same() -> None:
    for edits, analysis in ((worked(), "new"), (worked().on("old"), ""), (worked(), "")):
        same = opened(edits, renumbered({n: n for n in OLD}), analysis=analysis)
        assert same == (worked().on(analysis), (), False)
        other = opened(
            edits, renumbered({1: 2, 2: 1, 3: 3}), analysis=analysis, table_is_newer=False
        )
        assert other.moved
        assert other.edits.names == {2: "Anna B"}


def test_a_recording_under_other_numbers_has_the_same_persons() -> None:
    old = talk(persons=3)
    new = talk(persons=3)
    other = {0: 2, 1: 0, 2: 1}
    faces = new.faces.view().copy()
    faces["track_id"] = [other[track] for track in faces["track_id"].tolist()]
    edits = (
        Edits(analysis="a").merge(2, 0).split(1, 9.0, 1001).rename(0, "A").rename(1001, "B").hide(1)
    )
    tracks = trajectories(old.faces.view(), edits.numbers)
    carried = edits_for(SavedEdits(edits, None, tracks), "b", faces, table_is_newer=True).edits
    before = Population(old, edits)
    for t_s in np.arange(0, 20, 0.4):
        for track, renamed in other.items():
            was, now = edits.person_of(track, t_s), carried.person_of(renamed, t_s)
            assert edits.name_of(was) == carried.name_of(now)
            assert (was in edits.hidden) == (now in carried.hidden)
    assert len(before.persons) == 3


# -- drawn tracks ------------------------------------------------------------------------------

LENGTH_S, LANES, LANE_PX = 12.0, 4, 160.0


@dataclass
class Clip:
    """Faces in lanes, which they do not leave; each time of a lane belongs to one of them."""

    faces: list[list[Sample]]

    def seen(self, cuts: Sequence[tuple[float, float, float]]) -> list[list[Sample]]:
        """The faces as an analysis has them: from where to where of their life, how large."""
        found: list[list[Sample]] = []
        for path, (start, end, growth) in zip(self.faces, cuts, strict=True):
            kept = path[round(start * len(path)) : round(end * len(path))]
            found.append([_grown(sample, growth) for sample in kept])
        return found


def _grown(sample: Sample, growth: float) -> Sample:
    t_s, x0, y0, x1, y1 = sample
    dx, dy = growth * (x1 - x0) / 2, growth * (y1 - y0) / 2
    return (t_s, x0 - dx, y0 - dy, x1 + dx, y1 + dy)


@st.composite
def clips(draw: st.DrawFn) -> Clip:
    faces: list[list[Sample]] = []
    for lane in range(draw(st.integers(1, LANES))):
        times = sorted(draw(st.lists(st.integers(0, 120), min_size=2, max_size=6, unique=True)))
        for start, end in zip(times[::2], times[1::2], strict=False):
            speed, x = draw(st.floats(-40, 40)), draw(st.floats(0, 600))
            side, fps = draw(st.floats(30, 100)), draw(st.sampled_from([5, 12, 25]))
            steps = np.arange(start / 10, end / 10, 1 / fps).tolist()
            y = lane * LANE_PX
            faces.append([(t, x + speed * t, y, x + speed * t + side, y + side) for t in steps])
    return Clip(faces)


STEPS: tuple[Callable[[Edits, int, int, float], Edits], ...] = (
    lambda edits, a, b, t: edits.merge(edits.person_of(a, t), edits.person_of(b, t)),
    lambda edits, a, b, t: edits.split(a, t, edits.new_person(range(1, 30))),
    lambda edits, a, b, t: edits.rename(edits.person_of(a, t), f"name {b} {t:.1f}"),
    lambda edits, a, b, t: edits.hide(edits.person_of(a, t)),
    lambda edits, a, b, t: edits.set_baseline(edits.person_of(a, t), TimeRange(t, t + 2)),
    lambda edits, a, b, t: edits.add_marker(Marker(t_s=t, text=str(b))),
)


@settings(max_examples=120, deadline=None)
@given(clips(), st.data())
def test_no_edit_lands_on_another_face_whatever_the_numbers(
    clip: Clip, data: st.DataObject
) -> None:
    count = len(clip.faces)
    part = st.tuples(st.floats(0, 0.6), st.floats(0.4, 1), st.floats(-0.25, 0.25))
    seen = [clip.seen(data.draw(st.lists(part, min_size=count, max_size=count))) for _ in "ab"]
    number = [data.draw(st.permutations(range(1, count + 1))) for _ in "ab"]
    old, new = (
        {n: path for n, path in zip(numbers, paths, strict=True) if path}
        for numbers, paths in zip(number, seen, strict=True)
    )
    edits = Edits(analysis="old")
    if old:
        track, t_s = st.sampled_from(sorted(old)), st.floats(0, LENGTH_S)
        for step, a, b, t in data.draw(
            st.lists(st.tuples(st.sampled_from(STEPS), track, track, t_s), max_size=8)
        ):
            edits = step(edits, a, b, t)
    saved = SavedEdits(edits, None, trajectories(faces_of(old), edits.numbers))
    carried, lost, _ = edits_for(saved, "new", faces_of(new), table_is_newer=True)
    assert (carried.markers, carried.excluded) == (edits.markers, edits.excluded)
    face_of = [dict(zip(numbers, range(count), strict=True)) for numbers in number]
    was = {face: track for track, face in face_of[0].items()}
    found = set(same_faces(trajectories(faces_of(old)), trajectories(faces_of(new))).values())
    for track in new:
        before = was[face_of[1][track]]
        for t_s in np.arange(0, LENGTH_S, 0.5):
            then, now = edits.person_of(before, t_s), carried.person_of(track, t_s)
            name, hidden = carried.name_of(now), now in carried.hidden
            if track in found:
                assert name == edits.name_of(then)
                assert hidden == (then in edits.hidden)
                assert carried.baselines.get(now) == edits.baselines.get(then)
            else:
                assert (name, hidden, now) == ("", False, track), "nothing is said of new faces"
    kept = set(carried.names.values())
    told = " ".join(lost)
    assert all(name in kept or f'("{name}")' in told for name in edits.names.values())
    assert len(carried.hidden) + told.count("hidden") >= len(edits.hidden)
    assert len(carried.baselines) + told.count("baseline") >= len(edits.baselines)


# -- real faces --------------------------------------------------------------------------------


@cache
def analysed(min_size_px: int, detect_every_s: float) -> NDArray[Any]:
    """The faces of the crowd's first seconds, at half its size."""
    log, detector = FaceLog(), create_detector("centerface")
    settings = TrackerSettings(min_size_px=min_size_px, detect_every_s=detect_every_s)
    tracker = FaceTracker(detector, settings, SPEC)
    with VideoFile(shared("data/clips/crowd.mp4")) as video:
        for frame in video.frames():
            if frame.t_s >= 1.2:
                break
            small = Frame(
                frame.index, frame.t_s, frame.pts_s, np.ascontiguousarray(frame.rgb[::2, ::2])
            )
            log.append(small, tracker.update(small).faces)
    return log.view()


def overlap_share(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Of the frames with either face, the share in which the boxes overlap by half: all frames."""
    boxes = [dict(zip(f["frame"].tolist(), f["box_xyxy_px"], strict=True)) for f in (a, b)]
    both = [iou(boxes[0][n], boxes[1][n]) >= 0.5 for n in boxes[0].keys() & boxes[1].keys()]
    return sum(both) / len(boxes[0].keys() | boxes[1].keys())


def iou(a: NDArray[Any], b: NDArray[Any]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    shared_px = max(width, 0.0) * max(height, 0.0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return float(shared_px / (sum(areas) - shared_px))


def test_in_two_analyses_of_a_crowd_no_edit_lands_on_another_face() -> None:
    first, second = analysed(12, 0.25), analysed(30, 0.5).copy()
    numbers = np.random.default_rng(1).permutation(np.unique(second["track_id"]))
    places = np.searchsorted(np.unique(second["track_id"]), second["track_id"])
    second["track_id"] = numbers[places]
    for old, new in ((first, second), (second, first)):
        ids = [np.unique(faces["track_id"]).tolist() for faces in (old, new)]
        edits = Edits(analysis="old")
        for track in ids[0]:
            edits = edits.rename(track, f"face {track}").hide(track)
        saved = SavedEdits(edits, None, trajectories(old, edits.numbers))
        carried, lost, _ = edits_for(saved, "new", new, table_is_newer=True)
        shares = {
            (a, b): overlap_share(old[old["track_id"] == a], new[new["track_id"] == b])
            for a, b in product(*ids)
        }
        for (a, b), share in shares.items():
            landed = carried.name_of(carried.person_of(b, 1.0)) == f"face {a}"
            assert landed == (b in carried.hidden and share > 0.4), (a, b, share)
            assert landed or share < 0.6, (a, b, share)
        assert len(carried.names) + len(lost) == len(ids[0])
        assert len(carried.names) >= 3
