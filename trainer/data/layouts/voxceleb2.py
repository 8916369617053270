"""VoxCeleb2 (Chung et al. 2018): talking heads without labels, for masked pre-training.

Knows its folders: the celebrity, the video, the clip.
"""

from __future__ import annotations

import re
from pathlib import Path

from trainer.data.catalogue import Catalogue, Item, Material, Split
from trainer.data.layouts.common import Gathering, count_notes, videos_below

_NAME = "VoxCeleb2"
_PUBLISHED = 1_092_009
_LAYOUT = "dev/mp4/id00012/21Uxsk56VDQ/00001.mp4 and, if wanted, test/mp4/id00017/…"
_PARTS: dict[str, Split] = {"dev": "train", "test": "test"}


def read(root: Path) -> Catalogue:
    """All videos of `dev` and `test`, whatever folders lie between these and the celebrities.

    Raises:
        SourceError: There is no such video.
    """
    found = Gathering()
    for part, split in _PARTS.items():
        for path in videos_below(root / part):
            parts = path.relative_to(root / part).with_suffix("").parts
            start = next((i for i, name in enumerate(parts) if re.fullmatch(r"id\d+", name)), None)
            if start is None:
                found.miss("/".join((part, *parts)), "does not lie in the folder of a celebrity")
                continue
            found.add(
                Item(
                    clip="/".join((part, *parts[start:])),
                    source=path,
                    material=Material.VIDEO,
                    subject=parts[start],
                    split=split,
                )
            )
    items = found.items(root, _NAME, _LAYOUT)
    learned = sum(item.split == "train" for item in items)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        protocol="no labels: dev is for masked pre-training, test for looking at it",
        notes=(
            *count_notes(learned, _PUBLISHED, "clips of dev"),
            "Only `dev` counts as training, as in the paper.",
            "UNVERIFIED: what lies between `test` and the folders of its celebrities; any folders "
            "are taken.",
        ),
    )
