"""Random settings of a run, made of the schema itself, so that a new field is among them."""

from __future__ import annotations

import math
import typing
from typing import Annotated, Any

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

    return st.from_type(kind).map(_in_order).filter(fits)


def _in_order(value: Any) -> Any:
    """A stretch of time from its start to its end; anything else as it is."""
    is_stretch = isinstance(value, tuple) and all(isinstance(part, float) for part in value)
    return tuple(sorted(value)) if is_stretch else value


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
    analysis = values["analysis"]
    if analysis["detector"] == "yunet" and not analysis["detector_file"]:
        analysis["detector_file"] = "yunet.onnx"
    decoding = analysis["decoding"]
    start_s, end_s = decoding["start_s"] or 0.0, decoding["end_s"]
    if end_s is not None and end_s <= start_s:
        decoding.update(start_s=None, end_s=end_s or 1.0)
    outputs = values["outputs"]
    if set(outputs["tables"]) == {"xlsx"}:
        outputs["tables"] = ("csv", "xlsx")
    if outputs["csv_delimiter"] == outputs["csv_decimal"] == "comma":
        outputs["csv_delimiter"] = "semicolon"
    return RunSettings.model_validate(values)
