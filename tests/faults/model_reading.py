"""Opens forged model files the way the program does, and judges what comes of each."""

from __future__ import annotations

import logging
import math
import os
import resource
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from svfap_core.clips.preprocess import to_batch
from svfap_core.errors import SvfapError
from svfap_core.inference.importing import read_own, read_published
from svfap_core.inference.model_folder import LoadedModel
from svfap_core.inference.official import possible_datasets
from svfap_core.inference.store import add_model, find_model
from svfap_core.models import MODEL_SIZES, split_outputs
from tests.faults.forgeries import NARROW, SOUND_OWN, SOUND_PUBLISHED, Forgery
from tests.faults.workers import Answer, Tell, Verdict, Work
from tests.unit.inference.samples import windows

MEMORY_BYTES = 8 << 30
"""Of address space, three of which the libraries take."""

_ACTS = frozenset({
    "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen", "socket.connect",
    "os.remove", "os.rename", "os.mkdir", "os.symlink", "os.link", "os.chmod", "shutil.rmtree",
    "shutil.copyfile", "shutil.move", "pickle.find_class",
})  # fmt: skip
"""What Python tells its audit hooks before it does it."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watch:
    """Notes what this process does to the world while it is on."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._on = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._on:
            return
        if event in _ACTS:
            self.seen.append(f"{event} {arguments!r:.200}")
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
            self.seen.append(f"open to write {arguments[0]!r:.200}")

    def __enter__(self) -> None:
        self.seen.clear()
        self._on = True

    def __exit__(self, *exc_info: object) -> None:
        self._on = False


def prepare() -> Work:
    """A process that opens models; the published size is narrow in it, as in the forgeries."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    MODEL_SIZES["base"] = NARROW
    watch = Watch()
    with tempfile.TemporaryDirectory() as name:  # What the first use of a library does is its own.
        for one in (SOUND_OWN, SOUND_PUBLISHED):
            read(one, one.write(Path(name) / one.kind))

    def work(inputs: Sequence[Forgery], tell: Tell) -> None:
        for one in inputs:
            with tempfile.TemporaryDirectory() as name:
                path = one.write(Path(name) / "given")
                tell.turn(one.name)
                tell.answer(judged(one, path, Path(name), watch))

    return work


def judged(one: Forgery, path: Path, home: Path, watch: Watch) -> Answer:
    """Open a forgery; what opens is also kept, and scores a window."""
    before = tree(home)
    try:
        with watch:
            found = read(one, path)
        verdict, detail = Verdict.RESULTS, ""
    except SvfapError as error:
        verdict, detail = Verdict.ERROR, str(error)
        if not error.hint:
            verdict, detail = Verdict.WRONG, f"no hint: {error}"
    except Exception as error:  # noqa: BLE001  # what it is, is the finding
        return Answer(one.name, Verdict.WRONG, f"{type(error).__name__}: {error!s:.300}")
    if did := [*watch.seen, *(tree(home) - before)]:
        return Answer(one.name, Verdict.WRONG, f"did {did}")
    if verdict is Verdict.RESULTS and (problem := unusable(found, home)):
        return Answer(one.name, Verdict.WRONG, problem)
    return Answer(one.name, verdict, detail)


def read(one: Forgery, path: Path) -> LoadedModel:
    """By the functions that `svfap-models import` and the Models view call."""
    if one.kind == "own":
        find_model(path)
        candidate = read_own(path)
    else:
        candidate = read_published(path, possible_datasets(path)[0])
    return LoadedModel(candidate.model, candidate.card)


def unusable(found: LoadedModel, home: Path) -> str:
    """What is wrong with a model that was found sound: it is kept where it belongs, and scores."""
    before = tree(home)
    folder = add_model(found.model, found.card, folder=home / "models" / found.card.name)
    if stray := [p for p in tree(home) - before if not p.startswith("models")]:
        return f"wrote {stray}"
    if not folder.resolve().is_relative_to((home / "models").resolve()):
        return f"wrote {folder}"
    scores = scored(found)
    return "" if scores and all(map(math.isfinite, scores)) else f"scores {scores}"


@torch.inference_mode()
def scored(found: LoadedModel) -> list[float]:
    """What a model says of a window of noise."""
    card = found.card
    (window,) = windows(1, card.input)
    clips = to_batch(torch.from_numpy(window)[None], card.input, torch.device("cpu"))
    outputs = split_outputs(found.model(clips).numpy() / card.temperature, card.heads)
    scores = [head.scores(raw) for head, raw in zip(card.heads, outputs, strict=True)]
    return np.hstack(scores)[0].tolist()


def tree(folder: Path) -> set[str]:
    """All paths below a folder; a canary would be among them."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
