"""The figures of a run as tables for people. Knows nothing of how they were found."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from typing import Any

import torch

TITLES = {
    "golden": "Golden numbers: the most that the device is off those of the reference code",
    "faces": "Scores of faces: apart from those of float32 on the CPU",
    "speed": "Windows per second, by the code of analysis with copies, and of the network alone",
    "training": "Steps of training in bfloat16",
}


def facts(device: str) -> dict[str, Any]:
    """What the figures hold for."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "device": f"cpu, {torch.get_num_threads()} threads",
    }
    if device == "cuda":
        properties = torch.cuda.get_device_properties(0)
        found |= {
            "device": properties.name,
            "memory_mb": round(properties.total_memory / 1e6),
            "capability": f"{properties.major}.{properties.minor}",
            "cudnn": torch.backends.cudnn.version(),
        }
    return found


def markdown(run: Mapping[str, Any]) -> str:
    """The page: what it ran on, then a table for each section."""
    told = ", ".join(f"{name} {value}" for name, value in run["facts"].items())
    parts = ["# What a GPU does", f"{told}. Took {run['seconds']:.0f} s."]
    for name, section in run["sections"].items():
        parts.append(f"## {TITLES[name]}")
        if section["ended"] != "whole":
            parts.append(f"**{section['ended']}**")
        parts.append(_table(section["rows"]))
    return "\n\n".join(filter(None, parts)) + "\n"


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        return ""
    lines = [columns, ["---"] * len(columns)]
    lines += [[_cell(row.get(column)) for column in columns] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, float) and value < 100 else str(_whole(value))


def _whole(value: Any) -> Any:
    return round(value) if isinstance(value, float) else value
