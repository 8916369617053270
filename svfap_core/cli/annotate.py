"""`svfap-annotate`: analyse files and folders of videos into tables.

Reads arguments, shows progress, sets the exit code. The work is `pipeline.batch`'s.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, get_args

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from svfap_core.demo import make_demo_clip
from svfap_core.errors import SvfapError
from svfap_core.inference.checkpoint import read_card
from svfap_core.inference.predictor import pick_device
from svfap_core.inference.store import DEFAULT_MODEL, find_model
from svfap_core.pipeline.batch import (
    Batch,
    BatchEvent,
    FileEnded,
    FileOutcome,
    FileProgress,
    FileStarted,
)
from svfap_core.pipeline.engine import Engine
from svfap_core.pipeline.job import FileJob
from svfap_core.pipeline.plan import Planned, plan
from svfap_core.settings import (
    AnalysisSettings,
    DetectorName,
    Device,
    OutputSettings,
    TableFormat,
    TrackerSettings,
    WindowSettings,
)

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def _faces(text: str) -> str:
    if text in {"all", "largest"} or (text.isdecimal() and int(text) >= 1):
        return text
    raise typer.BadParameter("give all, largest, or the number of faces to keep")


def _formats(text: str) -> str:
    if set(text.split(",")) <= set(get_args(TableFormat)):
        return text
    raise typer.BadParameter("give csv, parquet, or csv,parquet")


def _shard(text: str) -> str:
    index, _, count = text.partition("/")
    if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
        return text
    raise typer.BadParameter("give i/n with i from 1 to n, such as 2/4")


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def annotate(
    inputs: Annotated[
        list[Path], typer.Argument(help="Videos, folders of videos, or folders of images.")
    ],
    *,
    out: Annotated[Path, typer.Option(help="Folder for the results; made when missing.")],
    model: Annotated[
        str, typer.Option(help="Name or folder of a model; `svfap-models list` tells which.")
    ] = DEFAULT_MODEL,
    device: Annotated[
        Device, typer.Option(help="Where to compute; a missing one is an error.")
    ] = "auto",
    hop: Annotated[
        float, typer.Option(min=0.02, help="Seconds between result rows of a face.")
    ] = 0.5,
    faces: Annotated[
        str, typer.Option(callback=_faces, help="all, largest, or N for the N largest.")
    ] = "all",
    detector: Annotated[DetectorName, typer.Option(help="Face detector.")] = "centerface",
    detector_file: Annotated[
        Path | None, typer.Option(help="Model file of yunet, or an .onnx for insightface.")
    ] = None,
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Let insightface download its model pack: for non-commercial research only.",
        ),
    ] = False,
    formats: Annotated[
        str, typer.Option("--format", callback=_formats, help="Tables: csv, parquet, or both.")
    ] = "csv,parquet",
    curves: Annotated[bool, typer.Option(help="Draw the curves as a picture.")] = True,
    overlay: Annotated[
        bool, typer.Option("--overlay", help="Write the video with faces and scores, with sound.")
    ] = False,
    eaf: Annotated[bool, typer.Option("--eaf", help="Write ELAN annotations.")] = False,
    export_faces: Annotated[
        bool, typer.Option("--export-faces", help="Write the aligned faces, for training.")
    ] = False,
    recursive: Annotated[bool, typer.Option(help="Look into sub-folders as well.")] = True,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Analyse again what is done already.")
    ] = False,
    shard: Annotated[
        str, typer.Option(callback=_shard, help="i/n: do the i-th of n shares of the files.")
    ] = "1/1",
    as_json: Annotated[
        bool, typer.Option("--json", help="Tell what happens as JSON lines on standard output.")
    ] = False,
) -> None:
    """Score the faces of videos: tables of emotions and dimensions with exact times.

    A finished file is skipped next time, a failed one is tried again. Exit code: 0 all done,
    1 some failed, 2 unusable arguments, 130 interrupted.
    """
    index, _, count = shard.partition("/")
    screen = JsonScreen() if as_json else RichScreen()

    try:
        settings = AnalysisSettings(
            tracker=TrackerSettings(faces=int(faces) if faces.isdecimal() else faces),  # pyright: ignore[reportArgumentType]  # checked by _faces
            windows=WindowSettings(hop_s=hop),
            detector=detector,
            detector_file=str(detector_file) if detector_file else None,
        )
        outputs = OutputSettings(
            tables=tuple(formats.split(",")),  # pyright: ignore[reportArgumentType]  # by _formats
            curves=curves,
            overlay=overlay,
            eaf=eaf,
            faces=export_faces,
        )

        def load() -> Engine:
            engine = Engine.load(model, device, settings, accept_licence=accept_licence)
            screen.engine(engine)
            return engine

        files = plan(inputs, recursive=recursive, shard=(int(index), int(count)))
        pick_device(device)
        card = read_card(find_model(model))
        job = FileJob(load, card.sha256, settings, outputs)
        batch = Batch(out, job, screen.event, again=overwrite)
        with screen.running(files), _stopping(batch.request_stop):
            counts = batch.run(files)
    except ValidationError as error:
        screen.refuse("; ".join(str(problem["msg"]) for problem in error.errors()))
        raise typer.Exit(EXIT_USAGE) from error
    except SvfapError as error:
        screen.refuse(str(error))
        raise typer.Exit(EXIT_USAGE) from error
    screen.summary(counts, out)
    if counts[FileOutcome.STOPPED] or sum(counts.values()) < len(files):
        raise typer.Exit(EXIT_INTERRUPTED)
    if counts[FileOutcome.FAILED]:
        raise typer.Exit(EXIT_SOME_FAILED)


@contextmanager
def _stopping(stop: Callable[[], None]) -> Generator[None]:
    """The first Ctrl-C or SIGTERM ends cleanly, a second one at once."""

    def handle(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.default_int_handler)
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Speed(ProgressColumn):
    """Frames per second of the running file."""

    def render(self, task: Task) -> Text:
        fps = task.fields.get("fps", 0.0)
        return Text(f"{fps:.0f} fps" if fps else "", style="dim")


class RichScreen:
    """Progress for people: a bar for all files, one for the file at work."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Speed(),
            TimeRemainingColumn(compact=True),
            console=self._console,
            transient=True,
        )
        self._file: TaskID | None = None
        self._total: TaskID | None = None
        self._failed: list[FileEnded] = []

    @contextmanager
    def running(self, files: list[Planned]) -> Generator[None]:
        """Show progress while the batch runs."""
        self._total = self._progress.add_task("All files", total=len(files))
        with self._progress:
            yield

    def engine(self, engine: Engine) -> None:
        """What really computes."""
        card, detector = engine.predictor.card, engine.detector
        self._say(f"Model     {card.name} on {engine.predictor.device}")
        self._say(f"Detector  {detector.name} on {detector.device}")

    def event(self, event: BatchEvent) -> None:
        """Move the bars, tell how files ended."""
        if isinstance(event, FileStarted):
            self._file = self._progress.add_task(event.planned.path.name, total=None)
        elif isinstance(event, FileProgress):
            self._advance(event)
        else:
            self._end(event)

    def _advance(self, event: FileProgress) -> None:
        if self._file is None:
            return
        progress = event.progress
        total = round(progress.duration_s) if progress.duration_s else None
        self._progress.update(
            self._file,
            description=f"{event.planned.path.name} ({progress.phase})",
            completed=min(round(progress.position_s), total or round(progress.position_s)),
            total=total,
            fps=progress.fps,
        )

    def _end(self, event: FileEnded) -> None:
        if self._file is not None:
            self._progress.remove_task(self._file)
            self._file = None
        if self._total is not None:
            self._progress.advance(self._total)
        name = event.planned.output
        if event.outcome is FileOutcome.DONE:
            self._say(f"done     {name}  ({event.elapsed_s:.1f} s)")
        elif event.outcome is FileOutcome.FAILED:
            self._failed.append(event)
            self._say(f"failed   {name}")
        elif event.outcome in {FileOutcome.SKIPPED, FileOutcome.BUSY}:
            self._say(f"{event.outcome:8} {name}", style="dim")

    def summary(self, counts: Mapping[FileOutcome, int], out: Path) -> None:
        """Totals, and every failure with its reason."""
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
        self._say(f"{told or 'nothing to do'}. Results in {out}")
        for event in self._failed:
            self._say(f"failed: {event.planned.path}: {event.reason}", style="red")

    def refuse(self, reason: str) -> None:
        """Why nothing was done."""
        self._say(f"svfap-annotate: {reason}", style="red")

    def _say(self, text: str, style: str | None = None) -> None:
        self._console.print(text, style=style, markup=False, soft_wrap=True)


class JsonScreen:
    """The same news as JSON lines on standard output, one object a line, for programs."""

    def __init__(self) -> None:
        self._total = 0

    @contextmanager
    def running(self, files: list[Planned]) -> Generator[None]:
        """Tell the number of files."""
        self._total = len(files)
        self._say("batch", files=self._total)
        yield

    def engine(self, engine: Engine) -> None:
        """What really computes."""
        self._say(
            "engine",
            model=engine.predictor.card.name,
            model_sha256=engine.predictor.sha256,
            model_device=engine.predictor.device,
            detector=engine.detector.name,
            detector_device=engine.detector.device,
        )

    def event(self, event: BatchEvent) -> None:
        """One line an event."""
        path = str(event.planned.path)
        if isinstance(event, FileStarted):
            self._say("file_started", path=path, number=event.number, total=self._total)
        elif isinstance(event, FileProgress):
            progress = event.progress
            self._say(
                "file_progress",
                path=path,
                phase=progress.phase,
                position_s=round(progress.position_s, 3),
                duration_s=progress.duration_s,
                fps=round(progress.fps, 1),
            )
        else:
            self._say(
                "file_ended",
                path=path,
                outcome=event.outcome,
                reason=event.reason,
                elapsed_s=round(event.elapsed_s, 3),
                files=[str(file) for file in event.files],
            )

    def summary(self, counts: Mapping[FileOutcome, int], out: Path) -> None:
        """Totals."""
        self._say("ended", out=str(out), **{str(k): v for k, v in counts.items()})

    def refuse(self, reason: str) -> None:
        """Why nothing was done."""
        self._say("refused", reason=reason)

    def _say(self, event: str, **values: Any) -> None:
        sys.stdout.write(json.dumps({"event": event, **values}) + "\n")
        sys.stdout.flush()


def run_demo(out: Path | None = None) -> int:
    """Analyse a clip made on the spot, without a window, and say where its results lie.

    Args:
        out: Folder for clip and results; `demo` in the current folder unless given.

    Returns:
        The exit code.
    """
    out = out or Path("demo")
    clip = out / "clip.mp4"
    screen = RichScreen()
    settings, outputs = AnalysisSettings(), OutputSettings(overlay=True)

    def load() -> Engine:
        engine = Engine.load(DEFAULT_MODEL, "auto", settings)
        screen.engine(engine)
        return engine

    try:
        make_demo_clip(clip)
        job = FileJob(load, read_card(find_model()).sha256, settings, outputs)
        batch = Batch(out, job, screen.event, again=True)
        files = plan([clip], recursive=False, shard=(1, 1))
        with screen.running(files), _stopping(batch.request_stop):
            counts = batch.run(files)
    except SvfapError as error:
        screen.refuse(str(error))
        return EXIT_USAGE
    if not counts[FileOutcome.DONE]:
        screen.summary(counts, out)
        return EXIT_SOME_FAILED
    for what, ending in (
        ("Table", ".csv"),
        ("Overlay video", ".overlay.mp4"),
        ("Curves", ".curves.png"),
        ("Facts of the run", ".json"),
    ):
        print(f"{what + ':':18}{clip.with_name(clip.name + ending)}")
    return 0


def main() -> None:
    """Entry point."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app()
