"""Facial actions that plots can show: whose scores there are, and which curves they make. No Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from svfap_core.facial_actions import ACTIONS

if TYPE_CHECKING:
    # They load pyarrow.
    from svfap_core.results.schema import ResultSchema
    from svfap_core.types import AffectResult

GROUPS = (("brow",), ("eye",), ("nose", "cheek"), ("mouth", "jaw"))
"""First words of the names of actions that a menu shows together, from the brows down."""


class ActionCurve(NamedTuple):
    """The curve of an action by one source; `colour` is the action's place among those chosen."""

    name: str
    by_landmarker: bool
    colour: int


Curve: TypeAlias = str | ActionCurve
"""What a curve is of: an emotion or a dimension by its name, or a facial action."""


@dataclass(frozen=True, slots=True)
class OfferedActions:
    """Names of the actions that there are, by who scores them.

    `source_known` is false for a table without the facts of its analysis: its actions then stand
    in `model`, whoever scored them.
    """

    model: tuple[str, ...] = ()
    landmarker: tuple[str, ...] = ()
    source_known: bool = True

    @classmethod
    def of(cls, schema: ResultSchema) -> OfferedActions:
        """Those of a result's rows."""
        actions, landmarker = tuple(schema.actions), tuple(schema.landmarker)
        if schema.actions_origin == "landmarker":
            return cls((), actions)
        return cls(actions, landmarker, schema.actions_origin is not None or bool(landmarker))

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.model or self.landmarker)

    @property
    def names(self) -> tuple[str, ...]:
        """Each action once, from the brows down."""
        return tuple(name for name in ACTIONS if name in self.model or name in self.landmarker)

    def only(self, name: str) -> OfferedActions:
        """Who scores one action."""
        model, landmarker = (
            tuple(one for one in names if one == name) for names in (self.model, self.landmarker)
        )
        return OfferedActions(model, landmarker, self.source_known)

    def scores(self, row: AffectResult) -> list[float]:
        """All scores of a row, the model's before the landmarker's; not-a-number for none."""
        landmarker = row.landmarker if self.model else row.actions
        return [
            *(row.actions.get(name, math.nan) for name in self.model),
            *(landmarker.get(name, math.nan) for name in self.landmarker),
        ]

    def curves(self, chosen: Sequence[str]) -> list[tuple[int, ActionCurve]]:
        """The curves of chosen actions, each with its place in `scores`."""
        return [
            (first + names.index(name), ActionCurve(name, by_landmarker, colour))
            for colour, name in enumerate(chosen)
            for names, first, by_landmarker in (
                (self.model, 0, False),
                (self.landmarker, len(self.model), True),
            )
            if name in names
        ]


NO_ACTIONS = OfferedActions()


def title_of(name: str) -> str:
    """An action's name in English words: `Mouth smile`."""
    return name.replace("_", " ").capitalize()
