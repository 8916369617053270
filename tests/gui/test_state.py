from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

from svfap_core.sources.base import SourceKind
from svfap_gui.parts.words import minutes
from svfap_gui.work.state import AppState, Phase, SourceRequest


@pytest.mark.parametrize(
    ("text", "kind", "locator", "title"),
    [
        ("a/film.mp4", SourceKind.FILE, "a/film.mp4", "film.mp4"),
        ("file:///a/film.mp4", SourceKind.FILE, "/a/film.mp4", "film.mp4"),
        ("file:///a/my%20film%20%232.mp4", SourceKind.FILE, "/a/my film #2.mp4", "my film #2.mp4"),
        ("a/my film #2.mp4", SourceKind.FILE, "a/my film #2.mp4", "my film #2.mp4"),
        ("rtsp://host/1", SourceKind.STREAM, "rtsp://host/1", "rtsp://host/1"),
        ("camera:0", SourceKind.CAMERA, "camera:0", "camera:0"),
    ],
)
def test_a_command_line_word_names_a_source(
    text: str, kind: SourceKind, locator: str, title: str
) -> None:
    request = SourceRequest.parse(text)
    assert (request.kind, request.locator, request.title) == (kind, locator, title)


def test_a_windows_address_names_a_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    request = SourceRequest.parse("file:///C:/Users/A%20B/talk%20%232.mp4")
    assert request.locator.replace("\\", "/") == "C:/Users/A B/talk #2.mp4"


def test_a_field_tells_its_change_once(qtbot: QtBot) -> None:
    state = AppState()
    with qtbot.waitSignal(state.phase_changed, timeout=100) as told:
        state.set_phase(Phase.STARTING)
    assert told.args == [Phase.STARTING]
    with qtbot.assertNotEmitted(state.phase_changed):
        state.set_phase(Phase.STARTING)


def test_times_read_like_a_clock() -> None:
    assert [minutes(t) for t in (0, 9.9, 61, 3600, 36_061)] == [
        "0:00",
        "0:09",
        "1:01",
        "1:00:00",
        "10:01:01",
    ]
