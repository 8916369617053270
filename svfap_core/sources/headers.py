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

_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
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


def says_encrypted(path: Path, container_format: str, video_pid: int) -> bool:
    """Whether a file says that its video is encrypted.

    Args:
        path: The file.
        container_format: As libav names it.
        video_pid: Of the video in an MPEG transport stream.
    """
    kind = container_format.partition(",")[0]
    if kind == "mpegts":
        return _is_scrambled(_head(path), video_pid)
    if kind == "asf":
        head = _head(path)
        return any(guid in head for guid in _ASF_ENCRYPTION)
    if kind == "mov":
        return any(entry in _index(path) for entry in (b"encv", b"drmi"))
    return False


def is_cut_matroska(path: Path) -> bool:
    """Whether a Matroska file is shorter than its segment says (RFC 8794, 4 and 6)."""
    head = _head(path, 4096)
    if not head.startswith(_EBML):
        return False
    length, at = _ebml_size(head, len(_EBML))
    segment = at + length
    if head[segment : segment + len(_SEGMENT)] != _SEGMENT:
        return False
    length, at = _ebml_size(head, segment + len(_SEGMENT))
    unknown = length == 2 ** (7 * (at - segment - len(_SEGMENT))) - 1
    return not unknown and at + length > path.stat().st_size


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


def _is_scrambled(head: bytes, pid: int) -> bool:
    """Whether most packets of a stream carry a scrambling control (ISO/IEC 13818-1, 2.4.3.2)."""
    for length, offset in _TS_LAYOUTS:
        packets = [head[at : at + 4] for at in range(offset, len(head) - 4, length)]
        if packets and all(packet[0] == _TS_SYNC for packet in packets[:5]):
            of_video = [p for p in packets if int.from_bytes(p[1:3], "big") & 0x1FFF == pid]
            return 2 * sum(packet[3] >= 0x40 for packet in of_video if packet[3] & 0x10) > len(
                of_video
            )
    return False


def _ebml_size(data: bytes, at: int) -> tuple[int, int]:
    """The length of an element, and where its content begins."""
    width = 9 - data[at].bit_length() if data[at : at + 1] not in {b"", b"\0"} else 8
    return int.from_bytes(data[at : at + width], "big") & (2 ** (7 * width) - 1), at + width
