"""What manifests know of compared clips: columns to group them by, and frames to show.

N clips.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from trainer.data.frames import FrameReader
from trainer.data.manifest import Manifest

UNKNOWN = "not known"
_IMAGE_PX = 112
_QUALITY = 80
_QUARTERS = 4
_META = "meta_"

Places: TypeAlias = dict[str, tuple[Manifest, int]]
"""Name of a clip, as evaluations have it -> its manifest and its row there."""


class Grouping(NamedTuple):
    """How clips are parted: the value of each, `(N,)`, and all values in order."""

    column: str
    values: list[str]
    order: list[str]


def places_of(manifests: Sequence[Manifest], clips: Iterable[str]) -> Places:
    """Where clips stand; of several data sets the data set's name stands before a clip's."""
    wanted, found = set(clips), Places()
    for manifest in manifests:
        before = f"{manifest.info.data_set}/" if len(manifests) > 1 else ""
        names = (before + clip for clip in manifest.column("clip"))
        found |= {name: (manifest, row) for row, name in enumerate(names) if name in wanted}
    return found


def grouping_of(column: str, clips: Sequence[str], places: Places) -> Grouping:
    """The values of a column; numbers in quarters.

    Args:
        column: Its name in the manifest, with or without `meta_`.
        clips: N names.
        places: Where they stand.

    Raises:
        SourceError: There is no such column, or one of lists.
    """
    raw = list(_values(column, clips, places))
    known = [value for value in raw if value is not None]
    if any(isinstance(value, list) for value in known):
        raise SourceError(
            Message("clips cannot be grouped by %1: it holds lists", column),
            hint="Choose a column of words or numbers.",
        )
    if known and not any(isinstance(value, str | bool) for value in known):
        return _quarters(column, raw)
    return named_grouping(column, [None if value is None else str(value) for value in raw])


def named_grouping(column: str, names: Sequence[str | None]) -> Grouping:
    """By words, in alphabetical order; those that are not known come last."""
    order = sorted({name for name in names if name is not None})
    values = [UNKNOWN if name is None else name for name in names]
    return Grouping(column, values, order + [UNKNOWN] * (None in names))


def frames_of(clip: str, places: Places) -> tuple[str, ...]:
    """The first, the middle and the last frame of a clip as `data:` addresses; none if unknown.

    Raises:
        SourceError: They cannot be read.
    """
    if clip not in places:
        return ()
    manifest, row = places[clip]
    count: int = manifest.table["num_frames"][row].as_py()
    indices = np.unique([0, (count - 1) // 2, count - 1])
    frames = FrameReader(manifest, "rgb", _IMAGE_PX).read(row, indices)
    return tuple(map(_data_address, frames))


def _data_address(frame: Any) -> str:
    small = cv2.resize(frame, (_IMAGE_PX, _IMAGE_PX), interpolation=cv2.INTER_AREA)
    as_bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", as_bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(coded.tobytes()).decode("ascii")


def _values(column: str, clips: Sequence[str], places: Places) -> Iterator[Any]:
    manifests = list({id(manifest): manifest for manifest, _ in places.values()}.values())
    columns: dict[int, Any] = {}
    for manifest in manifests:
        for name in (column, _META + column):
            if name in manifest.table.column_names:
                columns.setdefault(id(manifest), manifest.table[name])
    if not columns:
        names = dict.fromkeys(n for m in manifests for n in m.table.column_names)
        raise SourceError(
            Message("the data has no column %1", column),
            hint=Message("It has: %1.", ", ".join(names) or "none"),
        )
    for clip in clips:
        manifest, row = places.get(clip, (None, 0))
        values = columns.get(id(manifest))
        yield None if values is None else values[row].as_py()


def _quarters(column: str, raw: Sequence[float | None]) -> Grouping:
    """Four parts of about as many clips; of up to four different numbers, each of these."""
    known = np.array([value for value in raw if value is not None])
    different = np.unique(known)
    edges = different[:-1]
    if len(different) > _QUARTERS:
        edges = np.quantile(known, [0.25, 0.5, 0.75])
    places = np.searchsorted(edges, known, side="left")
    names = {
        place: _range(known[places == place].min(), known[places == place].max())
        for place in np.unique(places).tolist()
    }
    values = [
        UNKNOWN if value is None else names[int(np.searchsorted(edges, value, side="left"))]
        for value in raw
    ]
    return Grouping(column, values, list(names.values()) + [UNKNOWN] * (None in raw))


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
