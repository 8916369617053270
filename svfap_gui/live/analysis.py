"""Runs sessions of the core for the window: the one place that loads models and opens sources.

Everything heavy is imported and loaded in the session's own thread, after the window is shown.
Knows no Qt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from svfap_core.labels import AFFECT_DIMENSIONS, EMOTIONS
from svfap_core.pipeline.stats import SessionStats
from svfap_core.sources.base import Outage, Source, SourceCounts, SourceInfo, SourceKind
from svfap_gui.live.recording import Recorder, RecordingSwitch
from svfap_gui.live.result_queue import ResultQueue
from svfap_gui.live.streaming import LabStream, StreamSwitch
from svfap_gui.parts.facial_actions import OfferedActions
from svfap_gui.work.engines import Engines
from svfap_gui.work.state import ModelFacts, SourceRequest

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.exports.sidecar import RunFacts
    from svfap_core.pipeline.engine import Engine
    from svfap_core.pipeline.session import Ended, Prepared, Session, Shown
    from svfap_core.results.schema import ResultSchema


@dataclass(frozen=True, slots=True, eq=False)
class RunOrder:
    """What a run needs from the window. The callables are called in the run's thread."""

    source: SourceRequest
    results: ResultQueue
    recording: RecordingSwitch
    stream: StreamSwitch
    on_ready: Callable[[ModelFacts], None]
    on_end: Callable[[Ended], None]


class Run(Protocol):
    """One analysis under way."""

    def start(self) -> None:
        """Begin, in a thread of its own."""
        ...

    def request_stop(self) -> None:
        """End soon; returns at once."""
        ...

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        ...

    @property
    def loading(self) -> bool:
        """Whether models are being loaded, which nothing can interrupt; nothing is open then."""
        ...

    def take_frame(self) -> Shown | None:
        """The newest frame with its faces, once."""
        ...

    def stats(self) -> SessionStats:
        """Figures now."""
        ...

    def outage(self) -> Outage | None:
        """Why the source gives no frames at present, if it is lost."""
        ...

    @property
    def zero_at_s(self) -> float | None:
        """`perf_counter` at the source's time 0, known from its first frame on."""
        ...


class AnalysisRun:
    """A `Run` of the core's `Session`, in a thread that also does the heavy imports."""

    def __init__(self, order: RunOrder, engines: Engines) -> None:
        self._order = order
        self._engines = engines
        self._borrowed = ExitStack()
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._stop = False
        self._loading = True
        self._session: Session | None = None
        self._thread = threading.Thread(target=self._run, name="svfap-analysis")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def request_stop(self) -> None:
        """End soon, also while still loading."""
        with self._lock:
            self._stop = True
            if self._session is not None:
                self._session.request_stop()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; false if it still runs."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def loading(self) -> bool:
        """Whether models are being loaded."""
        return self._loading

    def take_frame(self) -> Shown | None:
        """The newest frame with its faces, once."""
        return self._session.latest.take() if self._session is not None else None

    def stats(self) -> SessionStats:
        """Figures now."""
        return self._session.stats if self._session is not None else SessionStats()

    def outage(self) -> Outage | None:
        """Why the source gives no frames at present, if it is lost."""
        return self._session.outage if self._session is not None else None

    @property
    def zero_at_s(self) -> float | None:
        """`perf_counter` at the source's time 0, known from its first frame on."""
        return self._session.zero_at_s if self._session is not None else None

    def _run(self) -> None:
        ended: Ended
        try:
            with self._borrowed:
                ended = self._watch()
        except BaseException as error:  # noqa: BLE001  # thread entry: the error is reported, not lost
            ended = error
        self._order.on_end(ended)

    def _watch(self) -> Ended:
        if self._order.source.kind is SourceKind.FILE:
            # What is wrong with a file is reported before seconds of loading.
            self._open_source(threading.Event()).close()
        else:
            # Frames that come while models load would be dropped.
            self._borrow()
        from svfap_core.pipeline.session import Session  # noqa: PLC0415  # torch takes seconds

        # Played at its own pace: what is looked at is meant to be seen.
        session = Session(
            self._open_source,
            self._prepare,
            paced=True,
            on_capture=self._order.recording.capture,
        )
        with self._lock:
            self._session = session
            if self._stop:
                session.request_stop()
        return session.run()

    def _borrow(self) -> Engine:
        if self._engine is None:
            self._engine = self._borrowed.enter_context(self._engines.lend())
        return self._engine

    def _open_source(self, cancel: threading.Event) -> Source:
        from svfap_core.sources.opening import open_source  # noqa: PLC0415  # loads PyAV, OpenCV
        from svfap_core.sources.probe import device_of  # noqa: PLC0415  # loads PyAV

        request = self._order.source
        locator: str | Path = request.locator
        if request.kind is SourceKind.FILE:
            locator = Path(locator)
        elif request.identity:
            locator = device_of(request.identity, request.title)
        return open_source(
            locator,
            size=request.size,
            rate_fps=request.rate_fps,
            cancel=cancel,
            decoding=self._engines.wanted.settings.decoding,
        )

    def _prepare(self, info: SourceInfo) -> Prepared:
        from svfap_core.pipeline.session import Prepared  # noqa: PLC0415  # torch takes seconds

        engine = self._borrow()
        engine.expect(info.height_px, info.width_px)
        self._loading = False
        schema = engine.schema(info.name)
        order, analyzer = self._order, engine.analyzer(live=True, start_s=info.start_s)
        order.recording.bind(
            lambda folder: self._open_recording(
                folder, schema, engine, info, analyzer.count_ticks_from
            ),
            waiting=lambda: analyzer.waiting,
        )
        order.stream.bind(lambda: self._open_stream(schema, engine))
        order.on_ready(_facts(engine, info))
        sinks = (order.results, order.recording, order.stream)
        return Prepared(analyzer, sinks)

    def _open_recording(
        self,
        folder: Path,
        schema: ResultSchema,
        engine: Engine,
        info: SourceInfo,
        count_ticks_from: Callable[[float], None],
    ) -> Recorder:
        from svfap_core.pipeline.identity import live_analysis  # noqa: PLC0415  # torch: seconds
        from svfap_core.pipeline.live_recording import LiveRecording  # noqa: PLC0415  # PyAV

        identity = live_analysis(engine.method(live=True), info.video_stream)

        def facts() -> RunFacts:
            source = self._session.source if self._session is not None else None
            counts = source.counts if source is not None else SourceCounts()
            return engine.facts(source.info if source is not None else info, counts, identity)

        schema = replace(schema, identity=identity.digests)
        return LiveRecording(folder, schema, facts, count_ticks_from)

    def _open_stream(self, schema: ResultSchema, engine: Engine) -> LabStream:
        from svfap_core.sinks.lsl import LslDescription, LslSink  # noqa: PLC0415  # loads pyarrow

        about = LslDescription(
            schema=schema,
            model_name=engine.predictor.card.name,
            span_s=engine.predictor.spec.span_s,
        )
        return LslSink(about, lambda: self.zero_at_s)


def _for_display(names: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """The names in an order that does not change with the model."""
    places = {name: place for place, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: places.get(name, len(places))))


def _facts(engine: Engine, info: SourceInfo) -> ModelFacts:
    predictor = engine.predictor
    derived = predictor.dimensions_origin == "derived"
    return ModelFacts(
        model=predictor.card.title,
        device=predictor.device,
        detector=engine.detector.name,
        detector_device=engine.detector.device,
        emotions=_for_display(predictor.emotion_names, EMOTIONS),
        dimensions=_for_display(predictor.dimension_names, AFFECT_DIMENSIONS),
        derived=frozenset(predictor.dimension_names) if derived else frozenset(),
        actions=OfferedActions.of(engine.schema(info.name)),
        ranges=predictor.card.ranges,
        ambiguity_threshold=predictor.card.ambiguity_threshold,
        span_s=predictor.spec.span_s,
        duration_s=None if info.live else info.duration_s,
        notes=info.notes,
    )
