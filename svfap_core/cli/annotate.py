"""`svfap-annotate`: analyse videos and images, files and folders, into tables.

Reads arguments, shows progress, sets the exit code. The work is `pipeline.batch`'s.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Literal

import typer

from svfap_core.batch.batch import Batch, FileOutcome
from svfap_core.batch.cluster import Shares, connect
from svfap_core.batch.job import FileJob
from svfap_core.batch.plan import Planned, plan
from svfap_core.batch.worker import EngineFacts, Order, Worker, make_job
from svfap_core.cli.arguments import VersionOption, listed
from svfap_core.cli.screens import JsonScreen, RichScreen, Screen
from svfap_core.cli.setting_options import settings_in_force, with_setting_options
from svfap_core.demo import make_demo_clip
from svfap_core.errors import SvfapError
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.store import find_model
from svfap_core.messages import Message
from svfap_core.run_settings import RunSettings
from svfap_core.runtime.place import pick_device
from svfap_core.settings import OutputSettings
from svfap_core.settings_file import write_run_settings
from svfap_core.system import ending_signals
from svfap_core.tracking.landmarker_file import download_landmarker

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def _shard(text: str) -> str:
    index, _, count = text.partition("/")
    if index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count):
        return text
    raise typer.BadParameter("give i/n with i from 1 to n, such as 2/4")


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
@with_setting_options
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
    config: Annotated[
        Path | None,
        typer.Option(help="YAML file with settings; options that are given count before it."),
    ] = None,
    save_config: Annotated[
        Path | None, typer.Option(help="Write the settings in force to a YAML file.")
    ] = None,
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Let insightface download its model pack: for non-commercial research only.",
        ),
    ] = False,
    get_landmarker: Annotated[
        bool,
        typer.Option(
            "--download-landmarker",
            help="Get the face landmarker from its publisher first, unless it is here: Google's "
            "MediaPipe, 3.8 MB, Apache-2.0.",
        ),
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
    **settings: Any,
) -> None:
    """Score the faces of videos and images: tables of emotions and dimensions with exact times.

    A finished file is skipped next time, a failed one is tried again. Exit code: 0 all done,
    1 something failed, 2 unusable arguments, 130 interrupted.
    """
    del version
    index, _, count = shard.partition("/")
    screen = JsonScreen() if as_json else RichScreen()
    crew = WorkerOptions(engine, address, workers, worker_cpus, worker_gpus)
    place = out if "://" in out else Path(out).absolute()

    try:
        wanted = settings_in_force(config, settings)
        files = plan(
            listed(inputs),
            recursive=recursive,
            shard=(int(index), int(count)),
            note=screen.note,
        )
        order = make_order(wanted, accept_licence=accept_licence)
        if get_landmarker:
            screen.note(Message("The face landmarker is %1", download_landmarker()))
        if save_config is not None:
            write_run_settings(save_config, wanted)
        counts = run_batch(place, files, order, crew, screen, again=overwrite)
    except SvfapError as error:
        screen.refuse(str(error))
        raise typer.Exit(EXIT_USAGE) from error
    screen.summary(counts, out)
    exit_by(counts, len(files))


def run_batch(
    place: Path | str,
    files: list[Planned],
    order: Order,
    crew: WorkerOptions,
    screen: Screen,
    *,
    again: bool,
) -> dict[FileOutcome, int]:
    """Analyse planned files into an output; Ctrl-C ends cleanly.

    Returns:
        How many files had which outcome.

    Raises:
        SvfapError: Output, model, detector, device or cluster is of no use.
    """
    with crew.work(order, screen.engine) as work:
        batch = Batch(place, work, screen.event, again=again)
        with screen.running(files), _stopping(batch.request_stop):
            return batch.run(files)


def exit_by(counts: Mapping[FileOutcome, int], planned: int) -> None:
    """End the command by how it went, unless all is done.

    Raises:
        typer.Exit: With 130 after an interruption, 1 if a file failed.
    """
    if counts[FileOutcome.STOPPED] or sum(counts.values()) < planned:
        raise typer.Exit(EXIT_INTERRUPTED)
    if counts[FileOutcome.FAILED] or counts[FileOutcome.INCOMPLETE]:
        raise typer.Exit(EXIT_SOME_FAILED)


def make_order(wanted: RunSettings, *, accept_licence: bool = False) -> Order:
    """What a worker must know to analyse with these settings.

    Raises:
        ModelError: There is no such model.
    """
    folder, model = find_model(wanted.model), wanted.model
    return Order(
        model=str(folder.absolute()) if Path(model).is_dir() else model,
        card=read_card(folder),
        device=wanted.device,
        settings=wanted.analysis,
        outputs=wanted.outputs,
        accept_licence=accept_licence,
    )


@dataclass(frozen=True)
class WorkerOptions:
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

    before = {number: signal.signal(number, handle) for number in ending_signals()}
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
        order = make_order(RunSettings(outputs=OutputSettings(overlay=True)))
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
