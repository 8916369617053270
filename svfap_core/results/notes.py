"""What a sidecar says of its own result, apart from what all of them say. Opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svfap_core.messages import Message, unpacked

STANDING_NOTES = ("timestamp_s ", "Valence, arousal and dominance are derived")
"""Beginnings of notes that explain columns: they say nothing of this video or run."""

_BREAKS_OFF = (": it is truncated.", "): it is damaged.")
"""Ends of notes about a video that ends before it should."""


def remarks(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The notes that a user should see, such as that a video ends early.

    Args:
        facts: A sidecar, or nothing.
    """
    notes = facts.get("notes")
    if not isinstance(notes, list):
        return ()
    seen = (str(note) for note in notes if not str(note).startswith(STANDING_NOTES))
    return tuple(unpacked(note, facts.get("messages")) for note in seen)


def breaks_off(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The notes that say that a video could not be read to its end.

    Args:
        facts: A sidecar, or nothing.
    """
    return tuple(note for note in remarks(facts) if note.endswith(_BREAKS_OFF))


def not_made(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each file that could not be made beside the tables.

    Args:
        facts: A sidecar, or nothing.
    """
    failed = facts.get("failed")
    if not isinstance(failed, list):
        return ()
    known = facts.get("messages")
    return tuple(
        Message("%1 could not be made: %2", item["file"], unpacked(item["reason"], known))
        for item in failed
    )
