"""`python -m trainer.workshop`: trains and exports what the built-in model is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli.shared import (
    MISTAKES,
    ConfigName,
    Data,
    Init,
    Json,
    Resume,
    RunFolder,
    Settings,
    errors_shown,
)
from trainer.console import print_export, show_json, show_people
from trainer.data.catalogue import Split
from trainer.events import Exported
from trainer.fields import describe
from trainer.folder import CONFIG_FILE
from trainer.settings import settings_as
from trainer.workshop.config import WorkshopConfig, parse_config, with_whole_paths

PRESETS = Path(__file__).parent / "presets"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Make the built-in model: see docs/embedded-model.md.",
)


@app.command(epilog=describe(WorkshopConfig))
def train(
    config: ConfigName,
    out: RunFolder,
    data: Data = None,
    init: Init = None,
    settings: Settings = None,
    *,
    resume: Resume = False,
    json: Json = False,
) -> None:
    """Train the built-in model or a helper; Ctrl-C stops it so that --resume can go on."""
    from trainer.fit import fit  # noqa: PLC0415
    from trainer.workshop.building import build_task  # noqa: PLC0415

    given = {name: value for name, value in {"data.manifests": data, "init": init}.items() if value}
    chosen = settings_as(config, settings or [], given, parse_config, PRESETS)
    show = show_json if json else show_people
    try:
        fit(with_whole_paths(chosen), out, listener=show, resume=resume, build=build_task)
    except MISTAKES as error:  # An event has told it.
        raise typer.Exit(1) from error


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Folder of a run of the whole network.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the model to be made.")],
    name: Annotated[str, typer.Option("--name", help="Name of the model.")],
    title: Annotated[str, typer.Option("--title", help="What people call it.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Under which it may be used.")] = "",
) -> None:
    """Make a model of a run, as `svfap-train export` does."""
    from trainer.export import export_run  # noqa: PLC0415
    from trainer.workshop.building import trained_model  # noqa: PLC0415

    with errors_shown(show_people):
        made = export_run(run, out, name, title=title, licence=licence, read=trained_model)
    print_export(
        Exported(
            folder=str(out),
            title=made.card.title,
            temperature=made.card.temperature,
            notes=made.card.provenance.notes,
            left_out=made.left_out,
        )
    )


@app.command()
def keep(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    out: Annotated[Path, typer.Option("--out", help="File to be written: NAME.safetensors.")],
) -> None:
    """Keep a teacher, or a start of the whole network, as a file in eight bits.

    A teacher's file is taken by teach, judge and teacher.runs like its run; a start by --init.
    """
    from trainer.workshop.keeping import keep as kept  # noqa: PLC0415

    with errors_shown(show_people):
        kept(run, out)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


@app.command()
def teach(
    data: Annotated[Path, typer.Argument(help="A prepared data set: stills, or crops of videos.")],
    runs: Annotated[
        list[Path], typer.Option("--teacher", help="Run or kept file of a cnn; may be repeated.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder of the lessons, prepared data.")],
    *,
    hop_s: Annotated[
        float, typer.Option("--hop", min=0.04, help="Seconds between windows of a moving clip.")
    ] = 0.16,
    split: Annotated[
        Split | None, typer.Option("--split", help="Part of all lessons; else that of their clip.")
    ] = None,
    landmarker: Annotated[
        Path | None,
        typer.Option(
            "--landmarker",
            help="Face landmarker file, which scores facial actions of videos prepared with "
            "margin 2.",
        ),
    ] = None,
) -> None:
    """Make lessons of a data set: what teachers say of its images, beside what raters said."""
    from trainer.workshop.lessons import write_lessons  # noqa: PLC0415
    from trainer.workshop.teaching import teach as lessons  # noqa: PLC0415

    with errors_shown(show_people):
        manifest, made = lessons(data, runs, hop_s=hop_s, split=split, landmarker_file=landmarker)
        names = ", ".join(run.name for run in [*runs, *([landmarker] if landmarker else [])])
        note = f"Lessons: what is to be said comes from {names}."
        written = write_lessons(out, f"{manifest.info.data_set}, taught", made, notes=(note,))
    print(f"{len(written):,} lessons of {manifest.info.data_set} in {out}")


@app.command(name="middles")
def write_middles(
    data: Annotated[Path, typer.Argument(help="Lessons that move.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the stills, prepared data.")],
) -> None:
    """Make stills of lessons: the frame in the middle of each, of which the truth is known."""
    from trainer.data.manifest import read_manifest  # noqa: PLC0415
    from trainer.workshop.lessons import middles, write_lessons  # noqa: PLC0415

    with errors_shown(show_people):
        manifest = read_manifest(data)
        written = write_lessons(
            out, f"{manifest.info.data_set}, still", middles(manifest), notes=manifest.info.notes
        )
    print(f"{len(written):,} stills of {manifest.info.data_set} in {out}")


@app.command()
def render(
    shapes: Annotated[Path, typer.Argument(help="Folder of ICT FaceKit's shapes.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the data set to be made.")],
    *,
    sequences: Annotated[int, typer.Option("--sequences", min=1, help="How many.")] = 600,
    seed: Annotated[int, typer.Option("--seed", help="The same one gives the same data.")] = 0,
    duration_s: Annotated[
        float, typer.Option("--seconds", min=0.64, help="Length of a sequence.")
    ] = 2.5,
    per_person: Annotated[
        int, typer.Option("--per-person", min=1, help="Sequences of each person.")
    ] = 2,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes.")] = 2,
) -> None:
    """Render moving faces whose expressions and facial actions are known."""
    from rich.progress import Progress  # noqa: PLC0415

    from trainer.workshop.rendered.writing import write_rendered  # noqa: PLC0415

    with errors_shown(show_people), Progress() as progress:
        task = progress.add_task("sequences", total=sequences)
        made = write_rendered(
            shapes,
            out,
            sequences=sequences,
            seed=seed,
            duration_s=duration_s,
            per_person=per_person,
            workers=workers,
            notify=lambda _: progress.advance(task),
        )
    print(f"{out}: {len(made):,} windows of {sequences:,} sequences.")


@app.command()
def judge(
    judged: Annotated[
        list[Path], typer.Argument(help="A model; or teachers, of which the mean is judged.")
    ],
    data: Annotated[
        Path, typer.Option("--data", help="FER+, prepared; or rendered faces, of a model.")
    ],
    split: Annotated[
        Split | None,
        typer.Option(
            "--split", help="val: public_test, the usual one; test: private_test, rendered faces."
        ),
    ] = None,
) -> None:
    """Report how well a model agrees with ten raters, or follows faces whose moves are known."""
    from trainer.workshop import time_courses  # noqa: PLC0415
    from trainer.workshop.judging import (  # noqa: PLC0415
        is_rendered,
        judge_courses,
        judge_model,
        judge_teachers,
    )
    from trainer.workshop.raters import table  # noqa: PLC0415

    with errors_shown(show_people):
        (first, *others) = judged
        if is_rendered(data):
            print(time_courses.table(judge_courses(first, data, split or "test")))
            return
        is_model = not others and not (first.is_file() or (first / CONFIG_FILE).exists())
        part = split or "val"
        found = judge_model(first, data, part) if is_model else judge_teachers(judged, data, part)
        print(table(found))


@app.command(name="fit-votes")
def fit_votes(
    model: Annotated[Path, typer.Argument(help="Folder of a model; changed in place.")],
    data: Annotated[Path, typer.Option("--data", help="FER+, prepared: its public_test.")],
) -> None:
    """Fit a scale and one offset per emotion to raters' votes; figures must be measured again."""
    from trainer.workshop.judging import fit_votes as fit  # noqa: PLC0415

    with errors_shown(show_people):
        card = fit(model, data)
    print(f"{card.provenance.notes[-1]}\nIts weights are now {card.sha256[:16]}.")


@app.command(name="keep-actions")
def keep_actions(
    model: Annotated[Path, typer.Argument(help="Folder of a model; changed in place.")],
    names: Annotated[list[str], typer.Argument(help="Facial actions that stay.")],
) -> None:
    """Leave out the facial actions that a model has not learned well."""
    from trainer.finished import keep_actions as kept  # noqa: PLC0415

    with errors_shown(show_people):
        card = kept(model, names)
    print(f"{card.title}: {len(names)} facial actions. Its weights are now {card.sha256[:16]}.")
