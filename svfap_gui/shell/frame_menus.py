"""The menu bar: file, the view that is shown, views and theme, help. Knows views as pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu, QMenuBar

from svfap_gui.parts.actions import FrameActions
from svfap_gui.parts.page import Page
from svfap_gui.shell.recent_menu import RecentMenu


class FrameMenus(QObject):
    """Fills a menu bar and shows the menu of one page at a time.

    Args:
        bar: What is filled.
        actions: What holds in every view.
        pages: The views, in their order.
        settings: Where recent files are kept.
    """

    def __init__(
        self,
        bar: QMenuBar,
        actions: FrameActions,
        pages: Sequence[Page],
        settings: QSettings,
    ) -> None:
        super().__init__(bar)
        self.recent = RecentMenu(settings, bar)
        file_menu = bar.addMenu(self.tr("&File"))
        file_menu.addAction(actions.open)
        file_menu.addMenu(self.recent)
        file_menu.addSeparator()
        file_menu.addAction(actions.settings)
        file_menu.addSeparator()
        file_menu.addAction(actions.quit)
        self._of_pages = [_page_menu(bar, page) for page in pages]
        view = bar.addMenu(self.tr("&View"))
        view.addActions(actions.views([(page.name, page.tip) for page in pages]))
        view.addSeparator()
        view.addAction(actions.full_screen)
        view.addAction(actions.activities)
        view.addAction(actions.log)
        view.addSeparator()
        theme = view.addMenu(self.tr("&Theme"))
        theme.addActions(actions.themes.actions())
        theme.addSeparator()
        theme.addAction(actions.switch_theme)
        help_menu = bar.addMenu(self.tr("&Help"))
        help_menu.addAction(actions.shortcuts)
        help_menu.addAction(actions.intended_use)
        help_menu.addSeparator()
        help_menu.addAction(actions.about)

    def show_page(self, index: int) -> None:
        """Only the menu of one page, counted from 0; a hidden menu's shortcuts are off."""
        for number, menu in enumerate(self._of_pages):
            menu.menuAction().setVisible(number == index and not menu.isEmpty())


def _page_menu(bar: QMenuBar, page: Page) -> QMenu:
    menu = bar.addMenu(page.name)
    for action in page.menu_actions():
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
    return menu
