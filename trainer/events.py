"""Progress of a run as typed events, one JSON line each. Knows nothing of Lightning or Qt.

The trainer writes them to standard output and to the run's folder; whoever started it reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from svfap_core.messages import packed, unpacked
from svfap_core.settings import Frozen


class _Event(Frozen):
    """A loss may be NaN, which plain JSON does not know: then it is the text "NaN"."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_inf_nan="strings", allow_inf_nan=True
    )


class _Said(_Event):
    """Holds sentences for users; `messages` are what they are made of (`svfap_core.messages`)."""

    messages: dict[str, Any] = Field(default_factory=dict[str, Any])

    @model_validator(mode="before")
    @classmethod
    def _pack(cls, values: Any) -> Any:
        if not isinstance(values, dict) or "messages" in values:
            return values
        given = cast("dict[str, Any]", values)
        texts = [each if isinstance(each, list | tuple) else [each] for each in given.values()]
        said = packed(text for several in texts for text in cast("Iterable[str]", several))
        return {**given, "messages": said} if said else given

    def said(self, text: str) -> str:
        """One of its sentences as the message that it was."""
        return unpacked(text, self.messages)


class Fold(_Event):
    """Of a cross-validation the run of a fold begins; 0: the final one, of all `count` folds."""

    kind: Literal["fold"] = "fold"
    number: int
    count: int


class Started(_Event):
    """The run begins or, with `step` above 0, is resumed.

    `memory_mb`: about how much memory a step takes on its device; 0: nobody knows.
    """

    kind: Literal["started"] = "started"
    run: str
    step: int
    total_steps: int
    epochs: int = 0
    memory_mb: int = 0


class Initialised(_Said):
    """The weights that the run starts from: how many were taken, and which were not."""

    kind: Literal["initialised"] = "initialised"
    origin: str
    loaded: int
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Warned(_Said):
    """Something that the user should know, such as a setting that has no effect."""

    kind: Literal["warned"] = "warned"
    text: str


class Step(_Event):
    """Some optimiser steps were made, in the epoch `epoch` (from 0) of `epochs`.

    `left_s` is the time until the end, at the present speed; neither is known in the first steps.
    """

    kind: Literal["step"] = "step"
    step: int
    epoch: int
    epochs: int = 0
    loss: float
    lr: float
    samples_per_s: float | None = None
    left_s: float | None = None


class Epoch(_Event):
    """An epoch is over, after so many seconds; `metrics` are those of the validation set."""

    kind: Literal["epoch"] = "epoch"
    step: int
    epoch: int
    epochs: int = 0
    seconds: float = 0.0
    metrics: dict[str, float]


class CurvePoint(_Event):
    """How good heads are that learn from so many clips; the interval is the 95 % one."""

    clips: int
    figure: Literal["WAR", "CCC"]
    value: float | None
    low: float | None = None
    high: float | None = None


class LearningCurve(_Event):
    """How a head does on clips that it has not seen, by how many it learned from.

    By nested cross-validation over `groups`, the mean of `seeds` divisions into folds.
    """

    kind: Literal["learning_curve"] = "learning_curve"
    groups: int
    seeds: int
    points: tuple[CurvePoint, ...]


class Picture(_Event):
    """A picture of what the network does was written into the run's folder."""

    kind: Literal["picture"] = "picture"
    step: int
    path: str


class Checkpoint(_Event):
    """A checkpoint lies whole on the disk."""

    kind: Literal["checkpoint"] = "checkpoint"
    step: int
    path: str


class Ended(_Event):
    """The run is over.

    `finished`: all of it; `stopped_early`: it was asked to end with what it has; `interrupted`: it
    can be resumed.
    """

    kind: Literal["ended"] = "ended"
    step: int
    outcome: Literal["finished", "stopped_early", "interrupted"]
    seconds: float


class Progress(_Event):
    """Some of the items of a data set are prepared, or of the clips of a split are scored."""

    kind: Literal["progress"] = "progress"
    done: int
    total: int
    name: str = ""


class Prepared(_Said):
    """A data set was prepared; `problems` things of it are missing or not whole.

    Of `failed` of its `items` there is no clip.
    """

    kind: Literal["prepared"] = "prepared"
    folder: str
    data_set: str
    clips: int
    classes: tuple[str, ...]
    values: tuple[str, ...]
    items: int = 0
    failed: int = 0
    problems: int
    notes: tuple[str, ...] = ()


class Evaluated(_Event):
    """A model was judged; `folder` holds all figures with their intervals, and a report."""

    kind: Literal["evaluated"] = "evaluated"
    folder: str
    data_set: str
    split: str
    protocol: str
    metrics: dict[str, float]


class Exported(_Said):
    """A model folder was made.

    `notes` are those of its card; `left_out` names evaluations in the run that are not of it.
    """

    kind: Literal["exported"] = "exported"
    folder: str
    title: str
    temperature: float
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    onnx_difference: float | None = None


class Failed(_Said):
    """The run broke off; where it had begun, it can go on from its last checkpoint."""

    kind: Literal["failed"] = "failed"
    error: str


Event: TypeAlias = Annotated[
    Fold
    | Started
    | Initialised
    | Warned
    | Step
    | Epoch
    | LearningCurve
    | Picture
    | Checkpoint
    | Progress
    | Ended
    | Prepared
    | Evaluated
    | Exported
    | Failed,
    Field(discriminator="kind"),
]

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def to_line(event: Event) -> str:
    """One line of JSON, without the line break."""
    return event.model_dump_json()


def from_line(line: str | bytes) -> Event | None:
    """The event of a line, or None for any other text (a library may print to the same stream)."""
    try:
        return _EVENT.validate_json(line)
    except ValidationError:
        return None
