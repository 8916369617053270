"""`svfap-study`: begin, check and analyse a study, and make its tables.

Also `python -m svfap_core.cli.study`. Reads arguments, prints, sets the exit code. What a study is
stands in `study/`.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer
from rich.console import Console

from svfap_core.cli.annotate import EXIT_USAGE, WorkerOptions, exit_by, make_order, run_batch
from svfap_core.cli.arguments import VersionOption, listed
from svfap_core.cli.screens import JsonScreen, RichScreen
from svfap_core.errors import SvfapError
from svfap_core.study.checking import check_study, missing_videos
from svfap_core.study.settings import NUMBER, Variable
from svfap_core.study.study import new_study, read_study, refuse
from svfap_core.study.tables import tables_of, write_tables

EXIT_PROBLEMS = 1

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)

Folder: TypeAlias = Annotated[
    Path, typer.Argument(help="The study's folder; the current one unless given.")
]


@app.callback()
def study(*, version: VersionOption = False) -> None:
    """From scores to a study: videos of participants under conditions, analysed alike.

    Exit code: 0 all done, 1 something is wrong or failed, 2 unusable arguments or files,
    130 interrupted.
    """
    del version


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The study's folder, made when missing.")],
    videos: Annotated[
        list[Path],
        typer.Argument(
            help="Videos, and folders of them; they stay where they are. - reads a list of paths "
            "from standard input, @FILE from a file, one a line."
        ),
    ],
    *,
    name: Annotated[str, typer.Option(help="Name of the study; else that of the folder.")] = "",
    variable: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=LEVEL,LEVEL...|NAME=number",
            help="An independent variable, such as condition=neutral,funny; repeat for more.",
        ),
    ] = None,
) -> None:
    """Begin a study: study.yaml, and files.csv with a line for each video."""
    with _refusing():
        variables = dict(map(_variable, variable or ()))
        count = new_study(folder, listed(videos), name=name, variables=variables)
    print(f"{folder}: {_count(count, 'video')}")
    print("Fill in files.csv: who is the participant, and the level of each variable.")
    print(f"Then run: svfap-study check {folder}")


@app.command()
def check(folder: Folder = Path()) -> None:
    """Report what is wrong with a study, with file and line."""
    with _refusing():
        found = check_study(folder)
    for problem in found.problems:
        print(problem)
    study, count = found.study, len(found.unanalysed)
    counts = {
        "participant": len({entry.participant for entry in study.files}),
        "video": len(study.planned()),
        "event": len(study.events),
    }
    said = ", ".join(_count(n, what) for what, n in counts.items()) + "; no problems"
    if found.problems:  # Lines with problems are not among those that could be counted.
        said = _count(len(found.problems), "problem")
    print(f"{study.settings.name}: {said}")
    if count:
        print(f"{count} of {len(study.files)} lines have no result yet: run svfap-study analyse")
    if found.problems:
        raise typer.Exit(EXIT_PROBLEMS)


@app.command()
def analyse(
    folder: Folder = Path(),
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Analyse again what is done already.")
    ] = False,
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Let insightface download its model pack: for non-commercial research only.",
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report what happens as JSON lines on standard output.")
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
) -> None:
    """Analyse all videos with the settings of study.yaml, into results/.

    Resume an interrupted run by running the same command again.
    """
    screen = JsonScreen() if as_json else RichScreen("svfap-study")
    crew = WorkerOptions(engine, address, workers, None, None)
    try:
        found = read_study(folder)
        refuse(list(missing_videos(found)))
        order = make_order(found.run, accept_licence=accept_licence)
        files = found.planned()
        results = found.results.absolute()
        counts = run_batch(results, files, order, crew, screen, again=overwrite)
    except SvfapError as error:
        screen.refuse(str(error))
        raise typer.Exit(EXIT_USAGE) from error
    screen.summary(counts, found.results)
    exit_by(counts, len(files))


@app.command()
def tables(folder: Folder = Path()) -> None:
    """Make the tables and their codebook in tables/, again each time from the results."""
    with _refusing():
        found = read_study(folder)
        with Console(stderr=True).status("Reading results"):
            made = tables_of(found)
        files = write_tables(found, made)
    for name, rows in made.rows.items():
        print(f"{name:14}{len(rows):9} rows")
    for participant in made.left_out:
        print(f"left out: {participant}: too little trusted time, see exclusions.csv")
    print(f"{len(files)} files in {found.tables}")


def _variable(text: str) -> tuple[str, Variable]:
    """A variable as typed."""
    name, equals, levels = text.partition("=")
    if not equals or not levels.strip():
        raise typer.BadParameter(f"{text}: write NAME=LEVEL,LEVEL or NAME=number")
    if levels.strip() == NUMBER:
        return name.strip(), NUMBER
    return name.strip(), tuple(level.strip() for level in levels.split(","))


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextmanager
def _refusing() -> Generator[None]:
    """End with what a user did wrong."""
    try:
        yield
    except SvfapError as error:
        print(f"svfap-study: {error}", file=sys.stderr)
        raise typer.Exit(EXIT_USAGE) from error


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; ends the process."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app(arguments, prog_name="svfap-study")


if __name__ == "__main__":
    main()
