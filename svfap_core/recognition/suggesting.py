"""Which persons of a result are probably one: groups of them, by the distances of their faces.

Agglomerative clustering with average linkage. Two that are on screen together, that a user named
differently, split from each other or said not to be one, never come into one group. Merges nothing
and knows no files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from svfap_core.recognition.base import Embeddings, Limits, normalised
from svfap_core.recognition.embeddings import FaceEmbeddings
from svfap_core.results.edits import Edits
from svfap_core.results.people import TOGETHER_S, Population

Certainty: TypeAlias = Literal["probably", "possibly"]

_NEVER: Final = 1e9
"""A distance of two that cannot be one: the mean of any number of others with it is too large."""


class Suggestion(NamedTuple):
    """Persons that are taken for one.

    Attributes:
        persons: Their numbers, in order of appearance; two or more.
        distance: Mean of the distances between tracks of different ones, 0..2.
        certainty: `probably` for a group, `possibly` for a pair of which more is in doubt.
    """

    persons: tuple[int, ...]
    distance: float
    certainty: Certainty


class Suggestions(NamedTuple):
    """All suggestions, the surest first, and persons without a face that could be compared."""

    suggestions: tuple[Suggestion, ...]
    unseen: tuple[int, ...] = ()

    @property
    def probable(self) -> tuple[Suggestion, ...]:
        """Those that "accept all" means."""
        return tuple(s for s in self.suggestions if s.certainty == "probably")


def suggest(population: Population, embeddings: FaceEmbeddings, limits: Limits) -> Suggestions:
    """Suggestions for the persons of a result that are not hidden.

    Args:
        population: The result under the user's edits.
        embeddings: Of its tracks.
        limits: What distances mean, by the network.
    """
    pieces = pieces_of(population, embeddings)
    seen = {person for person, _ in pieces}
    persons = [person for person in population.visible if person in seen]
    unseen = tuple(person for person in population.visible if person not in seen)
    if len(persons) < 2:
        return Suggestions((), unseen)
    place = {person: i for i, person in enumerate(persons)}
    kept = [(place[person], mean) for person, mean in pieces if person in place]
    owner = np.array([i for i, _ in kept], np.intp)
    apart_by = distances(normalised(np.stack([mean for _, mean in kept])))
    return Suggestions(
        grouped(persons, owner, apart_by, apart_of(population, persons), limits), unseen
    )


def pieces_of(
    population: Population, embeddings: FaceEmbeddings
) -> list[tuple[int, NDArray[np.float32]]]:
    """Of each track, or part of it that belongs to one person: that person and the mean `(D,)`."""
    places: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    known = set(population.recording.track_ids)
    pairs = zip(embeddings.track_ids.tolist(), embeddings.times_s.tolist(), strict=True)
    for place, (track_id, t_s) in enumerate(pairs):
        if track_id in known:
            places[population.person_of(track_id, t_s), track_id].append(place)
    return [
        (person, embeddings.vectors[own].mean(axis=0))
        for (person, _), own in sorted(places.items())
    ]


def distances(means: Embeddings) -> NDArray[np.float64]:
    """Euclidean distances `(n, n)` of embeddings `(n, D)`."""
    exact = means.astype(np.float64)
    squares = np.maximum(2 - 2 * (exact @ exact.T), 0.0)
    np.fill_diagonal(squares, 0.0)
    return np.sqrt((squares + squares.T) / 2)


def grouped(
    persons: Sequence[int],
    owner: NDArray[np.intp],
    apart_by: NDArray[np.float64],
    apart: NDArray[np.bool_],
    limits: Limits,
) -> tuple[Suggestion, ...]:
    """The suggestions, the surest first.

    Merging what is suggested changes no other distance: clusters are those of the pieces of
    tracks, of which those of one person belong together from the start.

    Args:
        persons: Who, in order of appearance, P of them.
        owner: The place of each piece's person, `(n,)`; each has one piece at least.
        apart_by: Distances of pieces, `(n, n)`, 0..2.
        apart: Which persons cannot be one, `(P, P)`, symmetric.
        limits: What distances mean.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  # takes half a second
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    blocked = np.where(apart[np.ix_(owner, owner)], _NEVER, apart_by)
    blocked[owner[:, None] == owner[None, :]] = 0.0
    tree = linkage(squareform(blocked, checks=False), "average")
    clusters: defaultdict[int, list[int]] = defaultdict(list)
    for piece, number in enumerate(fcluster(tree, limits.probably, "distance").tolist()):
        clusters[number].append(piece)
    found: list[Suggestion] = []
    for own in clusters.values():
        who = sorted(set(owner[own].tolist()))
        if len(who) > 1:
            between = owner[own][:, None] != owner[own][None, :]
            distance = float(apart_by[np.ix_(own, own)][between].mean())
            found.append(Suggestion(tuple(persons[i] for i in who), distance, "probably"))
    for one, other in combinations(clusters.values(), 2):
        distance = float(blocked[np.ix_(one, other)].mean())
        if distance <= limits.possibly:
            pair = sorted((int(owner[one].min()), int(owner[other].min())))
            first, second = (persons[i] for i in pair)
            found.append(Suggestion((first, second), distance, "possibly"))
    return tuple(sorted(found, key=_sureness))


def apart_of(population: Population, persons: Sequence[int]) -> NDArray[np.bool_]:
    """Which of some persons cannot be one, `(P, P)`, symmetric."""
    edits, place = population.edits, {person: i for i, person in enumerate(persons)}
    apart = together_s(population, persons) >= TOGETHER_S
    names = [edits.name_of(person).casefold() for person in persons]
    said = [
        *edits.apart,
        *_split(population),
        *(
            (persons[i], persons[j])
            for i, j in combinations(range(len(persons)), 2)
            if names[i] and names[j] and names[i] != names[j]
        ),
    ]
    for one, other in said:
        if one in place and other in place and one != other:
            apart[place[one], place[other]] = apart[place[other], place[one]] = True
    np.fill_diagonal(apart, val=False)
    return apart


def together_s(population: Population, persons: Sequence[int]) -> NDArray[np.float64]:
    """For how long each two of some persons are on screen at once, in s, `(P, P)`."""
    stretches = [
        (i, stretch.start_s, stretch.end_s)
        for i, person in enumerate(persons)
        for stretch in population.on_screen(person)
    ]
    who = np.array([i for i, _, _ in stretches], np.intp)
    start_s = np.array([start for _, start, _ in stretches])
    end_s = np.array([end for _, _, end in stretches])
    total = np.zeros((len(persons), len(persons)))
    for i, start, end in stretches:
        shared = np.minimum(end_s, end) - np.maximum(start_s, start)
        total[i] += np.bincount(who, np.maximum(shared, 0.0), minlength=len(persons))
    return total


def accepted(edits: Edits, suggestions: Iterable[Suggestion], order: Mapping[int, int]) -> Edits:
    """The edits with the persons of these suggestions merged.

    Who has a name stays, else who appears first.

    Args:
        edits: The work so far.
        suggestions: What is accepted. Those of one person go together, in whatever order.
        order: Person to place in order of appearance.
    """
    for persons in _joined(suggestion.persons for suggestion in suggestions):
        into = min(persons, key=lambda who: (not edits.name_of(who), order.get(who, who), who))
        for person in sorted(persons):
            edits = edits.merge(person, into)
    return edits


def rejected(edits: Edits, suggestion: Suggestion) -> Edits:
    """The edits that remember that no two of these persons are one."""
    return edits.keep_apart(combinations(suggestion.persons, 2))


def _joined(groups: Iterable[Iterable[int]]) -> list[set[int]]:
    """Groups that share a member become one."""
    found: list[set[int]] = []
    for group in groups:
        one = set(group)
        for other in [each for each in found if each & one]:
            found.remove(other)
            one |= other
        found.append(one)
    return found


def _split(population: Population) -> list[tuple[int, int]]:
    """Persons that a user parted by splitting a track."""
    edits = population.edits
    return [
        pair
        for track_id in {split.track_id for split in edits.splits}
        for pair in combinations({owner for _, owner in edits.starts_of(track_id)}, 2)
    ]


def _sureness(suggestion: Suggestion) -> tuple[bool, float, tuple[int, ...]]:
    return suggestion.certainty != "probably", suggestion.distance, suggestion.persons
