"""Any folder of videos without labels, for masked pre-training. Knows no data set."""

from __future__ import annotations

from pathlib import Path

from svfap_core.names import plain
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import Gathering, videos_below

LAYOUT = "a folder with videos in it, or in folders below it"


def read(root: Path) -> Catalogue:
    """All videos below a folder; each is taken as a subject of its own.

    Raises:
        SourceError: There is none.
    """
    found = Gathering()
    for source in videos_below(root):
        clip = source.relative_to(root).as_posix()
        found.add(Item(clip=clip, source=source, material=Material.VIDEO, subject=clip))
    return Catalogue(
        data_set=plain(root.resolve().name),
        items=found.items(root, "videos", LAYOUT),
        problems=found.problems(),
        notes=("Who is seen is not known: two videos may show one person.",),
    )
