"""What the user can do, as actions that menu, toolbar and keyboard share. Does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from svfap_gui.parts.icons import icon
from svfap_gui.parts.theme import ThemeChoice
from svfap_gui.parts.words import without_mnemonic


class Action(QAction):
    """An action with a name that settings know it by, and a shortcut that the user may change."""

    def __init__(
        self,
        parent: QObject,
        name: str,
        text: str,
        *,
        shortcut: str = "",
        tip: str = "",
        icon_name: str = "",
        checkable: bool = False,
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setObjectName(name)
        self.default_shortcut = QKeySequence(shortcut)
        self.icon_name = ""
        self.set_icon(icon_name)
        self._tip = tip or self.iconText()
        self.setCheckable(checkable)
        self.set_shortcut(self.default_shortcut)
        if run is not None:

            def ran(*_: object) -> None:
                run()

            self.triggered.connect(ran)

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Take a text for menus; buttons show it without the underlined letter and dots."""
        super().setText(text)
        self.setIconText(without_mnemonic(text).rstrip("…"))

    def set_shortcut(self, sequence: QKeySequence) -> None:
        """Take a shortcut and name it in the tooltip."""
        self.setShortcut(sequence)
        native = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{self._tip} ({native})" if native else self._tip
        self.setToolTip(tip)
        self.setStatusTip(tip)

    def set_icon(self, name: str) -> None:
        """Take an icon by its file's name; that of a recording at work is red."""
        if name and name != self.icon_name:
            self.icon_name = name
            self.setIcon(icon(name, "danger" if name == "record" else "text"))


class FrameActions(QObject):
    """Actions that hold in every view; the main window connects them."""

    view_wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open = Action(
            self,
            "open",
            self.tr("&Open…"),
            shortcut="Ctrl+O",
            tip=self.tr("Open a video or a finished result"),
            icon_name="file",
        )
        self.settings = Action(
            self,
            "settings",
            self.tr("&Settings…"),
            shortcut="Ctrl+,",
            tip=self.tr("Detector, windows, folders, language"),
        )
        self.quit = Action(
            self, "quit", self.tr("&Quit"), shortcut="Ctrl+Q", tip=self.tr("Close the application")
        )
        self.full_screen = Action(
            self,
            "full-screen",
            self.tr("&Full screen"),
            shortcut="F",
            tip=self.tr("Fill the screen, or go back"),
            checkable=True,
        )
        self.activities = Action(
            self,
            "activities",
            self.tr("&Running work"),
            shortcut="Ctrl+Shift+A",
            tip=self.tr("What is done in the background, and how to stop it"),
        )
        self.log = Action(
            self, "log", self.tr("&Log"), tip=self.tr("What the app has noted"), checkable=True
        )
        self.shortcuts = Action(
            self,
            "shortcuts",
            self.tr("&Keyboard shortcuts…"),
            shortcut="?",
            icon_name="help",
            tip=self.tr("All shortcuts, and how to change them"),
        )
        self.intended_use = Action(
            self,
            "intended-use",
            self.tr("&Intended use…"),
            tip=self.tr("What the app is for, consent and the law"),
        )
        self.about = Action(
            self, "about", self.tr("&About SVFAP…"), tip=self.tr("Versions and licences")
        )
        self.themes = QActionGroup(self)
        names = {
            ThemeChoice.SYSTEM: self.tr("As the &system"),
            ThemeChoice.LIGHT: self.tr("&Light"),
            ThemeChoice.DARK: self.tr("&Dark"),
        }
        for choice, name in names.items():
            action = QAction(name, self.themes)
            action.setCheckable(True)
            action.setData(choice.value)

        self.switch_theme = Action(
            self,
            "theme/switch",
            self.tr("Light or dark"),
            shortcut="Ctrl+Shift+T",
            tip=self.tr("Go from the light to the dark theme, or back"),
            icon_name="theme",
        )

    def views(self, names: Sequence[tuple[str, str]]) -> list[Action]:
        """Actions that show the views, by their names and tips, in their order."""
        return [
            Action(
                self,
                f"view-{index + 1}",
                name,
                shortcut=f"Ctrl+{index + 1}",
                tip=tip,
                run=partial(self.view_wanted.emit, index),
            )
            for index, (name, tip) in enumerate(names)
        ]

    def all(self) -> tuple[Action, ...]:
        """Everything that can be done in every view."""
        return tuple(self.findChildren(Action))
