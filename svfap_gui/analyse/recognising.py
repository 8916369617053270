"""Finds persons of the open result that are probably one, when asked; nothing is merged unasked.

Runs the networks in a thread. What is suggested is decided in `svfap_core.recognition`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot

from svfap_core.errors import OutputError
from svfap_core.results.edits import Edits
from svfap_core.results.facts import decoding_of
from svfap_core.results.files import EMBEDDINGS_ENDING, with_ending
from svfap_gui.analyse.find_persons_dialog import FindPersonsDialog
from svfap_gui.analyse.person_list import PersonEntry
from svfap_gui.analyse.phase import AnalysePhase
from svfap_gui.analyse.suggestions_dialog import SuggestionsDialog
from svfap_gui.parts.notice import notice_of
from svfap_gui.work.state import AppState
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # These load pyarrow and OpenVINO.
    from svfap_core.recognition.base import Limits
    from svfap_core.recognition.embeddings import FaceEmbeddings
    from svfap_core.recognition.factory import RecogniserName
    from svfap_core.recognition.suggesting import Suggestion, Suggestions
    from svfap_core.results.people import Population
    from svfap_core.results.recording import Recording
    from svfap_gui.analyse.view import AnalyseView


class Found(NamedTuple):
    """Embeddings of a recording, what their distances mean, and why they were not kept, if so."""

    recording: Recording
    embeddings: FaceEmbeddings
    limits: Limits
    not_kept: Exception | None


class Recognising(QObject):
    """Of one view.

    Args:
        view: Whose persons they are.
        state: Takes toasts.
    """

    def __init__(self, view: AnalyseView, state: AppState) -> None:
        super().__init__(view)
        self._view = view
        self._state = state
        self._tasks = Tasks(
            "svfap-recognition",
            view.document.told.emit,
            self,
            activities=view.exporting.activities,
        )
        self._kept = False
        self._dialog: SuggestionsDialog | None = None
        view.document.document_changed.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether faces are being compared."""
        return self._tasks.busy

    @property
    def can_start(self) -> bool:
        """Whether there are persons to compare."""
        document = self._view.document
        population = document.population
        is_done = document.phase is AnalysePhase.DONE and document.base is not None
        return is_done and not self.busy and population is not None and len(population.persons) > 1

    @property
    def can_delete(self) -> bool:
        """Whether face embeddings lie beside the open result."""
        return self._kept and not self.busy

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, as `Tasks.close`."""
        self._tasks.close(deadline_s)

    # -- finding ---------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Say what it does and ask, unless that was done for this result; then compare faces."""
        path = self._path()
        if path is None:
            return
        if path.exists():
            self._run(None, accept_licence=False)
            return
        from svfap_core.recognition.insightface_arcface import (  # noqa: PLC0415  # loads onnx
            installed_recogniser,
        )

        dialog = FindPersonsDialog(
            path.name,
            lambda name, accepts: self._run(name, accept_licence=accepts),
            self._view,
            has_pack=installed_recogniser() is not None,
        )
        dialog.open()

    def _run(self, name: RecogniserName | None, *, accept_licence: bool) -> None:
        """Compare faces in a thread, by this network or the one that the kept file is of."""
        document = self._view.document
        base, recording, video = document.base, document.recording, document.video
        if base is None or recording is None:
            return
        decoding, edits = decoding_of(document.facts), document.edits

        def find(task: Task[object]) -> Found | None:
            from svfap_core.recognition.finding import (  # noqa: PLC0415  # loads OpenVINO
                create_recogniser,
                find_embeddings,
                network_of,
            )
            from svfap_core.results.people import Population  # noqa: PLC0415  # loads pyarrow

            network = create_recogniser(name or network_of(base), accept_licence=accept_licence)
            found = find_embeddings(
                base,
                recording,
                video,
                network,
                decoding=decoding,
                progress=task.progress,
                should_stop=task.stopped,
            )
            if found is None:
                return None
            # The first time loads scipy: here, not in the window's thread.
            _suggest(Population(recording, edits), found.embeddings, network.limits)
            return Found(recording, found.embeddings, network.limits, found.not_kept)

        self._tasks.run(
            find,
            self._on_found,
            title=self.tr("Comparing faces of %1").replace("%1", document.title),
        )
        self._view.commands.refresh()

    def _on_found(self, found: Found | None) -> None:
        self._look()
        self._view.commands.refresh()
        if found is None or found.recording is not self._view.document.recording:
            return
        if found.not_kept is not None:
            self._view.document.told.emit(notice_of(found.not_kept))
        if self._dialog is not None:
            self._dialog.close()
        dialog = SuggestionsDialog(OpenSuggestions(self._view, found), self._view)
        self._dialog = dialog
        history, thumbnails = self._view.document.history, self._view.thumbnails
        history.changed.connect(dialog.refresh)
        thumbnails.changed.connect(dialog.refresh)
        dialog.finished.connect(lambda: self._on_closed(dialog))
        dialog.show()

    def _on_closed(self, dialog: SuggestionsDialog) -> None:
        if self._dialog is dialog:
            self._dialog = None

    # -- the kept file ---------------------------------------------------------------------------

    @Slot()
    def delete(self) -> None:
        """Delete the face embeddings of the open result."""
        from svfap_core.recognition.embeddings import (  # noqa: PLC0415  # loads pyarrow
            delete_embeddings,
        )

        base = self._view.document.base
        if base is None:
            return
        try:
            delete_embeddings(base)
        except OutputError as error:
            self._view.document.told.emit(notice_of(error))
        else:
            self._state.toast(self.tr("The face embeddings of this result are deleted"))
        self._look()
        self._view.commands.refresh()

    def _path(self) -> Path | None:
        base = self._view.document.base
        return None if base is None else with_ending(base, EMBEDDINGS_ENDING)

    @Slot()
    def _look(self) -> None:
        """Whether a file lies there; not asked of the disk at each refresh of commands."""
        path = self._path()
        self._kept = path is not None and path.exists()


class OpenSuggestions:
    """The suggestions of the open result, under its edits as they are now.

    Args:
        view: The view it is open in.
        found: The embeddings.
    """

    def __init__(self, view: AnalyseView, found: Found) -> None:
        self._view = view
        self._found = found

    def now(self) -> Suggestions | None:
        """What is suggested; `None` once another result is open."""
        population = self._population()
        if population is None:
            return None
        return _suggest(population, self._found.embeddings, self._found.limits)

    def entries(self) -> Sequence[PersonEntry]:
        """All persons."""
        return self._view.work.entries()

    def accept(self, suggestion: Suggestion, others: Sequence[int]) -> None:
        """These are one person, and none of the others is."""
        document = self._view.document
        pairs = product(suggestion.persons, others)
        self._merge(document.edits.keep_apart(pairs), (suggestion,))

    def accept_all(self, suggestions: Sequence[Suggestion]) -> None:
        """The persons of each suggestion are one: one step."""
        self._merge(self._view.document.edits, suggestions)

    def reject(self, suggestion: Suggestion) -> None:
        """No two of these are one."""
        from svfap_core.recognition.suggesting import rejected  # noqa: PLC0415  # loads pyarrow

        document = self._view.document
        text = self._view.tr("Not one person")
        document.change(text, rejected(document.edits, suggestion))

    def _merge(self, edits: Edits, suggestions: Sequence[Suggestion]) -> None:
        from svfap_core.recognition.suggesting import accepted  # noqa: PLC0415  # loads pyarrow

        population = self._population()
        if population is not None:
            order = {person: place for place, person in enumerate(population.persons)}
            text = self._view.tr("Merge suggested persons")
            self._view.document.change(text, accepted(edits, suggestions, order))

    def _population(self) -> Population | None:
        from svfap_core.results.people import Population  # noqa: PLC0415  # loads pyarrow

        document = self._view.document
        if document.recording is not self._found.recording:
            return None
        return Population(self._found.recording, document.edits)


def _suggest(population: Population, embeddings: FaceEmbeddings, limits: Limits) -> Suggestions:
    from svfap_core.recognition.suggesting import suggest  # noqa: PLC0415  # loads pyarrow

    return suggest(population, embeddings, limits)
