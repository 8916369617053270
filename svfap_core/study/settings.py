"""What `study.yaml` holds: name, variables, rules and the settings of the analysis. Knows no files.

Kinds of variables and the names that they may have are decided here.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self, TypeAlias, cast

from pydantic import Field, field_validator, model_validator

from svfap_core.labels import DIMENSIONS
from svfap_core.run_settings import RunSettings
from svfap_core.settings import Frozen

Variable: TypeAlias = tuple[str, ...] | Literal["number"]
"""The levels of a variable, in the order of tables; or a number such as an age."""

NUMBER = "number"

FILE_COLUMNS = ("file", "participant", "role", "offset_s")
"""Columns of files.csv that are no variables."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TAKEN = frozenset(
    {
        *FILE_COLUMNS, *DIMENSIONS, "person_id", "track_id", "timestamp_s", "describes_s",
        "study_s", "start_s", "end_s", "status", "coverage", "face_quality", "left_out",
        "in_means", "event", "event_number", "event_s", "t_s", "files", "windows", "measured_s",
        "trusted_s", "trusted_share", "measure", "participants", "missing", "mean", "sd", "min",
        "max", "scope", "reason", "seconds", "detail",
    }
)  # fmt: skip
_TAKEN_BEGINNINGS = (
    "emo_", "big5_", "action_", "landmarker_", "mean_", "peak_", "area_", "share_", "bouts_",
    "rate_", "bout_s_", "latency_s_", "change_",
)  # fmt: skip


class RuleSettings(Frozen):
    """What is left out of the tables."""

    min_trusted_share: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="Least share of the measured time with trusted scores; a participant with "
            "less under any condition is listed and left out.",
        ),
    ] = 0.5
    allow_mixed_methods: Annotated[
        bool,
        Field(
            description="Make tables of results of different methods (models, settings, versions); "
            "otherwise that is an error."
        ),
    ] = False


class EpochSettings(Frozen):
    """Stretches around events, on a common grid."""

    before_s: Annotated[float, Field(ge=0, description="Seconds before the event.")] = 1.0
    after_s: Annotated[float, Field(ge=0, description="Seconds after the event.")] = 3.0
    step_s: Annotated[float, Field(gt=0, description="Seconds between points of the grid.")] = 0.1
    baseline_s: Annotated[
        float,
        Field(gt=0, description="Length of the baseline, in seconds; it ends at the event."),
    ] = 1.0
    min_trusted_share: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="Least share of the points of an epoch with trusted scores, and of those "
            "of its baseline; an epoch with less is listed and left out.",
        ),
    ] = 0.75

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.baseline_s > self.before_s:
            raise ValueError("baseline_s must not exceed before_s: the baseline is in the epoch")
        if self.step_s > self.baseline_s:
            raise ValueError("step_s must not exceed baseline_s: the baseline needs a point")
        return self


class StudySettings(Frozen):
    """A study. Its videos stand in files.csv, its events in events.csv, beside this file."""

    name: Annotated[str, Field(min_length=1, description="Name of the study.")] = "Study"
    root: Annotated[
        str,
        Field(
            description="Folder of the videos, from which the paths in files.csv count; itself "
            "from this file, or a full path. Change it when the videos move."
        ),
    ] = "."
    variables: dict[str, Variable] = Field(
        default={},
        description="Independent variables: columns of files.csv, each with its levels, as in "
        "condition: [neutral, funny], or the word number, as in age: number.",
    )
    rules: RuleSettings = RuleSettings()
    epochs: EpochSettings = EpochSettings()
    run: RunSettings = RunSettings()

    @field_validator("variables", mode="before")
    @classmethod
    def _plain(cls, variables: object) -> object:
        """Levels as texts; here, since the schema's own words on unions help nobody."""
        if not isinstance(variables, dict):
            raise ValueError("give each variable its levels: condition: [neutral, funny]")  # noqa: TRY004  # pydantic takes ValueErrors
        given = cast("dict[Any, Any]", variables)
        return {str(name): _variable(str(name), value) for name, value in given.items()}

    @property
    def factors(self) -> dict[str, tuple[str, ...]]:
        """Variables with levels: their combinations are the conditions."""
        return {n: levels for n, levels in self.variables.items() if not isinstance(levels, str)}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Variables that are numbers: they accompany a participant."""
        return tuple(name for name, kind in self.variables.items() if kind == NUMBER)


def _variable(name: str, value: object) -> Variable:
    """A variable as it was written.

    Raises:
        ValueError: The name or the levels cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r}: a name is made of the letters a to z, digits and _")
    if name in _TAKEN or name.startswith(_TAKEN_BEGINNINGS):
        raise ValueError(f"{name}: the tables use this name; choose another one")
    if value == NUMBER:
        return NUMBER
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"{name}: list its levels, as in [neutral, funny], or write number")
    levels = cast("list[object]", value)
    if any(isinstance(level, bool) for level in levels):
        raise ValueError(f"{name}: put yes, no, on, off, true and false in quotes")
    if not all(isinstance(level, str | int | float) for level in levels):
        raise ValueError(f"{name}: levels are words or numbers")
    texts = tuple(str(level).strip() for level in levels)
    if "" in texts or len(set(texts)) < len(texts):
        raise ValueError(f"{name}: levels must differ, and none can be empty")
    return texts
