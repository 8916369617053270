"""Sentences for users that can be said in another language. Knows no language but English.

A `Message` is its English sentence, so the command line, logs and files take it as the text that it
is; the window translates its template and puts the values in. A sentence without values is its own
template: any text will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Self, TypeAlias, cast

from svfap_core.names import plain

Packed: TypeAlias = "str | list[Packed]"
"""A message as JSON takes it: a text, or a list of the template and the values."""

_PLACE = re.compile(r"%([1-9])")


class Message(str):
    """A sentence with values in it: `Message("%1 is empty", path.name)`.

    `template` has `%1` to `%9` in the places of `values`. Messages among these are translated in
    turn, other texts are not; an error stands for what it says.
    """

    __slots__ = ("template", "values")
    template: str
    values: tuple[str, ...]

    def __new__(cls, template: str, *values: object) -> Self:
        """The English sentence."""
        said = tuple(_said(value) for value in values)
        message = super().__new__(cls, filled(template, said))
        message.template = str(template)
        message.values = said
        return message

    def __getnewargs__(self) -> tuple[str, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]  # more than `str` has
        """What a copy, also in another process, is made of."""
        return (self.template, *self.values)


def as_message(text: str) -> Message:
    """A text as a message, which it may be already."""
    return text if isinstance(text, Message) else Message(plain(text))


def joined(texts: Iterable[str], separator: str = "; ") -> Message:
    """Several messages as one; each is translated by itself."""
    first, *rest = [as_message(text) for text in texts] or [Message("")]
    return Message(f"%1{separator}%2", first, joined(rest, separator)) if rest else first


def filled(template: str, values: tuple[str, ...]) -> str:
    """A template with its values; what looks like a place in a value is none."""
    if not values:
        return template
    return _PLACE.sub(lambda place: values[int(place[1]) - 1], template)


def packed(texts: Iterable[str]) -> dict[str, Packed]:
    """What `unpacked` needs to know messages again by their English sentences."""
    return {str(text): _packed(text) for text in texts if isinstance(text, Message) and text.values}


def unpacked(text: str, known: object) -> str:
    """A sentence from a file, as the message that it was if it is among the known ones.

    Args:
        text: The English sentence.
        known: From `packed`, as it was read; anything else is not used.
    """
    form = cast("Mapping[str, object]", known).get(text) if isinstance(known, Mapping) else None
    try:
        message = _unpacked(form) if isinstance(form, list) else text
    except (IndexError, TypeError, ValueError):
        return text
    # A file that others can write says nothing in one language that it does not in English.
    return message if message == text else text


def _packed(text: str) -> Packed:
    if isinstance(text, Message):
        return [text.template, *(_packed(value) for value in text.values)]
    return text


def _unpacked(form: object) -> str:
    if not isinstance(form, list):
        return str(form)
    template, *values = cast("list[object]", form)
    return Message(str(template), *(_unpacked(value) for value in values))


def _said(value: object) -> str:
    text = value if isinstance(value, Message) else str(value)  # Of an error it may be one.
    return text if isinstance(text, Message) else plain(text)
