"""What damage does to a model's scores, and the quality curves that follow from it.

    python -m tests.benchmarks.quality [--model NAME] [--write CARD] [--stills N] [--clips N]

Scores stills of FER2013's public_test, real clips, and the faces of those clips on turned heads,
all beside themselves undamaged (`quality_data`); fits the curves (`quality_fit`); prints both as
Markdown. `--write` stores curves and threshold on a card, which changes no weights. Scores are kept
in a file as they come: the same command resumes where it was interrupted.

The data lie beside the checkout (`tests/shared_data.py`). Some 15 minutes on two free cores.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from svfap_core.atomic import whole_file
from svfap_core.inference.card import ModelCard, card_text, parse_card
from svfap_core.inference.choosing import make_runtime
from svfap_core.inference.predictor import Predictor
from svfap_core.inference.store import DEFAULT_MODEL, open_model
from svfap_core.quality_curves import QualityCurves
from svfap_core.settings import ComputeSettings
from svfap_core.tracking.centerface import CenterFace
from tests.benchmarks.quality_data import Collector, Item, Sample
from tests.benchmarks.quality_fit import Items, fitted, report
from tests.shared_data import SHARED

NOTE = "Quality curves: tests/benchmarks/quality.py"


def items(collector: Collector, stills: int, clips: int) -> Iterator[Item]:
    data = SHARED / "data"
    folders = [data / "clips", data / "pretrain"]
    return chain(
        collector.undamaged(folders),
        collector.videos(folders, clips),
        collector.stills(data / "fer2013.parquet", stills),
    )


def known(kept: Path) -> Items:
    """What a run before this one has scored; a last line that was cut off counts for nothing."""
    found: Items = {}
    lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    for line in lines:
        try:
            item = json.loads(line)
        except ValueError:
            continue
        found[item["name"]] = [
            Sample(**{k: tuple(v) if isinstance(v, list) else v for k, v in sample.items()})
            for sample in item["samples"]
        ]
    return found


def collected(todo: Iterator[Item], kept: Path) -> Items:
    """All items' samples, from the file where they are there, else scored now and added to it."""
    before, found = known(kept), {}
    with kept.open("a", encoding="utf-8") as file:
        file.write("\n")  # After a line that was cut off.
        for name, work in todo:
            if name in before:
                found[name] = before[name]
                continue
            found[name] = work()
            line = {"name": name, "samples": [asdict(sample) for sample in found[name]]}
            file.write(json.dumps(line) + "\n")
            file.flush()
            print(f"{len(found)}: {name}", file=sys.stderr)
    return found


def written(card: ModelCard, curves: QualityCurves) -> ModelCard:
    """The card with these curves, and a note that they were measured for it."""
    notes = [note for note in card.provenance.notes if not note.startswith(NOTE)]
    notes.append(f"{NOTE}, {datetime.now(UTC).date().isoformat()}.")
    provenance = card.provenance.model_copy(update={"notes": tuple(notes)})
    return card.model_copy(update={"quality": curves, "provenance": provenance})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quality")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="name or folder of a model")
    parser.add_argument(
        "--write", type=Path, metavar="CARD", help="card.json that takes the curves"
    )
    parser.add_argument("--stills", type=int, default=200)
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--kept", type=Path, help="file of scores, to resume from")
    given = parser.parse_args()
    loaded = open_model(given.model)
    card = loaded.card
    if not card.emotion_names:
        parser.error(f"{card.name} scores no emotions: quality is about their distribution")
    kept = given.kept or Path(tempfile.gettempdir()) / f"svfap-quality-{card.sha256[:12]}.jsonl"
    runtime = make_runtime(loaded, "cpu", ComputeSettings())
    collector = Collector(Predictor(card, runtime), CenterFace())
    found = collected(items(collector, given.stills, given.clips), kept)
    curves = fitted(found)
    print(report(found, curves, card.emotion_names))
    if given.write:
        content = given.write.read_text("utf-8")
        with whole_file(given.write) as part:
            changed = written(parse_card(content, str(given.write)), curves)
            part.write_text(card_text(changed), encoding="utf-8")


if __name__ == "__main__":
    main()
