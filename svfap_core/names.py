"""File names: as text that can be shown anywhere, and endings of results. Knows no files."""

from __future__ import annotations

import re

CURVES_ENDING = ".curves.png"
OVERLAY_ENDING = ".overlay.mp4"
ANONYMISED_ENDING = ".anonymised.mp4"
FACES_HIDDEN_ENDING = ".faces-hidden.mp4"
"""Copies of a video with its faces hidden: reviewed where that was in doubt, and not reviewed."""
FACES_ENDING = ".faces"
FACES_INDEX = "faces.parquet"
"""Results that look like inputs: a folder that is searched may hold those of an earlier run."""

CARD_FILE = "card.json"
"""What a model's folder holds beside its weights."""

_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FIRST_BYTE = 0xDC00
"""Python holds a byte of a name that is no UTF-8 as a surrogate from here on (PEP 383)."""


def plain(name: str) -> str:
    """A name, or a text with names in it, whatever is no text written as in an address: %FF.

    That is bytes that are no UTF-8, which no text file, table or database takes, and control
    characters, which a terminal would obey. Line ends and tabs stay.
    """
    return _NO_TEXT.sub(_escaped, name)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"%{code - _FIRST_BYTE if code >= _FIRST_BYTE else code:02X}"
