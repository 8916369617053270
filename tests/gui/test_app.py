from __future__ import annotations

import sys

import pytest

from svfap_core.system import has_display
from svfap_gui import app
from svfap_gui.work import preferences


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_demo_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svfap_core.cli.annotate.run_demo", lambda: 7)
    assert app.main([]) == 7


@pytest.mark.usefixtures("no_display")
def test_without_a_display_a_file_is_sent_to_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["film.mp4"])
    assert ended.value.code == 2
    assert "svfap-annotate film.mp4" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
@pytest.mark.usefixtures("no_display")
def test_any_display_will_do(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "x")
    assert has_display()


def test_the_default_model_is_the_cores() -> None:
    from svfap_core.inference.store import DEFAULT_MODEL

    assert preferences.Preferences().model == DEFAULT_MODEL
