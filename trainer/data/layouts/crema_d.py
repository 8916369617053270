"""CREMA-D (Cao et al. 2014): 91 actors, twelve sentences, six emotions.

Knows the names of its files and the columns of its tables. Folds are by actor.
"""

from __future__ import annotations

import re
from pathlib import Path

from svfap_core.messages import Message
from trainer.data.catalogue import Catalogue, Item, Material
from trainer.data.layouts.common import Gathering, count_notes, read_table, read_votes, videos_below

_NAME = "CREMA-D"
_PUBLISHED = 7_442
_LAYOUT = "VideoFlash/1001_DFA_ANG_XX.flv: actor, sentence, emotion and intensity"
_CODES = {
    "ANG": "angry",
    "DIS": "disgust",
    "FEA": "fear",
    "HAP": "happy",
    "NEU": "neutral",
    "SAD": "sad",
}
_FIRST_ACTOR, _LAST_ACTOR = 1001, 1091
_ACTORS_PER_FOLD, _FOLDS = 18, 5
_RATINGS = "processedResults/tabulatedVotes.csv"
_PEOPLE = "VideoDemographics.csv"
_LETTERS = {code[0]: name for code, name in _CODES.items()}
"""Letter of the tables of ratings -> class."""
_FACE_ONLY = 2
"""Of the three ways to show a clip to raters; a row of their votes is numbered 100,000 times that,
and more."""
_DAMAGED = ("1064_IEO_DIS_MD", "1064_TIE_SAD_XX", "1076_MTI_NEU_XX", "1076_MTI_SAD_XX")


def read(root: Path) -> Catalogue:
    """All clips with the emotion that the actor was asked for.

    Raises:
        SourceError: There is no clip.
    """
    found = Gathering()
    people = _people(root)
    votes = _votes(root, found)
    for path in videos_below(root):
        parts = re.fullmatch(r"(\d{4})_[A-Z]{3}_([A-Z]{3})_[A-Z]+", path.stem)
        if parts is None or not _FIRST_ACTOR <= int(parts[1]) <= _LAST_ACTOR:
            found.miss(
                path.stem, "is not named ACTOR_SENTENCE_EMOTION_INTENSITY, ACTOR 1001 to 1091"
            )
        elif (label := _CODES.get(parts[2])) is None:
            found.miss(path.stem, f"has the unknown label {parts[2]!r}")
        else:
            # UNVERIFIED for the paper: consecutive actors, as in HiCMAE; one more in the last fold.
            block = (int(parts[1]) - _FIRST_ACTOR) // _ACTORS_PER_FOLD
            found.add(
                Item(
                    clip=path.stem,
                    source=path,
                    material=Material.VIDEO,
                    label=label,
                    votes=votes.get(path.stem, {}),
                    subject=parts[1],
                    fold=min(block + 1, _FOLDS),
                    meta=people.get(parts[1], {}),
                )
            )
    items = found.items(root, _NAME, _LAYOUT)
    return Catalogue(
        data_set=_NAME,
        items=items,
        problems=found.problems(),
        classes=tuple(_CODES.values()),
        protocol="5-fold subject-independent cross-validation; UAR and WAR of the predictions of "
        "all folds taken together",
        notes=(
            *count_notes(len(items), _PUBLISHED),
            "UNVERIFIED: folds 2 to 4. Folds are of 18 consecutive actors each, 19 in the last; "
            "folds 1 and 5 are so in the public lists of the paper's first author.",
            Message(
                "HiCMAE leaves out four clips as damaged: %1. They are kept: the paper "
                "counts all 7,442.",
                ", ".join(_DAMAGED),
            ),
            "Labels are the emotions that were asked for.",
            "Votes are those of raters who saw the face without hearing the voice."
            if votes
            else Message("%1 is not there: the votes of raters are not known.", _RATINGS),
        ),
    )


def _beside(root: Path, name: str) -> Path | None:
    """A table, whether the data set's folder was named or the one of its videos."""
    return next((path for place in (root, root.parent) if (path := place / name).is_file()), None)


def _votes(root: Path, found: Gathering) -> dict[str, dict[str, int]]:
    """Clip -> class -> raters who saw only the face."""
    votes: dict[str, dict[str, int]] = {}
    if (path := _beside(root, _RATINGS)) is None:
        return votes
    for row in read_table(path, ("fileName", *_LETTERS)):
        number = next(iter(row.values())).strip()
        if not number.isdecimal() or int(number) // 100_000 != _FACE_ONLY:
            continue
        clip = row["fileName"].strip()
        try:
            votes[clip] = read_votes(row, _LETTERS)
        except ValueError as error:
            found.miss(f"{_RATINGS}: {clip}", str(error))
    return votes


def _people(root: Path) -> dict[str, dict[str, str]]:
    """Actor -> what is known of them."""
    if (path := _beside(root, _PEOPLE)) is None:
        return {}
    known = ("Age", "Sex", "Race", "Ethnicity")
    return {
        row["ActorID"].strip(): {
            name.lower(): cell for name in known if (cell := row[name].strip())
        }
        for row in read_table(path, ("ActorID", *known))
    }
