"""Models and detectors: reads what there is, tries, adds, removes, and sets what is used.

All of it in worker threads. Knows no widget.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from svfap_core.run_settings import DEFAULT_MODEL
from svfap_core.settings import DetectorName
from svfap_gui.models import models as work
from svfap_gui.models.models import Check, DetectorEntry, ModelEntry, ModelShelf, Speed, Status
from svfap_gui.parts.notice import notice_of
from svfap_gui.parts.notices import Notices
from svfap_gui.work.activities import Activities
from svfap_gui.work.preferences import Preferences, PreferencesStore
from svfap_gui.work.state import AppState, Phase
from svfap_gui.work.task import Task, Tasks

if TYPE_CHECKING:
    # These import torch.
    from svfap_core.inference.importing import ModelToImport
    from svfap_core.inference.official import OfficialDataset
    from svfap_core.inference.trial import Trial

T = TypeVar("T")

_SPEEDS = "models/speeds"
_FILES = "models/detector_files"


class ModelsController(QObject):
    """What there is and how it stands; notifies when either changes.

    Args:
        state: Takes toasts.
        activities: Where work under way is entered; models are only measured while nothing else
            runs.
        preferences: Say what is used.
        settings: Keep times and the detectors' files.
        parent: The owner.
    """

    listed = Signal()
    """Models and detectors have been read again."""
    told = Signal()
    """How something stands has changed: in use, at work, tried, measured."""
    added = Signal(str)
    """A model was added; its name."""

    def __init__(
        self,
        state: AppState,
        activities: Activities,
        preferences: PreferencesStore,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._activities = activities
        self._preferences = preferences
        self._settings = settings
        self.notices = Notices(self)
        """What the view shows."""
        self._tasks = Tasks("svfap-models", self.notices.show, self, activities=activities)
        self._shelf: ModelShelf | None = None
        self._detectors: tuple[DetectorEntry, ...] = ()
        self._reading = False
        self._stale = False
        self._watched = False
        self._at_work: set[str] = set()
        self._background: Task[object] | None = None
        self._checks: dict[str, Check] = {}
        self._order = _order(preferences.value)
        preferences.changed.connect(self._on_preferences)
        activities.changed.connect(self._measure_next)

    # -- what there is ---------------------------------------------------------------------------

    @property
    def models(self) -> tuple[ModelEntry, ...] | None:
        """All models; `None` before they were first read."""
        return self._shelf.entries if self._shelf is not None else None

    @property
    def detectors(self) -> tuple[DetectorEntry, ...]:
        """All detectors."""
        return self._detectors

    def status(self, entry: ModelEntry | DetectorEntry) -> Status:
        """How a model or detector stands."""
        if isinstance(entry, DetectorEntry):
            return Status(
                in_use=self._preferences.value.analysis.detector == entry.name,
                busy=entry.name in self._at_work,
                check=self._checks.get(entry.name),
            )
        place = self._shelf.place if self._shelf is not None else ""
        return Status(
            in_use=work.is_chosen(entry, self._preferences.value.model),
            busy=entry.name in self._at_work,
            check=self._checks.get(entry.name),
            speed=self._speeds().get(_speed_key(entry, place)),
        )

    def set_watched(self, *, watched: bool) -> None:
        """Whether somebody looks: models are only measured in the background while one does."""
        self._watched = watched
        if watched:
            self.refresh()
        elif self._background is not None:
            self._background.stop()

    def refresh(self) -> None:
        """Read again what there is, unless that is being done."""
        if not self._reading:
            self._read()

    def _read(self) -> None:
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        chosen = self._preferences.value
        files = self._detector_files()
        self._tasks.run(
            lambda _task: (
                work.read_models(chosen.model, chosen.device),
                work.read_detectors(files),
            ),
            self._on_read,
            failed=self._on_unread,
            title=self.tr("Reading models"),
        )

    def _on_unread(self, error: Exception) -> None:
        self._reading = False
        self._tell(error)

    def _on_read(self, found: tuple[ModelShelf, tuple[DetectorEntry, ...]]) -> None:
        self._reading = False
        if self._stale:
            self._read()
        else:
            before = self._shelf, self._detectors
            self._shelf, self._detectors = found
            if before != found:
                self._forget_checks(before[0])
                self.listed.emit()

    def _forget_checks(self, before: ModelShelf | None) -> None:
        """What was said of a model that is another now does not hold any more."""
        known = before.entries if before is not None else ()
        for entry in self.models or ():
            if entry not in known:
                self._checks.pop(entry.name, None)

    # -- models ----------------------------------------------------------------------------------

    def use_model(self, entry: ModelEntry) -> None:
        """Score with this model from now on."""
        self._preferences.update(model=entry.name)
        self._say_when_used(entry.title)

    def verify(self, entry: ModelEntry) -> None:
        """Check a model's files, score a window with it and measure the time."""
        if entry.name not in self._at_work:
            title = self.tr("Verifying %1").replace("%1", entry.title)
            self._try(entry, title)

    def _try(self, entry: ModelEntry, title: str) -> Task[object]:
        folder, preferences = entry.stored.folder, self._preferences.value

        def attempt(task: Task[object]) -> Trial:
            from svfap_core.inference.trial import try_model  # noqa: PLC0415  # torch takes seconds

            compute = preferences.analysis.compute
            return try_model(folder, preferences.device, compute, task.stopped)

        self._begin(entry.name)
        return self._run(title, attempt, lambda trial: self._on_tried(entry, trial))

    def _on_tried(self, entry: ModelEntry, trial: Trial | Exception) -> None:
        if isinstance(trial, Exception):
            self._checks[entry.name] = _failed(trial)
        elif trial.ms_per_window is not None:
            self._checks[entry.name] = Check(sound=True)
            speed = Speed(trial.ms_per_window, trial.device)
            speeds = self._speeds() | {_speed_key(entry, trial.place): speed}
            self._settings.setValue(_SPEEDS, json.dumps(speeds))
        self._end(entry.name)

    @Slot()
    def _measure_next(self) -> None:
        """Measure a model that was not, while nothing else runs; make way for anything else."""
        ours = self._background.activity if self._background is not None else None
        if any(activity is not ours for activity in self._activities.running):
            if self._background is not None:
                self._background.stop()
            return
        if self._background is not None or not self._watched or self._shelf is None:
            return
        for entry in self._shelf.entries if self._shelf.place else ():
            unknown = self.status(entry).speed is None and entry.name not in self._checks
            if entry.stored.card is not None and unknown:
                title = self.tr("Measuring %1").replace("%1", entry.title)
                self._background = task = self._try(entry, title)
                if task.activity is not None:
                    task.activity.ended.connect(self._on_background_ended)
                return

    @Slot()
    def _on_background_ended(self) -> None:
        activity = self._background.activity if self._background is not None else None
        self._background = None
        if activity is not None and activity.stopping:
            # Stopped by the user, who does not want it to begin again at once.
            self._watched = False
        self._measure_next()

    def remove(self, entry: ModelEntry) -> None:
        """Delete one of the user's models; the default one is used if it was this."""

        def delete(_task: Task[object]) -> Path:
            from svfap_core.inference.store import remove_model  # noqa: PLC0415  # imports torch

            return remove_model(entry.name)

        def then(folder: Path | Exception) -> None:
            self._end(entry.name)
            if isinstance(folder, Exception):
                self._tell(folder)
                return
            if self.status(entry).in_use:
                self._preferences.update(model=DEFAULT_MODEL)
            self._read()

        self._begin(entry.name)
        title = self.tr("Removing %1").replace("%1", entry.title)
        self._run(title, delete, then, saves=True)

    def find_datasets(
        self, path: Path, then: Callable[[tuple[OfficialDataset, ...] | Exception], object]
    ) -> None:
        """What a published file may have been fine-tuned on."""
        self._run(self._reading_title(path), lambda _task: work.possible_datasets(path), then)

    def look_into(
        self,
        path: Path,
        dataset: OfficialDataset | None,
        then: Callable[[ModelToImport | Exception], object],
    ) -> None:
        """Read a model that may be added."""
        self._run(self._reading_title(path), lambda _task: work.look_into(path, dataset), then)

    def add(
        self, candidate: ModelToImport, name: str, then: Callable[[str | Exception], object]
    ) -> None:
        """Keep a model that was looked into."""

        def kept(added: str | Exception) -> None:
            then(added)
            if not isinstance(added, Exception):
                self._read()
                self.added.emit(added)

        title = self.tr("Adding %1").replace("%1", candidate.card.title)
        self._run(title, lambda _task: work.keep(candidate, name), kept, saves=True)

    def _reading_title(self, path: Path) -> str:
        return self.tr("Reading %1").replace("%1", path.name)

    # -- detectors -------------------------------------------------------------------------------

    def use_detector(self, entry: DetectorEntry) -> None:
        """Find faces with this detector from now on."""
        file = self._detector_files().get(entry.name)
        self._set_detector(entry.name, file)

    def choose_file(self, name: DetectorName, file: Path) -> None:
        """Try a detector's model file, and use it if it works."""

        def then(found: Exception | None) -> None:
            if found is None:
                stored = {key: str(path) for key, path in self._stored_files().items()}
                self._settings.setValue(_FILES, json.dumps(stored | {name: str(file)}))
                self._set_detector(name, file)
            else:
                self._checks[name] = _failed(found)
            self._end(name)
            self._read()

        self._checks.pop(name, None)
        self._begin(name)
        self._run(self._reading_title(file), lambda _task: work.try_detector(name, file), then)

    def download_insightface(self) -> None:
        """Fetch a pack of weights; only after the user has agreed to its licence."""
        name: DetectorName = "insightface"

        def then(found: Exception | None) -> None:
            if found is None:
                self._state.toast(self.tr("The SCRFD weights are installed"))
            else:
                self._checks[name] = _failed(found)
            self._end(name)
            self._read()

        self._checks.pop(name, None)
        self._begin(name)
        self._run(
            self.tr("Downloading SCRFD weights"),
            lambda _task: work.try_detector(name, None, accept_licence=True),
            then,
        )

    def _set_detector(self, name: DetectorName, file: Path | None) -> None:
        changes = {"detector": name, "detector_file": str(file) if file is not None else None}
        analysis = self._preferences.value.analysis.model_copy(update=changes)
        self._preferences.update(analysis=analysis)
        self._say_when_used(work.DETECTOR_TITLES[name])

    def _stored_files(self) -> dict[DetectorName, Path]:
        stored = cast("dict[str, str]", json.loads(str(self._settings.value(_FILES, "{}"))))
        return {name: Path(stored[name]) for name in get_args(DetectorName) if name in stored}

    def _detector_files(self) -> dict[DetectorName, Path]:
        """The model files that the user has chosen, the one in use first."""
        analysis, files = self._preferences.value.analysis, self._stored_files()
        if analysis.detector_file:
            files[analysis.detector] = Path(analysis.detector_file)
        return files

    # -- notifying ---------------------------------------------------------------------------------

    def _begin(self, name: str) -> None:
        self._at_work.add(name)
        self.told.emit()

    def _end(self, name: str) -> None:
        self._at_work.discard(name)
        self.told.emit()

    def _speeds(self) -> dict[str, Speed]:
        stored = cast("dict[str, list[Any]]", json.loads(str(self._settings.value(_SPEEDS, "{}"))))
        return {key: Speed(*value) for key, value in stored.items()}

    def _run(
        self,
        title: str,
        do: Callable[[Task[object]], T],
        then: Callable[[T | Exception], object],
        *,
        saves: bool = False,
    ) -> Task[object]:
        """In a thread; `then` gets what it returned or raised."""
        return self._tasks.run(do, then, failed=then, title=title, saves=saves)

    def _tell(self, error: Exception) -> None:
        self.notices.show(notice_of(error))

    def _say_when_used(self, title: str) -> None:
        if self._state.phase is not Phase.IDLE:
            text = self.tr("%1 is used from the next start on").replace("%1", title)
            self._state.toast(text)

    @Slot(object)
    def _on_preferences(self, preferences: Preferences) -> None:
        self.told.emit()
        order, self._order = self._order, _order(preferences)
        known = any(work.is_chosen(entry, preferences.model) for entry in self.models or ())
        if self._watched and not (known and order == self._order):
            self._read()


def _failed(error: Exception) -> Check:
    notice = notice_of(error)
    return Check(sound=False, text=notice.text, hint=notice.hint)


def _order(preferences: Preferences) -> Sequence[object]:
    """What decides what is on the shelf: another device has other times."""
    return preferences.device, preferences.analysis.detector_file


def _speed_key(entry: ModelEntry, place: str) -> str:
    """A time is that of these weights at this place."""
    return f"{entry.stored.card.sha256 if entry.stored.card else ''} {place}"
