"""Adapters: one module for each data set that `svfap-train prepare` can read.

A module has a function `read(root)` that finds the clips and labels of a data set as published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trainer.data.catalogue import Catalogue
from trainer.data.layouts import (
    avcaffe,
    crema_d,
    dfew,
    enterface05,
    fer2013,
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


@dataclass(frozen=True, slots=True)
class Layout:
    """How a data set is read, and what it is, in one line."""

    read: Callable[[Path], Catalogue]
    help: str


LAYOUTS: dict[str, Layout] = {
    "dfew": Layout(dfew.read, "DFEW: clips of films, 7 emotions, 5 official folds."),
    "ferv39k": Layout(ferv39k.read, "FERV39k: 22 scenes, 7 emotions, official split."),
    "mafw": Layout(mafw.read, "MAFW: 11 emotions, 5 official folds."),
    "crema-d": Layout(crema_d.read, "CREMA-D: 91 actors, 6 emotions, 5 folds by actor."),
    "ravdess": Layout(ravdess.read, "RAVDESS: speech of 24 actors, 8 emotions, 6 folds by actor."),
    "enterface05": Layout(enterface05.read, "eNTERFACE'05: 6 emotions, 5 folds by subject."),
    "werewolf-xl": Layout(
        werewolf_xl.read, "Werewolf-XL: valence, arousal and dominance, 5 folds by session."
    ),
    "avcaffe": Layout(avcaffe.read, "AVCAffe: valence and arousal in 5 levels, official split."),
    "first-impressions": Layout(
        first_impressions.read, "ChaLearn First Impressions V2: Big-Five, official split."
    ),
    "fer2013": Layout(
        fer2013.read, "FER2013 stills: a Parquet file with the columns split, label, jpeg."
    ),
    "voxceleb2": Layout(voxceleb2.read, "VoxCeleb2: no labels, for masked pre-training."),
    "videos": Layout(videos.read, "Any folder of videos without labels, for masked pre-training."),
    "folder": Layout(
        folder.read, "Own clips: one folder per class with videos or folders of pictures."
    ),
    "csv": Layout(
        table.read, "Own clips: a CSV file with path, label or values, subject, fold, split."
    ),
    "reference": Layout(
        reference.read, "Lists of the reference repository: train.csv, val.csv, test.csv."
    ),
}
"""By the name on the command line."""
