"""Notices: a list per view, over its content, announced, gone when their cause is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from svfap_gui.parts import banner as banner_module
from svfap_gui.parts.banner import Banner
from svfap_gui.parts.notice import Notice
from svfap_gui.parts.notices import Notices
from svfap_gui.parts.page import Page
from svfap_gui.parts.toolbar import Toolbar
from tests.gui.fakes import newest

MISSING = Notice(text="The disk is full", hint="Free some space.", error=True, cause="disk")
NEWS = Notice(text="Two files were left out")


class PlainPage(Page):
    """A toolbar, and something below it."""

    def __init__(self) -> None:
        super().__init__()
        self.toolbar = Toolbar(self)
        self.content = QLabel("content", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.content, 1)
        self.resize(900, 600)


@pytest.fixture
def page(qtbot: QtBot) -> PlainPage:
    page = PlainPage()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def texts(notices: Notices) -> list[str]:
    return [notice.text for notice in notices.shown]


def test_one_cause_has_one_notice() -> None:
    notices = Notices()
    notices.show(MISSING)
    notices.show(NEWS)
    notices.show(Notice(text="The disk is full again", error=True, cause="disk"))
    notices.show(NEWS)
    assert texts(notices) == ["The disk is full again", "Two files were left out"]
    notices.retract("disk", "nothing")
    assert texts(notices) == ["Two files were left out"]


def test_a_cause_outlives_what_is_over() -> None:
    notices = Notices()
    notices.show(MISSING)
    notices.show(NEWS)
    notices.clear()
    assert texts(notices) == ["The disk is full"]


def test_a_countdown_is_added_once(qtbot: QtBot) -> None:
    notices = Notices()
    lost = Notice(text="Lost", hint="Next try in 2 s", cause="lost")
    notices.show(lost)
    with qtbot.assertNotEmitted(notices.added):
        notices.show(Notice(text="Lost", hint="Next try in 1 s", cause="lost"))
    assert notices.shown[0].hint == "Next try in 1 s"


def test_notices_lie_over_the_content_and_push_nothing(page: PlainPage) -> None:
    before = page.toolbar.geometry(), page.content.geometry()
    page.notices.show(MISSING)
    page.notices.show(NEWS)
    assert (page.toolbar.geometry(), page.content.geometry()) == before
    above, below = newest(page), page.notice_stack.banners["disk"]
    assert page.toolbar.geometry().bottom() < above.y()
    assert above.geometry().bottom() < below.y()
    assert page.childAt(above.geometry().center()) in {above, *above.findChildren(QLabel)}
    page.resize(400, 600)
    assert page.rect().contains(above.geometry())


def test_each_is_dismissed_by_itself(page: PlainPage, qtbot: QtBot) -> None:
    page.notices.show(MISSING)
    page.notices.show(NEWS)
    qtbot.mouseClick(newest(page).close_button, Qt.MouseButton.LeftButton)
    assert texts(page.notices) == ["The disk is full"]


def test_trying_again_takes_the_notice_away(page: PlainPage, qtbot: QtBot) -> None:
    tried: list[list[str]] = []
    page.notices.show(
        Notice(text="It broke", retry=lambda: tried.append(texts(page.notices)), cause="it")
    )
    qtbot.mouseClick(newest(page).retry, Qt.MouseButton.LeftButton)
    assert tried == [[]]


def test_a_banner_offers_what_helps(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(banner_module, "show_folder", shown.append)
    banner = Banner(MISSING)
    qtbot.addWidget(banner)
    assert banner.retry.isHidden()
    assert banner.show_folder.isHidden()
    assert banner.accessibleName() == "Error"
    assert banner.accessibleDescription() == "The disk is full Free some space."
    banner.show_notice(Notice(text="Saved", path=Path("a/b.csv")))
    assert banner.hint.isHidden()
    assert banner.accessibleName() == "Message"
    banner.show_folder.click()
    assert shown == [Path("a")]


def test_a_long_hint_is_cut_and_whole_under_the_pointer(qtbot: QtBot) -> None:
    banner = Banner(Notice(text="Notes", hint="\n".join(f"Note {n}." for n in range(20))))
    qtbot.addWidget(banner)
    assert banner.hint.text().splitlines()[-1] == "… and 14 more"
    assert "Note 19." in banner.hint.toolTip()


class Reader:
    """Stands in for a screen reader."""

    Event = QAccessible.Event
    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    def __init__(self) -> None:
        self.heard: list[object] = []

    def updateAccessibility(self, event: QAccessibleEvent) -> None:  # noqa: N802  # Qt's name
        if isinstance(event, QAccessibleAnnouncementEvent):
            self.heard.append((event.message(), event.politeness()))
        else:
            self.heard.append(event.type())


def test_an_error_is_announced_at_once(page: PlainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader()
    monkeypatch.setattr(banner_module, "QAccessible", reader)
    polite, assertive = QAccessible.AnnouncementPoliteness
    page.notices.show(MISSING)
    assert reader.heard == [
        QAccessible.Event.Alert,
        ("The disk is full Free some space.", assertive),
    ]
    reader.heard.clear()
    page.notices.show(NEWS)
    assert reader.heard == [("Two files were left out", polite)]
