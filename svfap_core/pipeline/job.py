"""One file of a batch: analyse it, then make everything the user asked for, in a staging folder.

Knows nothing of which files there are or where results finally go.
"""

from __future__ import annotations

import functools
import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from svfap_core.content import content_hash, content_stamp
from svfap_core.errors import ModelError, SourceError
from svfap_core.exports.sidecar import RunFacts, failures, write_sidecar
from svfap_core.inference.card import ModelCard
from svfap_core.names import FACES_ENDING, plain
from svfap_core.pipeline.byproducts import Byproducts, why
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import (
    AnalysisIdentity,
    MethodIdentity,
    SourceIdentity,
    method_before_loading,
)
from svfap_core.pipeline.session import Outcome, Prepared, Session
from svfap_core.results.clock import MediaClock
from svfap_core.results.files import SIDECAR_ENDING, TABLE_ENDINGS, TRACKS_ENDING, endings_of
from svfap_core.results.reading import read_result
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.results.table import write_table
from svfap_core.results.tracks import write_tracks
from svfap_core.settings import AnalysisSettings, Device, OutputSettings
from svfap_core.sinks.base import Sink
from svfap_core.sinks.csv import CsvSink
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.sinks.optional import OptionalSink
from svfap_core.sinks.parquet import ParquetSink
from svfap_core.sinks.recording import RecordingSink
from svfap_core.sources.access import check_source, read_errors
from svfap_core.sources.base import Source, SourceInfo
from svfap_core.sources.images import find_images
from svfap_core.sources.opening import open_source
from svfap_core.types import AffectResult, FaceObservation, Frame

log = logging.getLogger(__name__)

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


class Home(NamedTuple):
    """Where results will lie at last: the folder, and which of them the same analysis left there.

    The folder is `None` where results go to no folder.
    """

    folder: Path | None = None
    made: frozenset[str] = frozenset()

    def base(self, path: Path) -> Path | None:
        """The result of a source that needs no analysis, only what is missing of it."""
        name = plain(path.name)
        kept = {name + ending for ending in (TRACKS_ENDING, SIDECAR_ENDING)} <= self.made
        has_table = any(name + ending in self.made for ending in TABLE_ENDINGS)
        return self.folder / name if self.folder is not None and kept and has_table else None


class Task(NamedTuple):
    """One file to analyse: its identity has the method and the source as the job gave them."""

    path: Path
    identity: AnalysisIdentity
    home: Home = Home()


class FileJob:
    """How every file of a batch is analysed. Runs one file at a time.

    Args:
        load_engine: Called once, when the first file needs it.
        card: Of the model that `load_engine` loads.
        settings: What is analysed, and how.
        outputs: Which files to make.
        device: Where the model is to compute.
    """

    def __init__(
        self,
        load_engine: Callable[[], Engine],
        card: ModelCard,
        settings: AnalysisSettings,
        outputs: OutputSettings,
        device: Device = "auto",
    ) -> None:
        self._load_engine = load_engine
        self._method = functools.cache(lambda: method_before_loading(card, settings, device))
        self._engine: Engine | None = None
        self._seen: tuple[Path, str] | None = None
        self._outputs = outputs
        self._decoding = settings.decoding
        self._stop = threading.Event()
        self._session: Session | None = None
        self._recording: Recording | None = None

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
            SvfapError: Model, detector or device is not to be had, or not what it was before;
                then no file can be analysed.
        """
        if self._engine is None:
            engine, expected = self._load_engine(), self._method()
            if expected is not None and expected != engine.method():
                raise ModelError(
                    "the model or the detector was replaced before it was loaded",
                    hint="Start again.",
                )
            self._engine = engine
        return self._engine

    def method(self) -> MethodIdentity | None:
        """How files are analysed; `None` where only `load` would tell.

        Raises:
            SvfapError: Detector or device is not to be had.
        """
        return self._method() if self._engine is None else self._engine.method()

    def source(self, path: Path) -> SourceIdentity:
        """What a file is; reads all of it, and as much as shows which video stream is chosen.

        Raises:
            JobStopped: `request_stop` came before the end.
            SourceError: It cannot be read.
        """
        self._seen = path, _stamp(path)
        content = source_hash(path, self._stop.is_set)
        try:
            with self._open(path, self._stop) as source:
                return SourceIdentity(content=content, video_stream=source.info.video_stream)
        except Exception as error:  # noqa: BLE001  # its analysis will say why
            log.debug("%s cannot be opened: %s", path, error)
            return SourceIdentity(content=content)

    def wanted(self, path: Path) -> tuple[str, ...]:
        """Names of the files that `run` makes."""
        return names_of_results(path, self._outputs)

    def run(self, task: Task, staging: Path, on_progress: Callable[[Progress], None]) -> Made:
        """Analyse a file, or make only what is missing of its result.

        Args:
            task: The video or folder of images, and where its results will lie.
            staging: An empty folder.
            on_progress: Called a few times a second.

        Returns:
            The finished files in `staging`. Tables are among them; of what was wanted beside them,
            something may have failed.

        Raises:
            JobStopped: `request_stop` came before the end.
            SvfapError: The file cannot be analysed, or its results not be written.
        """
        path, identity, home = task
        if self._is_analysed(path, home):
            return self._complete(task, staging, on_progress)
        engine = self.load()
        assert identity.method == engine.method()  # noqa: S101  # as `load` saw to
        work = _Work(
            path,
            staging,
            engine,
            self._outputs,
            identity=identity,
            byproducts=self._byproducts(path, on_progress, home),
            on_progress=on_progress,
        )
        self._recording = work.recording
        self._session = Session(lambda stop: self._open(path, stop), work.prepare)
        if self._stop.is_set():
            raise JobStopped
        outcome = self._session.run()
        source = self._session.source
        if outcome is Outcome.STOPPED or source is None:
            raise JobStopped
        made = work.finish(source)
        self._check_unchanged(path, identity.source.content)
        return made

    def _is_analysed(self, path: Path, home: Home) -> bool:
        """Whether what is missing can be made of a file's tables and tracks."""
        faces = plain(path.name) + FACES_ENDING
        faces_kept = faces in home.made or faces not in self.wanted(path)
        return home.base(path) is not None and faces_kept

    def _complete(self, task: Task, staging: Path, on_progress: Callable[[Progress], None]) -> Made:
        """Make what is missing of a result that lies at home, and its sidecar."""
        path, _, home = task
        base = home.base(path)
        assert base is not None  # noqa: S101  # as `_is_analysed` saw to
        result = read_result(base)
        self._recording = recording = result.recording
        makers = _Makers(recording, self._byproducts(path, on_progress, home))
        missing = [name for name in self.wanted(path) if name not in home.made]
        for name in missing:
            makers.make(staging / name)
        sidecar = staging / (plain(path.name) + SIDECAR_ENDING)
        facts = result.sidecar | failures(makers.failed)
        sidecar.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return Made([*makers.made, sidecar], makers.failed)

    def _byproducts(
        self, path: Path, on_progress: Callable[[Progress], None], home: Home
    ) -> Byproducts:
        def notify(share: float) -> None:
            recording = self._recording
            length_s = recording.end_s if recording is not None else 0.0
            faces = len(recording.track_ids) if recording is not None else 0
            on_progress(
                Progress(
                    phase="overlay",
                    position_s=share * length_s,
                    duration_s=length_s,
                    fps=0.0,
                    faces=faces,
                )
            )

        return Byproducts(
            video=path,
            decoding=self._decoding,
            home=home.folder,
            progress=notify,
            should_stop=self._stop.is_set,
        )

    def _open(self, path: Path, stop: threading.Event) -> Source:
        return open_source(path, cancel=stop, decoding=self._decoding)

    def _check_unchanged(self, path: Path, content: str) -> None:
        """See that what was analysed is what was read before; only if it looks changed, again."""
        seen = path, _stamp(path)
        if seen != self._seen and source_hash(path, self._stop.is_set) != content:
            raise SourceError(
                f"{path} was changed while it was analysed",
                hint="Wait until it is complete, then run this again.",
            )


class _Makers:
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


class _Work:
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
            )
        )
        self._makers = _Makers(self.recording, byproducts)

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


def names_of_results(path: Path, outputs: OutputSettings) -> tuple[str, ...]:
    """Names of all files that the analysis of a source makes."""
    return tuple(plain(path.name) + ending for ending in endings_of(outputs))


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
        return content_hash(_parts(path), stop_if_wished)


def _stamp(path: Path) -> str:
    check_source(path)
    with read_errors(path):
        return content_stamp(_parts(path))


def _parts(path: Path) -> list[Path]:
    return find_images(path) if path.is_dir() else [path]
