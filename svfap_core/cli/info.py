"""`svfap info`: what a result is of, or how two differ, in plain words.

Also `python -m svfap_core.cli.info`. Reads arguments, prints, sets the exit code. The words are
`results.about`'s.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from svfap_core.cli.arguments import VersionOption
from svfap_core.errors import SvfapError
from svfap_core.results.about import Described, about, differences
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result

EXIT_FAILED = 1

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def info(
    result: Annotated[
        Path,
        typer.Argument(help="Any file of a result, or the folder of a live recording."),
    ],
    other: Annotated[Path | None, typer.Argument(help="Another result: say what differs.")] = None,
    *,
    version: VersionOption = False,
) -> None:
    """Say what was analysed, by which method, and what was left out; of two, what differs.

    Exit code: 0 done, 1 a result cannot be read, 2 unusable arguments.
    """
    del version
    try:
        first = _told(result)
        lines = about(first) if other is None else differences(first, _told(other))
    except SvfapError as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(EXIT_FAILED) from error
    print("\n".join(lines))


def _told(path: Path) -> Described:
    found = read_result(path)
    population = Population(found.recording, found.edits)
    return Described(str(path), population, found.sidecar, found.notes)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; ends the process."""
    app(arguments, prog_name="svfap info")


if __name__ == "__main__":
    main()
