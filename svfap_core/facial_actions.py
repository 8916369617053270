"""Names of facial actions: what a face does, apart from what it may mean.

The shapes are those that trackers and rigs of faces share (52 "blendshapes", named as in Apple's
ARKit). Both sides of a face are one action here: a score is the mean of left and right, so that a
mirrored face has the same. Knows nothing of networks or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Action(NamedTuple):
    """A facial action.

    Attributes:
        shapes: The shapes that it is the mean of, as the landmarker names them.
        facs: The action units of the Facial Action Coding System (Ekman, Friesen & Hager 2002) that
            it looks like, such as `AU12`; empty where nobody has published such a mapping.
        words: What these are called there, or what the face does.
    """

    shapes: tuple[str, ...]
    facs: str
    words: str


def _sided(*shapes: str) -> tuple[str, ...]:
    return tuple(name for shape in shapes for name in _both(shape))


def _both(shape: str) -> tuple[str, ...]:
    return f"{shape}Left", f"{shape}Right"


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "brow_inner_up": Action(("browInnerUp",), "AU1", "inner brow raiser"),
        "brow_outer_up": Action(_both("browOuterUp"), "AU2", "outer brow raiser"),
        "brow_down": Action(_both("browDown"), "AU4", "brow lowerer"),
        "eye_wide": Action(_both("eyeWide"), "AU5", "upper lid raiser"),
        "cheek_squint": Action(_both("cheekSquint"), "AU6", "cheek raiser"),
        "eye_squint": Action(_both("eyeSquint"), "AU7", "lid tightener"),
        "eye_blink": Action(_both("eyeBlink"), "AU45", "blink"),
        "eye_look_up": Action(_both("eyeLookUp"), "AU63", "eyes up"),
        "eye_look_down": Action(_both("eyeLookDown"), "AU64", "eyes down"),
        "nose_sneer": Action(_both("noseSneer"), "AU9", "nose wrinkler"),
        "mouth_upper_up": Action(_both("mouthUpperUp"), "AU10", "upper lip raiser"),
        "mouth_smile": Action(_both("mouthSmile"), "AU12", "lip corner puller"),
        "mouth_dimple": Action(_both("mouthDimple"), "AU14", "dimpler"),
        "mouth_frown": Action(_both("mouthFrown"), "AU15", "lip corner depressor"),
        "mouth_lower_down": Action(_both("mouthLowerDown"), "AU16", "lower lip depressor"),
        "mouth_shrug_lower": Action(("mouthShrugLower",), "AU17", "chin raiser"),
        "mouth_shrug_upper": Action(("mouthShrugUpper",), "", "upper lip pushed up"),
        "mouth_pucker": Action(("mouthPucker",), "AU18", "lip pucker"),
        "mouth_stretch": Action(_both("mouthStretch"), "AU20", "lip stretcher"),
        "mouth_funnel": Action(("mouthFunnel",), "AU22", "lip funneler"),
        "mouth_press": Action(_both("mouthPress"), "AU24", "lip pressor"),
        "mouth_close": Action(("mouthClose",), "", "lips closed over an open jaw"),
        "mouth_roll_lower": Action(("mouthRollLower",), "AU28", "lower lip sucked in"),
        "mouth_roll_upper": Action(("mouthRollUpper",), "AU28", "upper lip sucked in"),
        "jaw_open": Action(("jawOpen",), "AU26", "jaw drop"),
        "jaw_forward": Action(("jawForward",), "AU29", "jaw thrust"),
        "cheek_puff": Action(("cheekPuff",), "AU34", "cheek puff"),
    }
)
"""By the name of the column without `action_`, from the brows down."""

ACTION_PREFIX = "action_"
"""What the columns of actions begin with, in tables and in manifests."""

SHAPES = (
    "_neutral",
    *_sided("browDown"),
    "browInnerUp",
    *_sided("browOuterUp"),
    "cheekPuff",
    *_sided("cheekSquint", "eyeBlink", "eyeLookDown", "eyeLookIn", "eyeLookOut", "eyeLookUp"),
    *_sided("eyeSquint", "eyeWide"),
    *("jawForward", "jawLeft", "jawOpen", "jawRight", "mouthClose"),
    *_sided("mouthDimple", "mouthFrown"),
    *("mouthFunnel", "mouthLeft"),
    *_sided("mouthLowerDown", "mouthPress"),
    *("mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper"),
    *("mouthShrugLower", "mouthShrugUpper"),
    *_sided("mouthSmile", "mouthStretch", "mouthUpperUp", "noseSneer"),
)
"""The 52 outputs of the landmarker's last network, in its order
(https://github.com/google-ai-edge/mediapipe, face_blendshapes_graph.cc). Left and right are the
person's own. The first has no meaning of its own."""


def actions_of(shapes: Iterable[float]) -> dict[str, float]:
    """Scores of all `ACTIONS`, 0..1, of the scores of all `SHAPES`."""
    found = dict(zip(SHAPES, map(float, shapes), strict=True))
    return {
        name: sum(found[shape] for shape in action.shapes) / len(action.shapes)
        for name, action in ACTIONS.items()
    }
