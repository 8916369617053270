"""DFEW (Jiang et al. 2020): clips of films with one of seven emotions, five official folds.

Knows its published folders, lists and the table of its ten raters' votes.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.labels import OFFICIAL_LABELS
from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    Gathering,
    count_notes,
    entries,
    rate_notes,
    read_table,
    read_votes,
    videos_below,
    wrong_root,
)
from trainer.data.layouts.folds import Rows, gather_folds
from trainer.data.layouts.workbook import read_sheet

_NAME = "DFEW"
_LAYOUT = (
    "EmoLabel_DataSplit/test(single-labeled)/set_1.csv to set_5.csv, and the clips as "
    "Clip/clip_224x224/00001/*.jpg, Clip/clip_224x224_16f/00001/*.jpg or Clip/original/1.mp4"
)
_FOLDS = range(1, 6)
_PUBLISHED = 11_697
_CLASSES = OFFICIAL_LABELS["dfew"]
_FORM_16 = "Clip/clip_224x224_16f"
_FORMS = {
    "Clip/clip_224x224": "Aligned faces as published, every picture.",
    "Clip/jpg_256": "Aligned faces, every picture.",
    _FORM_16: "Aligned faces as published, 16 pictures spread over each clip: their times are not "
    "known, so that windows are spread over whole clips.",
    # UNVERIFIED: the names of these files.
    "Clip/original": "UNVERIFIED: that original videos are named by their numbers. Faces in them "
    "are found and aligned by this program.",
}
"""Where clips may lie, the best first. A data set is read in one form, never in a mixture."""


_VOTES = "annotation.xlsx"
_VOTES_COLUMNS = {f"{number}{name}": name for number, name in enumerate(_CLASSES, 1)}
"""Column of the table, such as `1happy`, -> class; `order` is the number of the clip."""


def read(root: Path) -> Catalogue:
    """All single-labelled clips with their fold.

    Raises:
        SourceError: A list of the official folds is missing, or there is no clip at all.
    """
    lists = root / "EmoLabel_DataSplit"
    tests = {fold: lists / f"test(single-labeled)/set_{fold}.csv" for fold in _FOLDS}
    trains = {fold: lists / f"train(single-labeled)/set_{fold}.csv" for fold in _FOLDS}
    form = next((form for form in _FORMS if (root / form).is_dir()), None)
    if form is None or not all(path.is_file() for path in tests.values()):
        raise wrong_root(root, _NAME, _LAYOUT)
    folder = root / form
    clips = videos_below(folder) if form == "Clip/original" else entries(folder)
    found = Gathering()
    votes = _votes(root, found)
    gather_folds(
        found,
        {fold: _rows(path) for fold, path in tests.items()},
        {fold: _rows(path) for fold, path in trains.items() if path.is_file()},
        classes={str(number): name for number, name in enumerate(_CLASSES, 1)},
        clips=found.index((path.stem.zfill(5), path) for path in clips),
        folder=folder,
        votes=votes,
    )
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=_CLASSES,
        rate_fps=None if form == _FORM_16 else ASSUMED_RATE_FPS,
        protocol="official 5-fold cross-validation; UAR and WAR of the predictions of all folds "
        "taken together",
        notes=(
            _FORMS[form],
            *(rate_notes(items) if form != _FORM_16 else ()),
            *count_notes(len(items), _PUBLISHED),
            Message("The votes of ten raters are those of %1.", _VOTES)
            if votes
            else Message("%1 is not there: the votes of raters are not known.", _VOTES),
            "Who is seen is not published: a person may be in several folds.",
        ),
    )


def _votes(root: Path, found: Gathering) -> dict[str, dict[str, int]]:
    """Clip -> class -> raters, of the published table, wherever near the top it lies."""
    votes: dict[str, dict[str, int]] = {}
    places = (place for depth in ("", "*/", "*/*/") for place in root.glob(depth + _VOTES))
    if (path := next(places, None)) is None:
        return votes
    for row in read_sheet(path):
        clip = row.get("order", "").strip().zfill(5)
        try:
            votes[clip] = read_votes(row, _VOTES_COLUMNS)
        except ValueError as error:
            found.miss(f"{_VOTES}: {clip}", str(error))
    return votes


def _rows(path: Path) -> Rows:
    rows = read_table(path, ("video_name", "label"))
    return [(row["video_name"].strip().zfill(5), row["label"].strip()) for row in rows]
