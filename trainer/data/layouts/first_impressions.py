"""ChaLearn First Impressions V2 (Ponce-Lopez et al. 2016): Big-Five impressions of 10,000 clips.

Knows its label files. These are pickles and are read by an unpickler that makes
nothing but dictionaries, texts and numbers.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, cast

from svfap_core.errors import SourceError
from svfap_core.failures import reason_of
from svfap_core.labels import BIG_FIVE
from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material, Split
from trainer.data.layouts.common import Gathering, count_notes, videos_below

_NAME = "First Impressions"
_PUBLISHED = 10_000
_LAYOUT = (
    "annotation_training.pkl, annotation_validation.pkl and annotation_test.pkl, and the *.mp4 "
    "that they name, in any folders, such as train-annotation and train-1/training80_01"
)
_PARTS: dict[Split, str] = {
    "train": "annotation_training.pkl",
    "val": "annotation_validation.pkl",
    "test": "annotation_test.pkl",
}
"""Part -> its label file. A clip belongs to the part whose file names it, wherever it lies: folders
are called otherwise with every way to unpack the data set."""


def read(root: Path) -> Catalogue:
    """All clips of the three official parts.

    Raises:
        SourceError: There is no label file or no clip, or a label file is something else.
    """
    found = Gathering()
    videos = found.index((path.name, path) for path in videos_below(root))
    parts_of: dict[str, set[Split]] = {}
    named: set[str] = set()
    notes: list[str] = []
    for split, file_name in _PARTS.items():
        files = sorted(root.rglob(file_name)) if root.is_dir() else []
        if len(files) > 1:
            raise SourceError(
                Message(
                    "%1 holds %2 several times: %3", root, file_name, ", ".join(map(str, files))
                ),
                hint="Leave one of them there.",
            )
        if not files:
            notes.append(Message("%1 not found: the part %2 has no labels.", file_name, split))
        for name, values in (_labels(files[0]) if files else {}).items():
            named.add(name)
            if name in videos:
                parts_of.setdefault(_video_of(name), set()).add(split)
            _take(found, split, name, values, videos.get(name))
    for name in videos.keys() - named:
        found.miss(Path(name).stem, "has no label")
    shared = sum(len(parts) > 1 for parts in parts_of.values())
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        values=BIG_FIVE,
        protocol="official split: trained on train, chosen on validation; CCC and 1 - mean "
        "absolute error on test",
        notes=(
            "Own scale: 0..1, kept. The ratings `interview` are not used.",
            Message(
                "Persons are not named; the video that a clip was cut from, its name up to the "
                "last dot, stands for one. %1 of %2 videos have clips in more than one official "
                "part.",
                shared,
                len(parts_of),
            ),
            *count_notes(len(items), _PUBLISHED),
            *notes,
        ),
    )


def _video_of(name: str) -> str:
    """Which video a clip was cut from: `abc` of `abc.002.mp4`."""
    return Path(name).stem.rpartition(".")[0] or Path(name).stem


def _take(
    found: Gathering, split: Split, name: str, values: Mapping[str, float], video: Path | None
) -> None:
    clip = f"{split}/{Path(name).stem}"
    if video is None:
        found.miss(clip, "is missing: it has a label, and there is no such video")
    elif set(values) != set(BIG_FIVE) or not all(0 <= v <= 1 for v in values.values()):
        found.miss(clip, Message("has not all five ratings in 0..1: %1", values))
    else:
        found.add(
            Item(
                clip=clip,
                source=video,
                material=Material.VIDEO,
                values={trait: values[trait] for trait in BIG_FIVE},
                subject=_video_of(name),
                split=split,
            )
        )


def _labels(path: Path) -> dict[str, dict[str, float]]:
    """File name of a clip -> trait -> rating, of a pickle of trait -> file name -> rating."""
    labels: dict[str, dict[str, float]] = {}
    traits = _unpickled(path)
    for trait in BIG_FIVE:
        ratings = traits.get(trait) if isinstance(traits, dict) else None
        if not isinstance(ratings, dict):
            raise _refused(path, Message("it has no ratings of %1", trait))
        for name, value in cast("dict[Any, Any]", ratings).items():
            if not isinstance(name, str) or not isinstance(value, int | float):
                raise _refused(path, f"{name!r}: {value!r} is no rating of a file")
            labels.setdefault(name, {})[trait] = float(value)
    return labels


class _PlainUnpickler(pickle.Unpickler):
    """Refuses every class and function: loading runs no code of the file."""

    def find_class(self, module_name: str, global_name: str, /) -> NoReturn:
        raise pickle.UnpicklingError(f"it asks for {module_name}.{global_name}")


def _unpickled(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            return _PlainUnpickler(file, encoding="latin1").load()
    except OSError as error:
        raise SourceError(Message("%1 cannot be read: %2", path, reason_of(error))) from error
    except (pickle.UnpicklingError, ValueError, EOFError, LookupError, AttributeError) as error:
        raise _refused(path, str(error) or "it ends too early") from error
    except (TypeError, OverflowError, MemoryError) as error:
        raise _refused(path, str(error) or "it is damaged") from error


def _refused(path: Path, reason: str) -> SourceError:
    return SourceError(
        Message("%1 is no label file of %2: %3", path, _NAME, reason),
        hint="Take the file as ChaLearn publishes it: a pickle of plain dictionaries.",
    )
