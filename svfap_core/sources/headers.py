"""What the bytes of a file tell where libav is silent: a missing index, encryption, a cut.

Decodes nothing, and reads little.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEAD_BYTES = 2**20
_LARGEST_INDEX_BYTES = 2**26

_TS_SYNC = 0x47
_TS_LAYOUTS = ((188, 0), (192, 4), (204, 0))
"""Length of a packet, and where in it the sync byte lies: plain, with times (M2TS), with parity."""

_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp"})
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_RIFF = b"RIFF"
_ASF_HEADER = bytes.fromhex("3026b275 8e66cf11 a6d900aa 0062ce6c")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c 47a9cf11 8ee400c0 0c205365")
_ASF_ENCRYPTION = (
    bytes.fromhex("fbb31122 23bdd211 b4b700a0 c955fc6e"),
    bytes.fromhex("14e68a29 2226174c b935dae0 7ee9289c"),
    bytes.fromhex("33850543 8169e649 9b74ad12 cb86d58c"),
)
"""Objects for content encryption, as their GUIDs are stored (ASF Specification, 3.14 to 3.16)."""


def lacks_index(path: Path) -> bool:
    """Whether the top-level boxes (ISO/IEC 14496-12, 4.2) begin well and hold no `moov`."""
    with path.open("rb") as file:
        seen = {kind for kind, _, _ in _boxes(file, path.stat().st_size)}
    return b"ftyp" in seen and b"moov" not in seen


def says_encrypted(path: Path, video_pid: int | None = None) -> bool:
    """Whether a file says that its video is encrypted.

    Args:
        path: The file: ISO media, ASF or MPEG transport stream.
        video_pid: Of the video in a transport stream; all of its streams where not known.
    """
    head = _head(path)
    if head.startswith(_ASF_HEADER):
        return any(guid in head for guid in _ASF_ENCRYPTION)
    if head[4:8] in _ISO_BOXES:
        return any(entry in _index(path) for entry in (b"encv", b"drmi"))
    return _is_scrambled(head, video_pid)


def is_cut(path: Path) -> bool:
    """Whether a file is shorter than it says itself (Matroska, AVI and ASF do say so)."""
    size_bytes = path.stat().st_size
    head = _head(path, 4096)
    if head.startswith(_EBML):
        return _matroska_bytes(head) > size_bytes
    if head.startswith(_RIFF):
        return _riff_bytes(path, size_bytes) > size_bytes
    if head.startswith(_ASF_HEADER):
        return _asf_bytes(head) > size_bytes
    return False


def _matroska_bytes(head: bytes) -> int:
    """How long a file should be by its segment (RFC 8794, 4 and 6); 0 where that is open."""
    length, at = _ebml_size(head, len(_EBML))
    segment = at + length
    if head[segment : segment + len(_SEGMENT)] != _SEGMENT:
        return 0
    length, at = _ebml_size(head, segment + len(_SEGMENT))
    is_open = length == 2 ** (7 * (at - segment - len(_SEGMENT))) - 1
    return 0 if is_open else at + length


def _riff_bytes(path: Path, size_bytes: int) -> int:
    """Where the last chunk of an AVI file should end; long files have several."""
    end = 0
    with path.open("rb") as file:
        while end + 8 <= size_bytes:
            file.seek(end)
            header = file.read(8)
            if not header.startswith(_RIFF) or not any(header[4:]):
                break  # Something else, or a length that was never filled in.
            length = int.from_bytes(header[4:], "little")
            end += 8 + length
    return end


def _asf_bytes(head: bytes) -> int:
    """How long a file should be by its file properties (ASF Specification, 3.2)."""
    place = head.find(_ASF_PROPERTIES)
    if place < 0:
        return 0
    place += len(_ASF_PROPERTIES) + 8 + 16
    return int.from_bytes(head[place : place + 8], "little")


def _boxes(file: BinaryIO, size_bytes: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of each top-level box, as far as they make sense."""
    position = 0
    while position + 8 <= size_bytes:
        file.seek(position)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        yield header[4:8], position, length
        if length < 8:  # 0 reaches to the end of the file; the rest is damage.
            break
        position += length


def _index(path: Path) -> bytes:
    with path.open("rb") as file:
        for kind, position, length in _boxes(file, path.stat().st_size):
            if kind == b"moov":
                file.seek(position)
                return file.read(min(length, _LARGEST_INDEX_BYTES))
    return b""


def _head(path: Path, length: int = _HEAD_BYTES) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def _is_scrambled(head: bytes, pid: int | None) -> bool:
    """Whether most packets of a stream carry a scrambling control (ISO/IEC 13818-1, 2.4.3.2)."""
    for length, offset in _TS_LAYOUTS:
        packets = [head[at : at + 4] for at in range(offset, len(head) - 4, length)]
        if len(packets) > 1 and all(packet[0] == _TS_SYNC for packet in packets[:5]):
            controls = [
                packet[3] >> 6
                for packet in packets
                if pid in {None, int.from_bytes(packet[1:3], "big") & 0x1FFF}
            ]
            return 2 * sum(control > 0 for control in controls) > len(controls)
    return False


def _ebml_size(data: bytes, at: int) -> tuple[int, int]:
    """The length of an element, and where its content begins."""
    width = 9 - data[at].bit_length() if data[at : at + 1] not in {b"", b"\0"} else 8
    return int.from_bytes(data[at : at + width], "big") & (2 ** (7 * width) - 1), at + width
