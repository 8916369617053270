"""What can be done in every view: one row per command, in the order of the frame's menus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from svfap_gui.parts.command import Command, Menu
from svfap_gui.parts.theme import ThemeChoice

if TYPE_CHECKING:
    from svfap_gui.shell.main_window import MainWindow
    from svfap_gui.shell.recent_menu import RecentMenu


def frame_menus(window: MainWindow, recent: RecentMenu) -> tuple[Menu, ...]:
    """File, which stands before the menus of the views, then those that stand after them."""
    return (_of_file(window, recent), _of_view(window), _of_help(window))


def _of_file(window: MainWindow, recent: RecentMenu) -> Menu:
    tr = window.tr
    return Menu(
        tr("&File"),
        (
            Command(
                "open",
                tr("&Open…"),
                window.door.ask_for_file,
                keys="Ctrl+O",
                tip=tr("Open a video or a finished result"),
                icon="file",
            ),
            recent,
            None,
            Command(
                "settings",
                tr("&Settings…"),
                window.dialogs.show_settings,
                keys="Ctrl+,",
                tip=tr("Detector, windows, folders, language"),
                role=QAction.MenuRole.PreferencesRole,
            ),
            None,
            Command(
                "quit",
                tr("&Quit"),
                window.close,
                keys="Ctrl+Q",
                tip=tr("Close the application"),
                role=QAction.MenuRole.QuitRole,
            ),
        ),
    )


def _of_view(window: MainWindow) -> Menu:
    tr = window.tr
    views = [
        Command(
            f"view-{number}",
            page.name,
            partial(window.show_page, number - 1),
            keys=f"Ctrl+{number}",
            tip=page.tip,
        )
        for number, page in enumerate(window.pages, 1)
    ]
    return Menu(
        tr("&View"),
        (
            *views,
            None,
            Command(
                "full-screen",
                tr("&Full screen"),
                window.toggle_full_screen,
                keys="F",
                tip=tr("Fill the screen, or go back"),
                checked_when=window.isFullScreen,
            ),
            Command(
                "activities",
                tr("&Running work"),
                window.show_activities,
                keys="Ctrl+Shift+A",
                tip=tr("What is done in the background, and how to stop it"),
            ),
            Command(
                "log",
                tr("&Log"),
                lambda: window.log.setVisible(window.log.isHidden()),
                tip=tr("What the app has noted"),
                checked_when=lambda: not window.log.isHidden(),
            ),
            None,
            Menu(tr("&Theme"), _of_themes(window)),
        ),
    )


def _of_themes(window: MainWindow) -> tuple[Command | None, ...]:
    tr = window.tr
    choices = (
        (ThemeChoice.SYSTEM, tr("As the &system")),
        (ThemeChoice.LIGHT, tr("&Light")),
        (ThemeChoice.DARK, tr("&Dark")),
    )

    def is_chosen(choice: ThemeChoice) -> bool:
        return window.appearance.choice is choice

    return (
        *(
            Command(
                f"theme/{choice.value}",
                text,
                partial(window.appearance.choose, choice),
                checked_when=partial(is_chosen, choice),
            )
            for choice, text in choices
        ),
        None,
        Command(
            "theme/switch",
            tr("Light or dark"),
            window.switch_theme,
            keys="Ctrl+Shift+T",
            tip=tr("Go from the light to the dark theme, or back"),
            icon="theme",
        ),
    )


def _of_help(window: MainWindow) -> Menu:
    tr = window.tr
    return Menu(
        tr("&Help"),
        (
            Command(
                "shortcuts",
                tr("&Keyboard shortcuts…"),
                window.dialogs.show_shortcuts,
                keys="?",
                icon="help",
                tip=tr("All shortcuts, and how to change them"),
            ),
            Command(
                "intended-use",
                tr("&Intended use…"),
                window.dialogs.show_intended_use,
                tip=tr("What the app is for, consent and the law"),
            ),
            None,
            Command(
                "about",
                tr("&About SVFAP…"),
                window.dialogs.show_about,
                tip=tr("Versions and licences"),
                role=QAction.MenuRole.AboutRole,
            ),
        ),
    )
