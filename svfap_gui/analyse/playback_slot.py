"""Holds the `Playback` of whatever video is open, and brings its events to the window's thread.

Knows no clock and no widget.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.settings import DEFAULT_DECODING, DecodingSettings
from svfap_gui.analyse.playback import NotOpened, Playback, PlaybackEvent, VideoOpened


class PlaybackSlot(QObject):
    """At most one video at a time; the thread of one that is closed ends by itself."""

    opened = Signal(object)
    """The `VideoOpened` of the video that `open` named."""
    failed = Signal(object)
    """It cannot be read: the exception."""

    # From the playback thread: the sender, and what happened.
    _told = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: Playback | None = None
        self._leaving: list[Playback] = []
        self._fit_px = (1280, 720)
        self._told.connect(self._on_event)

    def open(self, path: Path, decoding: DecodingSettings = DEFAULT_DECODING) -> None:
        """Make the first frame of a video, in place of what is open; an event follows."""
        self.close()

        def tell(event: PlaybackEvent) -> None:
            self._told.emit(playback, event)

        playback = Playback(path, tell, decoding)
        self.current = playback
        playback.fit(*self._fit_px)
        playback.start()

    def close(self) -> None:
        """Let go of the video."""
        self._leaving = [old for old in self._leaving if not old.join(0)]
        if self.current is not None:
            self.current.close()
            self._leaving.append(self.current)
        self.current = None

    def join(self, deadline_s: float) -> None:
        """Let go, and wait for threads until then, by `time.monotonic`."""
        self.close()
        for playback in self._leaving:
            playback.join(max(0.0, deadline_s - monotonic()))
        self._leaving = []

    def fit(self, width_px: int, height_px: int) -> bool:
        """Frames of the next request on need not be larger than this; false if that is no news."""
        if (width_px, height_px) == self._fit_px:
            return False
        self._fit_px = (width_px, height_px)
        if self.current is not None:
            self.current.fit(width_px, height_px)
        return True

    @Slot(object, object)
    def _on_event(self, playback: Playback, event: VideoOpened | NotOpened) -> None:
        if playback is not self.current:
            return
        if isinstance(event, VideoOpened):
            self.opened.emit(event)
        else:
            self.failed.emit(event.error)
