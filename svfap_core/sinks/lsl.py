"""Scores and event markers to other programs of a lab through the Lab Streaming Layer (LSL).

Two streams, found by name, type or source id like any instrument's:

* `SVFAP` of type `Affect`: one sample per row of the result table, float32, at irregular rate. The
  channels bear the names of the table's columns; `track_id` says whom a sample is about, so that
  several persons share one stream. What a row does not have (no face, window not full yet) is NaN.
* `SVFAP markers` of type `Markers`: event markers as text.

A sample is stamped with the moment at which its picture was captured, a marker with that of the
key press, both on LSL's clock: latency of the analysis is not in them. Loads pylsl only when a
stream is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from platform import node
from time import perf_counter
from types import ModuleType
from typing import Any

from svfap_core.errors import OutputError
from svfap_core.messages import Message
from svfap_core.results.schema import (
    ResultSchema,
    dimension_column,
    emotion_column,
    further_scores,
)
from svfap_core.types import AffectResult, FaceObservation, Frame

AFFECT_NAME, AFFECT_TYPE = "SVFAP", "Affect"
MARKERS_NAME, MARKERS_TYPE = "SVFAP markers", "Markers"

_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class LslDescription:
    """What receivers are told of the streams: `schema.video` is the name of the source."""

    schema: ResultSchema
    model_name: str
    span_s: float

    @property
    def channels(self) -> list[tuple[str, str, str]]:
        """Label, type and unit of each channel, in order."""
        schema = self.schema
        origin = f"{schema.dimensions_origin} dimension"
        return [
            ("track_id", "identity", "number"),
            ("face_quality", "quality", "0..1"),
            *((emotion_column(name), "emotion", "probability") for name in schema.emotion_names),
            *((dimension_column(n), origin, self._unit(n)) for n in schema.dimension_names),
            *((column, "score", "0..1") for column in schema.further_columns),
        ]

    def _unit(self, dimension: str) -> str:
        bounds = self.schema.range_of(dimension)
        return "score" if bounds is None else f"{bounds[0]:g}..{bounds[1]:g}"


class LslSink:
    """A `Sink` that sends while it is open; nothing is kept for who listens later.

    Args:
        description: What is sent.
        zero_at_s: Tells `perf_counter` at the source's time 0, once it is known.

    Raises:
        OutputError: LSL cannot be used on this computer.
    """

    def __init__(self, description: LslDescription, zero_at_s: Callable[[], float | None]) -> None:
        self._lsl = load_lsl()
        self._schema = description.schema
        self._zero_at_s = zero_at_s
        self._lock = threading.Lock()
        try:
            self._affect: Any = self._affect_outlet(description)
            self._markers: Any = self._markers_outlet()
        except RuntimeError as error:
            raise OutputError(
                Message("The LSL streams cannot be opened: %1", error),
                hint="Check that a firewall does not keep the program from the network.",
            ) from error

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """Nothing: scores are sent, not pictures."""

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Send rows, stamped with the capture of their pictures."""
        zero_s = self._zero_at_s()
        with self._lock:
            if self._affect is None or zero_s is None:
                return
            for result in results:
                self._affect.push_sample(self._sample(result), self._stamp(zero_s + result.t_s))

    def mark(self, text: str, at_s: float) -> None:
        """Send an event that happened at `at_s` (`perf_counter`); from any thread."""
        with self._lock:
            if self._markers is not None:
                self._markers.push_sample([text], self._stamp(at_s))

    def commit(self) -> None:
        """Take the streams off the network."""
        with self._lock:
            self._affect = self._markers = None

    def discard(self) -> None:
        """As `commit`: what was sent was sent."""
        self.commit()

    def _sample(self, result: AffectResult) -> list[float]:
        schema, further = self._schema, further_scores(result)
        return [
            _NAN if result.track_id is None else float(result.track_id),
            _NAN if result.quality is None else result.quality,
            *(result.emotions.get(name, _NAN) for name in schema.emotion_names),
            *(result.dimensions.get(name, _NAN) for name in schema.dimension_names),
            *(further.get(column, _NAN) for column in schema.further_columns),
        ]

    def _stamp(self, at_s: float) -> float:
        """A `perf_counter` on LSL's clock, which may have another zero."""
        return at_s + (self._lsl.local_clock() - perf_counter())

    def _affect_outlet(self, description: LslDescription) -> object:
        channels = description.channels
        lsl, schema = self._lsl, description.schema
        source_id = f"svfap-{node()}"
        info = lsl.StreamInfo(
            AFFECT_NAME, AFFECT_TYPE, len(channels), lsl.IRREGULAR_RATE, lsl.cf_float32, source_id
        )
        labels, types, units = (list(column) for column in zip(*channels, strict=True))
        info.set_channel_labels(labels)
        info.set_channel_types(types)
        info.set_channel_units(units)
        about = info.desc()
        about.append_child_value("manufacturer", f"SVFAP {version('svfap')}")
        about.append_child_value("source", schema.video)
        about.append_child_value("model", description.model_name)
        about.append_child_value("dimensions_origin", schema.dimensions_origin or "none")
        about.append_child_value("window_s", f"{description.span_s:g}")
        about.append_child_value(
            "meaning",
            "A sample scores the face named by track_id over the window_s seconds up to its time "
            "stamp, which is the capture time of the last picture in the window. NaN: no value.",
        )
        return lsl.StreamOutlet(info)

    def _markers_outlet(self) -> object:
        lsl = self._lsl
        info = lsl.StreamInfo(
            MARKERS_NAME, MARKERS_TYPE, 1, lsl.IRREGULAR_RATE, lsl.cf_string,
            f"svfap-markers-{node()}",
        )  # fmt: skip
        return lsl.StreamOutlet(info)


def load_lsl() -> ModuleType:
    """The package pylsl with its library.

    Raises:
        OutputError: It does not work on this computer; says what to do.
    """
    try:
        import pylsl  # noqa: PLC0415  # loads a library that not every computer has
    except (ImportError, OSError, RuntimeError) as error:
        raise OutputError(
            "Lab streaming does not work on this computer: the library liblsl is missing",
            hint="Install it with “pip install --force-reinstall pylsl”; where no ready-made "
            "library is offered, get liblsl from github.com/sccn/liblsl/releases.",
        ) from error
    return pylsl
