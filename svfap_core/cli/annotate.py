"""`svfap-annotate`: analyse videos and images, files and folders, into tables.

Reads arguments, shows progress, sets the exit code. The work is `pipeline.batch`'s.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal, get_args

import typer
from pydantic import ValidationError

from svfap_core.cli.arguments import VersionOption, listed
from svfap_core.cli.screens import JsonScreen, RichScreen
from svfap_core.demo import make_demo_clip
from svfap_core.errors import SvfapError
from svfap_core.inference.checkpoint import read_card
from svfap_core.inference.place import pick_device
from svfap_core.inference.store import DEFAULT_MODEL, find_model
from svfap_core.pipeline.batch import Batch, FileOutcome
from svfap_core.pipeline.cluster import Shares, connect
from svfap_core.pipeline.job import FileJob
from svfap_core.pipeline.plan import plan
from svfap_core.pipeline.worker import EngineFacts, Order, Worker, make_job
from svfap_core.settings import (
    AnalysisSettings,
    ComputeSettings,
    DecodingSettings,
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


def _rate(fps: float) -> float:
    if 0 < fps <= 1000:
        return fps
    raise typer.BadParameter("give images per second, above 0 and at most 1000")


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def annotate(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            help="Videos, images, and folders of them; - reads a list of paths from standard "
            "input, @FILE from a file, one a line."
        ),
    ],
    *,
    out: Annotated[
        str,
        typer.Option(
            help="Folder for the results, made when missing; or a URL such as s3://bucket/results."
        ),
    ],
    model: Annotated[
        str, typer.Option(help="Name or folder of a model; `svfap-models list` tells which.")
    ] = DEFAULT_MODEL,
    device: Annotated[
        Device, typer.Option(help="Where to compute; a missing one is an error.")
    ] = "auto",
    runtime: Annotated[
        Literal["auto", "torch", "compiled", "openvino"],
        typer.Option(help="What runs the model; auto: the fastest here, measured once."),
    ] = "auto",
    precision: Annotated[
        Literal["auto", "float32", "half", "int8"],
        typer.Option(help="The coarsest numbers allowed: half (16 bits) and int8 can be faster."),
    ] = "auto",
    hop: Annotated[
        float, typer.Option(min=0.02, help="Seconds between result rows of a face.")
    ] = 0.5,
    faces: Annotated[
        str, typer.Option(callback=_faces, help="all, largest, or N for the N largest.")
    ] = "all",
    video_stream: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Which of a file's video streams, from 0; without, the one that players show.",
        ),
    ] = None,
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
    image_rate: Annotated[
        float,
        typer.Option(
            callback=_rate,
            help="Images per second of a folder of images. A folder is one clip if the names of "
            "its images differ in one number only; else each image is analysed by itself. Images "
            "beside videos are left out.",
        ),
    ] = 25.0,
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
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="Who analyses: this process, or the workers of a Ray cluster."),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(help="Ray cluster to use, such as auto; without, one on this computer."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Workers on the cluster; as many as it has room for now."),
    ] = None,
    worker_cpus: Annotated[
        int | None, typer.Option(min=1, help="CPU cores that a worker of the cluster takes; 1.")
    ] = None,
    worker_gpus: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            help="GPUs that a worker takes: 0.25 puts four models on each. 1 where there are GPUs "
            "and --device does not say cpu, else 0.",
        ),
    ] = None,
    version: VersionOption = False,
) -> None:
    """Score the faces of videos and images: tables of emotions and dimensions with exact times.

    A finished file is skipped next time, a failed one is tried again. Exit code: 0 all done,
    1 something failed, 2 unusable arguments, 130 interrupted.
    """
    del version
    index, _, count = shard.partition("/")
    screen = JsonScreen() if as_json else RichScreen()
    crew = Crew(engine, address, workers, worker_cpus, worker_gpus)
    place = out if "://" in out else Path(out).absolute()

    try:
        settings = AnalysisSettings(
            tracker=TrackerSettings(faces=int(faces) if faces.isdecimal() else faces),  # pyright: ignore[reportArgumentType]  # checked by _faces
            windows=WindowSettings(hop_s=hop),
            decoding=DecodingSettings(video_stream=video_stream, image_rate_fps=image_rate),
            detector=detector,
            detector_file=str(detector_file.absolute()) if detector_file else None,
            compute=ComputeSettings(runtime=runtime, precision=precision),
        )
        outputs = OutputSettings(
            tables=tuple(formats.split(",")),  # pyright: ignore[reportArgumentType]  # by _formats
            curves=curves,
            overlay=overlay,
            eaf=eaf,
            faces=export_faces,
        )
        files = plan(
            listed(inputs),
            recursive=recursive,
            shard=(int(index), int(count)),
            note=screen.note,
        )
        folder = find_model(model)
        order = Order(
            model=str(folder.absolute()) if Path(model).is_dir() else model,
            card=read_card(folder),
            device=device,
            settings=settings,
            outputs=outputs,
            accept_licence=accept_licence,
        )
        with crew.work(order, screen.engine) as work:
            batch = Batch(place, work, screen.event, again=overwrite)
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
    if counts[FileOutcome.FAILED] or counts[FileOutcome.INCOMPLETE]:
        raise typer.Exit(EXIT_SOME_FAILED)


@dataclass(frozen=True)
class Crew:
    """Who analyses, as the command line says."""

    engine: Literal["local", "ray"]
    address: str | None
    workers: int | None
    worker_cpus: int | None
    worker_gpus: float | None

    def __post_init__(self) -> None:
        given = {
            "--address": self.address,
            "--workers": self.workers,
            "--worker-cpus": self.worker_cpus,
            "--worker-gpus": self.worker_gpus,
        }
        for option, value in given.items():
            if self.engine != "ray" and value is not None:
                raise typer.BadParameter(f"{option} is of the cluster: add --engine ray")

    @contextmanager
    def work(
        self, order: Order, on_loaded: Callable[[EngineFacts], None]
    ) -> Generator[FileJob | Sequence[Worker]]:
        """What a `Batch` takes."""
        if self.engine == "local":
            pick_device(order.device)
            yield make_job(order, on_loaded)
            return
        # Ray prints what its computers complain of, between the lines of --json.
        with redirect_stdout(sys.stderr), connect(self.address) as cluster:
            gpus = self.worker_gpus
            if gpus is None:
                gpus = float(order.device == "cuda" or (order.device == "auto" and cluster.gpus))
            shares = Shares(cpus=self.worker_cpus or 1, gpus=gpus)
            yield cluster.workers(order, shares, self.workers, on_loaded)


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
    try:
        make_demo_clip(clip)
        order = Order(
            model=DEFAULT_MODEL,
            card=read_card(find_model()),
            device="auto",
            settings=AnalysisSettings(),
            outputs=OutputSettings(overlay=True),
            accept_licence=False,
        )
        batch = Batch(out, make_job(order, screen.engine), screen.event, again=True)
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
