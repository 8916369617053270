"""Values that make no sense cannot be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from svfap_core.codes.coding import Code, CodeDefinition, Scheme, Tier


def test_values_refuse_what_makes_no_sense() -> None:
    for broken in (
        {"tier": "", "start_s": 0, "end_s": 0},
        {"tier": "t", "start_s": 1, "end_s": 0},
        {"tier": "t", "start_s": float("nan"), "end_s": 0},
        {"tier": "t", "start_s": 0, "end_s": 1e9},
    ):
        with pytest.raises(ValidationError):
            Code.model_validate(broken)
    definition = CodeDefinition(name="a", key="k")
    with pytest.raises(ValidationError, match="twice"):
        Tier(name="t", definitions=(definition, definition))
    with pytest.raises(ValidationError, match="key k is there twice"):
        Scheme(tiers=tuple(Tier(name=n, definitions=(definition,)) for n in "tu"))
    with pytest.raises(ValidationError, match="twice"):
        Scheme(tiers=(Tier(name="t"), Tier(name="t ")))
