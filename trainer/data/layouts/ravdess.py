"""RAVDESS (Livingstone and Russo 2018): 24 actors, two sentences, eight emotions, speech.

Knows the names of its files. Folds are by actor; songs are not used.
"""

from __future__ import annotations

import re
from pathlib import Path

from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import Gathering, count_notes, videos_below

_NAME = "RAVDESS"
_PUBLISHED = 1_440
_LAYOUT = "Actor_01/01-01-03-01-01-01-01.mp4 (or 02-01-…), the video files of speech"
_CLASSES = ("neutral", "calm", "happy", "sad", "angry", "fear", "disgust", "surprise")
"""In the order of the codes 01 to 08, as public lists number them.

Calm is no emotion of the product and keeps its name.
"""
_ACTORS, _ACTORS_PER_FOLD = 24, 4
_FULL, _VIDEO_ONLY, _SPEECH = "01", "02", "01"


def read(root: Path) -> Catalogue:
    """Each recording of speech once: with sound where that file is there, otherwise without.

    Raises:
        SourceError: There is no such recording.
    """
    found = Gathering()
    recordings: dict[str, dict[str, Path]] = {}
    songs = 0
    for path in videos_below(root):
        parts = re.fullmatch(r"(01|02)-((01|02)-\d\d-\d\d-\d\d-\d\d-\d\d)", path.stem)
        if parts is None:
            found.miss(path.stem, "is not named by seven codes of two digits")
        elif parts[3] != _SPEECH:
            songs += 1
        elif parts[1] in (same := recordings.setdefault(parts[2], {})):
            found.miss(path.stem, Message("occurs twice: %1, after %2", path, same[parts[1]]))
        else:
            same[parts[1]] = path
    for codes, files in recordings.items():
        _add(found, codes, files.get(_FULL) or files[_VIDEO_ONLY])
    twins = sum(len(files) - 1 for files in recordings.values())
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=_CLASSES,
        protocol="6-fold subject-independent cross-validation over speech; UAR and WAR of the "
        "predictions of all folds taken together",
        notes=(
            *count_notes(len(items), _PUBLISHED),
            "Folds of four consecutive actors each, and classes in the order of the codes, as in "
            "the public lists of the paper's first author.",
            Message(
                "Left out: %1 video-only files of recordings that are there with sound, "
                "and %2 songs.",
                twins,
                songs,
            ),
        ),
    )


def _add(found: Gathering, codes: str, path: Path) -> None:
    _, emotion, *_, actor = codes.split("-")
    if not (1 <= int(emotion) <= len(_CLASSES) and 1 <= int(actor) <= _ACTORS):
        found.miss(
            path.stem, Message("has the unknown label %1 or actor %2", f"{emotion!r}", f"{actor!r}")
        )
        return
    found.add(
        Item(
            clip=f"Actor_{actor}/{path.stem}",
            source=path,
            material=Material.VIDEO,
            label=_CLASSES[int(emotion) - 1],
            subject=f"Actor_{actor}",
            fold=(int(actor) - 1) // _ACTORS_PER_FOLD + 1,
        )
    )
