from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from svfap_core.errors import ModelError
from svfap_core.inference.card import SCHEMA_VERSION, card_text, parse_card
from svfap_core.labels import DIMENSIONS
from svfap_core.models import Head, HeadKind
from svfap_core.results.schema import ResultSchema
from svfap_core.results.summary import SummarySchema
from tests.unit.inference.samples import CLASSES, clip_spec, model_card

AFFECT = Head(kind=HeadKind.BOUNDED, names=("valence", "arousal", "dominance"))


def actions(*names: str) -> Head:
    return Head(kind=HeadKind.ACTIONS, names=names, low=0.0, high=1.0)


def named(name: str, *labels: str) -> Head:
    return Head(kind=HeadKind.CLASSES, name=name, names=labels or ("low", "high"))


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(card_text(model_card())) | changes)


def test_round_trip() -> None:
    card = model_card(heads=(CLASSES, AFFECT), temperature=1.7)
    assert parse_card(card_text(card), "a card") == card


def test_outputs_are_named_by_kind_in_order() -> None:
    card = model_card(heads=(AFFECT, CLASSES))
    assert card.num_outputs == 10
    assert card.emotion_names == CLASSES.names
    assert card.dimension_names == AFFECT.names
    assert card.ranges == dict.fromkeys(AFFECT.names, (-1.0, 1.0))


def test_a_card_says_whether_a_head_learned_from_votes() -> None:
    voted = model_card(heads=(replace(CLASSES, votes=True),))
    assert voted.has_ambiguity
    assert parse_card(card_text(voted), "a card") == voted
    assert not model_card().has_ambiguity
    with pytest.raises(ValueError, match="raters vote for classes"):
        replace(AFFECT, votes=True)


def test_further_heads_of_classes_have_names_and_may_share_labels() -> None:
    card = model_card(heads=(CLASSES, named("arousal"), AFFECT, named("valence")))
    assert card.emotion_names == CLASSES.names
    assert card.named_classes == {"arousal": ("low", "high"), "valence": ("low", "high")}
    assert card.dimension_names == AFFECT.names
    assert card.num_outputs == 14
    assert parse_card(card_text(card), "a card") == card
    assert model_card(heads=(named("arousal"),)).emotion_names == ()
    with pytest.raises(ValueError, match="a head of classes may have a name"):
        replace(AFFECT, name="affect")


def test_no_head_is_called_as_other_columns_begin() -> None:
    everything = ResultSchema(
        ("happy",), DIMENSIONS, "learned", "v", edited=True, z_scores=True, ambiguity=True
    )
    summary = SummarySchema(("happy",), DIMENSIONS, ambiguity=True)
    beginnings = {n.partition("_")[0] for n in everything.names if "_" in n}
    beginnings |= {n.partition("_")[0] for n in summary.names if n.endswith(("happy", "valence"))}
    assert len(beginnings) > 15
    for name in beginnings:
        with pytest.raises(ValidationError, match=f"must not be called {name}"):
            model_card(heads=(named(name),))
        with pytest.raises(ValidationError, match="must not be called"):
            model_card(heads=(named(f"{name}_a"),))


def test_a_card_of_before_has_neither_votes_nor_names() -> None:
    values = json.loads(card_text(model_card()))
    for head in values["heads"]:
        del head["votes"], head["name"]
    assert parse_card(json.dumps(values | {"schema_version": 1}), "a card") == model_card()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"heads": ()}, "at least 1"),
        ({"heads": (CLASSES, CLASSES)}, "at most one class head without a name"),
        ({"heads": (named("a"), named("a"))}, "begin alike"),
        ({"heads": (named("a"), named("a_b"))}, "begin alike"),
        ({"heads": (named("a b"),)}, "a head's name must be one word"),
        ({"heads": (named("a", "x y", "z"),)}, "a label must be one word"),
        ({"heads": (named("a", "top", "z"),)}, "not be top"),
        ({"heads": (replace(named("a"), votes=True),)}, "without a name learns"),
        ({"heads": (AFFECT, AFFECT)}, "two heads"),
        ({"heads": (actions("wink"),)}, "unknown facial action wink"),
        ({"heads": (actions("jaw_open"), actions("jaw_open"))}, "action occurs in two heads"),
        ({"heads": (Head(kind=HeadKind.BOUNDED, names=("charm",)),)}, "unknown dimension charm"),
        ({"heads": (Head(kind=HeadKind.CLASSES, names=("a b", "c")),)}, "one word"),
        ({"heads": (Head(kind=HeadKind.CLASSES, names=("ambiguity", "c")),)}, "not be ambiguity"),
        ({"size": "huge"}, "unknown size"),
        ({"input": clip_spec(frames=6)}, "6 frames does not divide"),
        ({"input": clip_spec(frames=8, size_px=16384)}, "too many patches"),
        ({"temperature": 0.0}, "temperature"),
        ({"sha256": "abc"}, "sha256"),
        ({"name": "../up"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": ".."}, "name"),
        ({"name": "a."}, "name"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        model_card(**changes)


@pytest.mark.parametrize(
    ("encoder", "words"),
    [
        ({"embed_dim": 1 << 20}, "embed_dim must lie in"),
        ({"depths": [400, 2]}, "more than 256 blocks"),
        ({"embed_dim": 33}, "not a multiple"),
        ({"width": 3}, "width"),
    ],
)
def test_a_file_with_an_impossible_encoder_is_an_error(encoder: dict[str, Any], words: str) -> None:
    values = json.loads(card_text(model_card()))["encoder"] | encoder
    with pytest.raises(ModelError, match=words):
        parse_card(changed(encoder=values), "a card")


def test_facial_actions_are_no_dimensions() -> None:
    card = model_card(heads=(AFFECT, actions("jaw_open", "mouth_smile")))
    assert parse_card(card_text(card), "a card") == card
    assert (card.dimension_names, card.action_names) == (AFFECT.names, ("jaw_open", "mouth_smile"))
    assert set(card.ranges) == {*AFFECT.names}


def test_a_newer_card_asks_for_an_update() -> None:
    with pytest.raises(ModelError, match=f"schema version {SCHEMA_VERSION + 1}") as caught:
        parse_card(changed(schema_version=SCHEMA_VERSION + 1, novelty=1), "a card")
    assert "Update" in caught.value.hint


@pytest.mark.parametrize("version", [None, "1", 0, -1, 1.0, True])
def test_a_card_without_a_sound_version_is_an_error(version: object) -> None:
    with pytest.raises(ModelError, match="schema_version"):
        parse_card(changed(schema_version=version), "a card")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", b"\xff\xfe\x00", "[" * 100_000])
def test_no_card_at_all_is_an_error_that_names_the_file(text: str | bytes) -> None:
    with pytest.raises(ModelError, match=r"the\.json"):
        parse_card(text, "the.json")


def test_a_missing_field_is_named() -> None:
    values = json.loads(card_text(model_card()))
    del values["licence"]
    with pytest.raises(ModelError, match="licence: Field required"):
        parse_card(json.dumps(values), "a card")
