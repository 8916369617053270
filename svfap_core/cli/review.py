"""`svfap review`: the doubtful stretches of a video with hidden faces, and what was found there.

Also `python -m svfap_core.cli.review`. Reads arguments, prints, sets the exit code. What follows
from a review is decided in `anonymise.report`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from svfap_core.anonymise.report import (
    Decision,
    HidingReport,
    base_of_report,
    explained,
    read_report,
    settle,
    video_paths,
)
from svfap_core.cli.arguments import VersionOption
from svfap_core.errors import SvfapError

EXIT_OPEN = 1
EXIT_USAGE = 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def review(
    report: Annotated[
        Path, typer.Argument(help="The report beside the video: NAME.hidden-faces.json.")
    ],
    *,
    hidden: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,...|all", help="Stretches in which you looked and found all faces hidden."
        ),
    ] = None,
    exposed: Annotated[
        str | None,
        typer.Option(metavar="N,N,...|all", help="Stretches in which you found a face that shows."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who looked; kept in the report.")] = "",
    note: Annotated[str, typer.Option(help="Anything to remember of this review.")] = "",
    version: VersionOption = False,
) -> None:
    """List doubtful stretches of a video with hidden faces, and record what you found there.

    Once all stretches are found hidden, the videos are renamed to NAME.anonymised.mp4. Exit code:
    0 anonymised, 1 something is left to review or shows a face, 2 unusable arguments.
    """
    del version
    try:
        found = read_report(report)
        given: tuple[tuple[str | None, Decision], ...] = ((hidden, "hidden"), (exposed, "exposed"))
        for numbers, decision in given:
            if numbers is not None:
                found = found.reviewed(_numbers(numbers, found), decision, by=by, note=note)
        if hidden is not None or exposed is not None:
            settle(report, found)
    except SvfapError as error:
        print(f"error: {error}", file=sys.stderr)
        raise typer.Exit(EXIT_USAGE) from error
    print("\n".join(_told(report, found)))
    if not found.is_anonymised:
        raise typer.Exit(EXIT_OPEN)


def _numbers(text: str, report: HidingReport) -> list[int]:
    if text == "all":
        return list(range(1, len(report.stretches) + 1))
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise typer.BadParameter("give numbers of stretches, such as 1,3, or all")
    return [int(part) for part in parts]


def _told(path: Path, report: HidingReport) -> list[str]:
    lines = [str(video) for video in video_paths(base_of_report(path), report)]
    for number, stretch in enumerate(report.stretches, 1):
        shown = (max(t_s - report.begins_s, 0.0) for t_s in (stretch.start_s, stretch.end_s))
        last = stretch.reviews[-1] if stretch.reviews else None
        state = f"{last.decision}, says {last.by}" if last else "not reviewed"
        lines.append(f"{number:4}  {_clock(next(shown))} to {_clock(next(shown))}  {state}")
        lines += [f"      {sentence}" for sentence in explained(stretch)]
        lines += [f"      {last.note}"] if last and last.note else []
    left = sum(not stretch.is_cleared for stretch in report.stretches)
    lines.append(f"Stretches left to review: {left} of {len(report.stretches)}.")
    return lines


def _clock(t_s: float) -> str:
    """Minutes and seconds; two decimals, as a stretch may last a few frames."""
    hundredths = round(t_s * 100)
    return f"{hundredths // 6000:02}:{hundredths % 6000 / 100:05.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point; ends the process."""
    app(arguments, prog_name="svfap review")


if __name__ == "__main__":
    main()
