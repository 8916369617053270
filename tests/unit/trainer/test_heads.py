"""Heads: what a run learns from which labels."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svfap_core.errors import SourceError
from svfap_core.models import HeadKind
from trainer.config import HeadConfig
from trainer.data.manifest import CropGeometry, ManifestInfo
from trainer.heads import LearnedHead, resolve_heads, targets_of


def info(
    classes: tuple[str, ...] = (), values: tuple[str, ...] = (), name: str = "Set"
) -> ManifestInfo:
    return ManifestInfo(
        data_set=name,
        classes=classes,
        values=values,
        crop=CropGeometry(size_px=None),
        created=datetime(2024, 1, 1, tzinfo=UTC),
    )


BOTH = info(("happy", "sad", "fear"), ("valence", "arousal"))


def heads(*configs: HeadConfig, of: tuple[ManifestInfo, ...] = (BOTH,)) -> tuple[LearnedHead, ...]:
    return resolve_heads(configs, of)


def test_without_settings_all_that_the_data_has_is_learned() -> None:
    classes, values = heads()
    assert (classes.head.kind, classes.head.names) == (HeadKind.CLASSES, ("happy", "sad", "fear"))
    assert (values.head.kind, values.head.names) == (HeadKind.UNBOUNDED, ("valence", "arousal"))
    assert (classes.loss, values.loss) == ("cross_entropy", "mse")
    assert (classes.weight, values.weight, classes.shares) == (1.0, 1.0, False)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (info(classes=("a", "b")), [HeadKind.CLASSES]),
        (info(values=("valence",)), [HeadKind.UNBOUNDED]),
    ],
)
def test_data_with_one_kind_of_label_gives_one_head(
    given: ManifestInfo, kinds: list[HeadKind]
) -> None:
    assert [learned.head.kind for learned in resolve_heads((), [given])] == kinds


def test_several_data_sets_give_the_union_of_what_they_have() -> None:
    found = heads(of=(info(("a", "b"), ("valence",)), info(("b", "c"), ("arousal",))))
    assert [learned.head.names for learned in found] == [("a", "b", "c"), ("valence", "arousal")]


def test_names_decide_order_and_choice() -> None:
    (only,) = heads(HeadConfig(kind="classes", names=("fear", "happy")))
    assert only.head.names == ("fear", "happy")
    assert targets_of([only.head]).classes == ("fear", "happy")


@pytest.mark.parametrize("kind", ["classes", "shares", "values"])
def test_what_the_data_does_not_have_is_named_with_what_it_has(kind: str) -> None:
    config = HeadConfig.model_validate({"kind": kind, "names": ["valance"]})
    with pytest.raises(SourceError, match=f"no {kind} valance") as caught:
        heads(config)
    assert ("valence" if kind == "values" else "happy") in caught.value.hint


def test_data_without_labels_is_for_pre_training() -> None:
    with pytest.raises(SourceError, match="Faces, Others has no labels") as caught:
        resolve_heads((), [info(name="Faces"), info(name="Others")])
    assert "pre-train" in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "given"), [("values", info(("a", "b"))), ("classes", info((), ("valence",)))]
)
def test_a_head_for_labels_that_the_data_lacks_is_refused(kind: str, given: ManifestInfo) -> None:
    with pytest.raises(SourceError, match=rf"the data has no {kind}\."):
        resolve_heads((HeadConfig.model_validate({"kind": kind}),), [given])


def test_a_model_tells_one_set_of_classes() -> None:
    with pytest.raises(SourceError, match="one set of classes"):
        heads(HeadConfig(kind="classes"), HeadConfig(kind="shares"))


def test_one_class_is_no_choice() -> None:
    with pytest.raises(SourceError, match="sad alone"):
        heads(HeadConfig(kind="classes", names=("sad",)))


def test_a_dimension_is_of_one_head() -> None:
    one, all_of_them = HeadConfig(kind="values", names=("valence",)), HeadConfig(kind="values")
    with pytest.raises(SourceError, match="valence"):
        heads(one, all_of_them)


def test_bounded_heads_have_the_range_of_their_dimensions() -> None:
    found = heads(
        HeadConfig(kind="values", bounded=True, loss="ccc", weight=3.0),
        of=(info(values=("openness", "valence", "neuroticism")),),
    )
    ranges = {learned.head.names: (learned.head.low, learned.head.high) for learned in found}
    assert ranges == {("valence",): (-1.0, 1.0), ("openness", "neuroticism"): (0.0, 1.0)}
    assert {(learned.head.kind, learned.loss, learned.weight) for learned in found} == {
        (HeadKind.BOUNDED, "ccc", 3.0)
    }


def test_targets_are_in_the_order_of_the_outputs() -> None:
    learned = heads(
        HeadConfig(kind="values", names=("arousal",)),
        HeadConfig(kind="classes"),
        HeadConfig(kind="values", names=("valence",)),
    )
    targets = targets_of([one.head for one in learned])
    assert (targets.classes, targets.values) == (("happy", "sad", "fear"), ("arousal", "valence"))


OF_ACTIONS = info(("happy", "sad"), ("valence", "action_mouth_smile", "action_jaw_open"))


def test_facial_actions_are_a_head_of_their_own() -> None:
    found = resolve_heads((), [OF_ACTIONS])
    kinds = [(learned.head.kind, learned.head.names, learned.loss) for learned in found]
    assert kinds == [
        (HeadKind.CLASSES, ("happy", "sad"), "cross_entropy"),
        (HeadKind.UNBOUNDED, ("valence",), "mse"),
        (HeadKind.ACTIONS, ("mouth_smile", "jaw_open"), "cross_entropy"),
    ]
    assert (found[2].head.low, found[2].head.high) == (0.0, 1.0)
    targets = targets_of([learned.head for learned in found])
    assert targets.values == ("valence", "action_mouth_smile", "action_jaw_open")


def test_actions_have_the_order_and_loss_that_are_asked_for() -> None:
    config = HeadConfig(kind="actions", names=("jaw_open", "mouth_smile"), loss="ccc", weight=2)
    (learned,) = resolve_heads((config,), [OF_ACTIONS])
    assert (learned.head.names, learned.loss, learned.weight) == (config.names, "ccc", 2)


@pytest.mark.parametrize(
    ("names", "given"), [((), BOTH), (("eye_blink",), OF_ACTIONS), (("valence",), OF_ACTIONS)]
)
def test_actions_that_the_data_lacks_are_refused(
    names: tuple[str, ...], given: ManifestInfo
) -> None:
    with pytest.raises(SourceError, match="the data has no actions"):
        resolve_heads((HeadConfig(kind="actions", names=names),), [given])


def test_an_action_is_of_one_head() -> None:
    one = HeadConfig(kind="actions", names=("jaw_open",))
    with pytest.raises(SourceError, match="action_jaw_open"):
        resolve_heads((one, HeadConfig(kind="actions")), [OF_ACTIONS])


def test_votes_are_no_loss_of_actions() -> None:
    with pytest.raises(ValueError, match="a head of actions cannot learn by dirichlet"):
        HeadConfig(kind="actions", loss="dirichlet")
