"""The table of adapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.errors import SourceError
from trainer.data.layouts import LAYOUTS


def test_names_are_those_of_the_command_line() -> None:
    assert list(LAYOUTS) == [
        "dfew",
        "ferv39k",
        "mafw",
        "crema-d",
        "ravdess",
        "enterface05",
        "werewolf-xl",
        "avcaffe",
        "first-impressions",
        "fer2013",
        "voxceleb2",
        "videos",
        "folder",
        "csv",
        "reference",
    ]
    assert len(set(LAYOUTS.values())) == len(LAYOUTS)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_adapter_refuses_what_is_not_there_or_empty(name: str, root: Path) -> None:
    for wrong in (root / "gone", root):
        with pytest.raises(SourceError) as caught:
            LAYOUTS[name](wrong)
        assert str(wrong) in str(caught.value)
        assert caught.value.hint
