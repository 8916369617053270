"""Pictures of the persons, made in a thread when new ones are known. Knows no widget."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.errors import SvfapError
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.types import RGB
from svfap_gui.work.worker import Worker

if TYPE_CHECKING:
    # These load pyarrow and PyAV.
    from svfap_core.results.people import Population
    from svfap_gui.analyse.thumbnail_cuts import BestFace

log = logging.getLogger(__name__)


class Thumbnails(QObject):
    """Keeps one picture for each person of the open video.

    Args:
        counter: Finds out where each is seen best. It is the thread that counts figures: two that
            run Python at once would hold the window up.
        parent: The owner.
    """

    changed = Signal()

    _found = Signal(int, object)
    _made = Signal(int, int, object)

    def __init__(self, counter: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._worker = Worker("svfap-thumbnails")
        self._video: Path | None = None
        self._turn = 0
        self._decoding = DEFAULT_DECODING
        self._asked: frozenset[tuple[int, tuple[int, ...]]] = frozenset()
        self._pictures: dict[int, RGB] = {}
        self._found.connect(self._on_found)
        self._made.connect(self._on_made)

    def of(self, person: int) -> RGB | None:
        """The picture of a person, if it is made."""
        return self._pictures.get(person)

    @property
    def busy(self) -> bool:
        """Whether pictures are being made."""
        return self._worker.busy

    def begin(self, video: Path | None, decoding: DecodingSettings = DEFAULT_DECODING) -> None:
        """Another video."""
        self._video, self._decoding = video, decoding
        self.forget()

    def forget(self) -> None:
        """The persons are others now, whatever their numbers: what is being made is of no use."""
        self._turn += 1
        self._asked, self._pictures = frozenset(), {}

    def make(self, population: Population) -> None:
        """Make pictures of persons that are new or of other tracks than before."""
        turn, video = self._turn, self._video
        who = frozenset((p, population.tracks_of(p)) for p in population.persons)
        new = {person for person, _ in who - self._asked}
        self._asked = who
        if video is None or not new:
            return
        new |= {person for person in population.persons if person not in self._pictures}

        def find() -> None:
            from svfap_gui.analyse.thumbnail_cuts import best_faces  # noqa: PLC0415  # loads PyAV

            faces = [face for face in best_faces(population) if face.person_id in new]
            self._found.emit(turn, faces)

        self._counter.submit("best faces", find)

    def shut_down(self) -> None:
        """Leave no thread."""
        self._worker.close()

    @Slot(int, object)
    def _on_found(self, turn: int, faces: list[BestFace]) -> None:
        video, decoding = self._video, self._decoding
        if turn != self._turn or video is None:
            return

        def cut() -> None:
            from svfap_gui.analyse.thumbnail_cuts import cut_faces  # noqa: PLC0415  # loads PyAV

            try:
                for face, rgb in cut_faces(video, faces, decoding):
                    self._made.emit(turn, face.person_id, rgb)
            except SvfapError as error:
                log.info("no pictures of persons: %s", error)

        self._worker.submit("thumbnails", cut)

    @Slot(int, int, object)
    def _on_made(self, turn: int, person: int, rgb: RGB) -> None:
        if turn == self._turn:
            self._pictures[person] = rgb
            self.changed.emit()
