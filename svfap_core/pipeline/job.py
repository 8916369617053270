"""One file of a batch: analyse it, then make everything the user asked for, in a staging folder.

Knows nothing of which files there are or where results finally go.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from svfap_core.content import content_hash
from svfap_core.exports.curves import write_curves
from svfap_core.exports.eaf import write_eaf
from svfap_core.exports.overlay import render_overlay
from svfap_core.exports.sidecar import RunFacts, write_sidecar
from svfap_core.names import plain
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.session import Outcome, Prepared, Session
from svfap_core.results.edits import Edits
from svfap_core.results.files import (
    CURVES_ENDING,
    EAF_ENDING,
    OVERLAY_ENDING,
    SIDECAR_ENDING,
    TRACKS_ENDING,
)
from svfap_core.results.people import Population
from svfap_core.results.recording import Recording
from svfap_core.results.schema import SCHEMA_VERSION, ResultSchema
from svfap_core.results.tracks import write_tracks
from svfap_core.settings import AnalysisSettings, OutputSettings
from svfap_core.sinks.base import Sink
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.sinks.parquet import ParquetSink
from svfap_core.sinks.recording import RecordingSink
from svfap_core.sources.access import check_source, read_errors
from svfap_core.sources.base import Source, SourceInfo
from svfap_core.sources.images import find_images
from svfap_core.sources.opening import open_source
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


class FileJob:
    """How every file of a batch is analysed. Runs one file at a time.

    Args:
        load_engine: Called once, when the first file needs it.
        model_sha256: Of the model that `load_engine` loads.
        settings: What is analysed, and how.
        outputs: Which files to make.
    """

    def __init__(
        self,
        load_engine: Callable[[], Engine],
        model_sha256: str,
        settings: AnalysisSettings,
        outputs: OutputSettings,
    ) -> None:
        self._load_engine = load_engine
        self._engine: Engine | None = None
        self._decoding = settings.decoding
        self._outputs = outputs
        self._stop = threading.Event()
        self._session: Session | None = None
        self._recording: Recording | None = None
        parts = (
            str(SCHEMA_VERSION),
            model_sha256,
            settings.model_dump_json(),
            outputs.model_dump_json(),
        )
        self.fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
        """Of all that decides the results; equal content and fingerprint give equal tables."""

    def request_stop(self) -> None:
        """End the running file soon; from any thread or a signal."""
        self._stop.set()
        if self._session is not None:
            self._session.request_stop()

    @property
    def recording(self) -> Recording | None:
        """Of the file at work, which grows meanwhile, or of the last one; from any thread."""
        return self._recording

    def load(self) -> Engine:
        """The models, loaded at the first call.

        Raises:
            SvfapError: Model, detector or device is not to be had; then no file can be analysed.
        """
        if self._engine is None:
            self._engine = self._load_engine()
        return self._engine

    def run(self, path: Path, staging: Path, on_progress: Callable[[Progress], None]) -> list[Path]:
        """Analyse a file.

        Args:
            path: The video or folder of images.
            staging: An empty folder.
            on_progress: Called a few times a second.

        Returns:
            The finished files in `staging`, the sidecar last.

        Raises:
            JobStopped: `request_stop` came before the end.
            SvfapError: The file cannot be analysed, or its results not be written.
        """
        work = _Work(
            path,
            staging,
            self.load(),
            self._outputs,
            fingerprint=self.fingerprint,
            on_progress=on_progress,
        )
        self._recording = work.recording
        self._session = Session(
            lambda stop: open_source(path, cancel=stop, decoding=self._decoding), work.prepare
        )
        if self._stop.is_set():
            raise JobStopped
        outcome = self._session.run()
        source = self._session.source
        if outcome is Outcome.STOPPED or source is None:
            raise JobStopped
        return work.finish(source, self._stop.is_set)


class _Work:
    """What is made of one file."""

    def __init__(
        self,
        path: Path,
        staging: Path,
        engine: Engine,
        outputs: OutputSettings,
        *,
        fingerprint: str,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._path = path
        self._staging = staging
        self._engine = engine
        self._outputs = outputs
        self._fingerprint = fingerprint
        self._on_progress = on_progress
        self._made: list[Path] = []
        predictor = engine.predictor
        self.recording = Recording(
            ResultSchema(
                predictor.emotion_names,
                predictor.dimension_names,
                predictor.dimensions_origin,
                plain(path.name),
            )
        )

    def prepare(self, info: SourceInfo) -> Prepared:
        """Analyzer and sinks for the opened source."""
        sinks: list[Sink] = [
            RecordingSink(self.recording),
            _ProgressSink(info.duration_s, self.recording, self._on_progress),
        ]
        if "csv" in self._outputs.tables:
            sinks.append(CsvSink(self._new(".csv"), self.recording.schema))
        if "parquet" in self._outputs.tables:
            sinks.append(ParquetSink(self._new(".parquet"), self.recording.schema))
        if self._outputs.faces:
            sinks.append(FaceFolderSink(self._new(".faces"), self._engine.predictor.spec))
        return Prepared(self._engine.analyzer(live=info.live), sinks)

    def finish(self, source: Source, should_stop: Callable[[], bool]) -> list[Path]:
        """Everything that is made of the whole recording."""
        info = source.info
        write_tracks(self._new(TRACKS_ENDING), self.recording)
        population = Population(self.recording, Edits())
        if self._outputs.curves:
            write_curves(self._new(CURVES_ENDING), population)
        if self._outputs.eaf:
            write_eaf(self._new(EAF_ENDING), population, self._path)
        if self._outputs.overlay:
            self._render_overlay(info, population, should_stop)
        facts = RunFacts(
            source=info,
            counts=source.counts,
            settings=self._engine.settings,
            model_name=self._engine.predictor.card.name,
            model_sha256=self._engine.predictor.sha256,
            model_device=self._engine.predictor.device,
            detector_name=self._engine.detector.name,
            detector_device=self._engine.detector.device,
            fingerprint=self._fingerprint,
            read_s=self.recording.end_s,
            content=source_hash(self._path, should_stop),
        )
        recording = self.recording
        write_sidecar(self._new(SIDECAR_ENDING), facts, recording.schema, recording.results)
        return self._made

    def _render_overlay(
        self, info: SourceInfo, population: Population, should_stop: Callable[[], bool]
    ) -> None:
        length_s = info.duration_s or self.recording.end_s

        def tell(share: float) -> None:
            self._on_progress(
                Progress(
                    phase="overlay",
                    position_s=share * length_s,
                    duration_s=length_s,
                    fps=0.0,
                    faces=len(self.recording.track_ids),
                )
            )

        whole = render_overlay(
            self._path,
            population,
            self._new(OVERLAY_ENDING),
            decoding=self._engine.settings.decoding,
            progress=tell,
            should_stop=should_stop,
        )
        if not whole:
            raise JobStopped

    def _new(self, ending: str) -> Path:
        path = self._staging / (plain(self._path.name) + ending)
        self._made.append(path)
        return path


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


def source_hash(path: Path, should_stop: Callable[[], bool] = lambda: False) -> str:
    """The content of a video, or of all pictures of a folder, whatever their name and date.

    Raises:
        JobStopped: `should_stop` said so; gigabytes take a while.
        SourceError: It cannot be read.
    """

    def stop_if_wished() -> None:
        if should_stop():
            raise JobStopped

    check_source(path)
    with read_errors(path):
        return content_hash(find_images(path) if path.is_dir() else [path], stop_if_wished)
