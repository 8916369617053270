"""The codes of one coder on one video while they are made: steps, undo, and whether they are safe.

What is heavy can go to another thread and come back: `Save`. See `results.document` for edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.coding import Coding
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.errors import SvfapError


class Outcome(NamedTuple):
    """How a save ended; `error` says why the codes are not in their file."""

    save: Save
    digest: str
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Save:
    """Codes to be written. Saves of one document run one after another, in any thread."""

    path: Path
    coding: Coding
    digest: str

    def run(self) -> Outcome:
        """Write the file; what somebody else has put there meanwhile is kept beside it."""
        try:
            return Outcome(self, write_coding(self.path, self.coding, seen=self.digest), None)
        except (SvfapError, OSError) as error:
            return Outcome(self, self.digest, error)


class _Step(NamedTuple):
    text: str
    coding: Coding
    """Before a step that was done, after one that was undone."""


class CodingDocument:
    """The codes of one coder on one video.

    Args:
        path: Their file, which need not be there yet; see `coding_path`.
        coding: What it holds, or what to begin with.
        digest: Of the file as it was read; empty if there is none.
    """

    def __init__(self, path: Path, coding: Coding, digest: str = "") -> None:
        self.path = path
        self.error: Exception | None = None
        """Why the codes are not in their file."""
        self._coding = coding
        self._digest = digest
        self._saved = coding if digest else coding.with_codes(())
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @classmethod
    def opened(cls, path: Path, otherwise: Coding) -> CodingDocument:
        """The document of a file, or a new one where there is none.

        Raises:
            SvfapError: The file is damaged or of a later version.
        """
        if not path.exists():
            return cls(path, otherwise)
        saved = read_coding(path)
        return cls(path, saved.coding, saved.digest)

    @property
    def coding(self) -> Coding:
        """The codes as they are now."""
        return self._coding

    def change(self, text: str, coding: Coding) -> bool:
        """A step of the coder, named for the menu; false if it changes nothing."""
        if coding == self._coding:
            return False
        self._done.append(_Step(text, self._coding))
        self._undone.clear()
        self._coding = coding
        return True

    @property
    def undo_text(self) -> str | None:
        """The step that can be undone."""
        return self._done[-1].text if self._done else None

    @property
    def redo_text(self) -> str | None:
        """The step that can be done again."""
        return self._undone[-1].text if self._undone else None

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(_Step(step.text, self._coding))
            self._coding = step.coding

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(_Step(step.text, self._coding))
            self._coding = step.coding

    @property
    def unsaved(self) -> bool:
        """Whether any work would be lost if the computer failed now."""
        return self._coding != self._saved

    def save(self) -> Save | None:
        """What is to be written now; nothing if all is in the file."""
        return Save(self.path, self._coding, self._digest) if self.unsaved else None

    def saved(self, outcome: Outcome) -> None:
        """A save has ended."""
        self.error = outcome.error
        self._digest = outcome.digest
        if outcome.error is None:
            self._saved = outcome.save.coding
