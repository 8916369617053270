"""A result as tiers of an ELAN annotation document (EAF 2.8), for hand annotation.

ELAN counts milliseconds from the start of the video, as `t_s` does; a document of a part of the
time keeps these times, since it plays the whole video.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from pympi.Elan import Eaf, to_eaf

from svfap_core.atomic import whole_file
from svfap_core.names import plain
from svfap_core.results.edits import ALL_TIME, Marker, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.stretches import Stretch

MARKERS_TIER = "markers"
EXCLUDED_TIER = "excluded"
MARKER_S = 0.5
"""Length of a marker's annotation, which cannot be a point; less where the next one follows."""


def write_eaf(
    path: Path, population: Population, media: Path | None, span: TimeRange = ALL_TIME
) -> None:
    """One tier per visible person, one annotation per stretch with the same strongest emotion.

    Markers and excluded ranges, where there are some, have tiers of their own.

    Args:
        path: The .eaf file.
        population: The persons.
        media: The video that ELAN should play, linked by its full path, else beside the document;
            where it is not known, by the name of the result.
        span: What time to write.

    Raises:
        OutputError: The file cannot be written.
    """
    document = Eaf(author="svfap")
    document.remove_tier("default")
    name = plain(media.name) if media is not None else Path(population.recording.schema.video).name
    kind = mimetypes.guess_type(name)[0] or "video/mp4"
    # Where the full path is gone, ELAN looks for the video beside the document.
    address = media.resolve().as_uri() if media is not None else name
    document.add_linked_file(address, f"./{name}", kind)
    for person, tier in tier_names(population).items():
        _add_tier(document, tier, population.emotion_stretches(person), span)
    if not population.visible:
        # ELAN opens no document without a tier.
        document.add_tier("no face")
    edits = population.edits
    if edits.markers:
        _add_tier(document, MARKERS_TIER, _marked(edits.markers), span)
    if edits.excluded:
        _add_tier(document, EXCLUDED_TIER, [Stretch(*out, "") for out in edits.excluded], span)
    with whole_file(path) as part:
        part.unlink(missing_ok=True)
        to_eaf(part, document)


def tier_names(population: Population) -> dict[int, str]:
    """The tier of each visible person: the name where there is one, and no two alike."""
    taken = {MARKERS_TIER, EXCLUDED_TIER}
    tiers: dict[int, str] = {}
    for person in population.visible:
        name = population.edits.name_of(person) or f"person {person}"
        tiers[person] = f"{name} ({person})" if name in taken else name
        taken.add(tiers[person])
    return tiers


def _add_tier(document: Eaf, tier: str, stretches: Iterable[Stretch], span: TimeRange) -> None:
    document.add_tier(tier)
    for stretch in stretches:
        start = round(max(stretch.start_s, span.start_s, 0.0) * 1000)
        end = round(min(stretch.end_s, span.end_s) * 1000)
        if end > start:
            document.add_annotation(tier, start, end, stretch.label)


def _marked(markers: Iterable[Marker]) -> list[Stretch]:
    """Markers as stretches that do not overlap; those of one millisecond are told together."""
    texts: dict[float, list[str]] = {}
    for marker in markers:
        texts.setdefault(round(max(marker.t_s, 0.0), 3), []).append(marker.text)
    times = [*texts, float("inf")]
    return [
        Stretch(t, min(t + MARKER_S, following), "; ".join(texts[t]))
        for t, following in pairwise(times)
    ]
