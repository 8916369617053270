"""Which person of a video is the participant: the role in files.csv. Knows no files."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.people import Population
from svfap_core.types import Box

RoleKind: TypeAlias = Literal["largest", "left", "right", "person"]

ROLES_HELP = Message("write largest, left, right, or person: NAME as named in Analyse")

_SIDES = 2
"""Persons that have a side: passers-by and false detections have none."""


class Role(NamedTuple):
    """A role; `name` is that of a person chosen by hand."""

    kind: RoleKind
    name: str = ""

    def __str__(self) -> str:
        """As files.csv has it."""
        return f"{self.kind}: {self.name}" if self.name else self.kind


def parse_role(text: str) -> Role:
    """A role as a user wrote it.

    Raises:
        ValueError: It is none.
    """
    kind, _, name = (part.strip() for part in text.partition(":"))
    match kind.casefold():
        case "largest" | "left" | "right" as found if not name:
            return Role(found)
        case "person" if name:
            return Role("person", name)
        case _:
            raise ValueError(text)


def cast_role(role: Role, population: Population) -> tuple[Population, int]:
    """The person that has a role.

    Size is the area of a face summed over its rows, so that neither a passer-by near the camera nor
    a false detection is the largest. Left and right, in the frame, are said of the two largest.
    Persons that have one name are one person.

    Args:
        role: Whom to find.
        population: The persons of a video, as edited.

    Returns:
        The population, in which persons of one name are merged, and the person.

    Raises:
        SvfapError: Nobody has the role.
    """
    if role.kind == "person":
        return _named(role.name, population)
    by_size = sorted(population.visible, key=lambda person: -_area_px(population, person))
    if not by_size:
        raise SvfapError("no face was found in the video")
    if role.kind == "largest":
        return population, by_size[0]
    sides = sorted(by_size[:_SIDES], key=lambda person: _middle_px(population, person))
    return population, sides[0 if role.kind == "left" else -1]


def _named(name: str, population: Population) -> tuple[Population, int]:
    wanted = name.casefold()
    found = [p for p in population.visible if population.label(p).casefold() == wanted]
    if not found:
        known = ", ".join(population.label(person) for person in population.visible)
        raise SvfapError(
            Message("no person of the video is named %1", name),
            hint=Message("Its persons are %1: name them in Analyse.", known or "none"),
        )
    into, *others = found
    edits = population.edits
    for other in others:
        edits = edits.merge(other, into)
    return (Population(population.recording, edits) if others else population), into


def _boxes(population: Population, person: int) -> list[Box]:
    return [row.box for row in population.rows(person) if row.box is not None]


def _area_px(population: Population, person: int) -> float:
    return sum(box.width * box.height for box in _boxes(population, person))


def _middle_px(population: Population, person: int) -> float:
    middles = [(box.x0 + box.x1) / 2 for box in _boxes(population, person)]
    return float(np.median(middles)) if middles else 0.0
