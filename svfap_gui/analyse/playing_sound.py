"""The sound of the player, as the window shows it: volume and mute, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from svfap_gui.analyse.sound.output import Problem
from svfap_gui.parts.notice import Notice

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

_SOUND = "sound"
"""Cause of the notice."""


class PlayingSound(QObject):
    """Connects choice, player and transport of one view."""

    def __init__(self, view: AnalyseView) -> None:
        super().__init__(view)
        self._view = view
        self._told: set[Problem] = set()
        view.sound.changed.connect(self._apply)
        view.transport.volume_wanted.connect(view.sound.set_volume)
        view.player.silent.connect(self._on_silent)
        view.player.opened.connect(self._show)
        view.second.changed.connect(self._show)
        view.document.video_wanted.connect(self._on_other_video)
        self._apply()

    @Slot()
    def _apply(self) -> None:
        sound = self._view.sound
        self._view.player.set_volume(sound.volume, muted=sound.muted)
        self._show()

    @Slot()
    def _show(self) -> None:
        heard = self._view.player.has_sound
        self._view.transport.show_volume(self._view.sound.volume, heard=heard)

    @Slot()
    def _on_other_video(self) -> None:
        if Problem.UNREADABLE in self._told:
            self._told.remove(Problem.UNREADABLE)
            self._view.notices.retract(_SOUND)
        self._show()

    @Slot(object)
    def _on_silent(self, problem: Problem) -> None:
        """Once until it is tried again, as the next video has the same device."""
        if problem not in self._told:
            self._told.add(problem)
            self._view.notices.show(self._notice(problem))

    def _notice(self, problem: Problem) -> Notice:
        tr = self._view.tr
        silently = tr("The video plays without sound.")
        texts = {
            Problem.NO_LIBRARY: (
                tr("Sound needs PortAudio, which is not installed"),
                tr("Install it: on Debian and Ubuntu it is the package libportaudio2."),
            ),
            Problem.NO_DEVICE: (
                tr("No audio device was found"),
                tr("Connect headphones or speakers, then try again."),
            ),
            Problem.LOST: (
                tr("The audio device stopped"),
                tr("Connect it again or choose another one in the system, then try again."),
            ),
            Problem.UNREADABLE: (tr("The sound of this video cannot be decoded"), ""),
        }
        text, hint = texts[problem]
        again = None if problem is Problem.UNREADABLE else self._try_again
        return Notice(text=text, hint=f"{silently} {hint}".strip(), cause=_SOUND, retry=again)

    def _try_again(self) -> None:
        self._told.clear()
        self._view.notices.retract(_SOUND)
        self._view.player.try_sound_again()
