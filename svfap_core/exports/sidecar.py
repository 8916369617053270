"""The facts of an analysis as JSON beside its table, enough to repeat it and to cite it."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from svfap_core.atomic import whole_file
from svfap_core.facial_actions import ACTIONS
from svfap_core.messages import packed
from svfap_core.names import plain
from svfap_core.results.schema import SCHEMA_VERSION, ResultSchema
from svfap_core.settings import AnalysisSettings
from svfap_core.sources.base import SourceCounts, SourceInfo
from svfap_core.sources.content import content_bytes
from svfap_core.types import AffectResult, Status

SIDECAR_VERSION = 2
"""1: a fingerprint of weights and settings. 2: `identity`, of all that can change a row."""

_PACKAGES = (
    "av", "insightface", "numpy", "opencv-python", "openvino", "pyarrow", "timm", "torch"
)  # fmt: skip

_DERIVED_NOTE = (
    "Valence, arousal and dominance are derived: not outputs of the model, but the expectation of "
    "published coordinates of emotion words over the model's probabilities (J. A. Russell and "
    "A. Mehrabian, 1977, Evidence for a three-factor theory of emotions, Journal of Research in "
    "Personality 11, 273-294; neutral is the origin). They say nothing that the probabilities do "
    "not say."
)
_TIME_NOTE = (
    "timestamp_s is pts_s less that of the first picture. A row's scores belong to the whole of "
    "its window, window_start_s to window_end_s, not to the row's picture alone."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is known of a run besides its rows.

    The devices are those really in use, such as "CPU (OpenVINO, f32)". `outcome` says whether the
    source was read to its end. `identity` is what the rows are of (`AnalysisIdentity.facts`).
    `landmarker_sha256` is that of the face landmarker, where it was used.
    `read_s` is the time of the last picture. `content` is the hash of the source's bytes, by which
    a result is found for a video of any name. `failed` has the files that could not be made beside
    the tables, each with its reason.
    """

    source: SourceInfo
    counts: SourceCounts
    settings: AnalysisSettings
    model_name: str
    model_sha256: str
    model_device: str
    detector_name: str
    detector_device: str
    landmarker_sha256: str | None = None
    outcome: str = "completed"
    identity: Mapping[str, Any] | None = None
    read_s: float | None = None
    content: str | None = None
    failed: Mapping[str, str] = field(default_factory=dict[str, str])


def sidecar(
    facts: RunFacts, schema: ResultSchema, results: Sequence[AffectResult]
) -> dict[str, Any]:
    """The content of the file: plain values, fit for JSON."""
    notes = [*facts.source.notes, _TIME_NOTE]
    if schema.dimensions_origin == "derived":
        notes.append(_DERIVED_NOTE)
    return {
        "sidecar_version": SIDECAR_VERSION,
        "software": {
            "name": "svfap",
            "version": _version("svfap"),
            "python": platform.python_version(),
            "platform": platform.platform(),
            "packages": {name: _version(name) for name in _PACKAGES},
        },
        "source": {**_source(facts.source), "content": facts.content},
        "started_at": facts.source.opened_at.isoformat(),
        "outcome": facts.outcome,
        "identity": facts.identity,
        "model": {
            "name": facts.model_name,
            "sha256": facts.model_sha256,
            "device": facts.model_device,
            "emotions": list(schema.emotion_names),
            "dimensions": list(schema.dimension_names),
            "dimensions_origin": schema.dimensions_origin,
            **(
                {"ambiguity": True, "ambiguity_threshold": schema.ambiguity_threshold}
                if schema.ambiguity
                else {}
            ),
            **(
                {"classes": {head: list(labels) for head, labels in schema.classes.items()}}
                if schema.classes
                else {}
            ),
            **({"actions": list(schema.actions)} if schema.actions_origin == "model" else {}),
        },
        **(
            {"landmarker": {"sha256": facts.landmarker_sha256, "actions": list(ACTIONS)}}
            if facts.landmarker_sha256
            else {}
        ),
        "detector": {"name": facts.detector_name, "device": facts.detector_device},
        "settings": facts.settings.model_dump(mode="json"),
        "counts": {**asdict(facts.counts), "read_s": facts.read_s, **_counts(results)},
        "table": {"schema_version": SCHEMA_VERSION, "columns": schema.description()},
        "notes": notes,
    } | failures(facts.failed)


def with_messages(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, and what its notes and reasons are made of, so that they can be translated.

    Args:
        facts: A sidecar; one that was read has its messages already.
    """
    said = [*facts.get("notes", ()), *(each["reason"] for each in facts.get("failed", ()))]
    return {**facts, "messages": {**facts.get("messages", {}), **packed(said)}}


def failures(failed: Mapping[str, str]) -> dict[str, Any]:
    """The part of a sidecar that names what could not be made beside the tables, and why."""
    return {"failed": [{"file": name, "reason": reason} for name, reason in failed.items()]}


def write_sidecar(
    path: Path, facts: RunFacts, schema: ResultSchema, results: Sequence[AffectResult]
) -> None:
    """Write the facts as indented UTF-8 JSON.

    Raises:
        OutputError: The file cannot be written.
    """
    content = with_messages(sidecar(facts, schema, results))
    text = json.dumps(content, indent=2, ensure_ascii=False)
    with whole_file(path) as part:
        part.write_text(text + "\n", encoding="utf-8")


def _source(info: SourceInfo) -> dict[str, Any]:
    facts = asdict(info)
    path = facts.pop("path")
    del facts["opened_at"], facts["notes"]  # They stand on the top level.
    facts["kind"] = info.kind.value
    facts["file_name"] = plain(path.name) if path else None
    facts["file_bytes"] = content_bytes(path) if path and path.exists() else None
    return facts


def _counts(results: Sequence[AffectResult]) -> dict[str, Any]:
    statuses = Counter(result.status for result in results)
    tracks = {result.track_id for result in results} - {None}
    return {
        "rows": len(results),
        "rows_by_status": {status.value: statuses[status] for status in Status},
        "tracks": len(tracks),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
