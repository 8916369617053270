"""What a result is of: a method, and the analysis of one source by it.

Equal identities have equal rows, last digits aside; whatever changes a row changes the identity.
Knows no rows and no files of results.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal
from uuid import uuid4

from svfap_core.errors import ModelError
from svfap_core.inference.card import ModelCard
from svfap_core.inference.choosing import coarsest
from svfap_core.messages import Message
from svfap_core.results.digests import Digests
from svfap_core.results.schema import SCHEMA_VERSION
from svfap_core.runtime.place import pick_device
from svfap_core.runtime.window_network import FLOAT32
from svfap_core.settings import AnalysisSettings, DecodingSettings, DetectorName, Device, Frozen
from svfap_core.tracking.factory import detector_weights_sha256

ALGORITHM_VERSION = 2
"""Raised with every change of code that changes a row of any result.

1: the first that is told apart.
"""

# What is left out is named, so that a field somebody adds counts until its author says otherwise.

_CARD_WITHOUT_EFFECT: frozenset[str] = frozenset(
    {
        "schema_version",
        "name",
        "title",
        "task",
        "size",  # `encoder` says it.
        "metrics",
        "ambiguity_threshold",
        "licence",
        "provenance",
        "created",
        "sha256",  # A field of its own.
    }
)
_HEADS_BEFORE: dict[str, Any] = {"votes": False, "name": ""}
_SETTINGS_BEFORE: dict[str, Any] = {"actions": "model"}
_SETTINGS_WITHOUT_EFFECT: dict[str, Any] = {
    "batch_size": True,
    "compute": {"runtime", "precision"},  # What came of them is the precision.
    "detector": True,  # A field of its own.
    "detector_file": True,  # Its content counts, as `detector_sha256`.
    "landmarker_file": True,  # There is one right content.
    # The stream that was chosen, and which part of it, are the analysis's.
    "decoding": {"video_stream", "start_s", "end_s"},
}

_DIGEST_LENGTH = 32


class MethodIdentity(Frozen):
    """How rows are made, of whatever source.

    `weights` and `detector_sha256` are sha256 of files; `precision` is `Runtime.precision`. Batch
    size, threads, and in float32 the device and what computes are left out: rows are held to 1e-4
    over them.
    """

    schema_version: int = SCHEMA_VERSION
    algorithm_version: int = ALGORITHM_VERSION
    weights: str
    card: dict[str, Any]
    detector: DetectorName
    detector_sha256: str
    mode: Literal["file", "live"]
    precision: str
    settings: dict[str, Any]

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that name this method."""
        return _digest(self.model_dump(mode="json"))


class SourceIdentity(Frozen):
    """What is analysed: the hash of a source's content, which of its video streams, and its part.

    `start_s` and `end_s` are those of `DecodingSettings`.
    """

    content: str
    video_stream: int = 0
    start_s: float | None = None
    end_s: float | None = None

    @classmethod
    def of(cls, content: str, video_stream: int, decoding: DecodingSettings) -> SourceIdentity:
        """The part that is read of a source."""
        start_s, end_s = decoding.start_s, decoding.end_s
        return cls(content=content, video_stream=video_stream, start_s=start_s, end_s=end_s)


class AnalysisIdentity(Frozen):
    """A source analysed by a method."""

    method: MethodIdentity
    source: SourceIdentity

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that name this analysis."""
        return _digest({"method": self.method.digest, **self.source.model_dump(mode="json")})

    @property
    def digests(self) -> Digests:
        """What the files of the result carry."""
        return Digests(self.method.digest, self.digest)

    def facts(self) -> dict[str, Any]:
        """For the sidecar: both digests, and everything that they were made of."""
        return {
            **self.digests._asdict(),
            **self.source.model_dump(mode="json"),
            **self.method.model_dump(mode="json"),
        }


def method_identity(
    card: ModelCard,
    settings: AnalysisSettings,
    *,
    detector_sha256: str,
    precision: str,
    live: bool = False,
) -> MethodIdentity:
    """The method of a model and settings.

    Args:
        card: Of the model.
        settings: What is analysed, and how.
        detector_sha256: Of the detector's weights.
        precision: As the runtime that computes says; see `Runtime.precision`.
        live: Whether windows look back only.
    """
    return MethodIdentity(
        weights=card.sha256,
        card=_effective(card),
        detector=settings.detector,
        detector_sha256=detector_sha256,
        mode="live" if live else "file",
        precision=precision,
        settings=_without(
            settings.model_dump(mode="json", exclude=_SETTINGS_WITHOUT_EFFECT), _SETTINGS_BEFORE
        ),
    )


def method_before_loading(
    card: ModelCard, settings: AnalysisSettings, device: Device
) -> MethodIdentity | None:
    """The method as far as card and files show it; `None` where only loaded models would.

    These are needed to know which numbers coarser than float32 a runtime takes on this computer,
    and where a detector is still to be downloaded.

    Raises:
        SvfapError: The device or the detector's weights are not there.
    """
    detector_sha256 = detector_weights_sha256(settings.detector, settings.detector_file)
    exact = coarsest(pick_device(device), settings.compute) == FLOAT32
    if detector_sha256 is None or not exact:
        return None
    return method_identity(card, settings, detector_sha256=detector_sha256, precision=FLOAT32)


def live_analysis(method: MethodIdentity, video_stream: int) -> AnalysisIdentity:
    """The identity of one live session: no other has it, as none can be repeated."""
    source = SourceIdentity(content=f"live {uuid4().hex}", video_stream=video_stream)
    return AnalysisIdentity(method=method, source=source)


def check_model(found: ModelCard, wanted: ModelCard, place: str) -> None:
    """See that a loaded model scores as the one whose card was read before.

    Args:
        found: The card of the loaded model.
        wanted: The card that was read.
        place: Where it was loaded, for the message.

    Raises:
        ModelError: It is another one.
    """
    if (found.sha256, _effective(found)) != (wanted.sha256, _effective(wanted)):
        raise ModelError(
            Message("the model %1 on %2 is another than was ordered", wanted.name, place),
            hint="Install the same model on all computers; if it was just replaced, start again.",
        )


def _effective(card: ModelCard) -> dict[str, Any]:
    """What of a card changes rows.

    Fields of heads that came later are left out where they say what was so before: analyses of
    then stay the same analyses.
    """
    values = card.model_dump(mode="json", exclude=set(_CARD_WITHOUT_EFFECT))
    values["heads"] = [_without(head, _HEADS_BEFORE) for head in values["heads"]]
    return values


def _without(values: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Values without later ones that say what was so before."""
    return {n: v for n, v in values.items() if n not in before or v != before[n]}


def _digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
