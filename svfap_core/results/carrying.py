"""Takes a user's work from one analysis of a video to another, whose tracks are other ones.

What is about time means the same in both. What names tracks and persons goes to the tracks that
show the same faces, and what finds none is listed: nothing lands on another face. Knows no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from svfap_core.messages import Message, joined
from svfap_core.results.edits import FIRST_MADE_PERSON, Edits, Split
from svfap_core.results.edits_file import SavedEdits
from svfap_core.results.trajectories import same_faces, trajectories


class CarriedOver(NamedTuple):
    """Edits of the new analysis; what could not be carried over, a sentence for each person.

    `moved`: they named persons of another analysis, which a user must be shown.
    """

    edits: Edits
    lost: tuple[str, ...] = ()
    moved: bool = False


def edits_for(
    saved: SavedEdits, analysis: str, faces: NDArray[Any], *, table_is_newer: bool
) -> CarriedOver:
    """The edits in a file, for the result that lies beside it now.

    Args:
        saved: What the file holds.
        analysis: Identity of the result's analysis; empty if it is not known.
        faces: Of the result, of type `FACE`.
        table_is_newer: Whether the result was written after the edits. It decides only where
            identities and faces do not.
    """
    edits = saved.edits
    known = bool(analysis and edits.analysis)
    if not edits.numbers or (known and analysis == edits.analysis):
        return CarriedOver(edits.on(analysis))
    if saved.tracks:
        new = trajectories(faces)
        tracks = same_faces(saved.tracks, new)
        if not known and all(tracks.get(track) == track for track in saved.tracks):
            return CarriedOver(edits.on(analysis))
        return carry_over(edits, tracks, analysis, new)
    if known or table_is_newer:
        return carry_over(edits, {}, analysis)
    return CarriedOver(edits.on(analysis))


def carry_over(
    edits: Edits, tracks: Mapping[int, int], analysis: str, new_tracks: Iterable[int] = ()
) -> CarriedOver:
    """The edits as they are on the tracks of another analysis.

    Persons keep their tracks and what was said of them under new numbers; of a person none of
    whose tracks is found again nothing is left.

    Args:
        edits: The work on the old analysis.
        tracks: Old track to new track, one to one, for those that show one face.
        analysis: Identity of the new analysis; empty if it is not known.
        new_tracks: All tracks of the new analysis, whose numbers no other person may have.
    """
    members = _members(edits, tracks)
    found = [person for person, own in members.items() if own & tracks.keys()]
    number = _numbers(found, tracks, {*new_tracks, *tracks.values()})
    splits = [
        Split(track_id=tracks[s.track_id], t_s=s.t_s, person_id=number[s.person_id])
        for s in edits.splits
        if s.track_id in tracks
    ]
    named: dict[str, Any] = {
        "names": {number[p]: name for p, name in edits.names.items() if p in number},
        "persons": {tracks[t]: number[p] for t, p in edits.persons.items() if t in tracks},
        "splits": tuple(sorted(splits, key=lambda split: (split.track_id, split.t_s))),
        "apart": tuple(
            (number[one], number[other])
            for one, other in edits.apart
            if one in number and other in number
        ),
        "hidden": frozenset(number[p] for p in edits.hidden if p in number),
        "baselines": {number[p]: range_ for p, range_ in edits.baselines.items() if p in number},
    }
    carried = Edits.model_validate({**dict(edits.about_time().on(analysis)), **named})
    told = (_loss(edits, person, own, own - tracks.keys()) for person, own in members.items())
    return CarriedOver(carried, tuple(filter(None, told)), moved=bool(edits.numbers))


def _members(edits: Edits, tracks: Mapping[int, int]) -> dict[int, set[int]]:
    """The persons that edits name, and those of their tracks that they name."""
    split = {s.track_id for s in edits.splits}
    are_tracks = {
        number
        for number in edits.numbers
        if number < FIRST_MADE_PERSON or number in {*tracks, *edits.persons, *split}
    }
    apart = (person for pair in edits.apart for person in pair)
    told = {*edits.names, *apart, *edits.hidden, *edits.baselines}
    members: dict[int, set[int]] = {person: set() for person in told}
    for track in are_tracks:
        for _, person in edits.starts_of(track):
            members.setdefault(person, set()).add(track)
    return dict(sorted(members.items()))


def _numbers(persons: Iterable[int], tracks: Mapping[int, int], taken: set[int]) -> dict[int, int]:
    """Old person to new one: the number of its own track, else one that no other has."""
    numbers: dict[int, int] = {}
    taken = set(taken)
    for person in persons:
        number = tracks.get(person, person)
        if person not in tracks and person in taken:
            number = max(FIRST_MADE_PERSON - 1, *taken) + 1
        numbers[person] = number
        taken.add(number)
    return numbers


def _loss(edits: Edits, person: int, own: set[int], missing: set[int]) -> str:
    """What could not be carried over of a person; nothing if all was."""
    if own and not missing:
        return ""
    name = edits.name_of(person)
    # The number of who was made by splitting is shown to nobody.
    is_made = person >= FIRST_MADE_PERSON and bool(own)
    who = (
        Message("The person split from Person %1", min(own))
        if is_made
        else Message("Person %1", person)
    )
    who = Message('%1 ("%2")', who, name) if name else who
    if own != missing:
        return Message(
            "%1: %2 of %3 tracks were not found in this analysis.", who, len(missing), len(own)
        )
    what = {
        Message("name"): bool(name),
        Message("hidden"): person in edits.hidden,
        Message("not one with another person"): any(person in pair for pair in edits.apart),
        Message("baseline"): person in edits.baselines,
        Message("merge"): len(own) > 1,
        Message("split"): any(split.track_id in own for split in edits.splits),
    }
    lost = joined((kind for kind, is_lost in what.items() if is_lost), ", ")
    return Message(
        "%1 was not found in this analysis. Not carried over: %2.", who, lost or Message("merge")
    )
