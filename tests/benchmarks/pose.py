"""How well head pose is read: rendered heads of known pose, found by the detector of analysis.

    python -m tests.benchmarks.pose

Heads of different people, expressions and light (`tests.rendered`; needs `data/ict_facekit` beside
the checkout) turn in steps of 10 degrees to 90, and nod in steps of 15 to 45. The page
docs/measurement.md has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svfap_core.tracking.centerface import CenterFace
from svfap_core.tracking.pose import HeadPose, head_pose, rotation_of
from tests.benchmarks.measuring import say
from tests.rendered.head import EXPRESSIONS, Geometry, Person
from tests.rendered.image import Scene, photograph
from tests.shared_data import SHARED

PEOPLE, SEED = 24, 3
YAWS_DEG = range(0, 91, 10)
PITCHES_DEG = (-45, -30, -15, 15, 30, 45)
SIZE_PX = 320
TEMPLATE = 0.5 + 0.5 * (
    np.array([(0.342, 0.42), (0.658, 0.42), (0.5, 0.587), (0.372, 0.71), (0.628, 0.71)]) - 0.5
)
"""Five points of a face from the front, small enough that the whole head is in the image."""


def readings_of(
    geometry: Geometry, detector: CenterFace, poses: Sequence[HeadPose]
) -> list[list[HeadPose]]:
    """For each pose what is read from each head on which a face is found."""
    rng = np.random.default_rng(SEED)
    found: list[list[HeadPose]] = [[] for _ in poses]
    for _ in range(PEOPLE):
        person, scene = Person(geometry, rng), Scene.chance(rng)
        mesh = person.mesh(EXPRESSIONS[str(rng.choice(list(EXPRESSIONS)))])
        for readings, pose in zip(found, poses, strict=True):
            grey, _ = photograph(
                geometry, mesh, scene, rotation_of(pose), template=TEMPLATE, size_px=SIZE_PX
            )
            faces = detector.detect(np.repeat(grey[..., None], 3, axis=2))
            if faces:
                largest = max(faces, key=lambda face: face.box.width * face.box.height)
                readings.append(head_pose(largest.points_px))
    return found


def main() -> None:
    """Render, detect, compare, and print a table of each."""
    geometry, detector = Geometry(SHARED / "data" / "ict_facekit"), CenterFace()
    turns = [HeadPose(side * yaw, 0, 0) for yaw in YAWS_DEG for side in (1, -1)]
    nods = [HeadPose(0, pitch, 0) for pitch in (0, *PITCHES_DEG)]
    of_turns = readings_of(geometry, detector, turns)
    say(f"{PEOPLE} heads, both ways; found: faces of those shown")
    say("yaw (degrees) | error: half within | nine tenths within | found")
    for place, yaw in enumerate(YAWS_DEG):
        both = zip(turns[2 * place :][:2], of_turns[2 * place :][:2], strict=True)
        errors = [abs(pose.yaw_deg - true.yaw_deg) for true, readings in both for pose in readings]
        half, most = np.percentile(errors, [50, 90])
        say(f"{yaw} | {half:.0f} | {most:.0f} | {len(errors) / PEOPLE / 2:.0%}")
    front, *of_nods = readings_of(geometry, detector, nods)
    rest_deg = float(np.median([pose.pitch_deg for pose in front]))
    say(f"pitch from the front: {rest_deg:.0f} degrees (median)")
    say("pitch (degrees) | read (median) | change from the front, share of the true one | found")
    for pitch, readings in zip(PITCHES_DEG, of_nods, strict=True):
        median_deg = float(np.median([pose.pitch_deg for pose in readings]))
        share = (median_deg - rest_deg) / pitch
        say(f"{pitch} | {median_deg:.0f} | {share:.2f} | {len(readings) / PEOPLE:.0%}")


if __name__ == "__main__":
    main()
