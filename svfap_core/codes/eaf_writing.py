"""Codes as an ELAN annotation document (EAF 2.8).

Format: the schema EAFv2.8.xsd of The Language Archive. A tier has the controlled vocabulary of its
codes. What ELAN cannot hold stands in the header property `svfap.coding`, which ELAN leaves alone:
the coding as JSON. Reading the document here gives back the very coding; of codes that were changed
in ELAN since, what ELAN says counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

from svfap_core.atomic import whole_file
from svfap_core.codes.coding import Coding, Tier
from svfap_core.codes.eaf_layout import CODING_PROPERTY, Annotation, Lane, place
from svfap_core.codes.losses import Loss, LossNote, losses_of
from svfap_core.codes.media_links import media_links, media_type

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv2.8.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_NO_LANGUAGE = "http://cdb.iso.org/lg/CDB-00130975-001"

_FREE = "free text\u00a0"
"""Linguistic type of tiers without codes of their own: no tier's name ends in such a space."""

_CANNOT = {
    Loss.SCHEME,
    Loss.SOURCE,
    Loss.COMMENTS,
    Loss.RUNNING,
    Loss.POINTS,
    Loss.MICROSECONDS,
    Loss.NEGATIVE,
}


def write_eaf(
    path: Path, coding: Coding, media: Path | None = None, *, home: Path | None = None
) -> tuple[LossNote, ...]:
    """Write a document.

    ELAN counts from the earliest sample of any stream: shift the coding by
    `MediaClock.file_s(0.0)` first where that is not the first frame.

    Args:
        path: The .eaf file.
        coding: The codes.
        media: The video that ELAN should play; where it is not known, by the name in the coding.
        home: The folder in which the document will lie at last, if not that of `path`.

    Returns:
        What ELAN does not show. Reading the file here gives back all of it.

    Raises:
        OutputError: The file cannot be written.
    """
    lanes = place(coding)
    root = _root(coding)
    _add_header(root, coding, media, home or path.parent)
    # ELAN opens no document without a tier.
    _add_tiers(root, coding, lanes or [Lane("default", "default", [])])
    ET.indent(root, " ")
    with whole_file(path) as part:
        ET.ElementTree(root).write(part, encoding="UTF-8", xml_declaration=True)
    cannot = _CANNOT | ({Loss.TIERS} if len(lanes) > len(coding.tier_names) else set())
    return losses_of(coding, cannot, "ELAN")


def _root(coding: Coding) -> ET.Element:
    return ET.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": coding.coder,
            "DATE": datetime.now(UTC).isoformat(timespec="seconds"),
            "FORMAT": "2.8",
            "VERSION": "2.8",
            "xmlns:xsi": _INSTANCE,
            "xsi:noNamespaceSchemaLocation": _SCHEMA,
        },
    )


def _add_header(root: ET.Element, coding: Coding, media: Path | None, home: Path) -> None:
    header = ET.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    if media is not None or coding.video:
        address, relative = media_links(media, coding.video, home)
        ET.SubElement(
            header,
            "MEDIA_DESCRIPTOR",
            MEDIA_URL=address,
            RELATIVE_MEDIA_URL=relative,
            MIME_TYPE=media_type(address),
        )
    ET.SubElement(header, "PROPERTY", NAME=CODING_PROPERTY).text = coding.model_dump_json()
    count = str(len(coding.codes) - len(coding.running))
    ET.SubElement(header, "PROPERTY", NAME="lastUsedAnnotationId").text = count


def _add_tiers(root: ET.Element, coding: Coding, lanes: list[Lane]) -> None:
    vocabularies = _vocabularies(coding)
    annotations = [placed.annotation for lane in lanes for placed in lane.placed]
    _add_times(root, annotations)
    number = 0
    for lane in lanes:
        vocabulary = vocabularies.get(lane.tier)
        element = ET.SubElement(
            root, "TIER", TIER_ID=lane.name, LINGUISTIC_TYPE_REF=lane.tier if vocabulary else _FREE
        )
        tier = coding.scheme.tier(lane.tier)
        if tier and tier.participant:
            element.set("PARTICIPANT", tier.participant)
        if coding.coder:
            element.set("ANNOTATOR", coding.coder)
        for annotation, _ in lane.placed:
            number += 1
            _add_annotation(element, number, annotation.value, vocabulary or {})
    _add_type(root, _FREE, None)
    for tier in vocabularies:
        _add_type(root, tier, tier)
    ET.SubElement(root, "LANGUAGE", LANG_DEF=_NO_LANGUAGE, LANG_ID="und", LANG_LABEL="undetermined")
    for tier in coding.scheme.tiers:
        if tier.definitions:
            _add_vocabulary(root, tier, vocabularies[tier.name])


def _vocabularies(coding: Coding) -> dict[str, dict[str, str]]:
    """Of each tier with codes of its own, their entries' ids by name."""
    tiers = [tier for tier in coding.scheme.tiers if tier.definitions]
    return {
        tier.name: {d.name: f"cveid_{t}_{i}" for i, d in enumerate(tier.definitions)}
        for t, tier in enumerate(tiers)
    }


def _add_times(root: ET.Element, annotations: list[Annotation]) -> None:
    """Two slots of its own for each annotation, in order of time as the format asks for."""
    edges = ((a.start_ms, 2 * i + 1) for i, a in enumerate(annotations))
    ends = ((a.end_ms, 2 * i + 2) for i, a in enumerate(annotations))
    order = ET.SubElement(root, "TIME_ORDER")
    for time_ms, slot in sorted(chain(edges, ends)):
        ET.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{slot}", TIME_VALUE=str(time_ms))


def _add_annotation(
    tier: ET.Element, number: int, value: str, vocabulary: Mapping[str, str]
) -> None:
    annotation = ET.SubElement(
        ET.SubElement(tier, "ANNOTATION"),
        "ALIGNABLE_ANNOTATION",
        ANNOTATION_ID=f"a{number}",
        TIME_SLOT_REF1=f"ts{2 * number - 1}",
        TIME_SLOT_REF2=f"ts{2 * number}",
    )
    if value in vocabulary:
        annotation.set("CVE_REF", vocabulary[value])
    ET.SubElement(annotation, "ANNOTATION_VALUE").text = value


def _add_type(root: ET.Element, name: str, vocabulary: str | None) -> None:
    element = ET.SubElement(
        root,
        "LINGUISTIC_TYPE",
        LINGUISTIC_TYPE_ID=name,
        TIME_ALIGNABLE="true",
        GRAPHIC_REFERENCES="false",
    )
    if vocabulary is not None:
        element.set("CONTROLLED_VOCABULARY_REF", vocabulary)


def _add_vocabulary(root: ET.Element, tier: Tier, ids: Mapping[str, str]) -> None:
    vocabulary = ET.SubElement(root, "CONTROLLED_VOCABULARY", CV_ID=tier.name)
    ET.SubElement(vocabulary, "DESCRIPTION", LANG_REF="und")
    for definition in tier.definitions:
        entry = ET.SubElement(vocabulary, "CV_ENTRY_ML", CVE_ID=ids[definition.name])
        value = ET.SubElement(entry, "CVE_VALUE", LANG_REF="und")
        value.set("DESCRIPTION", definition.description)
        value.text = definition.name
