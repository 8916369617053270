"""eNTERFACE'05 (Martin et al. 2006): some forty subjects, five sentences, six emotions.

Knows its folders. File names are not consulted: they are not uniform.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import Gathering, emotion, videos_below
from trainer.data.layouts.folds import deal

_NAME = "eNTERFACE05"
_LAYOUT = "subject 1/anger/sentence 1/*.avi, for some subjects without folders of sentences"
_CLASSES = ("angry", "disgust", "fear", "happy", "sad", "surprise")
_FOLDS = 5


def read(root: Path) -> Catalogue:
    """All clips below folders that name a subject and an emotion.

    Raises:
        SourceError: There is no such clip.
    """
    found = Gathering()
    items: list[Item] = []
    for path in videos_below(root):
        # UNVERIFIED: which subjects lack folders of sentences. Any depth is taken.
        parts = path.relative_to(root).with_suffix("").parts
        start = next((i for i, part in enumerate(parts) if _subject(part)), None)
        if start is None or len(parts) < start + 3:
            found.miss("/".join(parts), "does not lie in SUBJECT/EMOTION")
        elif (label := emotion(parts[start + 1])) not in _CLASSES:
            found.miss(
                "/".join(parts), Message("has the unknown label %1", f"{parts[start + 1]!r}")
            )
        else:
            items.append(
                Item(
                    clip="/".join(parts[start:]),
                    source=path,
                    material=Material.VIDEO,
                    label=label,
                    subject=_subject(parts[start]),
                )
            )
    # UNVERIFIED: the paper's folds; subjects are dealt out in turn.
    folds = deal((item.subject for item in items if item.subject), _FOLDS)
    for item in items:
        found.add(replace(item, fold=folds[item.subject or ""]))
    return Catalogue(
        data_set=_NAME,
        items=found.items(root, _NAME, _LAYOUT),
        problems=found.problems(),
        classes=_CLASSES,
        protocol="5-fold subject-independent cross-validation; UAR and WAR of the predictions of "
        "all folds taken together",
        notes=(
            "UNVERIFIED: the paper's own folds are not published; subjects are dealt out in turn.",
            "UNVERIFIED: some subjects lack folders of sentences or name their files otherwise; "
            "any depth of folders is taken, and names of files are not consulted.",
            "UNVERIFIED: the paper's order of classes is not published; it is that of the names.",
        ),
    )


def _subject(part: str) -> str | None:
    number = re.fullmatch(r"subject[ _-]?0*(\d+)", part.casefold())
    return f"subject {number[1]}" if number else None
