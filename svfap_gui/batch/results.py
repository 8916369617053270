"""What became of a file, by the result beside which its sidecar lies. Knows no list and no Qt."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from svfap_core.messages import joined
from svfap_core.results.notes import breaks_off, not_made, remarks
from svfap_gui.batch.updates import Ended, RowState

log = logging.getLogger(__name__)

_WHOLE = frozenset({RowState.DONE, RowState.SKIPPED})


def outcome(
    output: str,
    state: RowState,
    files: Sequence[Path],
    *,
    reason: str = "",
    elapsed_s: float = 0.0,
) -> Ended:
    """How a file stands.

    What is there, but lacks the end of its video or a file beside its tables, is incomplete.

    Args:
        output: The file's name in the list.
        state: How it went with it.
        files: Its results.
        reason: Why, if that is known.
        elapsed_s: Time at work on it.
    """
    facts = _facts(files)
    notes = remarks(facts)
    if state in _WHOLE and (lacks := (*not_made(facts), *breaks_off(facts))):
        state, reason = RowState.INCOMPLETE, joined(lacks, " ")
        notes = tuple(note for note in notes if note not in lacks)
    return Ended(
        output=output,
        state=state,
        reason=reason,
        elapsed_s=elapsed_s,
        files=tuple(files),
        faces=facts.get("counts", {}).get("tracks"),
        notes=notes,
    )


def _facts(files: Sequence[Path]) -> dict[str, Any]:
    """The sidecar of a result; nothing if there is none that can be read."""
    sidecar = next((path for path in files if path.suffix == ".json"), None)
    if sidecar is None:
        return {}
    try:
        return dict(json.loads(sidecar.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        log.warning("%s cannot be read: %s", sidecar, error)
        return {}
