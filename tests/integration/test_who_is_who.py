"""A video cut between three people becomes three persons; nobody is merged with somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.persons import CLICKS, acceptance, analysed, suggested
from tests.shared_data import shared


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_a_video_cut_between_three_people_becomes_three_persons(tmp_path: Path) -> None:
    """`python -m tests.benchmarks.persons acceptance` does the same with half an hour."""
    shared("data/pretrain")
    found = acceptance(3.0, tmp_path)
    assert found.tracks >= 9
    assert (found.persons, found.wrong, found.missed) == (3, 0, 0)
    assert CLICKS <= 12


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_of_a_dark_audience_nobody_is_merged(tmp_path: Path) -> None:
    """Two tracks show the one who sings; all other faces are dark, blurred or from the side."""
    clip = shared("data/clips/scene_cuts.mp4")
    population, found = suggested(analysed(clip, tmp_path), clip)
    (group,) = found.probable
    starts_s = [population.rows(person)[0].t_s for person in group.persons]
    assert len(group.persons) == 2
    assert min(starts_s) < 2.0
    assert len(found.suggestions) == 1
