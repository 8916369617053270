"""AVCAffe in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from tests.unit.trainer.data.layouts.tree import by_clip, reasons, sides_of_subjects, write
from trainer.data.layouts import avcaffe

WORDS = {
    "arousal": ("Excited", "Wide-awake", "Neutral", "Dull", "Calm"),
    "valence": ("Pleasant", "Pleased", "Neutral", "Unsatisfied", "Unpleasant"),
}


def write_reports(root: Path, arousal: str, valence: str) -> None:
    write(root / "ground_truths/arousal.txt", "Self reports\n" + arousal)
    write(root / "ground_truths/valence.txt", valence)


def segment(root: Path, person: str, task: int, name: str = "clip 1 [a].avi") -> Path:
    return root / "videos/shorter_segments" / person / f"task_{task}" / name


def test_levels_from_highest_to_lowest(root: Path) -> None:
    texts = {
        name: "".join(f"aiim003_task_{task}, {word}\n" for task, word in enumerate(words))
        for name, words in WORDS.items()
    }
    write_reports(root, texts["arousal"], texts["valence"])
    for task in range(5):
        write(segment(root, "aiim003", task))
    found = avcaffe.read(root)
    assert found.values == ("valence", "arousal")
    for name in found.values:
        assert [item.values[name] for item in found.items] == [1, 0.5, 0, -0.5, -1]
        assert tuple(item.labels[name] for item in found.items) == WORDS[name]
        assert found.labels[name] == WORDS[name][::-1], "from the lowest to the highest"
    assert found.items[0].clip == "aiim003/task_0/clip 1 [a]"
    assert [item.group for item in found.items] == [f"aiim003_task_{task}" for task in range(5)]
    assert found.problems == ()


def test_the_official_twenty_are_the_test_part(root: Path) -> None:
    people = [f"aiim{number:03}" for number in range(1, 109)]
    text = "".join(f"{person}_task_1, Neutral\n" for person in people)
    write_reports(root, text, text)
    for person in people:
        write(segment(root, person, 1, "a.avi"))
        write(segment(root, person, 1, "b.avi"))
    found = avcaffe.read(root)
    sides = sides_of_subjects(found)
    assert all(len(parts) == 1 for parts in sides.values())
    assert sum(parts == {"test"} for parts in sides.values()) == 20
    assert sides["aiim001"] == {"test"}
    assert sides["aiim003"] == {"train"}


def test_what_is_no_item_is_named(root: Path) -> None:
    write_reports(
        root,
        "aiim003_task_1, Calm\naiim003_task_2, Calm\naiim003_task_3, Bored\naiim004_task_1, Dull\n"
        "aiim003_task_5, Dull\naiim003_task_5, Calm\n",
        "aiim003_task_1, Pleased\naiim003_task_3, Pleased\naiim003_task_5, Pleased\n",
    )
    for task in (1, 2, 3, 4, 5):
        write(segment(root, "aiim003", task, "x.avi"))
    write(segment(root, "aiim003", 1, "empty.avi"), "")
    write(root / "videos/shorter_segments/loose.avi")
    found = avcaffe.read(root)
    assert list(by_clip(found)) == ["aiim003/task_1/x"]
    problems = reasons(found)
    assert problems["aiim003/task_1/empty"] == "is empty (0 bytes)"
    assert "{'arousal': 'Calm'}" in problems["aiim003/task_2/x"]
    assert "Bored" in problems["aiim003/task_3/x"]
    assert "nothing" in problems["aiim003/task_4/x"]
    assert "Dull or Calm" in problems["aiim003/task_5/x"]
    assert problems["aiim004_task_1"].startswith("is missing")
    assert problems["loose"] == "does not lie in PERSON/TASK"


def test_without_self_reports_it_is_refused(root: Path) -> None:
    write(segment(root, "aiim003", 1))
    write(root / "ground_truths/arousal.txt", "")
    with pytest.raises(SourceError, match=r"does not hold AVCAffe.*Expected: ground_truths"):
        avcaffe.read(root)
