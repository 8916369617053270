"""Video files made bad: cut short, or bytes of other values; the same for the same seed.

Knows containers just enough to hit their index as often as their pictures.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av

_SHORT_ENOUGH_BYTES = 150_000
_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Damaged:
    """One bad copy of a file.

    A cut leaves any part of the file. Flips give 1, 4, 16 or 64 bytes other values: anywhere with
    even seeds, in the index (the moov box, where there is one) with odd ones.
    """

    clip: Path
    kind: Literal["cut", "flip", "none"]
    seed: int

    @property
    def name(self) -> str:
        """Of the bad copy."""
        return f"{self.clip.stem}-{self.kind}-{self.seed:03}{self.clip.suffix}"

    def write(self, folder: Path) -> Path:
        """Make the bad copy."""
        path = folder / self.name
        path.write_bytes(self.content())
        return path

    def content(self) -> bytes:
        """What is in the bad copy."""
        content = bytearray(self.clip.read_bytes())
        chance = random.Random(f"{self.clip.name} {self.kind} {self.seed}")
        if self.kind == "none":
            return bytes(content)
        if self.kind == "cut":
            return bytes(content[: chance.randrange(len(content))])
        first, end = index_of(content) if self.seed % 2 else (0, len(content))
        for _ in range(chance.choice((1, 4, 16, 64))):
            content[chance.randrange(first, end)] ^= chance.randrange(1, 256)
        return bytes(content)


def index_of(content: bytes | bytearray) -> tuple[int, int]:
    """Where the moov box of an ISO file (ISO/IEC 14496-12, 4.2) lies, or else the whole file."""
    position = 0
    while position + 8 <= len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        if content[position + 4 : position + 8] == b"moov":
            return position, min(position + length, len(content))
        position += max(length, 8)
    return 0, len(content)


def shortened(clip: Path, folder: Path) -> Path:
    """The first half second of a long clip, its packets and the place of its index kept.

    Short ones stay as they are, and so does what cannot be opened.
    """
    copy = folder / clip.name
    content = clip.read_bytes()
    if len(content) < _SHORT_ENOUGH_BYTES:
        copy.write_bytes(content)
        return copy
    index_first = index_of(content)[0] < content.index(b"mdat")
    flags = {"movflags": "faststart"} if index_first else {}
    with av.open(str(clip)) as source, av.open(str(copy), "w", options=flags) as target:
        streams = {s: target.add_stream_from_template(s) for s in source.streams}
        first_s: dict[int, Fraction] = {}
        for packet in source.demux():
            if packet.dts is None:
                continue
            dts_s = packet.dts * packet.time_base
            if dts_s - first_s.setdefault(packet.stream.index, dts_s) > _SECONDS:
                continue
            packet.stream = streams[packet.stream]
            target.mux(packet)
    return copy
