"""How films of people without strong expression read, and what a likelier neutral would change.

    python -m tests.benchmarks.resting MODEL FILM...

For several offsets of neutral's log-odds: the share of all windows that read neutral, and the films
of which most do. Knows nothing of whether the people in them feel nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from svfap_core.pipeline.engine import Engine
from svfap_core.settings import AnalysisSettings
from tests.benchmarks.measuring import table
from tests.benchmarks.steadiness import rows

OFFSETS = (0.0, 0.2, 0.3, 0.4, 0.6, 1.0)
MOST_S = 15.0


def main(model: str, films: list[Path]) -> None:
    engine = Engine.load(model, "cpu", AnalysisSettings())
    neutral = engine.predictor.emotion_names.index("neutral")
    found = [rows(engine, film, most_s=MOST_S) for film in films]
    log_odds = [np.log([p for _, p in film.values()]) for film in found if film]
    lines: list[list[object]] = []
    for offset in OFFSETS:
        moved = np.zeros(len(engine.predictor.emotion_names))
        moved[neutral] = offset
        calm = [(film + moved).argmax(axis=1) == neutral for film in log_odds]
        share = np.concatenate(calm).mean()
        lines.append([f"{offset:+g}", f"{share:.1%}", sum(film.mean() > 0.5 for film in calm)])
    print(f"{sum(map(len, log_odds))} windows of {len(log_odds)} films, {model}\n")
    print(table(["log-odds of neutral", "windows that read neutral", "films"], lines))


if __name__ == "__main__":
    main(sys.argv[1], [Path(argument) for argument in sys.argv[2:]])
