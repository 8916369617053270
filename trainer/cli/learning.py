"""Commands that learn: pretrain, finetune, cross-validate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from trainer.cli.shared import (
    MISTAKES,
    Config,
    ConfigName,
    Data,
    Init,
    Json,
    Resume,
    RunFolder,
    Settings,
    app,
    errors_shown,
    evaluated,
    settings_of,
)
from trainer.config import FinetuneConfig, PretrainConfig
from trainer.console import print_evaluation, show_json, show_people
from trainer.fields import describe
from trainer.folder import CROSS_VALIDATION


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


@app.command("cross-validate", epilog=describe(FinetuneConfig))
def cross_validate(
    config: ConfigName,
    out: RunFolder,
    data: Data = None,
    init: Init = None,
    *,
    settings: Settings = None,
    folds: Annotated[
        int | None,
        typer.Option(
            "--folds",
            min=2,
            help="How many; else the data set's official folds, or 5.",
            show_default=False,
        ),
    ] = None,
    leave_one_subject_out: Annotated[
        bool, typer.Option("--leave-one-subject-out", help="A fold for each subject.")
    ] = False,
    resume: Resume = False,
    json: Json = False,
) -> None:
    """Train and test a run for each fold, show the figures of all, and train on everything."""
    from trainer.cross_validation import cross_validate as carry_out  # noqa: PLC0415

    if folds and leave_one_subject_out:
        raise typer.BadParameter("choose one of --folds and --leave-one-subject-out")
    given = {"data.manifests": data, "init": init}
    chosen = settings_of(config, FinetuneConfig, given, settings)
    show = show_json if json else show_people
    own = "subject" if leave_one_subject_out else folds
    with errors_shown(show):
        found = carry_out(chosen, out, listener=show, folds=own, resume=resume)
    if found is None:
        return
    if json:
        show(evaluated(found, out / CROSS_VALIDATION))
    else:
        print_evaluation(found)
        print(f"  see {out / CROSS_VALIDATION}")
        print(f"The run that learned from all folds: svfap-train export {out}")


def _run(
    source: str,
    out: Path,
    kind: type[Config],
    given: Mapping[str, object],
    settings: list[str] | None,
    *,
    resume: bool,
    json: bool,
) -> None:
    from trainer.fit import fit  # noqa: PLC0415

    chosen = settings_of(source, kind, given, settings)
    show = show_json if json else show_people
    try:
        fit(chosen, out, listener=show, resume=resume)
    except MISTAKES as error:  # An event has told it.
        raise typer.Exit(1) from error
