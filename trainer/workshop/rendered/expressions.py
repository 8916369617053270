"""What faces do when they show an emotion, or nothing, and what raters would say of it.

Weights are those of ICT FaceKit's shapes, both sides alike: 1 is as far as most people can go; its
`browDown` is less than a frown of anger, which therefore has more.
Knows no time and no geometry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from svfap_core.facial_actions import ACTIONS
from trainer.workshop.lessons import EMOTIONS

Weights: TypeAlias = Mapping[str, float]

PROTOTYPES: Mapping[str, tuple[Weights, ...]] = MappingProxyType(
    {
        "happy": (
            # Lips closed, with the eyes (AU6+12): the felt smile of Ekman & Friesen 1982.
            {"mouthSmile": 0.85, "cheekSquint": 0.55, "eyeSquint": 0.35, "mouthDimple": 0.1},
            # Lips closed, the mouth alone (AU12): a polite smile.
            {"mouthSmile": 0.85, "mouthStretch": 0.1},
            # Teeth shown (AU6+12+25).
            {
                "mouthSmile": 0.8,
                "cheekSquint": 0.5,
                "eyeSquint": 0.3,
                "mouthUpperUp": 0.35,
                "mouthLowerDown": 0.25,
                "jawOpen": 0.06,
            },
            # Laughter (AU6+12+25+26).
            {
                "mouthSmile": 0.85,
                "cheekSquint": 0.7,
                "eyeSquint": 0.5,
                "jawOpen": 0.32,
                "mouthUpperUp": 0.35,
                "mouthLowerDown": 0.2,
            },
        ),
        "sad": (
            # AU1+15+17, lids half down.
            {"browInnerUp": 0.9, "mouthFrown": 0.9, "mouthShrugLower": 0.4, "eyeBlink": 0.25},
            # AU1+4+15.
            {"browInnerUp": 0.9, "mouthFrown": 0.9, "browDown": 0.4, "eyeSquint": 0.2},
            # AU1+15+64: looking down.
            {"browInnerUp": 0.85, "mouthFrown": 0.7, "eyeLookDown": 0.45, "eyeBlink": 0.15},
            # Near tears (AU1+4+6+15+20).
            {
                "browInnerUp": 0.9,
                "mouthFrown": 0.8,
                "browDown": 0.5,
                "mouthStretch": 0.3,
                "cheekSquint": 0.3,
                "mouthShrugLower": 0.4,
            },
        ),
        "angry": (
            # Lips pressed (AU4+7+24).
            {"browDown": 1.4, "eyeSquint": 0.7, "mouthPress": 1.0, "noseSneer": 0.25},
            # A glare (AU4+5+7+23).
            {"browDown": 1.4, "eyeWide": 0.6, "mouthPress": 0.6, "noseSneer": 0.3},
            # Teeth shown (AU4+5+7+10+25).
            {
                "browDown": 1.3,
                "mouthUpperUp": 0.4,
                "mouthLowerDown": 0.7,
                "eyeWide": 0.4,
                "noseSneer": 0.4,
                "jawOpen": 0.08,
                "mouthStretch": 0.2,
            },
            # Corners of the mouth down (AU4+7+15+17).
            {
                "browDown": 1.4,
                "eyeSquint": 0.6,
                "mouthFrown": 0.5,
                "mouthShrugLower": 0.4,
                "noseSneer": 0.2,
            },
        ),
        "surprise": (
            # AU1+2+5+26.
            {"browInnerUp": 0.9, "browOuterUp": 0.9, "eyeWide": 0.8, "jawOpen": 0.4},
            # The lips rounded.
            {
                "browInnerUp": 0.85,
                "browOuterUp": 0.85,
                "jawOpen": 0.35,
                "eyeWide": 0.6,
                "mouthFunnel": 0.3,
            },
            # Lips hardly parted.
            {"browInnerUp": 0.9, "browOuterUp": 0.9, "eyeWide": 0.85, "jawOpen": 0.1},
        ),
        "fear": (
            # AU1+2+4+5+20+26.
            {
                "browInnerUp": 0.9,
                "eyeWide": 0.85,
                "mouthStretch": 0.7,
                "browDown": 0.4,
                "browOuterUp": 0.35,
                "jawOpen": 0.18,
            },
            # Lips closed (AU1+4+5+20).
            {"browInnerUp": 0.85, "eyeWide": 0.9, "mouthStretch": 0.7, "browDown": 0.45},
            # Lower teeth shown (AU1+4+5+16+20+25).
            {
                "browInnerUp": 0.85,
                "eyeWide": 0.85,
                "mouthStretch": 0.65,
                "browDown": 0.35,
                "mouthLowerDown": 0.5,
                "jawOpen": 0.1,
            },
        ),
        "disgust": (
            # AU9+10, brows drawn down by it.
            {"noseSneer": 0.95, "mouthUpperUp": 0.6, "browDown": 0.45, "eyeSquint": 0.4},
            # AU10+15+17.
            {
                "mouthUpperUp": 0.8,
                "noseSneer": 0.6,
                "mouthShrugLower": 0.5,
                "mouthFrown": 0.4,
                "cheekSquint": 0.3,
            },
            # The mouth open (AU9+10+16+26).
            {
                "noseSneer": 0.9,
                "mouthUpperUp": 0.6,
                "mouthLowerDown": 0.4,
                "jawOpen": 0.2,
                "eyeSquint": 0.4,
                "mouthFrown": 0.25,
            },
        ),
    }
)
"""Of each emotion, by the action units of Ekman, Friesen & Hager 2002 (Investigator's guide) and
Du, Tao & Martinez 2014, in the shapes that look like them. Those that define it come first."""

DEFINING = 2
"""So many of a prototype's actions are never left out."""

MEANINGLESS: tuple[Weights, ...] = (
    {"browInnerUp": 0.6, "browOuterUp": 0.6},
    {"browOuterUp_L": 0.9},
    {"browOuterUp_R": 0.9},
    {"browDown": 0.5},
    {"cheekPuff": 0.9},
    {"cheekPuff": 0.6, "mouthPucker": 0.4},
    {"mouthRollLower": 0.9},
    {"mouthRollUpper": 0.9},
    {"mouthRollLower": 0.7, "mouthRollUpper": 0.7},
    {"mouthDimple": 0.9},
    {"mouthDimple_L": 1.0},
    {"jawForward": 1.0},
    {"jawLeft": 0.8},
    {"jawRight": 0.8},
    {"mouthLeft": 0.7},
    {"mouthRight": 0.7},
    {"mouthPucker": 0.9},
    {"mouthFunnel": 0.8},
    {"mouthPress": 0.9},
    {"mouthShrugLower": 0.8},
    {"mouthShrugLower": 0.7, "mouthShrugUpper": 0.7},
    {"mouthStretch": 0.7},
    {"mouthUpperUp": 0.5},
    {"mouthLowerDown": 0.8},
    {"eyeSquint": 1.0},
    {"eyeSquint": 0.8, "cheekSquint": 0.8},
    {"eyeWide": 0.6},
    {"eyeLookUp": 0.8},
    {"eyeLookDown": 0.8},
    {"jawOpen": 0.6},
    {"jawOpen": 0.45, "mouthClose": 0.42},
)
"""Single actions and pairs that stand for no emotion: what faces do while they talk or think."""

_REACHED = ((0.0, 0.005), (0.25, 0.5), (0.7, 0.93))
"""Weight of an expression -> share of raters who name its emotion, between these linear in the
log-odds, beyond them constant."""
_CONFUSED: Mapping[str, str] = MappingProxyType(
    {"fear": "surprise", "surprise": "fear", "angry": "disgust", "disgust": "angry"}
)
"""What some raters take an emotion for; who does not see sadness says neutral."""
_MOST_CONFUSED = 0.4
"""Of those raters, at full weight."""
_REST = 0.005
"""Share of each emotion that is not shown."""


def emotion_shares(emotion: str | None, weight: float) -> dict[str, float]:
    """What raters would say of a face: emotion -> share, summing to 1.

    It depends on the expression alone, not on speech, blinks or gaze. With `w` the weight, the
    share `e(w)` of the emotion shown is 0.005 at 0, 0.5 at 0.25 and 0.93 from 0.7 on, linear in the
    log-odds between. Of the others a part that rises with `e` to 0.4 names the emotion that this
    one is often taken for (fear and surprise, angry and disgust), 0.005 each another, and all that
    remain say neutral.

    Args:
        emotion: A key of `PROTOTYPES`; none: there is no expression.
        weight: Of the expression, 0 or more.
    """
    shares: dict[str, float] = dict.fromkeys(EMOTIONS, _REST)
    if emotion is not None:
        weights, reached = np.array(_REACHED).T
        log_odds = np.interp(weight, weights, np.log(reached / (1 - reached)))
        shown = float(1 / (1 + np.exp(-log_odds)))
        others = 1 - shown
        shares |= dict.fromkeys(EMOTIONS, _REST * others) | {emotion: shown}
        if (taken_for := _CONFUSED.get(emotion)) is not None:
            risen = float((shown - reached[0]) / (reached[-1] - reached[0]))
            shares[taken_for] = others * (_REST + (_MOST_CONFUSED - _REST) * risen)
    shares["neutral"] = 0.0
    return shares | {"neutral": 1 - sum(shares.values())}


def meaningless_shares(weight: float) -> dict[str, float]:
    """What raters would say of an action that means nothing: neutral 0.97 falling to 0.85.

    Args:
        weight: How strong it is; from 0.8 on nothing changes.
    """
    neutral = 0.97 - 0.12 * min(weight / 0.8, 1)
    others = (1 - neutral) / (len(EMOTIONS) - 1)
    return dict.fromkeys(EMOTIONS, others) | {"neutral": neutral}


def true_actions(weights: Weights) -> dict[str, float]:
    """Actions of a face by the names of `ACTIONS`: means of left and right, 0..1.

    ICT FaceKit splits some shapes of ARKit by sides, and has a `cheekRaiser` beside `cheekSquint`.
    The latter is ARKit's: it lifts the cheek as far, and the lower lid a quarter less, which is
    `eyeSquint` there.

    Args:
        weights: Of the shapes of ICT FaceKit, those with sides as `NAME_L` and `NAME_R`.
    """
    return {name: _action(action.shapes[0], weights) for name, action in ACTIONS.items()}


def _action(shape: str, weights: Weights) -> float:
    name = shape.removesuffix("Left").removesuffix("Right")
    sides = [weights.get(name + side, 0.0) for side in ("_L", "_R")]
    value = weights[name] if name in weights else sum(sides) / 2
    return min(max(value, 0.0), 1.0)
