"""The list of a batch from one start of the app to the next, and what is done of it.

Reads and writes files, in threads of whoever asks; knows no Qt and no table.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from svfap_core.atomic import whole_file
from svfap_core.errors import OutputError
from svfap_gui.batch.results import outcome
from svfap_gui.batch.updates import Found, Remembered, RowState, Update

log = logging.getLogger(__name__)


def write_list(path: Path, files: Sequence[Found]) -> None:
    """Keep a list, in place of the one that was kept before.

    Raises:
        OutputError: The file cannot be written.
    """
    with whole_file(path) as part:
        rows = [[str(file.path), file.output] for file in files]
        part.write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")


def read_list(path: Path) -> tuple[Found, ...]:
    """The list that was kept; none where there is none, or one that is damaged."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Found(Path(file), str(output)) for file, output in rows)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError) as error:
        log.warning("the list of the batch cannot be read: %s", error)
        return ()


def look_for(files: Sequence[Found], out: Path, tell: Callable[[Update], None]) -> Generator[Found]:
    """Report of each file whether it is there, and whether its results are, by the ledger.

    Args:
        files: The list.
        out: Where results go.
        tell: Called with a `Remembered` for each file that does not simply wait.

    Yields:
        Those that are there.
    """
    results = _results(out)
    for file in files:
        if not file.path.exists():
            tell(Remembered(file.output, None))
            continue
        if found := results.get(file.output):
            tell(Remembered(file.output, outcome(file.output, RowState.SKIPPED, found)))
        yield file


def _results(out: Path) -> dict[str, list[Path]]:
    """The results of finished files that lie there, by the names of the files."""
    from svfap_core.batch.ledger import Ledger, has_ledger  # noqa: PLC0415  # loads psutil

    if not has_ledger(out):  # To look is no reason to make one.
        return {}
    try:
        made = Ledger(out).made("")
    except OutputError as error:
        log.warning("what the batch has done is not known: %s", error)
        return {}
    found: dict[str, list[Path]] = defaultdict(list)
    for name in made:
        if (out / name).exists():
            for output in _may_be_of(name):
                found[output].append(out / name)
    return found


def _may_be_of(name: str) -> list[str]:
    """What a result may be of: `a.mp4.tracks.parquet` is of `a.mp4.tracks` or of `a.mp4`."""
    folder, slash, last = name.rpartition("/")
    parts = last.split(".")
    return [folder + slash + ".".join(parts[:end]) for end in range(1, len(parts))]
