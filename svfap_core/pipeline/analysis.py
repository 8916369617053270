"""One source analysed from its first frame to its last, into a `Result`.

Knows nothing of which sources there are, or of files of results.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from svfap_core.exports.sidecar import sidecar
from svfap_core.names import plain
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity
from svfap_core.pipeline.result import JobStopped, Result
from svfap_core.pipeline.session import Outcome, Prepared, Session
from svfap_core.results.clock import MediaClock
from svfap_core.results.edited_table import table_schema
from svfap_core.results.edits import Edits, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.sinks.base import Sink
from svfap_core.sinks.recording import RecordingSink
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.opening import open_source
from svfap_core.types import AffectResult, FaceObservation, Frame

REPORT_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is: media time, its whole length where known, speed, and faces found."""

    phase: str
    position_s: float
    duration_s: float | None
    fps: float
    faces: int = 0


class FileAnalysis:
    """The analysis of one file; runs once.

    Args:
        path: The video, image or folder of images.
        engine: Models and settings.
        identity: What the result is of.
        make_sinks: Called once the source is open; these sinks get all frames and rows, too.
        features: Whether the rows that sinks get carry the encoder's features.
        on_progress: Called a few times a second.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        identity: AnalysisIdentity,
        *,
        make_sinks: Callable[[], Sequence[Sink]] = tuple,
        features: bool = False,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._path = path
        self._engine = engine
        self._identity = identity
        self._make_sinks = make_sinks
        self._features = features
        self._on_progress = on_progress
        baseline = engine.settings.baseline
        self.recording = Recording(
            engine.schema(plain(path.name), identity.digests),
            None if baseline is None else TimeRange(*baseline),
        )
        decoding = engine.settings.decoding
        self._session = Session(
            lambda stop: open_source(path, cancel=stop, decoding=decoding), self._prepare
        )

    def request_stop(self) -> None:
        """End soon; from any thread or a signal."""
        self._session.request_stop()

    def run(self) -> Result:
        """Analyse the whole source.

        Raises:
            JobStopped: `request_stop` came before the end.
            SvfapError: Source, model or a sink failed.
        """
        outcome, source = self._session.run(), self._session.source
        if outcome is Outcome.STOPPED or source is None:
            raise JobStopped
        facts = self._engine.facts(
            source.info, source.counts, self._identity, read_s=self.recording.end_s
        )
        schema = table_schema(Population(self.recording, Edits()))
        return Result(
            self.recording,
            sidecar(facts, schema, self.recording.results),
            video=self._path,
            decoding=self._engine.settings.decoding,
        )

    def _prepare(self, info: SourceInfo) -> Prepared:
        self.recording.clock = MediaClock(file_start_s=info.file_start_s)
        progress = _ProgressSink(info.duration_s, self.recording, self._on_progress)
        sinks = [RecordingSink(self.recording), progress, *self._make_sinks()]
        analyzer = self._engine.analyzer(
            live=info.live, start_s=info.start_s, features=self._features
        )
        return Prepared(analyzer, sinks)


class _ProgressSink:
    """Reports how far a session is, a few times a second."""

    def __init__(
        self, duration_s: float | None, recording: Recording, report: Callable[[Progress], None]
    ) -> None:
        self._duration_s = duration_s
        self._recording = recording
        self._report = report
        self._reported_s = perf_counter()
        self._frames = 0

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:  # noqa: ARG002
        """Count, and report if it is time."""
        self._frames += 1
        elapsed_s = perf_counter() - self._reported_s
        if elapsed_s >= REPORT_EVERY_S:
            self._report(
                Progress(
                    phase="analysis",
                    position_s=frame.t_s,
                    duration_s=self._duration_s,
                    fps=self._frames / elapsed_s,
                    faces=len(self._recording.track_ids),
                )
            )
            self._reported_s = (
                perf_counter()
            )  # Reporting may hold the analysis for as long as it likes.
            self._frames = 0

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Nothing to report."""

    def commit(self) -> None:
        """Nothing to keep."""

    def discard(self) -> None:
        """Nothing to remove."""
