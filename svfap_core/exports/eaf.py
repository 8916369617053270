"""A result as tiers of an ELAN annotation document (EAF 2.8), for hand annotation.

ELAN counts milliseconds of file time (`MediaClock.file_s`); a document of a part of the time keeps
these times, since it plays the whole video.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from pympi.Elan import Eaf, to_eaf

from svfap_core.atomic import whole_file
from svfap_core.codes.media_links import media_links, media_type
from svfap_core.results.clock import MediaClock
from svfap_core.results.edits import ALL_TIME, Marker, TimeRange
from svfap_core.results.people import Population
from svfap_core.results.stretches import Stretch

MARKERS_TIER = "markers"
EXCLUDED_TIER = "excluded"
MARKER_S = 0.5
"""Length of a marker's annotation, which cannot be a point; less where the next one follows."""


def write_eaf(
    path: Path,
    population: Population,
    media: Path | None,
    span: TimeRange = ALL_TIME,
    *,
    home: Path | None = None,
) -> None:
    """One tier per visible person, one annotation per stretch with the same strongest emotion.

    Excluded time has none; markers and excluded ranges, where there are some, have tiers of their
    own.

    Args:
        path: The .eaf file.
        population: The persons.
        media: The video that ELAN should play, linked by its full path and by the one that leads
            there from the document; where it is not known, by the name of the result.
        span: What time to write.
        home: The folder in which the document will lie at last, if not that of `path`.

    Raises:
        OutputError: The file cannot be written.
    """
    document = Eaf(author="svfap")
    document.remove_tier("default")
    name = Path(population.recording.schema.video).name
    address, relative = media_links(media, name, home or path.parent)
    document.add_linked_file(address, relative, media_type(address))
    clock = population.recording.clock
    for person, tier in tier_names(population).items():
        _add_tier(document, tier, population.counted_stretches(person), span, clock)
    if not population.visible:
        # ELAN opens no document without a tier.
        document.add_tier("no face")
    edits = population.edits
    if edits.markers:
        _add_tier(document, MARKERS_TIER, _marked(edits.markers), span, clock)
    if edits.excluded:
        excluded = [Stretch(*out, "") for out in edits.excluded]
        _add_tier(document, EXCLUDED_TIER, excluded, span, clock)
    with whole_file(path) as part:
        part.unlink(missing_ok=True)
        to_eaf(part, document)


def tier_names(population: Population) -> dict[int, str]:
    """The tier of each visible person: the name where there is one, and no two alike."""
    taken = {MARKERS_TIER, EXCLUDED_TIER}
    tiers: dict[int, str] = {}
    for person in population.visible:
        number = population.number_of(person)
        name = population.edits.name_of(person) or f"person {number}"
        tiers[person] = f"{name} ({number})" if name in taken else name
        taken.add(tiers[person])
    return tiers


def _add_tier(
    document: Eaf, tier: str, stretches: Iterable[Stretch], span: TimeRange, clock: MediaClock
) -> None:
    document.add_tier(tier)
    for stretch in stretches:
        start = round(clock.file_s(max(stretch.start_s, span.start_s, 0.0)) * 1000)
        end = round(clock.file_s(min(stretch.end_s, span.end_s)) * 1000)
        if end > start >= 0:
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
