"""A small scheme and its codes, for tests by hand."""

from __future__ import annotations

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier

FRAME_S = 0.04
SCHEME = Scheme(
    tiers=(
        Tier(
            name="t",
            definitions=(
                CodeDefinition(name="a", key="1", group="g"),
                CodeDefinition(name="b", key="2", group="g"),
                CodeDefinition(name="free", key="3"),
                CodeDefinition(name="point", key="4", kind="point"),
            ),
        ),
    )
)


def code(label: str, start_s: float, end_s: float | None, comment: str = "") -> Code:
    return Code(tier="t", label=label, start_s=start_s, end_s=end_s, comment=comment)


def coding(*codes: Code) -> Coding:
    return Coding(scheme=SCHEME, codes=codes)


def spans(coding: Coding) -> list[tuple[str, float, float | None]]:
    return [(c.label, c.start_s, c.end_s) for c in coding.codes]
