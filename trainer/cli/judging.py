"""Commands about what was learned: evaluate, compare, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trainer.cli.shared import Data, Json, app, errors_shown, evaluated
from trainer.console import (
    SteadyProgress,
    print_comparison,
    print_evaluation,
    print_export,
    show_json,
    show_people,
)
from trainer.data.catalogue import Split
from trainer.events import Exported


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
        show(evaluated(found, out))
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
