"""What the user can do with a second video: one row per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView


def menu_of_second_video(view: AnalyseView) -> Menu:
    """Open it, bring it into step with the analysed video, hear it, remove it."""
    tr, work, player = view.tr, view.second, view.player

    def is_there() -> bool:
        return work.second is not None

    def can_step() -> bool:
        return work.can_freeze and player.info is not None

    return Menu(
        tr("Second &video"),
        (
            Command(
                "second-open",
                tr("&Open second video…"),
                work.choose,
                icon="file",
                tip=tr("Watch a stimulus, or the view of another camera, beside this video"),
                enabled_when=lambda: player.info is not None,
            ),
            Command(
                "second-find",
                tr("&Find second video…"),
                work.find,
                tip=tr("Show where the second video is"),
                enabled_when=lambda: work.failed,
            ),
            None,
            Command(
                "second-freeze",
                tr("Free&ze"),
                work.turn_freeze,
                keys="Shift+F",
                tip=tr("Keep this frame of the second video, find the frame that belongs to it"),
                enabled_when=can_step,
                checked_when=lambda: work.follower.frozen,
            ),
            Command(
                "second-align",
                tr("&Align here"),
                work.align,
                keys="Shift+A",
                tip=tr("Set the offset so that both frames are shown together"),
                enabled_when=lambda: work.follower.frozen,
            ),
            Command(
                "second-back",
                tr("&Previous frame of the second video"),
                lambda: work.nudge(-1),
                keys="Alt+,",
                icon="step-back",
                tip=tr("Show its previous frame here: the offset grows by a frame"),
                enabled_when=can_step,
            ),
            Command(
                "second-forward",
                tr("&Next frame of the second video"),
                lambda: work.nudge(1),
                keys="Alt+.",
                icon="step-forward",
                tip=tr("Show its next frame here: the offset shrinks by a frame"),
                enabled_when=can_step,
            ),
            None,
            Command(
                "second-sound",
                tr("&Hear the second video"),
                work.turn_heard,
                icon="sound",
                tip=tr("Play the sound of the second video in place of this one's"),
                enabled_when=lambda: work.has_sound,
                checked_when=lambda: work.second is not None and work.second.heard,
            ),
            Command(
                "second-remove",
                tr("&Remove second video"),
                work.remove,
                icon="close",
                tip=tr("Show the analysed video alone; the file stays"),
                enabled_when=is_there,
            ),
        ),
    )
