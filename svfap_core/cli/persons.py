"""`svfap persons`: which persons of a result are probably one, and merging them.

Also `python -m svfap_core.cli.persons`. Reads arguments, prints, sets the exit code. What is
suggested is decided in `recognition.suggesting`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from svfap_core.cli.arguments import VersionOption
from svfap_core.errors import SvfapError
from svfap_core.recognition.embeddings import delete_embeddings
from svfap_core.recognition.factory import RecogniserName
from svfap_core.recognition.finding import merge_persons, suggest_persons
from svfap_core.recognition.suggesting import Suggestion, Suggestions
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result

EXIT_USAGE = 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def persons(
    result: Annotated[Path, typer.Argument(help="Any file of a finished result.")],
    *,
    merge: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,...|all",
            help="Merge the persons of these suggestions; all: of all that say probably.",
        ),
    ] = None,
    reject: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,...",
            help="Remember that the persons of these suggestions are not one.",
        ),
    ] = None,
    video: Annotated[
        Path | None,
        typer.Option(help="The video, unless it lies beside the result or a batch knows it."),
    ] = None,
    recogniser: Annotated[
        RecogniserName,
        typer.Option(help="Network that compares faces: dlib's, or that of an insightface pack."),
    ] = "builtin",
    accept_licence: Annotated[
        bool,
        typer.Option(
            "--accept-licence",
            help="Let insightface download its model pack: for non-commercial research only.",
        ),
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Delete the face embeddings of the result; do nothing else."),
    ] = False,
    version: VersionOption = False,
) -> None:
    """List persons of a result that are probably one; merge them where you say so.

    Looks at a few faces of each track in the video. Keeps their embeddings beside the result, in
    NAME.face-embeddings.parquet: personal data, deleted by --forget. Exit code: 0 done,
    2 unusable arguments.
    """
    del version
    try:
        if forget:
            was_there = delete_embeddings(read_result(result).base)
            print("Face embeddings deleted." if was_there else "There are no face embeddings.")
            return
        found = suggest_persons(
            result, video=video, recogniser=recogniser, accept_licence=accept_licence
        )
        chosen, refused = _chosen(merge, found), _chosen(reject, found)
        if both := set(chosen) & set(refused):
            number = found.suggestions.index(both.pop()) + 1
            raise typer.BadParameter(f"suggestion {number} is both to merge and to reject")
        before = read_result(result)
        print("\n".join(_listed(Population(before.recording, before.edits), found)))
        if chosen or refused:
            edits = merge_persons(result, chosen, refused)
            left = len(Population(before.recording, edits).visible)
            print(f"Merged: {len(chosen)}. Rejected: {len(refused)}. Persons now: {left}.")
    except SvfapError as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(EXIT_USAGE) from error


def _chosen(text: str | None, found: Suggestions) -> list[Suggestion]:
    if text is None:
        return []
    if text == "all":
        return list(found.probable)
    parts = [part.strip() for part in text.split(",")]
    count = len(found.suggestions)
    if not all(part.isdecimal() and 1 <= int(part) <= count for part in parts):
        raise typer.BadParameter(f"give numbers of suggestions from 1 to {count}, such as 1,3")
    return [found.suggestions[int(part) - 1] for part in parts]


def _listed(population: Population, found: Suggestions) -> list[str]:
    lines = [f"Persons: {len(population.visible)}."]
    for number, suggestion in enumerate(found.suggestions, 1):
        names = ", ".join(population.label(person) for person in suggestion.persons)
        lines.append(
            f"{number:4}  {suggestion.certainty} one person, distance {suggestion.distance:.2f}: "
            f"{names}"
        )
    if not found.suggestions:
        lines.append("No two of them are probably one person.")
    if found.unseen:
        names = ", ".join(population.label(person) for person in found.unseen)
        lines.append(f"Without a face that could be compared: {names}")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; ends the process."""
    app(arguments, prog_name="svfap persons")


if __name__ == "__main__":
    main()
