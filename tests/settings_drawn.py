"""Random settings of a run, made of the schema itself, so that a new field is among them."""

from __future__ import annotations

import math
import typing
from typing import Annotated, Any

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from svfap_core.run_settings import RunSettings, leaves


def values_of(field: FieldInfo) -> st.SearchStrategy[Any]:
    kinds = typing.get_args(field.annotation)
    if type(None) in kinds:
        inner = FieldInfo(annotation=kinds[0])
        inner.metadata = field.metadata
        return st.none() | values_of(inner)
    rules = field.metadata or [None]
    kind: Any = Annotated[(field.annotation, *rules)]  # pyright: ignore[reportInvalidTypeForm]  # made here
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def fits(value: Any) -> bool:
        if any(isinstance(part, float) and not math.isfinite(part) for part in _parts(value)):
            return False
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    return st.from_type(kind).filter(fits)


def _parts(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


VALUES = {name: values_of(field) for name, field in leaves(RunSettings)}


@st.composite
def run_settings(draw: st.DrawFn) -> RunSettings:
    values: dict[str, Any] = {}
    for name, values_of_it in VALUES.items():
        *groups, last = name.split(".")
        place = values
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = draw(values_of_it)
    try:
        return RunSettings.model_validate(values)
    except ValidationError:  # Two fields that do not go together.
        reject()
