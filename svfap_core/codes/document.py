"""The codes of one coder on one video while they are made: steps, undo, and whether they are safe.

A save writes a draft in the user's data folder first, then the file, and then removes the draft.
What is heavy can go to another thread and come back: `Save`. See `results.document` for edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from svfap_core.codes.coding import Coding
from svfap_core.codes.coding_file import read_coding, write_coding
from svfap_core.codes.drafts import CodingDrafts
from svfap_core.errors import SvfapError
from svfap_core.results.document import Kept
from svfap_core.results.edits_file import SourceId


class Outcome(NamedTuple):
    """How a save ended; `error` says why the codes are not in their file."""

    save: Save
    kept: Kept
    digest: str
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Save:
    """Codes to be written. Saves of one document run one after another, in any thread."""

    path: Path
    coding: Coding
    digest: str
    drafts: CodingDrafts | None

    def run(self) -> Outcome:
        """Write the draft, which is quick and near, then the file.

        What somebody else has put into the file meanwhile is kept beside it.
        """
        kept = self._draft()
        try:
            digest = write_coding(self.path, self.coding, seen=self.digest)
        except (SvfapError, OSError) as error:
            return Outcome(self, kept, self.digest, error)
        try:
            if self.drafts is not None:
                self.drafts.remove(self.path)
        except (SvfapError, OSError) as error:
            # Else the draft would come back over what is coded later.
            return Outcome(self, Kept.RESULT, digest, error)
        return Outcome(self, Kept.RESULT, digest, None)

    def _draft(self) -> Kept:
        try:
            if self.drafts is None:
                return Kept.NOWHERE
            self.drafts.write(self.path, self.coding, self.digest)
        except (SvfapError, OSError):
            return Kept.NOWHERE
        return Kept.DRAFT


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
        drafts: Where codes are kept that cannot be written; nowhere if not given.
        drafted: Whether these codes come from a draft and are still to be written.
    """

    def __init__(
        self,
        path: Path,
        coding: Coding,
        digest: str = "",
        *,
        drafts: CodingDrafts | None = None,
        drafted: bool = False,
    ) -> None:
        self.path = path
        self.error: Exception | None = None
        """Why the codes are not in their file."""
        self._coding = coding
        self._digest = digest
        self._drafts = drafts
        self._in_file: Coding | None = None if drafted else coding
        self._safe = coding
        self._kept = Kept.DRAFT if drafted else Kept.RESULT
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @classmethod
    def opened(
        cls, path: Path, otherwise: Coding, drafts: CodingDrafts | None = None
    ) -> CodingDocument:
        """The document of a file, or a new one where there is none.

        A draft goes before the file: it holds what could not be written there.

        Raises:
            SvfapError: The file is damaged or of a later version.
        """
        if drafts is not None and (draft := drafts.find(path)) is not None:
            return cls(path, draft.coding, draft.follows, drafts=drafts, drafted=True)
        if not path.exists():
            return cls(path, otherwise, drafts=drafts)
        saved = read_coding(path)
        return cls(path, saved.coding, saved.digest, drafts=drafts)

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
            self._coding = self._of_same_video(step.coding)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(_Step(step.text, self._coding))
            self._coding = self._of_same_video(step.coding)

    def identify(self, source: SourceId) -> None:
        """Which video it is by its content, which the next save notes down; no step."""
        self._coding = self._coding.changed(source=source)

    def _of_same_video(self, coding: Coding) -> Coding:
        """A coding of an earlier or later step, which may not have known the video yet."""
        source = self._coding.source
        return coding if coding.source == source else coding.changed(source=source)

    @property
    def unsaved(self) -> bool:
        """Whether any work would be lost if the computer failed now."""
        return self._coding != self._safe

    @property
    def kept(self) -> Kept:
        """Where the codes lie; `NOWHERE` while any of them is lost on failure."""
        return Kept.NOWHERE if self.unsaved else self._kept

    @property
    def due(self) -> bool:
        """Whether something is to be written: not yet, or not where it should be."""
        return self._coding != self._in_file

    def save(self) -> Save | None:
        """What is to be written now; nothing if all is in the file."""
        return Save(self.path, self._coding, self._digest, self._drafts) if self.due else None

    def saved(self, outcome: Outcome) -> None:
        """A save has ended."""
        self.error = outcome.error
        self._digest = outcome.digest
        if outcome.kept is Kept.NOWHERE:
            return
        self._safe, self._kept = outcome.save.coding, outcome.kept
        if outcome.error is None:
            self._in_file = outcome.save.coding
