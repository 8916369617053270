"""The curves of the built-in model stand in three places, which agree."""

from __future__ import annotations

from pathlib import Path

from svfap_core.inference.model_folder import read_card
from svfap_core.inference.store import find_model
from svfap_core.quality_curves import QualityCurves

PAGE = Path(__file__).parents[2] / "docs" / "measurement.md"


def test_card_defaults_and_page_agree() -> None:
    curves = read_card(find_model("svfap-tiny")).quality
    assert curves == QualityCurves()
    page = PAGE.read_text("utf-8")
    for name, knots in curves.model_dump(exclude={"threshold"}).items():
        told = ", ".join(f"{place:g}: {value:.3f}" for place, value in knots)
        assert f"| {name} | {told} |" in page
    assert f"threshold: {curves.threshold:g}." in page
