"""Times of the annotations in an ELAN document, those of dependent tiers as ELAN shows them.

Constraints of EAF: annotations of a time subdivision may share time slots without a value, which
divide the time between their neighbours evenly; those of a symbolic subdivision divide the time of
their parent evenly; a symbolic association takes it over.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from svfap_core.codes.coding import MAX_S
from svfap_core.codes.eaf_layout import WANTED
from svfap_core.codes.reading import damaged


class Timed(NamedTuple):
    """An annotation with its times in milliseconds."""

    start_ms: int
    end_ms: int
    value: str


class TimedAnnotations(NamedTuple):
    """The annotations of each tier.

    `without_time` of them are left out, `swapped` ended before they started; `dependent` tiers have
    a parent.
    """

    annotations: dict[str, list[Timed]]
    without_time: int
    swapped: int
    dependent: list[str]


class _Reference(NamedTuple):
    tier: str
    parent: str
    previous: str
    value: str


def timed_annotations(root: ET.Element, path: Path) -> TimedAnnotations:
    """All annotations that have a time.

    Raises:
        SvfapError: A time is no number.
    """
    slots = _slots(root, path)
    found: dict[str, Timed] = {}
    tier_of: dict[str, str] = {}
    references: dict[str, _Reference] = {}
    swapped = without = unnamed = 0
    for tier in root.iter("TIER"):
        name = tier.get("TIER_ID", "")
        aligned = list(tier.iter("ALIGNABLE_ANNOTATION"))
        times = _with_shared_slots(aligned, slots)
        for annotation in aligned:
            start = times.get(annotation.get("TIME_SLOT_REF1", ""))
            end = times.get(annotation.get("TIME_SLOT_REF2", ""))
            unnamed += 1
            key = annotation.get("ANNOTATION_ID") or f"unnamed {unnamed}"
            if start is None or end is None or key in found:
                without += 1
                continue
            swapped += end < start
            found[key] = Timed(min(start, end), max(start, end), _value(annotation))
            tier_of[key] = name
        for annotation in tier.iter("REF_ANNOTATION"):
            key = annotation.get("ANNOTATION_ID", "")
            without += key in references
            parent = annotation.get("ANNOTATION_REF", "")
            previous = annotation.get("PREVIOUS_ANNOTATION", "")
            references[key] = _Reference(name, parent, previous, _value(annotation))
    without += _resolve(references, found, tier_of)
    annotations: dict[str, list[Timed]] = defaultdict(list)
    for key, timed in found.items():
        annotations[tier_of[key]].append(timed)
    dependent = [t.get("TIER_ID", "") for t in root.iter("TIER") if t.get("PARENT_REF")]
    return TimedAnnotations(annotations, without, swapped, dependent)


def _slots(root: ET.Element, path: Path) -> dict[str, int]:
    slots: dict[str, int] = {}
    for slot in root.iter("TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        if value is None:
            continue
        try:
            time_ms = int(value)
        except ValueError:
            raise damaged(path, WANTED, slot.get("TIME_SLOT_ID", "")) from None
        if abs(time_ms) > MAX_S * 1000:
            raise damaged(path, WANTED, slot.get("TIME_SLOT_ID", ""))
        slots[slot.get("TIME_SLOT_ID", "")] = time_ms
    return slots


def _with_shared_slots(aligned: list[ET.Element], slots: dict[str, int]) -> dict[str, int]:
    """The slots, also those without a value that lie in a chain between two that have one."""
    following = {a.get("TIME_SLOT_REF1", ""): a.get("TIME_SLOT_REF2", "") for a in aligned}
    if all(slot in slots for slot in following.values()):
        return slots
    times = dict(slots)
    for start in [slot for slot in following if slot in slots]:
        chain = [start]
        # A chain that comes back to itself would never end.
        while (
            (after := following.get(chain[-1]))
            and after not in slots
            and len(chain) <= len(following)
        ):
            chain.append(after)
        if after in slots and len(chain) > 1:
            step_ms = (slots[after] - slots[start]) / len(chain)
            times |= {s: round(slots[start] + i * step_ms) for i, s in enumerate(chain)}
    return times


def _resolve(
    references: dict[str, _Reference], found: dict[str, Timed], tier_of: dict[str, str]
) -> int:
    """Give annotations that refer to others their times; how many got none."""
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    children: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, reference in references.items():
        group = (reference.parent, reference.tier)
        if group not in waiting:
            children[reference.parent].append(group)
        waiting[group].append(key)
    parents = list(found)
    aligned = len(found)
    while parents:
        parent = parents.pop()
        for group in children.pop(parent, []):
            keys = _in_sequence(waiting[group], references)
            start_ms, end_ms, _ = found[parent]
            step_ms = (end_ms - start_ms) / len(keys)
            for i, key in enumerate(keys):
                edges = (round(start_ms + i * step_ms), round(start_ms + (i + 1) * step_ms))
                if key not in found:
                    found[key] = Timed(*edges, references[key].value)
                    tier_of[key] = group[1]
                    parents.append(key)
    return len(references) - (len(found) - aligned)


def _in_sequence(keys: list[str], references: dict[str, _Reference]) -> list[str]:
    """Siblings in the order of their links to the previous one; what is not linked, at the end."""
    after = {references[key].previous: key for key in keys}
    ordered: list[str] = []
    key = after.get("")
    while key is not None and len(ordered) < len(keys):
        ordered.append(key)
        key = after.get(key)
    linked = set(ordered)
    return [*ordered, *(key for key in keys if key not in linked)]


def _value(annotation: ET.Element) -> str:
    return annotation.findtext("ANNOTATION_VALUE") or ""
