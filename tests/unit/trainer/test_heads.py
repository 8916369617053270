"""Heads: what a run learns from which labels, and the losses, on numbers checked by hand."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from svfap_core.errors import SourceError
from svfap_core.models import HeadKind
from trainer.config import HeadConfig
from trainer.data.loader import Batch
from trainer.data.manifest import CropGeometry, ManifestInfo
from trainer.heads import LearnedHead, class_targets, head_losses, resolve_heads, targets_of

NAN = math.nan


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


def batch(
    labels: list[int], shares: Tensor | None = None, values: Tensor | None = None, classes: int = 3
) -> Batch:
    count = len(labels)
    return Batch(
        pictures=torch.zeros(count, 1, 4, 4, 3, dtype=torch.uint8),
        labels=torch.tensor(labels),
        shares=torch.zeros(count, classes) if shares is None else shares,
        values=torch.zeros(count, 0) if values is None else values,
        places=torch.arange(count),
    )


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
    assert targets_of((only,)).classes == ("fear", "happy")


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
    targets = targets_of(
        heads(
            HeadConfig(kind="values", names=("arousal",)),
            HeadConfig(kind="classes"),
            HeadConfig(kind="values", names=("valence",)),
        )
    )
    assert (targets.classes, targets.values) == (("happy", "sad", "fear"), ("arousal", "valence"))


def test_labels_become_shares_and_none_becomes_zeros() -> None:
    found = class_targets(batch([2, -1, 0]), heads())
    assert found.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]


def test_what_only_raters_judged_is_learned_by_their_shares() -> None:
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.75, 0.25], [0.0, 0.0, 0.0]])
    found = class_targets(batch([2, -1, -1], shares), heads())
    assert found.tolist() == [[0, 0, 1], [0, 0.75, 0.25], [0, 0, 0]]


def test_without_classes_there_are_no_targets() -> None:
    given = batch([-1, -1], values=torch.zeros(2, 1), classes=0)
    (learned,) = resolve_heads((), [info(values=("valence",))])
    assert class_targets(given, (learned,)).shape == (2, 0)


def test_shares_are_taken_where_a_head_asks_for_them() -> None:
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.0, 0.0, 0.0]])
    given = batch([0, 1], shares)
    assert torch.equal(class_targets(given, heads(HeadConfig(kind="shares"))), shares)
    plain = class_targets(given, heads(HeadConfig(kind="classes")))
    assert plain.tolist() == [[1, 0, 0], [0, 1, 0]]


def test_every_head_has_its_own_loss_and_weight() -> None:
    learned = heads(
        HeadConfig(kind="classes", weight=2.0),
        HeadConfig(kind="values", names=("arousal",), loss="mse", weight=0.5),
        HeadConfig(kind="values", names=("valence",), loss="ccc"),
    )
    torch.manual_seed(0)
    outputs, truth = torch.randn(4, 5), torch.rand(4, 2) * 2 - 1
    classes = torch.eye(3)[[0, 1, 2, 0]]
    of_classes, of_arousal, of_valence = head_losses(
        outputs, classes, truth, learned, smoothing=0.1
    )
    entropy = F.cross_entropy(outputs[:, :3], torch.tensor([0, 1, 2, 0]), label_smoothing=0.1)
    assert of_classes.item() == pytest.approx(2.0 * entropy.item())
    squares = (outputs[:, 3] - truth[:, 0]).square().mean()
    assert of_arousal.item() == pytest.approx(0.5 * squares.item())
    x, y = outputs[:, 4], truth[:, 1]
    ccc = (2 * ((x - x.mean()) * (y - y.mean())).mean()) / (
        x.var(correction=0) + y.var(correction=0) + (x.mean() - y.mean()).square()
    )
    assert of_valence.item() == pytest.approx(1 - ccc.item(), abs=1e-5)


def test_two_losses_of_one_head_are_summed() -> None:
    outputs, truth = torch.randn(4, 5), torch.rand(4, 2)
    none = torch.zeros(4, 3)

    def loss(name: str) -> Tensor:
        config = HeadConfig.model_validate({"kind": "values", "loss": name})
        return head_losses(outputs[:, :2], none, truth, heads(config), smoothing=0)[0]

    assert loss("mse+ccc").item() == pytest.approx(loss("mse").item() + loss("ccc").item())


def test_bounded_scores_are_compared_not_raw_outputs() -> None:
    learned = heads(HeadConfig(kind="values", names=("valence",), bounded=True))
    outputs, truth = torch.tensor([[0.0], [30.0]]), torch.tensor([[0.0], [1.0]])
    (loss,) = head_losses(outputs, torch.zeros(2, 3), truth, learned, smoothing=0)
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_what_is_not_known_has_no_part_in_loss_or_gradient() -> None:
    learned = heads()
    outputs = torch.randn(3, 5, requires_grad=True)
    classes = torch.tensor([[1.0, 0, 0], [0, 0, 0], [0, 0, 0]])
    values = torch.tensor([[NAN, NAN], [0.5, NAN], [NAN, NAN]])
    losses = head_losses(outputs, classes, values, learned, smoothing=0.1)
    torch.stack(losses).sum().backward()
    assert outputs.grad is not None
    assert torch.isfinite(outputs.grad).all()
    touched = (outputs.grad != 0).tolist()
    assert touched == [
        [True, True, True, False, False],
        [False, False, False, True, False],
        [False] * 5,
    ]


def test_a_batch_without_any_label_has_a_loss_of_zero_that_still_runs_backward() -> None:
    outputs = torch.randn(2, 5, requires_grad=True)
    losses = head_losses(
        outputs, torch.zeros(2, 3), torch.full((2, 2), NAN), heads(), smoothing=0.1
    )
    total = torch.stack(losses).sum()
    total.backward()
    assert total.item() == 0
    assert outputs.grad is not None
    assert not outputs.grad.any()
