"""Codes of one coder on one video, and the scheme that they follow. Knows no files or editing.

Times are seconds of media time on a grid of microseconds, so that text and JSON hold them exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from svfap_core.names import plain
from svfap_core.results.edits_file import SourceId
from svfap_core.settings import Frozen

MAX_S = 4e9
"""Seconds since 1970, which BORIS may count, lie below; above, a float holds no microseconds."""

_NO_CHARACTERS = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")
"""Code points that no XML file takes."""


def clean_text(value: object) -> object:
    """A text as every format takes it: LF line ends, no control characters, stripped."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return plain(lines).translate(_NO_CHARACTERS).strip()


def _microseconds(seconds: float) -> float:
    # Adding zero turns -0.0 into 0.0, which would differ as text.
    return round(seconds, 6) + 0.0


def _refuse_repeated(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name} is defined twice")
        seen.add(name)


Text: TypeAlias = Annotated[str, BeforeValidator(clean_text)]
Name: TypeAlias = Annotated[str, BeforeValidator(clean_text), Field(min_length=1)]
Seconds: TypeAlias = Annotated[float, Field(ge=-MAX_S, le=MAX_S), AfterValidator(_microseconds)]
"""Media time, rounded to microseconds."""


class CodeDefinition(Frozen):
    """What can be coded on a tier."""

    name: Name
    kind: Literal["interval", "point"] = Field(
        default="interval", description="Whether a code has a duration."
    )
    color: str = Field(
        default="", pattern=r"^(#[0-9a-f]{6})?$", description="As #rrggbb; empty: any."
    )
    key: Text = Field(default="", description="Key that sets or begins the code; empty: none.")
    group: Text = Field(
        default="", description="Of the codes of one group on a tier, one holds at a time."
    )
    description: Text = ""


class Tier(Frozen):
    """A row of codes, such as one participant or one channel of behaviour."""

    name: Name
    participant: Text = Field(default="", description="Who is coded on it; empty: not known.")
    definitions: tuple[CodeDefinition, ...] = ()

    @field_validator("definitions")
    @classmethod
    def _unique(cls, definitions: tuple[CodeDefinition, ...]) -> tuple[CodeDefinition, ...]:
        _refuse_repeated("code", (definition.name for definition in definitions))
        return definitions

    def definition(self, label: str) -> CodeDefinition | None:
        """The definition of a code, if the tier has one."""
        return next((d for d in self.definitions if d.name == label), None)


class Scheme(Frozen):
    """A coding scheme: tiers in order, each with its codes. No key is used twice."""

    scheme_version: Literal[1] = 1
    name: Text = ""
    tiers: tuple[Tier, ...] = ()

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        _refuse_repeated("tier", (tier.name for tier in self.tiers))
        definitions = chain.from_iterable(tier.definitions for tier in self.tiers)
        _refuse_repeated("key", (d.key for d in definitions if d.key))
        return self

    def tier(self, name: str) -> Tier | None:
        """A tier by its name."""
        return next((tier for tier in self.tiers if tier.name == name), None)

    def by_key(self, key: str) -> tuple[Tier, CodeDefinition] | None:
        """What a key codes, and on which tier."""
        found = ((t, d) for t in self.tiers for d in t.definitions if key and d.key == key)
        return next(found, None)

    def group_of(self, tier: str, label: str) -> str:
        """The exclusive group of a code; empty: none."""
        definition = found.definition(label) if (found := self.tier(tier)) else None
        return definition.group if definition else ""


class Code(Frozen):
    """A point or an interval on a tier.

    `end_s` is that of `start_s` for a point, and nothing while an interval is still running. The
    label need not be in the scheme: other programs allow free text.
    """

    tier: Name
    label: Text = ""
    start_s: Seconds
    end_s: Seconds | None
    comment: Text = ""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end_s is not None and self.end_s < self.start_s:
            raise ValueError("the end must not be before the start")
        return self

    @property
    def is_point(self) -> bool:
        """Whether it has no duration."""
        return self.end_s == self.start_s

    @property
    def is_running(self) -> bool:
        """Whether its end is still to be coded."""
        return self.end_s is None

    @property
    def duration_s(self) -> float | None:
        """Seconds from start to end; nothing while it is running."""
        return None if self.end_s is None else _microseconds(self.end_s - self.start_s)

    def changed(self, **changes: Any) -> Self:
        """The same code but for some fields.

        Raises:
            ValueError: The fields do not go together.
        """
        return type(self).model_validate({**dict(self), **changes})


class Coding(Frozen):
    """The codes of one coder on one video, in order of time.

    `source` is the video by its content, where it is known; `video` is where it was last.
    """

    coding_version: Literal[1] = 1
    coder: Text = ""
    video: Text = ""
    source: SourceId | None = None
    scheme: Scheme = Scheme()
    codes: tuple[Code, ...] = ()

    @field_validator("codes")
    @classmethod
    def _in_time(cls, codes: tuple[Code, ...]) -> tuple[Code, ...]:
        """A file edited by hand may have them in any order."""
        return tuple(sorted(codes, key=_order))

    @property
    def tier_names(self) -> tuple[str, ...]:
        """Tiers of the scheme, then those that only codes have, in order of time."""
        used = (code.tier for code in self.codes)
        return tuple(dict.fromkeys((*(tier.name for tier in self.scheme.tiers), *used)))

    @property
    def running(self) -> tuple[Code, ...]:
        """Intervals whose end is still to be coded."""
        return tuple(code for code in self.codes if code.is_running)

    def on_tier(self, tier: str) -> tuple[Code, ...]:
        """The codes of a tier, in order of time."""
        return tuple(code for code in self.codes if code.tier == tier)

    def with_codes(self, codes: Iterable[Code]) -> Self:
        """The same coding with other codes."""
        return self.changed(codes=tuple(codes))

    def changed(self, **changes: Any) -> Self:
        """The same coding but for some fields."""
        return type(self).model_validate({**dict(self), **changes})

    def shifted(self, by_s: float) -> Self:
        """All codes later by some seconds, for files that count from another moment."""
        return self.with_codes(
            code.changed(
                start_s=code.start_s + by_s,
                end_s=None if code.end_s is None else code.end_s + by_s,
            )
            for code in self.codes
        )


def _order(code: Code) -> tuple[float, float, str, str, str]:
    end_s = MAX_S if code.end_s is None else code.end_s
    return code.start_s, end_s, code.tier, code.label, code.comment
