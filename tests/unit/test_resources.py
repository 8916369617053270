from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core import resources
from svfap_core.resources import resource


def test_in_a_checkout_resources_lie_beside_the_package() -> None:
    assert resource("icons") == Path(resources.__file__).resolve().parents[1] / "resources/icons"


def test_in_a_wheel_the_installed_copy_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "_INSTALLED", tmp_path)
    assert resource("icons") == tmp_path / "icons"


@pytest.mark.parametrize("path", ["../pyproject.toml", "/etc/passwd", "icons/../../LICENSE"])
def test_no_way_out_of_the_folder(path: str) -> None:
    with pytest.raises(ValueError, match="not below the resources"):
        resource(path)
