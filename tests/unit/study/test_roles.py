"""Who of a video is the participant."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from svfap_core.errors import SvfapError
from svfap_core.results.edits import Edits
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.study.roles import cast_role, parse_role
from svfap_core.types import Box
from tests.scenes import people, schema, talk

LEFT_TO_RIGHT = talk(persons=3)
"""Person 0 is the leftmost, person 2 the rightmost; 0 is on screen longest."""


def sized(**widths_px: float) -> Population:
    """The same persons with faces of other sizes: `p1=400` is a wide face of person 1."""
    made = Recording(schema())
    made.lives, made.end_s = LEFT_TO_RIGHT.lives, LEFT_TO_RIGHT.end_s
    rows = []
    for row in LEFT_TO_RIGHT.results:
        width = widths_px.get(f"p{row.track_id}")
        box = row.box
        if box is not None and width is not None:
            middle = (box.x0 + box.x1) / 2
            box = Box(middle - width / 2, box.y0, middle + width / 2, box.y1)
        rows.append(replace(row, box=box))
    made.add_results(rows)
    return people(made)


def who(role: str, population: Population) -> int:
    return cast_role(parse_role(role), population)[1]


@pytest.mark.parametrize(("wide", "expected"), [("p0", 0), ("p1", 1), ("p2", 2)])
def test_the_largest_is_the_one_with_most_face(wide: str, expected: int) -> None:
    assert who("largest", sized(**{wide: 400.0})) == expected


def test_left_and_right_are_said_of_the_two_largest() -> None:
    population = sized(p0=8.0, p1=200.0, p2=150.0)
    assert (who("left", population), who("Right", population)) == (1, 2)
    assert who("left", sized(p2=8.0)) == 0


def test_hidden_persons_have_no_role() -> None:
    population = people(LEFT_TO_RIGHT, Edits().hide(0))
    assert who("left", population) == 1


def test_a_person_is_chosen_by_name_or_number() -> None:
    population = people(LEFT_TO_RIGHT, Edits().rename(2, "Ann"))
    assert who("person: ann", population) == 2
    assert who("person: Person 1", population) == 1
    with pytest.raises(SvfapError, match=r"named Bob.*Person 0, Person 1, Ann"):
        who("person: Bob", population)


def test_persons_of_one_name_are_one() -> None:
    population = people(LEFT_TO_RIGHT, Edits().rename(1, "Ann").rename(2, "Ann"))
    merged, person = cast_role(parse_role("person: Ann"), population)
    assert len(merged.rows(person)) == len(population.rows(1)) + len(population.rows(2))
    spans = merged.spans(person)
    assert all(a.end_s <= b.start_s for a, b in pairwise(spans))


def test_a_video_without_faces_has_nobody() -> None:
    with pytest.raises(SvfapError, match="no face was found"):
        who("largest", people(Recording(schema())))


@pytest.mark.parametrize("text", ["", "biggest", "person", "person:", "left: Ann"])
def test_other_words_are_no_role(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse_role(text)
