"""Whatever can change a row changes the identity, and nothing else does."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from svfap_core.errors import DetectorError, ModelError
from svfap_core.inference.card import ModelCard, Provenance
from svfap_core.labels import EMOTIONS
from svfap_core.models import Head, HeadKind, TPSBTConfig
from svfap_core.pipeline.identity import (
    ALGORITHM_VERSION,
    AnalysisIdentity,
    MethodIdentity,
    SourceIdentity,
    check_model,
    live_analysis,
    method_before_loading,
    method_identity,
)
from svfap_core.results.schema import SCHEMA_VERSION
from svfap_core.settings import AnalysisSettings, ClipSpec, ComputeSettings, DetectorName
from tests.fakes import TEMPLATE
from tests.identities import analysis, method

CARD = ModelCard(
    name="model",
    title="Model",
    task="a test",
    size="tiny",
    encoder=TPSBTConfig(),
    heads=(
        Head(kind=HeadKind.CLASSES, names=EMOTIONS),
        Head(kind=HeadKind.BOUNDED, names=("valence", "arousal")),
    ),
    input=ClipSpec(
        frames=8, span_s=1.28, size_px=112, template=TEMPLATE, colour="rgb", mean=(0.5, 0.5, 0.5),
        std=(0.25, 0.25, 0.25),
    ),
    licence="MIT",
    provenance=Provenance(trained_on=()),
    sha256="ab" * 32,
    created="2026-11-24T00:00:00Z",  # type: ignore[arg-type]  # as a card file has it
)  # fmt: skip

NO_EFFECT_OF_CARD = {
    "schema_version", "name", "title", "task", "size", "metrics",
    "ambiguity_threshold", "licence", "provenance",
    "created",
}  # fmt: skip
NO_EFFECT_OF_SETTINGS = {
    "batch_size", "compute.runtime", "compute.precision", "detector_file", "landmarker_file",
    "decoding.video_stream", "decoding.start_s", "decoding.end_s",
}  # fmt: skip
"""Of `AnalysisSettings`; what comes of them counts, such as the content of the file."""


def fields_of(value: Any) -> Mapping[str, Any] | None:
    """The fields of a model or dataclass."""
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return None


def with_field(value: Any, name: str, new: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: new})
    changed = object.__new__(type(value))
    for field in dataclasses.fields(value):
        was = getattr(value, field.name)
        object.__setattr__(changed, field.name, new if field.name == name else was)
    return changed


def variants(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """A value with one thing changed in it, wherever that may be; and the path of the field."""
    fields = fields_of(value)
    if fields is not None:
        for name, inner in fields.items():
            for where, changed in variants(inner, f"{path}.{name}".lstrip(".")):
                yield where, with_field(value, name, changed)
    elif isinstance(value, tuple):
        yield path, (*value, *(value[-1:] or ("new",)))
        for place, inner in enumerate(value):
            for where, changed in variants(inner, path):
                yield where, (*value[:place], changed, *value[place + 1 :])
        if len(set(map(repr, value))) > 1:
            yield path, value[::-1]
    elif isinstance(value, dict):
        yield path, {**value, "new": 1}
    else:
        yield path, another(value)


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if value in get_args(DetectorName):
        return "yunet"
    return 0.125 if value is None else f"{value}x"


def excluded(path: str, names: set[str]) -> bool:
    return any(path == name or path.startswith(f"{name}.") for name in names)


def of(card: ModelCard = CARD, settings: AnalysisSettings | None = None) -> MethodIdentity:
    return method_identity(
        card, settings or AnalysisSettings(), detector_sha256="cd" * 32, precision="float32"
    )


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_every_field_of_a_card_counts_unless_it_is_named() -> None:
    seen: set[str] = set()
    for path, card in variants(CARD):
        seen.add(path)
        assert (of(card).digest == of().digest) == excluded(path, NO_EFFECT_OF_CARD), path
    assert {"heads.names", "heads.low", "temperature", "mirrored", "input.template"} <= seen
    assert set(ModelCard.model_fields) <= {path.partition(".")[0] for path in seen}


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_every_setting_counts_unless_it_is_named() -> None:
    seen: set[str] = set()
    for path, settings in variants(AnalysisSettings()):
        seen.add(path)
        found = of(settings=settings).digest
        assert (found == of().digest) == excluded(path, NO_EFFECT_OF_SETTINGS), path
    assert {"windows.hop_s", "tracker.min_score", "detector"} <= seen
    assert set(AnalysisSettings.model_fields) <= {path.partition(".")[0] for path in seen}


def test_everything_else_of_a_method_counts() -> None:
    for path, changed in variants(MethodIdentity.model_validate(of().model_dump())):
        assert changed.digest != of().digest, path
    assert (of().algorithm_version, of().schema_version) == (ALGORITHM_VERSION, SCHEMA_VERSION)


def test_what_cards_said_before_they_could_say_more_is_the_same_method() -> None:
    """Else every analysis by the built-in model would be another one after an update."""
    classes, values = of().card["heads"]
    assert classes == {"kind": "classes", "names": list(EMOTIONS), "low": -1.0, "high": 1.0}
    assert values.keys() == classes.keys()


def test_the_order_of_labels_counts() -> None:
    head = CARD.heads[0]
    first, second, *rest = head.names
    swapped = dataclasses.replace(head, names=(second, first, *rest))
    card = CARD.model_copy(update={"heads": (swapped, *CARD.heads[1:])})
    assert of(card).digest != of().digest


def test_live_and_file_are_different_methods() -> None:
    live = method_identity(
        CARD, AnalysisSettings(), detector_sha256="cd" * 32, precision="float32", live=True
    )
    assert (live.mode, of().mode) == ("live", "file")
    assert live.digest != of().digest


def test_an_analysis_is_of_a_source_and_a_stream() -> None:
    first = AnalysisIdentity(method=method(), source=SourceIdentity(content="a"))
    others = [
        AnalysisIdentity(method=method("other"), source=first.source),
        AnalysisIdentity(method=method(), source=SourceIdentity(content="b")),
        AnalysisIdentity(method=method(), source=SourceIdentity(content="a", video_stream=1)),
        AnalysisIdentity(method=method(), source=SourceIdentity(content="a", start_s=1)),
        AnalysisIdentity(method=method(), source=SourceIdentity(content="a", end_s=1)),
    ]
    assert len({one.digest for one in (first, *others)}) == 6
    same = AnalysisIdentity.model_validate_json(first.model_dump_json())
    assert same.digest == first.digest


def test_facts_name_both_digests_and_all_that_made_them() -> None:
    facts = analysis().facts()
    assert facts["method"] == analysis().method.digest == analysis().digests.method
    assert facts["analysis"] == analysis().digest == analysis().digests.analysis
    assert set(MethodIdentity.model_fields) | {"content", "video_stream"} <= facts.keys()


def test_no_two_live_sessions_are_the_same() -> None:
    first, second = (live_analysis(method(live=True), 0) for _ in range(2))
    assert first.method == second.method
    assert first.digest != second.digest


def test_the_method_is_known_before_loading_where_numbers_are_exact(tmp_path: Path) -> None:
    known = method_before_loading(CARD, AnalysisSettings(), "cpu")
    assert known is not None
    assert known.precision == "float32"
    assert len(known.detector_sha256) == 64
    half = AnalysisSettings(compute=ComputeSettings(precision="half"))
    assert method_before_loading(CARD, half, "cpu") is None


def test_analyses_of_before_there_were_actions_stay_the_same() -> None:
    assert "actions" not in of().settings
    assert of(settings=AnalysisSettings(actions="landmarker")).settings["actions"] == "landmarker"


def test_a_detector_is_known_by_its_content(tmp_path: Path) -> None:
    digests: list[str] = []
    for name, content in (("a.onnx", b"1"), ("b.onnx", b"1"), ("c.onnx", b"2")):
        (tmp_path / name).write_bytes(content)
        settings = AnalysisSettings(detector="yunet", detector_file=str(tmp_path / name))
        known = method_before_loading(CARD, settings, "cpu")
        assert known is not None
        digests.append(known.digest)
    assert digests[0] == digests[1] != digests[2]
    (tmp_path / "a.onnx").unlink()
    settings = AnalysisSettings(detector="yunet", detector_file=str(tmp_path / "a.onnx"))
    with pytest.raises(DetectorError, match=r"a\.onnx cannot be read"):
        method_before_loading(CARD, settings, "cpu")


def test_a_pack_that_is_not_installed_is_known_once_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = AnalysisSettings(detector="insightface")
    assert method_before_loading(CARD, settings, "cpu") is None
    pack = tmp_path / ".insightface" / "models" / "buffalo_sc"
    pack.mkdir(parents=True)
    (pack / "det_500m.onnx").write_bytes(b"weights")
    assert method_before_loading(CARD, settings, "cpu") is not None


def test_a_model_is_the_same_by_what_it_scores() -> None:
    check_model(CARD.model_copy(update={"title": "New title"}), CARD, "here")
    with pytest.raises(ModelError, match="the model model on here is another"):
        check_model(CARD.model_copy(update={"temperature": 2.0}), CARD, "here")
