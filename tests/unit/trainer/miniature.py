"""Data sets in miniature, of drawn faces, and runs of a few steps on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from svfap_core.labels import usual_range
from trainer.config import FinetuneConfig, PretrainConfig, RunConfig
from trainer.data.layouts import fer2013, ferplus
from trainer.data.manifest import CropGeometry, ManifestInfo, write_manifest
from trainer.data.prepare import prepare
from trainer.heads import resolve_heads, targets_of
from trainer.plan import Plan
from trainer.specs import FACE_TEMPLATE, Template, run_spec
from trainer.steps import PrepareConfig
from trainer.workshop.config import WorkshopConfig

SPLITS = ("train", "public_test", "private_test")
CREATED = datetime(2024, 1, 1, tzinfo=UTC)


def drawn_face(label: int, seed: int) -> np.ndarray:
    """A 48 x 48 grey face whose mouth tells the label."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(60, 100, (48, 48)).astype(np.uint8)
    cv2.ellipse(picture, (24, 24), (17, 22), 0, 0, 360, 170, -1)
    for x in (16, 32):
        cv2.circle(picture, (x, 18), 3, 30, -1)
    cv2.ellipse(picture, (24, 36), (4 + label, 1 + label % 3), 0, 0, 60 + 50 * label, 20, 2)
    return picture


def moving_face(clip: int, label: int, index: int) -> np.ndarray:
    """Picture `index` of a clip, in which a drawn face sways from side to side."""
    shift_px = round(3 * np.sin(index / 3 + clip))
    return np.roll(drawn_face(label, clip), shift_px, axis=1)


def write_fer2013(path: Path, per_label: int = 2) -> Path:
    """A Parquet file with `per_label` pictures of each label in each split."""
    rows = [
        (split, name, f"{split}_{label}_{k}.jpg", drawn_face(label, 1000 * part + 100 * label + k))
        for part, split in enumerate(SPLITS)
        for k in range(per_label)
        for label, name in enumerate(fer2013.LABELS)
    ]
    table = {
        "split": [row[0] for row in rows],
        "label": [row[1] for row in rows],
        "name": [row[2] for row in rows],
        "jpeg": [cv2.imencode(".jpg", row[3])[1].tobytes() for row in rows],
    }
    pq.write_table(pa.table(table), path)
    return path


def prepare_mini_fer2013(tmp_path: Path, per_label: int = 2) -> Path:
    """The same, prepared: the folder `fer2013` of `tmp_path`."""
    file = write_fer2013(tmp_path / "mini.parquet", per_label)
    prepare(fer2013.read(file), tmp_path / "fer2013", PrepareConfig())
    return tmp_path / "fer2013"


def prepare_mini_ferplus(tmp_path: Path, per_label: int = 1) -> Path:
    """FER+ in miniature, prepared: eight raters chose the label of each still, two another one."""
    root = tmp_path / "votes"
    root.mkdir()
    write_fer2013(root / "mini.parquet", per_label)
    words = {"happy": "happiness", "sad": "sadness", "angry": "anger"}
    columns = [words.get(label, label) for label in fer2013.LABELS]
    lines = [",".join(("parquet_row", *columns, "contempt", "unknown", "NF"))]
    for row in range(3 * per_label * len(columns)):
        votes = [0] * len(columns)
        votes[row % len(columns)], votes[(row + 1) % len(columns)] = 8, 2
        lines.append(",".join(map(str, (row, *votes, 0, 0, 0))))
    (root / "votes.csv").write_text("\n".join(lines), encoding="utf-8")
    prepare(ferplus.read(root), tmp_path / "ferplus", PrepareConfig())
    return tmp_path / "ferplus"


def write_clips(
    folder: Path,
    *,
    subjects: int = 4,
    per_subject: int = 4,
    classes: Sequence[str] = ("happy", "sad"),
    values: Sequence[str] = (),
    shares: bool = False,
    raters: int = 0,
    labels: Mapping[str, Sequence[str]] | None = None,
    groups: int = 0,
    frames: int = 16,
    rate_fps: float = 10.0,
    times_s: Sequence[float] | None = None,
    splits: Sequence[str | None] = ("train", "train", "val", "test"),
    folds: int = 0,
    size_px: int = 48,
    template: Template | None = FACE_TEMPLATE,
    data_set: str = "Miniature",
    draw: Callable[[int, int, int], np.ndarray] = moving_face,
) -> Path:
    """A prepared data set of drawn faces that move; gives its folder.

    Subjects take turns through `splits`, or through the folds where there are any; the clips of
    each take turns through the classes. Shares give 0.7 to the label and the rest to all others.

    Args:
        folder: Where to write; made if it is missing.
        subjects: Persons.
        per_subject: Clips of each.
        classes: Labels; none: no clip has one.
        values: Dimensions, drawn by chance.
        shares: Whether there are shares of raters too.
        labels: Further labels, each with its classes, which clips take turns through.
        groups: Clips of a subject that are one group, and have the further labels of its first;
            0: no groups.
        raters: Of each clip, whose votes are counted; most choose the label. 0: no votes.
        frames: Pictures of a clip.
        rate_fps: How fast they follow each other.
        times_s: When they follow each other, if not evenly.
        splits: Parts, in turn.
        folds: Number of folds; 0: splits instead.
        size_px: Side of the pictures.
        template: Where they show the five points; none: pictures as published.
        data_set: Its name.
        draw: Clip, label and index -> the picture.
    """
    rng = np.random.default_rng(0)
    rows: list[dict[str, Any]] = []
    for number in range(subjects * per_subject):
        subject, turn = divmod(number, per_subject)
        label = turn % len(classes) if classes else 0
        path = f"clips/person{subject + 1}/{turn + 1}"
        (folder / path).mkdir(parents=True)
        for index in range(frames):
            picture = cv2.resize(draw(number, label, index), (size_px, size_px))
            cv2.imwrite(str(folder / path / f"{index:06d}.jpg"), picture)
        row = {
            "clip": f"person{subject + 1}/{turn + 1}",
            "path": path,
            "num_frames": frames,
            "rate_fps": rate_fps if times_s is None else (frames - 1) / times_s[-1],
            "times_s": None if times_s is None else list(times_s),
            "source": f"person{subject + 1}.mp4",
            "start_s": 2.0 * turn,
            "label": classes[label] if classes else None,
            "subject": f"person{subject + 1}",
            "split": None if folds else splits[subject % len(splits)],
            "fold": subject % folds + 1 if folds else None,
        }
        if shares:
            rest = 0.3 / max(1, len(classes) - 1)
            row |= {f"share_{name}": 0.7 if name == row["label"] else rest for name in classes}
        if raters:
            agreed = raters - number % (raters // 2)
            votes = dict.fromkeys(classes, 0) | {classes[label]: agreed}
            votes[classes[(label + 1) % len(classes)]] += raters - agreed
            row |= {f"votes_{name}": count for name, count in votes.items()}
        first = number - turn % groups if groups else number
        row["group"] = f"group {first}" if groups else None
        for name, words in (labels or {}).items():
            row[f"label_{name}"] = words[(first // max(1, groups)) % len(words)]
        for name in values:
            row[f"value_{name}"] = rng.uniform(*usual_range(name))
        rows.append(row)
    info = ManifestInfo(
        data_set=data_set,
        classes=tuple(classes),
        values=tuple(values),
        labels={name: tuple(words) for name, words in (labels or {}).items()},
        crop=CropGeometry(size_px=size_px, template=template),
        created=CREATED,
    )
    write_manifest(folder, info, rows, with_shares=shares, with_votes=raters > 0)
    return folder


def mini_finetune(manifest: Path | Sequence[Path], **changes: object) -> FinetuneConfig:
    """Supervised training of a few steps; `changes` by dotted names, such as `recipe.epochs`."""
    values = _mini(manifest) | {"kind": "finetune", "size": "tiny"}
    return FinetuneConfig.model_validate(_changed(values, changes))


def plan_of(config: RunConfig, *infos: ManifestInfo) -> Plan:
    """The plan of a run on data sets like these, of no clips."""
    heads = resolve_heads(config.heads, infos) if isinstance(config, FinetuneConfig) else ()
    return Plan(
        data=config.data,
        manifests=(),
        rows={},
        heads=heads,
        targets=targets_of([learned.head for learned in heads]),
        spec=run_spec(config),
        template=FACE_TEMPLATE,
        warnings=(),
    )


def mini_workshop(
    manifest: Path | Sequence[Path], network: str, **changes: object
) -> WorkshopConfig:
    """The same by the workshop: a clip, still or cnn network."""
    values = _mini(manifest) | {"kind": "workshop", "network": network, "size": "tiny"}
    return WorkshopConfig.model_validate(_changed(values, changes))


def mini_pretrain(manifest: Path | Sequence[Path], **changes: object) -> PretrainConfig:
    """Masked pre-training of a few steps; `changes` by dotted names, such as `recipe.epochs`."""
    values = _mini(manifest) | {"kind": "pretrain", "size": "tiny"}
    return PretrainConfig.model_validate(_changed(values, changes))


def _mini(manifest: Path | Sequence[Path]) -> dict[str, Any]:
    manifests = (manifest,) if isinstance(manifest, Path) else tuple(manifest)
    return {
        "data": {"manifests": manifests, "workers": 0},
        "recipe": {
            "epochs": 2,
            "batch_size": 4,
            "lr": 1e-3,
            "precision": "32-true",
            "checkpoint_every_steps": 1,
        },
    }


def _changed(values: dict[str, Any], changes: dict[str, object]) -> dict[str, Any]:
    for dotted, value in changes.items():
        *outer, name = dotted.split(".")
        place = values
        for part in outer:
            place = place.setdefault(part, {})
        place[name] = value
    return values
