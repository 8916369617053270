"""Names and markers of a live recording that has ended, changed in its own files.

What others have done to the recording since, such as merges made where results are looked at,
stays as it is. Knows no window and nothing of how a recording is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from svfap_core.atomic import output_errors
from svfap_core.errors import SvfapError
from svfap_core.messages import Message
from svfap_core.results.edits import Edits, Marker
from svfap_core.results.edits_file import SavedEdits, digest_of, read_saved_edits, write_edits
from svfap_core.results.files import EDITS_ENDING, MARKERS_ENDING
from svfap_core.results.layout import TIME_DECIMALS
from svfap_core.results.markers import TimedText, write_markers

_ROUNDED_S = 10**-TIME_DECIMALS


class RecordedWork(NamedTuple):
    """The work on a recording as it lies on the disk.

    Attributes:
        video: The recording's video; its other files are named after it.
        analysis: Identity of the analysis whose tracks are named.
        start_s: Source time of its first frame.
        end_s: Source time up to which markers belong to it.
        tracks: The faces in it.
        names: Track to name.
        markers: In the recording's own time.
    """

    video: Path
    analysis: str
    start_s: float
    end_s: float
    tracks: frozenset[int]
    names: Mapping[int, str]
    markers: tuple[TimedText, ...]

    def with_work(
        self, names: Mapping[int, str], markers: Sequence[tuple[float, str]]
    ) -> RecordedWork:
        """The same recording with a session's work, as far as it is about this recording.

        Args:
            names: Of persons of the session, by track.
            markers: Of the session: source time and text.
        """
        about = self.tracks | self.names.keys()
        return self._replace(
            names={track: name for track, name in names.items() if track in about},
            markers=tuple(
                TimedText(t_s - self.start_s, text)
                for t_s, text in markers
                if self.start_s <= t_s <= self.end_s
            ),
        )


def rework(before: RecordedWork, now: RecordedWork) -> None:
    """Make the difference of two states of the work in the recording's files.

    Raises:
        SvfapError: The file of edits is damaged, or names the tracks of another analysis.
        OutputError: A file cannot be written.
    """
    path = _beside(now, EDITS_ENDING)
    with output_errors(path):
        seen = digest_of(path)
    saved = read_saved_edits(path) if seen else SavedEdits(_first_edits(before))
    if saved.edits.analysis not in {"", now.analysis}:
        raise SvfapError(
            Message(
                "%1 was analysed again after it was recorded: its persons have other numbers now",
                now.video.parent.name,
            ),
            hint="Open it in Analyse and change names and markers there.",
        )
    edits = _changed(saved.edits.on(now.analysis), before, now)
    write_edits(path, edits, saved.source, saved.tracks, seen=seen)
    times = (TimedText(marker.t_s, marker.text) for marker in edits.markers)
    write_markers(_beside(now, MARKERS_ENDING), times)


def _first_edits(work: RecordedWork) -> Edits:
    """Of a recording to which nobody has given a name: its markers stand in a file of their own."""
    markers = tuple(Marker(t_s=t_s, text=text) for t_s, text in work.markers)
    return Edits(analysis=work.analysis, markers=markers)


def _changed(edits: Edits, before: RecordedWork, now: RecordedWork) -> Edits:
    for track in before.names.keys() | now.names.keys():
        name = now.names.get(track, "")
        if name != before.names.get(track, ""):
            edits = edits.rename(edits.persons.get(track, track), name)
    for marker in before.markers:
        if marker not in now.markers:
            edits = edits.remove_marker(_written(edits, marker))
    for marker in now.markers:
        if marker not in before.markers:
            edits = edits.add_marker(Marker(t_s=marker.t_s, text=marker.text))
    return edits


def _written(edits: Edits, marker: TimedText) -> Marker:
    """A marker as the file has it, whose time was rounded if it came through a table."""
    same = (m for m in edits.markers if m.text == marker.text)
    near = (m for m in same if abs(m.t_s - marker.t_s) < _ROUNDED_S)
    return next(near, Marker(t_s=marker.t_s, text=marker.text))


def _beside(work: RecordedWork, ending: str) -> Path:
    return work.video.with_name(work.video.name + ending)
