"""Changes to the scheme of a coding that keep its codes in step. Each gives a new coding."""

from __future__ import annotations

from typing import Any

from svfap_core.codes.coding import CodeDefinition, Coding, Tier
from svfap_core.errors import SvfapError
from svfap_core.messages import Message


def add_tier(coding: Coding, tier: Tier) -> Coding:
    """Add a tier at the end, or define one that only codes had.

    Raises:
        SvfapError: The scheme has one of this name, or its keys are taken.
    """
    if coding.scheme.tier(tier.name) is not None:
        raise _taken(tier.name)
    return _with_tiers(coding, (*coding.scheme.tiers, tier))


def change_tier(coding: Coding, tier: str, /, **changes: Any) -> Coding:
    """Change the name, participant or definitions of a tier; its codes move with it.

    Raises:
        SvfapError: Another tier has the new name, or a key is taken.
    """
    old = coding.scheme.tier(tier) or Tier(name=tier)
    new = Tier.model_validate({**dict(old), **changes})
    if new.name != tier and new.name in coding.tier_names:
        raise _taken(new.name)
    tiers = tuple(new if found.name == tier else found for found in coding.scheme.tiers)
    changed = _with_tiers(coding, tiers)
    if new.name == tier:
        return changed
    return changed.with_codes(
        code.changed(tier=new.name) if code.tier == tier else code for code in changed.codes
    )


def remove_tier(coding: Coding, name: str) -> Coding:
    """Remove a tier with all its codes."""
    tiers = tuple(tier for tier in coding.scheme.tiers if tier.name != name)
    return _with_tiers(coding, tiers).with_codes(c for c in coding.codes if c.tier != name)


def define(coding: Coding, tier: str, definition: CodeDefinition) -> Coding:
    """Add what can be coded on a tier, or change it: the name decides.

    Raises:
        SvfapError: Its key is taken.
    """
    old = coding.scheme.tier(tier) or Tier(name=tier)
    known = {d.name: d for d in old.definitions} | {definition.name: definition}
    new = Tier.model_validate({**dict(old), "definitions": tuple(known.values())})
    if coding.scheme.tier(tier) is None:
        return add_tier(coding, new)
    return change_tier(coding, tier, definitions=new.definitions)


def rename_code(coding: Coding, tier: str, name: str, new_name: str) -> Coding:
    """Give a code of a tier another name, in the scheme and wherever it is coded.

    Raises:
        SvfapError: The tier has a code of this name.
    """
    old = coding.scheme.tier(tier) or Tier(name=tier)
    new = CodeDefinition(name=new_name).name
    if new != name and old.definition(new) is not None:
        raise _taken(new)
    definitions = tuple(
        CodeDefinition.model_validate({**dict(d), "name": new}) if d.name == name else d
        for d in old.definitions
    )
    renamed = coding
    if coding.scheme.tier(tier) is not None:
        renamed = change_tier(coding, tier, definitions=definitions)
    return renamed.with_codes(
        code.changed(label=new) if (code.tier, code.label) == (tier, name) else code
        for code in renamed.codes
    )


def include(coding: Coding, other: Coding) -> Coding:
    """Add the tiers and codes of another coding, such as an import; equal codes stay once.

    What both define stays as it is here; keys that are taken are left out.
    """
    keys = {d.key for tier in coding.scheme.tiers for d in tier.definitions}
    tiers = {tier.name: tier for tier in coding.scheme.tiers}
    for tier in other.scheme.tiers:
        own = tiers.get(tier.name, tier.model_copy(update={"definitions": ()}))
        new = [
            d.model_copy(update={"key": ""}) if d.key in keys else d
            for d in tier.definitions
            if own.definition(d.name) is None
        ]
        keys.update(d.key for d in new)
        tiers[tier.name] = own.model_copy(update={"definitions": (*own.definitions, *new)})
    here = set(coding.codes)
    codes = (*coding.codes, *(code for code in other.codes if code not in here))
    return _with_tiers(coding, tuple(tiers.values())).with_codes(codes)


def _with_tiers(coding: Coding, tiers: tuple[Tier, ...]) -> Coding:
    keys: dict[str, str] = {}
    for definition in (d for tier in tiers for d in tier.definitions if d.key):
        if definition.key in keys:
            raise SvfapError(
                Message(
                    "the key %1 is used by both %2 and %3",
                    definition.key,
                    keys[definition.key],
                    definition.name,
                ),
                hint="Choose another key for one of them.",
            )
        keys[definition.key] = definition.name
    scheme = type(coding.scheme).model_validate({**dict(coding.scheme), "tiers": tiers})
    return coding.changed(scheme=scheme)


def _taken(name: str) -> SvfapError:
    return SvfapError(Message("%1 already exists", name), hint="Choose another name.")
