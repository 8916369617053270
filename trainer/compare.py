"""Compares runs by the predictions that their evaluations left: reads, aligns, writes.

Only clips that all runs were judged on are compared; the others are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from svfap_core.atomic import whole_file
from svfap_core.errors import ModelError, SourceError
from svfap_core.messages import Message
from trainer.comparison import (
    Comparison,
    McNemar,
    Part,
    contrasts,
    label_doubts,
    mcnemar,
    parts,
    worst_clips,
    worst_values,
)
from trainer.comparison_data import (
    Grouping,
    Places,
    frames_of,
    grouping_of,
    named_grouping,
    places_of,
)
from trainer.comparison_report import MAX_SHOWN, comparison_page
from trainer.data.catalogue import Split
from trainer.data.manifest import Manifest, read_manifest
from trainer.folder import CONFIG_FILE, EVALUATION_FILE, PREDICTIONS_FILE
from trainer.intervals import Draws
from trainer.metrics import Evaluation
from trainer.pooling import average_groups
from trainer.predictions import Predictions, read_predictions
from trainer.runs import read_config

COMPARISON_FILE, COMPARISON_PAGE = "compare.json", "compare.html"
RESAMPLES = 1000


class _Aligned(NamedTuple):
    """What each run predicted, row by row the same; `clips`: of each row, its (first) clip."""

    judged: list[Predictions]
    clips: list[str]
    left_out: tuple[int, ...]


def compare(
    runs: Sequence[Path],
    out: Path,
    *,
    split: Split = "test",
    by: Sequence[str] = (),
    data: Sequence[Path] = (),
) -> Comparison:
    """Hold runs against the first of them, and write `compare.json` and `compare.html`.

    The page shows frames of the clips that were judged worst: it is for those who may see these.

    Args:
        runs: Folders with an evaluation of the part, two or more.
        out: Where both files go.
        split: The part.
        by: Columns of the manifest: clips are also compared value by value, numbers by quarters.
        data: Prepared data sets; none: those that the first run learned from.

    Raises:
        ModelError: A run was not evaluated on the part, or the runs cannot be compared.
        SourceError: A data set cannot be read, or has no such column.
        OutputError: A file cannot be written.
    """
    if len(runs) < 2:
        raise ModelError("one run cannot be compared", hint="Name two or more.")
    evaluations = [_evaluation(run, split) for run in runs]
    if len(sets := dict.fromkeys(e.data_set for e in evaluations)) > 1:
        raise ModelError(
            Message("the runs were judged on different data sets: %1", "; ".join(sets)),
            hint="Evaluate them on the same with --data.",
        )
    names = _names(runs)
    aligned = _align(names, [_predictions(run, split) for run in runs])
    first = aligned.judged[0]
    resampled = "subjects" if first.has_subjects else "clips"
    draws = Draws(first.units(), RESAMPLES, 0, resampled)
    figures = contrasts(aligned.judged, draws)
    if not figures:
        raise ModelError("no clip that all runs were judged on has a label or a true value")
    places = places_of(_manifests(runs[0], data, needed=bool(by)), aligned.clips)
    if by and not places:
        raise ModelError(
            "the clips that were judged are not among those of the data",
            hint="Name the data that they were judged on with --data.",
        )
    groupings = [grouping_of(column, aligned.clips, places) for column in by]
    found = Comparison(
        runs=names,
        data_set=evaluations[0].data_set,
        split=evaluations[0].split,
        caution=next((e.caution for e in evaluations if e.caution), ""),
        protocols=tuple(e.protocol for e in evaluations),
        n=len(first),
        left_out=aligned.left_out,
        resampled=resampled,
        units=len(draws),
        resamples=RESAMPLES,
        seed=draws.seed,
        contrasts=figures,
        mcnemar=tuple(_mcnemars(names, aligned.judged)),
        parts=tuple(_parts(aligned.judged, groupings, draws)),
        settings=_differing([_settings(run) for run in runs]),
        worst_clips=worst_clips(aligned.judged, MAX_SHOWN),
        worst_values=worst_values(aligned.judged, MAX_SHOWN),
        label_doubts=label_doubts(aligned.judged),
    )
    with whole_file(out / COMPARISON_FILE) as part:
        part.write_text(found.model_dump_json(indent=2) + "\n", encoding="utf-8")
    of_row = dict(zip(first.clips, aligned.clips, strict=True))
    with whole_file(out / COMPARISON_PAGE) as part:
        part.write_text(comparison_page(found, _frames(found, of_row, places)), encoding="utf-8")
    return found


def _evaluation(run: Path, split: Split) -> Evaluation:
    file = run / f"evaluation-{split}" / EVALUATION_FILE
    try:
        return Evaluation.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _not_evaluated(run, split) from error


def _predictions(run: Path, split: Split) -> Predictions:
    try:
        return read_predictions(run / f"evaluation-{split}" / PREDICTIONS_FILE)
    except (OSError, ValueError) as error:
        raise _not_evaluated(run, split) from error


def _not_evaluated(run: Path, split: Split) -> ModelError:
    return ModelError(
        Message("%1 has no predictions of the part %2 that this version can read", run, split),
        hint=Message("Make them with: svfap-train evaluate %1 --split %2", run, split),
    )


def _names(runs: Sequence[Path]) -> tuple[str, ...]:
    """The folders' names; whole paths where two are the same."""
    short = [run.resolve().name for run in runs]
    return tuple(short if len({*short}) == len(short) else map(str, runs))


def _align(names: Sequence[str], predicted: Sequence[Predictions]) -> _Aligned:
    """The clips, classes and dimensions that all runs have, in the first one's order."""
    rows = [{clip: row for row, clip in enumerate(p.clips)} for p in predicted]
    common = [clip for clip in predicted[0].clips if all(clip in each for each in rows)]
    if not common:
        raise ModelError("no clip was judged by all of these runs")
    classes, values = _common_outputs(names, predicted)
    judged = [
        _with_outputs(p.take([at[clip] for clip in common]), classes, values)
        for p, at in zip(predicted, rows, strict=True)
    ]
    first = judged[0]
    for name, other in zip(names[1:], judged[1:], strict=True):
        same = (first.labels == other.labels) & np.isclose(
            first.truth, other.truth, equal_nan=True
        ).all(axis=1)
        if not same.all():
            clip = common[int(same.argmin())]
            raise ModelError(
                Message("%1 and %2 were judged by different truths of %3", names[0], name, clip),
                hint="Evaluate both again, on the same data.",
            )
    clips: dict[str, str] = {}
    for clip, group in zip(common, first.groups, strict=True):
        clips.setdefault(group or clip, clip)
    if any(first.groups):
        judged = [average_groups(replace(p, groups=first.groups)) for p in judged]
    return _Aligned(judged, list(clips.values()), tuple(len(p) - len(common) for p in predicted))


def _common_outputs(
    names: Sequence[str], predicted: Sequence[Predictions]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Classes and dimensions that all runs have."""
    first = predicted[0]
    classes = first.classes if all(p.classes for p in predicted) else ()
    for name, p in zip(names[1:], predicted[1:], strict=True):
        if classes and {*p.classes} != {*classes}:
            raise ModelError(
                Message(
                    "%1 tells %2 apart, %3 tells %4",
                    names[0],
                    ", ".join(classes),
                    name,
                    ", ".join(p.classes),
                ),
                hint="Compare runs with the same classes.",
            )
    values = tuple(name for name in first.values if all(name in p.values for p in predicted))
    if not classes and not values:
        raise ModelError("the runs have no class and no dimension in common")
    return classes, values


def _with_outputs(p: Predictions, classes: Sequence[str], values: Sequence[str]) -> Predictions:
    """The same with these classes and dimensions only, in this order."""
    order = [p.classes.index(name) for name in classes]
    kept = [p.values.index(name) for name in values]
    numbers = np.full(len(p.classes) + 1, -1, dtype=np.int64)
    numbers[order] = np.arange(len(order))
    return replace(
        p,
        classes=tuple(classes),
        log_probabilities=p.log_probabilities[:, order],
        labels=numbers[p.labels],
        values=tuple(values),
        predicted=p.predicted[:, kept],
        truth=p.truth[:, kept],
        shares=p.shares[:, order],
    )


def _mcnemars(names: Sequence[str], judged: Sequence[Predictions]) -> Iterator[McNemar]:
    if (judged[0].labels >= 0).any():
        for name, other in zip(names[1:], judged[1:], strict=True):
            yield mcnemar(name, judged[0], other)


def _parts(
    judged: Sequence[Predictions], groupings: Sequence[Grouping], draws: Draws
) -> Iterator[Part]:
    first = judged[0]
    if first.has_subjects:
        # Other clips of this very subject are asked about: here clips count one by one.
        alone = Draws(np.arange(len(first)), draws.resamples, draws.seed)
        yield from parts(judged, *named_grouping("subject", first.subjects), alone)
    for grouping in groupings:
        yield from parts(judged, *grouping, draws)


def _settings(run: Path) -> dict[str, str]:
    """Name -> value of every setting of a run; empty for a model, which has none."""
    if not (run / CONFIG_FILE).exists():
        return {}
    return dict(_flat(read_config(run).model_dump(mode="json"), ""))


def _flat(values: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, str(value)


def _differing(settings: Sequence[dict[str, str]]) -> dict[str, tuple[str, ...]] | None:
    if not all(settings):
        return None
    names = dict.fromkeys(name for each in settings for name in each)
    rows = {name: tuple(each.get(name, "") for each in settings) for name in names}
    return {name: values for name, values in rows.items() if len({*values}) > 1}


def _manifests(run: Path, data: Sequence[Path], *, needed: bool) -> list[Manifest]:
    """The data sets that clips are of; none where they are gone and only frames are wanted."""
    paths = data
    if not data and (run / CONFIG_FILE).exists():
        paths = read_config(run).data.manifests
    if needed and not paths:
        raise ModelError(
            Message("%1 does not say which data it was judged on", run), hint="Name it with --data."
        )
    try:
        return [read_manifest(path) for path in paths]
    except SourceError:
        if needed or data:
            raise
        return []


def _frames(
    found: Comparison, of_row: Mapping[str, str], places: Places
) -> dict[str, tuple[str, ...]]:
    """Frames of all clips that the page shows, as far as they can be read."""
    shown = [
        *(each.clip for each in (*found.worst_clips, *found.worst_values)),
        *(each.clip for each in found.label_doubts[:MAX_SHOWN]),
    ]
    frames: dict[str, tuple[str, ...]] = {}
    for clip in dict.fromkeys(shown):
        try:
            frames[clip] = frames_of(of_row[clip], places)
        except SourceError:
            frames[clip] = ()
    return frames
