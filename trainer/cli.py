"""`svfap-train`: the trainer on the command line. Everything it does lives in other modules.

Those that need torch are imported by the command that uses them, so that --help comes at once.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
import yaml
from pydantic import ValidationError

from svfap_core.errors import SvfapError
from trainer.config import ClassifierConfig
from trainer.data.fer2013 import Split
from trainer.events import Ended, Epoch, Event, Failed, Started, Step, to_line

if TYPE_CHECKING:
    from trainer.evaluate import Evaluation

PRESETS = Path(__file__).parent / "presets"

app = typer.Typer(no_args_is_help=True, add_completion=False)

RunFolder = Annotated[Path, typer.Option("--out", help="Folder of the run.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="name=value, overrides the config; repeatable.")
]


@app.callback()
def _train() -> None:
    """Train, evaluate and export SVFAP models."""


@app.command()
def finetune(
    config: Annotated[str, typer.Argument(help="A YAML file, or the name of a preset.")],
    out: RunFolder,
    settings: Settings = None,
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Events as JSON lines.")] = False,
) -> None:
    """Train a classifier as a config says; Ctrl-C stops it so that --resume can go on."""
    from trainer.runs import fit  # noqa: PLC0415

    chosen = read_settings(config, settings or [])
    show = _show_json if json else _show
    try:
        fit(chosen, out, listener=show, resume=resume)
    except (SvfapError, FloatingPointError) as error:
        show(Failed(error=str(error)))
        raise typer.Exit(1) from error


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Folder of a finished run.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the model to be made.")],
    name: Annotated[str, typer.Option("--name", help="Name of the model.")],
) -> None:
    """Make a model of a run: weights and card, calibrated on the public test split."""
    from trainer.export import export_run  # noqa: PLC0415

    with _errors_shown():
        _print_evaluation(export_run(run, out, name))


@app.command()
def evaluate(
    model: Annotated[Path, typer.Argument(help="Folder of a model.")],
    data: Annotated[Path, typer.Argument(help="FER2013 as Parquet.")],
    split: Annotated[Split, typer.Option("--split", help="The part to score.")],
    *,
    record: Annotated[
        bool, typer.Option("--record", help="Write the figures into the model's card.")
    ] = False,
) -> None:
    """Score a model on FER2013; look at private_test once, after everything is chosen."""
    from trainer.export import evaluate_model  # noqa: PLC0415

    with _errors_shown():
        _print_evaluation(evaluate_model(model, data, split, keep=record))


@app.command()
def template(
    data: Annotated[Path, typer.Argument(help="FER2013 as Parquet.")],
    pictures: Annotated[int, typer.Option(min=1, help="How many to measure.")] = 2000,
) -> None:
    """Find where the five points of a face lie in the pictures, for the card's crop template."""
    from svfap_core.tracking.centerface import CenterFace  # noqa: PLC0415
    from trainer.data.fer2013 import read_fer2013  # noqa: PLC0415
    from trainer.template import measure_template  # noqa: PLC0415

    with _errors_shown():
        stills = read_fer2013(data, "train").pictures
        chosen = stills[:: max(1, len(stills) // pictures)]
        found = measure_template(chosen, CenterFace(longer_side_px=320, min_score=0.5))
    for name, (x, y) in zip(("eye", "eye", "nose", "mouth", "mouth"), found.points, strict=True):
        print(f"{name:6} {x:.3f} {y:.3f}")
    print(
        f"{found.found} faces in {found.asked} pictures; spread of single faces: "
        f"shift {found.spread_shift[0]:.3f} {found.spread_shift[1]:.3f}, "
        f"scale {found.spread_scale:.3f}, rotation {found.spread_rotation_deg:.1f} degrees"
    )


@contextmanager
def _errors_shown() -> Generator[None]:
    """Mistakes of the user as one line and exit code 1."""
    try:
        yield
    except (SvfapError, ValueError) as error:
        typer.echo(f"failed: {error}", err=True)
        raise typer.Exit(1) from error


def _print_evaluation(found: Evaluation) -> None:
    print(f"{found.data_set} {found.split}, {found.n} stills")
    print(f"  WAR {found.war:.4f}  UAR {found.uar:.4f}")
    for name, recall in found.recall.items():
        print(f"  recall {name:9} {recall:.3f}")
    print(f"  ECE {found.ece:.4f} (at temperature 1: {found.ece_uncalibrated:.4f})")


def read_settings(source: str, overrides: list[str]) -> ClassifierConfig:
    """A preset or YAML file with `name=value` (YAML values, dots for nested names) on top.

    Raises:
        typer.BadParameter: No such file, or a field that is unknown or wrong.
    """
    preset = PRESETS / f"{source}.yaml"
    path = preset if preset.exists() else Path(source)
    try:
        values: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for override in overrides:
            _override(values, override)
        return ClassifierConfig.model_validate(values)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise typer.BadParameter(f"{source}: {error}") from error


def _override(values: dict[str, Any], override: str) -> None:
    name, _, text = override.partition("=")
    *parents, field = name.split(".")
    for parent in parents:
        inner: Any = values.setdefault(parent, {})
        if not isinstance(inner, dict):
            raise typer.BadParameter(f"{override}: {parent} is a value, not a group of settings")
        values = cast("dict[str, Any]", inner)
    values[field] = yaml.safe_load(text)


def _show_json(event: Event) -> None:
    print(to_line(event), flush=True)


def _show(event: Event) -> None:
    match event:
        case Started():
            print(f"{event.run}: step {event.step} of {event.total_steps}")
        case Step():
            print(
                f"step {event.step}  loss {event.loss:.3f}  lr {event.lr:.1e}  "
                f"{event.samples_per_s:.0f} samples/s",
                flush=True,
            )
        case Epoch():
            figures = "  ".join(f"{name} {value:.4f}" for name, value in event.metrics.items())
            print(f"epoch {event.epoch + 1}: {figures}", flush=True)
        case Ended():
            word = "complete" if event.completed else "stopped"
            print(f"{word} after {event.seconds / 60:.1f} min")
        case Failed():
            typer.echo(f"failed: {event.error}", err=True)
        case _:
            pass


def main() -> None:
    """Entry point of `svfap-train`."""
    app()
