"""CREMA-D (Cao et al. 2014): 91 actors, twelve sentences, six emotions.

Knows the names of its files. Folds are by actor.
"""

from __future__ import annotations

import re
from pathlib import Path

from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import Gathering, count_notes, videos_below

_NAME = "CREMA-D"
_PUBLISHED = 7_442
_LAYOUT = "VideoFlash/1001_DFA_ANG_XX.flv: actor, sentence, emotion and intensity"
_CODES = {
    "ANG": "angry",
    "DIS": "disgust",
    "FEA": "fear",
    "HAP": "happy",
    "NEU": "neutral",
    "SAD": "sad",
}
_FIRST_ACTOR, _LAST_ACTOR = 1001, 1091
_ACTORS_PER_FOLD, _FOLDS = 18, 5
_DAMAGED = ("1064_IEO_DIS_MD", "1064_TIE_SAD_XX", "1076_MTI_NEU_XX", "1076_MTI_SAD_XX")


def read(root: Path) -> Catalogue:
    """All clips with the emotion that the actor was asked for.

    Raises:
        SourceError: There is no clip.
    """
    found = Gathering()
    for path in videos_below(root):
        parts = re.fullmatch(r"(\d{4})_[A-Z]{3}_([A-Z]{3})_[A-Z]+", path.stem)
        if parts is None or not _FIRST_ACTOR <= int(parts[1]) <= _LAST_ACTOR:
            found.miss(
                path.stem, "is not named ACTOR_SENTENCE_EMOTION_INTENSITY, ACTOR 1001 to 1091"
            )
        elif (label := _CODES.get(parts[2])) is None:
            found.miss(path.stem, f"has the unknown label {parts[2]!r}")
        else:
            # UNVERIFIED for the paper: consecutive actors, as in HiCMAE; one more in the last fold.
            block = (int(parts[1]) - _FIRST_ACTOR) // _ACTORS_PER_FOLD
            found.add(
                Item(
                    clip=path.stem,
                    source=path,
                    material=Material.VIDEO,
                    label=label,
                    subject=parts[1],
                    fold=min(block + 1, _FOLDS),
                )
            )
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=tuple(_CODES.values()),
        protocol="5-fold subject-independent cross-validation; UAR and WAR of the predictions of "
        "all folds taken together",
        notes=(
            *count_notes(len(items), _PUBLISHED),
            "UNVERIFIED: the paper's own folds are not published; these are the folds of its "
            "first author's later HiCMAE: 18 consecutive actors each, 19 in the last.",
            Message(
                "HiCMAE leaves out four clips as damaged: %1. They are kept: the paper "
                "counts all 7,442.",
                ", ".join(_DAMAGED),
            ),
            "Labels are the emotions that were asked for; raters' votes are not read.",
        ),
    )
