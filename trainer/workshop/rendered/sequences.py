"""Sequences of rendered faces, and the lessons that are cut out of them.

A sequence is one person in one scene. With two of each person a student sees the same face do
different things. Everything follows from a seed and a number. Knows no data set on disk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from trainer.data.catalogue import Split
from trainer.specs import RATE_FPS, default_spec
from trainer.workshop.lessons import Images, Lesson
from trainer.workshop.rendered.acting import Acting, Style, Theme, acted
from trainer.workshop.rendered.camera import Camera
from trainer.workshop.rendered.expressions import (
    emotion_shares,
    meaningless_shares,
    true_actions,
)
from trainer.workshop.rendered.head import Floats, Geometry, Person
from trainer.workshop.rendered.image import Scene, drawn, turned, viewed
from trainer.workshop.rendered.obstacles import Glasses, Hand

DURATION_S = 2.5
IDENTITIES = 100
PER_PERSON = 2
TEST_SHARE, VAL_SHARE = 0.12, 0.06
"""Of all persons."""
META = ("expression", "weight", "speech", "sequence", "time_s")
"""What a lesson's `meta` holds: the expression (an emotion, `neutral` or `action`), its weight and
whether the person speaks, all of the middle; the sequence, and when in it the middle is."""

_APART = (3, 6)
"""Frames from one window to the next: at least, and fewer than."""
_LARGE_PX = 100
"""From this size on edges need less smoothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which sequence is wanted.

    Attributes:
        seed: Of the data set.
        number: Of the sequence, from 0.
        duration_s: Its length.
        per_person: How many sequences a person has.
    """

    seed: int
    number: int
    duration_s: float = DURATION_S
    per_person: int = PER_PERSON

    @property
    def person(self) -> int:
        """Who is seen, from 0."""
        return self.number // self.per_person

    @property
    def name(self) -> str:
        """Of the sequence."""
        return f"sequence{self.number:05d}"


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A rendered sequence of T frames.

    Attributes:
        order: Which one it is.
        acting: What the person does.
        images: `(T, SIZE_PX, SIZE_PX)`, framed as lessons are.
    """

    order: Order
    acting: Acting
    images: Images

    def starts(self) -> list[int]:
        """First frames of its windows, unevenly spaced."""
        rng = np.random.default_rng((self.order.seed, 4, self.order.number))
        found, last = [0], len(self.images) - frames_of_a_window()
        while (start := found[-1] + int(rng.integers(*_APART))) <= last:
            found.append(start)
        return found


def orders(
    count: int, seed: int, duration_s: float = DURATION_S, per_person: int = PER_PERSON
) -> list[Order]:
    """So many sequences."""
    return [
        Order(seed=seed, number=number, duration_s=duration_s, per_person=per_person)
        for number in range(count)
    ]


def held_out_persons(wanted: Collection[Order]) -> dict[int, Split]:
    """Who of some sequences is seen in `test` or `val` alone; if there are two, one of them."""
    persons, seed = len({order.person for order in wanted}), next(iter(wanted)).seed
    drawn_ones = np.random.default_rng((seed, 2)).permutation(persons).tolist()
    judged = max(round(TEST_SHARE * persons), min(1, persons - 1))
    out = judged + round(VAL_SHARE * persons)
    return {person: "test" if n < judged else "val" for n, person in enumerate(drawn_ones[:out])}


@cache
def frames_of_a_window() -> int:
    """As many as the built-in model's window lasts, 0.64 s."""
    return round(default_spec("tiny", 2).span_s * RATE_FPS)


def rendered(geometry: Geometry, order: Order) -> Sequence:
    """Render a sequence; the same for the same order."""
    identity = np.random.default_rng((order.seed, 0, order.person))
    person, style = Person(geometry, identity, lifelike=True), Style.chance(identity)
    rng = np.random.default_rng((order.seed, 1, order.number))
    frames = round(order.duration_s * RATE_FPS)
    acting = acted(Theme.of(order.seed, order.number), style, frames, rng)
    scene, camera = _scene(rng), Camera.chance(rng)
    light = _lit(geometry, person, acting, scene, camera=camera, rng=rng)
    return Sequence(order, acting, camera.taken(light, rng))


def lessons(sequence: Sequence, split: Split) -> Iterator[Lesson]:
    """The windows of a sequence, with the emotion shares of the frame in their middle.

    Those of `val` have actions alone: which emotions a model sees is calibrated by real faces.
    """
    order, acting, frames = sequence.order, sequence.acting, frames_of_a_window()
    actions = [true_actions(acting.weights(frame)) for frame in range(len(acting.weight))]
    for start in sequence.starts():
        middle = start + frames // 2
        weight = float(acting.weight[middle])
        yield Lesson(
            clip=f"{order.name}/{start:03d}",
            images=sequence.images[start : start + frames],
            times_s=np.arange(frames) / RATE_FPS,
            source=order.name,
            shares={} if split == "val" else _shares(acting, weight),
            actions=_mean(actions[start : start + frames]),
            middle_actions=actions[middle],
            subject=f"person{order.person:05d}",
            split=split,
            meta={
                "expression": acting.kind,
                "weight": f"{weight:.3f}",
                "speech": "yes" if acting.speech else "no",
                "sequence": order.name,
                "time_s": f"{middle / RATE_FPS:.2f}",
            },
        )


def _mean(each: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([one[name] for one in each])) for name in each[0]}


def _shares(acting: Acting, weight: float) -> Mapping[str, float]:
    if acting.kind == "action":
        return meaningless_shares(weight)
    return emotion_shares(acting.emotion, weight)


def _lit(
    geometry: Geometry,
    person: Person,
    acting: Acting,
    scene: Scene,
    *,
    camera: Camera,
    rng: np.random.Generator,
) -> Floats:
    """Light that reaches the camera, `(T, seen_px, seen_px)`."""
    frames, seen_px = len(acting.weight), camera.seen_px
    glasses = Glasses.chance(geometry, person.shape, rng) if rng.random() < 0.25 else None
    hand = Hand.chance(rng) if rng.random() < 0.08 else None
    side_px = seen_px * (2 if seen_px >= _LARGE_PX else 3)
    points_px = camera.points(frames, rng) * side_px
    gaze = np.tan(np.radians(acting.gaze_deg))
    images = np.empty((frames, seen_px, seen_px), np.float32)
    for frame in range(frames):
        mesh = person.mesh(acting.weights(frame), (gaze[frame, 0], gaze[frame, 1]))
        rotation = turned(*acting.turn_deg[frame])
        view = viewed(geometry, mesh, scene.distance_cm, rotation, points_px[frame])
        canvas = drawn(geometry, mesh, scene, view, side_px)
        if glasses is not None:
            glasses.draw(canvas, view)
        if hand is not None:
            hand.draw(canvas, view.points_px, frame / frames)
        images[frame] = cv2.resize(canvas, (seen_px, seen_px), interpolation=cv2.INTER_AREA)
    return images


def _scene(rng: np.random.Generator) -> Scene:
    """Light from anywhere in front, for one in six from the side; a background of any detail."""
    side = rng.random() < 1 / 6
    light = np.array([rng.uniform(-1, 1), rng.uniform(-0.2, 1), rng.uniform(0.5, 1.2)])
    if side:
        light = np.array([rng.choice([-1, 1]), rng.uniform(-0.2, 0.6), rng.uniform(-0.1, 0.3)])
    detail = int(rng.integers(2, 14))
    low, high = np.sort(rng.uniform(0, 1, 2))
    return Scene(
        light=light / np.linalg.norm(light),
        soft=rng.uniform(0, 0.4),
        ambient=rng.uniform(0.15, 0.4) if side else rng.uniform(0.25, 0.8),
        lamp=rng.uniform(0.4, 1.1),
        shine=rng.uniform(0, 0.15),
        distance_cm=rng.uniform(40, 140),
        background=0.75 * rng.uniform(low, high, (detail, detail)).astype(np.float32),
    )
