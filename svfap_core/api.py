"""The Python API: analyse, stream, read, score. `import svfap_core as svfap` has all of it.

Nothing here but composition: what is done is the work of `pipeline`, as for the command line, the
batch and the window.
"""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from pydantic import ValidationError

from svfap_core.errors import SvfapError
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import DEFAULT_MODEL, open_model
from svfap_core.pipeline.analysis import FileAnalysis, Progress
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.identity import AnalysisIdentity, SourceIdentity
from svfap_core.pipeline.result import Result
from svfap_core.pipeline.session import Ended, Prepared, Session
from svfap_core.progress import progress_bar
from svfap_core.results.reading import read_result
from svfap_core.runtime.place import pick_device
from svfap_core.settings import AnalysisSettings, ComputeSettings, Device, Faces, unusable
from svfap_core.sources.base import Source, SourceInfo
from svfap_core.sources.content import content_hash
from svfap_core.sources.opening import chosen_stream, open_source
from svfap_core.types import AffectResult, FaceObservation, Frame

Video: TypeAlias = str | Path

STREAM_STEPS = 8
"""Steps that wait for a slow reader of a stream: a file then waits, a live source drops frames."""


class Step(NamedTuple):
    """A frame, its faces, and the rows that became known with it."""

    frame: Frame
    faces: tuple[FaceObservation, ...]
    results: tuple[AffectResult, ...]


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
    with (
        progress_bar(path.name, wanted=progress) as report,
        _engine(model, device, wanted) as engine,
    ):
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
                with progress_bar(path.name, wanted=progress) as report:
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


def stream(
    source: int | Video,
    *,
    model: str = DEFAULT_MODEL,
    device: Device = "auto",
    hop_s: float | None = None,
    faces: Faces | None = None,
    settings: AnalysisSettings | None = None,
) -> Stream:
    """Analyse a camera, an address or a file step by step, as a window does.

    Args:
        source: Index of a camera, address (rtsp://, http://, udp://, ...) or path.
        model: Name or folder of a model.
        device: Where to compute.
        hop_s: Seconds between rows.
        faces: "all", "largest", or the number of largest faces to keep.
        settings: Everything else.
    """
    wanted = _settings(settings, hop_s, faces)
    spec = f"camera:{source}" if isinstance(source, int) else source
    return Stream(
        lambda stop: open_source(spec, cancel=stop, decoding=wanted.decoding),
        _engine(model, device, wanted),
    )


class Stream:
    """An iterator of `Step(frame, faces, results)`, one for each frame.

    Results are rows that became known with the frame. Of a live source frames are dropped while
    the reader is busy; a file waits. Use it in a `with` statement, or iterate to the end, so that
    camera, model and threads are freed.

    Iterating raises `SvfapError` where the source, the model or the device is of no use.
    """

    def __init__(
        self,
        open_source: Callable[[threading.Event], Source],
        engine: AbstractContextManager[Engine],
    ) -> None:
        self._engine = engine
        self._borrowed = ExitStack()
        self._steps: queue.Queue[Step | Ended] = queue.Queue(STREAM_STEPS)
        self._session = Session(open_source, self._prepare, on_end=self._steps.put)
        self._closed = False
        self._started = False
        self.info: SourceInfo | None = None
        """What was opened; known from the first step on."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Step:
        if self._closed:
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
        self._closed = True
        self._session.request_stop()
        while self._started and not self._session.join(0.02):
            with suppress(queue.Empty):  # The analysis may wait for room.
                self._steps.get_nowait()
        self._borrowed.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _prepare(self, info: SourceInfo) -> Prepared:
        engine = self._borrowed.enter_context(self._engine)
        self.info = info
        return Prepared(
            engine.analyzer(live=info.live, start_s=info.start_s), [_StepSink(self._steps)]
        )


class _StepSink:
    """Puts together what belongs to a frame: itself, its faces, and rows that come with it."""

    def __init__(self, steps: queue.Queue[Step | Ended]) -> None:
        self._steps = steps
        self._frame: tuple[Frame, tuple[FaceObservation, ...]] | None = None
        self._results: list[AffectResult] = []

    def write_frame(self, frame: Frame, faces: Sequence[FaceObservation]) -> None:
        """The next frame; the one before is whole."""
        self._release()
        self._frame = frame, tuple(faces)

    def write_results(self, results: Sequence[AffectResult]) -> None:
        """Rows that came with the frame."""
        self._results += results

    def commit(self) -> None:
        """Give out the last frame, with the rows that came at the end."""
        self._release()

    def discard(self) -> None:
        """Nothing to remove."""

    def _release(self) -> None:
        if self._frame is not None:
            self._steps.put(Step(*self._frame, tuple(self._results)))
        self._frame, self._results = None, []


# -- engines -------------------------------------------------------------------------------------

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
    given = (settings or AnalysisSettings()).model_dump()
    if hop_s is not None:
        given["windows"]["hop_s"] = hop_s
    if faces is not None:
        given["tracker"]["faces"] = faces
    try:
        return AnalysisSettings.model_validate(given)
    except ValidationError as error:
        raise unusable(error) from error


def _analysed(path: Path, engine: Engine, report: Callable[[Progress], None]) -> Result:
    content = content_hash(path)
    decoding = engine.settings.decoding
    source = SourceIdentity.of(content, chosen_stream(path, decoding), decoding)
    identity = AnalysisIdentity(method=engine.method(), source=source)
    return FileAnalysis(path, engine, identity, on_progress=report).run()
