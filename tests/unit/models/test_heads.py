from __future__ import annotations

import numpy as np
import pytest
import torch

from svfap_core.models import Head, HeadKind, split_outputs
from trainer.activation import activated

EMOTIONS = Head(kind=HeadKind.CLASSES, names=("happy", "sad"))
AFFECT = Head(kind=HeadKind.BOUNDED, names=("valence", "arousal", "dominance"))
TRAITS = Head(kind=HeadKind.UNBOUNDED, names=("openness",))
ACTIONS = Head(kind=HeadKind.ACTIONS, names=("jaw_open", "eye_blink"), low=0.0, high=1.0)


def test_each_kind_makes_its_scores() -> None:
    outputs = np.array([[0.0, 0.0, -100.0, 0.0, 100.0, 3.5]], np.float32)
    parts = split_outputs(outputs, (EMOTIONS, AFFECT, TRAITS))
    scores = [
        head.scores(part)[0].tolist()
        for head, part in zip((EMOTIONS, AFFECT, TRAITS), parts, strict=True)
    ]
    assert scores == [pytest.approx([0.5, 0.5]), pytest.approx([-1, 0, 1]), [3.5]]


def test_a_bounded_head_keeps_its_own_range() -> None:
    head = Head(kind=HeadKind.BOUNDED, names=("openness",), low=0.0, high=10.0)
    assert head.scores(np.array([0.0, 100.0])).tolist() == pytest.approx([5.0, 10.0])


def test_heads_and_outputs_must_agree() -> None:
    with pytest.raises(ValueError, match=r"6 outputs.*name 5"):
        split_outputs(np.zeros((1, 6)), (EMOTIONS, AFFECT))


@pytest.mark.parametrize("names", [(), ("happy", "happy")])
def test_names_are_distinct(names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="distinct"):
        Head(kind=HeadKind.CLASSES, names=names)


def test_a_range_rises() -> None:
    with pytest.raises(ValueError, match="rise"):
        Head(kind=HeadKind.BOUNDED, names=("valence",), low=1.0, high=1.0)


def test_facial_actions_lie_between_0_and_1():
    assert ACTIONS.scores(np.array([0.0, 100.0])).tolist() == pytest.approx([0.5, 1.0])
    with pytest.raises(ValueError, match="actions lie in"):
        Head(kind=HeadKind.ACTIONS, names=("jaw_open",))


@pytest.mark.parametrize("head", [EMOTIONS, AFFECT, TRAITS, ACTIONS], ids=lambda head: head.kind)
def test_gradients_pass_through_the_same_scores(head: Head) -> None:
    raw = 30 * torch.randn(50, len(head.names), generator=torch.Generator().manual_seed(0))
    raw[0], raw[1] = 800, -800
    found = activated(head, raw.double())
    np.testing.assert_allclose(head.scores(raw.numpy()), found.numpy(), rtol=1e-12, atol=1e-300)
