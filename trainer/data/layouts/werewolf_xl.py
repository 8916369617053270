"""Werewolf-XL (Zhang et al. 2021): speakers of 30 games of Werewolf, valence, arousal, dominance.

Knows the names of the speaker clips and the columns of the table of ratings. Folds are by session.
"""

from __future__ import annotations

import re
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.labels import AFFECT_DIMENSIONS
from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import (
    Gathering,
    count_notes,
    read_table,
    scaled,
    videos_below,
    wrong_root,
)

_NAME = "Werewolf-XL"
_COLUMNS = {
    "VideoName": ("Mean_P_1_2_3_4", "Mean_A_1_2", "Mean_D_1_2_4"),
    "speaker_audio": ("Pleasure_average", "Arousal_average", "Dominance_average"),
}
"""Name of a clip -> its valence, arousal and dominance, as the authors' own code reads them."""
_PUBLISHED = 14_457
"""Ratings; the paper counts 14,632 clips of speakers."""
_LAYOUT = (
    "the speaker videos, such as 01_01_128.mp4 (session, seat, number), in any folder, and one CSV "
    f"file with the columns VideoName, {', '.join(_COLUMNS['VideoName'])}"
)
_LOW, _HIGH = -2.0, 2.0  # What lies outside becomes a problem.
_SESSIONS, _SESSIONS_PER_FOLD = 30, 6


def read(root: Path) -> Catalogue:
    """All rated clips of speakers.

    Raises:
        SourceError: There is no clip, or not exactly one table of ratings.
    """
    table, key = _table(root)
    found = Gathering()
    videos = found.index((path.stem, path) for path in videos_below(root))
    rated: set[str] = set()
    for row in read_table(table, (key, *_COLUMNS[key])):
        clip = Path(row[key].strip()).stem
        rated.add(clip)
        if clip in videos:
            _add(found, clip, videos[clip], [row[name] for name in _COLUMNS[key]])
        else:
            found.miss(clip, "is missing: it is rated, and there is no such video")
    for clip in videos.keys() - rated:
        found.miss(clip, "has no rating")
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        values=AFFECT_DIMENSIONS,
        protocol="5-fold session-independent cross-validation; PCC and CCC of the predictions of "
        "all folds taken together",
        notes=(
            *count_notes(len(items), _PUBLISHED, "rated clips"),
            "Folds of six consecutive sessions each, as in the public lists of the paper's first "
            "author.",
            Message(
                "Own scale: %1..%2, mapped linearly to -1..1. The published ratings lie in "
                "-1.5..2.0: none of them is cut off.",
                f"{_LOW:g}",
                f"{_HIGH:g}",
            ),
            "UNVERIFIED: the name and place of the table of ratings; it is known by its columns.",
            "A subject is a seat in a session. Who played in several sessions has several, so "
            "folds are independent of sessions but not of persons.",
        ),
    )


def _add(found: Gathering, clip: str, path: Path, cells: list[str]) -> None:
    parts = re.fullmatch(r"(\d\d)_(\d\d)_\d+", clip)
    if parts is None or not 1 <= int(parts[1]) <= _SESSIONS:
        found.miss(clip, Message("is not named SESSION_SEAT_NUMBER, SESSION 01 to %1", _SESSIONS))
        return
    values: dict[str, float] = {}
    for name, cell in zip(AFFECT_DIMENSIONS, cells, strict=True):
        if (value := _value(cell)) is None:
            found.miss(
                clip,
                Message(
                    "has %1 for %2, which is not in %3..%4",
                    f"{cell!r}",
                    name,
                    f"{_LOW:g}",
                    f"{_HIGH:g}",
                ),
            )
            return
        values[name] = value
    found.add(
        Item(
            clip=clip,
            source=path,
            material=Material.VIDEO,
            values=values,
            subject=f"{parts[1]}_{parts[2]}",
            fold=(int(parts[1]) - 1) // _SESSIONS_PER_FOLD + 1,
        )
    )


def _value(cell: str) -> float | None:
    try:
        return scaled(float(cell), _LOW, _HIGH)
    except ValueError:
        return None


def _table(root: Path) -> tuple[Path, str]:
    """The table of ratings and the name of its column of clips."""
    files = sorted(path for path in root.rglob("*.csv") if path.is_file())
    tables = [(path, key) for path in files if (key := _key(path))]
    if not tables:
        raise wrong_root(root, _NAME, _LAYOUT)
    if len(tables) > 1:
        raise SourceError(
            Message(
                "%1 holds several tables of ratings: %2",
                root,
                ", ".join((str(path) for path, _ in tables)),
            ),
            hint="Leave one of them there.",
        )
    return tables[0]


def _key(path: Path) -> str | None:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = {name.strip(' "') for name in file.readline().strip().split(",")}
    return next((key for key, columns in _COLUMNS.items() if {key, *columns} <= header), None)
