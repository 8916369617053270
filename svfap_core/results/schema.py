"""The result table: its columns, their order, types, units and meaning. Knows no file format.

One row per tick and face, and one per tick at which no face lives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pyarrow as pa

from svfap_core.labels import (
    AFFECT_DIMENSIONS,
    BIG_FIVE,
    DimensionsOrigin,
    Range,
    common_scale,
    usual_range,
)
from svfap_core.results.action_columns import (
    ActionsOrigin,
    action_column,
    described,
    landmarker_column,
)
from svfap_core.results.digests import NO_DIGESTS, Digests
from svfap_core.results.layout import (
    PIXEL_DECIMALS,
    SCORE_DECIMALS,
    TIME_DECIMALS,
    Column,
    Layout,
    Row,
)
from svfap_core.types import AffectResult, Status

SCHEMA_VERSION = 2
"""Rises when a column changes its name, type, unit or meaning, not when one is added.

1: rows at the first frame at or after each tick, windows that end there; statuses ok, warming_up,
gap, low_quality and no_face. 2: rows on exact ticks, windows as intervals, measures of quality.
"""


def _whole(name: str, meaning: str, *, unit: str = "") -> Column:
    return Column(name=name, kind="integer", meaning=meaning, unit=unit, bounds=(0, None))


def _seconds(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="s", decimals=TIME_DECIMALS)


def _pixels(name: str, meaning: str) -> Column:
    return Column(name=name, kind="number", meaning=meaning, unit="px", decimals=PIXEL_DECIMALS)


def _degrees(name: str, meaning: str) -> Column:
    return Column(
        name=name, kind="number", meaning=meaning, unit="deg", bounds=(-180.0, 180.0), decimals=2
    )


def _score(name: str, meaning: str, *, high: float = 1.0) -> Column:
    return Column(
        name=name, kind="number", meaning=meaning, bounds=(0.0, high), decimals=SCORE_DECIMALS
    )


def _text(name: str, meaning: str, values: Iterable[str] = ()) -> Column:
    return Column(name=name, kind="text", meaning=meaning, values=tuple(values))


_WHEN_AND_WHO = (
    _whole("schema_version", "Version of this layout."),
    _text("video", "Name of the source."),
    _whole("frame", "Number of the frame on screen at the tick, from 0, damaged ones included."),
    _seconds("pts_s", "Presentation time of that frame as the container or the camera gave it."),
    _seconds("timestamp_s", "The tick: an exact multiple of the hop, since the first frame."),
    _seconds(
        "describes_s",
        "The time that the scores describe: the tick in a file, the middle of the window live.",
    ),
    _whole("track_id", "The face as it was followed; empty where no face lives."),
    _whole("person_id", "The person; equal to track_id until tracks are merged."),
)
_FACE_AND_WINDOW = (
    _pixels("bbox_x", "Left edge of the face in the upright frame; empty while it is hidden."),
    _pixels("bbox_y", "Upper edge of the face in the upright frame."),
    _pixels("bbox_w", "Width of the face."),
    _pixels("bbox_h", "Height of the face."),
    _score("det_score", "Confidence of the face detector."),
    _score(
        "face_quality",
        "Expected agreement of the scores with those of the same face undamaged, from the model "
        "card's curves.",
    ),
    _pixels("interocular_px", "Distance between the eyes; median over the samples."),
    _score("sharpness", "Fine structure of the face beyond noise; median over the samples."),
    _score("brightness", "Mean luma of the face; median over the samples."),
    _score("contrast", "Standard deviation of the face's luma; median over the samples.", high=0.5),
    _degrees("head_yaw_deg", "Turn of the head, positive towards the person's own left."),
    _degrees("head_pitch_deg", "Nod of the head, positive up."),
    _degrees("head_roll_deg", "Tilt of the head, positive towards the own left shoulder."),
    _seconds("window_start_s", "Start of the scored window, since the source's first frame."),
    _seconds("window_end_s", "End of the scored window, since the source's first frame."),
    _score("coverage", "Length of the window over the span of the model."),
    _seconds(
        "max_gap_s", "Longest time in the window in which frames exist but the face was not seen."
    ),
    _whole("n_frames_in_window", "Distinct frames among the samples.", unit="frames"),
)
MEASURE_COLUMNS = {
    "interocular_px": "interocular_px",
    "sharpness": "sharpness",
    "brightness": "brightness",
    "contrast": "contrast",
    "head_yaw_deg": "yaw_deg",
    "head_pitch_deg": "pitch_deg",
    "head_roll_deg": "roll_deg",
}
"""Columns of tables and tracks, and the fields of `FaceMeasures` they hold."""

EMO_TOP = _text("emo_top", "The most probable emotion.")
EMO_AMBIGUITY = _score(
    "emo_ambiguity",
    "Expected disagreement of raters: entropy of the shares of their votes over the log of the "
    "number of emotions; 0: all say the same.",
)
ORIGIN = _text(
    "dimensions_origin",
    "Whether the dimensions were learned by the model or derived from its emotions.",
    ("learned", "derived"),
)
_STATUS = _text(
    "status", "What the row is; the first that applies.", (status.value for status in Status)
)
_PERSON_NAME = _text("person_name", "The name that the user gave the person.")
_EXCLUDED = Column(
    name="excluded",
    kind="integer",
    meaning="1 where the user left the described time out of all statistics, else 0.",
    bounds=(0, 1),
)
_FIXED = {
    c.name: c
    for c in (
        *_WHEN_AND_WHO,
        _PERSON_NAME,
        *_FACE_AND_WINDOW,
        EMO_TOP,
        EMO_AMBIGUITY,
        ORIGIN,
        _STATUS,
        _EXCLUDED,
    )
}


def emotion_column(label: str) -> str:
    """The column that holds the probability of an emotion."""
    return f"emo_{label}"


def class_column(head: str, label: str) -> str:
    """The column that holds the probability of a label of a named class head."""
    return f"{head}_{label}"


def top_column(head: str) -> str:
    """The column that holds the most probable label of a named class head."""
    return class_column(head, "top")


def dimension_column(name: str) -> str:
    """The column that holds a dimension; personality traits are prefixed."""
    return f"big5_{name}" if name in BIG_FIVE else name


def further_scores(result: AffectResult) -> dict[str, float]:
    """Scores beside emotions and dimensions, by their columns."""
    found = {} if result.ambiguity is None else {EMO_AMBIGUITY.name: result.ambiguity}
    found |= {
        class_column(head, label): p
        for head, probabilities in result.classes.items()
        for label, p in probabilities.items()
    }
    found |= {action_column(name): value for name, value in result.actions.items()}
    return found | {landmarker_column(name): value for name, value in result.landmarker.items()}


def z_column(column: str) -> str:
    """The column that holds the z-scores of another."""
    return f"z_{column}"


def _z_score(column: Column) -> Column:
    return Column(
        name=z_column(column.name),
        kind="number",
        meaning=f"{column.name} against the person's baseline: (score - mean) / sd of its ok rows.",
        unit="sd",
        decimals=SCORE_DECIMALS,
    )


class Edited(NamedTuple):
    """What a user's work adds to a row: its person, and z-scores by name of the score."""

    person_id: int | None
    person_name: str
    excluded: bool
    z_scores: Mapping[str, float]


def arrow_type(column: str) -> pa.DataType:  # pyright: ignore[reportUnknownParameterType]  # pyarrow has no types
    """The type of a column known only by its name, as in a CSV file's header."""
    if column.endswith(top_column("")):
        return EMO_TOP.arrow_type
    return _FIXED[column].arrow_type if column in _FIXED else pa.float64()


@dataclass(frozen=True)
class ResultSchema(Layout):
    """The table of one source under one model.

    `emotion_names` and `dimension_names` stand in the order of the model card, the latter of those
    in `labels.DIMENSIONS`; `dimensions_origin` is `None` where there are no dimensions. `ranges`
    has the learned dimensions that are bounded: the range of the model's head. `temperature` is the
    one by which the model's outputs were divided before they became probabilities. `ambiguity`
    says whether the model learned from raters' votes, and so has the column of it, and
    `ambiguity_threshold` from where on fewer than six of ten of them agree; `classes` has
    the labels of its named class heads. `actions` are facial actions, given by `actions_origin`;
    `landmarker` those that the face landmarker gives beside the model. `edited` adds the columns
    of a user's work, `z_scores` those of baselines. `identity` names how the rows were made.
    """

    emotion_names: Sequence[str]
    dimension_names: Sequence[str]
    dimensions_origin: DimensionsOrigin | None
    video: str
    edited: bool = False
    z_scores: bool = False
    identity: Digests = NO_DIGESTS
    ranges: Mapping[str, Range] = field(default_factory=dict[str, Range])
    temperature: float = 1.0
    ambiguity: bool = False
    ambiguity_threshold: float | None = None
    classes: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    actions: Sequence[str] = ()
    actions_origin: ActionsOrigin | None = None
    landmarker: Sequence[str] = ()

    @property
    def further_columns(self) -> tuple[str, ...]:
        """Of scores beside emotions and dimensions, as `further_scores` names them."""
        return (
            *((EMO_AMBIGUITY.name,) if self.ambiguity else ()),
            *(class_column(head, n) for head, labels in self.classes.items() for n in labels),
            *self.action_columns,
        )

    @property
    def action_columns(self) -> tuple[str, ...]:
        """Of facial actions, the landmarker's own last."""
        return (*map(action_column, self.actions), *map(landmarker_column, self.landmarker))

    def range_of(self, dimension: str) -> Range | None:
        """The lowest and highest value that a dimension can have; `None` where unbounded."""
        derived = self.dimensions_origin == "derived"
        return usual_range(dimension) if derived else self.ranges.get(dimension)

    def scale(self, dimensions: Collection[str]) -> Range:
        """The scale that plots of these dimensions begin with; unbounded ones may leave it."""
        return common_scale([n for n in dimensions if n in self.dimension_names], self.ranges)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order. Valence, arousal and dominance are always among them."""
        emotions = [
            _score(emotion_column(label), f"Probability of {label}.")
            for label in self.emotion_names
        ]
        traits = [
            self._dimension(name, f"Apparent {name} of the Big Five.")
            for name in self.dimension_names
            if name in BIG_FIVE
        ]
        affect = [
            self._dimension(name, f"{name.capitalize()} as far as the model has it.")
            for name in AFFECT_DIMENSIONS
        ]
        compared = [*emotions, *(c for c in affect if c.name in self.dimension_names), *traits]
        return (
            *_WHEN_AND_WHO,
            *([_PERSON_NAME] if self.edited else []),
            *_FACE_AND_WINDOW,
            *emotions,
            EMO_TOP,
            *([EMO_AMBIGUITY] if self.ambiguity else []),
            *affect,
            ORIGIN,
            *traits,
            *(column for head in self.classes for column in self._class_columns(head)),
            *(described(action_column(n), n, self.actions_origin) for n in self.actions),
            *(described(landmarker_column(n), n, "landmarker") for n in self.landmarker),
            _STATUS,
            *([_EXCLUDED] if self.edited else []),
            *([_z_score(column) for column in compared] if self.z_scores else []),
        )

    @property
    def metadata(self) -> Mapping[str, str]:
        """What a Parquet file of this table says of itself."""
        return {"svfap.schema_version": str(SCHEMA_VERSION), **self.identity.metadata()}

    def _class_columns(self, head: str) -> list[Column]:
        probabilities = [
            _score(class_column(head, label), f"Probability that {head} is {label}.")
            for label in self.classes[head]
        ]
        return [*probabilities, _text(top_column(head), f"The most probable {head}.")]

    def _dimension(self, name: str, meaning: str) -> Column:
        return Column(
            name=dimension_column(name),
            kind="number",
            meaning=meaning,
            bounds=self.range_of(name),
            decimals=SCORE_DECIMALS,
        )

    def row(self, result: AffectResult, edited: Edited | None = None) -> Row:
        """A result as one row: every column is there, numbers are rounded, `None` = no value.

        Args:
            result: What was measured.
            edited: What the user made of it, if this is a table of it.
        """
        box = result.box
        cells: Row = {
            "schema_version": SCHEMA_VERSION,
            "video": self.video,
            "frame": result.frame_index,
            "pts_s": result.pts_s,
            "timestamp_s": result.t_s,
            "describes_s": result.describes_s,
            "track_id": result.track_id,
            "person_id": result.track_id,
            "det_score": result.score,
            "face_quality": result.quality,
            "window_start_s": result.window_start_s,
            "window_end_s": result.window_end_s,
            "coverage": result.coverage,
            "max_gap_s": result.max_gap_s,
            "n_frames_in_window": result.num_frames,
            "emo_top": result.top_emotion,
            "dimensions_origin": self.dimensions_origin if result.dimensions else None,
            "status": result.status.value,
        }
        if box is not None:
            cells |= {
                "bbox_x": box.x0, "bbox_y": box.y0, "bbox_w": box.width, "bbox_h": box.height
            }  # fmt: skip
        if result.measures is not None:
            cells |= {name: getattr(result.measures, f) for name, f in MEASURE_COLUMNS.items()}
        cells |= {emotion_column(label): p for label, p in result.emotions.items()}
        cells |= {dimension_column(name): value for name, value in result.dimensions.items()}
        cells |= further_scores(result)
        cells |= {top_column(head): max(p, key=p.__getitem__) for head, p in result.classes.items()}
        if edited is not None:
            cells |= {
                "person_id": edited.person_id,
                "person_name": edited.person_name or None,
                "excluded": int(edited.excluded),
            }
        if edited is not None and self.z_scores:
            cells |= {z_column(self._column_of(n)): z for n, z in edited.z_scores.items()}
        return self.checked(cells)

    def _column_of(self, score: str) -> str:
        return emotion_column(score) if score in self.emotion_names else dimension_column(score)
