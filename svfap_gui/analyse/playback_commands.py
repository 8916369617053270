"""What the user can do with the player: one row per command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from svfap_gui.analyse.second.commands import menu_of_second_video
from svfap_gui.analyse.sound_choice import STEP
from svfap_gui.parts.command import Command, Menu

if TYPE_CHECKING:
    from svfap_gui.analyse.view import AnalyseView

SKIP_S = 1.0
LONG_SKIP_S = 10.0


def rows_of_playback(view: AnalyseView) -> tuple[Command | Menu | None, ...]:
    """Playing, its sound, moving about, a second video."""
    tr, player = view.tr, view.player

    def plays() -> bool:
        return player.info is not None

    play = Command(
        "play",
        tr("&Play"),
        player.toggle,
        keys="Space",
        icon="play",
        tip=tr("Play or pause"),
        enabled_when=plays,
        title_when=lambda: tr("&Pause") if player.playing else tr("&Play"),
        icon_when=lambda: "pause" if player.playing else "play",
    )
    stop = Command(
        "stop",
        tr("&Stop"),
        player.stop,
        keys="K",
        tip=tr("Pause, and go back to normal speed"),
        enabled_when=plays,
    )
    slower = Command(
        "slower",
        tr("Slo&wer"),
        player.slower,
        keys="J",
        tip=tr("Play slower"),
        enabled_when=plays,
    )
    faster = Command(
        "faster",
        tr("Fas&ter"),
        player.faster,
        keys="L",
        tip=tr("Play, then play faster"),
        enabled_when=plays,
    )
    moves = (
        ("back", tr("1 s back"), "Left", "", lambda: player.skip(-SKIP_S)),
        ("forward", tr("1 s on"), "Right", "", lambda: player.skip(SKIP_S)),
        ("long-back", tr("10 s back"), "Ctrl+Left", "", lambda: player.skip(-LONG_SKIP_S)),
        ("long-forward", tr("10 s on"), "Ctrl+Right", "", lambda: player.skip(LONG_SKIP_S)),
        ("step-back", tr("Previous frame"), ",", "step-back", lambda: player.step(-1)),
        ("step-forward", tr("Next frame"), ".", "step-forward", lambda: player.step(1)),
        ("to-start", tr("To the start"), "Home", "", lambda: player.seek(0.0)),
        ("to-end", tr("To the end"), "End", "", lambda: player.seek(view.length_s)),
    )
    go_to = Command(
        "go-to",
        tr("&Go to time…"),
        lambda: view.dialogs.go_to(player.seek, player.seek_frame),
        keys="G",
        tip=tr("Go to a time, or to a frame by its number"),
        enabled_when=lambda: view.is_open,
    )
    jumps = (
        Command(name, text, run, keys=keys, icon=icon, enabled_when=plays)
        for name, text, keys, icon, run in moves
    )
    return (
        play, *_of_range(view), stop, slower, faster, None, *_of_sound(view), None,
        *jumps, None, go_to, None, menu_of_second_video(view),
    )  # fmt: skip


def _of_range(view: AnalyseView) -> tuple[Command, ...]:
    tr, player = view.tr, view.player
    return (
        Command(
            "play-range",
            tr("Play the &range"),
            player.play_part,
            keys="Shift+Space",
            tip=tr("Play the chosen range, and stop at its end"),
            enabled_when=lambda: player.info is not None and view.document.range is not None,
        ),
        Command(
            "loop",
            tr("&Loop"),
            lambda: player.set_loops(loops=not player.loops),
            keys="Shift+L",
            icon="loop",
            tip=tr("Play the chosen range, or the whole video without one, again and again"),
            enabled_when=lambda: player.info is not None,
            checked_when=lambda: player.loops,
        ),
    )


def _of_sound(view: AnalyseView) -> tuple[Command, ...]:
    tr, player, sound = view.tr, view.player, view.sound

    def silent() -> bool:
        return sound.muted or not sound.volume

    return (
        Command(
            "mute",
            tr("M&ute"),
            sound.turn_muted,
            keys="Shift+M",
            icon="sound",
            tip=tr("Mute the sound; it is silent below half and above twice the speed, too"),
            enabled_when=lambda: player.has_sound,
            title_when=lambda: tr("&Unmute") if sound.muted else tr("M&ute"),
            icon_when=lambda: "muted" if silent() else "sound",
        ),
        Command(
            "louder",
            tr("Lou&der"),
            lambda: sound.turn(STEP),
            keys="Ctrl+Up",
            enabled_when=lambda: player.has_sound,
        ),
        Command(
            "softer",
            tr("Soft&er"),
            lambda: sound.turn(-STEP),
            keys="Ctrl+Down",
            enabled_when=lambda: player.has_sound,
        ),
    )


def menu_of_snapshots(view: AnalyseView) -> Menu:
    """The frame that is shown, on the clipboard or in a file."""
    tr, frames = view.tr, view.frames
    rows = (
        (
            "copy-frame", tr("&Copy frame"), frames.copy, "Ctrl+Alt+C",
            tr("Copy the frame in its full size, without boxes, to the clipboard"),
        ),
        (
            "copy-picture", tr("Cop&y frame with boxes"), view.canvas.copy, "Ctrl+C",
            tr("Copy the frame as it is shown, with its boxes, to the clipboard"),
        ),
        (
            "save-frame", tr("&Save frame…"), partial(frames.save, marked=False), "Ctrl+Shift+S",
            tr("Write the frame in its full size, without boxes, to a PNG file"),
        ),
        (
            "save-marked-frame", tr("Save frame &with boxes…"), partial(frames.save, marked=True),
            "", tr("Write the frame with its boxes to a PNG file"),
        ),
    )  # fmt: skip
    return Menu(
        tr("S&napshot"),
        tuple(
            Command(
                name, text, run, keys=keys, tip=tip, enabled_when=lambda: frames.frame is not None
            )
            for name, text, run, keys, tip in rows
        ),
    )
