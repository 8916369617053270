"""What a face does over a few seconds: an expression that comes and goes, speech, blinks, gaze.

Curves have a value per frame, T of them. Knows no geometry and no images.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trainer.specs import RATE_FPS
from trainer.workshop.rendered.expressions import DEFINING, MEANINGLESS, PROTOTYPES, Weights

Curve = NDArray[np.float64]

DECK: tuple[str, ...] = (
    *(5 * ("neutral",) + 5 * ("action",) + 5 * ("happy",)),
    *(3 * ("sad",) + 3 * ("angry",) + 3 * ("surprise",) + 3 * ("fear",) + 3 * ("disgust",)),
)
"""What so many sequences show, in any order; `action`: what means nothing."""
_SPEECH = 0.67
_STRONGEST = 1.5
"""Most that a shape is exaggerated to."""
_SIDED = frozenset(
    {
        *("browDown", "browInnerUp", "browOuterUp", "cheekPuff", "cheekSquint", "eyeBlink"),
        *("eyeLookDown", "eyeLookUp", "eyeSquint", "eyeWide", "mouthDimple", "mouthFrown"),
        *("mouthLowerDown", "mouthPress", "mouthSmile", "mouthStretch", "mouthUpperUp"),
        "noseSneer",
    }
)
"""Shapes that ICT FaceKit has one of for each side."""
_VISEMES: tuple[Weights, ...] = (
    {"jawOpen": 0.4, "mouthLowerDown": 0.25, "mouthUpperUp": 0.1},
    {"jawOpen": 0.25, "mouthLowerDown": 0.3, "mouthUpperUp": 0.15},
    {"jawOpen": 0.12, "mouthLowerDown": 0.4, "mouthUpperUp": 0.15},
    {"jawOpen": 0.2, "mouthFunnel": 0.55},
    {"jawOpen": 0.08, "mouthPucker": 0.65},
    {"jawOpen": 0.1, "mouthClose": 0.1, "mouthRollLower": 0.2},
    {"jawOpen": 0.06, "mouthRollLower": 0.5, "mouthUpperUp": 0.2},
    {},
)
_MOST_GAZE_DEG = 30.0
"""At which eyelids follow as far as they can."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a person shows things: the same in all sequences of that person.

    Attributes:
        prototypes: Those of `PROTOTYPES`, each action by up to 30 % more or less, some left out.
        sides: Shape -> how much more the left side does than the right, as a share.
        rest: Weights of the face at rest: to a stranger nobody looks quite neutral.
    """

    prototypes: Mapping[str, tuple[Weights, ...]]
    sides: Weights
    rest: Weights

    @classmethod
    def chance(cls, rng: np.random.Generator) -> Style:
        """Somebody's."""

        def own(prototype: Weights) -> dict[str, float]:
            return {
                name: weight * rng.uniform(0.7, 1.3)
                for place, (name, weight) in enumerate(prototype.items())
                if place < DEFINING or rng.random() > 0.2
            }

        uneven = 0.05 if rng.random() < 0.8 else 0.2
        resting = ("browDown", "browInnerUp", "mouthFrown", "mouthSmile", "eyeBlink", "eyeWide")
        return cls(
            prototypes={name: tuple(map(own, many)) for name, many in PROTOTYPES.items()},
            sides={name: float(rng.normal(0, uneven)) for name in sorted(_SIDED)},
            rest={name: float(max(0, rng.normal(0, 0.07))) for name in resting},
        )


@dataclass(frozen=True, eq=False)
class Acting:
    """Curves of a sequence.

    Attributes:
        kind: An emotion, `neutral` or `action`.
        weight: `(T,)` of the expression or action, 0 and more.
        speech: Whether the person speaks.
        shapes: Shape of ICT FaceKit -> `(T,)` weights.
        gaze_deg: `(T, 2)` to the person's left and up.
        turn_deg: `(T, 3)` yaw, pitch and roll of the head.
    """

    kind: str
    weight: Curve
    speech: bool
    shapes: Mapping[str, Curve]
    gaze_deg: Curve
    turn_deg: Curve

    @cached_property
    def emotion(self) -> str | None:
        """What it shows, if anything."""
        return self.kind if self.kind in PROTOTYPES else None

    def weights(self, frame: int) -> dict[str, float]:
        """Of all shapes at a frame."""
        return {name: float(curve[frame]) for name, curve in self.shapes.items()}


@dataclass(frozen=True, slots=True)
class Theme:
    """What a sequence shows.

    Attributes:
        kind: One of `DECK`.
        turn: How many of that kind were before it: prototypes and actions take turns.
    """

    kind: str
    turn: int

    @classmethod
    def of(cls, seed: int, number: int) -> Theme:
        """That of a sequence by its number: as even as can be, in an order by chance."""
        deck, place = divmod(number, len(DECK))
        order = np.random.default_rng((seed, 3, deck)).permutation(len(DECK))
        kinds = [DECK[card] for card in order]
        kind = kinds[place]
        return cls(kind, deck * DECK.count(kind) + kinds[:place].count(kind))


def acted(theme: Theme, style: Style, frames: int, rng: np.random.Generator) -> Acting:
    """A sequence of one person by chance, `frames` at `RATE_FPS`."""
    times_s = np.arange(frames) / RATE_FPS
    last_s = float(times_s[-1])
    shown = [(shape, _Course.chance(last_s, rng)) for shape in _shapes(theme, style, rng)]
    speech = bool(rng.random() < _SPEECH)
    parts = [{n: np.full(frames, w) for n, w in style.rest.items()}, _blinks(times_s, rng)]
    parts += [
        {n: w * course.at(times_s - rng.normal(0, 0.03)) for n, w in shape.items()}
        for shape, course in shown
    ]
    if speech:
        parts.append(_speech(times_s, rng))
    gaze_deg = _gaze(times_s, rng)
    for name, side in (("eyeLookUp", 1), ("eyeLookDown", -1)):
        parts.append({name: np.clip(side * gaze_deg[:, 1] / _MOST_GAZE_DEG, 0, 1)})
    return Acting(
        kind=theme.kind,
        weight=np.max([np.zeros(frames), *(course.at(times_s) for _, course in shown)], axis=0),
        speech=speech,
        shapes=_possible(_sided(parts, style.sides, frames)),
        gaze_deg=gaze_deg,
        turn_deg=_turns(times_s, rng, speech=speech),
    )


def _shapes(theme: Theme, style: Style, rng: np.random.Generator) -> list[Weights]:
    """What comes and goes: an expression, or one or two actions, each at its own time."""
    if theme.kind in PROTOTYPES:
        prototypes = style.prototypes[theme.kind]
        return [prototypes[theme.turn % len(prototypes)]]
    if theme.kind == "action":
        first, second = MEANINGLESS[theme.turn % len(MEANINGLESS)], rng.integers(len(MEANINGLESS))
        return [first, MEANINGLESS[second]] if rng.random() < 0.5 else [first]
    return []


@dataclass(frozen=True, slots=True)
class _Course:
    """When an expression comes and goes, and how strong it becomes."""

    begin_s: float
    onset_s: float
    apex_s: float
    offset_s: float
    peak: float

    @classmethod
    def chance(cls, last_s: float, rng: np.random.Generator) -> _Course:
        mild = rng.random() < 0.5
        onset_s = rng.uniform(0.15, 0.7)
        return cls(
            begin_s=rng.uniform(0.12, 0.4) * last_s,
            onset_s=onset_s,
            apex_s=rng.uniform(0.15, 0.45) * last_s,
            offset_s=rng.uniform(1, 1.8) * onset_s,
            peak=rng.uniform(0.3, 0.6) if mild else rng.uniform(0.2, 1.2),
        )

    def at(self, times_s: Curve) -> Curve:
        end_s = self.begin_s + self.onset_s + self.apex_s
        rising = _smooth((times_s - self.begin_s) / self.onset_s)
        return self.peak * (rising - _smooth((times_s - end_s) / self.offset_s))


def _smooth(share: Curve) -> Curve:
    """0 before 0, 1 after 1, in between with the least jerk (Flash & Hogan 1985)."""
    x = np.clip(share, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def _speech(times_s: Curve, rng: np.random.Generator) -> dict[str, Curve]:
    """One viseme after the other, each gliding into the next, with pauses."""
    begins, targets, at_s = [], [], -0.2
    while at_s < times_s[-1] + 0.3:
        viseme = _VISEMES[rng.integers(len(_VISEMES))]
        pause = rng.random() < 0.06
        begins.append(at_s)
        targets.append({} if pause else viseme)
        at_s += rng.uniform(0.2, 0.6) if pause else rng.uniform(0.06, 0.2)
    loud = rng.uniform(0.5, 1.3)
    names = sorted({name for viseme in _VISEMES for name in viseme})
    strengths = loud * rng.uniform(0.7, 1.3, len(begins))
    return {
        name: _gliding(
            times_s, begins, strengths * [target.get(name, 0.0) for target in targets], 0.1
        )
        for name in names
    }


def _blinks(times_s: Curve, rng: np.random.Generator) -> dict[str, Curve]:
    closed = np.zeros(len(times_s))
    at_s = rng.exponential(2.5)
    while at_s < times_s[-1]:
        down_s, shut_s, up_s = rng.uniform(0.06, 0.1), rng.uniform(0.02, 0.08), 0.15
        down = _smooth((times_s - at_s) / down_s)
        closed = np.maximum(closed, down - _smooth((times_s - at_s - down_s - shut_s) / up_s))
        at_s += 0.4 + rng.exponential(2.5)
    return {"eyeBlink": closed * rng.uniform(0.85, 1)}


def _gaze(times_s: Curve, rng: np.random.Generator) -> Curve:
    """`(T, 2)`: at the camera mostly, elsewhere at times, with quick changes."""
    begins, targets, at_s = [], [], -0.1
    while at_s < times_s[-1]:
        away = rng.random() < 0.35
        begins.append(at_s)
        targets.append(rng.normal(0, (12, 8)) if away else rng.normal(0, (3, 2)))
        at_s += rng.uniform(0.3, 2)
    curves = [_gliding(times_s, begins, np.array(one), 0.06) for one in zip(*targets, strict=True)]
    return np.stack(curves, axis=1)


def _turns(times_s: Curve, rng: np.random.Generator, *, speech: bool) -> Curve:
    """`(T, 3)`: a pose, and a slow sway about it that is livelier in speech."""
    lively = rng.uniform(0.3, 1) * (1.6 if speech else 1)
    far = rng.random() < 0.25
    pose = rng.normal(0, (18 if far else 7, 6, 5))
    turns = np.stack([_sway(times_s, rng) for _ in range(3)], axis=1) * (4, 2.5, 2) * lively
    return np.clip(pose + turns, (-35, -20, -20), (35, 20, 20))


def _sway(times_s: Curve, rng: np.random.Generator) -> Curve:
    rates = np.array([0.15, 0.4, 0.9, 1.6]) * rng.uniform(0.7, 1.3, 4)
    waves = np.sin(2 * np.pi * (times_s[:, None] * rates + rng.uniform(0, 1, 4)))
    return waves @ (rng.uniform(0.5, 1, 4) * (1, 0.5, 0.25, 0.1))


def _gliding(times_s: Curve, begins: Sequence[float], targets: Curve, glide_s: float) -> Curve:
    """From each target to the next, beginning then and taking so long, or less if it is short."""
    curve = np.full(len(times_s), targets[0])
    lengths = np.diff([*begins, np.inf])
    for begin, length, before, after in zip(
        begins[1:], lengths[1:], targets[:-1], targets[1:], strict=True
    ):
        curve += (after - before) * _smooth((times_s - begin) / min(glide_s, length))
    return curve


def _sided(parts: Sequence[Mapping[str, Curve]], sides: Weights, frames: int) -> dict[str, Curve]:
    """All added up, for each side where a shape has sides."""
    shapes: dict[str, Curve] = {}
    for part in parts:
        for name, curve in part.items():
            more = sides.get(name, 0) if name not in ("eyeBlink", "eyeLookUp", "eyeLookDown") else 0
            both = {f"{name}_L": 1 + more, f"{name}_R": 1 - more} if name in _SIDED else {name: 1}
            for sided, share in both.items():
                shapes[sided] = shapes.get(sided, np.zeros(frames)) + share * curve
    return shapes


def _possible(shapes: Mapping[str, Curve]) -> dict[str, Curve]:
    """Without what faces cannot do: lips that close further than the jaw is open, and the like."""
    found = {name: np.clip(curve, 0, _STRONGEST) for name, curve in shapes.items()}
    nothing = np.zeros_like(next(iter(found.values())))
    jaw = found.get("jawOpen", nothing)
    if "mouthClose" in found:
        found["mouthClose"] = np.minimum(found["mouthClose"], jaw)
    for side in ("_L", "_R"):
        if (press := f"mouthPress{side}") in found:
            found[press] = found[press] * np.clip(1 - 3 * jaw, 0, 1)
        blink, down = f"eyeBlink{side}", found.get(f"eyeLookDown{side}", nothing)
        found[blink] = np.minimum(found[blink], 1 - 0.5 * np.minimum(down, 1))
    return found
