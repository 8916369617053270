"""Model files as somebody would make them who means harm, or whom a disk has failed.

Each is written into a folder of its own. `canary` is a file that code in them would make.
"""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import random
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors.torch import load_file, save
from torch import Tensor

from svfap_core.inference.card import SCHEMA_VERSION
from svfap_core.inference.checkpoint import save_model
from svfap_core.inference.model_folder import WEIGHTS_FILE, file_sha256
from svfap_core.models import TPSBTConfig
from svfap_core.models.tpsbt import TPSBT
from svfap_core.names import CARD_FILE
from tests.faults.workers import Verdict
from tests.unit.inference.samples import model_card, network

RESULTS, ERROR = Verdict.RESULTS, Verdict.ERROR
NARROW = TPSBTConfig(embed_dim=32, num_heads=2)
"""Stands for the published size: its depths, a sixteenth of its width."""
CANARY = "canary"
PUBLISHED = "published.pth"


@dataclass(frozen=True, slots=True)
class Forgery:
    """A model folder, or a published file; `verdict` is `None` where either may come of it."""

    name: str
    kind: Literal["own", "published"]
    make: Callable[[Path], object]
    verdict: Verdict | None = ERROR

    def write(self, folder: Path) -> Path:
        """Make it in a new folder; what is to be opened."""
        folder.mkdir()
        if self.kind == "own":
            folder /= "model"
            folder.mkdir()
            for name, content in sound_model().items():
                (folder / name).write_bytes(content)
        self.make(folder)
        return folder if self.kind == "own" else folder / PUBLISHED


@functools.cache
def sound_model() -> dict[str, bytes]:
    """The files of a model folder."""
    with tempfile.TemporaryDirectory() as name:
        card = model_card()
        save_model(Path(name), network(card), card)
        return {path.name: path.read_bytes() for path in Path(name).iterdir()}


# -- code in published files --------------------------------------------------------------------


class Canary:
    """Unpickled by a plain reader, it makes a file."""

    def __init__(self, folder: Path, how: str) -> None:
        self._calls: dict[str, tuple[Any, tuple[Any, ...]]] = {
            "path": (Path.touch, (folder / CANARY,)),
            "system": (os.system, (f"touch '{folder / CANARY}'",)),
            "eval": (eval, (f"open({str(folder / CANARY)!r}, 'w')",)),
            "load": (torch.load, (folder / "nested",)),
        }
        self._how = how

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self._calls[self._how]


@functools.cache
def weights() -> dict[str, Tensor]:
    torch.manual_seed(0)
    return TPSBT(NARROW, 7).state_dict()


def with_code(folder: Path, how: str, place: str, *, zipped: bool) -> None:
    canary = Canary(folder, how)
    content: dict[str, Any] = {
        "bare": canary,
        "weights": {"model": {**weights(), "head.bias": canary}},
        "beside": {"model": weights(), "args": canary},
        "key": {"model": weights(), "optimizer": {canary: 1}},
    }
    path = folder / PUBLISHED
    torch.save(content[place], path, _use_new_zipfile_serialization=zipped)


def plain_pickle(folder: Path, how: str, protocol: int) -> None:
    content = pickle.dumps({"model": Canary(folder, how)}, protocol=protocol)
    (folder / PUBLISHED).write_bytes(content)


ODD_TENSORS: dict[str, tuple[str, Callable[[], object]]] = {
    "no data": ("head.bias", lambda: torch.ones(7, device="meta")),
    "sparse": ("head.bias", lambda: torch.ones(7).to_sparse()),
    "nested": ("head.bias", lambda: [torch.ones(7)]),
    "one number for outputs": ("head.weight", lambda: torch.tensor(7.0)),
    "one number for patches": ("patch_embed.proj.weight", lambda: torch.tensor(1.0)),
    "no numbers": ("head.bias", lambda: torch.full((7,), torch.nan)),
    "complex numbers": ("head.bias", lambda: torch.ones(7, dtype=torch.complex64)),
    "bytes": ("head.bias", lambda: torch.ones(7, dtype=torch.uint8)),
    "a giant of one number": ("head.weight", lambda: torch.ones(1).expand(7, 1 << 40)),
    "a name that climbs": ("../../../head.bias", lambda: torch.ones(7)),
}
"""A name, and what lies under it in place of a sound tensor. Made in the process that reads."""


def changed(folder: Path, name: str) -> None:
    """A published file with one odd tensor."""
    under, make = ODD_TENSORS[name]
    torch.save({"model": weights() | {under: make()}}, folder / PUBLISHED)


def published(folder: Path) -> None:
    torch.save({"model": weights()}, folder / PUBLISHED)


def zipped_again(folder: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    """A published file, its zip entries changed one by one."""
    buffer = io.BytesIO()
    torch.save({"model": weights()}, buffer)
    with (
        zipfile.ZipFile(buffer) as old,
        zipfile.ZipFile(folder / PUBLISHED, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))


def climbing(name: str, content: bytes) -> tuple[str, bytes]:
    return name.replace("/data/", "/../../../data/"), content


def absolute(name: str, content: bytes) -> tuple[str, bytes]:
    return f"/tmp/{name}", content


def bursting(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content if not name.endswith("/data/0") else content[: len(content) // 2]


def bomb(folder: Path) -> None:
    """Zeros, a thousand times as many as there are bytes in the file."""
    zipped_again(folder, lambda name, content: (name, content))
    with (
        zipfile.ZipFile(folder / PUBLISHED, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("archive/data/bomb", "w", force_zip64=True) as entry,
    ):
        for _ in range(64):
            entry.write(bytes(1 << 20))


def script(folder: Path) -> None:
    class Doubling(torch.nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return 2 * x

    torch.jit.save(torch.jit.trace(Doubling(), torch.ones(2)), folder / PUBLISHED)


def tar(folder: Path) -> None:
    with tarfile.open(folder / PUBLISHED, "w") as archive:
        for name in ("../canary", "/tmp/svfap-canary", "storages", "tensors", "pickle"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())


def safetensors_file(folder: Path) -> None:
    (folder / PUBLISHED).write_bytes(save(weights()))


def pipe(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)


def endless(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to("/dev/zero")


def circle(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(name)


def a_folder(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()


NODES = [pipe, endless, circle, a_folder]

SOUND_PUBLISHED = Forgery("untouched", "published", published, RESULTS)
PUBLISHED_FILES = [
    SOUND_PUBLISHED,
    *(
        Forgery(f"code {how} {place} {zipped}", "published",
            partial(with_code, how=how, place=place, zipped=zipped))
        for how in ("path", "system", "eval", "load")
        for place in ("bare", "weights", "beside", "key")
        for zipped in (True, False)
    ),
    *(
        Forgery(f"pickle {how} {protocol}", "published",
            partial(plain_pickle, how=how, protocol=protocol))
        for how in ("path", "system", "eval")
        for protocol in range(6)
    ),
    *(Forgery(name, "published", partial(changed, name=name)) for name in ODD_TENSORS),
    Forgery("entries that climb", "published", partial(zipped_again, change=climbing)),
    Forgery("entries from the root", "published", partial(zipped_again, change=absolute)),
    Forgery("too few numbers", "published", partial(zipped_again, change=bursting)),
    Forgery("bomb", "published", bomb, None),
    Forgery("script", "published", script),
    Forgery("tar", "published", tar),
    Forgery("safetensors", "published", safetensors_file),
    *(Forgery(f"published {n.__name__}", "published", partial(n, name=PUBLISHED)) for n in NODES),
]  # fmt: skip


# -- cards and weights of our own ---------------------------------------------------------------


def card(folder: Path, **changes: Any) -> None:
    """Exchange fields of the card; a name with dots leads into it."""
    path = folder / CARD_FILE
    content = json.loads(path.read_text())
    for name, value in changes.items():
        *way, last = name.split(".")
        place = content
        for step in way:
            place = place[int(step) if step.isdecimal() else step]
        place[last] = value
    path.write_text(json.dumps(content))


def card_text(folder: Path, text: str | bytes) -> None:
    (folder / CARD_FILE).write_bytes(text.encode() if isinstance(text, str) else text)


def weights_bytes(folder: Path, content: bytes) -> None:
    """Exchange the weights, and make the card agree, as a forger would."""
    (folder / WEIGHTS_FILE).write_bytes(content)
    card(folder, sha256=file_sha256(folder / WEIGHTS_FILE))


ODD_WEIGHTS: dict[str, tuple[str, Callable[[], Tensor]]] = {
    "own without numbers": ("head.bias", lambda: torch.full((7,), torch.nan)),
    "own infinite": ("head.bias", lambda: torch.full((7,), torch.inf)),
    "own whole numbers": ("head.bias", lambda: torch.ones(7).long()),
    "own one number": ("head.weight", lambda: torch.tensor(7.0)),
}


def odd_weights(folder: Path, name: str) -> None:
    under, make = ODD_WEIGHTS[name]
    weights_bytes(folder, save(load_file(folder / WEIGHTS_FILE) | {under: make()}))


def header(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the weights file says of its tensors, not the tensors."""
    content = (folder / WEIGHTS_FILE).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    said = json.loads(content[8 : 8 + length])
    change(said)
    lie = json.dumps(said).encode()
    weights_bytes(folder, struct.pack("<Q", len(lie)) + lie + content[8 + length :])


def lie_about(said: dict[str, Any], **values: Any) -> None:
    said["head.bias"] |= values


def one_more(said: dict[str, Any]) -> None:
    said["../../escape"] = said["head.bias"]


def a_million_more(said: dict[str, Any]) -> None:
    said.update({f"t{n}": said["head.bias"] for n in range(100_000)})


def wanting(folder: Path, value: str) -> None:
    """A card with a literal that JSON does not have."""
    text = (folder / CARD_FILE).read_text()
    (folder / CARD_FILE).write_text(text.replace('"span_s": 1.28', f'"span_s": {value}'))


def cut_weights(folder: Path, share: float) -> None:
    content = (folder / WEIGHTS_FILE).read_bytes()
    weights_bytes(folder, content[: int(share * len(content))])


FLAT = [[0.5, 0.5]] * 5
FAR = [[1e300, 0], [0, 0], [0, 1], [1, 1], [1, 0]]
CARDS: dict[str, Any] = {
    "name": ["../../escape", "/etc/x", "..", "a/b", "a\\b", "a\x00b", "", "A", 3, None],
    "size": ["giant", "../base", None],
    "encoder.embed_dim": [0, -32, 64, 1 << 62, 1e400, "32", 33, None, [32]],
    "encoder.depths": [[], [2], [10**9, 2], [2, 2, -2], "222", None],
    "encoder.patch_size": [0, 7, 32, -16],
    "encoder.drop_path": [-1, 1, "x"],
    "heads": [[], {}, [{"kind": "classes", "names": []}], [{"kind": "code", "names": ["a"]}], 7],
    "heads.0.names": [
        ["happy"] * 7, ["a b", *"cdefgh"], ["top", *"bcdefg"], ["\x1b", *"bcdefg"], list("abcdef"),
        [1, 2, 3, 4, 5, 6, 7], [["a"], *"bcdefg"], ["../x", *"bcdefg"],
    ],
    "heads.0.kind": ["bounded", "unbounded", "__reduce__", None],
    "input.frames": [0, -8, 7, 1 << 40, 8.5, "8"],
    "input.size_px": [0, 33, 1 << 30],
    "input.span_s": [0, -1, "1", None],
    "input.template": [FLAT, FAR, [[0, 0]] * 4, [[0]] * 5, "x", None],
    "input.colour": ["cmyk", 3],
    "input.mean": [[0.5], [0.5, 0.5, "x"], [1e300] * 3],
    "input.std": [[0, 0, 0], [0.2, 0.2, 0], [-1, 1, 1], [1e-300] * 3],
    "temperature": [0, -1, 1e-300, 1e300, "1"],
    "schema_version": [0, SCHEMA_VERSION + 1, "1", True, None, 1.0],
    "sha256": ["", "0" * 64, "x", None, "../" * 21 + "x"],
    "created": ["yesterday", 3, None],
    "provenance": [None, {}, {"trained_on": "x"}],
    "unknown": ["field"],
    "metrics": [[{"name": "WAR"}], "good"],
}  # fmt: skip

SOUND_OWN = Forgery("untouched own", "own", card, RESULTS)
OWN_FOLDERS = [
    SOUND_OWN,
    *(
        Forgery(f"card {field} {number}", "own", partial(card, **{field: value}))
        for field, values in CARDS.items()
        for number, value in enumerate(values)
    ),
    *(
        Forgery(f"card text {number}", "own", partial(card_text, text=text))
        for number, text in enumerate(
            (b"", b"{", b"null", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"\x80\x04.",
             b'{"name": "\\ud800"}', b'{"schema_version": 1' + b"0" * 5000 + b"}", b"{}" * 9)
        )
    ),
    *(Forgery(f"span {v}", "own", partial(wanting, value=v)) for v in ("NaN", "Infinity", "1e999")),
    *(
        Forgery(f"{name} {n.__name__}", "own", partial(n, name=name))
        for name in (CARD_FILE, WEIGHTS_FILE)
        for n in NODES
    ),
    *(Forgery(f"cut {n}", "own", partial(cut_weights, share=n / 10)) for n in range(10)),
    *(
        Forgery(f"lie {number}", "own", partial(header, change=partial(lie_about, **lie)))
        for number, lie in enumerate(
            (
                {"shape": [8]}, {"shape": []}, {"shape": [-7]}, {"shape": [1 << 62, 1 << 62]},
                {"shape": [0]}, {"shape": "7"}, {"shape": [7.0]}, {"dtype": "F64"},
                {"dtype": "I32"}, {"dtype": "code"}, {"dtype": 3}, {"data_offsets": [0, 28]},
                {"data_offsets": [-28, 0]}, {"data_offsets": [1 << 62, (1 << 62) + 28]},
                {"data_offsets": [28, 0]}, {"data_offsets": []}, {"data_offsets": None},
            )
        )
    ),
    Forgery("one tensor more", "own", partial(header, change=one_more)),
    Forgery("very many tensors", "own", partial(header, change=a_million_more)),
    *(
        Forgery(f"length {n}", "own",
            partial(weights_bytes, content=struct.pack("<Q", n) + b"{}" * 99))
        for n in (0, 1, 2, 199, 1 << 31, 1 << 40, (1 << 64) - 1)
    ),
    Forgery("a pickle", "own", partial(weights_bytes, content=pickle.dumps([1]))),
    *(Forgery(name, "own", partial(odd_weights, name=name)) for name in ODD_WEIGHTS),
]  # fmt: skip


# -- chance -------------------------------------------------------------------------------------

PLACES = ("card", "header", "weights", "zip", "pickle")


def flipped(folder: Path, place: str, seed: int) -> None:
    """Other values for 1, 4 or 16 bytes, in one place of a sound model."""
    chance = random.Random(f"{place} {seed}")
    name = {"card": CARD_FILE, "header": WEIGHTS_FILE, "weights": WEIGHTS_FILE}.get(
        place, PUBLISHED
    )
    if name == PUBLISHED:
        torch.save(
            {"model": weights()}, folder / name, _use_new_zipfile_serialization=place == "zip"
        )
    content = bytearray((folder / name).read_bytes())
    first, end = _reach(content, place)
    for _ in range(chance.choice((1, 4, 16))):
        content[chance.randrange(first, end)] ^= chance.randrange(1, 256)
    if name == WEIGHTS_FILE:
        weights_bytes(folder, bytes(content))
    else:
        (folder / name).write_bytes(content)


def _reach(content: bytearray, place: str) -> tuple[int, int]:
    """Where flips go: to what is read with care, rather than to the numbers, which are most."""
    if place == "header":
        return 0, 8 + int.from_bytes(content[:8], "little")
    if place == "zip":
        return content.index(b"data.pkl"), content.index(b".data/serialization_id")
    if place == "pickle":
        return 0, 20_000
    return 0, len(content)


def flips(seeds: range) -> list[Forgery]:
    """So many of each place."""
    return [
        Forgery(
            f"flip {place} {seed}",
            "published" if place in ("zip", "pickle") else "own",
            partial(flipped, place=place, seed=seed),
            None,
        )
        for place in PLACES
        for seed in seeds
    ]
