"""Which of a container's video streams is meant, and what the container says of it.

Decodes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import av
from av.container import InputContainer
from av.format import Flags
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from svfap_core.errors import SourceError
from svfap_core.messages import Message, joined

_PREVIEWS = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
_RAW = frozenset({"h264", "hevc", "vvc", "m4v", "mpegvideo", "cavsvideo", "vc1", "dirac", "obu"})
_GUESSED_RATE = _RAW | {"dv"}
"""Formats in which the average rate is that of a made-up clock."""

_NO_SHAPE = _RAW | {"mpegts", "mpeg", "dv"}
"""Formats that leave the shape of pixels to the stream, where it may change."""

_ANNOUNCING = frozenset({"mov", "mxf", "gxf"})
"""Formats with the length of each stream in their header. Of others libav finds it at the end of
what is there, or guesses."""

_WHOLE_FILE = frozenset({"matroska", "asf", "flv"})
"""Formats whose header has the length of the longest stream only."""

_LEAST_SHORT_S = Fraction(1, 10)
_INTERLEAVED_S = Fraction(1)
"""How far apart packets of the same time may lie in a file."""

_CREATED = ("creation_time", "com.apple.quicktime.creationdate", "date")
_MATROSKA_TIME = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")


def choose_video(
    container: InputContainer, name: str, number: int | None = None
) -> tuple[VideoStream, int]:
    """The stream that players show, or the one with a number, and its number.

    Players take the default one, then the largest; never cover pictures or previews, unless there
    is nothing else.

    Args:
        container: The opened file.
        name: Of the file, for messages.
        number: Among the video streams of the file, from 0.

    Raises:
        SourceError: There is no (such) video stream, or no decoder for it.
    """
    streams = list(container.streams.video)
    shown = [n for n, s in enumerate(streams) if Disposition.attached_pic not in s.disposition]
    if not shown:
        sound, nothing = Message("%1 holds only sound"), Message("%1 holds no video")
        what = sound if container.streams.audio else nothing
        raise SourceError(Message(what, name), hint="Choose a file or stream with a video.")
    if number is None:
        number = max(shown, key=lambda place: _rank(streams[place]))
    elif number >= len(streams):
        raise SourceError(
            Message(
                "%1 has no video stream %2: it has %3", name, number, _listed(enumerate(streams))
            ),
            hint="Choose one of these, or none for the one that players show.",
        )
    if not streams[number].codec_context:
        raise SourceError(
            Message("%1 is stored in a way that no decoder here knows", name),
            hint="Convert it to H.264, for example with: ffmpeg -i IN -c:v libx264 OUT.mp4",
        )
    return streams[number], number


def choice_note(container: InputContainer, number: int) -> str | None:
    """A sentence on which video stream was taken, where a file has several."""
    streams = [
        (n, s) for n, s in enumerate(container.streams.video) if not _PREVIEWS & s.disposition
    ]
    if len(streams) < 2:
        return None
    return Message(
        "The file has %1; stream %2 was taken. `--video-stream` takes another.",
        _listed(streams),
        number,
    )


def nominal_rate(container: InputContainer, stream: VideoStream) -> Fraction | None:
    """Frames per second as the container has it, or nothing."""
    if container.format.name in _GUESSED_RATE:
        return stream.guessed_rate or stream.base_rate or stream.average_rate or None
    return stream.average_rate or stream.guessed_rate or None


def tick_s(stream: Stream) -> Fraction:
    """Seconds that a tick of a stream's clock lasts."""
    return stream.time_base or Fraction(1, av.time_base)


def pixel_aspect(stream: VideoStream) -> Fraction:
    """Width to height of a stored pixel; 1 where nothing (sensible) is said."""
    return sensible_aspect(stream.sample_aspect_ratio)


def sensible_aspect(ratio: Fraction | None) -> Fraction:
    """The same ratio, or 1 where it cannot be meant."""
    return ratio if ratio and Fraction(1, 8) < ratio < 8 else Fraction(1)


def has_own_shape(container: InputContainer) -> bool:
    """Whether the container itself can say what shape pixels have."""
    return container.format.name not in _NO_SHAPE


def shows_by_decoding(container: InputContainer, stream: VideoStream) -> bool:
    """Whether the container knows only when frames are decoded, not when they are shown.

    So it is in AVI, and in Matroska for video taken over from AVI as it was. What libav makes up as
    PTS is wrong there for every video with B-frames; a frame is shown when it leaves the decoder.
    """
    taken_over = container.format.name.startswith("matroska") and bool(
        stream.codec_context.codec_tag.strip("\0")
    )
    return container.format.name == "avi" or taken_over


def may_jump(container: InputContainer) -> bool:
    """Whether the format's clock may be set anew within a file."""
    return bool(container.format.flags & Flags.ts_discont.value)


def longest_s(container: InputContainer) -> Fraction | None:
    """The longest of all lengths that the container, as far as it was read, has for any stream."""
    lengths_s = [
        stream.duration * tick_s(stream) for stream in container.streams if stream.duration
    ]
    if container.duration:
        lengths_s.append(Fraction(container.duration, av.time_base))
    return max(lengths_s, default=None)


def file_start_s(container: InputContainer, stream: VideoStream, first_s: Fraction) -> Fraction:
    """Where players begin to count: the earliest presented sample of any stream.

    Args:
        container: The file.
        stream: Its video stream that is read.
        first_s: When the first frame of that stream is shown.
    """
    others = [
        other.start_time * other.time_base
        for other in (*container.streams.video, *container.streams.audio)
        if other is not stream and Disposition.attached_pic not in other.disposition
        if other.start_time is not None and other.time_base
    ]
    return min([first_s, *others])


def created_at(container: InputContainer, stream: VideoStream) -> str:
    """When the video was made, as the container has it; empty where it does not say."""
    return _word((container.metadata, stream.metadata), _CREATED)


def timecode(container: InputContainer, stream: VideoStream) -> str:
    """The SMPTE timecode of the first frame, as the container has it; empty without."""
    others = (other.metadata for other in container.streams)
    return _word((stream.metadata, container.metadata, *others), ("timecode",))


@dataclass(slots=True)
class Reach:
    """How far packets were read: by the index of each stream its end in ticks, and their number.

    `discarded` counts those of the video that are there but not shown.
    """

    ends: dict[int, int] = field(default_factory=dict[int, int])
    packets: dict[int, int] = field(default_factory=dict[int, int])
    discarded: int = 0

    def packet(self, stream: int, end: int) -> None:
        """A packet of a stream ends then."""
        self.ends[stream] = max(end, self.ends.get(stream, end))
        self.packets[stream] = self.packets.get(stream, 0) + 1

    def end_s(
        self, container: InputContainer, stream: VideoStream | None = None
    ) -> Fraction | None:
        """The end of a stream, or of the longest one, if any was read."""
        ends_s = [
            end * tick_s(container.streams[index])
            for index, end in self.ends.items()
            if stream is None or index == stream.index
        ]
        return max(ends_s, default=None)


@dataclass(frozen=True, slots=True)
class Announced:
    """The length of the video as the container announces it, counted from the first frame.

    `end_s` is the same on the stream's clock, where that is the word on this very stream;
    `file_end_s` is that of the longest stream. `packets` is how many there should be, 0 where
    nothing is said. `is_cut` says whether the file's own structure shows that its end is missing.
    """

    length_s: Fraction | None = None
    end_s: Fraction | None = None
    file_end_s: Fraction | None = None
    packets: int = 0
    is_cut: bool = False

    def ends_early(
        self, packets: int, video_end_s: Fraction, any_end_s: Fraction, usual_gap_s: Fraction
    ) -> bool:
        """Whether the end of the video stream is missing.

        Args:
            packets: How many there are of it.
            video_end_s: Where the last of them ends.
            any_end_s: Where the last packet of any stream ends.
            usual_gap_s: Between frames.
        """
        if self.packets and packets >= self.packets:
            return False
        if self.end_s is not None:
            return self.end_s - video_end_s > max(2 * usual_gap_s, _LEAST_SHORT_S)
        # Where other streams go on to the cut, the video had ended by itself.
        is_cut = self.is_cut or (
            self.file_end_s is not None and self.file_end_s - any_end_s > _INTERLEAVED_S
        )
        went_on_s = any_end_s - video_end_s
        return is_cut and went_on_s <= max(2 * usual_gap_s, _INTERLEAVED_S)


def announced(
    container: InputContainer, stream: VideoStream, first_s: Fraction, *, is_cut: bool
) -> Announced:
    """What the container announces of a video stream.

    Args:
        container: The file.
        stream: Its video stream.
        first_s: When the first frame is shown.
        is_cut: Whether the file is known to lack its end; see `headers.is_cut`.
    """
    kind = container.format.name.partition(",")[0]
    if kind == "matroska" and (tagged_s := _tagged_s(stream)) is not None:
        # mkvmerge counts from the stream's first frame, all others from the file's zero.
        relative = stream.metadata.get("_STATISTICS_WRITING_APP", "").startswith("mkvmerge")
        end_s = first_s + tagged_s if relative else tagged_s
        return Announced(end_s - first_s, end_s)
    if kind not in _WHOLE_FILE and stream.duration and stream.time_base:
        length_s = stream.duration * stream.time_base
        if kind in _ANNOUNCING:
            return Announced(length_s, first_s + length_s, packets=stream.frames)
        return Announced(length_s, is_cut=is_cut)
    if container.duration:
        start_s = Fraction(container.start_time or 0, av.time_base)
        end_s = start_s + Fraction(container.duration, av.time_base)
        return Announced(
            end_s - first_s, file_end_s=end_s if kind == "flv" else None, is_cut=is_cut
        )
    return Announced(is_cut=is_cut)


def _tagged_s(stream: VideoStream) -> Fraction | None:
    for key, value in stream.metadata.items():
        if key.upper().partition("-")[0] == "DURATION" and (found := _MATROSKA_TIME.match(value)):
            hours, minutes, seconds = found.groups()
            return 3600 * int(hours) + 60 * int(minutes) + Fraction(seconds)
    return None


def _rank(stream: VideoStream) -> tuple[bool, bool, bool, int]:
    """Higher for what players would rather show."""
    context = stream.codec_context
    still = bool(_PREVIEWS & stream.disposition) or stream.frames == 1
    area_px = context.width * context.height if context else 0
    return bool(context), not still, Disposition.default in stream.disposition, area_px


def _listed(streams: Iterable[tuple[int, VideoStream]]) -> str:
    told = [Message("%1 (%2)", number, _told(stream)) for number, stream in streams]
    if len(told) == 1:
        return Message("one video stream, %1", told[0])
    return Message("%1 video streams, %2 and %3", len(told), joined(told[:-1], ", "), told[-1])


def _told(stream: VideoStream) -> str:
    context = stream.codec_context
    if not context:
        return Message("unknown codec")
    default = Message(", default") if Disposition.default in stream.disposition else ""
    size = f"{context.width}x{context.height}"
    return Message("%1, %2%3", context.codec.canonical_name, size, default)


def _word(all_metadata: Iterable[Mapping[str, str]], keys: Iterable[str]) -> str:
    folded = [{key.casefold(): value for key, value in each.items()} for each in all_metadata]
    return next((each[key] for key in keys for each in folded if each.get(key)), "")
