"""Colours of emotions: how far apart they are for readers with and without colour blindness.

CIEDE2000 is that of scikit-image, colour blindness as in Machado, Oliveira and Fernandes, "A
physiologically-based model for simulation of color vision deficiency" (2009), severity 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from svfap_core.exports import palette
from svfap_core.exports.palette import ACTION_COLOURS, EMOTION_STYLES, emotion_style, rgb
from svfap_core.labels import EMOTIONS
from svfap_gui.parts.theme import DARK, LIGHT, contrast

VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST = {"normal": 20.3, "protanopia": 15.7, "deuteranopia": 16.2, "tritanopia": 12.2}
"""Of built-in labels, as reached. Twenty for all eleven under every vision at once was not found:
dashes tell the rest apart."""


def as_seen(colours: Sequence[str], vision: str) -> NDArray[np.float64]:
    """`(N, 3)` in CIELAB."""
    share = np.array([rgb(colour) for colour in colours]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.array(VISIONS[vision], dtype=float).T, 0, 1)
    seen = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(rgb2lab(seen[None])[0], dtype=np.float64)


def differences(colours: Sequence[str], vision: str) -> NDArray[np.float64]:
    """`(N, N)` CIEDE2000."""
    lab = as_seen(colours, vision)
    return np.asarray(deltaE_ciede2000(lab[:, None], lab[None]), dtype=np.float64)


def colours_of(names: Sequence[str], *, dark: bool) -> list[str]:
    styles = [emotion_style(name) for name in names]
    return [style.dark if dark else style.light for style in styles]


def least(matrix: NDArray[np.float64]) -> float:
    return float(matrix[np.triu_indices(len(matrix), 1)].min())


@pytest.fixture
def nobody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    """No class of a user has been seen yet."""
    monkeypatch.setattr(palette, "_own_places", {})


def test_the_difference_is_that_of_published_pairs() -> None:
    """Sharma, Wu and Dalal (2005), pairs 1, 7, 17 and 25."""
    pairs = (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    )
    for first, second, difference in pairs:
        assert deltaE_ciede2000(first, second) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_emotions_can_be_told_apart(vision: str, dark: bool) -> None:  # noqa: FBT001
    matrix = differences(colours_of(EMOTIONS, dark=dark), vision)
    assert least(matrix) >= LEAST[vision]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_dashes_tell_apart_what_colour_blind_readers_may_mix_up(dark: bool) -> None:  # noqa: FBT001
    for vision in VISIONS:
        matrix = differences(colours_of(EMOTIONS, dark=dark), vision)
        for (i, first), (j, second) in combinations(enumerate(EMOTIONS), 2):
            if matrix[i, j] < 20:
                assert EMOTION_STYLES[first].dash != EMOTION_STYLES[second].dash, (first, second)


@pytest.mark.usefixtures("nobody_s")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_twelve_own_classes_share_no_style(dark: bool) -> None:  # noqa: FBT001
    names = [f"class {number}" for number in range(12)]
    colours = colours_of(names, dark=dark)
    for vision in ("normal", "protanopia", "deuteranopia"):
        assert least(differences(colours, vision)) >= 12
    assert len({emotion_style(name).dash for name in names}) == 12
    assert colours == colours_of(names, dark=dark), "a name keeps its own"
    assert emotion_style("a thirteenth") in {emotion_style(name) for name in names}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_facial_actions_can_be_told_apart(vision: str, dark: bool) -> None:  # noqa: FBT001
    colours = [colour[dark] for colour in ACTION_COLOURS]
    assert least(differences(colours, vision)) >= (19 if vision == "normal" else 13)
    assert least(differences(colours[:4], vision)) >= (23 if vision == "normal" else 16)


def test_facial_actions_stand_out_from_their_ground() -> None:
    for light, dark in ACTION_COLOURS:
        assert min(contrast(light, ground) for ground in (LIGHT.panel, LIGHT.window)) >= 3
        assert min(contrast(dark, ground) for ground in (DARK.panel, DARK.window)) >= 3


@pytest.mark.usefixtures("nobody_s")
def test_every_mark_stands_out_from_its_ground() -> None:
    names = [*EMOTIONS, *(f"class {number}" for number in range(12))]
    for name in names:
        style = emotion_style(name)
        for ground in ("#FFFFFF", LIGHT.panel, LIGHT.window):
            assert contrast(style.light, ground) >= 3, name
        for ground in (DARK.panel, DARK.window):
            assert contrast(style.dark, ground) >= 3, name
