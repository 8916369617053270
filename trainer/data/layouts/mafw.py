"""MAFW (Liu et al. 2022): clips with one of eleven emotions, five official folds.

Knows its published folders and lists. Reads neither captions nor compound emotions.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.labels import OFFICIAL_LABELS
from trainer.data.catalogue import Catalogue
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    Gathering,
    count_notes,
    emotion,
    entries,
    last_field,
    rate_notes,
    read_lines,
    videos_below,
    wrong_root,
)
from trainer.data.layouts.folds import Rows, gather_folds

_NAME = "MAFW"
_LAYOUT = (
    "Train & Test Set/single/no_caption/set_1/test.txt to set_5/test.txt, and the clips as "
    "data/frames/00001/*.png, data/clips/00001.mp4 or clips/00001.mp4"
)
_FOLDS = range(1, 6)
_PUBLISHED = 9_172
_CLASSES = OFFICIAL_LABELS["mafw"]
_FRAMES = "data/frames"
_FORMS = {
    _FRAMES: "Faces as published.",
    "data/clips": "The original videos; faces are found and aligned by this program.",
    "clips": "The original videos; faces are found and aligned by this program.",
}
"""Where clips may lie, the best first. A data set is read in one form, never in a mixture."""


def read(root: Path) -> Catalogue:
    """All clips with a single emotion and their fold.

    Raises:
        SourceError: A list of the official folds is missing, or there is no clip at all.
    """
    sets = {fold: root / f"Train & Test Set/single/no_caption/set_{fold}" for fold in _FOLDS}
    form = next((form for form in _FORMS if (root / form).is_dir()), None)
    if form is None or not all((folder / "test.txt").is_file() for folder in sets.values()):
        raise wrong_root(root, _NAME, _LAYOUT)
    folder = root / form
    clips = entries(folder) if form == _FRAMES else videos_below(folder)
    tests = {fold: _rows(path / "test.txt") for fold, path in sets.items()}
    trains = {
        fold: _rows(path / "train.txt")
        for fold, path in sets.items()
        if (path / "train.txt").is_file()
    }
    words = {label for rows in (*tests.values(), *trains.values()) for _, label in rows}
    found = Gathering()
    gather_folds(
        found,
        tests,
        trains,
        classes={word: name for word in words if (name := emotion(word)) in _CLASSES},
        clips=found.index((path.stem, path) for path in clips),
        folder=folder,
    )
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=_CLASSES,
        rate_fps=ASSUMED_RATE_FPS,
        protocol="official 5-fold cross-validation over the clips with a single emotion; UAR and "
        "WAR of the predictions of all folds taken together",
        notes=(
            _FORMS[form],
            *rate_notes(items),
            *count_notes(len(items), _PUBLISHED),
            "Who is seen is not published: a person may be in several folds.",
        ),
    )


def _rows(path: Path) -> Rows:
    """Lines such as `00025.mp4 anger`."""
    rows = map(last_field, read_lines(path))
    return [(Path(name).stem, label) for name, label in rows]
