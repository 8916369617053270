"""What the user can do in the Analyse view. Does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from svfap_gui.parts.actions import Action

SKIP_S = 1.0
LONG_SKIP_S = 10.0


class AnalyseActions:
    """Made by the view, which connects them."""

    def __init__(self, page: QWidget) -> None:
        tr = page.tr

        def make(
            verb: str, text: str, shortcut: str = "", tip: str = "", icon_name: str = ""
        ) -> Action:
            return Action(
                page, f"analyse/{verb}", text, shortcut=shortcut, tip=tip, icon_name=icon_name
            )

        self.open_video = make(
            "open-video",
            tr("&Open video…"),
            "Ctrl+Shift+O",
            tr("Open a video to analyse it, or to go on with its result"),
            "file",
        )
        self.find_video = make(
            "find-video",
            tr("&Find video…"),
            "",
            tr("Show where the video of this result is"),
            "file",
        )
        self.analyse = make(
            "analyse",
            tr("&Analyse"),
            "Ctrl+Return",
            tr("Find the faces and score their expressions"),
            "analyse",
        )
        self.cancel = make(
            "cancel",
            tr("&Cancel analysis"),
            "",
            tr("End the analysis and keep no file of it"),
            "stop",
        )
        self.export = make(
            "export", tr("E&xport…"), "Ctrl+E", tr("Write tables, pictures, a video"), "export"
        )
        self.about = make(
            "about",
            tr("A&bout this result…"),
            "",
            tr("What was analysed, by which method, and what was left out"),
        )
        self.close = make("close", tr("C&lose"), "Ctrl+W", tr("Let go of this video"))

        self.play = make("play", tr("&Play"), "Space", tr("Play or pause"), "play")
        self.stop = make("stop", tr("&Stop"), "K", tr("Pause, and go back to normal speed"))
        self.faster = make("faster", tr("Fas&ter"), "L", tr("Play, then play faster"))
        self.slower = make("slower", tr("Slo&wer"), "J", tr("Play slower"))
        self.back = make("back", tr("1 s back"), "Left")
        self.forward = make("forward", tr("1 s on"), "Right")
        self.long_back = make("long-back", tr("10 s back"), "Ctrl+Left")
        self.long_forward = make("long-forward", tr("10 s on"), "Ctrl+Right")
        self.step_back = make("step-back", tr("Previous picture"), ",", icon_name="step-back")
        self.step_forward = make("step-forward", tr("Next picture"), ".", icon_name="step-forward")
        self.to_start = make("to-start", tr("To the start"), "Home")
        self.to_end = make("to-end", tr("To the end"), "End")
        self.go_to = make("go-to", tr("&Go to time…"), "G")

        self.copy_picture = make(
            "copy-picture",
            tr("Cop&y picture"),
            "Ctrl+C",
            tr("Put the picture with its boxes on the clipboard"),
        )

        self.set_in = make("set-in", tr("Range begins here"), "I")
        self.set_out = make("set-out", tr("Range ends here"), "O")
        self.clear_range = make("clear-range", tr("&Clear the range"), "C")
        self.marker = make(
            "marker", tr("Add &marker"), "E", tr("Mark this moment, with a name"), "marker"
        )
        self.exclude = make(
            "exclude",
            tr("E&xclude the range"),
            "X",
            tr("Leave the range out of all figures and exports"),
            "exclude",
        )
        self.include = make(
            "include", tr("&Include the range again"), "Shift+X", tr("Let the range count again")
        )
        self.baseline = make(
            "baseline",
            tr("Range is the &baseline"),
            "B",
            tr("Compare the person with itself in the range (z-scores)"),
        )
        self.no_baseline = make(
            "no-baseline", tr("No baseline"), "Shift+B", tr("Compare the person with nothing")
        )

        self.rename = make("rename", tr("&Rename…"), "F2", tr("Give the person a name"), "rename")
        self.merge = make(
            "merge", tr("&Merge into…"), "M", tr("This person is the same as another"), "merge"
        )
        self.split = make(
            "split",
            tr("S&plit here"),
            "S",
            tr("From this moment on it is somebody else"),
            "split",
        )
        self.hide = make(
            "hide",
            tr("&Hide person"),
            "H",
            tr("Leave the person out of pictures, figures and exports"),
            "hide",
        )
        self.show_all = make("show-all", tr("Show hidden persons"), "Shift+H")

        self.undo = make("undo", tr("&Undo"), "Ctrl+Z", icon_name="undo")
        self.redo = make("redo", tr("&Redo"), "Ctrl+Shift+Z", icon_name="redo")
        self.zoom_in = make(
            "zoom-in", tr("Zoom in"), "Ctrl++", tr("Show less of the film"), "zoom-in"
        )
        self.zoom_out = make(
            "zoom-out", tr("Zoom out"), "Ctrl+-", tr("Show more of the film"), "zoom-out"
        )
        self.fit = make("fit", tr("Whole film"), "Ctrl+0", tr("Show all of the film"), "fit")

    @property
    def menu(self) -> Sequence[Action | None]:
        """In the order of the menu; `None` is a line between."""
        return (
            self.open_video, self.find_video, self.analyse, self.cancel, self.export,
            self.about, self.close,
            None,
            self.undo, self.redo,
            None,
            self.play, self.stop, self.slower, self.faster,
            self.back, self.forward, self.long_back, self.long_forward,
            self.step_back, self.step_forward, self.to_start, self.to_end, self.go_to,
            self.copy_picture,
            None,
            self.set_in, self.set_out, self.clear_range, self.marker, self.exclude, self.include,
            None,
            self.rename, self.merge, self.split, self.hide, self.show_all,
            self.baseline, self.no_baseline,
            None,
            self.zoom_in, self.zoom_out, self.fit,
        )  # fmt: skip

    @property
    def all(self) -> list[Action]:
        """Every one."""
        return [action for action in self.menu if action is not None]

    @property
    def of_video(self) -> tuple[Action, ...]:
        """Those that need an open video."""
        return (
            self.play, self.stop, self.slower, self.faster, self.back, self.forward,
            self.long_back, self.long_forward, self.step_back, self.step_forward,
            self.to_start, self.to_end, self.copy_picture,
        )  # fmt: skip

    @property
    def of_document(self) -> tuple[Action, ...]:
        """Those that need something open."""
        return (
            self.close, self.go_to, self.set_in, self.set_out, self.marker,
            self.zoom_in, self.zoom_out, self.fit,
        )  # fmt: skip

    @property
    def of_person(self) -> tuple[Action, ...]:
        """Those that need a chosen person."""
        return (self.rename, self.merge, self.split, self.hide)

    @property
    def of_range(self) -> tuple[Action, ...]:
        """Those that need a range."""
        return (self.clear_range, self.exclude, self.include)
