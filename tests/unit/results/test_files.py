from __future__ import annotations

from pathlib import Path

import pytest

from svfap_core.results.files import ENDINGS, base_of, with_ending


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_leads_back_to_its_base(ending: str) -> None:
    base = Path("out", "talk.v2.mp4")
    assert base_of(with_ending(base, ending)) == base
    assert base_of(base) == base
