"""A folder of clips of one's own: one folder per class, in them videos or folders of pictures.

Knows neither subjects nor splits: folders do not tell them.
"""

from __future__ import annotations

from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.names import plain
from svfap_core.sources.access import is_folder, real
from svfap_core.sources.images import natural_key
from svfap_core.sources.searching import VIDEO_EXTENSIONS
from trainer.data.catalogue import Catalogue, Item
from trainer.data.layouts.common import (
    ASSUMED_RATE_FPS,
    Gathering,
    class_names,
    clip_name,
    entries,
    is_picture,
    material_of,
    rate_notes,
    renaming_notes,
)

_LAYOUT = "one folder per class, such as happy/clip.mp4 or happy/clip/0001.jpg"
_PARTS = frozenset({"train", "training", "val", "valid", "validation", "dev", "test"})


def read(root: Path) -> Catalogue:
    """All clips below the folders of classes, however deep.

    Raises:
        SourceError: There is no clip, or the folders are the parts of a split.
    """
    folders = [path for path in entries(root) if is_folder(path)]
    if folders and all(path.name.casefold() in _PARTS for path in folders):
        raise SourceError(
            Message("%1 has folders for the parts of a split, not for classes", root),
            hint="Give one of them, or describe them all in a CSV file (data set `csv`).",
        )
    found = Gathering()
    classes = class_names(path.name for path in folders)
    for path in entries(root):
        if is_folder(path):
            _search(path, classes[path.name], root, found, frozenset((real(root),)))
        elif path.suffix.lower() in VIDEO_EXTENSIONS:
            found.miss(path.name, "has no class: it lies beside the folders of classes")
    items = found.items(root, "clips in folders of classes", _LAYOUT)
    return Catalogue(
        data_set=plain(root.resolve().name),
        items=items,
        problems=found.problems(),
        classes=tuple(sorted({item.label for item in items if item.label}, key=natural_key)),
        rate_fps=ASSUMED_RATE_FPS,
        protocol="none is given: parts are cut out at random by labels",
        notes=(
            "Subjects are not known: a person may be on both sides of a split.",
            *rate_notes(items),
            *renaming_notes(classes),
        ),
    )


def _search(folder: Path, label: str, root: Path, found: Gathering, above: frozenset[Path]) -> None:
    """Look at a folder of a class, `above` which lie others whose contents are looked at too."""
    single = 0
    content = _entries(folder, root, found, above)
    if content is None:
        return
    above |= {real(folder)}
    if not content:
        found.miss(clip_name(folder, root), "holds no clip")
    for path in content:
        inner = _entries(path, root, found, above)
        if inner is None:
            continue
        if is_picture(path) and not is_folder(path):
            single += 1
        elif any(map(is_picture, inner)) or not inner:
            found.add(
                Item(
                    clip=clip_name(path, root),
                    source=path,
                    material=material_of(path),
                    label=label,
                )
            )
            for other in inner:
                if not is_picture(other):
                    found.miss(clip_name(other, root), "lies in a folder of pictures and is none")
        else:
            _search(path, label, root, found, above)
    if single:
        found.miss(
            clip_name(folder, root),
            Message("holds %1 single images: those of a clip need a folder of their own", single),
        )


def _entries(
    folder: Path, root: Path, found: Gathering, above: frozenset[Path]
) -> list[Path] | None:
    """What is in a folder; none where it may not be read or is one of those it lies in."""
    if is_folder(folder) and real(folder) in above:
        found.miss(clip_name(folder, root), "is a link to a folder that it lies in")
        return None
    try:
        return entries(folder)
    except SourceError as error:
        found.miss(clip_name(folder, root), str(error))
        return None
