"""AVCAffe (Sarkar et al. 2023): 106 people at remote work, arousal and valence in five levels.

Knows its published folders, the words of its self-reports and its official split.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import (
    Gathering,
    read_lines,
    scaled,
    videos_below,
    wrong_root,
)

_NAME = "AVCAffe"
_SEGMENTS = "videos/shorter_segments"
_LAYOUT = (
    "ground_truths/arousal.txt and valence.txt with lines such as `aiim001_task_1, Calm`, and the "
    f"clips as {_SEGMENTS}/aiim001/task_1/*.avi"
)
WORDS = {
    "valence": ("Unpleasant", "Unsatisfied", "Neutral", "Pleased", "Pleasant"),
    "arousal": ("Calm", "Dull", "Neutral", "Wide-awake", "Excited"),
}
"""From the lowest level to the highest: the order of the authors' loader, turned round."""
_TEST_NUMBERS = (1, 2, 13, 14, 43, 44, 53, 54, 57, 58, 63, 64, 67, 68, 77, 78, 99, 100, 107, 108)
_TEST_SUBJECTS = frozenset(f"aiim{number:03}" for number in _TEST_NUMBERS)
"""Which the authors' loader keeps for validation."""


def read(root: Path) -> Catalogue:
    """All six-second clips, each with the self-report of its person and task.

    Raises:
        SourceError: A file of self-reports is missing, or there is no clip.
    """
    truths = {name: root / "ground_truths" / f"{name}.txt" for name in WORDS}
    if not all(path.is_file() for path in truths.values()):
        raise wrong_root(root, _NAME, _LAYOUT)
    reports = {name: _reports(path) for name, path in truths.items()}
    found = Gathering()
    folder = root / _SEGMENTS
    seen: set[str] = set()
    for path in videos_below(folder):
        parts = path.relative_to(folder).with_suffix("").parts
        clip = "/".join(parts)
        if len(parts) != 3:
            found.miss(clip, "does not lie in PERSON/TASK")
            continue
        subject, task, _ = parts
        seen.add(key := f"{subject}_{task}")
        words = {name: table[key] for name, table in reports.items() if key in table}
        values = {name: _value(name, word) for name, word in words.items()}
        known = {name: value for name, value in values.items() if value is not None}
        if len(known) < len(WORDS):
            found.miss(
                clip,
                Message("has no label or unknown ones: of %1 is known %2", key, words or "nothing"),
            )
            continue
        found.add(
            Item(
                clip=clip,
                source=path,
                material=Material.VIDEO,
                labels=words,
                values=known,
                subject=subject,
                group=key,
                split="test" if subject in _TEST_SUBJECTS else "train",
            )
        )
    for key in set().union(*reports.values()) - seen:
        found.miss(key, Message("is missing: it has a label, and no clip in %1", folder))
    return Catalogue(
        data_set=_NAME,
        items=found.items(root, _NAME, _LAYOUT),
        problems=found.problems(),
        values=tuple(WORDS),
        labels=WORDS,
        protocol="official split of 86 and 20 people; weighted F1 of five levels, scores of a "
        "task's clips averaged",
        notes=(
            "Own scale: five words per task, "
            + "; ".join(f"{name}: {', '.join(words)}" for name, words in WORDS.items())
            + "; mapped to -1, -0.5, 0, 0.5 and 1. The authors' loader numbers them 4 to 0.",
            "The words are kept as two further labels of five classes each, too: the paper and the "
            "preset avcaffe learn these.",
            "The data set calls its second part validation; results are reported on it, so it is "
            "`test` here, and no model may be chosen by it.",
            "All clips of a task bear one self-report, given after the task.",
        ),
    )


def _reports(path: Path) -> dict[str, str]:
    """Lines such as `aiim001_task_1, Calm`; headings have no comma."""
    reports: dict[str, str] = {}
    for line in read_lines(path):
        key, comma, word = (part.strip() for part in line.partition(","))
        if comma and reports.setdefault(key, word) != word:
            reports[key] += f" or {word}"
    return reports


def _value(name: str, word: str) -> float | None:
    words = WORDS[name]
    return scaled(words.index(word), 0, len(words) - 1) if word in words else None
