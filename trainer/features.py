"""What an encoder makes of clips, computed once and kept beside them.

    DIR/features/IDENTITY.parquet    one row per clip of the prepared data set in DIR

The identity is that of the encoder's weights and of all that decides what it is shown. Each clip
has a key of its own, made of its row in the manifest and of its files as they lie on the disk: a
clip that is new or has changed is computed, all others are read. The folder may be deleted at any
time.

W windows, D features.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
from numpy.typing import NDArray
from torch import Tensor

from svfap_core.atomic import output_errors, whole_file
from svfap_core.clips.preprocess import to_batch
from svfap_core.errors import OutputError
from svfap_core.models.tpsbt import TPSBT
from svfap_core.runtime.float32 import literal_float32
from svfap_core.system import replace
from svfap_core.types import RGB
from trainer.data.catalogue import Split
from trainer.data.loader import ClipSet
from trainer.data.manifest import Manifest
from trainer.folder import FEATURES
from trainer.plan import Plan
from trainer.scoring import read_windows, window_batches

VERSION = 1
"""Raised when the same clips would be shown in another way."""

_HEAD = "head."


@dataclass(frozen=True, slots=True)
class Encoder:
    """A network without its head, on a device; `mirrored`: the mean with the mirror image's."""

    network: TPSBT
    device: torch.device
    mirrored: bool = False

    def identity(self, plan: Plan) -> str:
        """Of the weights and of what they are shown."""
        digest = hashlib.sha256()
        shown = {"version": VERSION, "mirrored": self.mirrored, "template": plan.template}
        digest.update(json.dumps(shown | {"spec": plan.spec.model_dump(mode="json")}).encode())
        for name, value in sorted(self.network.state_dict().items()):
            if not name.startswith(_HEAD):
                digest.update(name.encode())
                digest.update(value.cpu().contiguous().numpy().tobytes())
        return digest.hexdigest()[:32]

    @torch.inference_mode()
    def features(self, windows: RGB, plan: Plan) -> NDArray[np.float32]:
        """Windows `(W, T, S, S, 3)` -> `(W, D)`, by the path that analysis takes."""
        clips: Tensor = to_batch(torch.from_numpy(windows), plan.spec, self.device)
        with literal_float32():
            found = self.network.forward_features(clips)
            if self.mirrored:
                found = (found + self.network.forward_features(clips.flip(-1))) / 2
        return found.float().cpu().numpy()


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of the windows that cover clips.

    Attributes:
        windows: `(W, D)`.
        places: `(W,)`, rising, the clip in its part that each window is of.
        computed: Of how many clips they were not known yet.
        unkept: Why what was computed could not be kept; empty where it was.
    """

    windows: NDArray[np.float32]
    places: NDArray[np.int64]
    computed: int
    unkept: str = ""


@dataclass(slots=True)
class _Kept:
    """What is kept of one data set: clip -> its key and the features of its windows."""

    path: Path
    known: dict[str, tuple[str, NDArray[np.float32]]]

    def write(self, clips: frozenset[str]) -> None:
        """Keep what is of these clips, whole or not at all, whoever else writes."""
        rows = {name: found for name, found in self.known.items() if name in clips}
        table = pa.table(
            {
                "clip": list(rows),
                "key": [key for key, _ in rows.values()],
                "windows": pa.array([len(found) for _, found in rows.values()], pa.int32()),
                "features": pa.array(
                    [found.ravel() for _, found in rows.values()], pa.list_(pa.float32())
                ),
            }
        )
        own = self.path.with_name(f"{self.path.stem}-{os.getpid()}.tmp")
        with whole_file(own) as part:
            pq.write_table(table, part, compression="zstd")
        with output_errors(self.path):
            replace(own, self.path)


def encoder_features(
    encoder: Encoder,
    plan: Plan,
    split: Split,
    *,
    progress: Callable[[int, int, str], None],
    stopped: Callable[[], bool] = lambda: False,
) -> Features | None:
    """The features of all clips of a part, those that are known already from the disk.

    Args:
        encoder: What computes the others.
        plan: The data sets.
        split: The part.
        progress: Hears how many of those are done, and how many there are.
        stopped: Asked between batches; what is done by then is kept.

    Returns:
        None, where it was stopped.

    Raises:
        SourceError: A clip cannot be read.
    """
    clips = ClipSet(plan, split)
    identity = encoder.identity(plan)
    kept = [
        _read(manifest.folder / FEATURES / f"{identity}.parquet") for manifest in plan.manifests
    ]
    entries = list(_entries(plan, split))
    missing = [
        place
        for place, (number, name, key) in enumerate(entries)
        if kept[number].known.get(name, ("",))[0] != key
    ]
    unkept, done = "", 0
    try:
        for done, (place, found) in enumerate(_computed(encoder, plan, clips, missing, stopped), 1):
            number, name, key = entries[place]
            kept[number].known[name] = key, found
            progress(done, len(missing), name)
    finally:
        if done:
            unkept = _write(kept, plan.manifests)
    if done < len(missing):
        return None
    found = [kept[number].known[name][1] for number, name, _ in entries]
    return Features(
        windows=np.concatenate(found),
        places=np.repeat(np.arange(len(found)), [len(each) for each in found]),
        computed=done,
        unkept=unkept,
    )


def _computed(
    encoder: Encoder,
    plan: Plan,
    clips: ClipSet,
    places: list[int],
    stopped: Callable[[], bool],
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The features of each clip, until it is stopped."""
    batches = window_batches(clips, places, None, paper=False)
    counts = Counter(place for batch in batches for place, _ in batch)
    held: dict[int, list[NDArray[np.float32]]] = {}
    for of, rendered in read_windows(clips, batches, plan.template, plan.data.workers):
        if stopped():
            return
        for place, found in zip(of, encoder.features(rendered, plan), strict=True):
            held.setdefault(place, []).append(found)
            if len(held[place]) == counts[place]:
                yield place, np.stack(held.pop(place))


def _entries(plan: Plan, split: Split) -> Iterator[tuple[int, str, str]]:
    """Of each clip of a part the number of its manifest, its name and its key."""
    for number, (manifest, rows) in enumerate(zip(plan.manifests, plan.rows[split], strict=True)):
        columns = ("clip", "path", "offset", "num_frames", "rate_fps", "times_s")
        shards: dict[Path, list[object]] = {}
        for row in manifest.table.select(columns).take(rows).to_pylist():
            path = manifest.folder / row["path"]
            if row["offset"] is None:
                files = _files(path)
            else:
                files = shards.setdefault(path, []) or _files(path)
                shards[path] = files
            facts = json.dumps([row[name] for name in columns] + files)
            yield number, row["clip"], hashlib.sha256(facts.encode()).hexdigest()[:32]


def _files(path: Path) -> list[object]:
    """Names, sizes and times of the files that a clip is read from; reading tells what is wrong."""
    try:
        found = sorted(os.scandir(path), key=lambda entry: entry.name) if path.is_dir() else [path]
        return [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in found]
    except OSError:
        return []


def _read(path: Path) -> _Kept:
    """What is kept; nothing where there is no file, or one that is damaged."""
    try:
        rows = pq.read_table(path).to_pydict()
        found = zip(rows["clip"], rows["key"], rows["windows"], rows["features"], strict=True)
        known = {
            clip: (key, np.array(values, np.float32).reshape(windows, -1))
            for clip, key, windows, values in found
        }
    except (OSError, pa.ArrowException, LookupError, ValueError):
        known = {}
    return _Kept(path, known)


def _write(kept: list[_Kept], manifests: tuple[Manifest, ...]) -> str:
    """Keep all of it; why that cannot be done, as on a disk that is read only."""
    try:
        for each, manifest in zip(kept, manifests, strict=True):
            each.write(frozenset(manifest.column("clip")))
    except OutputError as error:
        return str(error)
    return ""
