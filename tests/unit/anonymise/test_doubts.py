"""Which stretches a person has to look at."""

from __future__ import annotations

import pytest

from svfap_core.anonymise.doubts import Doubt, Reason, doubts_of
from svfap_core.anonymise.faces import FrameFaces, SeenFace
from svfap_core.anonymise.regions import Reach, trails_of
from svfap_core.types import Box

SIZE = (320, 240)
REACH = Reach(margin=0.25, bridge_s=1.0, lead_s=0.2)
RATE_FPS = 25.0
MIDDLE = Box(140, 100, 180, 140)
EDGE = Box(2, 100, 42, 140)


def doubts(
    seen: dict[int, tuple[SeenFace, ...]],
    count: int = 100,
    *,
    cuts: tuple[int, ...] = (),
    visible: int | None = None,
) -> list[Doubt]:
    frames = [
        FrameFaces(index, index / RATE_FPS, SIZE, index in cuts, seen.get(index, ()))
        for index in range(count)
    ]
    trails = trails_of(frames, lambda track, _: track == visible, bridge_s=REACH.bridge_s)
    return doubts_of(frames, trails, REACH, end_s=count / RATE_FPS)


def shown(
    places: range, box: Box = MIDDLE, score: float = 0.9, track: int | None = 1
) -> dict[int, tuple[SeenFace, ...]]:
    return dict.fromkeys(places, (SeenFace(box, score, track),))


def test_a_face_that_is_there_all_the_time_is_not_in_doubt() -> None:
    assert doubts(shown(range(100))) == []


def test_a_face_that_vanishes_within_the_frame_is() -> None:
    assert doubts(shown(range(50))) == [Doubt(2.0, 3.0, (Reason.VANISHED,))]


def test_a_face_that_appears_within_the_frame_is() -> None:
    assert doubts(shown(range(50, 100))) == [Doubt(1.0, 2.0, (Reason.APPEARED,))]


def test_a_face_that_leaves_by_the_edge_is_not() -> None:
    assert doubts(shown(range(50), EDGE)) == []


def test_a_face_that_a_cut_ends_is_not() -> None:
    assert doubts(shown(range(50)), cuts=(50,)) == []


def test_a_face_that_vanishes_long_before_a_cut_is() -> None:
    assert doubts(shown(range(30)), cuts=(60,))[0].reasons == (Reason.VANISHED,)


@pytest.mark.parametrize(("missing", "expected"), [(10, []), (20, [(Reason.GAP,)])])
def test_a_long_gap_is(missing: int, expected: list[tuple[Reason, ...]]) -> None:
    seen = shown(range(40)) | shown(range(40 + missing, 100))
    assert [doubt.reasons for doubt in doubts(seen)] == expected


def test_a_face_that_is_only_followed_for_long_is() -> None:
    seen = shown(range(100)) | shown(range(40, 60), score=0.0)
    assert [doubt.reasons for doubt in doubts(seen)] == [(Reason.GAP,)]


def test_a_face_that_is_only_faint_is() -> None:
    assert doubts(shown(range(20, 40), score=0.3, track=None)) == [
        Doubt(20 / RATE_FPS, 40 / RATE_FPS, (Reason.FAINT,))
    ]


def test_who_stays_visible_is_not() -> None:
    assert doubts(shown(range(50)), visible=1) == []


def test_stretches_that_touch_are_looked_at_together() -> None:
    seen = shown(range(50)) | shown(range(55, 70), Box(20, 20, 40, 40), 0.3, None)
    assert doubts(seen) == [Doubt(2.0, 3.0, (Reason.VANISHED, Reason.FAINT))]


def test_no_stretch_leaves_the_video() -> None:
    seen = shown(range(5, 90))
    assert doubts(seen, 95) == []
    assert doubts(shown(range(10, 85)), 100) == [
        Doubt(0.0, 0.4, (Reason.APPEARED,)),
        Doubt(3.4, 4.0, (Reason.VANISHED,)),
    ]
