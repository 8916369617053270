"""What is made of one source while it is analysed and after, in a staging folder.

Knows nothing of which sources there are, or what of their results is there already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from svfap_core.exports.sidecar import RunFacts, write_sidecar
from svfap_core.names import FACES_ENDING, plain
from svfap_core.pipeline.byproducts import Byproducts, why
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity
from svfap_core.pipeline.session import Prepared
from svfap_core.results.clock import MediaClock
from svfap_core.results.files import SIDECAR_ENDING, TABLE_ENDINGS, TRACKS_ENDING, endings_of
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from svfap_core.settings import OutputSettings
from svfap_core.sinks.base import Sink
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.sinks.optional import OptionalSink
from svfap_core.sinks.parquet import ParquetSink
from svfap_core.sinks.recording import RecordingSink
from svfap_core.sources.base import Source, SourceInfo
from svfap_core.types import AffectResult, FaceObservation, Frame

TELL_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file is: media time, its whole length where known, speed, and faces found."""

    phase: str
    position_s: float
    duration_s: float | None
    fps: float
    faces: int = 0


class JobStopped(Exception):  # noqa: N818  # not an error: the user wished it
    """The job was asked to end before it was done."""


class Made(NamedTuple):
    """What came of a file: its results, the sidecar last, and what could not be made, and why."""

    files: list[Path]
    failed: dict[str, str]


class Makers:
    """Makes the files of a recording one by one; `made` and `failed` grow."""

    def __init__(self, recording: Recording, byproducts: Byproducts) -> None:
        self._recording = recording
        self._optional = byproducts.makers(recording)
        self.made: list[Path] = []
        self.failed: dict[str, str] = {}

    def make(self, path: Path) -> None:
        """Make a file: of tables and tracks every error counts, of the others none.

        Raises:
            JobStopped: It was stopped before the end.
            OutputError: A table cannot be written.
        """
        ending = next((e for e in self._optional if path.name.endswith(e)), None)
        if ending is None:
            self._required(path)
        else:
            try:
                whole = self._optional[ending](path)
            except Exception as error:  # noqa: BLE001  # whatever it is, tables come first
                self.fail(path.name, error)
                return
            if whole is False:
                raise JobStopped
        self.made.append(path)

    def fail(self, name: str, error: Exception) -> None:
        """Note that a file could not be made."""
        self.failed[name] = why(error, name)

    def _required(self, path: Path) -> None:
        if path.name.endswith(TRACKS_ENDING):
            write_tracks(path, self._recording)
        elif path.suffix in TABLE_ENDINGS:
            write_table(path, self._recording.schema, self._recording.rows())


class Work:
    """What is made of one file."""

    def __init__(
        self,
        path: Path,
        staging: Path,
        engine: Engine,
        outputs: OutputSettings,
        *,
        identity: AnalysisIdentity,
        byproducts: Byproducts,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._staging = staging
        self._engine = engine
        self._outputs = outputs
        self._identity = identity
        self._on_progress = on_progress
        self._name = plain(path.name)
        predictor = engine.predictor
        self.recording = Recording(
            ResultSchema(
                predictor.emotion_names,
                predictor.dimension_names,
                predictor.dimensions_origin,
                self._name,
                identity=identity.digests,
                ranges=predictor.card.ranges,
            )
        )
        self._makers = Makers(self.recording, byproducts)

    def prepare(self, info: SourceInfo) -> Prepared:
        """Analyzer and sinks for the opened source."""
        self.recording.clock = MediaClock(file_start_s=info.file_start_s)
        sinks: list[Sink] = [
            RecordingSink(self.recording),
            _ProgressSink(info.duration_s, self.recording, self._on_progress),
        ]
        if "csv" in self._outputs.tables:
            sinks.append(CsvSink(self._new(".csv"), self.recording.schema))
        if "parquet" in self._outputs.tables:
            sinks.append(ParquetSink(self._new(".parquet"), self.recording.schema))
        if self._outputs.faces:
            faces = self._new(FACES_ENDING)
            sink = FaceFolderSink(faces, self._engine.predictor.spec)
            sinks.append(OptionalSink(sink, lambda error: self._fail(faces, error)))
        return Prepared(self._engine.analyzer(live=info.live), sinks)

    def finish(self, source: Source) -> Made:
        """Everything that is made of the whole recording."""
        made, failed = self._makers.made, self._makers.failed
        begun = {path.name for path in made} | failed.keys()
        for ending in endings_of(self._outputs):
            if ending != SIDECAR_ENDING and self._name + ending not in begun:
                self._makers.make(self._staging / (self._name + ending))
        facts = RunFacts(
            source=source.info,
            counts=source.counts,
            settings=self._engine.settings,
            model_name=self._engine.predictor.card.name,
            model_sha256=self._engine.predictor.sha256,
            model_device=self._engine.predictor.device,
            detector_name=self._engine.detector.name,
            detector_device=self._engine.detector.device,
            identity=self._identity.facts(),
            read_s=self.recording.end_s,
            content=self._identity.source.content,
            failed=failed,
        )
        recording = self.recording
        write_sidecar(self._new(SIDECAR_ENDING), facts, recording.schema, recording.results)
        return Made(made, failed)

    def _new(self, ending: str) -> Path:
        path = self._staging / (self._name + ending)
        self._makers.made.append(path)
        return path

    def _fail(self, path: Path, error: Exception) -> None:
        self._makers.made.remove(path)
        self._makers.fail(path.name, error)


class _ProgressSink:
    """Tells how far a session is, a few times a second."""

    def __init__(
        self, duration_s: float | None, recording: Recording, tell: Callable[[Progress], None]
    ) -> None:
        self._duration_s = duration_s
        self._recording = recording
        self._tell = tell
        self._told_s = perf_counter()
        self._frames = 0

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:  # noqa: ARG002
        """Count, and tell if it is time."""
        self._frames += 1
        elapsed_s = perf_counter() - self._told_s
        if elapsed_s >= TELL_EVERY_S:
            self._tell(
                Progress(
                    phase="analysis",
                    position_s=frame.t_s,
                    duration_s=self._duration_s,
                    fps=self._frames / elapsed_s,
                    faces=len(self._recording.track_ids),
                )
            )
            self._told_s = perf_counter()  # Telling may hold the analysis for as long as it likes.
            self._frames = 0

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Nothing to tell."""

    def commit(self) -> None:
        """Nothing to keep."""

    def discard(self) -> None:
        """Nothing to remove."""
