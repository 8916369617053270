"""The menu bar: file, the view that is shown, views and theme, help. Knows views as pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenuBar

from svfap_gui.parts.command import Commands
from svfap_gui.parts.page import Page


class FrameMenus(QObject):
    """Fills a menu bar and shows the menus of one page at a time.

    Args:
        bar: What is filled.
        commands: What holds in every view; its first menu stands before those of the pages.
        pages: The views, in their order.
    """

    def __init__(self, bar: QMenuBar, commands: Commands, pages: Sequence[Page]) -> None:
        super().__init__(bar)
        first, *others = commands.menus
        commands.add_menu(first, bar)
        self._of_pages = [
            [page.commands.add_menu(menu, bar) for menu in page.commands.menus] for page in pages
        ]
        for menu in others:
            commands.add_menu(menu, bar)

    def show_page(self, index: int) -> None:
        """Only the menus of one page, counted from 0; a hidden menu's shortcuts are off."""
        for number, menus in enumerate(self._of_pages):
            for menu in menus:
                menu.menuAction().setVisible(number == index)
