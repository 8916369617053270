"""One file of a batch: analyse it, then make everything the user asked for, in a staging folder.

Knows nothing of which files there are or where results finally go.
"""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

from svfap_core.errors import ModelError, OutputError, SourceError
from svfap_core.inference.card import ModelCard
from svfap_core.messages import Message
from svfap_core.names import FACES_ENDING, plain
from svfap_core.pipeline.analysis import FileAnalysis, Progress
from svfap_core.pipeline.byproducts import why
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import (
    AnalysisIdentity,
    MethodIdentity,
    SourceIdentity,
    method_before_loading,
)
from svfap_core.pipeline.result import JobStopped, Result, Saved
from svfap_core.results.files import (
    FEATURES_ENDING,
    LANDMARKS_ENDING,
    SIDECAR_ENDING,
    TABLE_ENDINGS,
    TRACKS_ENDING,
    endings_of,
    with_ending,
)
from svfap_core.results.reading import read_result
from svfap_core.results.recording import Recording
from svfap_core.results.schema import ResultSchema
from svfap_core.settings import AnalysisSettings, Device, OutputSettings
from svfap_core.sinks.base import Sink
from svfap_core.sinks.faces import FaceFolderSink
from svfap_core.sinks.features import FeaturesSink
from svfap_core.sinks.landmarks import LandmarksSink
from svfap_core.sinks.optional import OptionalSink
from svfap_core.sources.content import content_hash, content_stamp
from svfap_core.sources.opening import chosen_stream

log = logging.getLogger(__name__)

_MEANWHILE = (FACES_ENDING, FEATURES_ENDING, LANDMARKS_ENDING)
"""Files that only an analysis can make."""
_REQUIRED = (*TABLE_ENDINGS, TRACKS_ENDING, SIDECAR_ENDING)


class Home(NamedTuple):
    """Where results will lie at last: the folder, and what is there.

    The folder is `None` where results go to no folder. The same analysis left what is `made`;
    what is `taken` is no result of this batch and is not replaced.
    """

    folder: Path | None = None
    made: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

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
        self._analysis: FileAnalysis | None = None
        self._recording: Recording | None = None

    def request_stop(self) -> None:
        """End the running file soon; from any thread or a signal."""
        self._stop.set()
        if self._analysis is not None:
            self._analysis.request_stop()

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
        """How files are analysed; `None` where only `load` would know.

        Raises:
            SvfapError: Detector or device is not to be had.
        """
        return self._method() if self._engine is None else self._engine.method()

    def source(self, path: Path) -> SourceIdentity:
        """What a file is; reads all of it.

        Raises:
            JobStopped: `request_stop` came before the end.
            SourceError: It cannot be read.
        """
        self._seen = path, content_stamp(path)
        content = source_hash(path, self._stop.is_set)
        try:
            number = chosen_stream(path, self._decoding)
        except Exception as error:  # noqa: BLE001  # its analysis will say why
            log.debug("%s cannot be opened: %s", path, error)
            number = 0
        return SourceIdentity.of(content, number, self._decoding)

    def wanted(self, path: Path) -> tuple[str, ...]:
        """Names of the files that `run` makes."""
        return names_of_results(path, self._outputs)

    def run(self, task: Task, staging: Path, on_progress: Callable[[Progress], None]) -> Saved:
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
        base = staging / plain(path.name)
        refused = self._refused(path, home)
        endings = [e for e in endings_of(self._outputs) if base.name + e not in refused]
        if self._is_analysed(path, home):
            result = self._read(path, home)
            missing = [e for e in endings if base.name + e not in home.made]
            how = self._how(result, home, on_progress)
            return result.write(base, missing, failed=refused, **how)
        beside = _MadeMeanwhile(base, endings)
        result = self._analyse(path, identity, beside, on_progress)
        how = self._how(result, home, on_progress)
        saved = result.write(base, endings, failed=refused | beside.failed, **how)
        self._check_unchanged(path, identity.source.content)
        return Saved([*beside.made, *saved.files], saved.failed)

    def _refused(self, path: Path, home: Home) -> dict[str, str]:
        """Files beside the tables whose places are taken, each with why it is not made.

        Raises:
            OutputError: The place of a table, or of what belongs to it, is taken.
        """
        refused: dict[str, str] = {}
        required = [plain(path.name) + ending for ending in _REQUIRED]
        for name in home.taken.intersection(self.wanted(path)):
            error = OutputError(
                Message("%1 exists already and is not from this analysis", name),
                hint="Move it away, choose another --out, or allow it with --overwrite.",
            )
            if name in required:
                raise error
            refused[name] = str(error)
        return refused

    def _is_analysed(self, path: Path, home: Home) -> bool:
        """Whether what is missing can be made of a file's tables and tracks."""
        meanwhile = {plain(path.name) + ending for ending in _MEANWHILE}
        missing = meanwhile & set(self.wanted(path)) - home.made
        return home.base(path) is not None and not missing

    def _read(self, path: Path, home: Home) -> Result:
        """The result of a file that lies at home, as it was analysed, without a user's edits."""
        base = home.base(path)
        assert base is not None  # noqa: S101  # as `_is_analysed` saw to
        found = read_result(base)
        return Result(found.recording, found.sidecar, video=path, decoding=self._decoding)

    def _analyse(
        self,
        path: Path,
        identity: AnalysisIdentity,
        beside: _MadeMeanwhile,
        on_progress: Callable[[Progress], None],
    ) -> Result:
        engine = self.load()
        assert identity.method == engine.method()  # noqa: S101  # as `load` saw to
        analysis = FileAnalysis(
            path,
            engine,
            identity,
            make_sinks=lambda: beside.sinks(
                engine, engine.schema(plain(path.name), identity.digests)
            ),
            features=self._outputs.features,
            on_progress=on_progress,
        )
        self._analysis, self._recording = analysis, analysis.recording
        if self._stop.is_set():
            raise JobStopped
        return analysis.run()

    def _how(self, result: Result, home: Home, on_progress: Callable[[Progress], None]) -> _Writing:
        """How files are written: notified how far the overlay is, and stopped on request."""
        self._recording = recording = result.recording

        def report(share: float) -> None:
            on_progress(
                Progress(
                    phase="overlay",
                    position_s=share * recording.end_s,
                    duration_s=recording.end_s,
                    fps=0.0,
                    faces=len(recording.track_ids),
                )
            )

        return _Writing(
            outputs=self._outputs,
            home=home.folder,
            progress=report,
            should_stop=self._stop.is_set,
        )

    def _check_unchanged(self, path: Path, content: str) -> None:
        """See that what was analysed is what was read before; only if it looks changed, again."""
        seen = path, content_stamp(path)
        if seen != self._seen and source_hash(path, self._stop.is_set) != content:
            raise SourceError(
                Message("%1 was changed while it was analysed", path),
                hint="Wait until it is complete, then run this again.",
            )


class _Writing(TypedDict):
    """Arguments of `Result.write` that are the same for all files."""

    outputs: OutputSettings
    home: Path | None
    progress: Callable[[float], None]
    should_stop: Callable[[], bool]


class _MadeMeanwhile:
    """Aligned faces, features and landmarks, made during an analysis, as far as wanted."""

    def __init__(self, base: Path, endings: Sequence[str]) -> None:
        mine = [e for e in _MEANWHILE if e in endings]
        self.made = [with_ending(base, ending) for ending in mine]
        self.failed: dict[str, str] = {}

    def sinks(self, engine: Engine, schema: ResultSchema) -> list[Sink]:
        """What writes them; one that cannot begin, or fails later, costs nothing else."""
        found: list[Sink] = []
        for path in self.made[:]:
            try:
                sink = _sink(path, engine, schema)
            except Exception as error:  # noqa: BLE001  # whatever it is, tables come first
                self._fail(path, error)
            else:
                found.append(OptionalSink(sink, functools.partial(self._fail, path)))
        return found

    def _fail(self, path: Path, error: Exception) -> None:
        self.made.remove(path)
        self.failed[path.name] = why(error, path.name)


def _sink(path: Path, engine: Engine, schema: ResultSchema) -> Sink:
    if path.name.endswith(FEATURES_ENDING):
        return FeaturesSink(path, schema, engine.predictor)
    if path.name.endswith(LANDMARKS_ENDING):
        if engine.landmarker is None:
            raise OutputError(
                "points of faces need the face landmarker",
                hint="Switch it on (Settings, Faces, or --actions landmarker).",
            )
        return LandmarksSink(path, schema.metadata, engine.landmarker.sha256)
    return FaceFolderSink(path, engine.predictor.spec)


def names_of_results(path: Path, outputs: OutputSettings) -> tuple[str, ...]:
    """Names of all files that the analysis of a source makes."""
    return tuple(plain(path.name) + ending for ending in endings_of(outputs))


def source_hash(path: Path, should_stop: Callable[[], bool] = lambda: False) -> str:
    """The content of a video, or of all images of a folder, whatever their name and date.

    Raises:
        JobStopped: `should_stop` said so; gigabytes take a while.
        SourceError: It cannot be read.
    """

    def stop_if_wished() -> None:
        if should_stop():
            raise JobStopped

    return content_hash(path, stop_if_wished)
