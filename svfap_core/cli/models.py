"""`svfap-models`: look at, import, remove and check models.

Reads arguments, prints, sets the exit code (0 done, 1 failed, 2 unusable arguments). The work is
`inference`'s.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from svfap_core.cli.arguments import VersionOption
from svfap_core.errors import ModelError, SvfapError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.checkpoint import load_model
from svfap_core.inference.importing import ModelToImport, is_own, read_own, read_published, renamed
from svfap_core.inference.model_folder import read_card
from svfap_core.inference.store import (
    DEFAULT_MODEL,
    StoredModel,
    add_model,
    find_model,
    list_models,
    remove_model,
)

EXIT_FAILED = 1


class DatasetChoice(StrEnum):
    """What a published model was fine-tuned on."""

    DFEW = "dfew"
    FERV39K = "ferv39k"
    MAFW = "mafw"


app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Look at, import, remove and check models. Nothing is downloaded.",
)


@app.callback()
def _models(*, version: VersionOption = False) -> None:
    del version


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@app.command("list")
def list_command(*, as_json: JsonOption = False) -> None:
    """Show the models there are."""
    models = list_models()
    if as_json:
        _print_json([_as_json(model) for model in models])
        return
    if not models:
        _out().print(
            "There are no models. Import one with `svfap-models import FILE`, or train one."
        )
        return
    table = Table("name", "scores", "size", "figures", "kept", box=None, pad_edge=False)
    for model in models:
        kept = "built in" if model.bundled else "yours"
        if model.card is None:
            table.add_row(
                escape(model.name), f"[red]unusable: {escape(model.problem)}", "", "", kept
            )
        else:
            card = model.card
            name = f"{card.name} (default)" if model.name == DEFAULT_MODEL else model.name
            table.add_row(escape(name), escape(card.task), card.size, _figures(card), kept)
    _out().print(table)


_HEADLINES = ("WAR", "UAR", "CCC", "ACC")
"""Names of the figures by which models are compared at a glance."""


@app.command()
def info(
    model: Annotated[str, typer.Argument(help="Name or folder of a model.")] = DEFAULT_MODEL,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show everything known of a model."""
    folder = find_model(model)
    card = read_card(folder)
    if as_json:
        _print_json({"folder": str(folder), **card.model_dump(mode="json")})
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for label, value in _rows(folder, card):
        if value:
            table.add_row(f"[bold]{label}", escape(value))
    _out().print(table)


@app.command("import")
def import_command(
    file: Annotated[
        Path,
        typer.Argument(help="A published .pth file, or a model folder or file of this program."),
    ],
    dataset: Annotated[
        DatasetChoice | None,
        typer.Option(help="What a published .pth file was fine-tuned on."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name to keep it under.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write the model to instead of your models.")
    ] = None,
) -> None:
    """Check a model and keep it. Nothing that may be in the file is run."""
    if not file.exists():
        raise typer.BadParameter(f"{file} does not exist", param_hint="FILE")
    found = _read(file, dataset)
    for warning in found.warnings:
        _err().print(f"[yellow]warning:[/] {escape(warning)}")
    for note in found.notes:
        _err().print(f"note: {escape(note)}")
    folder = add_model(found.model, _renamed(found.card, name), folder=out)
    _out().print(f"{escape(found.card.title)} is now at {escape(str(folder))}", soft_wrap=True)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Name of one of your models.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete one of your models."""
    if not yes:
        typer.confirm(f"Delete the model {name} for good?", abort=True)
    folder = remove_model(name)
    _out().print(f"deleted {escape(str(folder))}", soft_wrap=True)


@app.command()
def verify(
    model: Annotated[
        str | None, typer.Argument(help="Name or folder of a model; all when left out.")
    ] = None,
) -> None:
    """Check that models are whole: sha256 of the weights, every name and shape."""
    folders = [find_model(model)] if model else [stored.folder for stored in list_models()]
    failed = 0
    for folder in folders:
        try:
            card = load_model(folder).card
        except ModelError as error:
            failed += 1
            _print_error(error)
        else:
            _out().print(f"{escape(card.name)} is sound, sha256 {card.sha256}", soft_wrap=True)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def main() -> None:
    """Run the command; what a user can do something about ends in words, not in a traceback."""
    try:
        app()
    except SvfapError as error:
        _print_error(error)
        sys.exit(EXIT_FAILED)


def _read(file: Path, dataset: DatasetChoice | None) -> ModelToImport:
    if is_own(file):
        if dataset is not None:
            raise typer.BadParameter("only for published .pth files", param_hint="--dataset")
        return read_own(file)
    if dataset is None:
        raise typer.BadParameter(
            "needed for a published file: dfew, ferv39k or mafw", param_hint="--dataset"
        )
    return read_published(file, dataset.value)


def _renamed(card: ModelCard, name: str | None) -> ModelCard:
    try:
        return card if name is None else renamed(card, name)
    except ModelError as error:
        raise typer.BadParameter(str(error), param_hint="--name") from error


def _rows(folder: Path, card: ModelCard) -> list[tuple[str, str]]:
    spec, origin = card.input, card.provenance
    return [
        ("name", card.name),
        ("title", card.title),
        ("scores", card.task),
        ("emotions", ", ".join(card.emotion_names)),
        *((name, ", ".join(labels)) for name, labels in card.named_classes.items()),
        ("dimensions", ", ".join(card.dimension_names)),
        ("actions", ", ".join(card.action_names)),
        ("sees", f"{spec.frames} frames over {spec.span_s:g} s, {spec.size_px} px, {spec.colour}"),
        ("network", f"{card.size} (width {card.encoder.embed_dim}, blocks {card.encoder.depths})"),
        *(("figure", _figure(card, index)) for index in range(len(card.metrics))),
        ("trained on", ", ".join(origin.trained_on)),
        ("started from", origin.initialised_from),
        ("trained at", origin.trained_at),
        ("software", ", ".join(f"{k} {v}" for k, v in origin.software.items())),
        ("meant for", origin.intended_use),
        *(("limit", limit) for limit in origin.limits),
        *(("note", note) for note in origin.notes),
        ("licence", card.licence),
        ("sha256", card.sha256),
        ("made", card.created.isoformat(timespec="seconds")),
        ("folder", str(folder)),
    ]


def _figure(card: ModelCard, index: int) -> str:
    metric = card.metrics[index]
    count = f", n = {metric.n}" if metric.n else ""
    return (
        f"{metric.name} {metric.value:g} on {metric.data_set}, {metric.split}{count} "
        f"({metric.protocol})"
    )


def _figures(card: ModelCard) -> str:
    """The first figures of the card, one of each kind; `info` shows all."""
    shown: dict[str, str] = {}
    for metric in card.metrics:
        if metric.name in _HEADLINES:
            text = f"{metric.data_set} {metric.name} {metric.value:.3g}"
            shown.setdefault(f"{metric.data_set} {metric.name}", text)
    return ", ".join(shown.values())


def _as_json(model: StoredModel) -> dict[str, Any]:
    return {
        "name": model.name,
        "folder": str(model.folder),
        "bundled": model.bundled,
        "problem": model.problem,
        "card": model.card.model_dump(mode="json") if model.card else None,
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def _print_error(error: SvfapError) -> None:
    _err().print(f"[red]error:[/] {escape(str(error))}", soft_wrap=True)


def _out() -> Console:
    return Console(highlight=False)


def _err() -> Console:
    return Console(stderr=True, highlight=False)


if __name__ == "__main__":
    main()
