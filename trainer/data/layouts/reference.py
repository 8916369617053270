"""Lists as the reference repository writes them: `train.csv`, `val.csv`, `test.csv`, no header.

A line is the path of a folder of pictures or of a video, a space, and the number of a class. Knows
no data set.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.names import plain
from trainer.data.catalogue import Catalogue, Item, Split
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    Gathering,
    class_names,
    clip_name,
    last_field,
    material_of,
    rate_notes,
    read_lines,
)

_NAME = "lists of the reference repository"
_LAYOUT = (
    "train.csv, val.csv, test.csv (one is enough) with lines such as `clips/00001 3`, and, to name "
    "the classes, labels.txt with one name per line; if the paths are those of another computer, "
    "set prefix to what this folder is called there"
)
_SPLITS: tuple[Split, ...] = ("train", "val", "test")
_NO_CLASS = 100_000
"""From here on a number ends a line for another reason than to say its class."""
_Lines = list[tuple[str, str]]


def read(root: Path, prefix: str = "") -> Catalogue:
    """All clips that the lists name.

    Args:
        root: The folder of the lists.
        prefix: Path that stands for `root` in the lists.

    Raises:
        SourceError: No list names a clip that is there, or `labels.txt` names a class twice.
    """
    lines: dict[Split, _Lines] = {
        split: _lines(path, prefix)
        for split in _SPLITS
        if (path := root / f"{split}.csv").is_file()
    }
    classes = _classes(root / "labels.txt", lines)
    found = Gathering()
    tested = {clip_name(root / path, root) for path, _ in lines.get("test", [])}
    shared = 0
    for split, pairs in lines.items():
        for path, number in pairs:
            source = root / path
            clip = clip_name(source, root)
            if split == "val" and clip in tested:
                shared += 1
                continue
            if split == "train" and clip in tested:
                found.miss(clip, "is in test.csv too: it is `test` only")
                continue
            if not number.isdecimal() or int(number) >= len(classes):
                found.miss(clip, Message("has the unknown label %1", f"{number!r}"))
                continue
            found.add(
                Item(
                    clip=clip,
                    source=source,
                    material=material_of(source),
                    label=classes[int(number)],
                    split=split,
                )
            )
    notes = ["Subjects are not known: a person may be in several parts."]
    if shared:
        notes.append(
            Message(
                "%1 clips of val.csv are in test.csv too: they are `test` only, so that no "
                "model is chosen by them.",
                shared,
            )
        )
    items = found.items(root, _NAME, _LAYOUT)
    notes += rate_notes(items)
    return Catalogue(
        data_set=plain(root.resolve().name),
        items=items,
        problems=found.problems(),
        classes=classes,
        rate_fps=ASSUMED_RATE_FPS,
        protocol="as the lists say: trained on train, judged on test",
        notes=tuple(notes),
    )


def _lines(path: Path, prefix: str) -> _Lines:
    """Path and label of each line; a path with spaces may be in quotes, as pandas writes it."""
    pairs: _Lines = []
    for line in read_lines(path):
        name, number = last_field(line)
        if len(name) > 1 and name[0] == name[-1] == '"':
            name = name[1:-1].replace('""', '"')
        if prefix and PurePosixPath(name).is_relative_to(prefix):
            name = str(PurePosixPath(name).relative_to(prefix))
        pairs.append((name, number))
    return pairs


def _classes(names: Path, lines: dict[Split, _Lines]) -> tuple[str, ...]:
    if names.is_file():
        words = read_lines(names)
        spelled = class_names(words)
        classes = tuple(spelled[word] for word in words)
        if len(set(classes)) < len(classes):
            raise SourceError(
                Message("%1 names a class twice", names), hint="Give each a name of its own."
            )
        return classes
    found = [int(n) for pairs in lines.values() for _, n in pairs if n.isdecimal()]
    numbers = [number for number in found if number < _NO_CLASS]
    return tuple(f"class_{number}" for number in range(max(numbers, default=-1) + 1))
