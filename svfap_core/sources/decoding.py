"""From libav's packets to frames with their numbers, times and shapes; for all that use PyAV.

Knows nothing of files, addresses, reconnecting, or colours.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, cast

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from svfap_core.errors import SourceError, out_of_memory
from svfap_core.messages import Message
from svfap_core.sources.numbering import FrameNumbers
from svfap_core.sources.streams import (
    Reach,
    has_own_shape,
    nominal_rate,
    pixel_aspect,
    sensible_aspect,
    shows_by_decoding,
    tick_s,
)

_log = logging.getLogger(__name__)

_PART_OF_FRAME = Fraction(3, 4)


class Decoded(NamedTuple):
    """A decoded frame; `number` counts all of the stream's frames, damaged ones included.

    `time` is when the container shows it, as it says, in ticks of `base_s`; `duration` is 0 where
    it does not say. `aspect` is the width to the height of a stored pixel.
    """

    frame: VideoFrame
    number: int
    time: int | None
    duration: int
    base_s: Fraction
    aspect: Fraction

    @property
    def time_s(self) -> Fraction | None:
        """When the container shows it, in seconds."""
        return None if self.time is None else self.time * self.base_s


class _Sent:
    """What goes with a packet through the decoder. One object each, as PyAV knows them by `id`."""

    __slots__ = ("order",)

    def __init__(self, order: int) -> None:
        self.order = order


class FrameDecoder:
    """Frames of one stream, packet by packet; whatever cannot be decoded is counted, not the end.

    Args:
        container: The opened container.
        stream: One of its video streams.
        stop: Ends `frames` at the next packet.
        name: For messages.
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, stop: threading.Event, name: str
    ) -> None:
        self._container = container
        self._stream = stream
        self._stop = stop
        self._name = name
        self._by_decoding = shows_by_decoding(container, stream)
        self._may_be_encrypted = container.format.name.startswith("mov")
        self._has_hidden = stream.codec_context.codec.canonical_name == "vp8"
        self._shape = _PixelShape(container, stream)
        rate = nominal_rate(container, stream)
        self._base_s = tick_s(stream)
        self._apart = int(_PART_OF_FRAME / (rate * self._base_s)) if rate else 0
        self._numbers = FrameNumbers(joined=self._by_decoding)
        self._errors = 0
        self.reach = Reach()
        stream.codec_context.copy_opaque = True

    @property
    def damaged_packets(self) -> int:
        """Packets that could not be decoded, or gave no frame though they hold one."""
        return max(self._errors, self._numbers.missing)

    @property
    def reordered(self) -> bool:
        """Whether frames are stored in another order than they are shown in."""
        return self._stream.codec_context.reorder_depth > 0

    @property
    def shows_by_decoding(self) -> bool:
        """Whether display times follow from the order of decoding; see `streams`."""
        return self._by_decoding

    def forget_damage(self) -> None:
        """Begin to count anew: what came before was joined half-way."""
        self._errors = self._numbers.missing = 0

    def frames(self) -> Iterator[Decoded]:
        """Frames in display order, until the stream ends or `stop` is set.

        Raises:
            FFmpegError: The container cannot be read on.
            SourceError: The stream is encrypted from here on, or memory is short.
        """
        for order, packet in enumerate(self._container.demux()):
            if self._stop.is_set():
                return
            if packet.stream is not self._stream:
                self._look_at_other(packet)
                continue
            video = cast("Packet[VideoStream]", packet)
            if self._holds_frame(video, order):
                yield from map(self._numbered, self._decode(video))
        self._numbers.close()

    def _look_at_other(self, packet: Packet[Stream]) -> None:
        """How far the sound goes tells whether a file was cut or its video ended by itself."""
        time = packet.dts if packet.pts is None else packet.pts
        if time is not None and packet.stream.type in {"audio", "video"}:
            self.reach.packet(packet.stream.index, time + (packet.duration or 0))

    def _holds_frame(self, packet: Packet[VideoStream], order: int) -> bool:
        """Take note of a packet of the stream; false if it stands for a frame that is held."""
        key = packet.dts if self._by_decoding else packet.pts
        time = packet.dts if key is None else key
        if packet.size == 0:
            return time is None  # The last packet, which empties the decoder, has no time.
        if self._may_be_encrypted and packet.has_sidedata("encryption_info"):
            raise encrypted(self._name)
        packet.opaque = _Sent(order)
        if not packet.is_discard:
            hidden = self._has_hidden and not memoryview(packet)[0] & 0x10
            if not hidden:
                self._numbers.enter(key, order, is_key_frame=packet.is_keyframe)
            if time is not None:
                self.reach.packet(self._stream.index, time + (packet.duration or 0))
        else:
            self.reach.discarded += 1
        return True

    def _decode(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        try:
            frames = packet.decode()
        except EOFError:
            return []
        except MemoryError as error:
            raise out_of_memory(self._name) from error
        except Exception as error:  # noqa: BLE001  # newer libraries fail in ways of their own
            _log.info("%s: a packet cannot be decoded: %s", self._name, error)
            self._errors += 1
            return []
        self._errors += packet.is_corrupt
        return frames

    def _numbered(self, frame: VideoFrame) -> Decoded:
        time = frame.dts if self._by_decoding or frame.pts is None else frame.pts
        key = frame.dts if self._by_decoding else frame.pts
        sent = frame.opaque
        number = self._numbers.number(
            key,
            sent.order if isinstance(sent, _Sent) else -1,
            reordered=self.reordered,
            apart=self._apart if frame.interlaced_frame else 0,
        )
        return Decoded(
            frame,
            number,
            time,
            max(0, frame.duration),
            self._base_s,
            self._shape.of(frame),
        )


class _PixelShape:
    """The width to height of stored pixels, which may change where a new sequence begins.

    The decoder learns of a change when it reads the first packet of the new shape, some frames
    before that one is shown; so it holds from the next key frame that is shown.
    """

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._stream = stream
        self._aspect = pixel_aspect(stream)
        self._own = has_own_shape(container)
        self._coded: Fraction | None = None
        self._began = False

    def of(self, frame: VideoFrame) -> Fraction:
        """The shape of the next frame in display order."""
        if self._began and not frame.key_frame:
            return self._aspect
        coded = self._stream.codec_context.sample_aspect_ratio
        if coded != self._coded and (self._began or not self._own) and coded:
            self._aspect = sensible_aspect(coded)
        self._began, self._coded = True, coded
        return self._aspect


def encrypted(name: str) -> SourceError:
    """The error for a video that only its seller's programs can play."""
    return SourceError(
        Message("%1 is encrypted, as purchased and streamed videos are", name),
        hint="Analyse a copy without encryption (DRM), such as a recording of your own.",
    )
