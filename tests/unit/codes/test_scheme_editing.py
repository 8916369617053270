"""The scheme can change while codes are there: they go with it."""

from __future__ import annotations

import pytest

from svfap_core.codes.coding import Code, CodeDefinition, Coding, Scheme, Tier
from svfap_core.codes.scheme_editing import (
    add_tier,
    change_tier,
    define,
    include,
    remove_tier,
    rename_code,
)
from svfap_core.errors import SvfapError

SMILE = CodeDefinition(name="smile", key="s", group="mouth")
CODING = Coding(
    scheme=Scheme(tiers=(Tier(name="face", definitions=(SMILE,)), Tier(name="hand"))),
    codes=(
        Code(tier="face", label="smile", start_s=1, end_s=2),
        Code(tier="free", label="smile", start_s=1, end_s=2),
    ),
)


def test_codes_go_with_their_tier() -> None:
    found = change_tier(CODING, "face", name=" mouth ")
    assert found.tier_names == ("mouth", "hand", "free")
    assert found.codes[1].tier == "mouth"
    assert change_tier(CODING, "free", name="gaze").tier_names == ("face", "hand", "gaze")
    assert remove_tier(CODING, "face").codes == CODING.codes[1:]
    for taken in ("hand", "free"):
        with pytest.raises(SvfapError):
            change_tier(CODING, "face", name=taken)


def test_codes_are_renamed_with_their_definition() -> None:
    found = rename_code(CODING, "face", "smile", "grin")
    assert [c.label for c in found.codes] == ["grin", "smile"]
    assert found.scheme.by_key("s") == (
        found.scheme.tiers[0],
        SMILE.model_copy(update={"name": "grin"}),
    )
    assert [c.label for c in rename_code(CODING, "free", "smile", "x").codes] == ["smile", "x"]
    with pytest.raises(SvfapError):
        rename_code(define(CODING, "face", CodeDefinition(name="x")), "face", "x", "smile")


def test_definitions_are_added_and_changed() -> None:
    found = define(
        define(CODING, "free", CodeDefinition(name="a")), "face", CodeDefinition(name="smile")
    )
    assert [[d.key for d in tier.definitions] for tier in found.scheme.tiers] == [[""], [], [""]]
    with pytest.raises(SvfapError) as caught:
        define(CODING, "hand", CodeDefinition(name="wave", key="s"))
    assert "smile" in str(caught.value)
    assert "wave" in str(caught.value)
    assert caught.value.hint


def test_tiers_are_added_once() -> None:
    assert add_tier(CODING, Tier(name="free")).tier_names == ("face", "hand", "free")
    with pytest.raises(SvfapError):
        add_tier(CODING, Tier(name="face"))


def test_an_import_joins_what_is_there() -> None:
    said = Code(tier="subtitles", label="hi", start_s=0, end_s=1)
    other = Coding(
        scheme=Scheme(
            tiers=(
                Tier(
                    name="face",
                    definitions=(CodeDefinition(name="smile"), CodeDefinition(name="x")),
                ),
                Tier(name="voice", definitions=(CodeDefinition(name="sob", key="s"),)),
            )
        ),
        codes=(said, CODING.codes[0]),
    )
    found = include(CODING, other)
    assert found.tier_names == ("face", "hand", "voice", "subtitles", "free")
    assert found.scheme.by_key("s") == (found.scheme.tiers[0], SMILE)
    assert [d.name for d in found.scheme.tiers[0].definitions] == ["smile", "x"]
    assert found.codes == (said, *CODING.codes)
    assert include(found, other) == found
