"""Models loaded once, analyzers made from them for each source. Knows no sinks or threads."""

from __future__ import annotations

import numpy as np

from svfap_core.exports.sidecar import RunFacts
from svfap_core.facial_actions import ACTIONS
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import open_model
from svfap_core.pipeline.analyzer import Analyzer
from svfap_core.pipeline.identity import AnalysisIdentity, MethodIdentity, method_identity
from svfap_core.results.action_columns import actions_origin
from svfap_core.results.digests import NO_DIGESTS, Digests
from svfap_core.results.schema import ResultSchema
from svfap_core.runtime.place import pick_device
from svfap_core.settings import AnalysisSettings, Device
from svfap_core.sources.base import SourceCounts, SourceInfo
from svfap_core.tracking.base import Detector
from svfap_core.tracking.factory import create_detector, detector_weights_sha256
from svfap_core.tracking.landmarker import FaceLandmarker
from svfap_core.tracking.tracker import FaceTracker


class Engine:
    """A face detector and a model, ready for one source after another.

    Used by one thread at a time.
    """

    def __init__(
        self,
        predictor: Predictor,
        detector: Detector,
        settings: AnalysisSettings,
        *,
        detector_sha256: str,
        landmarker: FaceLandmarker | None = None,
    ) -> None:
        self.predictor = predictor
        self.detector = detector
        self.settings = settings
        self._detector_sha256 = detector_sha256
        self.landmarker = landmarker

    @classmethod
    def load(
        cls,
        model: str,
        device: Device,
        settings: AnalysisSettings,
        *,
        accept_licence: bool = False,
    ) -> Engine:
        """Load model and detector and warm them up.

        Args:
            model: Name or folder of a model.
            device: Where model and detector compute.
            settings: What is analysed, and how.
            accept_licence: Whether the user agreed to a detector's non-commercial weights.

        Raises:
            SvfapError: Model, detector or device is not to be had; says what to do.
        """
        loaded = open_model(model)
        place = pick_device(device)
        runtime = make_runtime(loaded, place, settings.compute)
        predictor = Predictor(loaded.card, runtime)
        predictor.warm_up()
        detector = create_detector(
            settings.detector,
            file=settings.detector_file,
            device=place,
            accept_licence=accept_licence,
        )
        weights = detector_weights_sha256(settings.detector, settings.detector_file)
        assert weights is not None  # noqa: S101  # downloaded by now, if need be
        wanted = settings.actions == "landmarker"
        landmarker = FaceLandmarker(settings.landmarker_file) if wanted else None
        return cls(predictor, detector, settings, detector_sha256=weights, landmarker=landmarker)

    def expect(self, height_px: int, width_px: int) -> None:
        """Get the detector ready for frames of this size; the first of a size is slow."""
        blank = np.zeros((height_px, width_px, 3), np.uint8)
        self.detector.detect(blank)
        self.detector.detect(blank, smallest_px=self.settings.tracker.min_size_px)

    def method(self, *, live: bool = False) -> MethodIdentity:
        """How rows are made with it."""
        return method_identity(
            self.predictor.card,
            self.settings,
            detector_sha256=self._detector_sha256,
            precision=self.predictor.precision,
            live=live,
        )

    def schema(self, name: str, digests: Digests = NO_DIGESTS) -> ResultSchema:
        """The result table of a source of this name."""
        predictor = self.predictor
        landmarked = tuple(ACTIONS) if self.landmarker is not None else ()
        return ResultSchema(
            predictor.emotion_names,
            predictor.dimension_names,
            predictor.dimensions_origin,
            name,
            identity=digests,
            ranges=predictor.card.ranges,
            temperature=predictor.card.temperature,
            ambiguity=predictor.card.has_ambiguity,
            ambiguity_threshold=predictor.card.ambiguity_threshold,
            classes=predictor.card.named_classes,
            actions=predictor.action_names or landmarked,
            actions_origin=actions_origin(predictor.action_names, landmarked),
            landmarker=landmarked if predictor.action_names else (),
        )

    def facts(
        self,
        info: SourceInfo,
        counts: SourceCounts,
        identity: AnalysisIdentity,
        *,
        read_s: float | None = None,
    ) -> RunFacts:
        """What the sidecar says of an analysis with this engine; see `RunFacts`."""
        return RunFacts(
            source=info,
            counts=counts,
            settings=self.settings,
            model_name=self.predictor.card.name,
            model_sha256=self.predictor.sha256,
            model_device=self.predictor.device,
            detector_name=self.detector.name,
            detector_device=self.detector.device,
            landmarker_sha256=None if self.landmarker is None else self.landmarker.sha256,
            identity=identity.facts(),
            read_s=read_s,
            content=None if identity.method.mode == "live" else identity.source.content,
        )

    def analyzer(
        self, *, live: bool = False, start_s: float = 0.0, features: bool = False
    ) -> Analyzer:
        """A fresh analyzer for one source; a live one is causal and never fills a batch.

        Args:
            live: Whether windows look back only.
            start_s: Where in the source the analysis starts.
            features: Whether rows carry the encoder's features.
        """
        curves = self.predictor.card.quality
        tracker = FaceTracker(self.detector, self.settings.tracker, self.predictor.spec, curves)
        return Analyzer(
            tracker,
            self.predictor,
            self.settings.windows,
            curves,
            batch_size=1 if live else self.settings.batch_size,
            live=live,
            features=features,
            start_s=start_s,
            landmarker=self.landmarker,
        )
