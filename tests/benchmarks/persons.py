"""How well persons are found to be one: distances on real clips, and whole videos.

    python -m tests.benchmarks.persons distances [--faces 6]
    python -m tests.benchmarks.persons acceptance [--minutes 30] [--folder FOLDER]
    python -m tests.benchmarks.persons clip VIDEO

`distances`: of single faces and of means, within clips of `pretrain`, between clips of one person
and of different ones. `acceptance`: a video cut between three talking heads (`persons_video`), all
suggestions accepted: how many persons are left, and which merges are right, wrong and missed. With
a folder, video and result are kept there, and used again. `clip`: suggestions for one video.

The data lie beside the checkout (`tests/shared_data.py`). Distances take a minute on two free
cores; half an hour of video, about ten.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import svfap_core as svfap
from svfap_core.recognition.base import Recogniser, normalised
from svfap_core.recognition.dlib_network import DlibRecogniser
from svfap_core.recognition.finding import find_embeddings
from svfap_core.recognition.suggesting import Suggestions, accepted, suggest
from svfap_core.results.facts import decoding_of
from svfap_core.results.people import Population
from svfap_core.results.reading import read_result
from svfap_core.sources.opening import open_source
from svfap_core.tracking.align import align_face
from svfap_core.tracking.centerface import CenterFace
from svfap_core.types import RGB
from tests.benchmarks.persons_video import Shot, shots, write_video
from tests.shared_data import SHARED

CLICKS = 4
"""Find who is who, Find persons, Merge all, Close."""
HOP_S = 4.0

ONE_PERSON = (
    "styletalk_Obama",
    "styletalk_andrew",
    "styletalk_feifeili",
    ("grid_id2_vcd_swwp2s", "grid_pwij3p"),
    ("sadtalker_WDA_AlexandriaOcasioCortez_000", "video-retalking_3"),
)
"""Clips of one person, by how their names begin: some by their names, two pairs by looking."""


# -- distances --------------------------------------------------------------------------------


def person_of(clip: str) -> str:
    for starts in ONE_PERSON:
        if clip.startswith(starts):
            return starts if isinstance(starts, str) else starts[0]
    return clip


def crops_of(path: Path, network: Recogniser, count: int, detector: CenterFace) -> RGB:
    """The best face of some frames, spread over a clip, aligned: `(n, S, S, 3)`."""
    with open_source(path) as source:
        frames = sum(1 for _ in source.frames())
    wanted = set(np.linspace(2, max(3, frames - 3), count).astype(int).tolist())
    crops: list[RGB] = []
    with open_source(path) as source:
        for frame in source.frames():
            if frame.index in wanted and (found := detector.detect(frame.rgb)):
                points = found[0].points_px
                crops.append(align_face(frame.rgb, points, network.template, network.size_px))
    return np.array(crops, np.uint8).reshape(-1, network.size_px, network.size_px, 3)


def distances(count: int) -> None:
    network, detector = DlibRecogniser(), CenterFace()
    seen: dict[str, NDArray[np.float32]] = {}
    for path in sorted((SHARED / "data" / "pretrain").iterdir()):
        crops = crops_of(path, network, count, detector)
        if len(crops):
            seen[path.stem] = network.describe(crops)
    print(f"{len(seen)} clips, {sum(map(len, seen.values()))} faces")
    print("\n| distance | of | pairs | 1 % | 5 % | median | 95 % | 99 % |")
    print("|---|---|---|---|---|---|---|---|")
    unit = {clip: normalised(found) for clip, found in seen.items()}
    for words, faces in (("as dlib gives it", seen), ("of length 1", unit)):
        within = [_apart(x, y) for own in faces.values() for x, y in combinations(own, 2)]
        _row(f"single faces, {words}", "a clip", within)
        same, other = _across(faces)
        _row(f"single faces, {words}", "a person, two clips", same)
        _row(f"single faces, {words}", "two persons", other)
    means = {clip: normalised(own.mean(axis=0)[None]) for clip, own in unit.items()}
    same, other = _across(means)
    _row(f"means of up to {count}", "a person, two clips", same)
    _row(f"means of up to {count}", "two persons", other)
    print(f"\nmeans: largest of a person {max(same):.3f}, smallest of two persons {min(other):.3f}")


def _across(faces: dict[str, NDArray[np.float32]]) -> tuple[list[float], list[float]]:
    same: list[float] = []
    other: list[float] = []
    for one, two in combinations(faces, 2):
        into = same if person_of(one) == person_of(two) else other
        into += [_apart(x, y) for x in faces[one] for y in faces[two]]
    return same, other


def _apart(x: NDArray[np.float32], y: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(x - y))


def _row(what: str, of: str, found: list[float]) -> None:
    shares = " | ".join(f"{np.percentile(found, q):.2f}" for q in (1, 5, 50, 95, 99))
    print(f"| {what} | {of} | {len(found)} | {shares} |")


# -- whole videos -----------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What accepting all suggestions does; merges are counted as pairs of tracks."""

    tracks: int
    persons: int
    right: int
    wrong: int
    missed: int
    unseen: int


def analysed(video: Path, folder: Path) -> Path:
    """The table of a video's result in a folder, made unless it is there."""
    table = folder / f"{video.name}.csv"
    if not table.exists():
        svfap.analyze(video, hop_s=HOP_S, progress=False).save(folder)
    return table


def suggested(table: Path, video: Path) -> tuple[Population, Suggestions]:
    found, network = read_result(table), DlibRecogniser()
    embedded = find_embeddings(
        found.base, found.recording, video, network, decoding=decoding_of(found.sidecar)
    )
    assert embedded is not None
    population = Population(found.recording, found.edits)
    return population, suggest(population, embedded.embeddings, network.limits)


def judged(population: Population, found: Suggestions, cut: list[Shot]) -> Outcome:
    """What accepting all groups does, against who is on screen in the middle of each track."""
    recording = population.recording
    order = {person: place for place, person in enumerate(population.persons)}
    edits = accepted(population.edits, found.probable, order)
    truth: dict[int, str] = {}
    for track in recording.track_ids:
        middle_s = float(np.mean(recording.life(track)))
        truth[track] = next(shot.who for shot in cut if shot.start_s <= middle_s < shot.end_s)
    counts: Counter[str] = Counter()
    for one, two in combinations(truth, 2):
        together = edits.person_of(one, 0.0) == edits.person_of(two, 0.0)
        same = truth[one] == truth[two]
        counts["right" if same else "wrong"] += together
        counts["missed"] += same and not together
    left = len(Population(recording, edits).persons)
    return Outcome(
        len(truth), left, counts["right"], counts["wrong"], counts["missed"], len(found.unseen)
    )


def acceptance(minutes: float, folder: Path) -> Outcome:
    cut = shots(60 * minutes)
    video = folder / "cut.mp4"
    if not video.exists():
        write_video(video, cut)
    population, found = suggested(analysed(video, folder), video)
    outcome = judged(population, found, cut)
    print(f"{minutes:g} minutes, {len(cut)} shots of 3 people")
    for name, value in outcome._asdict().items():
        print(f"{name}: {value}")
    print(f"groups: {len(found.probable)}, pairs in doubt: {_doubtful(found)}, clicks: {CLICKS}")
    return outcome


def _doubtful(found: Suggestions) -> int:
    return len(found.suggestions) - len(found.probable)


def clip(video: Path, folder: Path) -> None:
    population, found = suggested(analysed(video, folder), video)
    print(f"persons: {len(population.persons)}, not compared: {len(found.unseen)}")
    for suggestion in found.suggestions:
        persons = ", ".join(map(str, suggestion.persons))
        print(f"{suggestion.certainty}, {suggestion.distance:.2f}: {persons}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands: Any = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("distances")
    one.add_argument("--faces", type=int, default=6)
    two = commands.add_parser("acceptance")
    two.add_argument("--minutes", type=float, default=30.0)
    three = commands.add_parser("clip")
    three.add_argument("video", type=Path)
    for command in (two, three):
        command.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.command == "distances":
        distances(options.faces)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.command == "acceptance":
            acceptance(options.minutes, folder)
        else:
            clip(options.video, folder)


if __name__ == "__main__":
    main()
