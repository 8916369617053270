"""Adapters: one module for each data set that `svfap-train prepare` can read.

A module has a function `read(root)` that finds the clips and labels of a data set as published.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from svfap_core.errors import SourceError
from svfap_core.messages import Message
from svfap_core.sources.access import is_folder, real
from trainer.data.catalogue import Catalogue
from trainer.data.layouts import (
    avcaffe,
    crema_d,
    dfew,
    enterface05,
    fer2013,
    ferplus,
    ferv39k,
    first_impressions,
    folder,
    mafw,
    ravdess,
    reference,
    table,
    videos,
    voxceleb2,
    werewolf_xl,
)

LAYOUTS: dict[str, Callable[[Path], Catalogue]] = {
    "dfew": dfew.read,
    "ferv39k": ferv39k.read,
    "mafw": mafw.read,
    "crema-d": crema_d.read,
    "ravdess": ravdess.read,
    "enterface05": enterface05.read,
    "werewolf-xl": werewolf_xl.read,
    "avcaffe": avcaffe.read,
    "first-impressions": first_impressions.read,
    "fer2013": fer2013.read,
    "ferplus": ferplus.read,
    "voxceleb2": voxceleb2.read,
    "videos": videos.read,
    "folder": folder.read,
    "csv": table.read,
    "reference": reference.read,
}
"""What reads each of `trainer.steps.DATA_SETS`, by its name on the command line."""


def read(data_set: str, root: Path, *, prefix: str = "") -> Catalogue:
    """What a data set holds, whichever way the path to it is written.

    Args:
        data_set: One of `LAYOUTS`.
        root: Its folder, or its file.
        prefix: What its folder was called where its lists were written; for `reference` only.

    Raises:
        SourceError: It is not there, or is something else.
    """
    # Names of clips, and with them parts and caches, follow from this path.
    root = real(root) if is_folder(root) else real(root.parent) / root.name
    if data_set == "reference":
        return reference.read(root, prefix)
    if prefix:
        raise SourceError(
            Message("prefix cannot be set for %1: it has no lists with paths", data_set),
            hint="Leave it out.",
        )
    return LAYOUTS[data_set](root)
