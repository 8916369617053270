"""What a data set holds, as its adapter found it on disk. Reads no pictures, crops nothing.

An adapter (`trainer/data/layouts/`) turns the published layout and label files of one data set into
a `Catalogue`; `prepare` makes clips and a manifest of it. Everything that is missing, unreadable or
without a label is listed with its reason, and nothing takes its place.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from svfap_core.atomic import whole_file
from svfap_core.names import plain
from svfap_core.settings import Frozen
from trainer.specs import Template

Split: TypeAlias = Literal["train", "val", "test"]


class CropGeometry(Frozen):
    """How the pictures show faces; without a template they are used whole, as published."""

    size_px: Annotated[int | None, Field(gt=0, description="Side of all pictures, if equal.")]
    template: Template | None = None


AS_PUBLISHED = CropGeometry(size_px=None)


class Material(StrEnum):
    """What an item is made of."""

    VIDEO = "video"
    """A video file: its face is found, followed and aligned."""
    FACES = "faces"
    """A folder of face pictures, in time order by natural sorting, used as they are."""
    STILL = "still"
    """One coded face picture that the item holds itself: a clip of one picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One clip of a data set.

    Attributes:
        clip: Unique within the data set; parts joined by "/", fit to be a folder's path.
        source: The video file or folder of pictures; of a still, where it comes from.
        material: What `source` is.
        label: One of the catalogue's classes; none where the clip has none.
        labels: Further labels by their names, each one of its own classes (`Catalogue.labels`).
        votes: Class -> how many raters chose it; empty where that is not known.
        shares: Class -> share of the raters (soft label), summing to 1; empty where there are none,
            or where they follow from the votes.
        values: Dimension (`svfap_core.labels.DIMENSIONS`) -> value; valence, arousal and dominance
            in -1..1, Big-Five in 0..1, mapped linearly from the data set's own scale.
        subject: Who is seen; clips of one subject never lie on both sides of a split.
        split: Official part; none where the protocol is cross-validation, or gives none.
        group: What the clip is a part of, where the protocol averages the scores of such parts.
        fold: The fold in which the clip is tested, from 1; none without cross-validation.
        data: The coded picture of a still.
        start_s: Where the clip begins in `source`.
        end_s: Where it ends; none: with the source.
        meta: What else is known, by name, such as who is seen; nothing is learned from it.
    """

    clip: str
    source: Path
    material: Material
    label: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    votes: Mapping[str, int] = field(default_factory=dict[str, int])
    shares: Mapping[str, float] = field(default_factory=dict[str, float])
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    subject: str | None = None
    group: str | None = None
    split: Split | None = None
    fold: int | None = None
    data: bytes = field(default=b"", repr=False)
    start_s: float = 0.0
    end_s: float | None = None
    meta: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not among the items, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All items of a data set.

    Attributes:
        data_set: Its name for people, such as "DFEW".
        items: In a fixed order that does not depend on the file system.
        problems: What could not become an item.
        classes: Names of the labels in the order of a model's outputs; empty without labels.
        values: Names of the dimensions in order; empty without any.
        labels: Names of further labels -> their classes in order.
        rate_fps: Of folders of pictures; none: their times are not known, and windows are spread
            over whole clips. Videos know their own.
        crop: How its pictures show faces, where they are used as they are and that is known.
        protocol: How results on it are reported, in one sentence.
        notes: What a reader must know; a statement nobody could check begins with "UNVERIFIED: ".
    """

    data_set: str
    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()
    classes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    rate_fps: float | None = None
    crop: CropGeometry = AS_PUBLISHED
    protocol: str = ""
    notes: tuple[str, ...] = ()


def write_problems(path: Path, problems: Sequence[Problem]) -> None:
    """Write a table of what is not in a prepared data set, and why.

    Raises:
        OutputError: It cannot be written.
    """
    with whole_file(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["name", "reason"])
        table.writerows([plain(problem.name), plain(problem.reason)] for problem in problems)
