"""Finds out which persons of a finished result are probably one; merges them when that is asked.

Window, command line and Python API all come through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from svfap_core.errors import OutputError, SvfapError
from svfap_core.recognition.base import Recogniser
from svfap_core.recognition.computing import embed_faces, made_by
from svfap_core.recognition.embeddings import (
    FaceEmbeddings,
    current,
    embeddings_path,
    read_embeddings,
    write_embeddings,
)
from svfap_core.recognition.factory import RecogniserName, create_recogniser
from svfap_core.recognition.suggesting import Suggestion, Suggestions, accepted, rejected, suggest
from svfap_core.results.edits import Edits
from svfap_core.results.edits_file import write_edits
from svfap_core.results.facts import decoding_of
from svfap_core.results.people import Population
from svfap_core.results.reading import FinishedResult, read_result
from svfap_core.results.recording import Recording
from svfap_core.results.trajectories import trajectories
from svfap_core.settings import DEFAULT_DECODING, DecodingSettings


class Embedded(NamedTuple):
    """Embeddings, and why they could not be kept beside the result, if so."""

    embeddings: FaceEmbeddings
    not_kept: OutputError | None = None


def find_embeddings(
    base: Path,
    recording: Recording,
    video: Path | None,
    recogniser: Recogniser,
    *,
    decoding: DecodingSettings = DEFAULT_DECODING,
    progress: Callable[[float], None] = lambda _share: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Embedded | None:
    """The embeddings beside a result, computed first where there are none or they are out of date.

    Args:
        base: The path of the result's files without their endings.
        recording: Its rows and faces.
        video: What was analysed, if it is known.
        recogniser: The network.
        decoding: How the video was read when it was analysed.
        progress: Called with the share done, 0..1.
        should_stop: Asked at each frame.

    Returns:
        `None` where that was stopped.

    Raises:
        SvfapError: The video is not known or cannot be read.
    """
    path = embeddings_path(base)
    there = current(path, made_by(recogniser), recording.schema.identity)
    if there is not None:
        return Embedded(there)
    if video is None:
        raise SvfapError(
            "the video of this result was not found, and its faces must be looked at",
            hint="Name it (--video), or open the result in Analyse and show where the video is: "
            "Find video.",
        )
    found = embed_faces(
        video,
        recording,
        recogniser,
        decoding=decoding,
        progress=progress,
        should_stop=should_stop,
    )
    if found is None:
        return None
    try:
        write_embeddings(path, found)
    except OutputError as error:
        return Embedded(found, error)
    return Embedded(found)


def network_of(base: Path) -> RecogniserName:
    """The network that the embeddings beside a result are of; the built-in one without any."""
    try:
        found = read_embeddings(embeddings_path(base))
    except SvfapError:  # Damaged: they are made again.
        return "builtin"
    is_builtin = found is None or not found.made_by.startswith("arcface:")
    return "builtin" if is_builtin else "insightface"


def suggest_persons(
    result: str | Path,
    *,
    video: str | Path | None = None,
    recogniser: RecogniserName = "builtin",
    accept_licence: bool = False,
    progress: Callable[[float], None] = lambda _share: None,
) -> Suggestions:
    """Which persons of a result are probably one.

    Looks at a few faces of each track in the video, and keeps their embeddings beside the result
    (`NAME.face-embeddings.parquet`): personal data. Merges nothing.

    Args:
        result: Any file of a finished result.
        video: What was analysed, unless it lies beside the result or a batch knows it.
        recogniser: The network; see `RecogniserName`.
        accept_licence: Whether insightface's weights may be downloaded, which are for
            non-commercial research only.
        progress: Called with the share done, 0..1.

    Raises:
        SvfapError: There is no result, its video is not found, or the network cannot be used.
        OutputError: The embeddings cannot be kept beside the result.
    """
    found = read_result(Path(result))
    network = create_recogniser(recogniser, accept_licence=accept_licence)
    embedded = find_embeddings(
        found.base,
        found.recording,
        found.video if video is None else Path(video),
        network,
        decoding=decoding_of(found.sidecar),
        progress=progress,
    )
    assert embedded is not None  # noqa: S101  # nobody stops it
    if embedded.not_kept is not None:
        raise embedded.not_kept
    population = Population(found.recording, found.edits)
    return suggest(population, embedded.embeddings, network.limits)


def merge_persons(
    result: str | Path, accept: Iterable[Suggestion], reject: Iterable[Suggestion] = ()
) -> Edits:
    """Merge the persons of suggestions, and remember which were rejected, beside the result.

    Args:
        result: Any file of a finished result.
        accept: Suggestions whose persons are one.
        reject: Suggestions whose persons are not.

    Returns:
        The edits as they were written.

    Raises:
        SvfapError: There is no result, or its edits cannot be read.
        OutputError: They cannot be written.
    """
    found = read_result(Path(result))
    edits = found.edits
    for suggestion in reject:
        edits = rejected(edits, suggestion)
    persons = Population(found.recording, edits).persons
    edits = accepted(edits, accept, {person: place for place, person in enumerate(persons)})
    save_edits(found, edits)
    return edits


def save_edits(found: FinishedResult, edits: Edits) -> None:
    """Write edits beside a result, with where the faces are that they name.

    Raises:
        OutputError: The file cannot be written.
    """
    faces = trajectories(found.recording.faces.view(), edits.numbers)
    write_edits(found.edits_path, edits, found.source, faces, seen=found.edits_digest)
