from __future__ import annotations

import pytest

from svfap_core.labels import EMOTIONS
from svfap_gui.parts.theme import DARK, LIGHT, Theme, contrast, style_sheet

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@BOTH
def test_text_is_legible_on_every_ground(theme: Theme) -> None:
    grounds = (
        theme.window,
        theme.panel,
        theme.raised,
        theme.track,
        theme.info_ground,
        theme.error_ground,
    )
    for ground in grounds:
        assert contrast(theme.text, ground) >= 4.5, ground
        assert contrast(theme.danger, ground) >= 4.5, ground
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(theme.muted, ground) >= 4.5, ground
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@BOTH
def test_marks_and_controls_stand_out(theme: Theme) -> None:
    for name in EMOTIONS:
        assert contrast(theme.emotion(name), theme.panel) >= 3, name
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(theme.control_line, ground) >= 3, ground
        assert contrast(theme.accent, ground) >= 3, ground
    for number in range(8):
        assert contrast(theme.person(number), "#0C0E11") >= 3


@BOTH
def test_the_style_sheet_leaves_no_name_open(theme: Theme) -> None:
    assert "$" not in style_sheet(theme)
