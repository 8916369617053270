"""Holds constraints.txt against what is installed: `python -m tests.dependencies`.

What the project needs is followed from package to package, extras and markers included; all of it
is to be pinned at the version that is installed, and nothing else. `--write` pins it. Packages that
somebody has installed beside them are not looked at.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path(__file__).parent.parent / "constraints.txt"
PROJECT = "svfap"
MADE_WITH = f"Python {platform.python_version().rpartition('.')[0]} on {sys.platform}"
HEAD = f"# Made by `make constraints` with {MADE_WITH}\n"


class MissingError(Exception):
    """Something that is needed is not installed."""


def needed(extra: str = "") -> dict[str, Distribution]:
    """All packages that the project needs with one of its extras, by their normal names."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(PROJECT, ""), *([(PROJECT, extra)] if extra else [])]
    while waiting:
        name, its_extra = waiting.pop()
        if (name, its_extra) in seen:
            continue
        seen.add((name, its_extra))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError as error:
            raise MissingError(f"{name} is needed and not installed") from error
        for requirement in map(Requirement, found[name].requires or ()):
            if _holds(requirement, its_extra):
                other = canonicalize_name(requirement.name)
                waiting += [(other, more) for more in ("", *requirement.extras)]
    del found[PROJECT]
    return found


def _holds(requirement: Requirement, extra: str) -> bool:
    environment = {**default_environment(), "extra": extra}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def written(packages: Mapping[str, Distribution]) -> str:
    """The file that pins these packages."""
    return HEAD + "".join(f"{name}=={packages[name].version}\n" for name in sorted(packages))


def faults(text: str, packages: Mapping[str, Distribution]) -> list[str]:
    """What is wrong with a file of pins, in words.

    Pins that are not needed are no fault elsewhere than where the file was made.
    """
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    pins = {canonicalize_name(name): pin for name, _, pin in (x.partition("==") for x in lines)}
    wrong: list[str] = []
    for name, package in sorted(packages.items()):
        if name not in pins:
            wrong.append(f"{name} {package.version} is needed and not pinned")
        elif pins[name] != package.version:
            wrong.append(f"{name} is pinned at {pins[name]}, installed is {package.version}")
    if text.startswith(HEAD):
        wrong += [f"{name} is pinned and not needed" for name in sorted(pins.keys() - packages)]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="pin what is installed")
    packages = needed("dev")
    if parser.parse_args().write:
        FILE.write_text(written(packages), encoding="utf-8")
        return 0
    wrong = faults(FILE.read_text(encoding="utf-8"), packages)
    for line in wrong:
        print(f"constraints.txt: {line}")
    if wrong:
        print("Run `make constraints`, or install again by removing .venv")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
