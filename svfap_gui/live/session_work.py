"""What a user makes of a live session: markers, and names of persons. Knows no Qt and no file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Mark(NamedTuple):
    """An event: the source's time, what it is called, and a number that no other one has."""

    t_s: float
    text: str
    key: int


class SessionWork:
    """Markers and names of one session, in order of their making.

    Args:
        session: Its number: tracks of different sessions are different persons.
    """

    def __init__(self, session: int) -> None:
        self.session = session
        self.marks: tuple[Mark, ...] = ()
        self.names: dict[int, str] = {}

    @property
    def timed_texts(self) -> list[tuple[float, str]]:
        """The markers as recordings take them."""
        return [(mark.t_s, mark.text) for mark in self.marks]

    def holds(self, key: int) -> bool:
        """Whether a marker is of this session."""
        return any(mark.key == key for mark in self.marks)

    def change_mark(self, key: int, change: Callable[[Mark], Mark | None]) -> None:
        """Replace a marker, or take it away."""
        changed = ((change(mark) if mark.key == key else mark) for mark in self.marks)
        self.marks = tuple(mark for mark in changed if mark is not None)

    def rename(self, track_id: int, name: str) -> None:
        """Give a person a name; an empty one takes it away."""
        name = " ".join(name.split())
        self.names.pop(track_id, None)
        if name:
            self.names[track_id] = name
