"""The house rules that can be read off the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"svfap_core": ROOT / "tests" / "unit", "trainer": ROOT / "tests" / "unit" / "trainer"}
MAX_LINES = 400


def modules() -> list[Path]:
    found = [p for name in (*PACKAGES, "svfap_gui") for p in (ROOT / name).rglob("*.py")]
    assert len(found) > 50
    return found


def test_no_module_grows_past_reading() -> None:
    lines = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in modules()}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_every_module_says_what_it_does() -> None:
    assert [p for p in modules() if not p.read_text().startswith('"""')] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_unit_test_lives_where_its_modules_name_says(package: str) -> None:
    homeless = [
        str(test.relative_to(ROOT))
        for test in PACKAGES[package].rglob("test_*.py")
        if package == "trainer" or "trainer" not in test.parts
        if test != Path(__file__)
        if not _tests_a_module(test, package)
    ]
    assert homeless == []


def _tests_a_module(test: Path, package: str) -> bool:
    relative = test.relative_to(PACKAGES[package])
    module = (ROOT / package / relative).with_name(relative.name.removeprefix("test_"))
    # A package's own tests are named after it: models/test_models.py.
    if module.exists() or module.stem == module.parent.name:
        return True
    # Many tests are parted by subject, named in one word: test_fit_resuming.py beside test_fit.py.
    whole = f"{module.stem.rpartition('_')[0]}.py"
    return module.with_name(whole).exists() and test.with_name(f"test_{whole}").exists()
