"""`svfap-train`: the trainer on the command line. Everything it does lives in other modules.

Those that need torch are imported by the command that uses them, so that --help comes at once.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from svfap_core.cli.arguments import VersionOption
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from trainer.config import FinetuneConfig, PretrainConfig
from trainer.console import (
    SteadyProgress,
    print_comparison,
    print_description,
    print_evaluation,
    print_export,
    print_prepared,
    show_json,
    show_people,
)
from trainer.data.catalogue import Split
from trainer.events import Ended, Evaluated, Exported, Failed, Prepared, Warned
from trainer.fields import describe
from trainer.pausing import paused_by_file
from trainer.recipes import preset_of_kind, put_text
from trainer.settings import read_settings
from trainer.steps import DATA_SETS, PrepareConfig

if TYPE_CHECKING:
    from trainer.callbacks import Listener

MISTAKES = (SvfapError, ValueError, FloatingPointError)
"""What a user can do something about; anything else is a bug, and shows where it happened."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

RunFolder = Annotated[Path, typer.Option("--out", help="Folder of the run.")]
ConfigName = Annotated[str, typer.Argument(help="A YAML file, or the name of a preset.")]
Data = Annotated[
    list[Path] | None,
    typer.Option("--data", help="Prepared data set, in place of the config's; repeatable."),
]
Init = Annotated[
    Path | None,
    typer.Option("--init", help="Run, model or published .pth that the encoder starts from."),
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="name=value, overrides the config; repeatable.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")]
Json = Annotated[bool, typer.Option("--json", help="Events as JSON lines.")]


@contextmanager
def errors_shown(show: Listener) -> Generator[None]:
    """Mistakes of the user as one line and exit code 1."""
    try:
        yield
    except MISTAKES as error:
        show(Failed(error=str(error)))
        raise typer.Exit(1) from error


@app.callback()
def _train(*, version: VersionOption = False) -> None:
    """Prepare data sets, and pre-train, fine-tune, evaluate and export SVFAP models."""


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


@app.command(epilog=describe(PretrainConfig))
def pretrain(
    config: ConfigName,
    out: RunFolder,
    data: Data = None,
    init: Annotated[
        Path | None, typer.Option("--init", help="Pre-training run that is gone on from.")
    ] = None,
    settings: Settings = None,
    *,
    resume: Resume = False,
    json: Json = False,
) -> None:
    """Learn an encoder from unlabelled faces; Ctrl-C stops it so that --resume can go on."""
    given = {"data.manifests": data, "init": init}
    _run(config, out, PretrainConfig, given, settings, resume=resume, json=json)


@app.command(epilog=describe(FinetuneConfig))
def finetune(
    config: ConfigName,
    out: RunFolder,
    data: Data = None,
    init: Init = None,
    settings: Settings = None,
    *,
    compat: Annotated[
        bool,
        typer.Option("--compat", help="Down-samplers at the full rate, as the reference code."),
    ] = False,
    resume: Resume = False,
    json: Json = False,
) -> None:
    """Learn classes or dimensions from labels; Ctrl-C stops it so that --resume can go on."""
    given = {"data.manifests": data, "init": init, "recipe.compat": compat or None}
    _run(config, out, FinetuneConfig, given, settings, resume=resume, json=json)


@app.command()
def evaluate(
    models: Annotated[
        list[Path], typer.Argument(help="Folder of a run or model, or of all runs of the folds.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the report; else within the run.")
    ] = None,
    *,
    data: Data = None,
    split: Annotated[
        Split, typer.Option("--split", help="Part of the data: train, val or test.")
    ] = "test",
    fold: Annotated[
        int | None,
        typer.Option("--fold", min=1, help="Test fold, for models; a run knows its own."),
    ] = None,
    windows: Annotated[
        int | None,
        typer.Option("--windows", min=1, help="Windows of each clip; else enough to cover it."),
    ] = None,
    protocol: Annotated[
        str,
        typer.Option(
            "--protocol", help="cover, or paper: head and tail by frame index, not calibrated."
        ),
    ] = "cover",
    levels: Annotated[
        int | None,
        typer.Option("--levels", min=2, help="Score dimensions as levels too: AVCAffe has 5."),
    ] = None,
    uncalibrated: Annotated[
        bool, typer.Option("--uncalibrated", help="Leave the model's temperature out.")
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Write the figures onto the model's card.")
    ] = False,
    json: Json = False,
) -> None:
    """Judge a model; look at the test part once, after everything is chosen."""
    from trainer.evaluate import Protocol, first_process, results_folder  # noqa: PLC0415
    from trainer.evaluate import evaluate as measure  # noqa: PLC0415

    if protocol not in ("cover", "paper"):
        raise typer.BadParameter(f"unknown protocol {protocol}; there are cover and paper")
    how = Protocol(
        split=split,
        fold=fold,
        windows=windows,
        paper=protocol == "paper",
        levels=levels,
        calibrated=not uncalibrated,
    )
    show = show_json if json else show_people
    with errors_shown(show):
        out = out or results_folder(models, split)
        found = measure(
            models, out, how, data=data or (), record=record, progress=SteadyProgress(show)
        )
    if not first_process():
        return
    if json:
        show(
            Evaluated(
                folder=str(out),
                data_set=found.data_set,
                split=found.split,
                protocol=found.protocol,
                metrics={metric.name: metric.value for metric in found.metrics()},
            )
        )
    else:
        print_evaluation(found)
        print(f"  see {out}")


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs; held against the first.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the page; else within the first run.")
    ] = None,
    *,
    data: Data = None,
    split: Annotated[Split, typer.Option("--split", help="Part that all were judged on.")] = "test",
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Column of the manifest to group clips by; repeatable."),
    ] = None,
) -> None:
    """Compare runs clip by clip, by the predictions that `evaluate` left."""
    from trainer.compare import compare as hold_against  # noqa: PLC0415

    with errors_shown(show_people):
        out = out or runs[0] / f"comparison-{split}"
        print_comparison(hold_against(runs, out, split=split, by=by or (), data=data or ()), out)


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Folder of a run.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the model to be made.")],
    name: Annotated[str, typer.Option("--name", help="Name of the model.")],
    title: Annotated[str, typer.Option("--title", help="What people call it.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Under which it may be used.")] = "",
    *,
    onnx: Annotated[bool, typer.Option("--onnx", help="Also as ONNX, checked.")] = False,
    json: Json = False,
) -> None:
    """Make a model of a run: weights and card, calibrated on the validation part."""
    from svfap_core.inference.checkpoint import load_model  # noqa: PLC0415
    from trainer.export import export_onnx, export_run  # noqa: PLC0415

    show = show_json if json else show_people
    with errors_shown(show):
        made = export_run(run, out, name, title=title, licence=licence)
        told = Exported(
            folder=str(out),
            title=made.card.title,
            temperature=made.card.temperature,
            notes=made.card.provenance.notes,
            left_out=made.left_out,
            onnx_difference=export_onnx(load_model(out), out) if onnx else None,
        )
    if json:
        show(told)
    else:
        print_export(told)


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


def _run(
    source: str,
    out: Path,
    kind: type[PretrainConfig] | type[FinetuneConfig],
    given: Mapping[str, object],
    settings: list[str] | None,
    *,
    resume: bool,
    json: bool,
) -> None:
    from trainer.fit import fit  # noqa: PLC0415

    asked = {name: value for name, value in given.items() if value}
    default: Any = kind.model_fields["kind"].get_default()
    chosen = read_settings(preset_of_kind(source, default), settings or [], asked)
    if not isinstance(chosen, kind):
        raise typer.BadParameter(f"{source} is a config for svfap-train {chosen.kind}")
    show = show_json if json else show_people
    try:
        fit(chosen, out, listener=show, resume=resume)
    except MISTAKES as error:  # An event has told it.
        raise typer.Exit(1) from error


def _interrupted(seconds: float) -> Ended:
    return Ended(step=0, outcome="interrupted", seconds=seconds)


def main() -> None:
    """Entry point of `svfap-train`."""
    app()
