"""The checks of pins and licences find what they are for. `make check` runs them on the project."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from tests import dependencies, licences
from tests.licences import Package, UnsettledError

PLAIN = {
    "License-Expression": "UNKNOWN",
    "License-Classifier": "UNKNOWN",
    "License-Metadata": "UNKNOWN",
    "LicenseText": "UNKNOWN",
}


@pytest.fixture(scope="module")
def packages() -> dict[str, Distribution]:
    return {name: distribution(name) for name in ("numpy", "rich")}


def test_the_needs_of_needs_are_followed_extras_included() -> None:
    product, developers = dependencies.needed(), dependencies.needed("dev")
    assert {"torch", "sympy", "mpmath"} <= product.keys()  # torch needs sympy, that mpmath
    assert {"ray", "pytest"}.isdisjoint(product)
    assert {"ray", "msgpack", "pytest"} <= developers.keys()
    assert product.keys() < developers.keys()


def test_pins_that_are_missing_old_or_not_needed_are_told(
    packages: dict[str, Distribution],
) -> None:
    text = dependencies.written(packages)
    assert dependencies.faults(text, packages) == []
    numpy, rich = (f"{name}=={package.version}\n" for name, package in sorted(packages.items()))
    planted = {
        text.replace(rich, ""): "rich .* is needed and not pinned",
        text.replace(numpy, "numpy==0.1\n"): "numpy is pinned at 0.1, installed is",
        text + "left-pad==1.0\n": "left-pad is pinned and not needed",
    }
    for changed, told in planted.items():
        [fault] = dependencies.faults(changed, packages)
        assert re.search(told, fault)


@pytest.mark.parametrize(
    "said",
    [
        {"License-Expression": "AGPL-3.0-or-later"},
        {"License-Classifier": "GNU Affero General Public License v3"},
        {"License-Metadata": "MIT", "LicenseText": "GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3"},
    ],
)
def test_the_agpl_does_not_get_through_even_when_settled(
    said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(licences.SETTLED, "ultra", ("MIT", "we wish it were"))
    licence, _ = licences.licence_of("ultra", PLAIN | said)
    found = Package("ultra", "8.0", licence, "product")
    assert licences.package_faults([found]) == ["ultra is AGPL-3.0-only"]


def test_what_a_package_leaves_open_is_asked_for() -> None:
    with pytest.raises(UnsettledError, match="vague says"):
        licences.licence_of("vague", PLAIN | {"License-Metadata": "Free for friends"})
    assert licences.licence_of("clear", PLAIN | {"License-Expression": "MIT"}) == ("MIT", "")


@pytest.mark.parametrize(
    ("name", "licence", "allowed"),
    [
        ("some", "MIT", True),
        ("some", "LGPL-3.0-only OR GPL-2.0-only", True),
        ("some", "MIT AND GPL-3.0-only", False),
        ("some", "GPL-2.0-only", False),
        ("codespell", "GPL-2.0-only", True),
        ("some", licences.NVIDIA, False),
        ("nvidia-nccl-cu13", licences.NVIDIA, True),
        ("some", "CC-BY-NC-4.0", False),
    ],
)
def test_licences_are_allowed_by_name(name: str, licence: str, *, allowed: bool) -> None:
    assert licences.is_allowed(name, licence) is allowed


def test_a_library_that_nobody_looked_at_is_told() -> None:
    assert licences.library_faults({"wheel": ["libpng16"]}) == []
    [fault] = licences.library_faults({"wheel": ["libpng16", "libnew"]})
    assert "wheel carries libnew" in fault


def ship(root: Path, file: str, licence: str | None = None) -> list[str]:
    path = root / file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"weights")
    if licence is not None:
        path.with_name("card.json").write_text(json.dumps({"licence": licence}))
    return licences.weight_faults(root)


def test_only_models_with_a_free_licence_are_shipped(tmp_path: Path) -> None:
    model = "resources/models/new/model.safetensors"
    assert ship(tmp_path / "free", model, "MIT") == []
    [closed] = ship(tmp_path / "closed", model, "CC-BY-NC-4.0")
    assert "its licence is CC-BY-NC-4.0" in closed
    [nameless] = ship(tmp_path / "nameless", model)
    assert "no model says its licence" in nameless
    [hidden] = ship(tmp_path / "hidden", "svfap_core/tracking/scrfd.onnx", "MIT")
    assert "scrfd.onnx is shipped" in hidden
    assert licences.weight_faults(licences.ROOT) == []


@pytest.mark.parametrize(
    "line", ["from PySide6.QtCharts import QChart\n", "from PySide6 import QtCore, QtCharts\n"]
)
def test_parts_of_qt_under_the_gpl_are_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "svfap_gui").mkdir()
    (tmp_path / "svfap_gui" / "plot.py").write_text(line)
    assert licences.qt_faults(tmp_path) == ["plot.py imports QtCharts"]


def test_every_system_package_has_its_licence(tmp_path: Path) -> None:
    folder = tmp_path / "resources"
    folder.mkdir()
    (folder / "system-packages.txt").write_text("\n".join([*licences.SYSTEM, "libnew1"]))
    [fault] = licences.system_faults(tmp_path)
    assert fault.startswith("libnew1")
    assert licences.system_faults(licences.ROOT) == []
