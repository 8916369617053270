"""Images of the persons, made in a thread when new ones are known. Knows no widget."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from svfap_core.errors import SvfapError
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_core.types import RGB
from svfap_gui.parts.notice import Notice
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # These load pyarrow and PyAV.
    from svfap_core.results.people import Population
    from svfap_gui.analyse.thumbnail_cuts import BestFace

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.25
"""Images come by the hundred, and each time the list of persons is looked through."""

Images: TypeAlias = dict[int, RGB]


class Thumbnails(QObject):
    """Keeps one image for each person of the open video.

    Args:
        counter: Finds out where each is seen best. It is the thread that counts figures: two that
            run Python at once would hold the window up.
        notify: Shows what went wrong.
        parent: The owner.
    """

    changed = Signal()
    """Some images are made."""

    def __init__(
        self, counter: Tasks, notify: Callable[[Notice], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._counter = counter
        self._tasks = Tasks("svfap-thumbnails", notify, self)
        self._finding: Task[object] | None = None
        self._cutting: Task[Images] | None = None
        self._video: Path | None = None
        self._decoding = DEFAULT_DECODING
        self._asked: frozenset[tuple[int, tuple[int, ...]]] = frozenset()
        self._images: Images = {}

    def of(self, person: int) -> RGB | None:
        """The image of a person, if it is made."""
        return self._images.get(person)

    @property
    def busy(self) -> bool:
        """Whether images are being made."""
        return self._tasks.busy

    def begin(self, video: Path | None, decoding: DecodingSettings = DEFAULT_DECODING) -> None:
        """Another video."""
        self._video, self._decoding = video, decoding
        self.forget()

    def forget(self) -> None:
        """The persons are others now, whatever their numbers: what is being made is of no use."""
        for task in (self._finding, self._cutting):
            if task is not None:
                task.forget()
        self._asked, self._images = frozenset(), {}

    def make(self, population: Population) -> None:
        """Make images of persons that are new or of other tracks than before."""
        who = frozenset((p, population.tracks_of(p)) for p in population.persons)
        new = {person for person, _ in who - self._asked}
        self._asked = who
        if self._video is None or not new:
            return
        new |= {person for person in population.persons if person not in self._images}

        def find(_task: Task[object]) -> list[BestFace]:
            from svfap_gui.analyse.thumbnail_cuts import best_faces  # noqa: PLC0415  # loads PyAV

            return [face for face in best_faces(population) if face.person_id in new]

        self._finding = self._counter.run(find, self._on_found, latest="best faces")

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self.forget()
        self._tasks.close(deadline_s)

    def _on_found(self, faces: list[BestFace]) -> None:
        video, decoding = self._video, self._decoding
        if video is None:
            return

        def cut(task: Task[Images]) -> Images:
            from svfap_gui.analyse.thumbnail_cuts import cut_faces  # noqa: PLC0415  # loads PyAV

            made: Images = {}
            due_s = 0.0
            try:
                for face, rgb in cut_faces(video, faces, decoding):
                    made[face.person_id] = rgb
                    if task.stopped():
                        break
                    if monotonic() >= due_s:
                        task.tell(made)
                        made, due_s = {}, monotonic() + TELL_EVERY_S
            except SvfapError as error:  # The player reports it.
                log.info("no images of persons: %s", error)
            return made

        if self._cutting is not None:
            self._cutting.forget()
        self._cutting = self._tasks.run(cut, self._on_made, told=self._on_told)

    def _on_told(self, told: list[Images]) -> None:
        for images in told:
            self._on_made(images)

    def _on_made(self, images: Images) -> None:
        if images:
            self._images.update(images)
            self.changed.emit()
