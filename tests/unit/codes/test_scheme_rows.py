"""A scheme edited as a table: codes follow their rows, and mistakes are named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.scheme_rows import SchemeRow, rows_of, scheme_of, with_scheme
from svfap_core.errors import SvfapError
from tests.unit.codes.drawn import codings

SCHEME = Scheme(
    name="play",
    tiers=(
        Tier(
            name="mother",
            participant="M1",
            definitions=(
                CodeDefinition(name="smile", key="s", color="#aa0000", group="face"),
                CodeDefinition(name="touch", key="t", kind="point"),
            ),
        ),
        Tier(name="notes"),
    ),
)
CODING = Coding(
    scheme=SCHEME,
    codes=(
        Code(tier="mother", label="smile", start_s=1, end_s=2),
        Code(tier="mother", label="free text", start_s=3, end_s=4),
        Code(tier="other", label="x", start_s=5, end_s=6),
    ),
)


def test_a_table_gives_its_scheme_back() -> None:
    assert scheme_of(rows_of(SCHEME), "play") == SCHEME


@given(codings())
def test_a_table_that_nobody_edits_changes_nothing(coding: Coding) -> None:
    assert with_scheme(coding, rows_of(coding.scheme), coding.scheme.name) == coding


def test_codes_follow_a_renamed_code_and_tier() -> None:
    smile, touch, notes = rows_of(SCHEME)
    rows = [replace(smile, name="happy", tier="mum"), replace(touch, tier="mum"), notes]
    coding = with_scheme(CODING, rows)
    assert [(c.tier, c.label) for c in coding.codes] == [
        ("mum", "happy"), ("mum", "free text"), ("other", "x"),
    ]  # fmt: skip
    assert [tier.name for tier in coding.scheme.tiers] == ["mum", "notes"]


def test_a_row_that_is_removed_leaves_its_codes() -> None:
    _, touch, notes = rows_of(SCHEME)
    assert with_scheme(CODING, [touch, notes]).codes == CODING.codes


def test_rows_of_a_tier_need_not_stand_together() -> None:
    smile, touch, notes = rows_of(SCHEME)
    scheme = scheme_of([smile, notes, replace(touch, participant="")])
    assert [t.name for t in scheme.tiers] == ["mother", "notes"]
    assert len(scheme.tiers[0].definitions) == 2
    assert scheme.tiers[0].participant == "M1"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (SchemeRow(tier=" ", name="x"), "has no tier"),
        (SchemeRow(tier="mother", name="x", key="s"), "the key s is used by both"),
        (SchemeRow(tier="mother", name="smile"), "stands twice"),
        (SchemeRow(tier="mother", name="x", color="red"), "cannot be used"),
    ],
)
def test_a_mistake_is_named(row: SchemeRow, words: str) -> None:
    with pytest.raises(SvfapError, match=words) as caught:
        scheme_of([*rows_of(SCHEME), row])
    assert caught.value.hint
