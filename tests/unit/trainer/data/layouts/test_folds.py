"""Folds: dealt out evenly, or read from lists that must agree."""

from __future__ import annotations

from pathlib import Path

from tests.unit.trainer.data.layouts.tree import write
from trainer.data.layouts.common import Gathering
from trainer.data.layouts.folds import deal, gather_folds


def test_groups_are_dealt_out_in_turn_whatever_their_order() -> None:
    groups = [f"subject {n}" for n in (10, 2, 1, 3, 2)]
    dealt = {"subject 1": 1, "subject 2": 2, "subject 3": 1, "subject 10": 2}
    assert deal(groups, 2) == dealt == deal(reversed(groups), 2)


def test_lists_that_disagree_on_a_clip_leave_it_out(root: Path) -> None:
    clips = {name: write(root / f"{name}.mp4") for name in "abcdefu"}
    found = Gathering()
    gather_folds(
        found,
        {1: [("a", "1"), ("b", "1"), ("c", "1"), ("f", "9")], 2: [("b", "1"), ("e", "2")]},
        {1: [("c", "1"), ("d", "1"), ("e", "1")], 2: [("a", "1"), ("gone", "1")]},
        classes={"1": "happy", "2": "sad"},
        clips=clips,
        folder=root,
    )
    items = found.items(root, "X", "x")
    assert [(i.clip, i.fold, i.label) for i in items] == [("a", 1, "happy")]
    assert {p.name: p.reason for p in found.problems()} == {
        "b": "is tested in several folds: 1, 2",
        "c": "is in both lists, training and test, of fold 1",
        "d": "is in no test list, so that it has no fold",
        "e": "is labelled differently in different lists: 1, 2",
        "f": "has the unknown label '9'",
        "gone": "is in no test list, so that it has no fold",
        "u": "has no label: it is in no list",
    }
