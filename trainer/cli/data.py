"""Commands about data: prepare, describe, template."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer

from svfap_core.messages import Message
from trainer.cli.shared import Json, Settings, app, errors_shown
from trainer.console import (
    SteadyProgress,
    print_description,
    print_prepared,
    show_json,
    show_people,
)
from trainer.events import Ended, Prepared, Warned
from trainer.fields import describe
from trainer.pausing import paused_by_file
from trainer.recipes import put_text
from trainer.steps import DATA_SETS, PrepareConfig


@app.command(epilog=describe(PrepareConfig))
def prepare(
    dataset: Annotated[str, typer.Argument(help="Kind of the data set; `list` names them all.")],
    root: Annotated[
        Path | None, typer.Argument(help="Its folder, or its file.", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to make.")] = None,
    settings: Settings = None,
    *,
    shards: Annotated[
        bool, typer.Option("--shards", help="Pack clips into tar files: for very many clips.")
    ] = False,
    json: Json = False,
) -> None:
    """Crop faces out of a data set's videos and list its clips; run it again and it goes on."""
    show = show_json if json else show_people
    if dataset == "list":
        for name, kind in DATA_SETS.items():
            print(f"{name:18} {kind.help}")
        return
    if dataset not in DATA_SETS:
        raise typer.BadParameter(f"unknown data set {dataset}; there are {', '.join(DATA_SETS)}")
    if root is None:
        raise typer.BadParameter("name the data set's folder or file: prepare DATASET ROOT")
    if out is None:
        raise typer.BadParameter("name the folder to make with --out")
    from trainer.data.description import describe as look  # noqa: PLC0415  # scipy takes a while
    from trainer.data.layouts import read  # noqa: PLC0415  # loads video libraries
    from trainer.data.prepare import prepare as make  # noqa: PLC0415

    with errors_shown(show):
        values: dict[str, Any] = {"shards": True} if shards else {}
        for override in settings or []:
            put_text(values, override)
        config = PrepareConfig.model_validate(values)
        started_s = monotonic()
        with paused_by_file(out, lambda: show(_interrupted(monotonic() - started_s))):
            catalogue = read(dataset, root, prefix=config.prefix)
            made = make(
                catalogue,
                out,
                config,
                SteadyProgress(show),
                lambda problem: show(Warned(text=Message("%1: %2", problem.name, problem.reason))),
            )
    told = Prepared(
        folder=str(out),
        data_set=made.manifest.info.data_set,
        clips=len(made.manifest),
        classes=made.manifest.info.classes,
        values=made.manifest.info.values,
        items=len(catalogue.items),
        failed=made.failed,
        problems=len(made.problems),
        notes=made.manifest.info.notes,
    )
    found = look(made.manifest)
    if json:
        for text in found.warnings:
            show(Warned(text=text))
        show(told)
    else:
        print_prepared(told, found)


@app.command("describe")
def describe_data(
    data: Annotated[Path, typer.Argument(help="Prepared data set.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what a data set holds: classes by part and subject, copies, what is left out."""
    from trainer.data.description import describe as look  # noqa: PLC0415  # scipy takes a while
    from trainer.data.manifest import read_manifest  # noqa: PLC0415

    with errors_shown(show_people):
        found = look(read_manifest(data))
    if json:
        print(found.model_dump_json(indent=2))
    else:
        print_description(found)


@app.command()
def template(
    data: Annotated[Path, typer.Argument(help="Prepared data set.")],
    pictures: Annotated[
        int, typer.Option(min=1, help="How many to measure, of one clip each.")
    ] = 2000,
) -> None:
    """Find where the five points of a face lie in the pictures, for the card's crop template."""
    from svfap_core.tracking.centerface import CenterFace  # noqa: PLC0415
    from trainer.data.manifest import read_manifest  # noqa: PLC0415
    from trainer.template import measure_template, sample_pictures  # noqa: PLC0415

    with errors_shown(show_people):
        chosen = sample_pictures(read_manifest(data), pictures)
        found = measure_template(chosen, CenterFace())
    for name, (x, y) in zip(("eye", "eye", "nose", "mouth", "mouth"), found.points, strict=True):
        print(f"{name:6} {x:.3f} {y:.3f}")
    print(f'on a card: "template": {found.points.round(3).tolist()}')
    print(
        f"{found.found} faces in {found.asked} pictures; spread of single faces: "
        f"shift {found.spread_shift[0]:.3f} {found.spread_shift[1]:.3f}, "
        f"scale {found.spread_scale:.3f}, rotation {found.spread_rotation_deg:.1f} degrees"
    )


def _interrupted(seconds: float) -> Ended:
    return Ended(step=0, outcome="interrupted", seconds=seconds)
