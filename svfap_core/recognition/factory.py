"""Makes the recogniser that a user names."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from svfap_core.errors import ModelError
from svfap_core.messages import Message
from svfap_core.recognition.base import Recogniser

RecogniserName: TypeAlias = Literal["builtin", "insightface"]
RECOGNISERS: tuple[RecogniserName, ...] = get_args(RecogniserName)


def create_recogniser(
    name: RecogniserName = "builtin", *, accept_licence: bool = False
) -> Recogniser:
    """A recogniser, ready to run.

    Args:
        name: `builtin` is dlib's network, which ships with the product.
        accept_licence: Whether the user accepts the non-commercial licence of insightface's
            packs, so that one may be downloaded.

    Raises:
        ModelError: There is none of this name, or its files cannot be used.
        DetectorError: The pack cannot be had.
    """
    if name == "insightface":
        from svfap_core.recognition.insightface_arcface import (  # noqa: PLC0415  # loads onnx
            ArcFaceRecogniser,
        )

        return ArcFaceRecogniser(accept_licence=accept_licence)
    if name == "builtin":
        from svfap_core.recognition.dlib_network import (  # noqa: PLC0415  # loads OpenVINO
            DlibRecogniser,
        )

        return DlibRecogniser()
    raise ModelError(
        Message("there is no network %1 that recognises faces", name),
        hint=Message("Use one of: %1.", ", ".join(RECOGNISERS)),
    )
