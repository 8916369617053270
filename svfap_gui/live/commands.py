"""What the user can do in the Live view: one row per command, in the order of its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svfap_gui.parts.command import Command, Menu
from svfap_gui.work.state import Phase

if TYPE_CHECKING:
    from svfap_gui.live.view import LiveView

OF_FRAME = ("rename", None, "marker", "mirror", "copy-picture")
"""The context menu of the frame."""


def live_menus(view: LiveView) -> tuple[Menu, ...]:
    """The one menu: start and record, where from, who, where to."""
    return (
        Menu(
            view.name,
            (
                *_of_session(view),
                None,
                *_of_sources(view),
                None,
                view.facial_actions,
                *_of_results(view),
            ),
        ),
    )


def _of_session(view: LiveView) -> tuple[Command, ...]:
    tr, state, outputs = view.tr, view.state, view.outputs

    def running() -> bool:
        return state.phase is not Phase.IDLE

    return (
        Command(
            "start-stop",
            tr("&Start"),
            view.start_or_stop,
            keys="Space",
            icon="play",
            tip=tr("Start or stop the analysis"),
            enabled_when=lambda: state.source is not None and state.phase is not Phase.STOPPING,
            title_when=lambda: tr("&Stop") if running() else tr("&Start"),
            icon_when=lambda: "stop" if running() else "play",
        ),
        Command(
            "record",
            tr("&Record"),
            lambda: outputs.set_recording(recording=not state.recording),
            keys="Ctrl+R",
            icon="record-off",
            tip=tr("Record video, scores and markers into a folder"),
            checked_when=lambda: state.recording,
            icon_when=lambda: "record" if state.recording else "record-off",
        ),
        Command(
            "marker",
            tr("&Marker"),
            view.mark,
            keys="E",
            icon="marker",
            tip=tr("Mark this moment"),
            enabled_when=lambda: state.phase is Phase.RUNNING,
        ),
        Command(
            "lsl",
            tr("&LSL"),
            lambda: outputs.set_streaming(streaming=not outputs.streaming),
            keys="Ctrl+L",
            icon="lab",
            tip=tr("Send scores and markers to other programs by Lab Streaming Layer"),
            checked_when=lambda: outputs.streaming,
        ),
    )


def _of_sources(view: LiveView) -> tuple[Command, ...]:
    tr = view.tr
    return (
        Command(
            "play-file",
            tr("&Play a file…"),
            view.ask_for_file,
            keys="Ctrl+Shift+O",
            icon="file",
            tip=tr("Watch a video file as if it were live"),
        ),
        Command(
            "cameras",
            tr("Open &camera…"),
            view.show_cameras,
            keys="Ctrl+Shift+C",
            icon="camera",
            tip=tr("Watch a camera of this computer"),
        ),
        Command(
            "open-stream",
            tr("Open &stream…"),
            view.ask_for_stream,
            keys="Ctrl+U",
            icon="stream",
            tip=tr("Watch a network stream (URL)"),
        ),
        Command(
            "mirror",
            tr("M&irror the video"),
            lambda: view.set_mirrored(mirrored=not view.mirrored),
            icon="mirror",
            tip=tr("Show the video mirrored; the recording is not changed"),
            checked_when=lambda: view.mirrored,
        ),
        Command(
            "copy-picture",
            tr("Cop&y frame"),
            view.canvas.copy,
            keys="Ctrl+C",
            tip=tr("Copy the frame with its boxes to the clipboard"),
        ),
    )


def _of_results(view: LiveView) -> tuple[Command | None, ...]:
    tr = view.tr
    return (
        Command(
            "rename",
            tr("Re&name person…"),
            view.panel.begin_renaming,
            keys="N",
            icon="rename",
            tip=tr("Give the person shown a name"),
            enabled_when=lambda: view.panel.has_person,
        ),
        None,
        Command(
            "analyse-recording",
            tr("Open last recording in &Analyse"),
            view.analyse_recording,
            tip=tr("Look at the newest recording, its curves and markers"),
            enabled_when=lambda: view.last_recording is not None,
        ),
        Command(
            "recordings-folder",
            tr("&Folder for recordings…"),
            view.ask_for_folder,
            tip=tr("Choose where recordings go"),
        ),
    )
