"""What the commands share: options, how mistakes are shown, how settings are read."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from svfap_core.errors import SvfapError
from trainer.config import FinetuneConfig, PretrainConfig
from trainer.events import Evaluated, Failed
from trainer.recipes import preset_of_kind
from trainer.settings import read_settings

if TYPE_CHECKING:
    from trainer.metrics import Evaluation
    from trainer.progress import Listener

Config = TypeVar("Config", PretrainConfig, FinetuneConfig)

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


def settings_of(
    source: str, kind: type[Config], given: Mapping[str, object], settings: list[str] | None
) -> Config:
    """The config of a command: a file or preset, changed by options and by `--set`.

    Raises:
        typer.BadParameter: It is a config for another command, or wrong.
    """
    asked = {name: value for name, value in given.items() if value}
    default: Any = kind.model_fields["kind"].get_default()
    chosen = read_settings(preset_of_kind(source, default), settings or [], asked)
    if not isinstance(chosen, kind):
        raise typer.BadParameter(f"{source} is a config for svfap-train {chosen.kind}")
    return chosen


def evaluated(found: Evaluation, folder: Path) -> Evaluated:
    """The figures of an evaluation as an event."""
    return Evaluated(
        folder=str(folder),
        data_set=found.data_set,
        split=found.split,
        protocol=found.protocol,
        metrics={metric.name: metric.value for metric in found.metrics()},
    )
