"""Who is who after people pass in front of each other, with the detector that is always there."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

import pytest

from svfap_core.settings import TrackerSettings
from svfap_core.tracking.association import centre, size_px
from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.tracker import FaceTracker
from svfap_core.types import FaceObservation
from tests.integration.crossings import Crossing, crossings
from tests.unit.tracking.scene import SPEC

_SAME_PLACE = 0.35
"""Distance from the truth, in face sizes."""
_ENOUGH_SEEN, _WELL_SEEN = 0.5, 0.9
"""Shares of a face that is visible."""
_END_S = 0.3
_MOST_DOUBLED_S = 0.25
"""A hidden face may be followed on the face in front until the next detection, no longer."""


@dataclass
class Outcome:
    """What the tracker made of a crossing.

    Attributes:
        before: Id of each person when first reported.
        after: Id of each person at the end, if any.
        wrong_s: For how long somebody was reported under an id that had been another's.
    """

    before: dict[int, int] = field(default_factory=dict)
    after: dict[int, int] = field(default_factory=dict)
    wrong_s: float = 0.0

    @property
    def is_back(self) -> bool:
        return self.after.get(0) == self.before[0]

    @property
    def is_swapped(self) -> bool:
        taken = any(
            self.before[other] == track_id
            for person, track_id in self.after.items()
            for other in self.before
            if other != person
        )
        return taken or self.wrong_s > _MOST_DOUBLED_S


def track(crossing: Crossing, detector: CenterFace) -> Outcome:
    tracker = FaceTracker(detector, TrackerSettings(), SPEC)
    outcome = Outcome()
    owners: dict[int, int] = {}
    end: dict[int, Counter[int]] = {person: Counter() for person in range(len(crossing.people))}
    for frame, shares in crossing.frames():
        for face in tracker.update(frame).faces:
            person = _whose(face, crossing, frame.t_s, shares)
            if person is None:
                continue
            outcome.before.setdefault(person, face.track_id)
            if shares[person] >= _WELL_SEEN:
                owners.setdefault(face.track_id, person)
            if owners.get(face.track_id, person) != person:
                outcome.wrong_s += 1 / crossing.fps
            if frame.t_s >= crossing.seconds - _END_S:
                end[person][face.track_id] += 1
    outcome.after = {who: ids.most_common(1)[0][0] for who, ids in end.items() if ids}
    return outcome


def _whose(
    face: FaceObservation, crossing: Crossing, t_s: float, shares: tuple[float, ...]
) -> int | None:
    """The visible person whose face this is, if it is one's."""
    apart = {
        math.dist(centre(face.box), centre(truth)) / size_px(truth): person
        for person, truth in enumerate(who.box(t_s) for who in crossing.people)
        if shares[person] >= _ENOUGH_SEEN
    }
    nearest = min(apart, default=math.inf)
    return apart[nearest] if nearest < _SAME_PLACE else None


SOME = range(18, 27)
"""Each kind once, with the pair of the fewest frames: the whole takes minutes."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SOME, id="some"),
        pytest.param(range(45), id="all", marks=pytest.mark.slow),
    ],
)
def outcomes(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    detector, drawn = CenterFace(), list(crossings())
    assert len(drawn) == 45
    return {drawn[n].name: track(drawn[n], detector) for n in request.param}


def test_everybody_is_found_before_the_crossing(outcomes: dict[str, Outcome]) -> None:
    assert all(len(outcome.before) == 2 for outcome in outcomes.values())


def test_the_hidden_person_comes_back_under_the_old_id(outcomes: dict[str, Outcome]) -> None:
    away = [name for name, found in outcomes.items() if not found.is_back]
    assert away[len(outcomes) // 9 :] == []


def test_nobody_takes_the_id_of_another(outcomes: dict[str, Outcome]) -> None:
    assert [name for name, found in outcomes.items() if found.is_swapped] == []
