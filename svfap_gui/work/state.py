"""What the window shows, as one typed QObject with a signal per field. Draws and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from svfap_core.labels import Range
from svfap_core.sources.base import SourceKind
from svfap_core.system import path_of_address
from svfap_gui.parts.facial_actions import NO_ACTIONS, OfferedActions


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """What the user wants to watch: a file's path, a URL, `camera:N` or a camera's device path.

    `name` is what people call it, where that is another word. Of a camera, `identity` finds it
    wherever it is plugged in; `size` (width, height) and `rate_fps` are asked, and need not be met.
    """

    kind: SourceKind
    locator: str
    name: str = ""
    identity: str = ""
    size: tuple[int, int] | None = None
    rate_fps: float | None = None

    @classmethod
    def parse(cls, text: str) -> SourceRequest:
        """From a command line: `FILE`, `scheme://...` or `camera:N`; `file://` URLs are files."""
        if text.startswith("camera:"):
            return cls(SourceKind.CAMERA, text)
        if text.startswith("file://"):
            return cls(SourceKind.FILE, str(path_of_address(text)))
        if "://" in text:
            return cls(SourceKind.STREAM, text)
        return cls(SourceKind.FILE, text)

    @property
    def title(self) -> str:
        """Short enough for a button: its name, else the whole."""
        if self.name:
            return self.name
        return Path(self.locator).name if self.kind is SourceKind.FILE else self.locator


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera for the menu: what people call it, what opens it, how it is known again."""

    name: str
    locator: str
    identity: str = ""


class Phase(StrEnum):
    """Where a session is in its life."""

    IDLE = "idle"
    STARTING = "starting"
    """The source is being opened and the model loaded; no frame yet."""
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What the running analysis is made of, known once it is ready.

    `derived` names those dimensions that are computed from the emotions, not learned; `ranges` has
    the lowest and highest value of those that are bounded. `span_s` is how long a face must be seen
    before its first scores; `actions` are the facial actions that rows have; `ambiguity_threshold`
    from which ambiguity on an emotion is unclear, `None` where the model does not say; `duration_s`
    is a file's length; `notes` are what the source has to say, such as a camera that gives another
    size.
    """

    model: str
    device: str
    detector: str
    detector_device: str
    emotions: tuple[str, ...]
    dimensions: tuple[str, ...]
    derived: frozenset[str]
    span_s: float
    actions: OfferedActions = NO_ACTIONS
    ranges: Mapping[str, Range] = field(default_factory=dict[str, Range])
    ambiguity_threshold: float | None = None
    duration_s: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The status bar's figures, a snapshot; `None` where there is nothing to measure yet."""

    capture_fps: float | None = None
    analysis_fps: float | None = None
    lag_s: float | None = None
    dropped: int = 0
    stalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A message for the corner of the window, gone after some seconds.

    `show` leads to what it is about, and `verb` says what that does; `path` is a file whose folder
    can be opened.
    """

    text: str
    path: Path | None = None
    show: Callable[[], object] | None = None
    verb: str = ""


class AppState(QObject):
    """The one place that says what is going on; controllers write it, views read it."""

    phase_changed = Signal(Phase)
    source_changed = Signal(object)
    facts_changed = Signal(object)
    figures_changed = Signal(object)
    recording_changed = Signal(bool)
    toasted = Signal(object)
    opened = Signal(object)
    """A file or folder was opened: it is to stand among the recent ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._phase = Phase.IDLE
        self._source: SourceRequest | None = None
        self._facts: ModelFacts | None = None
        self._figures = Figures()
        self._recording = False

    @property
    def phase(self) -> Phase:
        """The session's phase."""
        return self._phase

    def set_phase(self, phase: Phase) -> None:
        """Set and notify."""
        if phase is not self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)

    @property
    def source(self) -> SourceRequest | None:
        """What is, or will be, watched."""
        return self._source

    def set_source(self, source: SourceRequest | None) -> None:
        """Set and notify."""
        if source != self._source:
            self._source = source
            self.source_changed.emit(source)

    @property
    def facts(self) -> ModelFacts | None:
        """The analysis in use, the last one while idle."""
        return self._facts

    def set_facts(self, facts: ModelFacts | None) -> None:
        """Set and notify."""
        if facts != self._facts:
            self._facts = facts
            self.facts_changed.emit(facts)

    @property
    def figures(self) -> Figures:
        """The newest figures."""
        return self._figures

    def set_figures(self, figures: Figures) -> None:
        """Set and notify."""
        if figures != self._figures:
            self._figures = figures
            self.figures_changed.emit(figures)

    @property
    def recording(self) -> bool:
        """Whether the session is being recorded, or will be from the next start."""
        return self._recording

    def set_recording(self, *, recording: bool) -> None:
        """Set and notify."""
        if recording != self._recording:
            self._recording = recording
            self.recording_changed.emit(recording)

    def toast(
        self,
        text: str,
        path: Path | None = None,
        show: Callable[[], object] | None = None,
        verb: str = "",
    ) -> None:
        """Show in passing that work in the background is done.

        Args:
            text: What is done.
            path: What was made; its folder is offered.
            show: The next step, such as leading to what was made; goes before `path`.
            verb: What `show` does, for its button.
        """
        self.toasted.emit(Toast(text=text, path=path, show=show, verb=verb))
