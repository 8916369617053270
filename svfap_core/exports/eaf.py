"""Emotion stretches as tiers of an ELAN annotation document (EAF 2.8), for hand annotation.

ELAN counts milliseconds from the start of the video, as `t_s` does.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from pympi.Elan import Eaf, to_eaf

from svfap_core.atomic import whole_file
from svfap_core.results.recording import Recording
from svfap_core.results.stretches import emotion_stretches


def write_eaf(path: Path, recording: Recording, media: Path) -> None:
    """One tier per person, one annotation per stretch with the same strongest emotion.

    Args:
        path: The .eaf file.
        recording: The analysis.
        media: The video that ELAN should play, linked by its full path, else beside the document.

    Raises:
        OutputError: The file cannot be written.
    """
    document = Eaf(author="svfap")
    document.remove_tier("default")
    kind = mimetypes.guess_type(media.name)[0] or "video/mp4"
    # Where the full path is gone, ELAN looks for the video beside the document.
    document.add_linked_file(media.resolve().as_uri(), f"./{media.name}", kind)
    for track_id in recording.track_ids:
        tier = f"person {track_id}"
        document.add_tier(tier)
        for stretch in emotion_stretches(recording.of_track(track_id)):
            start, end = round(stretch.start_s * 1000), round(stretch.end_s * 1000)
            if end > start:
                document.add_annotation(tier, start, end, stretch.label)
    if not recording.track_ids:
        # ELAN opens no document without a tier.
        document.add_tier("no face")
    with whole_file(path) as part:
        part.unlink(missing_ok=True)
        to_eaf(part, document)
