"""The second video of what is open: which one, its offset, its sound; each change is a step.

Follows the edits, so that undo, drafts and opening again work as for all of the user's work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from svfap_core.results.second_video import SecondVideo
from svfap_gui.analyse.playback import VideoOpened
from svfap_gui.analyse.second.follower import Follower
from svfap_gui.analyse.second.moments import Moment
from svfap_gui.analyse.sound.track import sound_of
from svfap_gui.parts.file_dialogs import ask_for_video
from svfap_gui.parts.notice import Notice, notice_of

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

_CAUSE = "second-video"
"""Of the notice."""


class SecondVideoWork(QObject):
    """Of one view."""

    changed = Signal()
    """Another second video, or none; its offset, its sound, or whether it is frozen."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self.follower = Follower(view.player, self)
        self._path: Path | None = None
        self._shown: SecondVideo | None = None
        self.failed = False
        """Whether it cannot be shown: a notice says why."""
        view.document.history.changed.connect(self._follow)
        # The analysed video may be found again where the edits have it.
        view.document.document_changed.connect(self._follow)
        self.follower.opened.connect(self._on_opened)
        self.follower.failed.connect(self._on_failed)
        self.follower.stepped.connect(self._on_stepped)

    @property
    def second(self) -> SecondVideo | None:
        """The second video, where there is one and the analysed video is there."""
        return self._view.document.edits.second if self._path is not None else None

    @property
    def path(self) -> Path | None:
        """Where it lies."""
        return self._path

    @property
    def can_freeze(self) -> bool:
        """Whether a frame of it is shown."""
        sight = self.follower.sight
        return sight is not None and sight.moment is Moment.DURING

    @property
    def has_sound(self) -> bool:
        """Whether it can be heard."""
        video = self.follower.video
        return video is not None and video.info.has_audio

    def shut_down(self, deadline_s: float) -> None:
        """Leave no thread, by `time.monotonic`, unless it hangs."""
        self.follower.shut_down(deadline_s)

    # -- steps -----------------------------------------------------------------------------------

    @Slot()
    def choose(self) -> None:
        """Ask for a video to watch beside the analysed one."""
        path = ask_for_video(self._view, self.tr("Open second video"), self._view.settings)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Watch a video beside the analysed one; both start together until an offset is set."""
        if (video := self._view.document.video) is not None:
            self._change(self.tr("Open second video"), SecondVideo.of(path, video))

    @Slot()
    def find(self) -> None:
        """Ask where the second video lies now; its offset stays."""
        second, video = self.second, self._view.document.video
        if second is None or video is None:
            return
        path = ask_for_video(self._view, self.tr("Find second video"), self._view.settings)
        if path is not None:
            # The file may be back in its place, which changes no edits.
            self._path = None
            self._change(self.tr("Find second video"), second.found_at(path, video))
            self._follow()

    @Slot()
    def remove(self) -> None:
        """Show the analysed video alone."""
        self._change(self.tr("Remove second video"), None)

    def set_offset(self, offset_s: float) -> None:
        """It starts at this time of the analysed video."""
        if self.second is not None:
            self._change(self.tr("Offset"), self.second.shifted_to(offset_s))

    @Slot()
    def align(self) -> None:
        """The frames that both show belong together from now on."""
        second, frame = self.second, self.follower.frame
        self._view.player.pause()
        first = self._view.frames.frame
        if second is None or first is None or frame is None or not self.follower.frozen:
            return
        self.follower.freeze(frozen=False)
        self._change(self.tr("Align"), second.aligned(first.t_s, frame.t_s))
        self.changed.emit()

    @Slot()
    def turn_freeze(self) -> None:
        """Keep its frame while the analysed video moves, or follow again."""
        self.follower.freeze(frozen=not self.follower.frozen)
        self.changed.emit()

    def nudge(self, count: int) -> None:
        """Show its next frame, or with -1 the one before, where the analysed video stands."""
        if not self.follower.frozen:
            self._view.player.pause()
        self.follower.step(count)

    @Slot()
    def turn_heard(self) -> None:
        """Hear it in place of the analysed video, or that one again."""
        if self.second is not None:
            heard = not self.second.heard
            text = self.tr("Hear the second video") if heard else self.tr("Hear the first video")
            self._change(text, self.second.with_sound(heard=heard))

    def _change(self, text: str, second: SecondVideo | None) -> None:
        document = self._view.document
        document.change(text, document.edits.beside(second))

    # -- what follows ----------------------------------------------------------------------------

    @Slot()
    def _follow(self) -> None:
        """Show what the edits say."""
        second, video = self._view.document.edits.second, self._view.document.video
        path = second.located(video) if second is not None and video is not None else None
        if (path, second) == (self._path, self._shown):
            return
        self._shown = second
        if path != self._path:
            self._path, self.failed = path, False
            self._view.notices.retract(_CAUSE)
            if path is None or second is None:
                self.follower.close()
            else:
                self.follower.open(path, second.offset_s)
        elif second is not None:
            self.follower.set_offset(second.offset_s)
        self._hear()
        self.changed.emit()

    def _hear(self) -> None:
        second, video = self.second, self.follower.video
        other = None
        if second is not None and second.heard and video is not None:
            other = sound_of(video, second.offset_s)
        self._view.player.hear(other)

    @Slot(object)
    def _on_opened(self, video: VideoOpened) -> None:
        del video
        self._hear()
        self.changed.emit()

    @Slot(float)
    def _on_stepped(self, by_s: float) -> None:
        second = self.second
        if second is not None and not self.follower.frozen:
            self._change(self.tr("Offset"), second.shifted_to(second.offset_s - by_s))

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.failed = True
        path, notices = self._path, self._view.notices
        if path is not None and not path.exists():
            notices.show(
                Notice(
                    text=self.tr("The second video %1 was not found").replace("%1", path.name),
                    hint=self.tr("Show where it is, or remove it in the menu Playback."),
                    error=True,
                    cause=_CAUSE,
                    retry=self.find,
                    verb=self.tr("Find…"),
                )
            )
        else:
            notices.show(notice_of(error, _CAUSE))
        self._hear()
        self.changed.emit()
