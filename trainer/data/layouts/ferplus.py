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
from trainer.data.layouts.fer2013 import (
    LABELS,
    PROTOCOL,
    SIZE_PX,
    TEMPLATE,
    copies_of_judged,
    copy_notes,
    copy_problems,
    stills,
)

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
OTHER_ANSWERS = {"unknown": "unknown", "NF": "not_a_face"}
"""Columns of answers that name no emotion -> their names among what else is known of a clip."""
LABEL = "fer2013"
"""Name of the further label: that which FER2013 gave to the still."""
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
    rows = {row[_ROW].strip(): row for row in read_table(table, (_ROW, *_CLASSES, *OTHER_ANSWERS))}
    found = Gathering()
    items: list[Item] = []
    published = list(stills(pictures))
    copies = copies_of_judged(published)
    for number, still in enumerate(published):
        row = rows.get(str(number), {})
        try:
            votes = read_votes(row, _CLASSES)
            others = read_votes(row, OTHER_ANSWERS)
        except ValueError as error:
            found.miss(still.clip, str(error))
            continue
        if not votes:
            copies.pop(still.clip, None)
            found.miss(still.clip, "has no vote for an emotion")
        elif still.clip not in copies:
            items.append(
                Item(
                    clip=still.clip,
                    source=pictures,
                    material=Material.STILL,
                    votes=votes,
                    labels={LABEL: still.label},
                    split=still.split,
                    data=still.jpeg,
                    meta={name: str(others.get(name, 0)) for name in OTHER_ANSWERS.values()},
                )
            )
    if not items:
        raise wrong_root(root, _NAME, _LAYOUT, found.problems())
    return Catalogue(
        data_set=_NAME,
        items=tuple(items),
        problems=(*found.problems(), *copy_problems(copies)),
        classes=tuple(_CLASSES.values()),
        labels={LABEL: LABELS},
        crop=CropGeometry(size_px=SIZE_PX, template=TEMPLATE),
        protocol=PROTOCOL,
        notes=(
            "Stills: clips of one picture, shown in synthetic motion.",
            "Votes for `unknown` and `not a face` are kept beside those for emotions, single votes "
            "among them; the label of FER2013 is a further label.",
            *count_notes(len(items) + len(copies), _PUBLISHED, "stills"),
            *copy_notes(copies),
        ),
    )
