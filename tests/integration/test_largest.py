"""Rows of the largest faces only, while it changes which these are."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, lists, sampled_from, tuples

from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import TrackerSettings, WindowSettings
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import AffectResult
from tests.fakes import SPEC, CountingScorer
from tests.unit.tracking.scene import Person, Scene

CORNERS = (10, 110, 210)
STEP_FRAMES = 6
SIZES_PX = lists(tuples(*[sampled_from([0, 40, 60, 90])] * len(CORNERS)), min_size=2, max_size=8)
"""Of each face in turn, every quarter second; 0 is out of sight."""


def rows_of(sizes: list[tuple[int, ...]], number: int, hop_s: float, *, live: bool):
    people = [Person(lambda _: None, seed=7 + n) for n in range(len(CORNERS))]
    scene = Scene(people)
    analyzer = Analyzer(
        FaceTracker(scene, TrackerSettings(faces=number, keep_s=0.5), SPEC),
        CountingScorer(),
        WindowSettings(hop_s=hop_s),
        QualityCurves(),
        batch_size=3,
        live=live,
    )
    rows: list[AffectResult] = []
    for index in range(len(sizes) * STEP_FRAMES):
        for person, x, size in zip(people, CORNERS, sizes[index // STEP_FRAMES], strict=True):
            person.size_px = max(size, 1)
            person.path = lambda _, x=x, size=size: (x, 80) if size else None
        rows += analyzer.step(scene.frame(index)).results
    return rows + list(analyzer.flush())


@pytest.mark.parametrize("live", [False, True])
@settings(max_examples=12, deadline=None)
@given(sizes=SIZES_PX, number=integers(1, 2), hop_s=sampled_from([0.04, 0.08, 0.24]))
def test_a_tick_has_no_more_rows_than_faces_are_asked_for(sizes, number, hop_s, live) -> None:
    rows = rows_of(sizes, number, hop_s, live=live)
    assert max(Counter(row.t_s for row in rows).values()) <= number
    places = [(row.t_s, row.track_id or 0) for row in rows]
    assert places == sorted(places)
    ticks = sorted({row.t_s for row in rows})
    assert ticks == [float(k * Fraction(str(hop_s))) for k in range(len(ticks))]
    assert ticks[-1] >= len(sizes) * STEP_FRAMES / 25 - hop_s - 1e-9


@pytest.mark.parametrize("live", [False, True])
def test_a_life_ends_where_its_face_is_no_longer_among_the_largest(live) -> None:
    rows = rows_of([(60, 40, 0)] * 4 + [(40, 60, 0)] * 4 + [(60, 40, 0)] * 4, 1, 0.04, live=live)
    assert len({row.t_s for row in rows}) == len(rows) == 72
    shown = [row.track_id for row in rows if row.track_id]
    changes = [b for a, b in pairwise(shown) if a != b]
    assert changes == [2, 1]
