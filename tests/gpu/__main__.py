"""All that needs a GPU, in under 8 minutes: does it compute right, how fast, in how much memory.

    python -m tests.gpu OUT [--small] [--only SECTION]

Needs torch (from 2.6), numpy, einops and a checkout; nothing else of what the product needs. The
golden numbers are looked for in `shared/golden`, beside the checkout or in it. Writes OUT/gpu.json
and OUT/gpu.md; ends with 1 if something is not right, and with 2 if there is no GPU.

Each section runs in a process of its own and may take only so long: one that fails, hangs or takes
the device down with it costs no other, and keeps the figures that it had. `--small` tries the
program itself in a few seconds on a CPU, in this process.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import torch

from tests.gpu.log import Log, lines
from tests.gpu.parity import faces, golden
from tests.gpu.plan import FULL, SMALL, Plan
from tests.gpu.report import facts, markdown
from tests.gpu.speed import speed
from tests.gpu.training import training

SECTIONS: Mapping[str, Callable[[Plan, Log], None]] = {
    "golden": golden,
    "faces": faces,
    "speed": speed,
    "training": training,
}

STARTING_S = 20.0
"""What a process needs until it measures, and once its time is over, at most."""

ROOT = Path(__file__).parents[2]


def run_section(name: str, plan: Plan, file: Path) -> None:
    """One section, here."""
    SECTIONS[name](plan, Log(file, plan.seconds[name] - STARTING_S))


def run_apart(name: str, plan: Plan, file: Path) -> str:
    """One section in a process of its own; says how it ended."""
    command = [sys.executable, "-m", "tests.gpu", str(file.parent), "--section", name]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            code = process.wait(plan.seconds[name])
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # Those that compile for it, too.
            return f"ended after {plan.seconds[name]:.0f} s"
    return "whole" if code == 0 else f"ended with code {code}"


def run_all(names: Sequence[str], plan: Plan, out: Path) -> dict[str, Any]:
    """All sections and what they found."""
    began_s = perf_counter()
    sections: dict[str, Any] = {}
    for name in names:
        file, start_s = out / f"{name}.jsonl", perf_counter()
        ended = "whole"
        if plan.device == "cuda":
            ended = run_apart(name, plan, file)
        else:
            run_section(name, plan, file)
        taken_s = perf_counter() - start_s
        sections[name] = {"ended": ended, "seconds": taken_s, "rows": lines(file)}
    took_s = perf_counter() - began_s
    return {"facts": facts(plan.device), "seconds": took_s, "sections": sections}


def all_right(run: Mapping[str, Any]) -> bool:
    """Whether every section is whole and no figure is wrong or missing through an error."""
    sections = run["sections"].values()
    rows = [row for section in sections for row in section["rows"]]
    wrong = any("error" in row or row.get("right") is False for row in rows)
    return not wrong and all(section["ended"] == "whole" for section in sections)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gpu", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for gpu.json and gpu.md")
    parser.add_argument("--small", action="store_true", help="a few seconds on a CPU")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="this section alone")
    parser.add_argument("--section", choices=SECTIONS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.section:
        run_section(asked.section, FULL, asked.out / f"{asked.section}.jsonl")
        return 0
    if not asked.small and not torch.cuda.is_available():
        print("there is no GPU that torch can use; --small tries the program on a CPU")
        return 2
    run = run_all(asked.only or list(SECTIONS), SMALL if asked.small else FULL, asked.out)
    (asked.out / "gpu.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    (asked.out / "gpu.md").write_text(markdown(run), encoding="utf-8")
    print(markdown(run))
    return 0 if all_right(run) else 1


if __name__ == "__main__":
    sys.exit(main())
