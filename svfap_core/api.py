"""The Python API: analyse, stream, read, score. `import svfap_core as svfap` has all of it.

Nothing here but composition: what is done is the work of `pipeline`, as for the command line, the
batch and the window.
"""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from svfap_core.errors import SvfapError
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.place import pick_device
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import DEFAULT_MODEL, open_model
from svfap_core.pipeline.analysis import FileAnalysis, Progress
from svfap_core.pipeline.analyzer import Step
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity, SourceIdentity
from svfap_core.pipeline.result import Result
from svfap_core.pipeline.session import Ended, Session
from svfap_core.progress import progress_bar
from svfap_core.results.reading import read_result
from svfap_core.settings import AnalysisSettings, ComputeSettings, Device, Faces
from svfap_core.sources.base import SourceInfo
from svfap_core.sources.content import content_hash
from svfap_core.sources.opening import chosen_stream, open_source

Video: TypeAlias = str | Path

STREAM_STEPS = 8
"""Steps that wait for a slow reader of a stream: a file then waits, a live source drops frames."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A video of `analyze_many` that has no result, and why."""

    video: Path
    error: SvfapError


def analyze(
    video: Video,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "auto",
    hop_s: float | None = None,
    faces: Faces | None = None,
    settings: AnalysisSettings | None = None,
    progress: bool | Callable[[Progress], None] | None = None,
) -> Result:
    """Analyse a video, an image, or a folder of images.

    Args:
        video: Its path.
        model: Name or folder of a model; `svfap-models list` shows those that are installed.
        device: Where to compute.
        hop_s: Seconds between rows; 0.5 unless set here or in `settings`.
        faces: "all", "largest", or the number of largest faces to keep.
        settings: Everything else that decides which numbers an analysis gives.
        progress: Whether to show a bar; by default in an interactive terminal or notebook. Or
            what is called a few times a second.

    Returns:
        The result; nothing is written to disk until `Result.save`.

    Raises:
        SvfapError: The video, the model or the device is of no use; the message says what to do.
    """
    path = Path(video)
    wanted = _settings(settings, hop_s, faces)
    with progress_bar(progress, path.name) as report, _engine(model, device, wanted) as engine:
        return _analysed(path, engine, report)


def analyze_many(
    videos: Iterable[Video],
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "auto",
    hop_s: float | None = None,
    faces: Faces | None = None,
    settings: AnalysisSettings | None = None,
    progress: bool | None = None,
) -> Iterator[Result | Failure]:
    """Analyse videos one after another; see `analyze`.

    A video that fails gives a `Failure` and the next one follows. Results are given out one by one,
    so that a thousand of them need not be in memory at once. Batches that survive a power failure,
    and clusters, are `svfap-annotate`'s.

    Raises:
        SvfapError: Model or device is of no use, at the first video.
    """
    wanted = _settings(settings, hop_s, faces)
    with _engine(model, device, wanted) as engine:
        for video in videos:
            path = Path(video)
            try:
                with progress_bar(progress, path.name) as report:
                    result = _analysed(path, engine, report)
            except SvfapError as error:
                yield Failure(path, error)
            else:
                yield result


def read(path: Video) -> Result:
    """A result from any of its files, or from the folder of a live recording.

    Raises:
        SvfapError: There is no result, or it cannot be read.
    """
    return Result.of(read_result(Path(path)))


def load_model(model: str = DEFAULT_MODEL, *, device: Device = "auto") -> Predictor:
    """A model that scores windows of aligned faces: `predict(clips)`, `features(clips)`.

    Args:
        model: Name or folder.
        device: Where to compute.

    Raises:
        SvfapError: There is no such model or device.
    """
    loaded = open_model(model)
    return Predictor(loaded.card, make_runtime(loaded, pick_device(device), ComputeSettings()))


class stream:  # noqa: N801  # used as a function
    """Analyse a camera, an address or a file step by step, as a window does.

    An iterator of `Step(frame, faces, results)`, one for each frame: results are rows that became
    known with it. Of a live source frames are dropped while the reader is busy; a file waits. Use
    it in a `with` statement, or iterate to the end, so that camera and threads are freed.

    Args:
        source: Index of a camera, address (rtsp://, http://, udp://, ...) or path.
        model: Name or folder of a model.
        device: Where to compute.
        hop_s: Seconds between rows.
        faces: "all", "largest", or the number of largest faces to keep.
        settings: Everything else.

    Raises:
        SvfapError: While iterating: the source, the model or the device is of no use.
    """

    def __init__(
        self,
        source: int | Video,
        *,
        model: str = DEFAULT_MODEL,
        device: Device = "auto",
        hop_s: float | None = None,
        faces: Faces | None = None,
        settings: AnalysisSettings | None = None,
    ) -> None:
        wanted = _settings(settings, hop_s, faces)
        spec = f"camera:{source}" if isinstance(source, int) else source
        self._lend = _engine(model, device, wanted)
        self._steps: queue.Queue[Step | Ended] = queue.Queue(STREAM_STEPS)
        self._closed = threading.Event()
        self._session = Session(
            lambda stop: open_source(spec, cancel=stop, decoding=wanted.decoding),
            self._prepare,
            on_end=self._put,
        )
        self._ended = False
        self._started = False
        self.info: SourceInfo | None = None
        """What was opened; known from the first step on."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Step:
        if self._ended:
            raise StopIteration
        if not self._started:
            self._started = True
            self._session.start()
        step = self._steps.get()
        if isinstance(step, Step):
            return step
        self.close()
        if isinstance(step, BaseException):
            raise step
        raise StopIteration

    def close(self) -> None:
        """Stop, and free source and model; more than once is fine."""
        self._ended = True
        self._closed.set()
        self._session.request_stop()
        while self._started and not self._session.join(0.05):
            with _nothing_there():
                self._steps.get_nowait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


# -- engines ----------------------------------------------------------------------------------------

_idle: defaultdict[tuple[str, str, str], list[Engine]] = defaultdict(list)
_idle_lock = threading.Lock()


@contextmanager
def _engine(model: str, device: Device, settings: AnalysisSettings) -> Generator[Engine]:
    """Models for one thread, loaded or as an earlier call left them."""
    key = model, device, settings.model_dump_json()
    with _idle_lock:
        engine = _idle[key].pop() if _idle[key] else None
    engine = engine or Engine.load(model, device, settings)
    yield engine
    with _idle_lock:  # One that failed is not used again.
        _idle[key] = [engine]


def _settings(
    settings: AnalysisSettings | None, hop_s: float | None, faces: Faces | None
) -> AnalysisSettings:
    given = settings or AnalysisSettings()
    try:
        if hop_s is not None:
            given = given.changed(windows={"hop_s": hop_s})
    except ValidationError as error:
        raise SettingsError.of(error) from error
    return given


def _analysed(path: Path, engine: Engine, report: Callable[[Progress], None]) -> Result:
    content = content_hash(path)
    stream_number = chosen_stream(path, engine.settings.decoding)
    source = SourceIdentity(content=content, video_stream=stream_number)
    identity = AnalysisIdentity(method=engine.method(), source=source)
    return FileAnalysis(path, engine, identity, on_progress=report).run()
