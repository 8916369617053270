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
        {"tier": "t", "start_s": 0, "end_s": 1e10},
    ):
        with pytest.raises(ValidationError):
            Code.model_validate(broken)
    definition = CodeDefinition(name="a", key="k")
    with pytest.raises(ValidationError, match="twice"):
        Tier(name="t", definitions=(definition, definition))
    with pytest.raises(ValidationError, match="key k is defined twice"):
        Scheme(tiers=tuple(Tier(name=n, definitions=(definition,)) for n in "tu"))
    with pytest.raises(ValidationError, match="twice"):
        Scheme(tiers=(Tier(name="t"), Tier(name="t ")))


@pytest.mark.parametrize("t_s", [0.1, 1.000001, 86399.999999, 1_764_551_234.567891, -12.345678])
def test_times_survive_as_text_with_six_decimals(t_s: float) -> None:
    code = Code(tier="t", start_s=t_s, end_s=t_s)
    again = code.changed(start_s=float(f"{code.start_s:.6f}"), end_s=float(f"{code.start_s:.6f}"))
    assert again == code
    assert abs(code.start_s - t_s) < 1e-6
