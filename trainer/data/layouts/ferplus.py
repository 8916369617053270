"""FER+ (Barsoum et al. 2016): the answers of ten raters for the stills of FER2013.

Knows the columns of its table, laid onto the rows of the Parquet file that `fer2013` reads.
"""

from __future__ import annotations

from pathlib import Path

from trainer.data.catalogue import Catalogue, CropGeometry, Item, Material
from trainer.data.layouts.common import (
    Gathering,
    class_name,
    count_notes,
    entries,
    read_table,
    read_votes,
    wrong_root,
)
from trainer.data.layouts.fer2013 import PROTOCOL, SIZE_PX, TEMPLATE, stills

_NAME = "FER+"
_ROW = "parquet_row"
_CLASSES = {
    word: class_name(word)
    for word in (
        *("neutral", "happiness", "surprise", "sadness"),
        *("anger", "disgust", "fear", "contempt"),
    )
}
"""In the order of the published table."""
_PUBLISHED = 35_712
_LAYOUT = (
    "one Parquet file as `fer2013` takes it, and one CSV file with the votes for each of its rows: "
    f"{_ROW} (from 0), {', '.join(_CLASSES)}"
)


def read(root: Path) -> Catalogue:
    """All stills that somebody gave an emotion to.

    Raises:
        SourceError: There is not one file of each kind, or one is something else.
    """
    files = {
        ending: [path for path in entries(root) if path.suffix.lower() == ending]
        for ending in (".parquet", ".csv")
    }
    if any(len(paths) != 1 for paths in files.values()):
        raise wrong_root(root, _NAME, _LAYOUT)
    (pictures,), (table,) = files.values()
    rows = {row[_ROW].strip(): row for row in read_table(table, (_ROW, *_CLASSES))}
    found = Gathering()
    items: list[Item] = []
    for number, still in enumerate(stills(pictures)):
        try:
            votes = read_votes(rows.get(str(number), {}), _CLASSES)
        except ValueError as error:
            found.miss(still.clip, str(error))
            continue
        if votes:
            items.append(
                Item(
                    clip=still.clip,
                    source=pictures,
                    material=Material.STILL,
                    votes=votes,
                    split=still.split,
                    data=still.jpeg,
                )
            )
        else:
            found.miss(still.clip, "has no vote for an emotion")
    if not items:
        raise wrong_root(root, _NAME, _LAYOUT, found.problems())
    return Catalogue(
        data_set=_NAME,
        items=tuple(items),
        problems=found.problems(),
        classes=tuple(_CLASSES.values()),
        crop=CropGeometry(size_px=SIZE_PX, template=TEMPLATE),
        protocol=PROTOCOL,
        notes=(
            "Stills: clips of one picture, shown in synthetic motion.",
            "Votes for `unknown` and `no face` are left out, single votes are kept; the labels of "
            "FER2013 are not used.",
            *count_notes(len(items), _PUBLISHED, "stills"),
        ),
    )
