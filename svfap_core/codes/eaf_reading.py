"""Codes from an ELAN annotation document (EAF 2.x and 3.0).

Format: the schemas EAFv2.8.xsd and EAFv3.0.xsd of The Language Archive. Annotations of tiers that
depend on others (by subdivision or association) have the times that ELAN shows for them. A document
that `eaf_writing` wrote gives back the very coding; see there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

from pydantic import ValidationError

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier, clean_text
from svfap_core.codes.eaf_layout import CODING_PROPERTY, WANTED, Annotation, place
from svfap_core.codes.eaf_times import Timed, timed_annotations
from svfap_core.codes.reading import Imported, damaged, left_out, read_bytes, reversed_note
from svfap_core.codes.xml_reading import parse_xml
from svfap_core.messages import Message


def read_eaf(path: Path) -> tuple[Imported, ...]:
    """The codings in a document: one for each annotator that its tiers name.

    `Imported.offset_s` is the offset of the first linked media file (`TIME_ORIGIN`).

    Raises:
        SvfapError: The file is missing, damaged or no ELAN document.
    """
    root = parse_xml(read_bytes(path, WANTED), path, WANTED)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise damaged(path, WANTED, root.tag)
    times = timed_annotations(root, path)
    notes = [*left_out(times.without_time), *reversed_note(times.swapped)]
    if times.dependent:
        tiers = ", ".join(times.dependent)
        notes.append(Message("Dependent tiers of ELAN become independent tiers: %1.", tiers))
    video, offset_s = _media(root)
    if offset_s:
        notes.append(
            Message(
                "ELAN starts the video at %1 s: add this offset to get video times.",
                f"{offset_s:g}",
            )
        )
    stored = _stored(root)
    if stored is not None:
        coding = _as_edited(stored, root, times.annotations)
        return (Imported(coding, path.stem, tuple(notes), offset_s),)
    by_coder: dict[str, list[ET.Element]] = defaultdict(list)
    for tier in _tiers(root):
        by_coder[_text(tier.get("ANNOTATOR"))].append(tier)
    vocabularies = _vocabularies(root)
    codings = [
        Coding(
            coder=coder,
            video=video,
            scheme=Scheme(tiers=tuple(_tier(tier, vocabularies) for tier in tiers)),
            codes=tuple(_codes(tiers, times.annotations)),
        )
        for coder, tiers in by_coder.items()
    ]
    return tuple(
        Imported(coding, path.stem, tuple(notes), offset_s)
        for coding in codings or [Coding(video=video)]
    )


def _tiers(root: ET.Element) -> list[ET.Element]:
    """The tiers that have names, each name once: ELAN allows no two alike."""
    names: set[str] = set()
    found: list[ET.Element] = []
    for tier in root.iter("TIER"):
        name = _text(tier.get("TIER_ID"))
        if name and name not in names:
            names.add(name)
            found.append(tier)
    return found


def _codes(tiers: Iterable[ET.Element], timed: dict[str, list[Timed]]) -> Iterable[Code]:
    names = [(_text(tier.get("TIER_ID")), tier.get("TIER_ID", "")) for tier in tiers]
    return (
        Code(tier=name, label=t.value, start_s=t.start_ms / 1000, end_s=t.end_ms / 1000)
        for name, raw in names
        for t in timed.get(raw, [])
    )


def _tier(tier: ET.Element, vocabularies: dict[str, tuple[CodeDefinition, ...]]) -> Tier:
    return Tier(
        name=tier.get("TIER_ID", ""),
        participant=tier.get("PARTICIPANT", ""),
        definitions=vocabularies.get(tier.get("LINGUISTIC_TYPE_REF", ""), ()),
    )


def _vocabularies(root: ET.Element) -> dict[str, tuple[CodeDefinition, ...]]:
    """The codes of each linguistic type, from its controlled vocabulary."""
    entries = {v.get("CV_ID", ""): _definitions(v) for v in root.iter("CONTROLLED_VOCABULARY")}
    return {
        kind.get("LINGUISTIC_TYPE_ID", ""): entries.get(
            kind.get("CONTROLLED_VOCABULARY_REF", ""), ()
        )
        for kind in root.iter("LINGUISTIC_TYPE")
    }


def _definitions(vocabulary: ET.Element) -> tuple[CodeDefinition, ...]:
    """Entries of EAF 2.7 and before hold their value themselves, later ones one per language."""
    old = ((entry.text, entry.get("DESCRIPTION")) for entry in vocabulary.iter("CV_ENTRY"))
    values = (entry.find("CVE_VALUE") for entry in vocabulary.iter("CV_ENTRY_ML"))
    new = ((v.text, v.get("DESCRIPTION")) for v in values if v is not None)
    found = {_text(name): about or "" for name, about in chain(old, new) if _text(name)}
    return tuple(CodeDefinition(name=name, description=about) for name, about in found.items())


def _media(root: ET.Element) -> tuple[str, float]:
    """The first linked media file and its offset in seconds."""
    media = next(root.iter("MEDIA_DESCRIPTOR"), None)
    if media is None:
        return "", 0.0
    origin = media.get("TIME_ORIGIN", "0")
    offset_s = (
        int(origin) / 1000 if origin.isascii() and origin.isdigit() and len(origin) < 12 else 0.0
    )
    address = media.get("MEDIA_URL") or media.get("RELATIVE_MEDIA_URL", "")
    return address.removeprefix("file:///").rpartition("/")[2], offset_s


def _stored(root: ET.Element) -> Coding | None:
    """The coding that this program wrote into the document, if it can still be read."""
    found = (p.text for p in root.iter("PROPERTY") if p.get("NAME") == CODING_PROPERTY)
    text = next(found, None)
    try:
        return None if text is None else Coding.model_validate_json(text)
    except ValidationError:
        return None


def _as_edited(stored: Coding, root: ET.Element, timed: dict[str, list[Timed]]) -> Coding:
    """The stored coding with what ELAN has changed since."""
    lanes = place(stored)
    tier_of = {lane.name: lane.tier for lane in lanes}
    known: dict[Annotation, list[Code]] = defaultdict(list)
    for placed in chain.from_iterable(lane.placed for lane in lanes):
        known[placed.annotation].append(placed.code)
    codes = list(stored.running)
    tiers = _tiers(root)
    for tier in tiers:
        name = _text(tier.get("TIER_ID"))
        for t in timed.get(tier.get("TIER_ID", ""), []):
            same = known[Annotation(name, t.start_ms, t.end_ms, _text(t.value))]
            start_s, end_s = t.start_ms / 1000, t.end_ms / 1000
            new = Code(tier=tier_of.get(name, name), label=t.value, start_s=start_s, end_s=end_s)
            codes.append(same.pop() if same else new)
    vocabularies = _vocabularies(root)
    by_tier = {tier_of.get(_text(t.get("TIER_ID")), ""): t for t in reversed(tiers)}
    kept = [
        _edited_tier(tier, by_tier[tier.name], vocabularies)
        for tier in stored.scheme.tiers
        if tier.name in by_tier
    ]
    new = [_tier(t, vocabularies) for t in tiers if _text(t.get("TIER_ID")) not in tier_of]
    scheme = stored.scheme
    if lanes:  # Otherwise the document has a tier only because ELAN wants one.
        scheme = Scheme(name=scheme.name, tiers=(*kept, *new))
    coders = {_text(tier.get("ANNOTATOR")) for tier in tiers} - {""}
    coder = coders.pop() if len(coders) == 1 else stored.coder
    return stored.changed(coder=coder, scheme=scheme, codes=tuple(codes))


def _edited_tier(
    stored: Tier, tier: ET.Element, vocabularies: dict[str, tuple[CodeDefinition, ...]]
) -> Tier:
    """A tier with the participant and the vocabulary that ELAN has for it now."""
    found = vocabularies.get(tier.get("LINGUISTIC_TYPE_REF", ""), ())
    definitions = tuple(stored.definition(d.name) or d for d in found)
    return Tier(
        name=stored.name,
        participant=tier.get("PARTICIPANT", ""),
        definitions=definitions or stored.definitions,
    )


def _text(value: str | None) -> str:
    return str(clean_text(value or ""))
