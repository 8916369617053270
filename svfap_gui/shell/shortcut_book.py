"""Which keys do what: all actions of all views, the user's own keys, conflicts. Shows nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence

from svfap_gui.parts.actions import Action

_GROUP = "shortcuts"


@dataclass(frozen=True, slots=True)
class Scope:
    """Actions whose keys work at the same time: those of one view, or those of the frame."""

    title: str
    actions: tuple[Action, ...]
    everywhere: bool = False
    """Whether they work in every view."""


class ShortcutBook:
    """Keeps the user's keys; only what differs from the default is stored.

    Args:
        scopes: All actions; views share no keys with the frame, but may with each other.
        settings: Where the user's keys are kept.
    """

    def __init__(self, scopes: Sequence[Scope], settings: QSettings) -> None:
        self.scopes = tuple(scopes)
        self._settings = settings

    def apply(self) -> None:
        """Give the actions the stored keys; one that has been taken since then is left out."""
        for action in self._all():
            stored = self._settings.value(self._key(action))
            if stored is not None:
                sequence = QKeySequence(str(stored), QKeySequence.SequenceFormat.PortableText)
                if self.conflict(action, sequence) is None:
                    action.set_shortcut(sequence)

    def assign(self, action: Action, sequence: QKeySequence) -> Action | None:
        """Take other keys for an action, none if empty.

        Returns:
            The action that has these keys already, and keeps them; `None` if all is well.
        """
        other = self.conflict(action, sequence)
        if other is None:
            action.set_shortcut(sequence)
            if sequence == action.default_shortcut:
                self._settings.remove(self._key(action))
            else:
                text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
                self._settings.setValue(self._key(action), text)
        return other

    def reset_all(self) -> None:
        """Back to the defaults."""
        self._settings.remove(_GROUP)
        for action in self._all():
            action.set_shortcut(action.default_shortcut)

    def conflict(self, action: Action, sequence: QKeySequence) -> Action | None:
        """Another action that has these keys where this one works too."""
        if sequence.isEmpty():
            return None
        own = self._scope_of(action)
        for scope in self.scopes:
            if scope is own or scope.everywhere or own.everywhere:
                for other in scope.actions:
                    if other is not action and other.shortcut() == sequence:
                        return other
        return None

    def _scope_of(self, action: Action) -> Scope:
        return next(scope for scope in self.scopes if action in scope.actions)

    def _all(self) -> Iterator[Action]:
        return (action for scope in self.scopes for action in scope.actions)

    @staticmethod
    def _key(action: Action) -> str:
        return f"{_GROUP}/{action.objectName()}"
