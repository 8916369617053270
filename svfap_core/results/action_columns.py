"""Columns of facial actions in tables, and who gives them. Knows no rows and no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from svfap_core.facial_actions import ACTION_PREFIX, ACTIONS
from svfap_core.results.layout import SCORE_DECIMALS, Column

ActionsOrigin: TypeAlias = Literal["model", "landmarker"]

_FROM: Mapping[ActionsOrigin, str] = {
    "model": "by the model, which learned it as its card says",
    "landmarker": "by the face landmarker, mean over the time of the window",
}


def action_column(name: str) -> str:
    """The column that holds a facial action."""
    return f"{ACTION_PREFIX}{name}"


def landmarker_column(name: str) -> str:
    """The column that holds the face landmarker's score of an action that the model scores too."""
    return f"landmarker_{name}"


def actions_origin(learned: Sequence[str], landmarked: Sequence[str]) -> ActionsOrigin | None:
    """Who gives the columns `action_NAME`: the model where it gives any, else the landmarker.

    Args:
        learned: Actions that the model gives.
        landmarked: Actions that the landmarker gives.
    """
    return "model" if learned else "landmarker" if landmarked else None


def described(column: str, name: str, origin: ActionsOrigin | None) -> Column:
    """A column, with what the action is and who gives it, where that is known."""
    action = ACTIONS.get(name)
    what = name if action is None else ", ".join(filter(None, (action.words, action.facs)))
    source = "" if origin is None else f"; {_FROM[origin]}"
    return Column(
        name=column,
        kind="number",
        meaning=f"Facial action: {what}{source}.",
        bounds=(0.0, 1.0),
        decimals=SCORE_DECIMALS,
    )
