"""FERV39k (Wang et al. 2022): clips of 22 scenes with one of seven emotions, official split.

Knows its published folders and lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Split
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    Gathering,
    count_notes,
    emotion,
    entries,
    last_field,
    material_of,
    rate_notes,
    read_lines,
    wrong_root,
)

_NAME = "FERV39k"
_LAYOUT = (
    "4_setups/All_scenes/train_All.csv and test_All.csv, and the clips as "
    "2_ClipsforFaceCrop/Action/Happy/0267/*.jpg or 0_7_LabelClips/Action/Happy/0267.mp4"
)
_LISTS: dict[Split, str] = {
    "train": "4_setups/All_scenes/train_All.csv",
    "test": "4_setups/All_scenes/test_All.csv",
}
_PUBLISHED: dict[Split, int] = {"train": 31_088, "test": 7_847}
_CLASSES = OFFICIAL_LABELS["ferv39k"]
_FORMS = {
    "2_ClipsforFaceCrop": "Face crops as published.",
    "0_7_LabelClips": "The original videos; faces are found and aligned by this program.",
}
"""Where clips may lie, the best first. A data set is read in one form, never in a mixture."""


def read(root: Path) -> Catalogue:
    """All clips of both official lists.

    Raises:
        SourceError: A list is missing, or there is no clip at all.
    """
    form = next((form for form in _FORMS if (root / form).is_dir()), None)
    if form is None or not all((root / path).is_file() for path in _LISTS.values()):
        raise wrong_root(root, _NAME, _LAYOUT)
    folder = root / form
    found = Gathering()
    clips = found.index(_clips(folder))
    listed: set[str] = set()
    for split, path in _LISTS.items():
        for line in read_lines(root / path):
            clip, word = last_field(line)
            listed.add(clip)
            if (label := emotion(word)) not in _CLASSES:
                found.miss(clip, Message("has the unknown label %1", f"{word!r}"))
                continue
            source = clips.get(clip, folder / clip)
            material = material_of(source)
            found.add(Item(clip=clip, source=source, material=material, label=label, split=split))
    for clip in clips.keys() - listed:
        found.miss(clip, "has no label: it is in no list")
    items = found.items(root, _NAME, _LAYOUT)
    counts = Counter(item.split for item in items)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=_CLASSES,
        rate_fps=ASSUMED_RATE_FPS,
        protocol="official split: trained on train_All, UAR and WAR on test_All",
        notes=(
            _FORMS[form],
            *rate_notes(items),
            *(
                note
                for split, published in _PUBLISHED.items()
                for note in count_notes(counts[split], published, f"{split} clips")
            ),
            "There is no official validation part; test clips must not serve as one.",
            "Who is seen is not published: a person may be in both parts.",
        ),
    )


def _clips(folder: Path) -> Iterator[tuple[str, Path]]:
    """All clips on disk by their names in the lists, such as Action/Happy/0267."""
    for scene in entries(folder):
        for label in entries(scene):
            for clip in entries(label):
                yield f"{scene.name}/{label.name}/{clip.stem}", clip
