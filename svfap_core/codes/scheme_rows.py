"""A coding scheme as a table, a row per code, and the coding after that table was edited.

A row without a code is a tier on which anything may be coded. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import ValidationError

from svfap_core.codes.coding import CodeDefinition, Coding, Scheme, Tier, clean_text
from svfap_core.errors import SvfapError
from svfap_core.messages import Message

Origin: TypeAlias = tuple[str, str]
"""Tier and code of a row as they were before any edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRow:
    """A code of a tier; `participant` holds for the whole tier.

    `origin` says which code of the coding it was, so that codes follow when it is renamed; nothing
    for a new one.
    """

    tier: str
    name: str = ""
    participant: str = ""
    kind: Literal["interval", "point"] = "interval"
    color: str = ""
    key: str = ""
    group: str = ""
    description: str = ""
    origin: Origin | None = None


def rows_of(scheme: Scheme) -> tuple[SchemeRow, ...]:
    """The table of a scheme, in its order."""
    rows: list[SchemeRow] = []
    for tier in scheme.tiers:
        rows += [
            SchemeRow(
                tier=tier.name,
                name=d.name,
                participant=tier.participant,
                kind=d.kind,
                color=d.color,
                key=d.key,
                group=d.group,
                description=d.description,
                origin=(tier.name, d.name),
            )
            for d in tier.definitions
        ]
        if not tier.definitions:
            rows.append(
                SchemeRow(tier=tier.name, participant=tier.participant, origin=(tier.name, ""))
            )
    return tuple(rows)


def scheme_of(rows: Iterable[SchemeRow], name: str = "") -> Scheme:
    """The scheme of a table. Rows of one tier go together, in the order of their first ones.

    Raises:
        SvfapError: A row has no tier, or a code or a key stands twice.
    """
    tiers: dict[str, list[SchemeRow]] = {}
    for row in rows:
        tier = str(clean_text(row.tier))
        if not tier:
            raise SvfapError(
                Message("%1 has no tier", row.name or "-"),
                hint="Name the tier on which it is coded.",
            )
        tiers.setdefault(tier, []).append(row)
    taken: dict[str, str] = {}
    for row in (row for found in tiers.values() for row in found if row.key):
        if row.key in taken:
            raise SvfapError(
                Message("the key %1 is used by both %2 and %3", row.key, taken[row.key], row.name),
                hint="Choose another key for one of them.",
            )
        taken[row.key] = row.name
    made = tuple(_tier(tier, found) for tier, found in tiers.items())
    return Scheme(name=name, tiers=made)


def with_scheme(coding: Coding, rows: Sequence[SchemeRow], name: str = "") -> Coding:
    """The coding under an edited scheme: codes follow their renamed rows, and no code is removed.

    Raises:
        SvfapError: See `scheme_of`.
    """
    scheme = scheme_of(rows, name)
    places = {
        row.origin: (str(clean_text(row.tier)), str(clean_text(row.name)))
        for row in rows
        if row.origin is not None and row.origin[1]
    }
    tiers = {row.origin[0]: str(clean_text(row.tier)) for row in rows if row.origin is not None}
    codes = [
        code.changed(tier=place[0], label=place[1])
        for code in coding.codes
        for place in [
            places.get((code.tier, code.label), (tiers.get(code.tier, code.tier), code.label))
        ]
    ]
    return coding.changed(scheme=scheme, codes=tuple(codes))


def _tier(name: str, rows: Sequence[SchemeRow]) -> Tier:
    participant = next((row.participant for row in rows if row.participant), "")
    definitions = [row for row in rows if row.name.strip()]
    names = [str(clean_text(row.name)) for row in definitions]
    if twice := next((each for each in names if names.count(each) > 1), ""):
        raise SvfapError(
            Message("%1 stands twice on the tier %2", twice, name),
            hint="Choose another name for one of them.",
        )
    try:
        made = tuple(
            CodeDefinition(
                name=row.name,
                kind=row.kind,
                color=row.color,
                key=row.key,
                group=row.group,
                description=row.description,
            )
            for row in definitions
        )
    except ValidationError as error:
        raise SvfapError(
            Message("the tier %1 has a code that cannot be used", name),
            hint=str(error.errors()[0]["msg"]),
        ) from error
    return Tier(name=name, participant=participant, definitions=made)
