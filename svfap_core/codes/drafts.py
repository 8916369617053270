"""Drafts of codes: work that could not be written beside its video, safe in the user's data folder.

A draft belongs to one file of codes and is found by that file's path.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from svfap_core.atomic import output_errors, whole_file
from svfap_core.codes.coding import Coding
from svfap_core.settings import Frozen


class CodingDraft(Frozen):
    """Codes that are not in their file yet.

    `path` is that file, `follows` its digest when the codes were read from it; empty: there was
    none.
    """

    draft_version: Literal[1] = 1
    path: str
    follows: str = ""
    coding: Coding


class CodingDrafts:
    """The drafts of one user.

    Args:
        folder: Where they lie; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: Path) -> CodingDraft | None:
        """The draft of a file of codes; a damaged one is left alone."""
        try:
            return CodingDraft.model_validate_json(self._place(path).read_bytes())
        except (OSError, ValidationError):
            return None

    def write(self, path: Path, coding: Coding, follows: str) -> None:
        """Keep codes that belong into a file.

        Raises:
            OutputError: The folder cannot be written.
        """
        draft = CodingDraft(path=str(path.absolute()), follows=follows, coding=coding)
        with whole_file(self._place(path)) as part:
            part.write_text(draft.model_dump_json(indent=1) + "\n", encoding="utf-8")

    def remove(self, path: Path) -> None:
        """The codes are in their file.

        Raises:
            OutputError: The folder cannot be written.
        """
        place = self._place(path)
        if place.exists():
            with output_errors(place):
                place.unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        of = str(path.absolute()).encode("utf-8", "surrogateescape")
        return self._folder / f"{hashlib.blake2b(of, digest_size=16).hexdigest()}.codes-draft.json"
